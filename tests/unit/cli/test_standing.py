"""Where a mission stands, counted from its facts."""

from __future__ import annotations

from osi_core.cli.standing import Standing
from tests.unit.solutions.world import World, two_kickoffs


def test_all_kickoffs_are_counted_together():
    counted = Standing(two_kickoffs().engine, "m").counts()["kickoff"]
    assert counted == {"registered": 5, "attended": 1, "placed": 4}


def test_without_a_kickoff_nothing_is_counted_of_it():
    assert Standing(World().engine, "m").counts()["kickoff"] == {}
