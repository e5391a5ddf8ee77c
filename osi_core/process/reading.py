"""What readers see of the missions: committed events alone, and never a wait for a commit.

The engine's own memory runs ahead of the log while a group is decided, and its lock is held until the disk has it. So
readers have a memory of their own, which hears of events when they are durable. A memory that was handed out is never
changed again: the next one is made from it, and shares with it all kinds of facts that nothing was folded into since.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial

from osi_core.domain import Fact, Recorded
from osi_core.hearing.events import ChainAdopted, MessageTakenUp
from osi_core.log.envelope import Head, format_time
from osi_core.log.store import EventStore
from osi_core.process.memory import MissionMemory, many_values_that_stay
from osi_core.process.share import Share
from osi_core.process.snapshots import loaded

HEARD_AT_MOST = 10_000
"""Events that wait for the next reader; when there are more, it reads them from the log instead."""


class _Held:
    """One mission's memory, what it has not taken in yet, and whether somebody holds it."""

    __slots__ = ("heard", "memory", "shared")

    def __init__(self, memory: MissionMemory) -> None:
        self.memory, self.shared = memory, False
        self.heard: deque[Recorded] = deque()


class Reading:
    """The readers' side of an engine. Its lock is held while events are folded and questions are judged, which takes
    no longer than what is new since the last reader; never while anything is written.
    """

    def __init__(
        self,
        store: EventStore,
        share: Share,
        start: Callable[[str], MissionMemory | None],
        rows: Callable[[str, type[Fact]], Mapping[str, Fact]],
        chain: str | None = None,
    ) -> None:
        """`start` gives a copy of what the engine knows of a mission, if it can be had at once; `rows` the rows of a
        kind that it decides by, to be held once where they are the same.
        """
        self._store, self._share, self._start, self._rows, self._chain = store, share, start, rows, chain
        self._held: dict[str, _Held] = {}
        self._lock = threading.RLock()

    def hear(self, records: Iterable[Recorded]) -> None:
        """Takes note of events that are durable now; called by whoever wrote them, and never waits."""
        for record in records:
            held = self._held.get(record.mission)
            if held is not None:
                held.heard.append(record)
                if len(held.heard) > HEARD_AT_MOST:
                    held.heard.clear()

    def memory(self, mission: str) -> MissionMemory:
        """A mission as it stands; what is returned stays as it is, whatever happens then."""
        with self._lock:
            held = self._caught_up(mission)
            held.shared = True
            return held.memory

    @contextmanager
    def asked(self, mission: str) -> Iterator[MissionMemory]:
        """A mission as it stands, for as long as a question takes."""
        with self._lock:
            yield self._caught_up(mission).memory

    def _caught_up(self, mission: str) -> _Held:
        held = self._held.get(mission)
        if held is None:
            held = self._held[mission] = _Held(MissionMemory(mission, self._share))
            # From here on it hears of what is written; what it hears twice, it passes over.
            held.memory = self._start(mission) or loaded(self._store, mission, self._share, self._chain)
            held.memory.beside = partial(self._rows, mission)
        self._take_what_was_heard(held)
        if held.memory.is_behind(self._store):
            self._own(held).catch_up(self._store)
        if not held.memory.is_there:
            self._held.pop(mission, None)  # a mission that does not exist takes no room
        held.memory.forget_some()
        return held

    def _take_what_was_heard(self, held: _Held) -> None:
        position, last = held.memory.head.position, None
        with many_values_that_stay():
            while held.heard:
                try:
                    record = held.heard.popleft()
                except IndexError:  # there were too many just now
                    break
                if record.position == position + 1:
                    if not _comes_next(held.memory, record):  # the log tells what was heard before it
                        break
                    self._own(held).hear(record)
                    position, last = record.position, record
                elif record.position > position:  # another process wrote in between: the log tells
                    break
        if last is not None:
            held.memory.head = Head(last.position, last.hash, format_time(last.time))

    def _own(self, held: _Held) -> MissionMemory:
        """The memory, in a copy that nobody else holds."""
        if held.shared:
            held.memory, held.shared = held.memory.successor(), False
        return held.memory


def _comes_next(memory: MissionMemory, record: Recorded) -> bool:
    """Whether a memory can take in the event behind its own last one as it is: nothing was heard of others in between,
    and the event itself lets nothing in that had waited.
    """
    if isinstance(record.event, (ChainAdopted, MessageTakenUp)):
        return False
    own = {record.chain or memory.name: 0}
    return {**record.facts_at, **own} == {**memory.heard_at, **own}
