"""Several kick-offs of one mission: in two cities at a time, and one after the other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from osi_core.challenges.commands import MakeCommitment
from osi_core.domain import Phase, Refused
from osi_core.log.canonical import canonical
from osi_core.mission.commands import EraseParticipant
from osi_core.plugins.problems import MatchingProblem
from osi_core.process.deciding import StoredLog
from osi_core.process.gates import ClosePhase, OpenPhase
from osi_core.process.receipts import trail_of
from osi_core.solutions import commands as c
from osi_core.solutions import events as e
from osi_core.solutions.facts import Kickoff, Registration, registered_for
from osi_core.solutions.problem import kickoff_problem
from tests.unit.bringing import bring
from tests.unit.solutions.world import World

BERLIN: dict[str, Any] = {"mission": "m", "kickoff": "berlin"}
BONN: dict[str, Any] = {"mission": "m", "kickoff": "bonn"}
SOLUTIONS_CLOSE = ClosePhase(mission="m", phase=Phase.SOLUTIONS)
SUPPORT_OPENS = OpenPhase(mission="m", phase=Phase.SUPPORT)


@pytest.fixture
def cities(world: World) -> World:
    """Two solutions, and two kick-offs on the same days: Ada and Ben are registered in Berlin, Ben and Cem in Bonn."""
    world.solution("shade")
    world.solution("wells", by="ben", challenges=("water",))
    world.plan_kickoff("berlin", table_min=1, table_max=5)
    world.plan_kickoff("bonn", table_min=1, table_max=2)
    world.register("ada", "ben", kickoff="berlin", wishes=("shade",))
    world.register("ben", "cem", kickoff="bonn", wishes=("wells",))
    return world


def held(world: World, *kickoffs: str, by: tuple[str, ...] = ("ben",)) -> None:
    """Places are given, people come, and these kick-offs are held."""
    for kickoff in kickoffs:
        world.close_and_allocate(kickoff)
    world.later(days=15)
    for kickoff in kickoffs:
        world.attend(*by, kickoff=kickoff)
        world.hold(kickoff)


def places(world: World, kickoff: str) -> dict[str, str | None]:
    return {name: row.solution for name, row in registered_for(kickoff, world.facts(Registration)).items()}


def problem_of_last_close(world: World) -> MatchingProblem:
    closing = [r for r in world.records() if isinstance(r.event, e.RegistrationClosed | e.AttendanceClosed)][-1]
    return kickoff_problem(StoredLog(world.engine.store, "m", closing.position), closing)


# In two cities


def test_one_person_registers_in_both_cities_each_with_wishes_of_its_own(cities):
    assert cities.registration("ben", "berlin").wishes == ("shade",)
    assert cities.registration("ben", "bonn").wishes == ("wells",)
    again = c.RegisterForKickoff(**BONN, participant="ben")
    assert cities.refused(again, by="ben") == ("registered-already",)


def test_a_registration_has_its_own_name_within_its_kickoff_and_builds_on_it(cities):
    names = [r.stream for r in cities.records() if isinstance(r.event, e.KickoffRegistered)]
    assert names == [
        "missions/m/kickoffs/berlin/registrations/ada",
        "missions/m/kickoffs/berlin/registrations/ben",
        "missions/m/kickoffs/bonn/registrations/ben",
        "missions/m/kickoffs/bonn/registrations/cem",
    ]
    last = [r for r in cities.records() if isinstance(r.event, e.KickoffRegistered)][-1]
    assert last.refs == ("missions/m/kickoffs/bonn", "missions/m/solutions/wells")


def test_nobody_registers_for_a_kickoff_that_is_not_planned(cities):
    elsewhere = c.RegisterForKickoff(mission="m", kickoff="kiel", participant="ada")
    with pytest.raises(Refused, match="kickoffs/kiel is not planned yet"):
        cities.do(elsewhere, by="ada")


def test_cancelling_here_leaves_the_place_there(cities):
    cities.do(c.CancelRegistration(**BERLIN, participant="ben"), by="ben")
    assert cities.registration("ben", "berlin").status is e.RegistrationStatus.CANCELLED
    assert cities.registration("ben", "bonn").status is e.RegistrationStatus.REGISTERED


def test_a_cancelled_registration_does_not_let_another_kickoff_close(cities):
    cities.plan_kickoff("kiel", table_min=1)
    empty = c.CloseRegistration(mission="m", kickoff="kiel")
    with pytest.raises(Refused, match="nobody has registered for kickoffs/kiel") as refused:
        cities.do(empty, by="olga")
    assert refused.value.codes == ("nobody-registered",)


def test_each_close_asks_only_about_its_own_people_and_tables(cities):
    cities.do(c.CloseRegistration(**BONN), by="olga")
    problem = problem_of_last_close(cities)
    assert [seeker.id for seeker in problem.seekers] == ["ben", "cem"]
    assert {offer.maximum for offer in problem.offers} == {2}
    cities.register("dia", kickoff="berlin")  # there, registration is open still
    cities.do(c.CloseRegistration(**BERLIN), by="olga")
    problem = problem_of_last_close(cities)
    assert [seeker.id for seeker in problem.seekers] == ["ada", "ben", "dia"]
    assert {offer.maximum for offer in problem.offers} == {5}
    assert [event.registered for event in cities.events(e.RegistrationClosed)] == [2, 3]


def test_both_closes_are_decided_each_for_itself(cities):
    cities.do(c.CloseRegistration(**BERLIN), by="olga")
    cities.do(c.CloseRegistration(**BONN), by="olga")
    cities.decide()
    assert places(cities, "berlin") == {"ada": "shade", "ben": "shade"}
    assert places(cities, "bonn") == {"ben": "wells", "cem": "wells"}
    decisions = [event.record.decision for event in cities.events(e.KickoffAllocated)]
    assert decisions == ["missions/m/kickoffs/berlin", "missions/m/kickoffs/bonn"]
    secrets = {event.secret for event in cities.events(e.RegistrationClosed)}
    assert len(secrets) == 2


def test_places_given_anew_in_one_city_move_nobody_in_the_other(cities):
    cities.close_and_allocate("berlin")
    cities.close_and_allocate("bonn")
    cities.later(days=14)
    cities.attend("ben", kickoff="berlin")
    cities.do(c.ReopenAllocation(**BERLIN, reason="half are missing"), by="olga")
    cities.register("dia", kickoff="berlin", wishes=("wells",))
    late = c.RegisterForKickoff(**BONN, participant="dia")
    assert cities.refused(late, by="dia") == ("registration-closed",)
    cities.attend("dia", kickoff="berlin")
    cities.do(c.CloseAttendance(**BERLIN), by="olga")
    problem = problem_of_last_close(cities)
    assert [seeker.id for seeker in problem.seekers] == ["ben", "dia"]
    assert len(problem.previous_seeker) == 1, "Ben's place in Berlin, not that in Bonn"
    cities.decide()
    assert places(cities, "berlin") == {"ada": None, "ben": "shade", "dia": "wells"}
    assert places(cities, "bonn") == {"ben": "wells", "cem": "wells"}


def test_an_allocation_names_nobody_who_is_registered_elsewhere_only(cities):
    cities.do(c.CloseRegistration(**BERLIN), by="olga")
    command, blobs = cities.allocation()
    assert isinstance(command, c.RecordAllocation)
    moved = (*command.places, c.Place(participant="cem", solution="wells"))
    with pytest.raises(Refused, match="there is no kickoffs/berlin/registrations/cem") as refused:
        bring(cities, command.model_copy(update={"places": moved}), blobs)
    assert refused.value.codes == (
        "result-differs",
        "registration-unknown",
    )


def test_the_answer_to_one_close_is_not_taken_for_the_other(cities):
    cities.do(c.CloseRegistration(**BERLIN), by="olga")
    command, blobs = cities.allocation()
    elsewhere = command.model_copy(update={"kickoff": "bonn", "places": ()})
    with pytest.raises(Refused) as refused:
        bring(cities, elsewhere, blobs)
    assert refused.value.codes == ("decision-not-closed",)


def test_who_came_is_counted_where_they_came(cities):
    cities.close_and_allocate("berlin")
    cities.close_and_allocate("bonn")
    cities.later(days=15)
    cities.attend("ada", "ben", kickoff="berlin")
    nobody_there = c.HoldKickoff(**BONN)
    assert cities.refused(nobody_there, by="olga") == ("nobody-attended",)
    cities.attend("ben", kickoff="bonn")
    cities.do(c.HoldKickoff(**BERLIN), by="olga")
    cities.do(nobody_there, by="olga")
    assert [(row.registered, row.attended) for row in cities.facts(Kickoff).values()] == [(2, 2), (2, 1)]


def test_who_is_erased_is_erased_from_both(cities):
    cities.do(EraseParticipant(mission="m", participant="ben"), by="ben")
    erased = [cities.registration("ben", kickoff) for kickoff in ("berlin", "bonn")]
    assert [(row.status, row.wishes) for row in erased] == [(e.RegistrationStatus.ERASED, ())] * 2
    cities.do(c.CloseRegistration(**BONN), by="olga")
    assert [seeker.id for seeker in problem_of_last_close(cities).seekers] == ["cem"]


def test_the_public_results_of_both_name_no_person(cities):
    cities.close_and_allocate("berlin")
    cities.close_and_allocate("bonn")
    told = [canonical(record.event.model_dump(mode="json")) for record in cities.records() if record.event.public]
    allocated = [one for one in told if b"not_running" in one]
    assert len(allocated) == 2
    assert not any(name in one for one in allocated for name in (b"ada", b"ben", b"cem"))


# The gates


def test_the_solutions_close_when_every_planned_kickoff_was_held(cities):
    assert cities.refused(SOLUTIONS_CLOSE, by="olga") == ("kickoff-not-held", "kickoff-not-held")
    held(cities, "berlin")
    with pytest.raises(Refused, match="kickoffs/bonn is planned and has not been held") as refused:
        cities.do(SOLUTIONS_CLOSE, by="olga")
    assert refused.value.codes == ("kickoff-not-held",)
    held(cities, "bonn")
    cities.do(SOLUTIONS_CLOSE, by="olga")


def test_without_any_kickoff_the_solutions_stay_open(world):
    assert "no-kickoff-held" in world.refused(SOLUTIONS_CLOSE, by="olga")
    assert world.refused(SUPPORT_OPENS, by="olga") == ("no-kickoff-held",)


def test_support_opens_when_the_first_kickoff_was_held(cities):
    assert cities.refused(SUPPORT_OPENS, by="olga") == ("no-kickoff-held",)
    held(cities, "berlin")
    cities.do(SUPPORT_OPENS, by="olga")


# One after the other


def test_a_second_kickoff_is_planned_after_the_first_was_held(cities):
    held(cities, "berlin", "bonn")
    cities.plan_kickoff("kiel", table_min=1)
    assert cities.refused(SOLUTIONS_CLOSE, by="olga") == ("kickoff-not-held",)
    cities.register("ada", "dia", kickoff="kiel", wishes=("wells",))
    held(cities, "kiel", by=("dia",))
    assert places(cities, "kiel") == {"ada": "wells", "dia": "wells"}
    assert places(cities, "berlin") == {"ada": "shade", "ben": "shade"}
    assert [(name, row.held) for name, row in cities.facts(Kickoff).items()] == [
        ("berlin", True),
        ("bonn", True),
        ("kiel", True),
    ]
    cities.do(SOLUTIONS_CLOSE, by="olga")


def test_a_closed_phase_is_opened_again_for_another_cohort(cities):
    due = cities.now.date() + timedelta(days=300)
    stated = MakeCommitment(mission="m", commitment="trees", challenge="heat", scope="a street", resources="x", due=due)
    cities.do(stated, by="rita")
    held(cities, "berlin", "bonn")
    cities.do(SOLUTIONS_CLOSE, by="olga")
    plan = c.PlanKickoff(mission="m", kickoff="kiel", starts_on=cities.now.date())
    assert cities.refused(plan, by="olga") == ("phase-not-open",)
    again = OpenPhase(mission="m", phase=Phase.SOLUTIONS, reason="a second cohort")
    cities.do(again, by="olga")
    cities.do(plan, by="olga")
    assert cities.refused(SOLUTIONS_CLOSE, by="olga") == ("kickoff-not-held",)


# Receipts


def test_the_receipt_of_a_registration_tells_of_that_one_alone(cities):
    handled = cities.do(c.RegisterForKickoff(**BERLIN, participant="dia"), by="dia")
    cities.register("dia", kickoff="bonn")
    cities.do(c.CancelRegistration(**BERLIN, participant="dia"), by="dia")
    trail = trail_of(cities.engine, handled.receipt.code)
    assert trail.resource == "kickoffs/berlin/registrations/dia"
    assert [step.say() for step in trail.steps] == [
        "registered for the kick-off (kickoffs/berlin)",
        "registration cancelled (kickoffs/berlin)",
    ]


def test_a_solutions_receipt_does_not_tell_who_wished_for_it(world):
    submitted = c.SubmitSolution(
        mission="m",
        solution="fans",
        origin=e.SolutionOrigin.EXISTING,
        title="Fans",
        text="They turn",
        challenges=("heat",),
    )
    receipt = world.do(submitted, by="ada").receipt
    world.plan_kickoff("berlin")
    world.register("ben", kickoff="berlin", wishes=("fans",))
    (step,) = trail_of(world.engine, receipt.code).steps
    assert step.say() == "answered by an existing solution: “Fans”"
    assert step.say("de") == "eine bestehende Lösung antwortet: „Fans“"
