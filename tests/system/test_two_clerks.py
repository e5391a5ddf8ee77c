"""Two clerks at one store, each in a process of their own: who comes second is told who is at it; nothing is lost, and
nothing happens twice.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from osi_core.challenges.views import ChallengeView
from osi_core.domain import Phase, Sector
from osi_core.log.sql import SqlStore
from osi_core.mission.commands import Indicator, SetGoal
from osi_core.process import Engine
from osi_core.process.gates import ClosePhase, OpenPhase
from osi_core.testing.scenario import Scenario

pytestmark = pytest.mark.system
ROWS = 250
ATTEMPTS = 200
"""More than enough: each takes longer to begin than the other clerk's table does in all."""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "town.db"
    with closing(SqlStore.create(path)) as new:
        scenario = Scenario(new, mission={"required_sectors": []})
        heat = Indicator(name="Heat", unit="°C", baseline=Decimal(31), target=Decimal(29), deadline=date(2040, 1, 1))
        scenario.institution("mayor", Sector.ADMINISTRATION)
        scenario.do(SetGoal(mission="m", statement="A town one can breathe in", indicator=heat))
        scenario.do(ClosePhase(mission="m", phase=Phase.MISSION))
        scenario.do(OpenPhase(mission="m", phase=Phase.CHALLENGES))
    return path


def table(folder: Path, clerk: str) -> Path:
    path = folder / f"{clerk}.csv"
    rows = "".join(f"{clerk}{number},Row {number} of {clerk},{clerk}-{number % 40}\n" for number in range(ROWS))
    path.write_text(f"id,title,author\n{rows}")
    return path


def begun(store: Path, *arguments: str) -> subprocess.Popen[str]:
    call = [sys.executable, "-m", "osi_core.cli", "--json", *arguments, "--as", "operator", "--store", str(store)]
    return subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def insisted(store: Path, *arguments: str) -> tuple[Any, list[str]]:
    """What the call answered in the end, and what it was told each time that somebody else was at it."""
    told: list[str] = []
    for _ in range(ATTEMPTS):
        process = begun(store, *arguments)
        out, err = process.communicate(timeout=120)
        if process.returncode == 0:
            return json.loads(out), told
        assert process.returncode == 3, err
        told.append(err)
    raise AssertionError("it was never taken")


def test_who_comes_second_is_told_and_comes_again_and_all_of_both_is_there_once(store, tmp_path):
    options = ("--yes", "--document", "The list")
    with closing(SqlStore.open(store)):  # as long as somebody is at it
        process = begun(store, "apply", str(table(tmp_path, "ben")), *options)
        out, err = process.communicate(timeout=120)
        assert (process.returncode, out) == (3, "")
        assert str(store) in err
        assert re.search(r"process \d+", err)
    ada = begun(store, "apply", str(table(tmp_path, "ada")), *options)
    ben, told = insisted(store, "apply", str(table(tmp_path, "ben")), *options)
    assert all(str(store) in one for one in told)
    out, err = ada.communicate(timeout=120)
    if ada.returncode:  # then ben was there first
        assert str(store) in err
        again, _ = insisted(store, "apply", str(tmp_path / "ada.csv"), *options)
    else:
        again = json.loads(out)
    for answer in (again, ben):
        assert [row["outcome"] for row in answer["rows"]] == ["new"] * ROWS
    for clerk in ("ada", "ben"):
        repeated, _ = insisted(store, "apply", str(tmp_path / f"{clerk}.csv"), *options)
        assert [row["outcome"] for row in repeated["rows"]] == ["before"] * ROWS
    with closing(SqlStore.open(store, read_only=True)) as source:
        titles = [one.title for one in Engine(source).read("m").each(ChallengeView)]
    assert (len(titles), len(set(titles))) == (2 * ROWS, 2 * ROWS)


def test_one_command_that_two_give_under_one_id_happens_once(store):
    given = ("do", "state-provenance", "--part", "survey", "--source", "A poll", "--request-id", "poll-1")
    both = [begun(store, *given) for _ in range(2)]
    codes = []
    for process in both:
        _, err = process.communicate(timeout=120)
        assert process.returncode in (0, 3), err
        codes.append(process.returncode)
    assert 0 in codes
    insisted(store, *given)
    with closing(SqlStore.open(store, read_only=True)) as source:
        stated = [one for one in Engine(source).events("m") if one.event.type == "mission.provenance_stated"]
    assert len(stated) == 1
