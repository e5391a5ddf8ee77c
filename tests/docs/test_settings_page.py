"""docs/settings.md lists every setting there is, with what it means."""

from __future__ import annotations

from osi_runtime.settings import Settings
from tests.docs.settings import PAGE, inner_models, page, rows


def test_the_page_is_what_would_be_written():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.docs.settings"


def test_every_setting_is_explained():
    assert [one.key for one in rows() if not one.says] == []
    lines = [line for line in page().splitlines() if line.startswith("| `")]
    assert [line for line in lines if not line.rstrip(" |").rpartition("|")[2].strip()] == []


def test_the_tables_in_lists_are_told_too():
    assert {"auth.missions", "auth.oidc", "auth.certificates", "peers.services", "peers.services.tls"} <= {
        key for key, _, _ in inner_models(Settings)
    }
