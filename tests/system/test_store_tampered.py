"""Whoever changes a stored log is found out, with the position."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from osi_core.log.envelope import Head, LogDamaged, check_chain
from osi_core.log.sql import SqlStore
from osi_core.testing.stores import append

EVENTS = 12


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tampered") / "osi.db"
    store = SqlStore.create(path)
    append(store, *(("box", "round", "map")[index % 3] for index in range(EVENTS)), data="Worte ✓")
    store.close()
    return path


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    """The file in other hands; what they change is undone after the test."""
    connection = sqlite3.connect(path, isolation_level=None)
    before = connection.execute("SELECT * FROM osi_events ORDER BY sequence").fetchall()
    yield connection
    restore(connection, before)
    connection.close()


def restore(connection: sqlite3.Connection, rows: list[tuple[object, ...]]) -> None:
    connection.execute("DELETE FROM osi_events")
    connection.executemany(f"INSERT INTO osi_events VALUES ({', '.join('?' * len(rows[0]))})", rows)


def position_found(path: Path) -> int:
    reader = SqlStore.as_it_is(path)  # to open it would already tell a changed last hash, by what is kept beside
    try:
        with pytest.raises(LogDamaged) as found:
            check_chain(reader.read("m"))
    finally:
        reader.close()
    assert str(found.value).startswith(f"log of missions/m is damaged at position {found.value.position}: ")
    return found.value.position


def test_an_untouched_log_is_sound(path: Path) -> None:
    reader = SqlStore.open(path, read_only=True)
    assert check_chain(reader.read("m")) == reader.head("m")
    reader.close()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(position=st.integers(1, EVENTS), column=st.sampled_from(["raw", "hash"]), data=st.data())
def test_one_flipped_bit_is_found_where_it_is(
    path: Path, connection: sqlite3.Connection, position: int, column: str, data: st.DataObject
) -> None:
    query = f"SELECT {column} FROM osi_events WHERE mission = 'm' AND position = ?"
    stored: bytes = connection.execute(query, (position,)).fetchone()[0]
    bit = data.draw(st.integers(0, 8 * len(stored) - 1))
    changed = bytearray(stored)
    changed[bit // 8] ^= 1 << bit % 8
    update = f"UPDATE osi_events SET {column} = ? WHERE mission = 'm' AND position = ?"
    connection.execute(update, (bytes(changed), position))
    try:
        assert position_found(path) == position
    finally:
        connection.execute(update, (stored, position))


@pytest.mark.parametrize("position", range(1, EVENTS + 1))
@pytest.mark.parametrize(
    ("column", "value"), [("stream", "missions/m/other"), ("version", 99), ("type", "testing.other")]
)
def test_a_changed_column_is_found_where_it_is(
    path: Path, connection: sqlite3.Connection, position: int, column: str, value: object
) -> None:
    connection.execute(f"UPDATE osi_events SET {column} = ? WHERE position = ?", (value, position))
    assert position_found(path) == position


@pytest.mark.parametrize("position", range(1, EVENTS))
def test_a_missing_event_is_found_where_it_stood(path: Path, connection: sqlite3.Connection, position: int) -> None:
    connection.execute("DELETE FROM osi_events WHERE position = ?", (position,))
    assert position_found(path) == position


@pytest.mark.parametrize("position", range(1, EVENTS))
def test_two_exchanged_events_are_found(path: Path, connection: sqlite3.Connection, position: int) -> None:
    for old, new in ((position, 1_000), (position + 1, position), (1_000, position + 1)):
        connection.execute("UPDATE osi_events SET position = ? WHERE position = ?", (new, old))
    assert position_found(path) == position


@pytest.mark.parametrize("position", range(1, EVENTS + 1))
def test_an_event_moved_to_another_mission_is_found(path: Path, connection: sqlite3.Connection, position: int) -> None:
    connection.execute("UPDATE osi_events SET mission = 'n' WHERE position = ?", (position,))
    reader = SqlStore.open(path, read_only=True)
    with pytest.raises(LogDamaged, match="missions/n is damaged at position 1"):
        check_chain(reader.read("n"))
    if position < EVENTS:
        assert position_found(path) == position
    reader.close()


def test_a_head_whose_bytes_are_no_event_is_damage_too(path: Path, connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE osi_events SET raw = ? WHERE position = ?", (b"nothing", EVENTS))
    reader = SqlStore.open(path, read_only=True)
    with pytest.raises(LogDamaged, match=f"damaged at position {EVENTS}: its bytes are not an event"):
        reader.head("m")
    reader.close()


def test_events_cut_off_at_the_end_show_against_a_head_that_someone_kept(
    path: Path, connection: sqlite3.Connection
) -> None:
    kept = SqlStore.open(path, read_only=True)
    head = kept.head("m")
    connection.execute("DELETE FROM osi_events WHERE position > 10")
    assert check_chain(kept.read("m")) != head
    assert check_chain(kept.read("m")) == kept.head("m") != Head()
    kept.close()
