"""A SQLite store that has lost something says so when it is opened, and is never taken for a new one."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from osi_core.log.envelope import check_chain
from osi_core.log.sql import SqlStore
from osi_core.log.sql.sqlite import CHECKPOINT_SECONDS
from osi_core.log.store import Alias, Batch, StoreError
from osi_core.testing.stores import append, entries_behind, write

EVENTS = 49
FILES = ("", "-wal", "-shm", ".head")


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """What a killed writer of 49 acknowledged events leaves: most of them in the write-ahead log alone."""
    path, left = tmp_path / "running" / "osi.db", tmp_path / "osi.db"
    path.parent.mkdir()
    store = SqlStore.create(path)
    for _ in range(EVENTS):
        append(store, "box", data="x" * 300)
    for end in FILES:
        shutil.copy(f"{path}{end}", f"{left}{end}")
    store.close()
    return left


def contents(path: Path) -> dict[str, bytes]:
    return {end: Path(f"{path}{end}").read_bytes() for end in ("", "-wal", ".head") if Path(f"{path}{end}").exists()}


def flip_a_byte(path: Path) -> None:
    wal = Path(f"{path}-wal")
    content = bytearray(wal.read_bytes())
    content[len(content) // 2] ^= 1
    wal.write_bytes(content)


def cut_in_half(path: Path) -> None:
    wal = Path(f"{path}-wal")
    os.truncate(wal, wal.stat().st_size // 2)


def take_away(path: Path) -> None:
    Path(f"{path}-wal").unlink()


def cut_the_file(path: Path) -> None:
    take_away(path)
    os.truncate(path, 0)


def test_what_a_kill_leaves_is_whole(killed: Path) -> None:
    store = SqlStore.open(killed)
    assert check_chain(store.read("m")).position == EVENTS
    store.close()


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize("harm", [flip_a_byte, cut_in_half, take_away])
def test_a_log_that_lost_its_end_is_refused_and_left_alone(
    killed: Path, harm: Callable[[Path], None], read_only: bool
) -> None:
    harm(killed)
    before = contents(killed)
    for _ in range(2):
        with pytest.raises(StoreError, match=rf"has lost \d+ acknowledged events: it ends at \d+, and {EVENTS} were"):
            SqlStore.open(killed, read_only=read_only)
    found = contents(killed)
    assert {end: found[end] for end in before} == before


@pytest.mark.parametrize("harm", [flip_a_byte, cut_in_half, take_away, cut_the_file, Path.unlink])
def test_a_store_that_was_there_is_not_made_anew(killed: Path, harm: Callable[[Path], None]) -> None:
    harm(killed)
    with pytest.raises(StoreError) as refusal:
        SqlStore.create(killed)
    assert refusal.value.code in ("store.exists", "store.head-left")
    with pytest.raises(StoreError):
        SqlStore.open(killed)


def test_a_store_is_created_once(path: Path) -> None:
    SqlStore.create(path).close()
    with pytest.raises(StoreError, match=f"there is a store in {path} already; open it"):
        SqlStore.create(path)
    SqlStore.open(path).close()


def test_opening_makes_no_store(path: Path) -> None:
    with pytest.raises(StoreError, match="does not exist"):
        SqlStore.open(path)
    assert list(path.parent.iterdir()) == []


def test_a_database_with_tables_of_others_may_take_a_store(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE invoices (number INTEGER)")
    connection.close()
    with pytest.raises(StoreError, match="holds no event store"):
        SqlStore.open(path)
    store = SqlStore.create(path)
    append(store, "box")
    store.close()


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("DELETE FROM osi_meta", "lacks the row 'schema' of osi_meta"),
        ("DELETE FROM osi_meta WHERE name = 'identity'", "lacks the row 'identity' of osi_meta"),
        ("DELETE FROM osi_meta WHERE name = 'check'", "lacks the row 'check' of osi_meta"),
        ("DROP TABLE osi_meta", "lacks the row 'schema' of osi_meta"),
        (
            "UPDATE osi_meta SET value = x'00' WHERE name = 'identity'",
            "the row 'identity' of osi_meta is not the one",
        ),
        (
            "UPDATE osi_meta SET value = randomblob(32) WHERE name = 'identity'",
            "the row 'identity' of osi_meta is not",
        ),
        ("UPDATE osi_meta SET value = 'two' WHERE name = 'schema'", "the row 'schema' of osi_meta is not the one"),
        ("UPDATE osi_meta SET value = '1' WHERE name = 'schema'", "was written by an older version"),
    ],
)
def test_a_store_that_has_forgotten_its_own_rows_is_refused(path: Path, statement: str, message: str) -> None:
    store = SqlStore.create(path)
    write(store, Batch("m", entries_behind(store, "box"), aliases=[Alias("jane@example.org", "p-1")]))
    store.close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(statement)
    connection.close()
    for read_only in (True, False):
        with pytest.raises(StoreError, match=message):
            SqlStore.open(path, read_only=read_only)


def test_a_kept_head_that_is_missing_damaged_or_anothers_is_named(killed: Path, path: Path, tmp_path: Path) -> None:
    head = Path(f"{killed}.head")
    kept = head.read_bytes()
    head.unlink()
    with pytest.raises(StoreError, match=rf"{head} is missing.*--accept-loss"):
        SqlStore.open(killed)
    head.write_bytes(b"x" + kept[1:512] + b"x" + kept[513:])
    with pytest.raises(StoreError, match=f"{head} is damaged"):
        SqlStore.open(killed)
    other = tmp_path / "other.db"
    SqlStore.create(other).close()
    shutil.copy(f"{other}.head", head)
    with pytest.raises(StoreError, match=f"{head} belongs to another store than {killed}"):
        SqlStore.open(killed)
    head.write_bytes(kept)
    SqlStore.open(killed).close()


@pytest.mark.parametrize("torn", [0, 512])
def test_one_torn_line_of_the_kept_head_is_survived(killed: Path, torn: int) -> None:
    head = Path(f"{killed}.head")
    content = bytearray(head.read_bytes())
    content[torn + 100 : torn + 500] = bytes(400)
    head.write_bytes(content)
    store = SqlStore.open(killed)
    assert store.head("m").position == EVENTS
    store.close()


def test_another_copy_of_the_same_log_is_not_taken_for_it(killed: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    for end in FILES:
        shutil.copy(f"{killed}{end}", f"{copy}{end}")
    for path, data in ((killed, "this way"), (copy, "that way")):
        store = SqlStore.open(path)
        append(store, "box", data=data)
        store.close()
    shutil.copy(copy, killed)
    with pytest.raises(StoreError, match=f"event {EVENTS + 1} is not the one that was acknowledged"):
        SqlStore.open(killed)


@pytest.mark.skipif(os.name == "nt", reason="Windows removes no file that is open")
@pytest.mark.parametrize("end", FILES)
@pytest.mark.parametrize("replaced", [True, False])
def test_nothing_is_acknowledged_once_a_file_of_the_store_is_gone(path: Path, end: str, replaced: bool) -> None:
    store = SqlStore.create(path)
    append(store, "box")
    file = Path(f"{path}{end}")
    content = file.read_bytes()
    file.unlink()
    if replaced:
        Path(f"{file}.new").write_bytes(content)
        Path(f"{file}.new").rename(file)
    for _ in range(2):
        with pytest.raises(StoreError, match=f"{file} was {'replaced' if replaced else 'removed'} while it was open"):
            append(store, "box")
    with pytest.raises(StoreError):
        store.drop_snapshots()
    store.close()


def test_a_copy_of_the_file_alone_holds_all_after_closing_although_a_reader_is_open(path: Path, tmp_path: Path) -> None:
    store = SqlStore.create(path)
    reader = SqlStore.open(path, read_only=True)
    for _ in range(59):
        append(store, "box")
    assert reader.head("m").position == 59
    store.close()
    copy = tmp_path / "copy.db"
    shutil.copy(path, copy)
    shutil.copy(f"{path}.head", f"{copy}.head")
    reader.close()
    copied = SqlStore.open(copy)
    assert check_chain(copied.read("m")).position == 59
    copied.close()


def test_commits_reach_the_file_itself_at_intervals(path: Path) -> None:
    store = SqlStore.create(path)
    append(store, "box", data="first of all")
    assert b"first of all" not in path.read_bytes()
    store._database._checkpointed -= CHECKPOINT_SECONDS + 1  # type: ignore[attr-defined]
    append(store, "box")
    assert b"first of all" in path.read_bytes()
    store.close()


def test_a_head_that_cannot_be_kept_stops_the_next_transaction_and_not_the_durable_one(path: Path) -> None:
    store = SqlStore.create(path)
    database = store._database
    keep = database._head.keep  # type: ignore[attr-defined]

    def fails(_: object) -> None:
        raise StoreError("store.head-not-kept", file="osi.db.head", said="input/output error")

    database._head.keep = fails  # type: ignore[attr-defined]
    append(store, "box")
    with pytest.raises(StoreError, match="nothing more is written before this file can be"):
        append(store, "box")
    database._head.keep = keep  # type: ignore[attr-defined]
    append(store, "box")
    store.close()
    assert SqlStore.open(path, read_only=True).ends.sequence == 2


def test_a_log_that_shrinks_under_an_open_store_takes_no_more(path: Path) -> None:
    store = SqlStore.create(path)
    append(store, *(["box"] * 5))
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("DELETE FROM osi_events WHERE sequence > 3")
    connection.close()
    with pytest.raises(StoreError, match="has lost 2 acknowledged events: it ends at 3, and 5 were written"):
        append(store, "box")
    store.close()
