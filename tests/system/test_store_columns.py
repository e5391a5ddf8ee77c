"""The table of mutations, store: whatever is changed in a column, or removed, `osi verify --store` finds.

The list is made from the tables themselves. A new column without a check fails here, unless it is named below with the
reason why nobody can hold it against anything.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import LargeBinary, Text

from osi_core.cli import main
from osi_core.log.memory import MemoryStore
from osi_core.log.sql import SqlStore
from osi_core.log.sql.schema import METADATA
from osi_core.mission.commands import CreateMission
from osi_core.process.moving import Place, move
from tests.unit.process.whole_store import fill

COLUMNS = [(table.name, column.name) for table in METADATA.sorted_tables for column in table.columns]
BY_NOTHING = {
    ("osi_events", "trace"): "where telemetry has the call; no hash covers it, and what is no trace is not carried on",
    ("osi_texts", "id"): "the row's own number; nothing refers to it",
    ("osi_aliases", "id"): "the row's own number; nothing refers to it",
    ("osi_aliases", "alias_digest"): "a keyed digest of what only the embedding system knows; no event carries it",
    ("osi_moved", "place"): "for the people who look for the mission; what is checked is that it is not here",
    ("osi_replies", "request_mac"): "of a request that nobody keeps; the same one, sent again, is then refused",
    ("osi_snapshots", "name"): "names a form and a fold; one of another name is passed over, never used",
}
"""Columns that the log does not commit to, with the reason."""
MAY_BE_MISSING = {
    "osi_aliases": "the log says who has joined, not that somebody has an alias",
    "osi_snapshots": "they are made anew from the log",
    "osi_heard": "what is missing at a chain's end is heard again; further up it is found, see below",
}


CASES = [column for column in COLUMNS if column not in BY_NOTHING]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "osi.db"
    with closing(SqlStore.create(path)) as store:
        engine = fill(store).engine
        engine.handle(CreateMission(mission="o", title="Another mission"))
        move("o", Place(store, store.name), Place(MemoryStore(), "another store"))
    return path


@pytest.fixture
def path(whole: Path, tmp_path: Path) -> Path:
    """A copy to tamper with."""
    for end in ("", ".head"):
        shutil.copy(f"{whole}{end}", tmp_path / f"osi.db{end}")
    return tmp_path / "osi.db"


def answer(path: Path) -> int:
    return main(["verify", "--store", str(path)])


def changed(value: Any, kind: object) -> Any:
    """Another value of the same form."""
    if isinstance(kind, LargeBinary):
        return bytes([value[0] ^ 1, *value[1:]]) if value else b"x"
    if isinstance(kind, Text):
        return hashlib.sha256(value.encode()).hexdigest() if len(value) == 64 else f"{value}-x"
    return 1 - value if value in (0, 1) else (value or 0) + 1_000_000


def each_of_some_rows(
    path: Path, table: str, change: Callable[[sqlite3.Connection, list[str], tuple[Any, ...]], None]
) -> Iterator[tuple[Any, ...]]:
    """Lets the change befall the first, a middle and the last row of a table, one after the other."""
    before = path.read_bytes()
    keys = [column.name for column in METADATA.tables[table].primary_key]
    query = f"SELECT {', '.join(keys)} FROM {table}" + (" WHERE erased = 0" if table == "osi_texts" else "")
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(f"{query} ORDER BY {', '.join(keys)}").fetchall()
    for row in dict.fromkeys((rows[0], rows[len(rows) // 2], rows[-1])):
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            change(connection, keys, row)
        yield row
        path.write_bytes(before)


def test_an_untouched_store_is_sound(path: Path) -> None:
    assert answer(path) == 0
    with closing(sqlite3.connect(path)) as connection:
        empty = [
            table.name
            for table in METADATA.sorted_tables
            if not connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0]
        ]
    assert empty == [], "no mutation can be tried where there are no rows"


def test_every_exception_names_a_column() -> None:
    assert set(BY_NOTHING) <= set(COLUMNS)
    assert MAY_BE_MISSING.keys() <= METADATA.tables.keys()


@pytest.mark.parametrize(("table", "column"), CASES)
def test_a_changed_column_is_found(path: Path, capsys: pytest.CaptureFixture[str], table: str, column: str) -> None:
    kind = METADATA.tables[table].columns[column].type

    def change(connection: sqlite3.Connection, keys: list[str], row: tuple[Any, ...]) -> None:
        where = " AND ".join(f"{key} = ?" for key in keys)
        (value,) = connection.execute(f"SELECT {column} FROM {table} WHERE {where}", row).fetchone()
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (changed(value, kind), *row))

    for row in each_of_some_rows(path, table, change):
        assert answer(path) in ((1, 3) if row == ("schema",) else (1,)), row  # another schema may be a newer version's
    said = capsys.readouterr()
    assert "restore a" in (said.out + said.err).lower() or "osi snapshots drop" in said.out, "it says what to do"


@pytest.mark.parametrize("table", sorted(METADATA.tables.keys() - MAY_BE_MISSING.keys()))
def test_a_missing_row_is_found(path: Path, table: str) -> None:
    def change(connection: sqlite3.Connection, keys: list[str], row: tuple[Any, ...]) -> None:
        connection.execute(f"DELETE FROM {table} WHERE {' AND '.join(f'{key} = ?' for key in keys)}", row)

    for row in each_of_some_rows(path, table, change):
        assert answer(path) == 1, row


@pytest.mark.parametrize("position", [1, 2, 6])
def test_a_missing_event_of_another_chain_is_found_where_later_ones_were_heard(path: Path, position: int) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DELETE FROM osi_heard WHERE position = ?", (position,))
    assert answer(path) == 1


@pytest.mark.parametrize(
    "table", sorted(METADATA.tables.keys() - {"osi_blobs", "osi_meta", "osi_moved", "osi_snapshots"})
)
def test_a_row_of_a_mission_that_is_not_in_the_log_is_found(path: Path, table: str) -> None:
    columns = [column.name for column in METADATA.tables[table].columns]
    numbers = {"id": "id + 1000000", "sequence": "sequence + 1000000", "code_sha256": f"'{64 * 'a'}'"}
    values = {name: numbers.get(name, name) for name in columns} | {"mission": "'n'"}
    values |= {"stream": "'missions/n/x'"} if "stream" in columns else {}
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values.values())} FROM {table} LIMIT 1"
        )
    assert answer(path) == 1


@pytest.mark.parametrize("value", [b"\xff\xfe", "text", 7, 2.5])
@pytest.mark.parametrize(("table", "column"), CASES)
def test_a_value_of_any_type_is_found_and_never_a_traceback(
    path: Path, capsys: pytest.CaptureFixture[str], table: str, column: str, value: object
) -> None:
    def change(connection: sqlite3.Connection, keys: list[str], row: tuple[Any, ...]) -> None:
        where = " AND ".join(f"{key} = ?" for key in keys)
        try:
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (value, *row))
        except sqlite3.IntegrityError as refused:
            pytest.skip(f"SQLite refuses it: {refused}")

    for row in each_of_some_rows(path, table, change):
        assert answer(path) in ((1, 3) if row == ("schema",) else (1,)), row
        assert "--debug" not in capsys.readouterr().err


def test_the_kept_head_is_held_against_the_log(path: Path) -> None:
    head = Path(f"{path}.head")
    kept = head.read_bytes()
    head.write_bytes(kept.replace(b"sequence=1", b"sequence=2"))
    assert answer(path) == 1
    head.unlink()
    assert answer(path) == 1
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DELETE FROM osi_events WHERE sequence > 100")
    head.write_bytes(kept)
    assert answer(path) == 1
