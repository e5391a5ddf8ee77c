"""Solutions: a public call, what is submitted to it, and the teams behind it."""

from __future__ import annotations

import pytest

from osi_core.domain import Malformed, Refused, StopReason
from osi_core.mission.commands import EraseParticipant
from osi_core.process.playbook import PlaybookInvalid, playbook_of
from osi_core.solutions import commands as c
from osi_core.solutions import events as e
from osi_core.solutions.events import UpdateKind
from osi_core.solutions.facts import Call, Solution
from tests.unit.solutions.world import World


def submission(**fields):
    known = {"solution": "shade", "origin": "existing", "title": "Shade", "text": "Trees", "challenges": ("heat",)}
    return c.SubmitSolution(mission="m", **(known | fields))


def test_a_solution_is_submitted_to_a_public_call_and_its_author_gets_a_receipt(world):
    handled = world.do(submission(wanted_skills=("botany",)), by="ada")
    assert handled.receipt is not None
    solution = world.fact(Solution, "shade")
    assert (solution.challenges, solution.origin, solution.team) == (("heat",), "existing", ("ada",))
    assert solution.stands


def test_a_solutions_words_stay_out_of_the_log(world):
    world.do(submission(title="Shade", text="Trees for everyone"), by="ada")
    (event,) = world.events(e.SolutionSubmitted)
    assert "Trees" not in event.model_dump_json()
    assert world.engine.words("m", event.text) == "Trees for everyone"
    world.do(EraseParticipant(mission="m", participant="ada"), by="ada")
    assert world.engine.words("m", event.text) is None


def test_a_submission_refers_to_its_challenges_so_that_receipts_can_follow(world):
    handled = world.do(submission(challenges=("heat", "water")), by="ada")
    assert handled.events[0].refs == ("missions/m/challenges/heat", "missions/m/challenges/water")


def test_nobody_submits_before_the_call():
    world = World(call=False)
    assert world.refused(submission(), by="ada") == ("call-not-published",)


def test_nobody_submits_after_the_closing_day(world):
    early = World(call=False)
    closes_on = early.now.date()
    early.do(c.PublishCall(mission="m", call="short", text="Today only", closes_on=closes_on), by="olga")
    assert early.fact(Call, "short").is_open(closes_on)
    early.do(submission(), by="ada")
    early.later(days=1)
    assert early.refused(submission(solution="late"), by="ada") == ("call-closed",)


def test_a_call_does_not_close_before_it_begins(world):
    yesterday = (world.now.date()).replace(day=1)
    command = c.PublishCall(mission="m", call="past", text="Too late", closes_on=yesterday)
    assert world.refused(command, by="olga") == ("call-closes-in-the-past",)


def test_a_citizen_does_not_publish_a_call(world):
    assert world.refused(c.PublishCall(mission="m", call="mine", text="Help"), by="ada") == ("role-missing",)


@pytest.mark.parametrize(
    ("challenges", "codes"),
    [
        (("nowhere",), ("challenge-unknown",)),
        (("warmth",), ("challenge-lives-on", "no-prioritised-challenge")),
        (("spam",), ("challenge-rejected", "no-prioritised-challenge")),
        (("noise",), ("no-prioritised-challenge",)),
        (("heat", "heat"), ("named-twice",)),
        (("heat", "noise"), ()),
    ],
)
def test_a_solution_answers_living_challenges_and_at_least_one_with_a_priority(world, challenges, codes):
    command = submission(challenges=challenges)
    if codes:
        assert world.refused(command, by="ada") == codes
    else:
        world.do(command, by="ada")


def test_a_merged_challenge_is_refused_with_the_one_it_lives_on_in(world):
    with pytest.raises(Refused, match="name challenges/heat instead"):
        world.do(submission(challenges=("warmth",)), by="ada")


def test_a_solution_without_a_challenge_cannot_be_asked_for():
    with pytest.raises(Malformed, match="challenges"):
        submission(challenges=())


def test_a_million_characters_cannot_be_asked_for():
    with pytest.raises(Malformed, match="text"):
        submission(text="x" * 1_000_000)


def test_an_id_is_used_once(world):
    world.solution("shade")
    assert world.refused(submission(), by="ben") == ("already-exists",)


def test_the_team_says_better_what_its_solution_is(world):
    world.solution("shade")
    world.do(
        c.UpdateSolution(
            mission="m", solution="shade", title="More shade", wanted_skills=("law",), kind=UpdateKind.CORRECTION
        ),
        by="ada",
    )
    solution = world.fact(Solution, "shade")
    assert world.engine.words("m", solution.title) == "More shade"
    assert world.engine.words("m", solution.text) == "How shade works"
    assert solution.wanted_skills == ("law",)


def test_an_update_says_something_and_comes_from_the_team(world):
    world.solution("shade")
    nothing = c.UpdateSolution(mission="m", solution="shade")
    assert world.refused(nothing, by="ada") == ("nothing-to-change",)
    change = c.UpdateSolution(mission="m", solution="shade", title="Mine", kind=UpdateKind.CORRECTION)
    assert world.refused(change, by="ben") == ("not-in-solution-team",)


def test_a_solution_is_tied_to_one_more_challenge_once(world):
    world.solution("shade")
    tie = c.TieToChallenge(mission="m", solution="shade", challenge="water")
    world.do(tie, by="ada")
    assert world.fact(Solution, "shade").challenges == ("heat", "water")
    assert world.refused(tie, by="ada") == ("tied-already",)
    nowhere = c.TieToChallenge(mission="m", solution="shade", challenge="nowhere")
    assert world.refused(nowhere, by="ada") == ("challenge-unknown",)


def test_people_join_an_open_team_once(world):
    world.solution("shade")
    join = c.JoinTeam(mission="m", solution="shade", skills=("botany",))
    world.do(join, by="ben")
    assert world.fact(Solution, "shade").team == ("ada", "ben")
    assert world.refused(join, by="ben") == ("in-team-already",)


def test_a_team_by_invitation_takes_the_invited(world):
    world.solution("shade", joining="by_invitation")
    join = c.JoinTeam(mission="m", solution="shade")
    assert world.refused(join, by="ben") == ("not-invited",)
    world.do(c.InviteToTeam(mission="m", solution="shade", participant="ben"), by="ada")
    world.do(join, by="ben")
    assert len(world.fact(Solution, "shade").team) == 2


def test_only_the_team_invites_and_only_people_of_the_mission(world):
    world.solution("shade")
    assert world.refused(c.InviteToTeam(mission="m", solution="shade", participant="cem"), by="ben") == (
        "not-in-solution-team",
    )
    stranger = c.InviteToTeam(mission="m", solution="shade", participant="stranger")
    assert world.refused(stranger, by="ada") == ("participant-unknown",)
    oneself = c.InviteToTeam(mission="m", solution="shade", participant="ada")
    assert world.refused(oneself, by="ada") == ("in-team-already",)


def test_invitations_are_private(world):
    assert not e.TeamInvited.public


def test_a_team_holds_as_many_as_the_playbook_says():
    world = World(solutions={"max_team": 1})
    world.solution("shade")
    assert world.refused(c.JoinTeam(mission="m", solution="shade"), by="ben") == ("team-full",)


def test_people_leave_but_never_the_last_one(world):
    world.solution("shade")
    world.do(c.JoinTeam(mission="m", solution="shade"), by="ben")
    world.do(c.LeaveTeam(mission="m", solution="shade"), by="ada")
    assert world.fact(Solution, "shade").team == ("ben",)
    assert world.refused(c.LeaveTeam(mission="m", solution="shade"), by="ben") == ("last-of-team",)
    assert world.refused(c.LeaveTeam(mission="m", solution="shade"), by="cem") == ("not-in-solution-team",)


def test_a_withdrawn_solution_keeps_its_reason_and_changes_no_more(world):
    world.solution("shade")
    world.do(c.WithdrawSolution(mission="m", solution="shade", reason=StopReason.JOINED_ANOTHER), by="ada")
    solution = world.fact(Solution, "shade")
    assert (solution.stands, solution.reason) == (False, "joined_another")
    assert world.refused(c.JoinTeam(mission="m", solution="shade"), by="ben") == ("solution-withdrawn",)
    again = c.WithdrawSolution(mission="m", solution="shade", reason=StopReason.OTHER)
    assert world.refused(again, by="ada") == ("solution-withdrawn",)


def test_a_stranger_does_not_withdraw_a_solution_but_the_organisers_may(world):
    world.solution("shade")
    withdraw = c.WithdrawSolution(mission="m", solution="shade", reason=StopReason.OTHER)
    assert world.refused(withdraw, by="ben") == ("not-in-solution-team",)
    world.do(withdraw, by="olga")


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"max_wishes": 0}, "solutions.max_wishes"),
        ({"max_wishes": 51}, "solutions.max_wishes"),
        ({"table_min": 0}, "solutions.table_min"),
        ({"table_min": 30, "table_max": 20}, r"solutions: table_min \(30\) exceeds table_max \(20\)"),
        ({"max_team": 10_000}, "solutions.max_team"),
        ({"tables": 3}, "solutions.tables"),
    ],
)
def test_a_playbook_out_of_range_is_refused_by_its_key(settings, named):
    with pytest.raises(PlaybookInvalid, match=named):
        playbook_of({"solutions": settings})
