"""What must hold before something happens at a kick-off: its planning, registrations, allocation, attendance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from osi_core.domain import Context, Role, Unmet
from osi_core.solutions import commands as c
from osi_core.solutions.events import KickoffStatus, RegistrationStatus
from osi_core.solutions.facts import Kickoff, Registration, Solution, registered_for
from osi_core.solutions.resources import KICKOFF, REGISTRATION, SOLUTION
from osi_core.solutions.settings import SolutionsSettings
from osi_core.solutions.state import KickoffState, RegistrationState

MOST_DAYS_AHEAD = 2 * 365
"""How far ahead a kick-off may be planned."""

# ---------------------------------------------------------------------------------------------------------------------
# Planning and holding it
# ---------------------------------------------------------------------------------------------------------------------


def kickoff_lies_ahead(
    command: c.PlanKickoff | c.MoveKickoff, state: KickoffState | None, context: Context
) -> Iterator[Unmet]:
    """People need the time to register."""
    if command.starts_on < context.time.date():
        yield Unmet("kickoff-past", "starts_on", starts_on=command.starts_on, today=context.time.date())


def kickoff_is_near(
    command: c.PlanKickoff | c.MoveKickoff, state: KickoffState | None, context: Context
) -> Iterator[Unmet]:
    """Nobody registers for a day that they will not live to see; a slip in the year shows here."""
    last = context.time.date() + timedelta(days=MOST_DAYS_AHEAD)
    if command.starts_on > last:
        yield Unmet("kickoff-far-ahead", "starts_on", starts_on=command.starts_on, last=last)


def kickoff_has_not_ended(
    command: c.MoveKickoff | c.CancelKickoff, state: KickoffState, context: Context
) -> Iterator[Unmet]:
    """What was held or cancelled is neither moved nor cancelled; another one may be planned."""
    if state.ended:
        yield Unmet("kickoff-ended", kickoff=command.resource_name(), status=state.status)


def nobody_has_come(command: c.MoveKickoff, state: KickoffState, context: Context) -> Iterator[Unmet]:
    """A kick-off that people have come to has begun: it is held, or cancelled.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    if any(person.came for person in registered_for(command.kickoff, context.all(Registration)).values()):
        yield Unmet("kickoff-begun", kickoff=command.resource_name())


def kickoff_is_moved(command: c.MoveKickoff, state: KickoffState, context: Context) -> Iterator[Unmet]:
    """Something changes."""
    if (command.starts_on, command.days or state.days) == (state.starts_on, state.days):
        yield Unmet("nothing-to-change")


def tables_have_room(command: c.PlanKickoff, state: None, context: Context) -> Iterator[Unmet]:
    """The smallest table is not larger than the largest, also where one of them comes from the playbook."""
    settings = context.settings(SolutionsSettings)
    low, high = command.table_min or settings.table_min, command.table_max or settings.table_max
    if low > high:
        yield Unmet("table-sizes", "table_min", low=low, high=high)


def registration_is_open(command: c.CloseRegistration, state: KickoffState, context: Context) -> Iterator[Unmet]:
    """Registration is closed once."""
    if state.status is not KickoffStatus.PLANNED:
        yield Unmet("registration-not-open", kickoff=command.resource_name(), status=state.status)


def somebody_can_be_placed(command: c.OfKickoff, state: KickoffState, context: Context) -> Iterator[Unmet]:
    """An allocation takes people and solutions.

    Guarantees it at the position of the facts. Race: none that matters; somebody may cancel right after the close,
    and the place then stays empty.
    """
    people = registered_for(command.kickoff, context.all(Registration)).values()
    if isinstance(command, c.CloseAttendance):
        if not any(person.status is RegistrationStatus.ATTENDED for person in people):
            yield Unmet("nobody-attends", kickoff=command.resource_name())
    elif not any(person.counts for person in people):
        yield Unmet("nobody-registered", kickoff=command.resource_name())
    if not any(solution.stands for solution in context.all(Solution).values()):
        yield Unmet("no-solutions")


def places_were_given(command: c.ReopenAllocation, state: KickoffState, context: Context) -> Iterator[Unmet]:
    """Places are given anew only after they were given."""
    if state.status is not KickoffStatus.ALLOCATED:
        yield _not_allocated(command, state)


def allocation_was_reopened(command: c.CloseAttendance, state: KickoffState, context: Context) -> Iterator[Unmet]:
    """Attendance is fixed for an allocation that was opened again."""
    if state.status is not KickoffStatus.REOPENED:
        yield Unmet("allocation-not-reopened", kickoff=command.resource_name(), status=state.status)


def kickoff_is_over(command: c.HoldKickoff, state: KickoffState, context: Context) -> Iterator[Unmet]:
    """A kick-off has been held when people came, sat at their tables, and its last day has come.

    Guarantees that at least one person had come. Race: attendance confirmed at the same moment may be missing in the
    counts of the event; it stands in the registrations all the same.
    """
    today = context.time.date()
    if today < state.last_day:
        yield Unmet("kickoff-not-over", kickoff=command.resource_name(), last_day=state.last_day, today=today)
    if state.status is not KickoffStatus.ALLOCATED:
        yield _not_allocated(command, state)
    if not any(person.came for person in registered_for(command.kickoff, context.all(Registration)).values()):
        yield Unmet("nobody-attended", kickoff=command.resource_name())


def _not_allocated(command: c.OfKickoff, state: KickoffState) -> Unmet:
    return Unmet("not-allocated", kickoff=command.resource_name(), status=state.status)


# ---------------------------------------------------------------------------------------------------------------------
# The allocation
# ---------------------------------------------------------------------------------------------------------------------


def allocation_names_known(command: c.RecordAllocation, state: KickoffState, context: Context) -> Iterator[Unmet]:
    """An allocation names people registered for this kick-off, each once, and solutions of this mission.

    Guarantees that every name was known at the position of the facts. Race: who cancels, and a solution that is
    withdrawn, between close and record still stand in the allocation, for it answers the close; a person who has
    cancelled is given no place.
    """
    people, solutions = registered_for(command.kickoff, context.all(Registration)), context.all(Solution)
    named = [*(place.participant for place in command.places), *command.unplaced]
    for person, times in Counter(named).items():
        if person not in people:
            yield Unmet("registration-unknown", "places", registration=REGISTRATION(command.kickoff, person))
        elif times > 1:
            yield Unmet("named-twice", "places", name=REGISTRATION(command.kickoff, person))
    for solution in dict.fromkeys([*(place.solution for place in command.places), *command.not_running]):
        if solution not in solutions:
            yield Unmet("solution-unknown", "places", solution=SOLUTION(solution))


# ---------------------------------------------------------------------------------------------------------------------
# One person's registration
# ---------------------------------------------------------------------------------------------------------------------


def acts_for_oneself(command: c.OfRegistration, state: RegistrationState | None, context: Context) -> Iterator[Unmet]:
    """Everybody registers in person."""
    if context.actor.participant != command.participant:
        yield Unmet("not-oneself", "participant", actor=context.actor.participant, participant=command.participant)


def acts_for_oneself_or_organises(
    command: c.OfRegistration, state: RegistrationState, context: Context
) -> Iterator[Unmet]:
    """The organisers may note at the door who has come, and who has gone."""
    if not context.actor.is_(Role.OPERATOR, Role.ORGANISER):
        yield from acts_for_oneself(command, state, context)


def is_not_registered(
    command: c.RegisterForKickoff, state: RegistrationState | None, context: Context
) -> Iterator[Unmet]:
    """A person registers once for each kick-off, and again only after having cancelled."""
    if state is not None and state.stands:
        kickoff = KICKOFF(command.kickoff)
        yield Unmet("registered-already", "participant", participant=command.participant, kickoff=kickoff)


def is_registered(command: c.OfRegistration, state: RegistrationState, context: Context) -> Iterator[Unmet]:
    """Only a registration that stands can be changed, cancelled or attended."""
    if not state.stands:
        kickoff = KICKOFF(command.kickoff)
        yield Unmet("not-registered", "participant", participant=command.participant, kickoff=kickoff)


def kickoff_takes_registrations(
    command: c.OfRegistration, state: RegistrationState | None, context: Context
) -> Iterator[Unmet]:
    """Registrations and wishes come before the close, or, as latecomers', while places are given anew.

    Guarantees that no registration stands behind the close that it should count for, because close and registration
    are judged one after the other by the log's writer. Race: none within one log; who comes second is refused.
    """
    kickoff = context.fact(Kickoff, command.kickoff)
    if kickoff is None:
        yield Unmet("kickoff-not-planned", "kickoff", kickoff=KICKOFF(command.kickoff))
    elif not kickoff.takes_registrations:
        yield Unmet("registration-closed", kickoff=KICKOFF(command.kickoff), status=kickoff.status)


def wishes_are_few_and_known(
    command: c.RegisterForKickoff | c.ChangeWishes, state: RegistrationState | None, context: Context
) -> Iterator[Unmet]:
    """Wishes are solutions that stand, each named once, and not more than the kick-off takes.

    Guarantees it at the position of the facts. Race: a solution withdrawn later is left out of the allocation, and
    the next wish counts.
    """
    kickoff, wishes = context.fact(Kickoff, command.kickoff), command.wishes
    if kickoff is not None and len(wishes) > kickoff.max_wishes:
        yield Unmet("too-many-wishes", "wishes", count=len(wishes), most=kickoff.max_wishes)
    for wish, times in Counter(wishes).items():
        solution = context.fact(Solution, wish)
        if times > 1:
            yield Unmet("named-twice", "wishes", name=SOLUTION(wish))
        if solution is None:
            yield Unmet("solution-unknown", "wishes", solution=SOLUTION(wish))
        elif not solution.stands:
            yield Unmet("solution-withdrawn", "wishes", solution=SOLUTION(wish))


def kickoff_is_not_held(command: c.CancelRegistration, state: RegistrationState, context: Context) -> Iterator[Unmet]:
    """After the kick-off there is nothing left to cancel.

    Guarantees that the counts of `KickoffHeld` stay true. Race: none within one log.
    """
    kickoff = context.fact(Kickoff, command.kickoff)
    if kickoff is not None and kickoff.held:
        yield Unmet("kickoff-held", kickoff=KICKOFF(command.kickoff))


def kickoff_is_on(command: c.ConfirmAttendance, state: RegistrationState, context: Context) -> Iterator[Unmet]:
    """A person has come, once, from the first day on until the kick-off was held.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    name, today = KICKOFF(command.kickoff), context.time.date()
    if state.status is RegistrationStatus.ATTENDED:
        yield Unmet("attended-already", "participant", participant=command.participant, kickoff=name)
    kickoff = context.fact(Kickoff, command.kickoff)
    if kickoff is None:
        yield Unmet("kickoff-not-planned", "kickoff", kickoff=name)
    elif kickoff.held:
        yield Unmet("kickoff-held", kickoff=name)
    elif kickoff.ended:
        yield Unmet("kickoff-ended", kickoff=name, status=kickoff.status)
    elif today < kickoff.starts_on:
        yield Unmet("kickoff-not-begun", kickoff=name, starts_on=kickoff.starts_on, today=today)
