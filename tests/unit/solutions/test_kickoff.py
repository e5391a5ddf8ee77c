"""The kick-off: registration, allocation, attendance, and places given anew after drop-outs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from osi_core.domain import Phase, Refused, StopReason
from osi_core.log.canonical import canonical
from osi_core.mission.commands import EraseParticipant
from osi_core.plugins.columns import Column
from osi_core.plugins.problems import MatchingProblem
from osi_core.process.deciding import StoredLog
from osi_core.process.due import Due
from osi_core.process.gates import ClosePhase
from osi_core.process.receipts import trail_of
from osi_core.solutions import commands as c
from osi_core.solutions import events as e
from osi_core.solutions.facts import Call, Kickoff
from osi_core.solutions.problem import kickoff_problem
from osi_core.testing.scenario import Scenario
from osi_core.words import OWN
from tests.unit.bringing import bring
from tests.unit.solutions.world import World

CITIZENS = ("ada", "ben", "cem", "dia")
BERLIN: dict[str, Any] = {"mission": "m", "kickoff": "berlin"}


@pytest.fixture
def kickoff(world: World) -> World:
    """Two solutions, and a kick-off in a fortnight with tables of one to three."""
    world.solution("shade", wanted_skills=("botany",))
    world.solution("wells", by="ben", challenges=("water",))
    world.plan_kickoff(table_min=1, table_max=3)
    return world


def closed(world: World) -> World:
    world.register("ada", "ben", wishes=("shade",))
    world.register("cem", "dia", wishes=("wells", "shade"))
    world.do(c.CloseRegistration(**BERLIN), by="olga")
    return world


def allocated(world: World) -> World:
    closed(world).decide()
    return world


def problem_of_last_close(world: World) -> MatchingProblem:
    closing = [r for r in world.records() if isinstance(r.event, e.RegistrationClosed | e.AttendanceClosed)][-1]
    return kickoff_problem(StoredLog(world.engine.store, "m", closing.position), closing)


# Planning


def test_planning_fixes_the_digest_of_a_secret_before_anybody_registers(kickoff):
    (planned,) = kickoff.events(e.KickoffPlanned)
    assert len(planned.secret_sha256) == 64
    assert kickoff.fact(Kickoff, "berlin").takes_registrations


def test_table_sizes_come_from_the_playbook_where_the_plan_is_silent():
    world = World(solutions={"table_min": 2, "table_max": 7})
    world.plan_kickoff(table_max=5)
    (planned,) = world.events(e.KickoffPlanned)
    assert (planned.table_min, planned.table_max) == (2, 5)


def test_a_kickoff_lies_ahead_and_its_tables_have_room(world):
    past = c.PlanKickoff(**BERLIN, starts_on=world.now.date() - timedelta(days=1), table_min=9, table_max=2)
    assert world.refused(past, by="olga") == ("kickoff-past", "table-sizes")


def test_a_kickoff_is_planned_once_and_by_the_organisers(kickoff):
    plan = c.PlanKickoff(**BERLIN, starts_on=kickoff.now.date())
    assert kickoff.refused(plan, by="olga") == ("already-exists",)
    assert kickoff.refused(plan, by="ada") == ("role-missing", "already-exists")


# Registration


def test_people_register_with_wishes_in_order_and_get_a_receipt(kickoff):
    handled = kickoff.do(
        c.RegisterForKickoff(**BERLIN, participant="cem", wishes=("wells", "shade"), skills=("botany",)), by="cem"
    )
    assert handled.receipt is not None
    assert kickoff.registration("cem").wishes == ("wells", "shade")
    assert kickoff.registration("cem").status == "registered"


def test_each_registration_is_a_stream_of_its_own_so_that_thousands_never_conflict(kickoff):
    kickoff.register("ada", "ben")
    streams = {
        record.stream: record.version for record in kickoff.records() if record.event.type == "solutions.registered"
    }
    assert streams == {
        "missions/m/kickoffs/berlin/registrations/ada": 1,
        "missions/m/kickoffs/berlin/registrations/ben": 1,
    }


def test_registrations_attendance_and_places_are_private():
    kinds = (e.KickoffRegistered, e.WishesChanged, e.RegistrationCancelled, e.KickoffAttended, e.PlacesGiven)
    assert not any(kind.public for kind in kinds)


def test_nobody_registers_before_the_kickoff_is_planned(world):
    command = c.RegisterForKickoff(**BERLIN, participant="ada")
    assert world.refused(command, by="ada") == ("kickoff-not-planned",)


def test_nobody_registers_twice_or_for_somebody_else(kickoff):
    kickoff.register("ada")
    command = c.RegisterForKickoff(**BERLIN, participant="ada")
    assert kickoff.refused(command, by="ada") == ("registered-already",)
    assert kickoff.refused(c.RegisterForKickoff(**BERLIN, participant="cem"), by="ben") == ("not-oneself",)


def test_a_stranger_does_not_register(kickoff):
    command = c.RegisterForKickoff(**BERLIN, participant="stranger")
    assert kickoff.refused(command, by="stranger") == ("role-missing",)


def test_wishes_are_known_different_and_few(kickoff):
    kickoff.solution("fans")
    kickoff.do(c.WithdrawSolution(mission="m", solution="fans", reason=StopReason.DOES_NOT_FIT), by="ada")
    for wishes, codes in {
        ("nowhere",): ("solution-unknown",),
        ("shade", "shade"): ("named-twice",),
        ("fans",): ("solution-withdrawn",),
        tuple(f"s{n}" for n in range(6)): ("too-many-wishes", *["solution-unknown"] * 6),
    }.items():
        command = c.RegisterForKickoff(**BERLIN, participant="ada", wishes=wishes)
        assert kickoff.refused(command, by="ada") == codes


def test_wishes_change_until_registration_is_closed(kickoff):
    kickoff.register("ada", wishes=("shade",))
    change = c.ChangeWishes(**BERLIN, participant="ada", wishes=("wells",))
    kickoff.do(change, by="ada")
    assert kickoff.registration("ada").wishes == ("wells",)
    kickoff.do(c.CloseRegistration(**BERLIN), by="olga")
    assert kickoff.refused(change, by="ada") == ("registration-closed",)
    late = c.RegisterForKickoff(**BERLIN, participant="ben")
    assert kickoff.refused(late, by="ben") == ("registration-closed",)


def test_a_closed_registration_is_told_in_the_readers_language(kickoff):
    closed(kickoff)
    with pytest.raises(Refused) as refused:
        kickoff.register("eli")
    (unmet,) = refused.value.unmet
    assert unmet.say("en") == "kickoffs/berlin takes no registrations now; it is: closed, places not given yet"
    assert unmet.say("de") == (
        "kickoffs/berlin nimmt jetzt keine Anmeldungen an; Stand: geschlossen, Plätze noch nicht vergeben"
    )


def test_who_cancelled_may_register_again(kickoff):
    kickoff.register("ada")
    cancel = c.CancelRegistration(**BERLIN, participant="ada")
    kickoff.do(cancel, by="ada")
    assert kickoff.registration("ada").status == "cancelled"
    assert kickoff.refused(cancel, by="ada") == ("not-registered",)
    kickoff.register("ada")
    assert kickoff.registration("ada").status == "registered"


def test_registration_is_closed_when_somebody_is_there_to_be_placed(kickoff):
    assert kickoff.refused(c.CloseRegistration(**BERLIN), by="olga") == ("nobody-registered",)
    closed(kickoff)
    assert kickoff.refused(c.CloseRegistration(**BERLIN), by="olga") == ("registration-not-open",)
    assert kickoff.fact(Kickoff, "berlin").registered == 4


# The allocation


def test_the_problem_holds_who_stands_registered_and_what_they_wish(kickoff):
    kickoff.register("eli", wishes=("shade",), skills=("botany", "botany"))
    kickoff.do(c.CancelRegistration(**BERLIN, participant="eli"), by="eli")
    problem = problem_of_last_close(closed(kickoff))
    assert [seeker.id for seeker in problem.seekers] == list(CITIZENS)
    assert [(o.id, o.minimum, o.maximum) for o in problem.offers] == [("shade", 1, 3), ("wells", 1, 3)]
    assert problem.wish_rows() == [[0], [0], [1, 0], [1, 0]]
    assert len(problem.previous_seeker) == 0


def test_who_wishes_nothing_and_has_a_solution_wishes_for_that(kickoff):
    kickoff.register("ben", "cem")
    kickoff.do(c.CloseRegistration(**BERLIN), by="olga")
    problem = problem_of_last_close(kickoff)
    assert [(s.id, w) for s, w in zip(problem.seekers, problem.wish_rows(), strict=True)] == [("ben", [1]), ("cem", [])]


def test_a_withdrawn_solution_and_an_erased_person_are_left_out(kickoff):
    kickoff.register("ada", "ben", wishes=("wells", "shade"))
    kickoff.do(c.WithdrawSolution(mission="m", solution="wells", reason=StopReason.CIRCUMSTANCES), by="ben")
    kickoff.do(EraseParticipant(mission="m", participant="ben"), by="ben")
    kickoff.do(c.CloseRegistration(**BERLIN), by="olga")
    problem = problem_of_last_close(kickoff)
    assert ([s.id for s in problem.seekers], [o.id for o in problem.offers]) == (["ada"], ["shade"])
    assert problem.wish_rows() == [[0]]


def test_the_allocation_gives_everybody_a_place(kickoff):
    allocated(kickoff)
    places = {name: kickoff.registration(name).solution for name in CITIZENS}
    assert places == {"ada": "shade", "ben": "shade", "cem": "wells", "dia": "wells"}
    (event,) = kickoff.events(e.KickoffAllocated)
    assert (event.placed, event.unplaced, event.running) == (4, 0, ("shade", "wells"))
    assert kickoff.fact(Kickoff, "berlin").status == "allocated"


def test_the_public_result_names_no_person(kickoff):
    allocated(kickoff)
    (event,) = kickoff.events(e.KickoffAllocated)
    assert not any(name in event.model_dump_json() for name in CITIZENS)


def test_an_allocation_answers_its_close_and_names_only_who_is_known(kickoff):
    command, blobs = closed(kickoff).allocation()
    assert isinstance(command, c.RecordAllocation)
    nowhere = c.Place(participant="stranger", solution="nowhere")
    stranger = command.model_copy(update={"places": (nowhere, *command.places, command.places[0])})
    with pytest.raises(Refused, match="stranger") as refused:
        bring(kickoff, stranger, blobs)
    assert set(refused.value.codes) == {"result-differs", "registration-unknown", "named-twice", "solution-unknown"}
    other = command.record.model_copy(update={"strategy": "by-hand"})
    with pytest.raises(Refused, match="by-hand") as refused:
        bring(kickoff, command.model_copy(update={"record": other}), blobs)
    assert refused.value.codes == ("record-differs",)
    bring(kickoff, command, blobs)
    with pytest.raises(Refused, match="is decided") as refused:
        bring(kickoff, command, blobs)
    assert refused.value.codes == ("decided-already",)


def test_places_of_twenty_thousand_people_fit_into_one_event():
    people, solutions = 20_000, tuple(f"solution-{n:04}-of-a-long-name" for n in range(1_500))
    event = e.PlacesGiven(
        kickoff="berlin",
        solutions=solutions,
        members=Column.of("i4", range(people)),
        places=Column.of("i4", (n % len(solutions) for n in range(people))),
    )
    assert len(canonical(event.model_dump(mode="json"))) < 512 * 1024


# Attendance


def test_registered_is_not_attended_before_the_first_day(kickoff):
    allocated(kickoff)
    early = c.ConfirmAttendance(**BERLIN, participant="ada")
    assert kickoff.refused(early, by="ada") == ("kickoff-not-begun",)
    kickoff.later(days=14)
    kickoff.attend("ada")
    assert kickoff.refused(early, by="ada") == ("attended-already",)
    assert [kickoff.registration(name).came for name in CITIZENS] == [True, False, False, False]


def test_attendance_is_ones_own_or_noted_at_the_door(kickoff):
    allocated(kickoff)
    kickoff.later(days=14)
    command = c.ConfirmAttendance(**BERLIN, participant="ada")
    assert kickoff.refused(command, by="ben") == ("not-oneself",)
    kickoff.do(command, by="olga")
    unregistered = c.ConfirmAttendance(**BERLIN, participant="eli")
    assert kickoff.refused(unregistered, by="eli") == ("not-found",)


def test_after_drop_outs_those_who_came_keep_or_find_a_place(kickoff):
    allocated(kickoff)
    kickoff.later(days=14)
    kickoff.attend("ada", "cem", "dia")
    kickoff.do(c.ReopenAllocation(**BERLIN, reason="a quarter is missing"), by="olga")
    kickoff.register("eli", wishes=("shade",))  # a latecomer
    kickoff.attend("eli")
    kickoff.do(c.CancelRegistration(**BERLIN, participant="dia"), by="dia")  # leaves early
    kickoff.do(c.CloseAttendance(**BERLIN), by="olga")
    problem = problem_of_last_close(kickoff)
    assert [seeker.id for seeker in problem.seekers] == ["ada", "cem", "eli"]
    previous = zip(problem.previous_seeker, problem.previous_offer, strict=True)
    assert list(previous) == [(0, 0), (1, 1)]
    kickoff.decide()
    places = {name: kickoff.registration(name).solution for name in (*CITIZENS, "eli")}
    assert places == {"ada": "shade", "ben": None, "cem": "wells", "dia": None, "eli": "shade"}
    assert kickoff.registration("dia").status == "left"


def test_the_second_allocation_has_a_secret_of_its_own(kickoff):
    allocated(kickoff)
    kickoff.later(days=14)
    kickoff.attend("ada", "cem")
    kickoff.do(c.ReopenAllocation(**BERLIN, reason="drop-outs"), by="olga")
    kickoff.do(c.CloseAttendance(**BERLIN), by="olga")
    (first,), (second,) = kickoff.events(e.RegistrationClosed), kickoff.events(e.AttendanceClosed)
    assert first.secret != second.secret
    assert (second.registered, second.attended) == (4, 2)


def test_places_are_given_anew_only_in_order(kickoff):
    reopen = c.ReopenAllocation(**BERLIN, reason="too early")
    assert kickoff.refused(reopen, by="olga") == ("not-allocated",)
    allocated(kickoff)
    assert kickoff.refused(c.CloseAttendance(**BERLIN), by="olga") == ("allocation-not-reopened", "nobody-attends")


# Held


def test_a_kickoff_is_held_on_its_last_day_when_people_have_come(kickoff):
    hold = c.HoldKickoff(**BERLIN)
    assert kickoff.refused(hold, by="olga") == ("kickoff-not-over", "not-allocated", "nobody-attended")
    allocated(kickoff)
    kickoff.later(days=14)
    kickoff.attend("ada", "ben")
    assert kickoff.refused(hold, by="olga") == ("kickoff-not-over",)
    kickoff.later(days=1)
    kickoff.do(hold, by="olga")
    fact = kickoff.fact(Kickoff, "berlin")
    assert (fact.held, fact.registered, fact.attended) == (True, 4, 2)
    late = c.ConfirmAttendance(**BERLIN, participant="cem")
    assert kickoff.refused(late, by="cem") == ("kickoff-held",)
    cancel = c.CancelRegistration(**BERLIN, participant="ada")
    assert kickoff.refused(cancel, by="ada") == ("kickoff-held",)


def test_a_kickoff_is_not_a_citizens_to_hold(kickoff):
    assert "role-missing" in kickoff.refused(c.HoldKickoff(**BERLIN), by="ada")


def test_a_kickoff_belongs_to_the_solutions_phase():
    scenario = Scenario()
    plan = c.PlanKickoff(**BERLIN, starts_on=scenario.now.date())
    assert scenario.refused(plan) == ("phase-not-open",)


# Moved and cancelled


def moved(world: World, **fields: Any) -> c.MoveKickoff:
    return c.MoveKickoff(
        **BERLIN, **{"starts_on": world.now.date() + timedelta(days=30), "reason": "no hall", **fields}
    )


def test_a_kickoff_is_moved_and_those_registered_read_so_in_their_receipts(kickoff):
    receipt = kickoff.do(c.RegisterForKickoff(**BERLIN, participant="ada"), by="ada").receipt
    kickoff.do(moved(kickoff, days=3), by="olga")
    row = kickoff.fact(Kickoff, "berlin")
    assert (row.starts_on, row.days) == (kickoff.now.date() + timedelta(days=30), 3)
    told = [OWN.say(step.message, "en") for step in trail_of(kickoff.engine, receipt.code).steps]
    assert any("the kick-off was moved to" in one and "no hall" in one for one in told)


def test_a_kickoff_is_moved_to_a_day_ahead_and_not_out_of_sight(kickoff):
    far = moved(kickoff, starts_on=kickoff.now.date().replace(year=2206))
    assert kickoff.refused(far, by="olga") == ("kickoff-far-ahead",)
    assert kickoff.refused(moved(kickoff, starts_on=date(2026, 1, 1)), by="olga") == ("kickoff-past",)
    assert kickoff.refused(moved(kickoff), by="ada") == ("role-missing",)
    same = kickoff.fact(Kickoff, "berlin").starts_on
    assert kickoff.refused(moved(kickoff, starts_on=same), by="olga") == ("nothing-to-change",)
    plan = c.PlanKickoff(mission="m", kickoff="far", starts_on=date(2206, 3, 2))
    assert kickoff.refused(plan, by="olga") == ("kickoff-far-ahead",)


def test_a_kickoff_that_nobody_attends_is_cancelled_and_keeps_no_phase_open(kickoff):
    allocated(kickoff)
    kickoff.later(days=20)
    assert "nobody-attended" in kickoff.refused(c.HoldKickoff(**BERLIN), by="olga")
    kickoff.do(c.CancelKickoff(**BERLIN, reason="a storm"), by="olga")
    assert kickoff.fact(Kickoff, "berlin").status == "cancelled"
    assert "kickoff-not-held" not in kickoff.refused(ClosePhase(mission="m", phase=Phase.SOLUTIONS), by="ada")
    for command, by in [
        (c.CancelKickoff(**BERLIN, reason="again"), "olga"),
        (moved(kickoff), "olga"),
        (c.ConfirmAttendance(**BERLIN, participant="ada"), "ada"),
    ]:
        assert kickoff.refused(command, by=by) == ("kickoff-ended",)


def test_who_had_registered_reads_that_it_was_cancelled(kickoff):
    receipt = kickoff.do(c.RegisterForKickoff(**BERLIN, participant="ada"), by="ada").receipt
    kickoff.do(c.CancelKickoff(**BERLIN, reason="a storm"), by="olga")
    told = [OWN.say(step.message, "en") for step in trail_of(kickoff.engine, receipt.code).steps]
    assert any("the kick-off was cancelled" in one and "a storm" in one for one in told)


def test_an_allocation_that_cannot_be_computed_is_given_up_with_its_kickoff(kickoff):
    closed(kickoff)
    assert len(kickoff.facts(Due)) == 1
    kickoff.do(c.CancelKickoff(**BERLIN, reason="the strategy fails"), by="olga")
    assert kickoff.facts(Due) == {}
    kickoff.decide()
    assert kickoff.events(e.KickoffAllocated) == []


def test_a_kickoff_that_people_have_come_to_is_not_moved(kickoff):
    allocated(kickoff)
    kickoff.later(days=14)
    kickoff.attend("ada")
    assert kickoff.refused(moved(kickoff), by="olga") == ("kickoff-begun",)


def test_a_call_is_amended_with_a_reason(world):
    amend = c.AmendCall(mission="m", call="first", closes_on=world.now.date() + timedelta(days=9), reason="a holiday")
    world.do(amend, by="olga")
    assert world.fact(Call, "first").closes_on == amend.closes_on
    assert world.fact(Call, "first").text == "Who has a solution?"
    assert world.refused(amend, by="olga") == ("nothing-to-change",)
    world.do(c.AmendCall(mission="m", call="first", text="Who has one?", reason="shorter"), by="olga")
    assert (world.fact(Call, "first").closes_on, world.fact(Call, "first").text) == (None, "Who has one?")
    assert world.refused(c.AmendCall(mission="m", call="first", closes_on=date(2020, 1, 1), reason="x"), by="olga") == (
        "call-closes-in-the-past",
    )
