"""Kick-offs: planned, registered for, places given out, held; moved, called off, opened again."""

from __future__ import annotations

import hashlib

from osi.matching.v1 import resources_pb2 as res

from osi_conformance.case import case, ensure
from osi_conformance.hall import id_of
from osi_conformance.trial import Trial
from osi_core.plugins import Plugins
from osi_core.plugins.decide import decide_with
from osi_core.plugins.problems import Matching, MatchingProblem, Offer, Seeker


@case("matching/kickoff/way/planned-to-held", "K7")
async def planned_to_held(trial: Trial) -> None:
    hall = trial.hall
    kickoff, solution = await hall.registered("ada", "ben", "cem")
    told = await hall.get("GetKickoff", kickoff)
    ensure(told.status == res.KICKOFF_STATUS_PLANNED, f"a planned kick-off is {told.status}")
    operation = await hall.do("CloseRegistration", "olga", name=kickoff)
    told = await hall.outcome(operation.name, res.Kickoff)
    ensure(told.status == res.KICKOFF_STATUS_ALLOCATED, f"places were given, and the status is {told.status}")
    ensure((told.registered, told.placed) == (3, 3), f"{told.registered} registered, {told.placed} placed; of three")
    ensure(list(told.running) == [solution], f"tables are of {list(told.running)}; all wish for {solution}")
    for one in ("ada", "ben"):
        await hall.do("ConfirmAttendance", one, name=hall.registration(kickoff, one))
    held = await hall.do("HoldKickoff", "olga", name=kickoff)
    ensure(held.status == res.KICKOFF_STATUS_HELD and held.attended == 2, f"{held.attended} came; of two")
    ensure(held.HasField("held_time"), "nobody is told when it was held")


@case("matching/kickoff/decide/first-wish-first", "K8")
async def first_wish_first(trial: Trial) -> None:
    """Where there is room, everybody sits where they wished to."""
    hall, wished = trial.hall, {}
    kickoff = (await hall.kickoff()).name
    for one in ("ada", "ben", "cem"):
        wished[one] = (await hall.solution()).name
    for one, wish in wished.items():
        await hall.register(kickoff, one, wish)
    operation = await hall.do("CloseRegistration", "olga", name=kickoff)
    await hall.outcome(operation.name, res.Kickoff)
    for one, wish in wished.items():
        place = (await hall.get("GetRegistration", hall.registration(kickoff, one), one)).solution
        ensure(place == wish, f"{one} wished for {wish} and sits with {place or 'nobody'}")


@case("matching/kickoff/decide/can-be-computed-again", "D1", "own-simulated")
async def can_be_computed_again(trial: Trial) -> None:
    """From what people wished for and what is public: the same input, seed and outcome, to the digest."""
    hall = trial.hall
    people = ("ada", "ben", "cem", "dia")  # in the order in which they joined the mission
    shade, trees = [(await hall.solution(solution_id=one)).name for one in ("shade", "trees")]
    wishes = {"ada": (shade, trees), "ben": (trees,), "cem": (shade,), "dia": (trees, shade)}
    kickoff = (await hall.kickoff(table_min=1, table_max=2)).name
    for one in people[::-1]:
        await hall.register(kickoff, one, *wishes[one])
    operation = await hall.do("CloseRegistration", "olga", name=kickoff)
    await hall.outcome(operation.name, res.Kickoff)
    ids = {one: id_of(trial.mission.participant(one)) for one in people}
    problem = MatchingProblem.of(
        seekers=[Seeker(id=ids[one]) for one in people],
        offers=[Offer(id=name, minimum=1, maximum=2) for name in ("shade", "trees")],
        wishes={ids[one]: [id_of(wish) for wish in wishes[one]] for one in people},
        anywhere=True,
    )
    (planned,) = await trial.said("solutions.kickoff_planned")
    (closed,) = await trial.said("solutions.registration_closed")
    (allocated,) = await trial.said("solutions.kickoff_allocated")
    secret = bytes.fromhex(closed["secret"])
    ensure(hashlib.sha256(secret).hexdigest() == planned["secret_sha256"], "this is not the promised secret")
    record = allocated["record"]
    again = decide_with(
        Plugins.builtin(),
        "matching",
        record["strategy"],
        problem,
        decision=kickoff,
        secret=secret,
        options=record["options"],
    )
    for name in ("input_sha256", "seed", "outcome_sha256"):
        told = getattr(again.record, name)
        ensure(str(told) == str(record[name]), f"{name} is {record[name]}; computed: {told}")
    assert isinstance(again.outcome, Matching)
    for person, place in again.outcome.pairs:
        name = next(one for one, id_ in ids.items() if id_ == person)
        told = (await hall.get("GetRegistration", hall.registration(kickoff, name), name)).solution
        ensure(id_of(told) == place, f"{name} sits with {told}; computed: {place}")


@case("matching/kickoff/reopen/among-those-who-came", "K9")
async def among_those_who_came(trial: Trial) -> None:
    """Who has not come loses the place, and a latecomer gets one."""
    hall = trial.hall
    kickoff, solution = await hall.allocated("ada", "ben")
    await hall.do("ConfirmAttendance", "ada", name=hall.registration(kickoff, "ada"))
    reopened = await hall.do("ReopenAllocation", "olga", name=kickoff, reason="Ben is ill")
    ensure(reopened.status == res.KICKOFF_STATUS_REOPENED, f"the status is {reopened.status}")
    await hall.register(kickoff, "cem", solution)
    await hall.do("ConfirmAttendance", "cem", name=hall.registration(kickoff, "cem"))
    operation = await hall.do("CloseAttendance", "olga", name=kickoff)
    told = await hall.outcome(operation.name, res.Kickoff)
    ensure((told.attended, told.placed) == (2, 2), f"{told.attended} came, {told.placed} have a place; of two")
    places = {}
    for one in ("ada", "ben", "cem"):
        places[one] = (await hall.get("GetRegistration", hall.registration(kickoff, one), one)).solution
    ensure(places["ada"] == places["cem"] == solution, f"places are {places}")


@case("matching/kickoff/reopen/each-close-is-an-operation", "O5")
async def each_close_is_an_operation(trial: Trial) -> None:
    """What is decided twice has two operations, and each tells its own close."""
    hall = trial.hall
    kickoff, _ = await hall.registered("ada")
    first = await hall.do("CloseRegistration", "olga", name=kickoff)
    await hall.outcome(first.name, res.Kickoff)
    await hall.do("ConfirmAttendance", "ada", name=hall.registration(kickoff, "ada"))
    await hall.do("ReopenAllocation", "olga", name=kickoff, reason="few came")
    second = await hall.do("CloseAttendance", "olga", name=kickoff)
    ensure(second.name != first.name, f"both operations are called {first.name}")
    await hall.outcome(second.name, res.Kickoff)
    ensure((await trial.mission.finished(first.name)).HasField("response"), f"{first.name} is gone")


@case("matching/kickoff/close-registration/nobody-comes-after", "D3")
async def nobody_comes_after(trial: Trial) -> None:
    """Nothing counts behind the close, not even while the decision is being taken."""
    hall = trial.hall
    kickoff, solution = await hall.registered("ada")
    operation = await hall.do("CloseRegistration", "olga", name=kickoff)
    request = hall.request("RegisterForKickoff", name=hall.registration(kickoff, "ben"), wishes=[solution])
    await trial.mission.refused("RegisterForKickoff", request, "ben", code="registration-closed")
    told = await hall.outcome(operation.name, res.Kickoff)
    ensure(told.registered == 1, f"{told.registered} have registered; of one")


@case("matching/kickoff/move/keeps-who-registered", "K10")
async def keeps_who_registered(trial: Trial) -> None:
    hall = trial.hall
    kickoff, _ = await hall.registered("ada", days_ahead=7)
    moved = await hall.do("MoveKickoff", "olga", name=kickoff, starts_on=hall.day(9), days=3, reason="the hall")
    ensure(moved.starts_on == hall.day(9) and moved.days == 3, f"it is on {moved.starts_on} for {moved.days} days")
    told = await hall.get("GetRegistration", hall.registration(kickoff, "ada"), "ada")
    ensure(told.status == res.REGISTRATION_STATUS_REGISTERED, f"Ada's registration is {told.status}")


@case("matching/kickoff/cancel/takes-nobody-any-more", "K10")
async def takes_nobody(trial: Trial) -> None:
    hall = trial.hall
    kickoff, _ = await hall.registered("ada", days_ahead=7)
    told = await hall.do("CancelKickoff", "olga", name=kickoff, reason="the hall")
    ensure(told.status == res.KICKOFF_STATUS_CANCELLED, f"the status is {told.status}")
    request = hall.request("RegisterForKickoff", name=hall.registration(kickoff, "ben"))
    await trial.mission.refused("RegisterForKickoff", request, "ben", code="registration-closed")


# Registrations


@case("matching/registration/cancel/and-again", "K9")
async def cancelled_and_again(trial: Trial) -> None:
    hall = trial.hall
    kickoff, solution = await hall.registered("ada")
    name = hall.registration(kickoff, "ada")
    told = await hall.do("CancelRegistration", "ada", name=name)
    ensure(told.status == res.REGISTRATION_STATUS_CANCELLED, f"the status is {told.status}")
    again = await hall.register(kickoff, "ada", solution)
    ensure(again.status == res.REGISTRATION_STATUS_REGISTERED, f"the status is {again.status}")


@case("matching/registration/change/replaces-wishes", "K9")
async def replaces_wishes(trial: Trial) -> None:
    hall = trial.hall
    kickoff, solution = await hall.registered("ada")
    other = (await hall.solution()).name
    fields = {"wishes": [other, solution], "skills": ["sewing"]}
    told = await hall.do("ChangeWishes", "ada", name=hall.registration(kickoff, "ada"), **fields)
    ensure(list(told.wishes) == [other, solution] and list(told.skills) == ["sewing"], f"wishes: {list(told.wishes)}")


@case("matching/registration/attend/noted-at-the-door", "T7")
async def noted_at_the_door(trial: Trial) -> None:
    """Who notes that somebody came is not told what they wished for."""
    hall = trial.hall
    kickoff, _ = await hall.allocated("ada")
    name = hall.registration(kickoff, "ada")
    noted = await hall.do("ConfirmAttendance", "olga", name=name)
    ensure(noted == res.Registration(name=name), f"Olga is told {noted}")
    told = await hall.get("GetRegistration", name, "ada")
    ensure(told.status == res.REGISTRATION_STATUS_ATTENDED, f"Ada came, and her registration is {told.status}")


@case("matching/registration/get/to-oneself", "T7")
async def registration_to_oneself(trial: Trial) -> None:
    hall = trial.hall
    kickoff, _ = await hall.registered("ada")
    name = hall.registration(kickoff, "ada")
    for by in ("ada", "operator"):
        ensure((await hall.get("GetRegistration", name, by)).name == name, f"{by} is told of another registration")
    for by in ("", "ben", "olga"):
        await trial.mission.refused("GetRegistration", hall.request("GetRegistration", name=name), by)
        listed = await trial.mission.read("ListRegistrations", hall.request("ListRegistrations", parent=kickoff), by)
        ensure(not listed.registrations, f"{by or 'nobody in particular'} is told who has registered")
