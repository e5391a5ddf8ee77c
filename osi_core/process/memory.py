"""What the engine holds in memory of one mission: the log's head, the facts, and the aggregates it met lately.

All of it can be dropped at any time and made anew from the log, from a snapshot and the events behind it.
"""

from __future__ import annotations

import gc
import hashlib
import inspect
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from importlib.metadata import version
from types import FunctionType
from typing import Any

from pydantic import TypeAdapter

from osi_core.domain import Fact, FactKey, Recorded, State
from osi_core.log.envelope import Entry, Head, decode
from osi_core.log.store import EventStore, Reader, Snapshot, Streams
from osi_core.mission.playbook import Playbook
from osi_core.mission.resources import MISSION
from osi_core.mission.state import Mission
from osi_core.process.share import Share

HELD_STREAMS = 50_000
"""How many aggregates stay in memory between groups of commands."""


class MissionMemory:
    """One mission, as far as the engine has read its log."""

    def __init__(self, mission: str, share: Share) -> None:
        self.mission, self.share = mission, share
        self.name = MISSION.within(mission)
        """The mission's full name, and the stream that all its commands look at."""
        self.head = Head()
        self.rows: dict[type[Fact], dict[str, Fact]] = {kind: {} for kind in share.facts}
        self.keys: dict[str, bytes] = {}
        """The mission's keys by their names in the private store, once they were needed."""
        self._streams: dict[str, tuple[State | None, int]] = {}
        self._borrowed: set[type[Fact]] = set()
        """Kinds whose rows another memory holds too: they are copied before anything is folded into them."""

    def catch_up(self, reader: Reader) -> None:
        """Reads what others have written since."""
        head = reader.head(self.mission)
        if head != self.head:
            self.read_to(reader, head)

    def read_to(self, reader: Reader, head: Head) -> None:
        """Reads what comes next, up to this head."""
        self._streams.clear()
        types = frozenset(source.type for source in self.share.sources)
        with many_values_that_stay():
            for entry in reader.read(self.mission, after=self.head.position, upto=head.position, types=types):
                self._fold(decode(entry))
        self.head = head

    def take(self, entry: Entry, record: Recorded, state: State | None, head: Head) -> None:
        """Takes in an event that the engine itself has just decided."""
        self._fold(record)
        self._streams[entry.stream] = (state, entry.version)
        self.head = head

    def hear(self, record: Recorded) -> None:
        """Takes in an event that the log has, the next one; whoever calls moves the head, once for many."""
        self._fold(record)
        self._streams.pop(record.stream, None)

    def successor(self) -> MissionMemory:
        """A memory that goes on from here, while this one stays as it is: rows are shared until they change."""
        after = MissionMemory(self.mission, self.share)
        after.head, after.rows, after._borrowed = self.head, dict(self.rows), set(self.rows)
        if (held := self._streams.get(self.name)) is not None:
            after._streams[self.name] = held
        return after

    def copy(self) -> MissionMemory:
        """A memory of the same, for others to read, while this one changes."""
        other = self.successor()
        other.rows, other._borrowed = {kind: dict(rows) for kind, rows in self.rows.items()}, set()
        return other

    def aggregate(self, reader: Streams, stream: str, kind: type[State] | None) -> tuple[State | None, int]:
        """An aggregate's state and version, read from its stream when it isn't held."""
        held = self._streams.get(stream)
        if held is None:
            held = self._read_aggregate(reader, stream, kind) if kind else (None, reader.version(stream))
            self._streams[stream] = held
        return held

    def held(self, stream: str) -> tuple[State | None, int] | None:
        """An aggregate's state and version, if they are at hand."""
        return self._streams.get(stream)

    def _read_aggregate(self, reader: Streams, stream: str, kind: type[State]) -> tuple[State | None, int]:
        state, version = None, 0
        for entry in reader.read_stream(stream, upto=self.head.position):  # what comes after is not known here yet
            state, version = kind.evolve(state, decode(entry).event), entry.version
        return state, version

    def mission_state(self, reader: Streams) -> Mission | None:
        """The mission itself; None before its creation."""
        state, _ = self.aggregate(reader, self.name, Mission)
        assert state is None or isinstance(state, Mission)
        return state

    def playbook(self, reader: Streams) -> Playbook:
        """The playbook that the mission runs under now."""
        state = self.mission_state(reader)
        return state.playbook if state else Playbook()

    @property
    def last(self) -> datetime | None:
        """The time of the last event; None before the first."""
        return datetime.fromisoformat(self.head.time) if self.head.time else None

    def fact(self, asked: FactKey) -> Any:
        """One fact or None, or all rows of its kind."""
        rows = self.rows[asked.kind]
        return rows if asked.key is None else rows.get(asked.key)

    def forget_some(self) -> None:
        """Keeps the number of held aggregates within bounds; called between groups, never within one."""
        while len(self._streams) > HELD_STREAMS:
            del self._streams[next(iter(self._streams))]

    def _fold(self, record: Recorded) -> None:
        for kind in self.share.sources.get(type(record.event), ()):
            if kind in self._borrowed:
                self.rows[kind] = dict(self.rows[kind])
                self._borrowed.discard(kind)
            kind.fold(self.rows[kind], record)

    # Snapshots

    def as_snapshot(self) -> Snapshot:
        """The facts as they stand: a line of JSON for each kind, in the order of the share."""
        lines = [_adapter(kind).dump_json(self.rows[kind]) for kind in self.share.facts]
        return Snapshot(self.head.position, self.head.hash, b"\n".join(lines))

    def save(self, store: EventStore) -> None:
        """Keeps the facts as they stand as a snapshot."""
        store.save_snapshot(self.mission, snapshot_name(self.share), self.as_snapshot())

    @classmethod
    def load(cls, reader: EventStore, mission: str, share: Share) -> MissionMemory:
        """The memory of a mission from its newest snapshot, if any; `catch_up` reads the rest.

        A snapshot that cannot be read, or that is not of this log (which was restored from an older copy, or went
        another way since), is passed over.
        """
        memory = cls(mission, share)
        found = reader.snapshot(mission, snapshot_name(share))
        if found is None or not _stands_in(reader, mission, found):
            return memory
        try:
            lines = zip(share.facts, found.content.split(b"\n"), strict=True)
            with many_values_that_stay():
                rows: dict[type[Fact], dict[str, Fact]] = {k: _adapter(k).validate_json(line) for k, line in lines}
        except ValueError:
            return memory
        memory.rows = rows
        memory.head = Head(found.position, found.hash)
        return memory


@contextmanager
def many_values_that_stay() -> Iterator[None]:
    """Holds cyclic garbage collection while values are made that all stay: it would look at them again and again.

    Models hold no cycles; of a load of 160,000 rows the collector took half the time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _stands_in(reader: EventStore, mission: str, snapshot: Snapshot) -> bool:
    entries = reader.read(mission, snapshot.position - 1, snapshot.position)
    return [entry.hash for entry in entries] == [snapshot.hash]


@cache
def _adapter(kind: type[Fact]) -> TypeAdapter[dict[str, Fact]]:
    return TypeAdapter(dict[str, kind])  # type: ignore[valid-type]


@cache
def snapshot_name(share: Share) -> str:
    """Names the form of a share's facts and the code that folds them: a snapshot of another form, or by a fold that has
    been mended since, is not found, and the log is read instead.
    """
    schemas = [_adapter(kind).json_schema() for kind in share.facts]
    sources = sorted((source.type, [kind.__name__ for kind in kinds]) for source, kinds in share.sources.items())
    folds = [fold_digest(kind) for kind in share.facts]
    return "facts-" + hashlib.sha256(json.dumps([schemas, sources, folds], sort_keys=True).encode()).hexdigest()[:16]


def fold_digest(kind: type[Fact]) -> str:
    """Names the code of a fact's fold: its module and the modules of ours that its module takes functions or classes
    from. A comma too many reads a log once; a fold too few would go unnoticed.
    """
    own = sys.modules[kind.__module__]
    used = (getattr(value, "__module__", None) for value in vars(own).values() if isinstance(value, _CODE))
    library = __name__.split(".")[0]
    modules = {own.__name__, *(name for name in used if name and name.split(".")[0] == library)}
    return hashlib.sha256(b"\0".join(_source(name) for name in sorted(modules))).hexdigest()


_CODE = (type, FunctionType)


@cache
def _source(module: str) -> bytes:
    try:
        source = inspect.getsource(sys.modules[module])
    except OSError:  # installed without its source: then all of one version are the same
        source = version("osi-core")
    return f"{module}\n{source}".encode()
