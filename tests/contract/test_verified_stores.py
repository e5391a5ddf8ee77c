"""Verifying a store works through the port: the same on every store of ours."""

from __future__ import annotations

import pytest

from osi_core.log.memory import MemoryStore
from osi_core.log.sql import SqlStore
from osi_core.log.store import EventStore
from osi_core.process.store_report import StoreReport
from osi_core.process.verifying_store import verify_store
from tests.unit.process.whole_store import fill


def verified(store: EventStore) -> StoreReport:
    fill(store)
    return verify_store(store)


def test_a_sqlite_file_is_verified(sqlite_store: SqlStore) -> None:
    assert verified(sqlite_store) == verified(MemoryStore())


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
