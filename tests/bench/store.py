"""The store against a bare insert loop: what the chain's checks, the versions and the error handling cost.

Both write the same bytes into the same tables with synchronous=FULL, in transactions of 1, 8 and 64 events. The bare
loop is Python's `sqlite3` with `executemany`, on a connection of its own; it checks nothing. The two take turns, so
that a disk that slows down slows both. `python -m tests.bench.store` runs it alone.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

from osi_core.log.envelope import Entry, Head
from osi_core.log.memory import MemoryStore
from osi_core.log.sql import SqlStore
from osi_core.log.store import Batch, EventStore
from osi_core.testing.stores import entry_behind

GROUPS = (1, 8, 64)
STREAMS = 500
INSERT = (
    "INSERT INTO osi_events (sequence, mission, position, stream, version, type, hash, raw) VALUES (?,?,?,?,?,?,?,?)"
)


class Measured(NamedTuple):
    """Microseconds an event for one size of transaction, medians of the rounds."""

    group: int
    bare: float
    store: float
    bare_unsynced: float
    store_unsynced: float

    @property
    def ratio(self) -> float:
        """The store's cost over the bare loop's, both durable."""
        return self.store / self.bare

    @property
    def ratio_unsynced(self) -> float:
        """The same with synchronous=OFF: the work alone, without the waiting for the disk."""
        return self.store_unsynced / self.bare_unsynced


def entries(number: int, words: int = 300) -> list[Entry]:
    """A log over many streams, of events of about 500 bytes."""
    head, versions, made = Head(), [0] * STREAMS, list[Entry]()
    for index in range(number):
        stream = index * 7_919 % STREAMS
        versions[stream] += 1
        entry = entry_behind(head, versions[stream], stream=f"challenges/c-{stream:04}", data="x" * words)
        head = Head(entry.position, entry.hash)
        made.append(entry)
    return made


def groups_of(made: list[Entry], size: int) -> Iterator[list[Entry]]:
    """The log in pieces of one size."""
    for start in range(0, len(made), size):
        yield made[start : start + size]


class BareLoop:
    """The same table in a file of its own, without any checks."""

    def __init__(self, path: Path) -> None:
        SqlStore.create(path).close()  # the same tables and indexes
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.sequence = 0
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "cache_size = -65536"):
            self.connection.execute(f"PRAGMA {pragma}")

    def write(self, group: list[Entry]) -> None:
        rows = [
            (sequence, entry.mission, entry.position, entry.stream, entry.version, entry.type, entry.hash, entry.raw)
            for sequence, entry in enumerate(group, self.sequence + 1)
        ]
        self.sequence += len(group)
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.executemany(INSERT, rows)
        self.connection.execute("COMMIT")


def write(store: EventStore, group: list[Entry]) -> None:
    """The same through the port."""
    with store.transaction() as transaction:
        transaction.append(Batch("m", group))


def measure(group: int, rounds: int = 12, transactions: int = 60) -> Measured:
    """Lets both write in turns and returns the medians."""
    durable, unsynced = _in_turns(group, rounds, transactions, True), _in_turns(group, rounds, transactions, False)
    return Measured(group, *durable, *unsynced)


def _in_turns(group: int, rounds: int, transactions: int, synced: bool) -> tuple[float, float]:
    pieces = list(groups_of(entries(group * rounds * transactions), group))
    with tempfile.TemporaryDirectory() as folder:
        bare, store = BareLoop(Path(folder, "bare.db")), SqlStore.create(Path(folder, "store.db"))
        assert store._writer is not None
        if not synced:
            bare.connection.execute("PRAGMA synchronous = OFF")
            store._writer.execute("PRAGMA synchronous = OFF")
        took: tuple[list[float], list[float]] = ([], [])
        for start in range(0, len(pieces), transactions):
            turn = pieces[start : start + transactions]
            took[0].append(_seconds(bare.write, turn))
            took[1].append(_seconds(partial(write, store), turn))
        bare.connection.close()
        store.close()
    bare_us, store_us = (median(seconds) / (transactions * group) * 1e6 for seconds in took)
    return bare_us, store_us


def _seconds(write_group: Callable[[list[Entry]], None], groups: list[list[Entry]]) -> float:
    start = time.perf_counter()
    for group in groups:
        write_group(group)
    return time.perf_counter() - start


def read_seconds(number: int) -> dict[str, float]:
    """Seconds to read so many entries from SQLite and from memory, without decoding them."""
    made = entries(number)
    with tempfile.TemporaryDirectory() as folder:
        sql, memory = SqlStore.create(Path(folder, "store.db")), MemoryStore()
        for group in groups_of(made, 10_000):
            write(sql, group)
            write(memory, group)
        stores: dict[str, EventStore] = {"SQLite": sql, "memory": memory}
        took = {}
        for name, store in stores.items():
            start = time.perf_counter()
            assert sum(1 for _ in store.read("m")) == number
            took[name] = time.perf_counter() - start
        sql.close()
    return took


def main() -> None:
    """Prints all figures."""
    print("microseconds an event, store : bare sqlite3 loop into the same tables, and their ratio")
    print(f"{'events a transaction':>22} {'synchronous=FULL':>30} {'synchronous=OFF':>30}")
    for group in GROUPS:
        m = measure(group)
        durable = f"{m.store:8.1f} : {m.bare:8.1f} = {m.ratio:5.2f}"
        unsynced = f"{m.store_unsynced:8.1f} : {m.bare_unsynced:8.1f} = {m.ratio_unsynced:5.2f}"
        print(f"{group:>22} {durable:>30} {unsynced:>30}")
    number = 200_000
    for name, seconds in read_seconds(number).items():
        print(f"reading from {name}: {number / seconds:,.0f} events/s, {seconds * 1e6 / number:.1f} s for a million")


if __name__ == "__main__":
    main()
