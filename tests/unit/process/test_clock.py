"""A clock that was wrong for a moment: the log goes no further with it, and not before somebody has said so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from osi_core.challenges.commands import OpenRound
from osi_core.domain import DataOrigin, Refused
from osi_core.log.envelope import time_of
from osi_core.log.memory import MemoryStore
from osi_core.mission.commands import CorrectClock, CreateMission, JoinMission
from osi_core.mission.events import ClockCorrected
from osi_core.process import Engine
from osi_core.process.clock import AHEAD_AT_MOST, runs_backwards
from osi_core.report import write_report
from osi_core.testing.scenario import Scenario

TEN_YEARS = 3_653


@pytest.fixture
def town() -> Scenario:
    """A mission in which the clock was ten years ahead for one command, and is right again."""
    town = Scenario()
    town.citizen("ada")
    town.later(days=TEN_YEARS)
    town.citizen("ben")
    town.later(days=-TEN_YEARS, hours=1)
    return town


CORRECTION = CorrectClock(mission="m", reason="The machine had started with a wrong clock.")


def test_nothing_goes_on_before_the_clock_was_corrected_and_it_is_said_how(town):
    joining = JoinMission(mission="m", participant="cem")
    with pytest.raises(
        Refused, match="the log ends on 2036-03-02 09:00 UTC, but it is 2026-03-02 10:00 UTC"
    ) as refused:
        town.do(joining, by="cem")
    assert refused.value.codes == ("log-ahead-of-clock",)
    assert "osi correct-clock" in str(refused.value)
    assert [unmet.code for unmet in town.engine.unmet(joining, actor="cem")] == ["log-ahead-of-clock"]


def test_after_the_correction_time_goes_on_from_the_clock(town):
    wrong = town.records()[-1].time
    (corrected,) = town.do(CORRECTION).events
    assert corrected.event == ClockCorrected(reason=CORRECTION.reason, ahead=wrong)
    assert corrected.time == town.now
    town.later(days=1)
    town.citizen("cem")
    assert town.records()[-1].time == town.now
    assert Engine(town.engine.store, clock=lambda: town.now).head("m") == town.engine.head("m")


def test_deadlines_are_judged_by_the_corrected_time(town):
    town.do(CORRECTION)
    tomorrow = town.now + timedelta(days=1)
    round_ = OpenRound(mission="m", round="first", items=("a", "b"), closes_at=tomorrow)
    assert "deadline-past" not in [unmet.code for unmet in town.engine.unmet(round_)]
    town.later(days=2)
    assert "deadline-past" in [unmet.code for unmet in town.engine.unmet(round_)]


@pytest.mark.parametrize("minutes", [-60, 0, 4])
def test_there_is_nothing_to_correct_while_the_log_is_not_far_ahead(minutes):
    town = Scenario()
    town.later(minutes=-minutes)
    assert town.refused(CORRECTION) == ("clock-not-wrong",)


def test_a_few_minutes_are_waited_for(town):
    town.do(CORRECTION)
    before = town.now
    town.now -= AHEAD_AT_MOST
    town.citizen("cem")
    assert town.records()[-1].time == before
    town.now -= timedelta(seconds=1)
    assert town.refused(JoinMission(mission="m", participant="dia"), by="dia") == ("log-ahead-of-clock",)


def test_only_the_operator_corrects_a_clock(town):
    assert "role-missing" in town.refused(CORRECTION, by="ada")


def test_a_played_mission_keeps_no_clock_that_could_be_wrong():
    engine = Engine(MemoryStore(), clock=lambda: datetime(2026, 3, 2, tzinfo=UTC))
    later = datetime(2031, 1, 1, tzinfo=UTC)
    engine.handle(CreateMission(mission="m", title="Played", origin=DataOrigin.SIMULATED), time=later)
    earlier = later - timedelta(days=400)
    engine.handle(JoinMission(mission="m", participant=f"p-{0:032x}"), time=earlier)
    with pytest.raises(Refused) as refused:
        engine.handle(CORRECTION, time=earlier)
    assert refused.value.codes == ("clock-not-wrong",)


def backwards(entries) -> list[int]:
    """Positions of the entries whose time lies before that of the entry in front of them."""
    times = ["", *(time_of(entry.raw) for entry in entries)]
    return [entry.position for time, entry in zip(times, entries, strict=False) if runs_backwards(time, entry)]


def test_a_time_that_runs_backwards_is_damage_unless_a_clock_was_corrected(town):
    town.do(CORRECTION)
    town.citizen("cem", "dia")
    entries = list(town.engine.store.read("m"))
    assert backwards(entries) == []
    (correction,) = (place for place, entry in enumerate(entries) if entry.type == ClockCorrected.type)
    assert backwards(entries[:correction] + entries[correction + 1 :]) == [entries[correction + 1].position]
    assert backwards([*entries, entries[0]]) == [1]


def test_a_report_of_a_corrected_mission_can_be_read(town, tmp_path):
    town.do(CORRECTION)
    write_report(town.engine, "m", tmp_path / "report.html", language="en")
    assert "2026" in (tmp_path / "report.html").read_text(encoding="utf-8")
