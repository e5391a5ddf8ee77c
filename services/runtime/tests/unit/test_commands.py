"""`osi config check`, `osi migrate` and `osi serve`, as they are called."""

from __future__ import annotations

import json

import pytest

from osi_core.cli import main
from osi_core.log.sql import SqlStore
from osi_runtime.settings import Settings, setting_entries


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    for name in ("OSI_CONFIG", "OSI_STORE", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)


def test_all_settings_are_listed_with_unit_place_and_meaning(capsys, monkeypatch):
    monkeypatch.setenv("OSI_LIMITS__BURST", "7")
    assert main(["config", "check", "--json", "--set", "readers=2"]) == 0
    told = {one["key"]: one for one in json.loads(capsys.readouterr().out)}
    assert set(told) == {entry.key for entry in setting_entries(Settings())}
    assert told["limits.burst"]["value"] == 7
    assert told["limits.burst"]["from"] == {"kind": "variable", "name": "OSI_LIMITS__BURST", "line": None}
    assert told["readers"]["from"]["kind"] == "flag"
    assert told["limits.message_bytes"]["unit"] == "bytes"
    assert all(one["means"] and not one["means"].startswith("runtime.") for one in told.values())


def test_the_table_is_for_people_in_their_language(capsys):
    assert main(["config", "check", "--lang", "de"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "limits.burst 500 Aufrufe Vorgabe" in told


def test_what_is_wrong_ends_with_a_no_and_names_the_line(capsys, tmp_path):
    path = tmp_path / "osi.toml"
    path.write_text("readers = 0\n")
    assert main(["config", "check", "--config", str(path)]) == 1
    assert f"{path}:1: readers" in capsys.readouterr().err


def test_a_setting_on_the_command_line_has_a_form(capsys):
    assert main(["config", "check", "--set", "readers"]) == 2
    assert "KEY=VALUE" in capsys.readouterr().err


def test_migrating_makes_a_store_once(capsys, tmp_path):
    path = str(tmp_path / "town.db")
    assert main(["migrate", "--store", path, "--check"]) == 1
    assert main(["migrate", "--store", path]) == 0
    assert "was made" in capsys.readouterr().out
    SqlStore.open(path).close()
    assert main(["migrate", "--store", path, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["made"] is False


def test_migrating_makes_no_store_anew_that_was_lost(capsys, tmp_path):
    path = tmp_path / "town.db"
    from services.runtime.tests.town import founded

    founded(SqlStore.create(str(path))).close()
    path.unlink()
    assert main(["migrate", "--store", str(path)]) == 3
    assert "town.db.head" in capsys.readouterr().err


def test_migrating_asks_which_store_is_meant(capsys):
    assert main(["migrate"]) == 2


def test_a_service_that_is_not_installed_is_told_with_those_that_are(capsys):
    assert main(["serve", "nothing"]) == 3
    assert "funding" in capsys.readouterr().err
