"""Backing up a SQLite store and restoring it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest

from osi_core.log.envelope import LogDamaged, check_chain
from osi_core.log.sql import SqlStore, back_up, restore
from osi_core.log.store import Alias, Batch, StoreBusy, StoreError
from osi_core.testing.stores import append, entries_behind, heard_of, private, write


@pytest.fixture
def saved(path: Path, tmp_path: Path) -> Path:
    """A backup of a store of five events, two heard ones, a text and an alias; two more were written since."""
    store = SqlStore.create(path)
    append(store, *(["box"] * 4))
    batch = Batch("m", entries_behind(store, "box"), texts=[private("Worte")], aliases=[Alias("user-1", "p-1")])
    batch.heard = heard_of("origin", 2, 5)
    write(store, batch)
    copied = back_up(path, tmp_path / "saved.db")
    assert (copied.events, copied.missions["m"]) == (5, store.head("m"))
    append(store, "box", "box")
    store.close()
    return tmp_path / "saved.db"


def lose(path: Path) -> None:
    for end in ("", ".head", ".lock"):
        Path(f"{path}{end}").unlink()


def test_a_backup_is_two_files_for_their_owner_alone(saved: Path) -> None:
    assert sorted(file.name for file in saved.parent.glob("saved.db*")) == ["saved.db", "saved.db.head"]
    if os.name == "posix":
        assert [saved.stat().st_mode & 0o777, Path(f"{saved}.head").stat().st_mode & 0o777] == [0o600, 0o600]


def test_a_store_that_was_lost_is_restored_with_all_that_it_held(saved: Path, path: Path) -> None:
    lose(path)
    copied = restore(saved, path)
    assert (copied.events, copied.lost, copied.former) == (5, 0, None)
    store = SqlStore.open(path)
    assert check_chain(store.read("m")).position == 5
    assert store.text("m", private("Worte").seal) == private("Worte")
    assert list(store.heard_entries()) == heard_of("origin", 2, 5)
    assert store.participant("m", "user-1") == "p-1"  # known people stay known: the key of the aliases came along
    append(store, "box")
    store.close()


def test_a_longer_log_is_not_overwritten_unless_its_loss_is_accepted_and_then_set_aside(
    saved: Path, path: Path
) -> None:
    before = path.read_bytes()
    with pytest.raises(
        StoreError, match=r"2 events would be lost: .* up to event 7, and .* ends at 5; .*--accept-loss"
    ):
        restore(saved, path)
    assert path.read_bytes() == before
    copied = restore(saved, path, accept_loss=True)
    assert (copied.events, copied.lost) == (5, 2)
    assert copied.former is not None
    assert copied.former.read_bytes() == before
    store = SqlStore.open(path)
    append(store, "box")
    store.close()
    with sqlite3.connect(path) as connection:
        noted = connection.execute("SELECT value FROM osi_meta WHERE name LIKE 'loss %'").fetchall()
    connection.close()
    assert len(noted) == 1
    assert b'"events": 2' in noted[0][0]


def test_what_only_the_kept_head_knows_is_not_given_up_either(saved: Path, path: Path) -> None:
    path.write_bytes(b"")
    with pytest.raises(StoreError, match="2 events would be lost"):
        restore(saved, path)


def test_what_is_left_of_a_store_is_gone_on_with_only_when_told_to(path: Path, tmp_path: Path) -> None:
    store, left = SqlStore.create(path), tmp_path / "left.db"
    for _ in range(49):
        append(store, "box", data="x" * 300)
    for end in ("", "-wal", ".head"):
        shutil.copy(f"{path}{end}", f"{left}{end}")
    store.close()
    os.truncate(f"{left}-wal", Path(f"{left}-wal").stat().st_size // 2)
    with pytest.raises(StoreError, match=r"has lost \d+ acknowledged events"):
        restore(left, left)
    copied = restore(left, left, accept_loss=True)
    assert copied.lost > 0
    assert copied.events + copied.lost == 49
    store = SqlStore.open(left)
    append(store, "box")
    store.close()


def test_a_copy_without_its_head_is_taken_only_when_told_to(saved: Path, path: Path) -> None:
    lose(path)
    Path(f"{saved}.head").unlink()
    with pytest.raises(StoreError, match=r"saved\.db\.head is missing"):
        restore(saved, path)
    assert restore(saved, path, accept_loss=True).lost == 0


def test_another_log_is_never_overwritten(saved: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    store = SqlStore.create(other)
    append(store, "box")
    store.close()
    with pytest.raises(StoreError, match="holds another log than"):
        restore(saved, other, accept_loss=True)


def test_a_store_that_is_written_to_is_not_restored(saved: Path, path: Path) -> None:
    store = SqlStore.open(path)
    with pytest.raises(StoreBusy):
        restore(saved, path, accept_loss=True)
    append(store, "box")
    store.close()


def test_a_backup_whose_log_was_changed_is_refused_and_nothing_is_left_of_it(path: Path, tmp_path: Path) -> None:
    store = SqlStore.create(path)
    append(store, *(["box"] * 5))
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE osi_events SET raw = CAST(raw || ' ' AS BLOB) WHERE position = 3")
    connection.close()
    with pytest.raises(LogDamaged, match="position 3"):
        back_up(path, tmp_path / "saved.db")
    assert list(tmp_path.glob("saved.db*")) == []


def test_a_backup_overwrites_nothing(saved: Path, path: Path) -> None:
    before = saved.read_bytes()
    with pytest.raises(StoreError, match="exists already"):
        back_up(path, saved)
    assert saved.read_bytes() == before


def test_backups_made_while_another_writes_are_whole(path: Path, tmp_path: Path) -> None:
    store, stop = SqlStore.create(path), threading.Event()

    def go_on() -> None:
        while not stop.is_set():
            append(store, "box", "round", data="x" * 2_000)

    append(store, "box")
    writer = threading.Thread(target=go_on)
    writer.start()
    try:
        for number in range(8):
            acknowledged = store.head("m").position
            copied = back_up(path, tmp_path / f"saved-{number}.db")
            assert copied.events >= acknowledged
            copy = SqlStore.open(tmp_path / f"saved-{number}.db", read_only=True)
            assert check_chain(copy.read("m")) == copied.missions["m"]
            copy.close()
    finally:
        stop.set()
        writer.join()
        store.close()


def test_postgresql_is_copied_by_its_own_tools() -> None:
    with pytest.raises(StoreError, match="pg_dump") as refusal:
        back_up("postgresql://osi:hunter2@host/db", "saved.db")
    assert "hunter2" not in str(refusal.value)
