"""What the part on the kick-off shows: who registered, who came, and how the places were given out."""

from __future__ import annotations

from collections import Counter
from datetime import date

from osi_core.domain import Model
from osi_core.log.records import DecisionRecord
from osi_core.report.source import Source
from osi_core.solutions import events as e
from osi_core.solutions.facts import THE_KICKOFF, Kickoff, Registration, Solution

ATTENDING, EXPECTED = ("attended",), ("registered", "attended")


class Allocation(Model):
    """One allocation of people to solutions, as it was recorded."""

    record: DecisionRecord
    on: date
    placed: int
    unplaced: int
    running: int
    not_running: int


class KickoffPart(Model):
    """The kick-off."""

    starts_on: date
    days: int
    held: bool
    table_min: int
    table_max: int
    registered: int
    attended: int
    cancelled: int
    allocations: tuple[Allocation, ...]
    wish_places: dict[int, int]
    """Of those who have a place now and named wishes: how many got their first, second ... wish; 0 counts those who
    got none of them."""
    without_wishes: int
    """Placed without having named a wish."""
    unplaced: int
    table_sizes: dict[int, int]
    """People at the table → how many tables of that size."""
    existing: int
    newly_developed: int
    """Solutions by origin, those withdrawn left out."""

    @property
    def wished(self) -> int:
        """Placed people who had named wishes."""
        return sum(self.wish_places.values())

    @property
    def placed(self) -> int:
        """People with a place now."""
        return self.wished + self.without_wishes

    @property
    def tables(self) -> int:
        """Tables with anyone at them."""
        return sum(self.table_sizes.values())


def kickoff_part(source: Source) -> KickoffPart | None:
    """The kick-off at the log's end; None while none is planned."""
    kickoff, planned = source.facts(Kickoff).get(THE_KICKOFF), source.newest(e.KickoffPlanned)
    if kickoff is None or planned is None:
        return None
    registrations = list(source.facts(Registration).values())
    placed = [row for row in registrations if row.solution is not None]
    origins = Counter(row.origin for row in source.facts(Solution).values() if row.stands)
    sizes = Counter(Counter(row.solution for row in placed).values())
    return KickoffPart(
        starts_on=kickoff.starts_on,
        days=kickoff.days,
        held=kickoff.held,
        table_min=planned[0].table_min,
        table_max=planned[0].table_max,
        registered=sum(row.counts for row in registrations),
        attended=sum(row.came for row in registrations),
        cancelled=sum(row.status == "cancelled" for row in registrations),
        allocations=_allocations(source),
        wish_places=_wish_places(placed),
        without_wishes=sum(not row.wishes for row in placed),
        unplaced=_unplaced(registrations),
        table_sizes=dict(sorted(sizes.items())),
        existing=origins["existing"],
        newly_developed=origins["newly_developed"],
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


def _unplaced(registrations: list[Registration]) -> int:
    """Those who are there, and before the kick-off those who are expected, without a place."""
    there = ATTENDING if any(row.status == "attended" for row in registrations) else EXPECTED
    return sum(row.status in there and row.solution is None for row in registrations)


def _allocations(source: Source) -> tuple[Allocation, ...]:
    found = []
    for record in source.records(e.KickoffAllocated):
        event = record.event
        assert isinstance(event, e.KickoffAllocated)
        found.append(
            Allocation(
                record=event.record,
                on=record.time.date(),
                placed=event.placed,
                unplaced=event.unplaced,
                running=len(event.running),
                not_running=len(event.not_running),
            )
        )
    return tuple(found)
