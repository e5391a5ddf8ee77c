"""A service that breaks its contract in one point is caught by the cases that are about it, and by hardly any other."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from osi_conformance.issuer import Issuer
from services.conformance.tests.inside import INSIDE, Inside
from services.conformance.tests.variants import PLAIN, WITH_KEYS

SAMPLE = (
    "funding/application/create/twice-in-a-round",
    "funding/ballot/cast/too-many-choices",
    "funding/entry/list/never-changed",
    "funding/errors/*",
    "funding/fund/create/keeps-odd-cents",
    "funding/fund/create/malformed-name",
    "funding/fund/create/refuses-fraction-of-a-cent",
    "funding/fund/create/refuses-negative-amount",
    "funding/fund/create/same-request-same-reply",
    "funding/fund/create/with-a-minted-id",
    "funding/fund/get/foreign-mission",
    "funding/fund/list/by-filter",
    "funding/fund/list/in-order",
    "funding/fund/list/pages-give-each-once",
    "funding/grant-round/cancel/etag",
    "funding/grant-round/create/over-the-fund",
    "funding/log/heads/*",
    "funding/log/read/envelope-says-itself",
    "funding/log/read/hashes-where-they-can-be-checked",
    "funding/names/of-another-kind",
    "funding/names/fund-of-another-mission",
    "funding/reads/as-it-was-answered",
    "funding/reads/own-writes",
    "funding/receipt/answers-for-its-own",
    "funding/server/health",
    "funding/server/reflection",
    "funding/time/is-that-of-the-call",
    "funding/token/applicant-is-told-to-oneself",
    "funding/token/operator-acts",
    "funding/token/refuses-expired",
)
"""Some of each kind, of which each variant keeps all that are not about what it breaks."""


@pytest.mark.parametrize("kind", [*PLAIN, *WITH_KEYS], ids=lambda kind: kind.__name__)
def test_a_broken_service_is_caught_by_the_right_cases(kit, kind: Any):
    variant = kind(Issuer(Path(kit.setup.folder))) if kind in WITH_KEYS else kind()
    report = kit(*SAMPLE, *kind.caught_by, variant=variant)
    caught = {one.name: one.message for one in report.with_status("failed")}
    assert {
        name: wrong for name, wrong in caught.items() if not _fits(name, kind.caught_by + kind.may_be_caught_by)
    } == {}
    assert any(_fits(name, kind.caught_by[:1]) for name in caught), "the case that is about it has not noticed it"


def _fits(name: str, globs: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, glob) for glob in globs)


@pytest.mark.parametrize("broken", INSIDE, ids=lambda one: one.name)
def test_a_service_that_is_broken_within_is_caught_too(kit, monkeypatch, broken: Inside):
    broken.breaks(monkeypatch)
    report = kit(*SAMPLE[-6:], *broken.caught_by, patience=8.0)
    caught = {one.name: one.message for one in report.with_status("failed")}
    assert {name: wrong for name, wrong in caught.items() if not _fits(name, broken.caught_by)} == {}
    assert broken.caught_by[0] in caught, "the case that is about it has not noticed it"
