"""The log of a bundle, read once from its start to its end, and meanwhile again in parts.

What was read is kept as places in the file, not as events: a few numbers an event, so that a log of any length can be
followed. A problem is built from the types of events that it asks for, an aggregate from its own stream.
"""

from __future__ import annotations

import heapq
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import NamedTuple, Self

from osi_core.domain import Event, Recorded
from osi_core.hearing.events import ChainAdopted
from osi_core.log.envelope import Entry, Head, LogDamaged, decode, follow_chain, vector
from osi_core.log.heard import PublicEntry
from osi_core.process.adopted import with_adopted
from osi_core.process.export import LONGEST_LINE, Bundle, entries_of, entry_of
from osi_core.process.exported_heard import ExportedHeard


class Said(NamedTuple):
    """One event with where the log stands behind it. `record` is what went wrong where it cannot be read."""

    entry: Entry
    record: Recorded | LogDamaged
    head: Head


class ExportedLog:
    """A bundle's log while it is followed. It is open until it is left as a context."""

    def __init__(self, bundle: Bundle) -> None:
        """Raises ExportInvalid when there is no log that can be read."""
        self._files = ExitStack()
        self._lines = self._files.enter_context(bundle.log()).lines(LONGEST_LINE)
        self._places = self._files.enter_context(bundle.log())
        self._offsets = array("Q")
        """Of each event's line in the file, by position - 1."""
        self._before = array("Q")
        """The position of the event before it in its stream, 0 for the first."""
        self._last: dict[str, int] = {}
        """Stream → its last position."""
        self._of_type: dict[str, array[int]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._files.close()

    def commands(self) -> Iterator[list[Said]]:
        """The events of one command after the other; each can be read again once the next is asked for.

        The events of one command stand on the same position (`facts_at`). Raises LogDamaged where the chain breaks.
        """
        group: list[Said] = []
        lengths: list[int] = []
        offset = 0
        for said, length in self._said():
            if group and not self._belongs(said, group[0]):
                yield group
                offset = self._note(group, lengths, offset)
                group, lengths = [], []
            group.append(said)
            lengths.append(length)
        if group:
            yield group
            self._note(group, lengths, offset)

    def _said(self) -> Iterator[tuple[Said, int]]:
        lengths: list[int] = []

        def measured() -> Iterator[bytes]:
            for line in self._lines:
                lengths.append(len(line))
                yield line

        for entry, head in follow_chain(entries_of(measured())):
            try:
                record: Recorded | LogDamaged = decode(entry)
            except LogDamaged as unread:
                record = unread
            yield Said(entry, record, head), lengths.pop()

    def _belongs(self, said: Said, first: Said) -> bool:
        if isinstance(said.record, LogDamaged) or isinstance(first.record, LogDamaged):
            return False
        own = vector(said.record.chain, said.entry.mission, first.entry.position - 1)
        return own.items() <= said.record.facts_at.items()

    def _note(self, group: list[Said], lengths: list[int], offset: int) -> int:
        for said, length in zip(group, lengths, strict=True):
            entry = said.entry
            self._offsets.append(offset)
            self._before.append(self._last.get(entry.stream, 0))
            self._last[entry.stream] = entry.position
            self._of_type.setdefault(entry.type, array("Q")).append(entry.position)
            offset += length
        return offset

    # Reading again

    def upto(self, position: int) -> View:
        """The log up to a position."""
        return View(self, position)

    def entry(self, position: int) -> Entry:
        """The event at a position."""
        return entry_of(self._places.line_at(self._offsets[position - 1], LONGEST_LINE), position)

    def version(self, stream: str) -> int:
        """The last version of a stream, 0 if it is empty."""
        last = self._last.get(stream)
        return self.entry(last).version if last else 0

    def read_stream(self, stream: str, after: int = 0, upto: int | None = None) -> Iterator[Entry]:
        """Entries of one stream with version > after and *position* ≤ upto, in order."""
        entries = (self.entry(position) for position in self.of_stream(stream) if upto is None or position <= upto)
        return (entry for entry in entries if entry.version > after)

    def of_stream(self, stream: str) -> list[int]:
        """The positions of a stream's events, in order."""
        found: list[int] = []
        position = self._last.get(stream, 0)
        while position:
            found.append(position)
            position = self._before[position - 1]
        return found[::-1]

    def of_types(self, types: set[str], upto: int) -> Iterator[int]:
        """The positions of events of these types, in order."""
        columns = (self._of_type.get(one, array("Q")) for one in types)
        return heapq.merge(*(column[: bisect_right(column, upto)] for column in columns))


class View:
    """A `LogView` of an exported log up to a position."""

    def __init__(self, log: ExportedLog, upto: int) -> None:
        self._log, self._upto = log, upto

    def events(self, *kinds: type[Event], stream: str | None = None) -> Iterator[Recorded]:
        """Events of these kinds (all if none is named), in order, of one stream or of the whole mission."""
        types = {kind.type for kind in kinds}
        if stream is not None:
            entries = self._log.read_stream(stream, upto=self._upto)
        else:
            entries = map(self._log.entry, self._log.of_types(types, self._upto) if types else range(1, self._upto + 1))
        return (decode(entry) for entry in entries if not types or entry.type in types)


class ViewAndHeard:
    """The same of a log that was restored from a copy, with what was heard of its chain behind that."""

    def __init__(self, log: ExportedLog, heard: ExportedHeard | None, upto: int) -> None:
        self._own, self._heard = View(log, upto), heard

    def events(self, *kinds: type[Event], stream: str | None = None) -> Iterator[Recorded]:
        """Events of these kinds (all if none is named), in order, of one stream or of the whole mission."""
        own, heard = self._own.events(*kinds, stream=stream), self._heard
        if heard is None:
            return own
        adopted = [one.event for one in self._own.events(ChainAdopted) if isinstance(one.event, ChainAdopted)]
        return with_adopted(own, adopted, lambda one: heard.heard("", one.chain, one.after, one.last), kinds, stream)


class LogAndHeard:
    """The streams of an exported log, and of what its chain has heard."""

    def __init__(self, log: ExportedLog, heard: ExportedHeard | None) -> None:
        self._log, self._heard = log, heard

    def version(self, stream: str) -> int:
        """The last version of an own stream, 0 if it is empty."""
        return self._log.version(stream)

    def read_stream(self, stream: str, after: int = 0, upto: int | None = None) -> Iterator[Entry]:
        """Entries of one own stream with version > after and *position* ≤ upto, in order."""
        return self._log.read_stream(stream, after, upto)

    def heard_stream(self, stream: str, upto: Mapping[str, int]) -> Iterator[PublicEntry]:
        """What was heard of one stream, in each chain up to its position in `upto`."""
        return iter(()) if self._heard is None else self._heard.stream(stream, upto)
