"""The way of a mission: from its goal to a published priority and the commitments to it; and what may befall it."""

from __future__ import annotations

from typing import Any

from osi.participation.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.answering import Answers
from osi_conformance.case import case, ensure
from osi_conformance.cases.participation.asking import asked_to_close, status_of, until_status
from osi_conformance.cases.participation.ready_missions import speaking
from osi_conformance.forum import Forum, indicator
from osi_conformance.mission import checked
from osi_conformance.target import Refusal
from osi_conformance.trial import Trial

OPEN, CLOSING, CLOSED = res.PHASE_STATUS_OPEN, res.PHASE_STATUS_CLOSING, res.PHASE_STATUS_CLOSED


async def _agreed(trial: Trial) -> None:
    """The mission phase, with a goal that an institution stands behind, is left by all."""
    forum, name = trial.forum, trial.mission.name
    told = await forum.call("SetGoal", name=name, statement="No emissions", indicator=indicator())
    ensure(told.goal.statement == "No emissions" and told.goal.version == 1, f"the goal is {told.goal}")
    endorsed = await forum.call("EndorseMission", "rita", name=name, statement="We want this")
    ensure([one.institution for one in endorsed.endorsements] == [f"{name}/institutions/town"], "nobody endorses it")
    await _closes(trial, "mission", terms.PHASE_MISSION)


async def _closes(trial: Trial, named: str, phase: Any) -> None:
    reply = await asked_to_close(trial, phase)
    for peer in trial.setup.tested.peers:
        await Answers(trial.mission, peer).closing(reply, named)
    await until_status(trial, phase, CLOSED)


@case("participation/way/from-a-goal-to-commitments", "F1", "own-new")
async def whole_way(trial: Trial) -> None:
    """Each step is taken over the wire, and tells where the mission stands."""
    forum, name = trial.forum, trial.mission.name
    await _agreed(trial)
    await forum.call("OpenPhase", name=name, phase=terms.PHASE_CHALLENGES)
    decided, first, second = await forum.prioritised()
    ensure(list(decided.order) == [first, second], f"the order is {list(decided.order)}")
    ranks = [((await forum.get(one)).rank, (await forum.get(one)).in_top) for one in (first, second)]
    ensure(ranks == [(1, True), (2, False)], f"place and whether it is to be answered: {ranks}")
    made = await forum.commitment(first)
    ensure(
        list((await forum.get(first)).commitments) == [made.name], "the commitment does not stand with its challenge"
    )
    opened = await forum.call("OpenPhase", name=name, phase=terms.PHASE_SOLUTIONS)
    ensure([one.phase for one in opened.phases][-1] == terms.PHASE_SOLUTIONS, "the solutions phase is not open")
    await _closes(trial, "challenges", terms.PHASE_CHALLENGES)
    await trial.mission.refused("CreateChallenge", forum.challenge_request(), "ada", code="phase-not-open")


@case("participation/way/priorities-are-answered-first", "F1", "own-simulated")
async def answered_first(trial: Trial) -> None:
    """The challenges phase does not close over a priority that nobody has answered; a gap that is acknowledged does."""
    _, first, _ = await trial.forum.prioritised()
    request = trial.forum.request("ClosePhase", name=trial.mission.name, phase=terms.PHASE_CHALLENGES)
    await trial.mission.refused("ClosePhase", request, "olga", code="priority-unanswered")
    gap = first.replace("/challenges/", "/gaps/")
    await trial.forum.call("AcknowledgeGap", name=gap, lacks=res.LACK_COMMITMENT, reason="not ours")
    await asked_to_close(trial, terms.PHASE_CHALLENGES)


@case("participation/way/no-phase-closes-over-a-round", "F1", "own-simulated")
async def over_a_round(trial: Trial) -> None:
    _, first, _ = await trial.forum.prioritised()
    await trial.forum.commitment(first)
    await trial.forum.round()
    request = trial.forum.request("ClosePhase", name=trial.mission.name, phase=terms.PHASE_CHALLENGES)
    await trial.mission.refused("ClosePhase", request, "olga", code="round-hangs")


@case("participation/way/a-gate-names-all-that-is-missing", "P3", "own-new")
async def all_that_is_missing(trial: Trial) -> None:
    request = trial.forum.request("ClosePhase", name=trial.mission.name, phase=terms.PHASE_MISSION)
    refusal = await trial.mission.refused("ClosePhase", request, "olga", code="goal-missing")
    checked(refusal, "endorsement-missing")


@case("participation/phase/open/again-with-a-reason", "F1", "own-real")
async def opened_again(trial: Trial) -> None:
    fields: dict[str, Any] = {"name": trial.mission.name, "phase": terms.PHASE_MISSION, "reason": "it was too early"}
    told = await trial.forum.call("OpenPhase", **fields)
    ensure(status_of(told, terms.PHASE_MISSION) == OPEN, "a phase that was opened again is not open")
    comment = trial.forum.request("CommentGoal", parent=trial.mission.name, text="Good")
    await trial.mission.call("CommentGoal", comment, "ada")


@case("participation/mission/close-early/takes-nothing-more", "F7", "own-real")
async def closed_early(trial: Trial) -> None:
    told = await trial.forum.call("CloseMissionEarly", name=trial.mission.name, reason="A flood")
    ensure(told.closed_early == "A flood", f"it was given up for {told.closed_early or 'nothing'}")
    await trial.mission.refused("CreateChallenge", trial.forum.challenge_request(), "ada", code="phase-not-open")
    request = trial.forum.request("OpenPhase", name=trial.mission.name, phase=terms.PHASE_MISSION, reason="why not")
    await trial.mission.refused("OpenPhase", request, "olga", code="mission-closed-early")


@case("participation/mission/resume/where-it-was", "F7", "own-real")
async def resumed(trial: Trial) -> None:
    await trial.forum.call("CloseMissionEarly", name=trial.mission.name, reason="A flood")
    told = await trial.forum.call("ResumeMission", name=trial.mission.name, reason="It is over")
    ensure(not told.closed_early, "it is still given up")
    ensure(status_of(told, terms.PHASE_CHALLENGES) == OPEN, "the phase that was open is not")
    await trial.forum.challenge()


@case("participation/mission/close-early/rounds-take-nothing-more", "F7", "own-simulated")
async def rounds_take_nothing_more(trial: Trial) -> None:
    """Who has cast what nobody can tell any more, so a round of before takes no ballot after either."""
    round_ = await trial.forum.round()
    await trial.forum.cast("ada", round_.name, *round_.items[:1])
    await trial.forum.call("CloseMissionEarly", name=trial.mission.name, reason="A flood")
    ballot = trial.forum.request("CastBallot", name=round_.name)
    ballot.ballot.choices.extend(round_.items[:1])
    await trial.mission.refused("CastBallot", ballot, "ben", code="phase-not-open")
    await trial.forum.call("ResumeMission", name=trial.mission.name, reason="It is over")
    await trial.mission.refused("CastBallot", ballot, "ben")


# The goal


@case("participation/goal/propose/adopted-once-all-agree", "F8", "own-new")
async def adopted(trial: Trial) -> None:
    """A goal that was endorsed changes only when those who endorsed it endorse the other version."""
    forum, name = trial.forum, trial.mission.name
    await forum.call("SetGoal", name=name, statement="None", indicator=indicator())
    await forum.call("EndorseMission", "rita", name=name)
    waits = await forum.call("ProposeGoal", name=name, statement="Few", indicator=indicator(target="1"), reason="hard")
    ensure(waits.goal.statement == "None", "a goal that is only proposed is the goal already")
    adopted = await forum.call("EndorseMission", "rita", name=name, version=2)
    ensure((adopted.goal.statement, adopted.goal.version) == ("Few", 2), f"the goal is {adopted.goal.statement}")


@case("participation/goal/take-back/leaves-the-former", "F8", "own-new")
async def taken_back(trial: Trial) -> None:
    forum, name = trial.forum, trial.mission.name
    await forum.call("SetGoal", name=name, statement="None", indicator=indicator())
    await forum.call("EndorseMission", "rita", name=name)
    await forum.call("ProposeGoal", name=name, statement="Few", indicator=indicator(target="1"), reason="hard")
    told = await forum.call("TakeBackGoal", name=name, reason="a mistake")
    ensure(told.goal.statement == "None", f"the goal is {told.goal.statement}")
    refused = forum.request("EndorseMission", name=name, version=2)
    await trial.mission.refused("EndorseMission", refused, "rita", code="goal-version-not-asked")


@case("participation/goal/comment/has-a-receipt", "R1", "own-new")
async def comment_has_a_receipt(trial: Trial) -> None:
    await trial.forum.call("SetGoal", name=trial.mission.name, statement="None", indicator=indicator())
    said = await trial.forum.call("CommentGoal", "ada", parent=trial.mission.name, text="A good goal")
    trail = await trial.trail(said.receipt.code)
    ensure(trail.words == "A good goal", f"the trail's words are {trail.words!r}")


# Two missions, two roles


@case("participation/role/in-two-missions", "J5")
async def in_two_missions(trial: Trial) -> None:
    """Who speaks for an institution here may organise there, and has neither role in the other."""
    there = await trial.aside()
    await Forum(there).join("rita")
    name = there.participant("rita")
    await Forum(there).call("GrantRole", "operator", name=name, role=terms.ROLE_ORGANISER)
    await Forum(there).call("SetGoal", "rita", name=there.name, statement="None", indicator=indicator())
    round_ = await trial.forum.round()
    await trial.forum.refused("CancelRound", "rita", "role-missing", name=round_.name, reason="why not")
    request = Forum.request("EndorseMission", name=there.name)
    await there.refused("EndorseMission", request, "rita", code="role-missing")
    try:
        fields: dict[str, Any] = {"name": there.name, "statement": "All", "indicator": indicator()}
        await trial.mission.call("SetGoal", Forum.request("SetGoal", **fields), "rita")
    except Refusal as refusal:
        ensure(refusal.code.name == "NOT_FOUND", f"{refusal}; expected: NOT_FOUND")


@case("participation/role/two-in-one-mission", "J5")
async def two_roles(trial: Trial) -> None:
    """An expert who speaks for an institution too does both, and is told as both."""
    forum, by = trial.forum, trial.mission.new_id("joiner")
    name, house = await forum.join(by), await forum.institution()
    await forum.call("GrantRole", name=name, role=terms.ROLE_EXPERT)
    await forum.represents(by, house)
    told = await forum.get(name, "olga")
    ensure({terms.ROLE_EXPERT, terms.ROLE_REPRESENTATIVE} <= set(told.roles), f"the roles are {list(told.roles)}")
    made = await forum.commitment(await forum.accepted(), by)
    ensure(made.institution == house, f"the commitment is that of {made.institution}")


@case("participation/role/two-institutions-name-one", "J6")
async def two_institutions(trial: Trial) -> None:
    """Who speaks for two says for which."""
    forum, by = trial.forum, trial.mission.new_id("joiner")
    await forum.join(by)
    one, other = await forum.institution(), await forum.institution()
    for house in (one, other):
        await forum.represents(by, house)
    request = forum.commitment_request(await forum.accepted())
    await trial.mission.refused("CreateCommitment", request, by, code="institution-not-named")
    request.commitment.institution = other
    made = (await trial.mission.call("CreateCommitment", request, by)).message
    ensure(made.institution == other, f"the commitment is that of {made.institution}")
    request = forum.commitment_request(await forum.accepted(), institution=trial.mission.at("institutions/town"))
    await trial.mission.refused("CreateCommitment", request, by, code="not-own-institution")


@case("participation/role/mandate-unconfirmed", "P2", "own-simulated")
async def mandate_unconfirmed(trial: Trial) -> None:
    """A mandate that nobody confirms within the playbook's days ends; one that was confirmed does not."""
    trial.mission.later(days=15)
    request = trial.forum.commitment_request(await trial.forum.accepted())
    await trial.mission.refused("CreateCommitment", request, "uwe", code="role-missing")
    await trial.mission.call("CreateCommitment", request, "rita")


@case("participation/role/revoke/ends-it", "J6")
async def revoked(trial: Trial) -> None:
    forum, by = trial.forum, trial.mission.new_id("joiner")
    name = await forum.join(by)
    await forum.call("GrantRole", name=name, role=terms.ROLE_ORGANISER)
    round_ = await forum.round()
    await forum.call("MoveRound", by, name=round_.name, closes_at=trial.mission.time(hours=2), reason="rain")
    told = await forum.call("RevokeRole", name=name, role=terms.ROLE_ORGANISER, reason="done")
    ensure(terms.ROLE_ORGANISER not in told.roles, "the role is still told")
    await forum.refused("CancelRound", by, "role-missing", name=round_.name, reason="why not")


@case("participation/role/revoke/by-oneself", "J6")
async def laid_down(trial: Trial) -> None:
    forum, by = trial.forum, trial.mission.new_id("joiner")
    name = await forum.join(by)
    await forum.call("GrantRole", name=name, role=terms.ROLE_EXPERT)
    told = await forum.call("RevokeRole", by, name=name, role=terms.ROLE_EXPERT, reason="no time")
    ensure(terms.ROLE_EXPERT not in told.roles, "what was laid down is still told")


@case("participation/institution/join/counts-as-one", "J6")
async def joined_institutions(trial: Trial) -> None:
    """Two entries of one institution are told as one, until that is taken back."""
    forum = trial.forum
    one, other = await forum.institution(), await forum.institution()
    await forum.call("ProposeJoining", name=one, into=other, reason="the same")
    told = await forum.call("JoinInstitutions", "otto", name=one, into=other)
    ensure(told.joined_into == other, f"it is told as {told.joined_into or 'itself'}")
    parted = await forum.call("PartInstitutions", name=one, reason="they are two")
    ensure(not parted.joined_into, "what was parted is still one")


@case("participation/mission/adopt-rules/goes-on-under-them", "F8")
async def adopts_rules(trial: Trial) -> None:
    newest = int((await trial.forum.get(trial.mission.name)).rules)
    mission = await trial.aside(rules=newest - 1)
    await speaking(mission)
    told = await Forum(mission).call("AdoptRules", "operator", name=mission.name, rules=newest, reason="better ones")
    ensure(told.rules == newest, f"the rules are {told.rules}")
