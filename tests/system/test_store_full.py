"""A full disk: one clear error, the log as it was, and work goes on once there is space again."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from osi_core.log.envelope import check_chain
from osi_core.log.sql import SqlStore, back_up
from osi_core.log.store import Batch, StoreError, StoreFull
from osi_core.testing.stores import append, entries_behind, private, write
from tests.system.disks import small_disk

pytestmark = pytest.mark.system


@pytest.fixture(name="small_disk")
def _small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MiB."""
    with small_disk(tmp_path / "disk", 2) as folder:
        yield folder


def fill(store: SqlStore, size: int) -> int:
    """Appends until it is refused; the number of transactions that were acknowledged."""
    for number in range(10_000):
        try:
            with store.transaction() as transaction:
                entries = entries_behind(transaction, "box", "round", data="x" * size)
                transaction.append(Batch("m", entries, texts=[private(f"words {number}")]))
        except StoreFull:
            return number
    raise AssertionError("the disk never was full")


def assert_full_and_then_working(store: SqlStore, size: int, free: Callable[[], object]) -> None:
    append(store, "box")
    written = fill(store, size)
    assert written > 3
    head = store.head("m")
    assert head.position == 2 * written + 1
    assert check_chain(store.read("m")) == head
    with pytest.raises(StoreFull, match=r"no space left to write .*; free some and try again, nothing was lost"):
        write(store, Batch("m", entries_behind(store, *["box"] * 8, data="x" * 65_536)))
    assert store.head("m") == head
    assert store.text("m", private(f"words {written}").seal) is None
    free()
    append(store, "box", data="x" * size)
    assert check_chain(store.read("m")).position == head.position + 1


@pytest.mark.parametrize("size", [100, 20_000])
def test_on_a_full_disk_the_append_is_refused_and_the_log_is_unchanged(small_disk: Path, size: int) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(600_000))
    with ExitStack() as stack:
        store = SqlStore.create(small_disk / "osi.db")
        stack.callback(store.close)
        assert_full_and_then_working(store, size, free=ballast.unlink)


def test_a_log_from_a_full_disk_is_whole_when_opened_again(small_disk: Path) -> None:
    store = SqlStore.create(small_disk / "osi.db")
    written = fill(store, 3_000)
    head = store.head("m")
    store.close()
    reader = SqlStore.open(small_disk / "osi.db", read_only=True)
    assert reader.head("m") == head == check_chain(reader.read("m"))
    assert head.position == 2 * written
    reader.close()


def test_a_file_at_its_size_limit_refuses_the_append_and_is_unchanged(tmp_path: Path) -> None:
    with ExitStack() as stack:
        store = SqlStore.create(tmp_path / "osi.db")
        stack.callback(store.close)
        writer = store._writer
        assert writer is not None
        writer.execute("PRAGMA max_page_count = 200")
        assert_full_and_then_working(store, 3_000, free=lambda: writer.execute("PRAGMA max_page_count = 100000"))


def test_a_disk_that_became_read_only_is_named_and_the_store_on_it_can_be_read(small_disk: Path) -> None:
    path = small_disk / "osi.db"
    store = SqlStore.create(path)
    append(store, "box")
    store.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True, capture_output=True)
    try:
        with pytest.raises(StoreError, match=rf"{path} .*what was acknowledged is safe; .* mounted read-only"):
            SqlStore.open(path)
        reader = SqlStore.open(path, read_only=True)
        assert check_chain(reader.read("m")).position == 1
        reader.close()
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True, capture_output=True)
    SqlStore.open(path).close()


def test_a_backup_that_finds_no_space_leaves_no_copy(small_disk: Path, tmp_path: Path) -> None:
    store = SqlStore.create(tmp_path / "osi.db")
    append(store, *(["box"] * 40), data="x" * 65_536)
    store.close()
    with pytest.raises(StoreError, match="no space left"):
        back_up(tmp_path / "osi.db", small_disk / "saved.db")
    assert list(small_disk.iterdir()) == []


def test_a_broken_page_is_named_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "osi.db"
    store = SqlStore.create(path)
    append(store, *(["box"] * 400), data="x" * 300)
    store.close()
    content = bytearray(path.read_bytes())
    for page in range(8, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(content)
    said = rf"{path} is damaged, or not a SQLite file \(.*\); nothing was written; .* `osi restore BACKUP --to {path}`"
    with pytest.raises(StoreError, match=said):
        read_all(path)
    with pytest.raises(StoreError):
        back_up(path, tmp_path / "saved.db")
    assert not (tmp_path / "saved.db").exists()


def read_all(path: Path) -> None:
    with closing(SqlStore.open(path, read_only=True)) as store:
        list(store.read("m"))
