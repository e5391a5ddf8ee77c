"""What came of it: financing, readings of the indicator, the final report."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from osi_core.domain import Malformed
from osi_core.money import Money
from osi_core.scaling import commands as c
from osi_core.scaling.facts import THE_FINAL_REPORT, THE_READINGS, FinalReport, Financing, Readings
from tests.unit.curation.world import CuratedWorld


def financing(**fields):
    known = {"initiative": "shade", "kind": "institution_budget", "description": "Part of the parks' budget"}
    return c.SetFinancingModel(mission="m", **(known | fields))


def test_the_team_says_how_its_initiative_lives_on_and_may_say_it_anew(world):
    world.do(financing(), by="ada")
    yearly = Money(minor=1_200_000, currency="EUR")
    world.do(financing(kind="membership", per_year=yearly, self_sustaining=True), by="olga")
    row = world.fact(Financing, "shade")
    assert (row.kind, str(row.per_year), row.self_sustaining) == ("membership", "12000.00 EUR", True)


def test_nobody_else_says_it(world):
    assert world.refused(financing(), by="ben") == ("not-in-team",)
    assert world.refused(financing(initiative="noise"), by="olga") == ("initiative-unknown",)


def test_a_year_never_costs_less_than_nothing_nor_an_inexact_amount(world):
    below = financing(per_year=Money(minor=-1, currency="EUR"))
    assert world.refused(below, by="ada") == ("cost-negative",)
    with pytest.raises(Malformed, match=r"per_year\.minor"):
        financing(per_year={"minor": 1.5, "currency": "EUR"})


def reading(value, on, source="Statistical office"):
    return c.RecordReading(mission="m", value=value, on=on, source=source)


def test_the_indicator_is_read_in_any_order_and_the_latest_date_counts(world):
    world.later(days=60)
    world.do(reading("4.10", date(2026, 3, 31)), by="olga")
    world.do(reading("3.9", world.now.date()))
    world.do(reading("4.0", date(2026, 4, 1)), by="olga")
    readings = world.fact(Readings, THE_READINGS)
    assert [one.value for one in readings.readings] == [Decimal("4.10"), Decimal("4.0"), Decimal("3.9")]
    assert readings.latest.value == Decimal("3.9")


def test_a_corrected_reading_of_the_same_day_counts(world):
    for value in ("4", "5"):
        world.do(reading(value, date(2026, 3, 2)), by="olga")
    assert world.fact(Readings, THE_READINGS).latest.value == 5


def test_nobody_reads_the_future(world):
    tomorrow = (world.now + timedelta(days=1)).date()
    assert world.refused(reading("1", tomorrow), by="olga") == ("day-in-the-future",)
    assert world.refused(reading("1", world.now.date()), by="anna") == ("role-missing",)


def test_nobody_reads_the_indicator_before_there_was_a_mission(world):
    assert world.refused(reading("0", date(1999, 12, 31)), by="olga") == ("day-before-the-mission",)
    assert world.refused(reading("0", date(2026, 3, 1)), by="olga") == ("day-before-the-mission",)


def test_a_reading_is_a_number():
    for value in ("NaN", "Infinity", "9" * 40):
        with pytest.raises(Malformed, match="value"):
            reading(value, date(2026, 1, 31))


def test_the_final_report_is_published_once(world):
    report = c.PublishFinalReport(mission="m", summary="Two towns are two degrees cooler", sha256="0" * 64)
    assert world.refused(report, by="carla") == ("role-missing",)
    world.do(report, by="olga")
    assert world.fact(FinalReport, THE_FINAL_REPORT).published_on == world.now.date()
    assert world.refused(report, by="olga") == ("already-exists",)


def test_nothing_is_rolled_out_before_the_phase_opens():
    world = CuratedWorld()
    report = c.PublishFinalReport(mission="m", summary="Done")
    assert world.refused(report, by="olga") == ("phase-not-open",)
    plan = c.RequestPlan(mission="m", initiative="shade")
    assert world.refused(plan, by="olga") == ("phase-not-open", "plan-not-open", "no-candidates")
