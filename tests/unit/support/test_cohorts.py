"""Cohorts: a mission has as many programmes as it needs, and each goes by its own clock."""

from __future__ import annotations

from datetime import date

import pytest

from osi_core.domain import Phase, Refused, StopReason
from osi_core.process.gates import ClosePhase
from osi_core.support import commands as c
from osi_core.support import events as e
from osi_core.support.facts import Initiative, Need, Offer, Programme
from tests.unit.solutions.world import World


def start(programme):
    return c.StartProgramme(mission="m", programme=programme)


def end(programme):
    return c.EndProgramme(mission="m", programme=programme)


def warn(programme):
    return c.WarnOfDropOff(mission="m", programme=programme)


def admit(initiative, programme):
    return c.AdmitInitiative(mission="m", initiative=initiative, programme=programme)


def drop_out(initiative):
    return c.MarkDroppedOut(mission="m", initiative=initiative, reason=StopReason.NO_TIME)


def alive(initiative):
    return c.RecordActivity(mission="m", initiative=initiative)


def need(name, initiative):
    return c.StateNeed(mission="m", need=name, initiative=initiative, kind=e.SupportKind.EXPERT, text="We need this")


@pytest.fixture
def cohorts(programme: World) -> World:
    """The first programme began in March 2026 with shade, wells and fans; half a year later the second, with roofs."""
    programme.later(days=180)
    for name, by in {"shade": "ada", "wells": "ben", "fans": "cem"}.items():
        programme.do(alive(name), by=by)
    programme.do(start("second"), by="olga")
    programme.do(admit("roofs", "second"), by="olga")
    return programme


def test_two_cohorts_run_side_by_side_each_with_its_own_dates(cohorts):
    assert {name: (row.starts_on, row.ends_on) for name, row in cohorts.facts(Programme).items()} == {
        "first": (date(2026, 3, 10), date(2026, 12, 10)),
        "second": (date(2026, 9, 6), date(2027, 6, 6)),
    }
    assert cohorts.fact(Initiative, "shade").programme == "first"
    assert cohorts.fact(Initiative, "roofs").programme == "second"
    assert cohorts.records()[-1].stream == "missions/m/initiatives/roofs"
    assert cohorts.refused(start("second"), by="olga") == ("already-exists",)


def test_an_initiative_is_admitted_to_a_programme_that_has_started(programme):
    assert programme.refused(admit("roofs", "third"), by="olga") == ("programme-not-started",)


def test_an_initiative_is_in_one_programme_at_a_time(cohorts):
    with pytest.raises(Refused, match="initiatives/shade is in programmes/first already"):
        cohorts.do(admit("shade", "second"), by="olga")
    assert cohorts.fact(Initiative, "shade").programme == "first"


def test_an_initiative_is_warned_by_its_own_programme_alone(cohorts):
    cohorts.later(days=30)
    cohorts.do(alive("shade"), by="ada")
    cohorts.later(days=31)
    cohorts.do(warn("second"), by="olga")
    assert cohorts.events(e.DropOffWarned)[-1].initiatives == ("roofs",)
    assert cohorts.fact(Initiative, "wells").warned_at is None
    cohorts.do(warn("first"), by="olga")
    warned = cohorts.events(e.DropOffWarned)[-1]
    assert (warned.programme, warned.initiatives) == ("first", ("fans", "wells"))


def test_one_programme_ends_while_the_other_runs(cohorts):
    cohorts.do(need("n1", "shade"), by="ada")
    cohorts.do(need("n2", "roofs"), by="dia")
    cohorts.do(c.OfferSupport(mission="m", offer="o1", kind=e.SupportKind.EXPERT, capacity=2), by="eli")
    cohorts.later(days=100)
    cohorts.do(end("first"), by="olga")
    assert cohorts.refused(end("second"), by="olga") == ("programme-not-over",)
    ended = cohorts.events(e.ProgrammeEnded)
    assert ended == [e.ProgrammeEnded(programme="first", active=3, dropped_out=0)]

    assert cohorts.refused(need("n3", "shade"), by="ada") == ("programme-ended",)
    cohorts.do(need("n4", "roofs"), by="dia")
    assert cohorts.refused(c.MatchNeed(mission="m", offer="o1", need="n1"), by="eli") == ("programme-ended",)
    cohorts.do(c.MatchNeed(mission="m", offer="o1", need="n2"), by="eli")
    assert cohorts.refused(warn("first"), by="olga") == ("programme-ended",)
    cohorts.do(warn("second"), by="olga")
    cohorts.do(c.OfferSupport(mission="m", offer="o2", kind=e.SupportKind.TALK), by="eli")
    assert set(cohorts.facts(Offer)) == {"o1", "o2"}


def test_support_is_offered_while_any_programme_runs(programme):
    offer = c.OfferSupport(mission="m", offer="o1", kind=e.SupportKind.TALK)
    programme.later(days=275)
    programme.do(end("first"), by="olga")
    assert programme.refused(offer, by="eli") == ("no-programme-runs",)
    programme.do(start("second"), by="olga")
    programme.do(offer, by="eli")


def test_who_dropped_out_of_one_programme_may_come_back_in_another(cohorts):
    cohorts.do(drop_out("fans"), by="cem")
    cohorts.do(admit("fans", "second"), by="olga")
    row = cohorts.fact(Initiative, "fans")
    assert (row.programme, row.left, row.dropped_out) == ("second", ("first",), False)
    cohorts.later(days=100)
    cohorts.do(end("first"), by="olga")
    cohorts.later(days=200)
    cohorts.do(end("second"), by="olga")
    assert cohorts.events(e.ProgrammeEnded) == [
        e.ProgrammeEnded(programme="first", active=2, dropped_out=1),
        e.ProgrammeEnded(programme="second", active=2, dropped_out=0),
    ]


def test_who_comes_back_to_the_same_programme_has_not_left_it(cohorts):
    cohorts.do(drop_out("fans"), by="cem")
    cohorts.do(admit("fans", "second"), by="olga")
    cohorts.do(drop_out("fans"), by="cem")
    cohorts.do(admit("fans", "first"), by="olga")
    row = cohorts.fact(Initiative, "fans")
    assert (row.programme, row.left) == ("first", ("second",))
    cohorts.later(days=100)
    cohorts.do(end("first"), by="olga")
    assert cohorts.events(e.ProgrammeEnded)[-1] == e.ProgrammeEnded(programme="first", active=3, dropped_out=0)


def test_who_stayed_to_the_end_may_go_on_in_the_next_programme_with_its_bundle_and_needs(cohorts):
    together = c.ProposeBundle(mission="m", bundle="cool", initiatives=("shade", "roofs"), purpose="One cool street")
    cohorts.do(together, by="ada")
    for name, by in {"shade": "ada", "roofs": "dia"}.items():
        cohorts.do(c.ConsentToBundle(mission="m", bundle="cool", initiative=name), by=by)
    cohorts.do(need("n1", "shade"), by="ada")
    cohorts.do(c.OfferSupport(mission="m", offer="o1", kind=e.SupportKind.EXPERT), by="eli")
    admitted_at = cohorts.fact(Initiative, "shade").admitted_at
    cohorts.later(days=100)
    cohorts.do(end("first"), by="olga")
    assert cohorts.refused(admit("shade", "first"), by="olga") == ("programme-ended", "admitted-already")
    cohorts.do(admit("shade", "second"), by="olga")
    row = cohorts.fact(Initiative, "shade")
    assert (row.programme, row.left, row.bundle, row.admitted_at) == ("second", (), "cool", admitted_at)
    cohorts.do(c.MatchNeed(mission="m", offer="o1", need="n1"), by="eli")
    assert cohorts.fact(Need, "n1").status == "proposed"


def test_the_support_closes_when_both_programmes_have_ended(cohorts):
    close = ClosePhase(mission="m", phase=Phase.SUPPORT)
    cohorts.later(days=30)
    with pytest.raises(Refused) as refused:
        cohorts.do(close, by="olga")
    assert refused.value.codes == ("programme-not-ended", "programme-not-ended")
    assert "programmes/first has not ended; it runs until 2026-12-10" in refused.value.say()
    assert "programmes/second ist nicht beendet; es läuft bis 2027-06-06" in refused.value.say("de")
    cohorts.later(days=70)
    cohorts.do(end("first"), by="olga")
    assert cohorts.refused(close, by="olga") == ("programme-not-ended",)
    cohorts.later(days=200)
    cohorts.do(end("second"), by="olga")
    cohorts.do(close, by="olga")


def test_the_support_does_not_close_before_there_was_a_programme():
    world = World()
    world.open_without_gates(Phase.SUPPORT)
    close = ClosePhase(mission="m", phase=Phase.SUPPORT)
    assert world.refused(close, by="olga") == ("no-programme-started",)
