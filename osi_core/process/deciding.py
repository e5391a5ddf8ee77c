"""Taking the decisions that are due: build the problem up to the close, run the strategy beside the writer, record."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from datetime import datetime
from functools import cached_property
from itertools import islice

from osi_core.domain import DataOrigin, Event, Recorded, Refused
from osi_core.hearing.events import ChainAdopted
from osi_core.log.decisions import DecisionClosed
from osi_core.log.envelope import Entry, decode
from osi_core.log.heard import PublicEntry
from osi_core.log.store import Reader
from osi_core.part import DecisionKind
from osi_core.plugins import ChildRunner, Decided, Progress, Runner, decide_with, no_progress
from osi_core.process.adopted import with_adopted
from osi_core.process.due import Due
from osi_core.process.engine import Engine
from osi_core.process.playbook import Playbook
from osi_core.process.request import Handled, Result

RECORDED_TOGETHER = 50
"""Results that are written with one sync to disk."""


class Scarce:
    """Events of kinds of which a mission has few, read once for all decisions that are due.

    A store looks through the whole log for them, and an assessment is decided a thousand times.
    """

    def __init__(self, reader: Reader, mission: str, upto: int) -> None:
        self._reader, self._mission, self._upto = reader, mission, upto
        self._known: dict[frozenset[str], list[Entry]] = {}

    def read(self, upto: int, types: frozenset[str]) -> Iterable[Entry]:
        """Those of some types up to a position, in order."""
        known = self._known.get(types)
        if known is None:
            found = self._reader.read(self._mission, upto=self._upto, types=types)
            known = self._known[types] = list(islice(found, _FEW + 1))
        if len(known) > _FEW:
            return self._reader.read(self._mission, upto=upto, types=types)
        return [entry for entry in known if entry.position <= upto]


_FEW = 100


class StoredLog:
    """A `LogView` over a store: a mission's events up to a position; `scarce` has read some of them already."""

    def __init__(self, reader: Reader, mission: str, upto: int, scarce: Scarce | None = None) -> None:
        self._reader, self._mission, self._upto = reader, mission, upto
        self._scarce = scarce

    def events(self, *kinds: type[Event], stream: str | None = None) -> Iterator[Recorded]:
        """Events of these kinds (all if none is named), in order, of one stream or of the whole mission."""
        types = frozenset(kind.type for kind in kinds)
        entries = self._of(types) if stream is None else self._reader.read_stream(stream, upto=self._upto)
        own = (decode(entry) for entry in entries if not types or entry.type in types)
        return with_adopted(own, self._adopted, self._heard, kinds, stream)

    @cached_property
    def _adopted(self) -> list[ChainAdopted]:
        entries = self._of(frozenset({ChainAdopted.type}))
        return [event for event in (decode(entry).event for entry in entries) if isinstance(event, ChainAdopted)]

    def _of(self, types: frozenset[str]) -> Iterable[Entry]:
        """Events of these types (all if none is named)."""
        if self._scarce is None or not types:
            return self._reader.read(self._mission, upto=self._upto, types=types or None)
        return self._scarce.read(self._upto, types)

    def _heard(self, one: ChainAdopted) -> Iterator[PublicEntry]:
        return self._reader.heard(self._mission, one.chain, one.after, one.last)


def decide_due(
    engine: Engine,
    mission: str,
    *,
    runner: Runner | None = None,
    time: datetime | None = None,
    command_id: str = "",
    origin: DataOrigin | None = None,
    progress: Progress = no_progress,
    cancelled: threading.Event | None = None,
) -> list[Handled]:
    """Computes and records every decision that was closed and not recorded yet, in the order of the closes.

    One whose phase is not open waits until it is opened again, and keeps no other from being decided.

    `time` is needed in a mission that is not real, and `origin` where it is another than the mission's; `command_id`
    prefixes the ids of the recording commands. Strategies get ready and run as long as the playbook lets them, in a
    child process of their own, or where the given runner runs them (strategies that only this process has registered
    need `InProcessRunner`). Raises `PluginError` when a strategy
    is missing, fails or is `cancelled`: the decision then stays due, and the log is as it was.
    """
    memory = engine.memory(mission)
    playbook = memory.playbook(engine.store)
    handled: list[Handled] = []
    waiting: list[Result] = []
    due = sorted(recordable(engine, mission), key=lambda one: one[1].position)
    scarce = Scarce(engine.store, mission, due[-1][1].position) if due else None
    with nullcontext(runner) if runner or not due else ChildRunner(engine.plugins) as running:
        try:
            for line, closing in due:
                decided = compute(engine, line, closing, running, playbook, progress, cancelled, scarce)
                command = command_id and f"{command_id}:{closing.position}"
                waiting.append(Result(closing, decided, command, time, origin))
                if len(waiting) == RECORDED_TOGETHER:
                    handled += _recorded(engine, waiting)
        finally:  # what was computed before a strategy failed is recorded all the same
            handled += _recorded(engine, waiting)
    return handled


def recordable(engine: Engine, mission: str) -> Iterator[tuple[DecisionKind, Recorded]]:
    """The closes that are due, in whose phase a result can be recorded now."""
    memory = engine.memory(mission)
    state = memory.mission_state(engine.store)
    table, open_phases = engine.judge.table(state), state.open_phases if state else frozenset()
    for row in memory.rows[Due].values():
        assert isinstance(row, Due)
        (entry,) = engine.store.read(mission, row.position - 1, row.position)
        closing = decode(entry)
        kind = engine.share.decision_of(closing.event)
        during = next(line.during for line in table.values() if kind.recorded in line.events)
        if not during or during & open_phases:
            yield kind, closing


def _recorded(engine: Engine, waiting: list[Result]) -> list[Handled]:
    answers = engine.record(waiting)
    waiting.clear()
    for answer in answers:
        if isinstance(answer, Refused):
            raise answer
    return [answer for answer in answers if isinstance(answer, Handled)]


def compute(
    engine: Engine,
    line: DecisionKind,
    closing: Recorded,
    runner: Runner | None = None,
    playbook: Playbook | None = None,
    progress: Progress = no_progress,
    cancelled: threading.Event | None = None,
    scarce: Scarce | None = None,
) -> Decided:
    """The decision of one close, computed and not recorded, as fast as the playbook asks; without one it takes as long
    as it takes.
    """
    event = closing.event
    assert isinstance(event, DecisionClosed)
    return decide_with(
        engine.plugins,
        line.strategy_kind,
        event.strategy,
        line.problem(StoredLog(engine.store, closing.mission, closing.position, scarce), closing),
        decision=closing.stream,
        secret=bytes.fromhex(event.secret),
        options=event.options,
        runner=runner,
        deadline=None if playbook is None else playbook.decision_seconds,
        prepare_limit=None if playbook is None else playbook.prepare_seconds,
        memory_mib=None if playbook is None else playbook.decision_memory_mib or None,
        progress=progress,
        cancelled=cancelled,
    )
