"""What was heard and cannot be read: it waits, is listed for the operator, and nothing closes over it."""

from __future__ import annotations

import grpc
from osi.log.v1 import hearing_service_pb2 as hearing
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.answering import Answers
from osi_conformance.case import case, ensure, fail
from osi_conformance.cases.participation.asking import asked_to_close
from osi_conformance.forum import indicator
from osi_conformance.target import Refusal
from osi_conformance.trial import Trial


async def _unreadable(trial: Trial) -> str:
    """Matching says something of a solution that nobody can read; the solution's name."""
    subject = trial.mission.at("solutions/torn")
    await Answers(trial.mission, "matching").says("solutions.submitted", "solutions/torn", 2, solution="torn")
    await trial.mission.heard()
    return subject


async def _parked(trial: Trial, by: str = "operator") -> list[hearing.ParkedMessage]:
    request = hearing.ListParkedRequest(parent=trial.mission.name)
    return list((await trial.mission.read("ListParked", request, by)).parked)


@case("participation/hearing/unreadable-waits", "H9", "own-simulated")
async def unreadable_waits(trial: Trial) -> None:
    """It is listed with where it stands and why it waits."""
    subject = await _unreadable(trial)
    (told,) = await _parked(trial)
    position = trial.world.played.of("matching", trial.mission.id).position
    ensure((told.position, told.subject) == (position, subject), f"{told.position} of {told.subject} waits")
    ensure(told.reason and told.name == trial.mission.at("hearing/matching-1"), f"{told.name}: {told.reason!r}")


@case("participation/hearing/what-comes-behind-it-waits-too", "H9", "own-simulated")
async def behind_it(trial: Trial) -> None:
    """What is about the same waits, and what is not goes on."""
    await _unreadable(trial)
    matching = Answers(trial.mission, "matching")
    await matching.says("solutions.withdrawn", "solutions/torn", 2, solution="torn", reason="no-time", note=None)
    await matching.says("solutions.call_published", "calls/first", 2, call="first", text="Who?", closes_on=None)
    await trial.mission.heard()
    waiting = [one.position for one in await _parked(trial)]
    last = trial.world.played.of("matching", trial.mission.id).position
    ensure(waiting == [last - 2, last - 1], f"waiting are {waiting}; expected: {[last - 2, last - 1]}")


@case("participation/hearing/parked-is-the-operators", "P2", "own-simulated")
async def for_the_operator(trial: Trial) -> None:
    await _unreadable(trial)
    for by in ("", "ada", "olga", "elsewhere"):
        try:
            await _parked(trial, by)
        except Refusal as refusal:
            allowed = ("UNAUTHENTICATED", "PERMISSION_DENIED", "NOT_FOUND")
            ensure(refusal.code.name in allowed, f"{refusal}; expected: one of {allowed}")
        else:
            fail(f"{by or 'nobody in particular'} is told what waits")


@case("participation/hearing/no-phase-closes-over-what-waits", "F3", "own-new")
async def over_what_waits(trial: Trial) -> None:
    """It may be about the phase."""
    name = trial.mission.name
    await trial.forum.call("SetGoal", name=name, statement="No emissions", indicator=indicator())
    await trial.forum.call("EndorseMission", "rita", name=name)
    await _unreadable(trial)
    reply = await asked_to_close(trial, terms.PHASE_MISSION)
    for peer in trial.setup.tested.peers:
        await Answers(trial.mission, peer).closing(reply, "mission")
    (cancelled,) = await trial.says("mission.closing_cancelled", 1)
    ensure("message-parked" in cancelled["unmet"], f"what speaks against it is {cancelled['unmet']}")


@case("participation/hearing/take-up-what-does-not-wait", "N4")
async def take_up_nothing(trial: Trial) -> None:
    request = hearing.TakeUpMessageRequest(name=trial.mission.at("hearing/matching-1"), position=999)
    wanted = (grpc.StatusCode.FAILED_PRECONDITION, grpc.StatusCode.NOT_FOUND)
    refusal = await trial.mission.refused("TakeUpMessage", request, "operator")
    ensure(refusal.code in wanted, f"{refusal}; expected: one of {[one.name for one in wanted]}")


@case("participation/time/clock-that-is-right", "Z1")
async def clock_is_right(trial: Trial) -> None:
    """Where the log is not ahead of the clock, there is nothing to correct."""
    request = hearing.CorrectClockRequest(name=trial.mission.name, reason="why not")
    await trial.mission.refused("CorrectClock", request, "operator", code="clock-not-wrong")
