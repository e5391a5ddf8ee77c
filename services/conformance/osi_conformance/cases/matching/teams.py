"""Solutions and their teams: what changes, who comes and goes, and who speaks."""

from __future__ import annotations

from typing import Any

from osi.matching.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.case import case, ensure
from osi_conformance.trial import Trial

NOT_NEEDED = terms.STOP_REASON_NOT_NEEDED


async def _seen(trial: Trial, name: str, by: str = "ada") -> Any:
    return await trial.hall.get("GetSolution", name, by)


def _names(trial: Trial, *people: str) -> list[str]:
    return [trial.mission.participant(one) for one in people]


# What is said of a solution


@case("matching/solution/update/content-makes-a-version", "K4")
async def content_makes_a_version(trial: Trial) -> None:
    solution = await trial.hall.solution()
    ensure(solution.version == 1, f"a new solution has version {solution.version}")
    for kind, wanted in ((res.UPDATE_KIND_CORRECTION, 1), (res.UPDATE_KIND_CONTENT, 2)):
        fields = {"text": f"Sails {wanted}", "kind": kind}
        updated = await trial.hall.do("UpdateSolution", "founder-01", name=solution.name, **fields)
        ensure(updated.version == wanted, f"behind {res.UpdateKind.Name(kind)} the version is {updated.version}")
        ensure(updated.text == f"Sails {wanted}", f"the text is {updated.text!r}")


@case("matching/solution/update/leaves-the-rest", "K4")
async def leaves_the_rest(trial: Trial) -> None:
    """What is not said stays; that no skills are looked for is said by a field of its own."""
    solution = await trial.hall.solution(wanted_skills=["sewing", "climbing"])
    fields = {"title": "Larger sails", "kind": res.UPDATE_KIND_CORRECTION}
    updated = await trial.hall.do("UpdateSolution", "founder-01", name=solution.name, **fields)
    ensure(list(updated.wanted_skills) == ["sewing", "climbing"], f"skills: {list(updated.wanted_skills)}")
    ensure(updated.text == solution.text and updated.joining == solution.joining, "what was not said has changed")
    cleared = await trial.hall.do("UpdateSolution", "founder-01", name=solution.name, clear_wanted_skills=True)
    ensure(not cleared.wanted_skills, f"the team looks for {list(cleared.wanted_skills)} still")


@case("matching/solution/tie/one-more-challenge", "K4")
async def one_more_challenge(trial: Trial) -> None:
    """The organisers may say so too."""
    solution, dust = await trial.hall.solution(), trial.mission.at("challenges/dust")
    tied = await trial.hall.do("TieToChallenge", "olga", name=solution.name, challenge=dust)
    ensure(list(tied.challenges) == [*solution.challenges, dust], f"it answers {list(tied.challenges)}")


@case("matching/solution/withdraw/stays-with-its-reason", "K4")
async def withdrawn_stays(trial: Trial) -> None:
    solution = await trial.hall.solution()
    await trial.hall.do("WithdrawSolution", "founder-01", name=solution.name, reason=NOT_NEEDED)
    told = await _seen(trial, solution.name)
    ensure(told.status == res.SOLUTION_STATUS_WITHDRAWN, f"the status is {told.status}")
    ensure(told.reason == NOT_NEEDED and told.title == solution.title, "the reason or the title is gone")


@case("matching/call/amend/says-it-better", "K4")
async def amended(trial: Trial) -> None:
    call = await trial.hall.call(closes_on=trial.hall.day(9))
    told = await trial.hall.do("AmendCall", "olga", name=call.name, text="Who has shade?", reason="clearer")
    ensure(told.text == "Who has shade?" and not told.HasField("closes_on"), f"the call is {told}")
    ensure(int(told.etag) > int(call.etag), "the etag has not moved")


@case("matching/call/amend/opens-again", "K4", "own-simulated")
async def opens_again(trial: Trial) -> None:
    """What came too late is taken when the call closes later."""
    hall = trial.hall
    call = await hall.call(closes_on=hall.day(1))
    trial.mission.later(days=3)
    await trial.mission.refused("CreateSolution", hall.solution_request(), "founder-01", code="call-closed")
    await hall.do("AmendCall", "olga", name=call.name, closes_on=hall.day(5), reason="more time")
    await trial.mission.call("CreateSolution", hall.solution_request(), "founder-01")


# Coming and going


@case("matching/team/join/and-leave", "K5")
async def join_and_leave(trial: Trial) -> None:
    joined = await trial.hall.team("ada")
    ensure(joined.members == 2, f"two are in the team, told are {joined.members}")
    told = await _seen(trial, joined.name)
    ensure(list(told.team) == _names(trial, "founder-01", "ada"), f"the team is {list(told.team)}")
    await trial.hall.do("LeaveTeam", "ada", name=joined.name)
    await trial.hall.do("JoinTeam", "ada", name=joined.name)
    await trial.hall.do("LeaveTeam", "ada", name=joined.name)
    ensure((await _seen(trial, joined.name)).members == 1, "who has left is in the team")


@case("matching/team/invite/lets-in", "K5")
async def invited(trial: Trial) -> None:
    closed = (await trial.hall.solution(joining=res.JOINING_BY_INVITATION)).name
    await trial.hall.do("InviteToTeam", "founder-01", name=closed, participant=trial.mission.participant("ada"))
    joined = await trial.hall.do("JoinTeam", "ada", name=closed)
    ensure(joined.members == 2, "who was asked in is not in the team")


@case("matching/team/accept/lets-in", "K5")
async def accepted(trial: Trial) -> None:
    closed = (await trial.hall.solution(joining=res.JOINING_BY_INVITATION)).name
    waiting = await trial.hall.do("RequestToJoin", "ada", name=closed)
    ensure(waiting.members == 1, "who has asked is in the team at once")
    ada = trial.mission.participant("ada")
    told = await trial.hall.do("AcceptRequest", "founder-01", name=closed, participant=ada)
    ensure(told.members == 2, "who was accepted is not in the team")


@case("matching/team/decline/may-ask-again", "K5")
async def declined(trial: Trial) -> None:
    name, ada = (await trial.hall.solution()).name, trial.mission.participant("ada")
    for _ in range(2):
        await trial.hall.do("RequestToJoin", "ada", name=name)
        await trial.hall.do("DeclineRequest", "founder-01", name=name, participant=ada, reason=NOT_NEEDED)
    ensure((await _seen(trial, name)).members == 1, "who was declined is in the team")


@case("matching/team/withdraw-request/is-gone", "K5")
async def request_withdrawn(trial: Trial) -> None:
    name, ada = (await trial.hall.solution()).name, trial.mission.participant("ada")
    await trial.hall.do("RequestToJoin", "ada", name=name)
    await trial.hall.do("WithdrawRequest", "ada", name=name)
    request = trial.hall.request("AcceptRequest", name=name, participant=ada)
    await trial.mission.refused("AcceptRequest", request, "founder-01", code="not-asked-to-join")


@case("matching/team/remove/comes-back-when-asked", "K5")
async def comes_back(trial: Trial) -> None:
    name, ada = (await trial.hall.team("ada")).name, trial.mission.participant("ada")
    removed = await trial.hall.do("RemoveFromTeam", "founder-01", name=name, participant=ada, reason=NOT_NEEDED)
    ensure(removed.members == 1, "who was taken out is in the team")
    await trial.hall.do("RequestToJoin", "ada", name=name)
    told = await trial.hall.do("AcceptRequest", "founder-01", name=name, participant=ada)
    ensure(told.members == 2, "who was accepted again is not in the team")


# Who speaks


@case("matching/speaker/appoint/beside-oneself", "K6")
async def beside_oneself(trial: Trial) -> None:
    name, ada = (await trial.hall.team("ada")).name, trial.mission.participant("ada")
    told = await trial.hall.do("AppointSpeaker", "founder-01", name=name, participant=ada)
    ensure(list(told.speakers) == _names(trial, "founder-01", "ada"), f"speakers are {list(told.speakers)}")
    await trial.hall.do("UpdateSolution", "ada", name=name, joining=res.JOINING_BY_INVITATION)


@case("matching/speaker/appoint/hands-over", "K6")
async def hands_over(trial: Trial) -> None:
    name, ada = (await trial.hall.team("ada")).name, trial.mission.participant("ada")
    told = await trial.hall.do("AppointSpeaker", "founder-01", name=name, participant=ada, hand_over=True)
    ensure(list(told.speakers) == [ada] and told.members == 2, f"speakers are {list(told.speakers)}")
    request = trial.hall.request("UpdateSolution", name=name, joining=res.JOINING_OPEN)
    await trial.mission.refused("UpdateSolution", request, "founder-01", code="not-in-speakers")


@case("matching/speaker/propose/two-choose", "K6")
async def two_choose(trial: Trial) -> None:
    """One names somebody, another confirms; alone nobody makes themselves the speaker."""
    name, ada = (await trial.hall.leaderless("ada", "ben")).name, trial.mission.participant("ada")
    first = await trial.hall.do("ProposeSpeaker", "ada", name=name, participant=ada)
    ensure(not first.speakers, f"one has proposed herself and speaks: {list(first.speakers)}")
    second = await trial.hall.do("ProposeSpeaker", "ben", name=name, participant=ada)
    ensure(list(second.speakers) == [ada], f"two name Ada, and speakers are {list(second.speakers)}")


@case("matching/speaker/name/after-their-time", "K6", "simulated")
async def named_after_their_time(trial: Trial) -> None:
    name, ada = (await trial.hall.leaderless("ada", "ben")).name, trial.mission.participant("ada")
    trial.mission.later(days=15)
    told = await trial.hall.do("NameSpeaker", "olga", name=name, participant=ada)
    ensure(list(told.speakers) == [ada], f"Olga has named Ada, and speakers are {list(told.speakers)}")


# Whom it is shown to


@case("matching/solution/get/team-to-those-who-take-part", "T7")
async def team_to_those_who_take_part(trial: Trial) -> None:
    name = (await trial.hall.team("ada")).name
    for by, told in (("", False), ("zoe", False), ("ben", True), ("operator", True)):
        found = await _seen(trial, name, by)
        ensure(bool(found.team) == told, f"{by or 'nobody in particular'} is told the team {list(found.team)}")
        ensure(bool(found.speakers) == told, f"{by or 'nobody in particular'} is told {list(found.speakers)}")
        ensure(found.members == 2, f"{by or 'nobody in particular'} is told of {found.members} members")


@case("matching/solution/get/author-to-oneself", "T7")
async def author_to_oneself(trial: Trial) -> None:
    name, founder = (await trial.hall.solution()).name, trial.mission.participant("founder-01")
    for by, wanted in (("founder-01", founder), ("ada", ""), ("olga", ""), ("operator", founder)):
        found = (await _seen(trial, name, by)).author
        ensure(found == wanted, f"{by} is told {found or 'nobody'} as the author")


@case("matching/solution/list/filter-tells-no-more", "T7")
async def filter_tells_no_more(trial: Trial) -> None:
    """Whom the author is not shown to, cannot find it out by asking for it."""
    await trial.hall.solution()
    founder = trial.mission.participant("founder-01")
    request = trial.hall.request("ListSolutions", parent=trial.mission.name, filter=f'author = "{founder}"')
    found = await trial.mission.read("ListSolutions", request, "founder-01")
    ensure(found.solutions, "one's own solutions are not found by the author")
    told = (await trial.mission.read("ListSolutions", request, "ada")).solutions
    ensure(not told, f"Ada finds {len(told)} solutions by an author whom she may not know")
