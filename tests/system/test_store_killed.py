"""A writer that is killed loses nothing it has acknowledged, and leaves nothing half-written."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from osi_core.log.envelope import check_chain
from osi_core.log.sql import SqlStore
from osi_core.log.store import StoreBusy
from osi_core.testing.stores import append
from osi_core.testing.stores.entries import seal_of

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that no process can catch"),
]

ROUNDS = 10

# Appends groups of one to sixteen entries, each with a text and a reply; prints a position once it is durable.
WRITER = """
import sys
from osi_core.log.sql import SqlStore
from osi_core.log.store import Batch, Reply
from osi_core.testing.stores import entries_behind
from osi_core.testing.stores.entries import private
store = SqlStore.open(sys.argv[1])
print("ready", flush=True)
number = 0
while True:
    number += 1
    streams = [f"s{index % 5}" for index in range(number * 7 % 16 + 1)]
    with store.transaction() as transaction:
        entries = entries_behind(transaction, *streams, data="x" * (number * 37 % 900))
        last = entries[-1].position
        text = private(f"words at {last}")
        reply = Reply(f"command {last}", "digest", entries[0].position, len(entries))
        transaction.append(Batch("m", entries, texts=[text], replies=[reply]))
    print(last, flush=True)
"""


def new_store(folder: Path) -> Path:
    path = folder / "osi.db"
    SqlStore.create(path).close()
    return path


@contextmanager
def writer(path: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def killed_after(path: Path, seconds: float) -> list[int]:
    """Positions that the writer acknowledged before it was killed."""
    with writer(path) as process:
        time.sleep(seconds)
        os.kill(process.pid, signal.SIGKILL)
        assert process.stdout is not None
        said = process.stdout.read()
    return [int(line) for line in said[: said.rfind("\n") + 1].split()]


def test_nothing_acknowledged_is_lost_and_nothing_is_half_written(tmp_path: Path) -> None:
    path, moments, acknowledged = new_store(tmp_path), random.Random(3), 0
    for _ in range(ROUNDS):
        positions = killed_after(path, moments.uniform(0.005, 0.25))
        acknowledged = positions[-1] if positions else acknowledged
        store = SqlStore.open(path)
        try:
            entries = list(store.read("m"))
            assert check_chain(entries) == store.head("m")
            assert len(entries) >= acknowledged
            assert [sequence for sequence, _ in store.read_all()] == list(range(1, len(entries) + 1))
            for position in positions:
                reply = store.reply("m", f"command {position}")
                assert reply is not None
                assert reply.position + reply.count - 1 == position
                assert store.text("m", seal_of(f"words at {position}")) is not None
            assert_groups_are_whole(store, len(entries))
        finally:
            store.close()
    assert acknowledged > 0


def assert_groups_are_whole(store: SqlStore, last: int) -> None:
    """Whatever stands in the log was written with its text and its reply."""
    position = last
    while position:
        reply = store.reply("m", f"command {position}")
        assert reply is not None
        assert store.text("m", seal_of(f"words at {position}")) is not None
        position = reply.position - 1


def test_a_second_process_is_told_which_file_and_which_process(tmp_path: Path) -> None:
    path = new_store(tmp_path)
    with (
        writer(path) as process,
        pytest.raises(StoreBusy, match=rf"{path} is open for writing in process {process.pid}; end that process"),
    ):
        SqlStore.open(path)


def test_another_process_reads_beside_the_writer(tmp_path: Path) -> None:
    path = new_store(tmp_path)
    with writer(path) as process:
        assert process.stdout is not None
        acknowledged = [int(process.stdout.readline()) for _ in range(5)][-1]
        reader = SqlStore.open(path, read_only=True)
        assert check_chain(reader.read("m")).position >= acknowledged
        reader.close()


def test_the_files_lock_ends_with_the_process_that_was_killed(tmp_path: Path) -> None:
    path = new_store(tmp_path)
    killed_after(path, 0.05)
    reader = SqlStore.open(path, read_only=True)
    before = check_chain(reader.read("m")).position
    reader.close()
    store = SqlStore.open(path)
    append(store, "afterwards")
    assert check_chain(store.read("m")).position == before + 1
    store.close()
