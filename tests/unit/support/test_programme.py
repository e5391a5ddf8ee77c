"""The programme: its nine months, who is admitted, who falls silent, and its end."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osi_core.domain import Phase, StopReason
from osi_core.domain.calendar import months_later
from osi_core.process.playbook import PlaybookInvalid, playbook_of
from osi_core.solutions.commands import JoinTeam, WithdrawSolution
from osi_core.solutions.team_commands import AppointSpeaker
from osi_core.support import commands as c
from osi_core.support import events as e
from osi_core.support.facts import Initiative, Programme
from tests.unit.solutions.world import World


def test_the_programme_lasts_nine_months_from_its_start(programme):
    fact = programme.fact(Programme, "first")
    assert fact.starts_on == date(2026, 3, 10)
    assert fact.ends_on == date(2026, 12, 10)


def test_the_playbook_says_how_long():
    world = World(support={"months": 1})
    world.open_without_gates(Phase.SUPPORT)
    world.do(c.StartProgramme(mission="m", programme="first"))
    assert world.fact(Programme, "first").ends_on == date(2026, 4, 10)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_months_end_on_the_same_day_or_the_months_last(day, months):
    later = months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day


def test_a_programme_is_started_once_by_the_organisers(programme):
    assert programme.refused(c.StartProgramme(mission="m", programme="first"), by="ada") == (
        "role-missing",
        "already-exists",
    )


# Admission


def test_a_solutions_team_becomes_an_initiative_with_its_id(programme):
    (event, *_) = programme.events(e.InitiativeAdmitted)
    assert event.refs() == ("solutions/shade", "programmes/first")
    assert programme.fact(Initiative, "shade").admitted_at == programme.now


def test_only_solutions_that_stand_are_admitted_and_once(programme):
    programme.do(WithdrawSolution(mission="m", solution="roofs", reason=StopReason.CIRCUMSTANCES), by="dia")
    for name, code in {
        "nowhere": "solution-unknown",
        "roofs": "solution-withdrawn",
        "shade": "admitted-already",
    }.items():
        assert programme.refused(c.AdmitInitiative(mission="m", initiative=name, programme="first"), by="olga") == (
            code,
        )


def test_nobody_admits_the_own_initiative(programme):
    assert programme.refused(c.AdmitInitiative(mission="m", initiative="roofs", programme="first"), by="dia") == (
        "role-missing",
        "asked-oneself",
    )


def test_nobody_is_admitted_before_the_programme_starts():
    world = World()
    world.solution("shade")
    world.open_without_gates(Phase.SUPPORT)
    admit = c.AdmitInitiative(mission="m", initiative="shade", programme="first")
    assert world.refused(admit, by="olga") == ("programme-not-started",)


def test_an_active_initiatives_solution_is_not_withdrawn(programme):
    withdraw = WithdrawSolution(mission="m", solution="shade", reason=StopReason.NO_TIME)
    assert programme.refused(withdraw, by="ada") == ("initiative-active",)
    programme.do(c.MarkDroppedOut(mission="m", initiative="shade", reason=StopReason.NO_TIME), by="ada")
    programme.do(withdraw, by="ada")


# Silence


def test_a_sign_of_life_comes_from_the_team(programme):
    programme.later(days=5)
    sign = c.RecordActivity(mission="m", initiative="shade", note="First trees planted")
    assert programme.refused(sign, by="ben") == ("not-in-team",)
    programme.do(sign, by="ada")
    assert programme.fact(Initiative, "shade").last_active_at == programme.now
    (event,) = programme.events(e.ActivityRecorded)
    assert programme.engine.words("m", event.note) == "First trees planted"


def test_only_those_silent_for_too_long_are_warned_and_each_silence_once(programme):
    programme.later(days=30)
    programme.do(c.RecordActivity(mission="m", initiative="shade"), by="ada")
    programme.later(days=31)
    programme.do(c.WarnOfDropOff(mission="m", programme="first"), by="olga")
    programme.do(c.WarnOfDropOff(mission="m", programme="first"), by="olga")
    warned, again = programme.events(e.DropOffWarned)
    assert (warned.initiatives, warned.inactive_days) == (("fans", "wells"), 60)
    assert again.initiatives == ()
    programme.do(c.RecordActivity(mission="m", initiative="fans"), by="cem")
    assert programme.fact(Initiative, "fans").warned_at is None
    programme.later(days=61)
    programme.do(c.WarnOfDropOff(mission="m", programme="first"), by="olga")
    assert programme.events(e.DropOffWarned)[-1].initiatives == ("fans", "shade")


def test_exactly_at_the_threshold_nobody_is_warned_yet(programme):
    programme.later(days=60)
    programme.do(c.WarnOfDropOff(mission="m", programme="first"), by="olga")
    assert programme.events(e.DropOffWarned)[0].initiatives == ()


def test_stating_a_need_is_a_sign_of_life(programme):
    programme.later(days=61)
    programme.do(
        c.StateNeed(mission="m", need="n1", initiative="shade", kind=e.SupportKind.EXPERT, text="A botanist"), by="ada"
    )
    programme.do(c.WarnOfDropOff(mission="m", programme="first"), by="olga")
    assert "shade" not in programme.events(e.DropOffWarned)[0].initiatives


def test_nobody_is_written_off_before_a_warning_and_its_grace(programme):
    drop = c.MarkDroppedOut(mission="m", initiative="shade", reason=StopReason.NO_ANSWER)
    assert programme.refused(drop, by="olga") == ("not-warned",)
    programme.later(days=61)
    programme.do(c.WarnOfDropOff(mission="m", programme="first"), by="olga")
    programme.later(days=13)
    assert programme.refused(drop, by="olga") == ("grace-not-over",)
    programme.later(days=1)
    programme.do(drop, by="olga")
    fact = programme.fact(Initiative, "shade")
    assert (fact.dropped_out, fact.reason) == (True, "no_answer")


def test_who_answered_the_warning_is_not_written_off(programme):
    programme.later(days=61)
    programme.do(c.WarnOfDropOff(mission="m", programme="first"), by="olga")
    programme.later(days=1)
    programme.do(c.RecordActivity(mission="m", initiative="shade"), by="ada")
    programme.later(days=30)
    drop = c.MarkDroppedOut(mission="m", initiative="shade", reason=StopReason.NO_ANSWER)
    assert programme.refused(drop, by="olga") == ("not-warned",)


def test_who_dropped_out_gives_no_sign_of_life_until_admitted_again(programme):
    programme.do(c.MarkDroppedOut(mission="m", initiative="shade", reason=StopReason.NO_TIME), by="ada")
    sign = c.RecordActivity(mission="m", initiative="shade")
    assert programme.refused(sign, by="ada") == ("initiative-dropped-out",)
    programme.do(c.AdmitInitiative(mission="m", initiative="shade", programme="first"), by="olga")
    programme.do(sign, by="ada")


def test_a_stranger_marks_nobody_as_dropped_out(programme):
    drop = c.MarkDroppedOut(mission="m", initiative="shade", reason=StopReason.OTHER)
    assert "not-in-team" in programme.refused(drop, by="ben")


# The end


def test_the_programme_does_not_end_before_its_day(programme):
    end = c.EndProgramme(mission="m", programme="first")
    assert programme.refused(end, by="olga") == ("programme-not-over",)
    programme.do(c.MarkDroppedOut(mission="m", initiative="fans", reason=StopReason.CIRCUMSTANCES), by="cem")
    programme.later(days=275)
    programme.do(end, by="olga")
    (event,) = programme.events(e.ProgrammeEnded)
    assert (event.active, event.dropped_out) == (2, 1)
    assert not programme.fact(Programme, "first").runs
    assert programme.refused(end, by="olga") == ("programme-ended",)


def test_nothing_ends_by_itself(programme):
    programme.later(days=400)
    assert programme.fact(Programme, "first").runs


def test_after_the_end_no_needs_are_stated_and_nobody_is_warned(programme):
    programme.later(days=275)
    programme.do(c.EndProgramme(mission="m", programme="first"))
    need = c.StateNeed(mission="m", need="n1", initiative="shade", kind=e.SupportKind.TALK, text="A talk")
    assert programme.refused(need, by="ada") == ("programme-ended",)
    assert programme.refused(c.WarnOfDropOff(mission="m", programme="first")) == ("programme-ended",)


# Bundles


def propose(*initiatives, bundle="cool"):
    return c.ProposeBundle(mission="m", bundle=bundle, initiatives=initiatives, purpose="One cool street")


def consent(name, bundle="cool"):
    return c.ConsentToBundle(mission="m", bundle=bundle, initiative=name)


def test_a_bundle_stands_only_with_the_consent_of_each(programme):
    programme.do(propose("shade", "wells"), by="ada")
    programme.do(consent("shade"), by="ada")
    assert programme.events(e.BundleFormed) == []
    assert programme.fact(Initiative, "shade").bundle is None
    programme.do(consent("wells"), by="ben")
    assert programme.events(e.BundleFormed) == [e.BundleFormed(bundle="cool", initiatives=("shade", "wells"))]
    assert programme.fact(Initiative, "shade").bundle == "cool"
    assert programme.refused(consent("wells"), by="ben") == ("bundle-settled", "consented-already")


def test_nobody_consents_for_others_or_twice(programme):
    programme.do(propose("shade", "wells"), by="olga")
    assert programme.refused(consent("shade"), by="ben") == ("not-in-team",)
    assert programme.refused(consent("shade"), by="olga") == ("not-in-team",)
    assert programme.refused(consent("fans"), by="cem") == ("not-in-bundle",)
    programme.do(consent("shade"), by="ada")
    assert programme.refused(consent("shade"), by="ada") == ("consented-already",)


def test_one_no_ends_a_proposal(programme):
    programme.do(propose("shade", "wells"), by="ada")
    programme.do(
        c.DeclineBundle(mission="m", bundle="cool", initiative="wells", reason=StopReason.DOES_NOT_FIT), by="ben"
    )
    assert programme.refused(consent("shade"), by="ada") == ("bundle-settled",)


def test_an_initiative_belongs_to_one_bundle(programme):
    programme.do(propose("shade", "wells"), by="ada")
    programme.do(propose("shade", "fans", bundle="warm"), by="cem")
    programme.do(consent("shade"), by="ada")
    programme.do(consent("shade", "warm"), by="ada")
    programme.do(consent("wells"), by="ben")
    assert programme.refused(consent("fans", "warm"), by="cem") == ("in-another-bundle",)


def test_who_dropped_out_holds_a_bundle_up(programme):
    programme.do(propose("shade", "wells"), by="ada")
    programme.do(consent("shade"), by="ada")
    programme.do(c.MarkDroppedOut(mission="m", initiative="shade", reason=StopReason.NO_TIME), by="ada")
    assert programme.refused(consent("wells"), by="ben") == ("initiative-dropped-out",)


@pytest.mark.parametrize(
    ("initiatives", "codes"),
    [
        (("shade", "shade"), ("named-twice",)),
        (("shade", "roofs"), ("initiative-unknown",)),
        (("wells", "fans"), ("not-in-any-team",)),
    ],
)
def test_a_bundle_is_of_different_initiatives_one_of_them_ones_own(programme, initiatives, codes):
    assert programme.refused(propose(*initiatives), by="ada") == codes


def test_a_bundle_is_as_large_as_the_playbook_allows():
    world = World(support={"max_bundle": 2})
    world.open_without_gates(Phase.SUPPORT)
    world.do(c.StartProgramme(mission="m", programme="first"))
    for name, by in {"shade": "ada", "wells": "ben", "fans": "cem"}.items():
        world.solution(name, by=by)
        world.do(c.AdmitInitiative(mission="m", initiative=name, programme="first"))
    assert world.refused(propose("shade", "wells", "fans"), by="ada") == ("bundle-too-large",)


def test_new_team_members_do_not_speak_for_the_initiative_before_they_are_made_speakers(programme):
    programme.do(JoinTeam(mission="m", solution="shade"), by="dia")
    activity = c.RecordActivity(mission="m", initiative="shade")
    assert programme.refused(activity, by="dia") == ("not-in-speakers",)
    programme.do(AppointSpeaker(mission="m", solution="shade", participant="dia"), by="ada")
    programme.do(activity, by="dia")


@pytest.mark.parametrize("settings", [{"months": 0}, {"months": 61}, {"inactive_days": 0}, {"max_bundle": 1}])
def test_a_playbook_out_of_range_is_refused_by_its_key(settings):
    (key,) = settings
    with pytest.raises(PlaybookInvalid, match=f"support.{key}"):
        playbook_of({"support": settings})
