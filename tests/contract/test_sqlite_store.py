"""What the store promises when it lies in a SQLite file."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from osi_core.log.sql import SqlStore, statements
from osi_core.log.store import NOBODY, Alias, Batch, PrivateText, Receipt, Snapshot, StoreBusy, StoreError
from osi_core.mission.commands import CreateMission
from osi_core.process import Engine
from osi_core.testing.stores import (
    append,
    entries_behind,
    private,
    write,
)
from osi_core.testing.stores.entries import digest


def bytes_of_store(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()) if file.name.startswith(path.name))


def test_no_byte_of_erased_words_remains_in_the_files(sqlite_store: SqlStore, path: Path) -> None:
    # Enough authors and lengths for many pages; a table whose rows move between pages leaves copies here.
    authors = [f"p-{number}" for number in range(40)]
    for turn in range(60):
        with sqlite_store.transaction() as transaction:
            batch = Batch("m", entries_behind(transaction, "box"))
            for index, author in enumerate(authors[turn % 2 :: 2]):
                words = f"<{author}>" + "Wort " * (1, 10, 60, 300, 1_800)[(turn + index) % 5] + f"</{author}>"
                salt = os.urandom(16)
                batch.texts.append(PrivateText(salt.hex() * 2, author, salt, words))
            transaction.append(batch)
        write(sqlite_store, Batch("m", aliases=[Alias(digest(f"{author} {turn}"), author) for author in authors]))
    for author in authors[::3]:
        write(sqlite_store, Batch("m", entries_behind(sqlite_store, "box"), erased=[author]))
        remains = bytes_of_store(path)
        assert f"<{author}>".encode() not in remains
        assert f"</{author}>".encode() not in remains
    assert b"</p-1>" in bytes_of_store(path)


def test_no_byte_of_a_destroyed_key_remains_in_the_files(sqlite_store: SqlStore, path: Path) -> None:
    keys = [os.urandom(32).hex() for _ in range(40)]
    for key in keys:
        write(
            sqlite_store,
            Batch(
                "m",
                texts=[
                    PrivateText(hashlib.sha256(key.encode()).hexdigest(), "", b"", key),
                    private(f"between {key[:4]}"),
                ],
            ),
        )
    for key in keys[::3]:
        assert key.encode() in bytes_of_store(path)
        write(
            sqlite_store,
            Batch("m", entries_behind(sqlite_store, "box"), destroyed=[hashlib.sha256(key.encode()).hexdigest()]),
        )
        assert key.encode() not in bytes_of_store(path)


def test_an_alias_is_nowhere_in_the_files(sqlite_store: SqlStore, path: Path) -> None:
    engine = Engine(sqlite_store)
    engine.handle(CreateMission(mission="m", title="Clean air"))
    jane = engine.join("m", "jane@example.org")
    assert engine.join("m", "jane@example.org") == jane
    assert b"jane@example.org" not in bytes_of_store(path)


def test_erasing_all_people_of_a_mission_takes_work_in_proportion(tmp_path: Path) -> None:
    """Counted in SQLite's own steps: four times the people, about four times the work; sixteen times were quadratic."""
    few, many = (steps_to_erase(tmp_path / f"{people}.db", people) for people in (200, 800))
    assert many < 6 * few


def steps_to_erase(path: Path, people: int) -> int:
    """How many hundred steps SQLite takes to erase so many people with a text and an alias each."""
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    names = [f"p-{number}" for number in range(people)]
    with contextlib.closing(SqlStore.create(path)) as store:
        texts = [private(f"Worte von {name}", name) for name in names]
        write(store, Batch("m", texts=texts, aliases=[Alias(digest(name), name) for name in names]))
        assert store._writer is not None
        store._writer.driver.set_progress_handler(count, 100)
        write(store, Batch("m", erased=names))
        assert {alias.participant for _, alias in store.aliases()} == {NOBODY}
    return steps


def test_an_erasure_that_was_cut_off_by_a_kill_is_completed_when_the_store_opens(path: Path) -> None:
    store = SqlStore.create(path)
    write(store, Batch("m", texts=[private("ganz geheim")]))
    reader = sqlite3.connect(path)
    try:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM osi_texts").fetchone()  # keeps the write-ahead log from being emptied
        store._database.scrub = lambda connection: False  # type: ignore[method-assign]
        write(store, Batch("m", erased=["p-1"]))
    finally:
        store._closed = True  # as after a kill: nothing is tidied up
        store._database.close()
        reader.close()
    SqlStore.open(path).close()
    assert b"ganz geheim" not in bytes_of_store(path)


def test_a_long_reading_keeps_no_erased_words_in_the_files(sqlite_store: SqlStore, path: Path) -> None:
    """A report that is being written, an export, a status page: none of them holds the log open between two reads."""
    append(sqlite_store, *["box"] * 5_000)
    write(sqlite_store, Batch("m", texts=[private("ganz geheim")]))
    reader = SqlStore.open(path, read_only=True)
    reading = reader.read("m")
    next(reading)
    write(sqlite_store, Batch("m", erased=["p-1"]))
    assert b"ganz geheim" not in bytes_of_store(path)
    assert len(list(reading)) == 4_999
    reader.close()


def test_a_reader_delays_nobody_and_the_erasure_is_completed_once_it_has_left(
    sqlite_store: SqlStore, path: Path
) -> None:
    write(sqlite_store, Batch("m", texts=[private("ganz geheim")]))
    assert sqlite_store._writer is not None
    sqlite_store._writer.execute("PRAGMA busy_timeout = 600000")  # whoever waits for the reader waits for ten minutes
    reader, scrubber = sqlite3.connect(path, isolation_level=None), sqlite_store._scrubber
    with ThreadPoolExecutor(1) as pool:
        try:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM osi_texts").fetchone()
            pool.submit(write, sqlite_store, Batch("m", erased=["p-1"])).result(60)
            trying = scrubber.thread
            pool.submit(append, sqlite_store, "box").result(60)
            assert sqlite_store.text("m", private("ganz geheim").seal) is None
            assert b"ganz geheim" in bytes_of_store(path)
            assert scrubber.due
            assert trying is not None
            assert not pool.submit(sqlite_store.scrub).result(60)
        finally:
            reader.close()
    trying.join(60)
    assert sqlite_store.scrub()
    assert (scrubber.due, scrubber.thread) == (False, None)
    assert b"ganz geheim" not in bytes_of_store(path)


def test_an_erasure_that_a_reader_was_in_the_way_of_is_completed_when_the_store_closes(path: Path) -> None:
    store = SqlStore.create(path)
    write(store, Batch("m", texts=[private("ganz geheim")]))
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM osi_texts").fetchone()
    write(store, Batch("m", erased=["p-1"]))
    store._scrubber.stop()
    assert store._scrubber.due
    reader.close()
    store.close()
    assert b"ganz geheim" not in bytes_of_store(path)


def test_a_store_is_opened_beside_a_reader_that_is_in_the_way_of_an_erasure(path: Path) -> None:
    store = SqlStore.create(path)
    write(store, Batch("m", texts=[private("ganz geheim")]))
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM osi_texts").fetchone()
    store._database.scrub = lambda connection: False  # type: ignore[method-assign]
    write(store, Batch("m", erased=["p-1"]))
    store._scrubber.stop()
    store._closed = True  # as after a kill: nothing is tidied up
    store._database.close()
    opened = SqlStore.open(path)
    trying = opened._scrubber.thread
    assert opened._scrubber.due
    assert trying is not None
    reader.close()
    trying.join(60)
    assert b"ganz geheim" not in bytes_of_store(path)
    opened.close()


def test_commits_to_sqlite_are_synced_to_disk(sqlite_store: SqlStore) -> None:
    append(sqlite_store, "box")
    assert sqlite_store._writer is not None
    settings = {name: sqlite_store._writer.rows(f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous")}
    assert settings == {"journal_mode": "wal", "synchronous": 2}


def test_a_second_store_on_the_file_is_told_who_writes_to_it(sqlite_store: SqlStore, path: Path) -> None:
    with pytest.raises(StoreBusy, match=rf"{path} is open for writing in process {os.getpid()}"):
        SqlStore.open(path)


def test_the_file_can_be_opened_for_writing_again_after_closing(path: Path) -> None:
    SqlStore.create(path).close()
    store = SqlStore.open(f"sqlite:///{path}")
    store.close()
    store.close()
    with pytest.raises(StoreError, match="was closed"):
        store.head("m")
    with pytest.raises(StoreError, match="was closed"), store.transaction():
        pass


def test_a_store_open_read_only_reads_beside_the_writer(sqlite_store: SqlStore, path: Path) -> None:
    append(sqlite_store, "box")
    reader = SqlStore.open(path, read_only=True)
    try:
        append(sqlite_store, "box")
        assert reader.head("m") == sqlite_store.head("m")
        with pytest.raises(StoreError, match="open it for writing"), reader.transaction():
            pass
        with pytest.raises(StoreError, match="open it for writing"):
            reader.save_snapshot("m", "facts", Snapshot(1, b"", b""))
    finally:
        reader.close()


def test_a_store_open_read_only_reads_when_nobody_writes(path: Path) -> None:
    store = SqlStore.create(path)
    append(store, "box")
    store.close()
    reader = SqlStore.open(path, read_only=True)
    assert reader.head("m").position == 1
    reader.close()


def test_another_program_that_locks_the_file_is_reported(sqlite_store: SqlStore, path: Path) -> None:
    append(sqlite_store, "box")
    assert sqlite_store._writer is not None
    sqlite_store._writer.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(path, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy, match="is locked by another program"):
            append(sqlite_store, "box")
    finally:
        other.close()
    append(sqlite_store, "box")
    assert sqlite_store.head("m").position == 2


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_the_file_is_for_its_owner_alone(sqlite_store: SqlStore, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_is_no_store_is_refused_with_its_name(path: Path, tmp_path: Path) -> None:
    path.write_bytes(b"a text file, and a rather long one: " * 100)
    with pytest.raises(StoreError, match=f"{path} is damaged, or not a SQLite file"):
        SqlStore.open(path)
    with pytest.raises(StoreError, match=r"none\.db does not exist"):
        SqlStore.open(tmp_path / "none.db", read_only=True)
    with pytest.raises(StoreError, match="cannot be written"):
        SqlStore.create(tmp_path / "no folder" / "osi.db")
    empty = tmp_path / "empty.db"
    empty.touch()
    for read_only in (True, False):
        with pytest.raises(StoreError, match=f"{empty} holds no event store"):
            SqlStore.open(empty, read_only=read_only)
    assert empty.read_bytes() == b""


@pytest.mark.parametrize(
    ("address", "message"),
    [(":memory:", "MemoryStore"), ("sqlite://", "MemoryStore"), ("mysql://u:pw@h/d", "mysql is not supported")],
)
def test_an_address_that_cannot_be_a_store_is_refused_without_its_password(address: str, message: str) -> None:
    with pytest.raises(StoreError, match=message) as refusal:
        SqlStore.open(address)
    assert "pw" not in str(refusal.value)


def test_a_store_written_by_a_newer_version_is_refused(path: Path) -> None:
    SqlStore.create(path).close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE osi_meta SET value = ? WHERE name = 'schema'", (b"99",))
    connection.commit()
    connection.close()
    for _ in range(2):  # the refused opening has let go of the file
        with pytest.raises(StoreError, match=r"newer version \(tables 99, this version knows 6\); update osi-core"):
            SqlStore.open(path)


def test_an_append_that_failed_half_way_is_not_committed_by_a_caller_who_ignores_it(sqlite_store: SqlStore) -> None:
    append(sqlite_store, "box")
    write(sqlite_store, Batch("m", receipts=[Receipt("code", 1)]))
    batch = Batch("m", entries_behind(sqlite_store, "box"), receipts=[Receipt("code", 2)])
    with pytest.raises(StoreError, match="nothing of it was written"):
        append_and_ignore(sqlite_store, batch)
    assert sqlite_store.head("m").position == 1


def test_finding_public_entries_and_where_chains_end_walks_through_no_table(sqlite_store: SqlStore) -> None:
    append(sqlite_store, "box")
    writer = sqlite_store._writer
    assert writer is not None

    def plan(statement: str, *values: object) -> str:
        return "; ".join(str(row[3]) for row in writer.rows(f"EXPLAIN QUERY PLAN {statement}", values))

    assert "USING INDEX osi_events_public" in plan(statements.READ_PUBLIC, "m", 0, 9, 9)
    assert "USING INDEX osi_events_public" in plan(statements.LAST_PUBLIC, "m")
    assert "SCAN osi_heard" not in plan(statements.HEARD_HEADS, *["m"] * 4)
    assert "USING INDEX osi_heard_stream" in plan(statements.HEARD_STREAM, "missions/m/box", "origin", 0, 9, 9)


def append_and_ignore(store: SqlStore, batch: Batch) -> None:
    with store.transaction() as transaction, contextlib.suppress(StoreError):
        transaction.append(batch)
