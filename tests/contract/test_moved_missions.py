"""A mission moves from a SQLite file to a PostgreSQL database and back, whoever has them open."""

from __future__ import annotations

from contextlib import closing

import pytest

from osi_core.log.sql import SqlStore
from osi_core.log.store import MissionMoved, StoreError
from osi_core.mission.commands import JoinMission
from osi_core.process.moving import Place, move, take_back
from osi_core.process.verifying_store import verify_store
from tests.unit.process.test_moving import a_journey, content, engine_like

pytestmark = pytest.mark.postgres


def test_a_mission_moves_to_postgresql_and_back(sqlite_store: SqlStore, postgresql_store: SqlStore) -> None:
    journey = a_journey(sqlite_store)
    before = content(sqlite_store)
    file, server = Place(sqlite_store, sqlite_store.name), Place(postgresql_store, postgresql_store.name)
    move("m", file, server)
    assert content(postgresql_store) == before
    engine_like(journey, postgresql_store).join("m", "user-3")
    meanwhile = content(postgresql_store)
    move("m", server, file)
    assert content(sqlite_store) == meanwhile
    assert verify_store(sqlite_store).exit_code == verify_store(postgresql_store).exit_code == 0


def test_an_engine_that_another_process_has_open_takes_nothing_more(
    sqlite_store: SqlStore, postgresql_store: SqlStore, postgres_url: str
) -> None:
    journey = a_journey(postgresql_store, upto=1)
    with closing(SqlStore.open(postgres_url)) as open_elsewhere:
        engine = engine_like(journey, open_elsewhere)
        engine.handle(JoinMission(mission="m", participant="yan"), actor="yan")
        move("m", Place(postgresql_store, "server"), Place(sqlite_store, "file"))
        with pytest.raises(MissionMoved, match="goes on in file"):
            engine.handle(JoinMission(mission="m", participant="zac"), actor="zac")


def test_one_database_under_two_addresses_is_found_out(postgresql_store: SqlStore, postgres_url: str) -> None:
    a_journey(postgresql_store, upto=1)
    with closing(SqlStore.open(postgres_url)) as again:
        here, there = Place(postgresql_store, "one"), Place(again, "another")
        with pytest.raises(StoreError, match="one store under two names"):
            move("m", here, there)
        with postgresql_store.transaction() as transaction:
            transaction.fence("m", "another")
        with pytest.raises(StoreError, match="one store under two names"):
            take_back("m", here, there)
    assert postgresql_store.moved_to("m") is None
