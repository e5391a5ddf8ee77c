"""What the store promises when it lies in a PostgreSQL database."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest

from osi_core.log.envelope import check_chain
from osi_core.log.sql import SqlStore
from osi_core.log.store import Batch, PrivateText, StoreError
from osi_core.testing.stores import (
    append,
    entries_behind,
    write,
)

WRITER_PROCESS = """
import sys
from osi_core.log.sql import SqlStore
from osi_core.testing.stores import append
store = SqlStore.open(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for _ in range(75):
    append(store, sys.argv[2], "shared")
store.close()
"""


@pytest.mark.postgres
@pytest.mark.system
def test_eight_processes_write_to_postgresql_without_gap_or_double(
    postgresql_store: SqlStore, postgres_url: str
) -> None:
    command = [sys.executable, "-W", "error", "-c", WRITER_PROCESS, postgres_url]
    writers = [
        subprocess.Popen([*command, f"s{n}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for n in range(8)
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.communicate("go\n", timeout=120)
    assert [writer.returncode for writer in writers] == [0] * 8
    assert check_chain(postgresql_store.read("m")).position == 1_200
    assert [sequence for sequence, _ in postgresql_store.read_all()] == list(range(1, 1_201))
    assert postgresql_store.version("missions/m/shared") == 600


@pytest.mark.postgres
def test_a_replica_sees_what_the_other_has_written_once_it_holds_the_lock(
    postgresql_store: SqlStore, postgres_url: str
) -> None:
    other = SqlStore.open(postgres_url)
    try:
        for turn in range(3):
            append(postgresql_store, "box")
            append(other, "box")
            assert postgresql_store.head("m").position == other.head("m").position == 2 * turn + 2
    finally:
        other.close()


@pytest.mark.postgres
def test_erased_words_are_gone_from_the_tables_files(postgresql_store: SqlStore, cluster: str) -> None:
    words = "ganz geheim " * 10
    texts = [PrivateText(f"{n:064x}", "p-1" if n % 2 else "p-2", b"salt", f"{words}{n}") for n in range(200)]
    write(postgresql_store, Batch("m", texts=texts))
    write(postgresql_store, Batch("m", erased=["p-1"]))
    with psycopg.connect(_address(postgresql_store), autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        found = _one(connection, "SELECT pg_relation_filepath('osi_texts')")
        folder = _one(connection, "SHOW data_directory")
    remains = Path(folder, found).read_bytes()
    assert remains.count(words.encode()) == 100


@pytest.mark.postgres
def test_a_reader_of_the_tables_delays_nobody_and_the_erasure_is_completed_once_it_has_left(
    postgresql_store: SqlStore, cluster: str
) -> None:
    words = "ganz geheim " * 10
    write(postgresql_store, Batch("m", texts=[PrivateText("f" * 64, "p-1", b"salt", words)]))
    with psycopg.connect(_address(postgresql_store)) as reader:
        reader.execute("SELECT count(*) FROM osi_texts")  # its transaction stays open, and with it the table
        write(postgresql_store, Batch("m", erased=["p-1"]))
        trying = postgresql_store._scrubber.thread
        append(postgresql_store, "box")
        assert postgresql_store._scrubber.due
        assert trying is not None
    trying.join(60)
    assert not postgresql_store._scrubber.due
    with psycopg.connect(_address(postgresql_store), autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        found = _one(connection, "SELECT pg_relation_filepath('osi_texts')")
        folder = _one(connection, "SHOW data_directory")
    assert words.encode() not in Path(folder, found).read_bytes()


@pytest.mark.postgres
def test_the_store_works_on_after_the_server_has_broken_its_connections(postgresql_store: SqlStore) -> None:
    append(postgresql_store, "box")
    break_connections(postgresql_store)
    append(postgresql_store, "box")
    assert postgresql_store.head("m").position == 2


@pytest.mark.postgres
def test_a_connection_that_breaks_within_a_transaction_undoes_it(postgresql_store: SqlStore) -> None:
    append(postgresql_store, "box")
    with pytest.raises(StoreError, match="nothing was written"):
        append_and_break(postgresql_store)
    append(postgresql_store, "box")
    assert check_chain(postgresql_store.read("m")).position == 2


@pytest.mark.postgres
def test_postgresql_opened_read_only_reads_and_does_not_write(postgresql_store: SqlStore, postgres_url: str) -> None:
    append(postgresql_store, "box")
    reader = SqlStore.open(postgres_url, read_only=True)
    assert reader.head("m") == postgresql_store.head("m")
    with pytest.raises(StoreError, match="open it for writing"), reader.transaction():
        pass
    reader.close()


def test_a_server_that_cannot_be_reached_is_named_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="check that the server can be reached") as refusal:
        SqlStore.open(f"postgresql://osi:hunter2@/db?host={tmp_path}")
    assert "hunter2" not in str(refusal.value)


def _address(store: SqlStore) -> str:
    database: Any = store._database
    return str(database._url.set(drivername="postgresql").render_as_string(hide_password=False))


def _one(connection: psycopg.Connection[Any], query: str) -> str:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return str(row[0])


def break_connections(store: SqlStore) -> None:
    with psycopg.connect(_address(store), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def append_and_break(store: SqlStore) -> None:
    with store.transaction() as transaction:
        transaction.append(Batch("m", entries_behind(transaction, "box")))
        break_connections(store)
