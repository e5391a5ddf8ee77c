"""What must hold before something happens at the kick-off: its planning, registrations, allocation, attendance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from osi_core.domain import Context, Role, Unmet
from osi_core.solutions import commands as c
from osi_core.solutions.facts import THE_KICKOFF, Kickoff, Registration, Solution
from osi_core.solutions.settings import SolutionsSettings
from osi_core.solutions.state import KickoffState, RegistrationState

# ---------------------------------------------------------------------------------------------------------------------
# Planning and holding it
# ---------------------------------------------------------------------------------------------------------------------


def kickoff_lies_ahead(command: c.PlanKickoff, state: None, context: Context) -> Iterator[Unmet]:
    """People need the time to register."""
    if command.starts_on < context.time.date():
        yield Unmet("kickoff-past", "starts_on", starts_on=command.starts_on, today=context.time.date())


def tables_have_room(command: c.PlanKickoff, state: None, context: Context) -> Iterator[Unmet]:
    """The smallest table is not larger than the largest, also where one of them comes from the playbook."""
    settings = context.settings(SolutionsSettings)
    low, high = command.table_min or settings.table_min, command.table_max or settings.table_max
    if low > high:
        yield Unmet("table-sizes", "table_min", low=low, high=high)


def registration_is_open(command: c.CloseRegistration, state: KickoffState, context: Context) -> Iterator[Unmet]:
    """Registration is closed once."""
    if state.status != "planned":
        yield _status("registration-not-open", state)


def somebody_can_be_placed(command: c.OfKickoff, state: KickoffState, context: Context) -> Iterator[Unmet]:
    """An allocation takes people and solutions.

    Guarantees it at the position of the facts. Race: none that matters; somebody may cancel right after the close,
    and the place then stays empty.
    """
    late = isinstance(command, c.CloseAttendance)
    people = context.all(Registration).values()
    if not any(person.status == "attended" if late else person.counts for person in people):
        yield Unmet(
            code="nobody-attends" if late else "nobody-registered",
            en="nobody has come" if late else "nobody has registered",
            de="niemand ist gekommen" if late else "niemand hat sich angemeldet",
        )
    if not any(solution.stands for solution in context.all(Solution).values()):
        yield Unmet("no-solutions")


def places_were_given(command: c.ReopenAllocation, state: KickoffState, context: Context) -> Iterator[Unmet]:
    """Places are given anew only after they were given."""
    if state.status != "allocated":
        yield _status("not-allocated", state)


def allocation_was_reopened(command: c.CloseAttendance, state: KickoffState, context: Context) -> Iterator[Unmet]:
    """Attendance is fixed for an allocation that was opened again."""
    if state.status != "reopened":
        yield _status("allocation-not-reopened", state)


def kickoff_is_over(command: c.HoldKickoff, state: KickoffState, context: Context) -> Iterator[Unmet]:
    """A kick-off has been held when people came, sat at their tables, and its last day has come.

    Guarantees that at least one person had come. Race: attendance confirmed at the same moment may be missing in the
    counts of the event; it stands in the registrations all the same.
    """
    today = context.time.date()
    if today < state.last_day:
        yield Unmet("kickoff-not-over", last_day=state.last_day, today=today)
    if state.status != "allocated":
        yield _status("not-allocated", state)
    if not any(registration.came for registration in context.all(Registration).values()):
        yield Unmet("nobody-attended")


_SAID = {
    "planned": ("takes registrations", "nimmt Anmeldungen an"),
    "closed": ("waits for its allocation", "wartet auf die Zuteilung der Plätze"),
    "allocated": ("has given its places", "hat die Plätze vergeben"),
    "reopened": ("is giving its places anew", "vergibt die Plätze neu"),
    "held": ("has been held", "hat stattgefunden"),
}


def _status(code: str, state: KickoffState | Kickoff) -> Unmet:
    en, de = _SAID[state.status]
    return Unmet(code=code, en=f"the kick-off {en}", de=f"die Kick-off-Veranstaltung {de}")


# ---------------------------------------------------------------------------------------------------------------------
# The allocation
# ---------------------------------------------------------------------------------------------------------------------


def allocation_names_known(command: c.RecordAllocation, state: KickoffState, context: Context) -> Iterator[Unmet]:
    """An allocation names registered people, each once, and solutions of this mission.

    Guarantees that every name was known at the position of the facts. Race: who cancels, and a solution that is
    withdrawn, between close and record still stand in the allocation, for it answers the close; a person who has
    cancelled is given no place.
    """
    people, solutions = context.all(Registration), context.all(Solution)
    named = [*(person for person, _ in command.pairs), *command.unplaced]
    for person, times in Counter(named).items():
        if person not in people:
            yield _unknown("registrations", person, "pairs")
        elif times > 1:
            yield Unmet(
                code="named-twice",
                field="pairs",
                en=f"{person} is given {times} places",
                de=f"{person} erhält {times} Plätze",
            )
    for solution in dict.fromkeys([*(solution for _, solution in command.pairs), *command.not_running]):
        if solution not in solutions:
            yield _unknown("solutions", solution, "pairs")


def _unknown(collection: str, name: str, field: str) -> Unmet:
    return Unmet(
        code=f"{collection[:-1]}-unknown",
        field=field,
        en=f"there is no {collection}/{name} in this mission",
        de=f"{collection}/{name} gibt es in dieser Mission nicht",
    )


# ---------------------------------------------------------------------------------------------------------------------
# One person's registration
# ---------------------------------------------------------------------------------------------------------------------


def acts_for_oneself(command: c.OfRegistration, state: RegistrationState | None, context: Context) -> Iterator[Unmet]:
    """Everybody registers in person."""
    if context.actor.participant != command.participant:
        yield Unmet(
            code="not-oneself",
            field="participant",
            en=f"{context.actor.participant} cannot act for {command.participant}",
            de=f"{context.actor.participant} kann nicht für {command.participant} handeln",
        )


def acts_for_oneself_or_organises(
    command: c.OfRegistration, state: RegistrationState, context: Context
) -> Iterator[Unmet]:
    """The organisers may note at the door who has come, and who has gone."""
    if not context.actor.is_(Role.OPERATOR, Role.ORGANISER):
        yield from acts_for_oneself(command, state, context)


def is_not_registered(
    command: c.RegisterForKickoff, state: RegistrationState | None, context: Context
) -> Iterator[Unmet]:
    """A person registers once, and again only after having cancelled."""
    if state is not None and state.stands:
        yield Unmet("registered-already", "participant", participant=command.participant)


def is_registered(command: c.OfRegistration, state: RegistrationState, context: Context) -> Iterator[Unmet]:
    """Only a registration that stands can be changed, cancelled or attended."""
    if not state.stands:
        yield Unmet("not-registered", "participant", participant=command.participant)


def kickoff_takes_registrations(
    command: c.OfRegistration, state: RegistrationState | None, context: Context
) -> Iterator[Unmet]:
    """Registrations and wishes come before the close, or, as latecomers', while places are given anew.

    Guarantees that no registration stands behind the close that it should count for, because close and registration
    are judged one after the other by the log's writer. Race: none within one log; who comes second is refused.
    """
    kickoff = context.fact(Kickoff, THE_KICKOFF)
    if kickoff is None:
        yield _no_kickoff()
    elif not kickoff.takes_registrations:
        yield _status("registration-closed", kickoff)


def wishes_are_few_and_known(
    command: c.RegisterForKickoff | c.ChangeWishes, state: RegistrationState | None, context: Context
) -> Iterator[Unmet]:
    """Wishes are solutions that stand, each named once, and not more than the playbook allows.

    Guarantees it at the position of the facts. Race: a solution withdrawn later is left out of the allocation, and
    the next wish counts.
    """
    most, wishes = context.settings(SolutionsSettings).max_wishes, command.wishes
    if len(wishes) > most:
        yield Unmet("too-many-wishes", "wishes", count=len(wishes), most=most)
    for wish, times in Counter(wishes).items():
        solution = context.fact(Solution, wish)
        if times > 1:
            yield Unmet(
                code="named-twice", field="wishes", en=f"{wish} is named twice", de=f"{wish} ist doppelt genannt"
            )
        if solution is None:
            yield _unknown("solutions", wish, "wishes")
        elif not solution.stands:
            yield Unmet(
                code="solution-withdrawn",
                field="wishes",
                en=f"solutions/{wish} was withdrawn",
                de=f"solutions/{wish} wurde zurückgezogen",
            )


def kickoff_is_not_held(command: c.CancelRegistration, state: RegistrationState, context: Context) -> Iterator[Unmet]:
    """After the kick-off there is nothing left to cancel.

    Guarantees that the counts of `KickoffHeld` stay true. Race: none within one log.
    """
    kickoff = context.fact(Kickoff, THE_KICKOFF)
    if kickoff is not None and kickoff.held:
        yield _status("kickoff-held", kickoff)


def kickoff_is_on(command: c.ConfirmAttendance, state: RegistrationState, context: Context) -> Iterator[Unmet]:
    """A person has come, once, from the first day on until the kick-off was held.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    if state.status == "attended":
        yield Unmet("attended-already", "participant", participant=command.participant)
    kickoff, today = context.fact(Kickoff, THE_KICKOFF), context.time.date()
    if kickoff is None:
        yield _no_kickoff()
    elif kickoff.held:
        yield _status("kickoff-held", kickoff)
    elif today < kickoff.starts_on:
        yield Unmet("kickoff-not-begun", starts_on=kickoff.starts_on, today=today)


def _no_kickoff() -> Unmet:
    return Unmet("kickoff-not-planned")
