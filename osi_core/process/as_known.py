"""What happened in a mission, own and heard, in the order in which it became known here."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping

from osi_core.domain import Recorded
from osi_core.log.envelope import Entry, LogDamaged, decode
from osi_core.log.store import Reader


def events_as_known(reader: Reader, mission: str, types: Collection[str]) -> Iterator[Recorded]:
    """The mission's events of these types in all chains: own ones, and heard ones as far as their content was kept.

    Each stands behind all that its writer knew. What was heard and cannot be read, and is parked for that, is left out.
    """
    heard = _Heard(reader, mission, types)
    for entry in reader.read(mission, types=types):
        record = decode(entry)
        yield from heard.up_to(record.facts_at)
        yield record
    yield from heard.up_to(heard.ends)


class _Heard:
    """What was heard of a mission and not told yet."""

    def __init__(self, reader: Reader, mission: str, types: Collection[str]) -> None:
        self.ends = {chain: head.position for chain, head in reader.heard_heads(mission).items()}
        self._waiting = {
            chain: deque(_readable(message.entry for message in reader.heard(mission, chain, 0, end, types)))
            for chain, end in self.ends.items()
        }

    def up_to(self, vector: Mapping[str, int], telling: tuple[str, ...] = ()) -> Iterator[Recorded]:
        """What was known where a vector stands; before an event of one chain, what it knew of the others."""
        for chain, waiting in self._waiting.items():
            while chain not in telling and waiting and waiting[0].position <= vector.get(chain, 0):
                record = waiting.popleft()
                yield from self.up_to(record.facts_at, (*telling, chain))
                yield record


def _readable(entries: Iterator[Entry]) -> Iterator[Recorded]:
    for entry in entries:
        try:
            if entry.raw:
                yield decode(entry)
        except LogDamaged:
            continue


def beginning(reader: Reader, stream: str, beside: Recorded) -> Recorded | None:
    """The first event of a stream in the chain that another event stands in; None where it is not known here."""
    head = reader.heard_heads(beside.mission).get(beside.chain)
    own = next(map(decode, reader.read_stream(stream)), None)
    if head is None or (own is not None and own.chain == beside.chain):  # it was heard, and restored from a copy
        return own
    heard = reader.heard_stream(stream, {beside.chain: head.position})
    return next(_readable(message.entry for message in heard), None)


def event_of_id(reader: Reader, id: str) -> Recorded | None:
    """The event of an id, own or heard; None for one that is not known here, or of which no content was kept."""
    chain, _, place = id.rpartition(":")
    chain, _, mission = chain.rpartition(":")
    if not (place.isascii() and place.isdecimal() and len(place) < 16):
        return None
    heard = reader.heard_at(mission, chain, int(place))
    kept = heard is not None and heard.raw  # not of what stands in the own log, which was restored from a copy
    entries = iter((heard.entry,)) if heard and kept else reader.read(mission, int(place) - 1, int(place))
    return next((record for record in _readable(entries) if record.id == id), None)
