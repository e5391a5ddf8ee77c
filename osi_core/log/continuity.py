"""What every store checks before it appends: the entries continue their mission's chain and their streams' versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from osi_core.log.envelope import Entry, Head, chained, no_event, time_of
from osi_core.log.store import Batch, Conflict
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
