"""What the engine holds in memory of one mission: the log's head, the facts, and the aggregates it met lately.

All of it can be dropped at any time and made anew from the log, from a snapshot and the events behind it.
"""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from osi_core.domain import Fact, FactKey, Recorded, State
from osi_core.log.envelope import Entry, Head, decode
from osi_core.log.store import EventStore, Reader
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
        self.head = Head()
        self.rows: dict[type[Fact], dict[str, Fact]] = {kind: {} for kind in share.facts}
        self.receipt_key: bytes | None = None
        """Key of the mission's receipt codes, once it was needed."""
        self._streams: dict[str, tuple[State | None, int]] = {}

    def catch_up(self, reader: Reader) -> None:
        """Reads what others have written since."""
        head = reader.head(self.mission)
        if head == self.head:
            return
        self._streams.clear()
        types = frozenset(source.type for source in self.share.sources)
        with many_values_that_stay():
            for entry in reader.read(self.mission, after=self.head.position, upto=head.position, types=types):
                self._fold(decode(entry))
        self.head = head

    def take(self, entry: Entry, record: Recorded, state: State | None, time: str) -> None:
        """Takes in an event that the engine itself has just decided."""
        self._fold(record)
        self._streams[entry.stream] = (state, entry.version)
        self.head = Head(entry.position, entry.hash, time)

    def aggregate(self, reader: Reader, stream: str, kind: type[State] | None) -> tuple[State | None, int]:
        """An aggregate's state and version, read from its stream when it isn't held."""
        held = self._streams.get(stream)
        if held is None:
            held = _read_aggregate(reader, stream, kind) if kind else (None, reader.version(stream))
            self._streams[stream] = held
        return held

    def mission_state(self, reader: Reader) -> Mission | None:
        """The mission itself; None before its creation."""
        state, _ = self.aggregate(reader, MISSION.within(self.mission), Mission)
        assert state is None or isinstance(state, Mission)
        return state

    def playbook(self, reader: Reader) -> Playbook:
        """The playbook that the mission runs under now."""
        state = self.mission_state(reader)
        return state.playbook if state else Playbook()

    def not_before_the_log(self, now: datetime) -> datetime:
        """The time in UTC, or the last event's if that is later: time never runs backwards within a log."""
        now = now.astimezone(UTC) if now.tzinfo else now.replace(tzinfo=UTC)
        return max(now, datetime.fromisoformat(self.head.time)) if self.head.time else now

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
            kind.fold(self.rows[kind], record)

    # Snapshots

    def save(self, store: EventStore) -> None:
        """Keeps the facts as they stand as a snapshot: a line of JSON for each kind, in the order of the share."""
        lines = [_adapter(kind).dump_json(self.rows[kind]) for kind in self.share.facts]
        store.save_snapshot(self.mission, self.head.position, snapshot_name(self.share), b"\n".join(lines))

    @classmethod
    def load(cls, reader: EventStore, mission: str, share: Share) -> MissionMemory:
        """The memory of a mission from its newest snapshot, if any; `catch_up` reads the rest.

        A snapshot that cannot be read, or that is ahead of a log restored from an older copy, is passed over.
        """
        memory = cls(mission, share)
        found = reader.snapshot(mission, snapshot_name(share))
        if found is None or found[0] > reader.head(mission).position:
            return memory
        position, raw = found
        try:
            lines = zip(share.facts, raw.split(b"\n"), strict=True)
            with many_values_that_stay():
                rows: dict[type[Fact], dict[str, Fact]] = {k: _adapter(k).validate_json(line) for k, line in lines}
        except ValueError:
            return memory
        memory.rows = rows
        memory.head = Head(position)  # its hash is not needed: catch_up compares with the log's own head
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


def _read_aggregate(reader: Reader, stream: str, kind: type[State]) -> tuple[State | None, int]:
    state, version = None, 0
    for entry in reader.read_stream(stream):
        state, version = kind.evolve(state, decode(entry).event), entry.version
    return state, version


@cache
def _adapter(kind: type[Fact]) -> TypeAdapter[dict[str, Fact]]:
    return TypeAdapter(dict[str, kind])  # type: ignore[valid-type]


@cache
def snapshot_name(share: Share) -> str:
    """Names the form of a share's facts: a snapshot of another form is not found, and the log is read instead."""
    schemas = [_adapter(kind).json_schema() for kind in share.facts]
    sources = sorted((source.type, [kind.__name__ for kind in kinds]) for source, kinds in share.sources.items())
    return "facts-" + hashlib.sha256(json.dumps([schemas, sources], sort_keys=True).encode()).hexdigest()[:16]
