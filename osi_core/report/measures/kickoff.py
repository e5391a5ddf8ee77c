"""What the part on the kick-offs shows: who registered, who came, and how the places were given out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from osi_core.domain import Model
from osi_core.log.records import DecisionRecord
from osi_core.report.source import Source
from osi_core.solutions import events as e
from osi_core.solutions.facts import Kickoff, Registration, Solution, registered_for


class Allocation(Model):
    """One allocation of people to solutions, as it was recorded."""

    kickoff: str
    record: DecisionRecord
    on: date
    placed: int
    unplaced: int
    running: int
    not_running: int


class KickoffRow(Model):
    """One kick-off."""

    kickoff: str
    starts_on: date
    days: int
    last_day: date
    status: e.KickoffStatus
    table_min: int
    table_max: int
    registered: int
    attended: int
    cancelled: int
    placed: int
    """People with a place now."""
    unplaced: int
    """Those who are there, and before the kick-off those who are expected, without a place."""


class KickoffPart(Model):
    """All kick-offs together; who is at two counts at each."""

    kickoffs: tuple[KickoffRow, ...]
    """By their first day; at least one."""
    allocations: tuple[Allocation, ...]
    wish_places: dict[int, int]
    """Of those who have a place now and named wishes: how many got their first, second ... wish; 0 counts those who
    got none of them."""
    without_wishes: int
    """Placed without having named a wish."""
    table_sizes: dict[int, int]
    """People at the table → how many tables of that size."""
    existing: int
    newly_developed: int
    """Solutions by origin, those withdrawn left out."""
    withdrawn: int
    """Solutions that were submitted and withdrawn later, whatever their origin."""

    @property
    def starts_on(self) -> date:
        """The first day of the first one."""
        return self.kickoffs[0].starts_on

    @property
    def last_day(self) -> date:
        """The last day of the last one."""
        return max(row.last_day for row in self.kickoffs)

    @property
    def registered(self) -> int:
        """Registrations that were not cancelled before the person came."""
        return sum(row.registered for row in self.kickoffs)

    @property
    def attended(self) -> int:
        """Of these, how many people came for."""
        return sum(row.attended for row in self.kickoffs)

    @property
    def unplaced(self) -> int:
        """Those who are there, and before a kick-off those who are expected, without a place."""
        return sum(row.unplaced for row in self.kickoffs)

    @property
    def table_min(self) -> int:
        """The smallest table that was planned."""
        return min(row.table_min for row in self.kickoffs)

    @property
    def table_max(self) -> int:
        """The largest table that was planned."""
        return max(row.table_max for row in self.kickoffs)

    @property
    def wished(self) -> int:
        """Placed people who had named wishes."""
        return sum(self.wish_places.values())

    @property
    def placed(self) -> int:
        """People with a place now."""
        return sum(row.placed for row in self.kickoffs)

    @property
    def tables(self) -> int:
        """Tables with anyone at them."""
        return sum(self.table_sizes.values())


def kickoff_part(source: Source) -> KickoffPart | None:
    """The kick-offs at the log's end; None while none is planned."""
    kickoffs = source.facts(Kickoff)
    if not kickoffs:
        return None
    plans = {event.kickoff: event for event in source.events(e.KickoffPlanned)}
    registrations = source.facts(Registration)
    rows = [
        _row(plans[name], kickoff, registered_for(name, registrations).values()) for name, kickoff in kickoffs.items()
    ]
    placed = [row for row in registrations.values() if row.solution is not None]
    origins = Counter(row.origin for row in source.facts(Solution).values() if row.stands)
    sizes = Counter(Counter((row.kickoff, row.solution) for row in placed).values())
    return KickoffPart(
        kickoffs=tuple(sorted(rows, key=lambda row: row.starts_on)),
        allocations=_allocations(source),
        wish_places=_wish_places(placed),
        without_wishes=sum(not row.wishes for row in placed),
        table_sizes=dict(sorted(sizes.items())),
        existing=origins[e.SolutionOrigin.EXISTING],
        newly_developed=origins[e.SolutionOrigin.NEWLY_DEVELOPED],
        withdrawn=sum(not row.stands for row in source.facts(Solution).values()),
    )


def _row(plan: e.KickoffPlanned, kickoff: Kickoff, registrations: Iterable[Registration]) -> KickoffRow:
    people = list(registrations)
    begun = any(row.status is e.RegistrationStatus.ATTENDED for row in people)
    there = [row for row in people if (row.status is e.RegistrationStatus.ATTENDED if begun else row.stands)]
    return KickoffRow(
        kickoff=plan.kickoff,
        starts_on=kickoff.starts_on,
        days=kickoff.days,
        last_day=kickoff.last_day,
        status=kickoff.status,
        table_min=plan.table_min,
        table_max=plan.table_max,
        registered=sum(row.counts for row in people),
        attended=sum(row.came for row in people),
        cancelled=sum(row.status is e.RegistrationStatus.CANCELLED for row in people),
        placed=sum(row.solution is not None for row in people),
        unplaced=sum(row.solution is None for row in there),
    )


def _wish_places(placed: list[Registration]) -> dict[int, int]:
    """The first wishes up to the last that anyone named, and 0; every one of them, also where nobody got it."""
    counts = Counter(
        row.wishes.index(row.solution) + 1 if row.solution in row.wishes else 0
        for row in placed
        if row.wishes and row.solution
    )
    longest = max((len(row.wishes) for row in placed), default=0)
    return {place: counts[place] for place in (*range(1, longest + 1), 0)}


def _allocations(source: Source) -> tuple[Allocation, ...]:
    found = []
    for record in source.records(e.KickoffAllocated):
        event = record.event
        assert isinstance(event, e.KickoffAllocated)
        found.append(
            Allocation(
                kickoff=event.kickoff,
                record=event.record,
                on=record.time.date(),
                placed=event.placed,
                unplaced=event.unplaced,
                running=len(event.running),
                not_running=len(event.not_running),
            )
        )
    return tuple(found)
