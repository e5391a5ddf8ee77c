"""Stores that misbehave on purpose, around one in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from osi_core.log.memory import MemoryStore
from osi_core.log.store import Snapshot, StoreFull


class FullStore(MemoryStore):
    """No space is left whenever `full` is set: at the commit of events, and for snapshots."""

    full = False

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        with super().transaction() as transaction:
            yield transaction
            if self.full:
                raise StoreFull("no space left on the device; free some and try again")

    def save_snapshot(self, mission: str, name: str, snapshot: Snapshot) -> None:
        if self.full:
            raise StoreFull("no space left on the device; free some and try again")
        super().save_snapshot(mission, name, snapshot)


class _Stale:
    """A transaction whose reader does not see what others write once it has begun."""

    def __init__(self, transaction: Any, before_append: Callable[[], None]) -> None:
        self._transaction, self._before_append = transaction, before_append

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transaction, name)

    def append(self, batch: Any) -> None:
        self._before_append()
        self._transaction.append(batch)


class ContestedStore(MemoryStore):
    """Lets somebody else write between a decision and its append, as often as there are `others`.

    Such a store has no lock across machines; it relies on the check at the append, as the port allows.
    """

    def __init__(self) -> None:
        super().__init__()
        self.others: list[Callable[[], None]] = []

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        with super().transaction() as transaction:
            yield _Stale(transaction, self._let_others_write)

    def _let_others_write(self) -> None:
        if self.others:
            other = self.others.pop(0)
            self._write_lock.release()
            try:
                other()
            finally:
                self._write_lock.acquire()
