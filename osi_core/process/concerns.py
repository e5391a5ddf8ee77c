"""What concerns a contribution from beside its way: what befell the mission, a call or an
institution, and what it supports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from osi_core.domain import Event, Recorded, full_name
from osi_core.log.envelope import decode
from osi_core.log.store import Reader
from osi_core.mission.resources import INSTITUTION
from osi_core.process.ways import TOLD
from osi_core.way import Audience, Turn


def of_all(reader: Reader, start: Recorded, since: Iterable[Recorded]) -> Iterator[Recorded]:
    """Of what is told to all since their resource began, what is told to the contribution that `start` is."""
    for record in since:
        kind = TOLD[record.event.type].of
        concerned = kind is None or kind.matches(start.stream)
        if concerned and record.position > start.position > _first(reader, record.stream).position:
            yield record


def of_supported(reader: Reader, start: Recorded, told_at: Mapping[str, Sequence[Recorded]]) -> Iterator[Recorded]:
    """What became of the resources that the contribution supports. `told_at` has the told events of each stream."""
    told = TOLD.get(start.event.type)
    if told is None or told.supports is None:
        return
    opened: Event | None = None
    if told.result_at is not None:
        opened = _first(reader, full_name(start.mission, told.result_at(start.event))).event
    for name in told.supports(start.event, opened):
        for record in told_at.get(full_name(start.mission, name), ()):
            if record.position > start.position and TOLD[record.event.type].to_supporters:
                yield record


def of_institutions(records: Iterable[Recorded], told_at: Mapping[str, Sequence[Recorded]]) -> Iterator[Recorded]:
    """What happened later to the institutions that a way's events name: that one was entered twice."""
    named: dict[str, int] = {}
    for record in records:
        for name in filter(INSTITUTION.matches, record.refs):
            named.setdefault(name, record.position)
    for name, since in named.items():
        yield from (record for record in told_at.get(name, ()) if record.position > since)


def of_person(start: Recorded, records: Iterable[Recorded], *, own: bool) -> list[Recorded]:
    """Without what is told to other persons, up to the answer that ends what this one had asked for."""
    asked, kept = getattr(start.event, "participant", None), []
    for record in records:
        told = TOLD[record.event.type]
        if told.audience is not Audience.PERSON:
            kept.append(record)
        elif own and record.position > start.position and getattr(record.event, "participant", None) == asked:
            kept.append(record)
            if told.ended:
                break
    return kept


def given_up(befell: Sequence[Recorded]) -> Recorded | None:
    """What ended everything, unless it goes on again."""
    turns = [record for record in befell if turns_of(record) & {Turn.LIVES, Turn.ENDS}]
    return turns[-1] if turns and Turn.ENDS in turns_of(turns[-1]) else None


def turns_of(record: Recorded) -> frozenset[Turn]:
    """What an event does to a way."""
    told = TOLD.get(record.event.type)
    return told.turns if told else frozenset()


def _first(reader: Reader, stream: str) -> Recorded:
    return decode(next(iter(reader.read_stream(stream))))
