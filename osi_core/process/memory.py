"""What the engine holds in memory of one mission: the log's head, the facts, and the aggregates it met lately.

All of it can be dropped at any time and made anew from the log, from a snapshot and the events behind it.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import accumulate
from typing import Any

from osi_core.domain import Event, Fact, FactKey, Recorded, Service, State
from osi_core.hearing.events import ChainAdopted
from osi_core.hearing.facts import Adopted, Parked
from osi_core.log.decisions import DecisionClosed
from osi_core.log.envelope import Entry, Head, chain_of, decode, vector
from osi_core.log.heard import HeardHead, PublicEntry
from osi_core.log.store import Reader, Streams
from osi_core.mission.facts import ServingChain
from osi_core.mission.playbook import Playbook
from osi_core.mission.resources import MISSION
from osi_core.mission.state import Mission
from osi_core.process.due import Due
from osi_core.process.heard_again import HeardAgain
from osi_core.process.share import Share, service_of

Beside = Callable[[type[Fact]], Mapping[str, Fact]]
HELD_STREAMS = 10_000
"""How many aggregates stay in memory between groups of commands."""


class MissionMemory:
    """One mission, as far as the engine has read its log."""

    def __init__(self, mission: str, share: Share) -> None:
        self.mission, self.share = mission, share
        self.name = MISSION.within(mission)
        """The mission's full name, and the stream that all its commands look at."""
        self.head = Head()
        self.chain: str | None = None
        """The name of the mission's chain here, empty in a log from before chains had names; None before the first
        event.
        """
        self.copied: tuple[str, int] | None = None
        """The chain that the log here is an older copy of, and where that ends, until it goes on under another name."""
        self.heard: dict[str, HeardHead] = {}
        """Chain → how far it is known here, of those that others write."""
        self.mission_heard_of: Mission | None = None
        """The mission as those say whose it is, where that is another service."""
        self.rows: dict[type[Fact], dict[str, Fact]] = {kind: {} for kind in share.facts}
        self.keys: dict[str, bytes] = {}
        """The mission's keys by their names in the private store, once they were needed."""
        self._streams: dict[str, tuple[State | None, int]] = {}
        self._answers: Mapping[str, tuple[Recorded, ...]] | None = None
        """Those of what was adopted, once they were needed."""
        self.beside: Beside | None = None
        """Where the rows of another memory of the mission are found: what both hold alike is held once."""
        self._borrowed: set[type[Fact]] = set()
        """Kinds whose rows another memory holds too: they are copied before anything is folded into them."""

    @property
    def facts_at(self) -> dict[str, int]:
        """Chain → how far it is known here."""
        return vector(self.chain or "", self.mission, self.head.position, self.heard_at)

    @property
    def heard_at(self) -> dict[str, int]:
        """Chain → how far it is known here, of those that others write."""
        return {chain: head.position for chain, head in self.heard.items()}

    @property
    def serves(self) -> bool:
        """Whether there is such a mission, and the chain that is written here is one of it: that in which it began, or
        one that is listed and not retired.
        """
        if not self.share.hears:
            return self.head.position > 0
        own = self.rows[ServingChain].get(self.chain or "")
        return isinstance(own, ServingChain) and own.service is self.share.service and own.last is None

    @property
    def predecessors(self) -> dict[str, int]:
        """The retired chains of the own service, in the order in which they were listed, and where each ends."""
        if not self.share.hears:
            return {}
        return {
            name: row.last
            for name, row in self.rows[ServingChain].items()
            if isinstance(row, ServingChain) and row.last is not None
            if row.service is self.share.service and name != self.chain
        }

    def own_until(self, chain: str) -> int:
        """Up to where a former chain stands in the log here, which was restored from a copy of it; 0 for others."""
        row = self.rows.get(Adopted, {}).get(chain)
        if isinstance(row, Adopted):
            return row.after
        return self.copied[1] if self.copied is not None and self.copied[0] == chain else 0

    @property
    def adopted(self) -> dict[str, Adopted]:
        """The chains that the log here was restored from copies of, in their order."""
        return {name: row for name, row in self.rows.get(Adopted, {}).items() if isinstance(row, Adopted)}

    @property
    def begins_behind(self) -> int:
        """Behind which position the log here stands in the chain that is written."""
        return self.copied[1] if self.copied else max((row.after for row in self.adopted.values()), default=0)

    def adopted_answers(self, reader: Reader) -> Mapping[str, tuple[Recorded, ...]]:
        """What stands for a command id → what it was answered with, of what was heard of a chain behind its copy."""
        if not self.adopted:
            return {}
        if self._answers is None:
            found: dict[str, tuple[Recorded, ...]] = {}
            for chain, row in self.adopted.items():
                for message in reader.heard(self.mission, chain, row.after, row.last):
                    record = decode(message.entry) if self.took_in(message) else None
                    if record is not None and record.command_id:
                        found[record.command_id] = (*found.get(record.command_id, ()), record)
            self._answers = found
        return self._answers

    def name_chain(self, reader: Reader, position: int) -> None:
        """Finds out which chain is written here, where the log ends at a position: the one that was asked for, if there
        are others who list it, or else that of the log.
        """
        last = next(map(chain_of, reader.read(self.mission, position - 1, position)), None) if position else None
        if last is None:
            return
        if self.chain is None or not self.share.hears:
            self.chain = last
        self.copied = (last, position) if last != self.chain else None

    @property
    def is_there(self) -> bool:
        """Whether anything is known of such a mission."""
        return bool(self.head.position or self.heard)

    def is_behind(self, reader: Reader) -> bool:
        """Whether others have written since, or anything was heard."""
        return (self.head, self.heard) != self._heads(reader)

    def catch_up(self, reader: Reader) -> None:
        """Reads what others have written since, and what was heard."""
        head, heard = self._heads(reader)
        if (head, heard) != (self.head, self.heard):
            self.read_to(reader, head, heard)

    def _heads(self, reader: Reader) -> tuple[Head, dict[str, HeardHead]]:
        """Both as they stood at one moment, though another process may write between one question and the other."""
        if not self.share.hears:
            return reader.head(self.mission), {}
        heard = self.heard
        while True:
            head, before, heard = reader.head(self.mission), heard, dict(reader.heard_heads(self.mission))
            if heard == before:
                return head, heard

    def read_to(self, reader: Reader, head: Head, heard: dict[str, HeardHead]) -> None:
        """Reads what comes next, up to these heads: what was heard before an own event, then the event."""
        self._streams.clear()
        if not self.head.position:
            self.name_chain(reader, head.position)
        types = frozenset(source.type for source in self.share.sources)
        again = HeardAgain(self, reader, tuple(heard)) if heard else None
        with many_values_that_stay():
            for entry in reader.read(self.mission, after=self.head.position, upto=head.position, types=types):
                record = decode(entry)
                if again is not None:
                    again.before(record)
                self._fold(record)
                if again is not None:
                    again.behind(record)
            if again is not None:
                again.up_to({chain: one.position for chain, one in heard.items()})
        self.head, self.heard = head, heard
        if self.copied is not None and self.copied[0] in self.adopted:  # another process has gone on
            self.copied = None

    def take(self, entry: Entry, record: Recorded, state: State | None, head: Head) -> None:
        """Takes in an event that the engine itself has just decided."""
        self._fold(record)
        self.chain, self.copied = record.chain, None
        self._streams[entry.stream] = (state, entry.version)
        self.head = head

    def hear(self, record: Recorded) -> None:
        """Takes in an event that the log has, the next one; whoever calls moves the head, once for many."""
        self._fold(record)
        self.chain = record.chain
        self._streams.pop(record.stream, None)

    def hear_of(self, message: PublicEntry, said: dict[str, Any] | None = None) -> Recorded:
        """Folds what another chain says; `said` is the envelope, where it was read already. Raises LogDamaged for what
        cannot be read here.
        """
        record = decode(message.entry, said)
        self._streams.pop(record.stream, None)  # a predecessor's events go on in an own aggregate
        self.hear_of_mission(record)
        # What another chain has closed is not decided here, and what it was restored from is not this log's copy.
        if not isinstance(record.event, ChainAdopted):
            self._fold(record, but=Due if isinstance(record.event, DecisionClosed) else None)
        return record

    def took_in(self, message: PublicEntry) -> bool:
        """Whether what was heard counts here: it is whole, and it does not wait to be read."""
        return bool(message.raw) and Parked.key(message.chain, message.position) not in self.rows[Parked]

    def hear_of_mission(self, record: Recorded) -> None:
        """Takes in what another service says of the mission itself, if it is the one that runs it."""
        if record.stream != self.name:
            return
        if service_of(type(record.event)) is Service.PARTICIPATION is not self.share.service:
            self.mission_heard_of = Mission.evolve(self.mission_heard_of, record.event)

    def successor(self) -> MissionMemory:
        """A memory that goes on from here, while this one stays as it is: rows are shared until they change."""
        after = MissionMemory(self.mission, self.share)
        after.head, after.chain, after.heard = self.head, self.chain, dict(self.heard)
        after.copied = self.copied
        after.mission_heard_of, after.beside = self.mission_heard_of, self.beside
        after.rows, after._borrowed = dict(self.rows), set(self.rows)
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
        # What another chain says of the mission goes before what stands here.
        if self.mission_heard_of is not None and stream == self.name:
            return self.mission_heard_of, held[1] if held else reader.version(stream)
        if held is None:
            held = self._read_aggregate(reader, stream, kind) if kind else (None, reader.version(stream))
            self._streams[stream] = held
        return held

    def held(self, stream: str) -> tuple[State | None, int] | None:
        """An aggregate's state and version, if they are at hand."""
        return self._streams.get(stream)

    def _read_aggregate(self, reader: Streams, stream: str, kind: type[State]) -> tuple[State | None, int]:
        state, version = None, 0
        formers = self._places_of_formers()
        for entry in reader.read_stream(stream, upto=self.head.position):  # what comes after is not known here yet
            while formers and formers[0][1] < entry.position:
                for event in self._inherited_of(reader, stream, formers.pop(0)[0]):
                    state = kind.evolve(state, event)
            state, version = kind.evolve(state, decode(entry).event), entry.version
        for former, _ in formers:
            for event in self._inherited_of(reader, stream, former):
                state = kind.evolve(state, event)
        return state, version

    def _places_of_formers(self) -> list[tuple[str, int]]:
        """The chains that this one succeeds, in their order, and behind which own position each was heard to go on: a
        service that had handed its chain over and was given it back has the one in between behind its own log of then.
        """
        places = accumulate(map(self.own_until, self.predecessors), max)
        return list(zip(self.predecessors, places, strict=True))

    def inherited(self, reader: Streams, stream: str) -> Iterator[Event]:
        """What the chains that this one succeeds have said of a stream: its aggregate goes on from there."""
        for chain in self.predecessors:
            yield from self._inherited_of(reader, stream, chain)

    def _inherited_of(self, reader: Streams, stream: str, chain: str) -> Iterator[Event]:
        upto = min(self.heard.get(chain, HeardHead()).position, self.predecessors[chain])
        for message in reader.heard_stream(stream, {chain: upto}):
            if self.took_in(message):
                yield decode(message.entry).event

    def mission_state(self, reader: Streams) -> Mission | None:
        """The mission itself; None before its creation."""
        if self.mission_heard_of is not None:
            return self.mission_heard_of
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

    def _fold(self, record: Recorded, but: type[Fact] | None = None) -> None:
        for kind in self.share.sources.get(type(record.event), ()):
            if kind is but:
                continue
            if kind in self._borrowed:
                self.rows[kind] = dict(self.rows[kind])
                self._borrowed.discard(kind)
            rows = self.rows[kind]
            count = len(rows)
            kind.fold(rows, record)
            if self.beside is not None and len(rows) > count:
                _hold_once(rows, self.beside(kind))


def _hold_once(rows: dict[str, Fact], others: Mapping[str, Fact]) -> None:
    """Of a row that has just come, takes the other memory's where that is the same."""
    key = next(reversed(rows))
    other = others.get(key)
    if other is not None and other == rows[key]:
        rows[key] = other


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
