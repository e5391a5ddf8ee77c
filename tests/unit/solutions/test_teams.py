"""Teams: how people come in and go, who speaks for them, and that nobody takes one over."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from osi_core.domain import Phase, Role, StopReason
from osi_core.mission.commands import AdoptRules, CreateMission, EraseParticipant, GrantRole
from osi_core.process import trail_of
from osi_core.solutions import commands as c
from osi_core.solutions import events as e
from osi_core.solutions import team_commands as t
from osi_core.solutions.events import Joining, UpdateKind
from osi_core.solutions.facts import Solution
from osi_core.solutions.team_facts import Team
from osi_core.support.commands import AdmitInitiative, MarkDroppedOut, StartProgramme
from osi_core.testing import scenario
from tests.unit.solutions.world import World

SHADE: dict[str, Any] = {"mission": "m", "solution": "shade"}


@pytest.fixture
def world():
    """Ada has founded the team of the shade, which is open, and speaks for it."""
    world = World()
    world.solution("shade")
    return world


def shade(world):
    return world.fact(Solution, "shade")


def joins(world, *names):
    for name in names:
        world.do(c.JoinTeam(**SHADE), by=name)


def erase(world, name):
    world.do(EraseParticipant(mission="m", participant=name), by=name)


def propose(world, candidate, *, by):
    return world.do(t.ProposeSpeaker(**SHADE, participant=candidate), by=by)


# Nobody takes a team over


def test_a_citizen_who_joins_an_open_team_neither_locks_it_nor_drops_it_out_nor_withdraws_it(world):
    world.open_without_gates(Phase.SUPPORT)
    world.do(StartProgramme(mission="m", programme="first"), by="olga")
    world.do(AdmitInitiative(mission="m", initiative="shade", programme="first"), by="olga")
    joins(world, "ben")
    lock = c.UpdateSolution(**SHADE, joining=Joining.BY_INVITATION)
    drop = MarkDroppedOut(mission="m", initiative="shade", reason=StopReason.NO_TIME)
    withdraw = c.WithdrawSolution(**SHADE, reason=StopReason.NO_TIME)
    assert world.refused(lock, by="ben") == ("not-in-speakers",)
    assert world.refused(drop, by="ben") == ("not-in-speakers",)
    assert "not-in-speakers" in world.refused(withdraw, by="ben")
    for command in (lock, drop, withdraw):
        world.do(command, by="ada")


@pytest.mark.parametrize(
    "command",
    [
        c.UpdateSolution(**SHADE, text="Mine", kind=UpdateKind.CONTENT),
        c.TieToChallenge(**SHADE, challenge="water"),
        c.InviteToTeam(**SHADE, participant="dia"),
        t.AppointSpeaker(**SHADE, participant="ben"),
        t.RemoveFromTeam(**SHADE, participant="cem", reason=StopReason.OTHER),
        t.ResignAsSpeaker(**SHADE),
    ],
    ids=lambda command: type(command).__name__,
)
def test_what_a_member_cannot_do_for_the_team(world, command):
    joins(world, "ben", "cem")
    assert world.refused(command, by="ben") == ("not-in-speakers",)


def test_whom_the_founder_makes_a_speaker_cannot_put_the_founder_out(world):
    joins(world, "ben")
    world.do(t.AppointSpeaker(**SHADE, participant="ben"), by="ada")
    out = t.RemoveFromTeam(**SHADE, participant="ada", reason=StopReason.DOES_NOT_FIT)
    assert world.refused(out, by="ben") == ("speaker-stays",)


def test_nobody_joins_a_team_without_a_speaker_in_order_to_be_chosen(world):
    joins(world, "ben")
    erase(world, "ada")
    assert world.refused(c.JoinTeam(**SHADE), by="cem") == ("team-without-speaker",)
    assert world.refused(t.RequestToJoin(**SHADE), by="cem") == ("team-without-speaker",)


def test_an_organiser_who_is_a_member_warns_and_waits_as_for_any_other_initiative(world):
    world.open_without_gates(Phase.SUPPORT)
    world.do(StartProgramme(mission="m", programme="first"), by="olga")
    world.do(AdmitInitiative(mission="m", initiative="shade", programme="first"), by="olga")
    world.do(GrantRole(mission="m", participant="eli", role=Role.ORGANISER))
    joins(world, "eli")
    drop = MarkDroppedOut(mission="m", initiative="shade", reason=StopReason.NO_TIME)
    assert world.refused(drop, by="eli") == ("not-warned",)


def test_under_version_1_every_member_acted_for_the_team_until_the_mission_took_version_2(monkeypatch):
    monkeypatch.setattr(scenario, "CreateMission", partial(CreateMission, rules=1))
    monkeypatch.setattr(World, "institution", lambda *_, **__: None)  # mandates came with version 2
    world = World()
    world.solution("shade")
    joins(world, "ben")
    world.do(c.UpdateSolution(**SHADE, text="Sails"), by="ben")
    world.do(c.LeaveTeam(**SHADE), by="ada")
    world.do(AdoptRules(mission="m", rules=2, reason="Teams have speakers"), by="olga")
    assert world.refused(c.TieToChallenge(**SHADE, challenge="water"), by="ben") == ("not-in-speakers",)
    propose(world, "ben", by="ben")
    world.do(c.TieToChallenge(**SHADE, challenge="water"), by="ben")
    assert shade(world).version == 1


# Joining


def test_a_person_asks_to_join_and_a_speaker_accepts(world):
    world.do(c.UpdateSolution(**SHADE, joining=Joining.BY_INVITATION), by="ada")
    assert world.refused(c.JoinTeam(**SHADE), by="ben") == ("not-invited",)
    asked = world.do(t.RequestToJoin(**SHADE, skills=("law",)), by="ben")
    assert asked.receipt is not None
    assert world.refused(t.RequestToJoin(**SHADE), by="ben") == ("asked-to-join-already",)
    assert world.fact(Team, "shade").waiting == {"ben": ("law",)}
    accept = t.AcceptRequest(**SHADE, participant="ben")
    assert world.refused(accept, by="ben") == ("not-in-solution-team",)
    world.do(accept, by="ada")
    assert (shade(world).team, shade(world).speakers) == (("ada", "ben"), ("ada",))
    assert world.refused(accept, by="ada") == ("not-asked-to-join",)


def test_a_speaker_declines_with_a_reason_and_the_person_may_ask_again(world):
    world.do(t.RequestToJoin(**SHADE), by="ben")
    decline = t.DeclineRequest(**SHADE, participant="ben", reason=StopReason.NOT_NEEDED, note="We are enough")
    world.do(decline, by="ada")
    (declined,) = world.events(e.JoinRequestDeclined)
    assert "enough" not in declined.model_dump_json()
    assert world.engine.words("m", declined.note) == "We are enough"
    world.do(t.RequestToJoin(**SHADE), by="ben")


def test_a_request_is_taken_back_and_may_be_made_again(world):
    assert world.refused(t.WithdrawRequest(**SHADE), by="ben") == ("not-asked-to-join",)
    world.do(t.RequestToJoin(**SHADE), by="ben")
    assert world.refused(t.WithdrawRequest(**SHADE), by="cem") == ("not-asked-to-join",)
    world.do(t.WithdrawRequest(**SHADE), by="ben")
    assert world.refused(t.AcceptRequest(**SHADE, participant="ben"), by="ada") == ("not-asked-to-join",)
    world.do(t.RequestToJoin(**SHADE), by="ben")
    world.do(t.AcceptRequest(**SHADE, participant="ben"), by="ada")
    assert shade(world).team == ("ada", "ben")


def test_the_askers_receipt_tells_the_answer_and_ends_with_a_no(world):
    def asked(name):
        return world.do(t.RequestToJoin(**SHADE), by=name).receipt.code

    def told(code):
        trail = trail_of(world.engine, code)
        return [step.type.partition(".")[2] for step in trail.steps], trail.ended()

    first, other = asked("ben"), asked("cem")
    declining = t.DeclineRequest(**SHADE, participant="ben", reason=StopReason.NOT_NEEDED)
    world.do(declining, by="ada")
    back = asked("ben")
    world.do(t.WithdrawRequest(**SHADE), by="ben")
    again = asked("ben")
    world.do(t.AcceptRequest(**SHADE, participant="ben"), by="ada")
    world.do(c.WithdrawSolution(**SHADE, reason=StopReason.NO_TIME), by="ada")
    no = "The team has not let in who asked; they may ask again."
    assert told(first) == (["submitted", "join_requested", "join_request_declined"], no)
    assert told(back) == (
        ["submitted", "join_requested", "join_request_withdrawn"],
        "Its author has taken it back.",
    )
    assert told(again)[0] == ["submitted", "join_requested", "join_request_accepted", "withdrawn"]
    assert told(other)[0] == ["submitted", "join_requested", "withdrawn"]


def test_the_request_of_somebody_who_was_erased_is_gone(world):
    world.do(t.RequestToJoin(**SHADE), by="ben")
    erase(world, "ben")
    assert world.refused(t.AcceptRequest(**SHADE, participant="ben"), by="ada") == (
        "not-asked-to-join",
        "participant-unknown",
    )


def test_a_request_is_not_accepted_into_a_full_team():
    world = World(solutions={"max_team": 1})
    world.solution("shade")
    world.do(t.RequestToJoin(**SHADE), by="ben")
    assert world.refused(t.AcceptRequest(**SHADE, participant="ben"), by="ada") == ("team-full",)


# Going


def test_a_member_is_taken_out_with_a_reason_and_comes_back_only_when_a_speaker_wants_it(world):
    joins(world, "ben")
    world.do(t.RemoveFromTeam(**SHADE, participant="ben", reason=StopReason.NO_ANSWER, note="For weeks"), by="ada")
    assert shade(world).team == ("ada",)
    (removed,) = world.events(e.TeamMemberRemoved)
    assert removed.reason is StopReason.NO_ANSWER
    assert "weeks" not in removed.model_dump_json()
    assert world.refused(c.JoinTeam(**SHADE), by="ben") == ("removed-from-team",)
    world.do(t.RequestToJoin(**SHADE), by="ben")
    world.do(t.AcceptRequest(**SHADE, participant="ben"), by="ada")
    assert shade(world).team == ("ada", "ben")


def test_who_was_taken_out_is_invited_again(world):
    joins(world, "ben")
    world.do(t.RemoveFromTeam(**SHADE, participant="ben", reason=StopReason.NO_TIME), by="ada")
    world.do(c.InviteToTeam(**SHADE, participant="ben"), by="ada")
    joins(world, "ben")


def test_only_members_are_taken_out(world):
    out = t.RemoveFromTeam(**SHADE, participant="ben", reason=StopReason.OTHER)
    assert world.refused(out, by="ada") == ("no-member-of-team",)


def test_whoever_is_the_last_that_was_not_erased_does_not_leave(world):
    joins(world, "ben")
    erase(world, "ada")
    assert world.refused(c.LeaveTeam(**SHADE), by="ben") == ("last-of-team",)


# Speakers


def test_a_speaker_appoints_another_or_hands_over(world):
    joins(world, "ben", "cem")
    world.do(t.AppointSpeaker(**SHADE, participant="ben"), by="ada")
    assert shade(world).speakers == ("ada", "ben")
    assert world.refused(t.AppointSpeaker(**SHADE, participant="ben"), by="ada") == ("speaker-already",)
    world.do(t.AppointSpeaker(**SHADE, participant="cem", hand_over=True), by="ada")
    assert shade(world).speakers == ("ben", "cem")
    assert world.refused(c.UpdateSolution(**SHADE, joining=Joining.BY_INVITATION), by="ada") == ("not-in-speakers",)
    world.do(c.UpdateSolution(**SHADE, joining=Joining.BY_INVITATION), by="cem")
    assert world.refused(t.AppointSpeaker(**SHADE, participant="dia"), by="cem") == ("no-member-of-team",)


def test_when_the_last_speaker_leaves_more_than_half_of_the_members_choose_one(world):
    joins(world, "ben", "cem", "dia", "eli")
    assert world.refused(t.ProposeSpeaker(**SHADE, participant="ben"), by="ben") == ("team-has-speaker",)
    world.do(c.LeaveTeam(**SHADE), by="ada")
    propose(world, "ben", by="ben")
    propose(world, "ben", by="cem")
    assert shade(world).speakers == (), "two of four are not more than half"
    assert world.refused(t.ProposeSpeaker(**SHADE, participant="ada"), by="dia") == ("no-member-of-team",)
    assert world.refused(t.ProposeSpeaker(**SHADE, participant="ben"), by="ada") == ("not-in-solution-team",)
    propose(world, "ben", by="dia")
    assert shade(world).speakers == ("ben",)
    (chosen,) = world.events(e.SpeakerChosen)
    assert (chosen.participant, chosen.confirmed, chosen.members) == ("ben", 3, 4)


def test_one_voice_a_member_and_the_latest_counts(world):
    joins(world, "ben", "cem", "dia")
    world.do(t.ResignAsSpeaker(**SHADE), by="ada")
    for _ in range(3):
        propose(world, "ben", by="ben")
    propose(world, "dia", by="ada")
    propose(world, "dia", by="cem")
    assert shade(world).speakers == ()
    propose(world, "dia", by="ben")
    assert shade(world).speakers == ("dia",)


def test_when_all_speakers_are_erased_voices_for_and_of_the_erased_do_not_count(world):
    joins(world, "ben", "cem", "dia")
    world.do(t.AppointSpeaker(**SHADE, participant="ben"), by="ada")
    erase(world, "ada")
    assert shade(world).speakers == ("ben",)
    erase(world, "ben")
    assert (shade(world).team, shade(world).speakers) == (("cem", "dia"), ())
    propose(world, "dia", by="cem")
    assert shade(world).speakers == ()
    propose(world, "dia", by="dia")
    assert shade(world).speakers == ("dia",)


def test_a_member_who_is_left_alone_becomes_speaker_and_can_withdraw(world):
    joins(world, "ben")
    erase(world, "ada")
    withdraw = c.WithdrawSolution(**SHADE, reason=StopReason.NO_PEOPLE)
    assert world.refused(withdraw, by="ben") == ("not-in-speakers",)
    propose(world, "ben", by="ben")
    world.do(withdraw, by="ben")


def test_members_who_choose_nobody_get_a_speaker_from_the_organisers_after_a_fortnight(world):
    joins(world, "ben", "cem")
    world.do(c.LeaveTeam(**SHADE), by="ada")
    left = world.now
    name = t.NameSpeaker(**SHADE, participant="cem")
    world.later(days=13)
    assert world.refused(name, by="olga") == ("members-still-choose",)
    propose(world, "ben", by="ben")
    world.now = left + timedelta(days=14)
    assert world.refused(name, by="ben") == ("role-missing",)
    assert world.refused(t.NameSpeaker(**SHADE, participant="dia"), by="olga") == ("no-member-of-team",)
    world.do(name, by="olga")
    assert shade(world).speakers == ("cem",)
    assert [named.participant for named in world.events(e.SpeakerNamed)] == ["cem"]
    assert world.fact(Team, "shade").voices == {}


def test_an_organiser_does_not_name_herself():
    world = World()
    world.do(GrantRole(mission="m", participant="eli", role=Role.ORGANISER))
    world.solution("shade")
    joins(world, "ben", "eli")
    world.do(c.LeaveTeam(**SHADE), by="ada")
    world.later(days=15)
    assert world.refused(t.NameSpeaker(**SHADE, participant="eli"), by="eli") == ("names-oneself",)


def test_a_team_of_which_all_are_erased_takes_nobody_and_is_withdrawn_by_the_organisers(world):
    erase(world, "ada")
    assert shade(world).team == ()
    assert world.refused(c.JoinTeam(**SHADE), by="ben") == ("team-without-speaker",)
    world.do(c.WithdrawSolution(**SHADE, reason=StopReason.NO_PEOPLE), by="olga")


# Versions


def test_who_changes_the_words_says_whether_they_say_the_same_or_something_new(world):
    assert world.refused(c.UpdateSolution(**SHADE, text="More"), by="ada") == ("change-not-named",)
    world.do(c.UpdateSolution(**SHADE, text="Better said", kind=UpdateKind.CORRECTION), by="ada")
    assert shade(world).version == 1
    world.do(c.UpdateSolution(**SHADE, text="Sails too", kind=UpdateKind.CONTENT), by="ada")
    assert (shade(world).version, shade(world).version_since) == (2, world.now)
    world.do(c.UpdateSolution(**SHADE, joining=Joining.BY_INVITATION), by="ada")
    assert shade(world).version == 2
