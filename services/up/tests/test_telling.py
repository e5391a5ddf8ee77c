"""What is told of a network: each thing once, and again when it has changed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from osi_core.cli import Session
from osi_up.house import House
from osi_up.looking import Due
from osi_up.telling import JsonLines, Lines, Screen
from osi_up.words import CATALOGUE

ROUND = Due("missions/m/rounds/r", "due.round", datetime(2035, 5, 1, 12, tzinfo=UTC), "the round ends")
PILOT = Due("missions/m/pilots/p", "due.pilot-ends", datetime(2035, 6, 1, tzinfo=UTC), "the pilot ends")


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, 7070)


def session(*, for_programs: bool = False) -> Session:
    return Session("en", json=for_programs).with_words("up", CATALOGUE)


def test_what_is_due_has_a_line_once(house, capsys):
    lines = Lines(session(), house)
    for found in ([ROUND], [ROUND], [ROUND, PILOT]):
        lines.due(found)
    told = capsys.readouterr().out
    assert told.count("the round ends") == told.count("the pilot ends") == 1
    assert "2035-05-01" in told


def test_programs_are_told_all_that_is_due_whenever_it_has_changed(house, capsys):
    lines = JsonLines(session(for_programs=True), house)
    for found in ([ROUND], [ROUND], [], []):
        lines.due(found)
    told = [json.loads(line)["due"] for line in capsys.readouterr().out.splitlines()]
    assert [[one["name"] for one in due] for due in told] == [["missions/m/rounds/r"], []]
    assert told[0][0]["time"] == "2035-05-01T12:00:00+00:00"


def test_the_screen_shows_what_is_due_below_the_services(house):
    screen = Screen(session(), house)
    screen.due([ROUND, PILOT])
    assert screen.table().row_count == 2
