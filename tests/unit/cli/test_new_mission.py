"""A mission begins: asked for on a terminal, by options without one."""

from __future__ import annotations

import io
from contextlib import closing

import pytest

from osi_core.log.sql import SqlStore
from osi_core.process import Engine
from osi_core.simulation import read_folder

SAID = (
    "--indicator",
    "Hot nights",
    "--unit",
    "a year",
    "--baseline",
    "24",
    "--target",
    "8",
    "--deadline",
    "2040-12-31",
)


class Terminal(io.StringIO):
    """Somebody who answers."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def nobody(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))


def test_a_folder_is_written_that_can_be_played_and_a_mission_begun(osi, tmp_path):
    done = osi("--json", "new", "mission", "cool", "--title", 'A "cool" town', *SAID, "--store", "cool.db")
    assert done.code == 0, done.err
    assert done.json["files"][0] == "mission.toml"
    plan = read_folder(tmp_path / "cool")
    assert (plan.title, plan.mission, str(plan.indicator.target)) == ('A "cool" town', "cool", "8")
    with closing(SqlStore.open(str(tmp_path / "cool.db"), read_only=True)) as store:
        types = [one.event.type for one in Engine(store).events("cool")]
    assert types == ["mission.created", "mission.goal_set"]
    again = osi("new", "mission", "cool", "--title", "Other", *SAID)
    assert (again.code, "mission.toml" in again.err) == (1, True)


def test_what_is_not_said_is_asked_with_a_proposal(osi, tmp_path, monkeypatch):
    monkeypatch.setattr("sys.stdin", Terminal("Kühle Stadt\n\nTropennächte\nim Jahr\n24\n8\n2040-12-31\n\n"))
    done = osi("new", "mission", "--lang", "de")
    assert done.code == 0, done.err
    assert "Wie die Mission heißt" in done.err
    plan = read_folder(tmp_path / "kuehle-stadt")
    assert (plan.goal, plan.language) == ("Kühle Stadt", "de")


def test_without_anybody_to_ask_it_says_what_is_missing(osi):
    missing = osi("new", "mission", "cool", "--title", "Cool")
    assert (missing.code, "--indicator" in missing.err) == (2, True)


def test_what_is_no_number_and_no_day_is_said_before_anything_is_written(osi, tmp_path):
    for name, wrong in (("--baseline", "many"), ("--deadline", "soon")):
        said = list(SAID)
        said[said.index(name) + 1] = wrong
        refused = osi("new", "mission", "cool", "--title", "Cool", *said)
        assert (refused.code, name in refused.err) == (2, True)
    assert not (tmp_path / "cool").exists()
