"""What concerns a contribution from beside its way: what befell the mission, a call or an
institution, and what it supports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from osi_core.domain import Event, Recorded, full_name
from osi_core.log.store import Reader
from osi_core.mission.resources import INSTITUTION
from osi_core.process.as_known import beginning
from osi_core.process.ways import TOLD
from osi_core.way import Audience, Turn

Place = Callable[[Recorded], int]
"""Where an event stands among all that are told, in the order in which they became known."""


def of_all(reader: Reader, start: Recorded, later: Iterable[Recorded]) -> Iterator[Recorded]:
    """Of what was told `later` to all since their resource began, what is told to the contribution that `start` is."""
    for record in later:
        kind = TOLD[record.event.type].of
        if kind is None or kind.matches(start.stream):
            first = beginning(reader, record.stream, record)
            if first is not None and _was_known(first, start):
                yield record


def _was_known(first: Recorded, to: Recorded) -> bool:
    """Whether an event stands before another one, or was heard of when that was written."""
    if first.chain == to.chain:
        return first.position < to.position
    return first.position <= to.facts_at.get(first.chain, 0)


def of_supported(reader: Reader, start: Recorded, told_at: Mapping[str, Sequence[Recorded]]) -> Iterator[Recorded]:
    """What its supporters are told of the resources that the contribution supports. `told_at` has the told events of
    each stream.
    """
    told = TOLD.get(start.event.type)
    if told is None or told.supports is None:
        return
    opened: Event | None = None
    if told.result_at is not None:
        first = beginning(reader, full_name(start.mission, told.result_at(start.event)), start)
        opened = first and first.event
    for name in told.supports(start.event, opened):
        for record in told_at.get(full_name(start.mission, name), ()):
            if TOLD[record.event.type].to_supporters:
                yield record


def of_institutions(
    records: Iterable[Recorded], told_at: Mapping[str, Sequence[Recorded]], place: Place
) -> Iterator[Recorded]:
    """What happened later to the institutions that a way's events name: that one was entered twice."""
    named: dict[str, int] = {}
    for record in records:
        for name in filter(INSTITUTION.matches, record.refs):
            named.setdefault(name, place(record))
    for name, since in named.items():
        yield from (record for record in told_at.get(name, ()) if place(record) > since)


def of_person(start: Recorded, records: Iterable[Recorded], *, own: bool) -> list[Recorded]:
    """The events of a way in their order without what is told to other persons, up to the answer that ends what this
    one had asked for.
    """
    asked, kept, asks = getattr(start.event, "participant", None), [], False
    for record in records:
        told = TOLD[record.event.type]
        if told.audience is not Audience.PERSON:
            kept.append(record)
        elif own and asks and getattr(record.event, "participant", None) == asked:
            kept.append(record)
            if told.ended:
                break
        asks = asks or record.id == start.id
    return kept


def given_up(befell: Sequence[Recorded]) -> Recorded | None:
    """What ended everything, unless it goes on again."""
    turns = [record for record in befell if turns_of(record) & {Turn.LIVES, Turn.ENDS}]
    return turns[-1] if turns and Turn.ENDS in turns_of(turns[-1]) else None


def turns_of(record: Recorded) -> frozenset[Turn]:
    """What an event does to a way."""
    told = TOLD.get(record.event.type)
    return told.turns if told else frozenset()
