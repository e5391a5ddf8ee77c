"""Verifying a store works through the port: the same on every store of ours."""

from __future__ import annotations

import pytest

from osi_core.log.memory import MemoryStore
from osi_core.log.sql import SqlStore
from osi_core.log.store import Batch, EventStore
from osi_core.process.store_report import StoreReport
from osi_core.process.verifying_store import verify_store
from osi_core.testing.stores import write
from tests.unit.process.whole_store import fill, told


def verified(store: EventStore) -> StoreReport:
    fill(store)
    return verify_store(store)


def test_a_sqlite_file_is_verified(sqlite_store: SqlStore) -> None:
    assert verified(sqlite_store) == verified(MemoryStore())


def test_a_store_that_has_only_heard_of_a_mission_is_sound(sqlite_store: SqlStore) -> None:
    write(sqlite_store, Batch("m", heard=told("matching", 3)))
    report = verify_store(sqlite_store)
    assert (report.exit_code, report.heads, report.rows) == (0, {}, {"heard": 3})


def test_what_a_chain_has_published_is_held_against_its_hashes_and_columns() -> None:
    for unfit in (
        {"raw": b"{}"},
        {"raw": told("matching", 3)[1].raw},
        {"hash": bytes(32)},
        {"version": 9},
    ):
        store, heard = MemoryStore(), told("matching", 3)
        write(store, Batch("m", heard=[*heard[:2], heard[2]._replace(**unfit)]))
        found = verify_store(store).findings
        assert [(one.table, one.row, one.what.code) for one in found] == [
            ("heard", "matching position 3", "store-check.heard-changed")
        ]


@pytest.mark.postgres
def test_a_postgresql_database_is_verified_and_what_was_changed_is_found(postgresql_store: SqlStore) -> None:
    report = verified(postgresql_store)
    assert report == verified(MemoryStore())
    assert report.exit_code == 0
    with postgresql_store._alone() as connection:
        connection.execute("UPDATE osi_replies SET count = 2 WHERE count = 1")
        connection.execute("DELETE FROM osi_receipts")
    found = verify_store(postgresql_store)
    assert {(one.table, one.what.code) for one in found.findings} == {
        ("receipts", "store-check.receipt-missing"),
        ("replies", "store-check.reply-unfit"),
    }
