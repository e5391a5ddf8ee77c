"""What every store checks before it appends.

The entries continue their mission's chain and their streams' versions, and what is heard continues its chain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from osi_core.domain import Event
from osi_core.log.envelope import Entry, Head, chained, no_event, time_of
from osi_core.log.heard import HeardHead, Place, place
from osi_core.log.store import Batch, Conflict, MissionMoved
from osi_core.words import Name


def head_behind(entry: Entry) -> Head:
    """The head of a log whose last entry this is. Raises LogDamaged when its bytes are not an event."""
    try:
        return Head(entry.position, entry.hash, time_of(entry.raw))
    except ValueError as error:
        raise no_event(entry) from error


def continued(batch: Batch, head: Head) -> Head:
    """The head of the mission's log behind the batch. Raises Conflict when an entry does not continue the chain."""
    position, previous = head.position, head.hash
    for entry in batch.entries:
        position += 1
        if entry.mission != batch.mission:
            raise Conflict("store.other-mission", other=entry.mission, mission=batch.mission)
        if entry.position != position:
            raise Conflict("store.position-stale", mission=batch.mission, position=entry.position, next=position)
        if chained(previous, entry.raw) != entry.hash:
            raise Conflict("store.hash-stale", mission=batch.mission, position=position)
        previous = entry.hash
    return head_behind(batch.entries[-1]) if batch.entries else head


def versions_before(entries: Iterable[Entry]) -> dict[str, int]:
    """The version that each stream must stand at for these entries to continue it.

    Raises Conflict when the entries do not continue each other.
    """
    before: dict[str, int] = {}
    last: dict[str, int] = {}
    for entry in entries:
        known = last.get(entry.stream)
        if known is None:
            before[entry.stream] = entry.version - 1
        elif entry.version != known + 1:
            raise stale_version(entry.stream, entry.version - 1, known)
        last[entry.stream] = entry.version
    return before


def check_versions(expected: Mapping[str, int], actual: Mapping[str, int]) -> None:
    """Raises Conflict for a stream that does not stand at the expected version; one not in `actual` is empty."""
    for stream, version in expected.items():
        stands = actual.get(stream, 0)
        if stands != version:
            raise stale_version(stream, version, stands)


def stale_version(stream: str, expected: int, stands: int) -> Conflict:
    """The refusal of an append to a stream that has moved on."""
    return Conflict("store.version-stale", stream=Name(stream), stands=stands, expected=expected)


def require_here(mission: str, moved_to: str | None) -> None:
    """Raises MissionMoved for a mission that goes on in another store."""
    if moved_to is not None:
        raise MissionMoved("store.moved", mission=mission, to=moved_to)


def published(batch: Batch, last: int) -> Iterator[tuple[int | None, Entry]]:
    """A batch's entries, each with the position of its mission's public one before it; None with one that is private.

    `last` is the public one before all of them, 0 if there is none.
    """
    for entry in batch.entries:
        if entry.position in batch.public if batch.public is not None else _is_public(entry):
            yield last, entry
            last = entry.position
        else:
            yield None, entry


def _is_public(entry: Entry) -> bool:
    kind = Event.registry.get(entry.type)
    return kind is not None and kind.public


def heard_behind(batch: Batch, heads: Mapping[str, HeardHead]) -> dict[str, HeardHead]:
    """How far each chain of the mission is heard behind the batch. Raises Conflict for an entry that is not next."""
    behind = dict(heads)
    for entry in batch.heard:
        if entry.mission != batch.mission:
            raise Conflict("store.other-mission", other=entry.mission, mission=batch.mission)
        head = behind.get(entry.chain, HeardHead())
        if place(entry, head, None) is not Place.NEXT:
            at = {"position": entry.position, "previous": entry.previous, "heard": head.position}
            raise Conflict("store.heard-stale", mission=entry.mission, chain=entry.chain, **at)
        behind[entry.chain] = HeardHead(entry.position, entry.hash)
    return behind
