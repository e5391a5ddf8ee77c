"""The question that a kick-off puts to a matching strategy, and what becomes of the answer."""

from __future__ import annotations

from osi_core.domain import LogView, Recorded
from osi_core.log.records import DecisionRecord
from osi_core.plugins.problems import Matching, MatchingProblem, Offer, Seeker
from osi_core.solutions.commands import Place, RecordAllocation
from osi_core.solutions.events import (
    AttendanceClosed,
    KickoffPlanned,
    RegistrationClosed,
    RegistrationStatus,
)
from osi_core.solutions.facts import Registration, Solution, registered_for


def kickoff_problem(log: LogView, closing: Recorded) -> MatchingProblem:
    """Who is to sit with which solution, by all that stands in the log before the close.

    Seekers are those registered for this kick-off or, after drop-outs, those who came, in the order in which they
    joined the mission; offers are the solutions that stand, by id. Who wishes for nothing and is in a team wishes for
    the team's solution. When attendance was closed, the places given before enter as the previous matching, so that a
    strategy can move as few people as possible.
    """
    assert isinstance(closing.event, RegistrationClosed | AttendanceClosed)
    again = isinstance(closing.event, AttendanceClosed)
    (plan,) = (record.event for record in log.events(KickoffPlanned, stream=closing.stream))
    assert isinstance(plan, KickoffPlanned)
    solutions = {name: solution for name, solution in sorted(_solutions(log).items()) if solution.stands}
    registrations = _registrations(log, closing.event.kickoff)
    people = {name: person for name, person in registrations.items() if _takes_part(person, again)}
    return MatchingProblem.of(
        seekers=[Seeker(id=name, skills=_once(person.skills)) for name, person in people.items()],
        offers=[
            Offer(id=name, minimum=plan.table_min, maximum=plan.table_max, skills=_once(solution.wanted_skills))
            for name, solution in solutions.items()
        ],
        wishes=_wishes(people, solutions),
        previous=[(name, p.solution) for name, p in people.items() if again and p.solution in solutions and p.solution],
        anywhere=plan.anywhere,
    )


def allocation_command(closing: Recorded, record: DecisionRecord, outcome: Matching) -> RecordAllocation:
    """The command that brings a strategy's answer back to the kick-off that was closed."""
    assert isinstance(closing.event, RegistrationClosed | AttendanceClosed)
    return RecordAllocation(
        mission=closing.mission,
        kickoff=closing.event.kickoff,
        record=record,
        places=tuple(Place(participant=person, solution=solution) for person, solution in outcome.pairs),
        unplaced=outcome.unplaced,
        not_running=outcome.not_running,
    )


def _solutions(log: LogView) -> dict[str, Solution]:
    rows: dict[str, Solution] = {}
    for record in log.events(*Solution.sources):
        Solution.fold(rows, record)
    return rows


def _registrations(log: LogView, kickoff: str) -> dict[str, Registration]:
    """Who registered for this kick-off, in the order in which they joined the mission."""
    rows: dict[str, Registration] = {}
    for record in log.events(*Registration.sources):
        Registration.fold(rows, record)
    return dict(sorted(registered_for(kickoff, rows).items(), key=lambda row: row[1].member))


def _takes_part(person: Registration, again: bool) -> bool:
    return person.status is RegistrationStatus.ATTENDED if again else person.stands


def _wishes(people: dict[str, Registration], solutions: dict[str, Solution]) -> dict[str, list[str]]:
    own: dict[str, list[str]] = {}
    for name, solution in solutions.items():
        for person in solution.team:
            own.setdefault(person, []).append(name)
    wished = {name: [wish for wish in person.wishes if wish in solutions] for name, person in people.items()}
    return {name: wishes or own.get(name, []) for name, wishes in wished.items()}


def _once(skills: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(skills))
