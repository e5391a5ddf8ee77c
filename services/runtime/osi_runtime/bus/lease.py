"""Which one of several processes over one database relays and consumes.

The lease is a row in the database and ends by the database's clock, so that nobody's own clock counts, and a holder
that died, hangs or is cut off loses it. Nothing depends on it: two that relay say the same, and what is heard twice is
known.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Column, Connection, DateTime, MetaData, NullPool, Table, Text, create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from osi_core.log.sql import SqlStore
from osi_core.log.store import EventStore

__all__ = ["Lease", "SharedLease", "lease_beside"]

_logger = logging.getLogger(__name__)
_METADATA = MetaData()
_LEASES = Table(
    "osi_leases",
    _METADATA,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("ends", DateTime(timezone=True), nullable=False),
)
_TAKE = text(
    "INSERT INTO osi_leases AS l VALUES (:name, :holder, clock_timestamp() + make_interval(secs => :seconds)) "
    "ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, ends = excluded.ends "
    "WHERE l.holder = excluded.holder OR l.ends < clock_timestamp() RETURNING 1"
)
_GIVE_BACK = text("DELETE FROM osi_leases WHERE name = :name AND holder = :holder")
_NAME = "bus"


class Lease:
    """Where one process alone has the database, as it is with a SQLite file: it is held for good."""

    @asynccontextmanager
    async def held(self) -> AsyncIterator[asyncio.Event]:
        """Waits until nobody else holds it. The event is set once it is lost."""
        yield asyncio.Event()


class SharedLease(Lease):
    """In a table of its own in the PostgreSQL database where the store is: `osi_leases`."""

    def __init__(self, address: str, seconds: float) -> None:
        """`seconds`: how long after its last sign of life a holder is taken for dead."""
        self.holder, self._seconds = secrets.token_hex(8), seconds
        self._engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"), poolclass=NullPool)
        self._made = False

    @asynccontextmanager
    async def held(self) -> AsyncIterator[asyncio.Event]:
        while (since := await self._taken()) is None:
            await asyncio.sleep(self._seconds / 3)
        lost = asyncio.Event()
        renewing = asyncio.create_task(self._renew(since, lost))
        try:
            yield lost
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)
            await asyncio.shield(asyncio.to_thread(self._try, _GIVE_BACK))

    async def _renew(self, since: float, lost: asyncio.Event) -> None:
        """Holds it on, as long as the database says so at least once before it ends."""
        while time.monotonic() < since + self._seconds:
            await asyncio.sleep(self._seconds / 3)
            since = await self._taken() or since
        _logger.warning("another process of this database relays and consumes from here on, or the database is away")
        lost.set()

    async def _taken(self) -> float | None:
        """Since when it is held, on the own clock: the moment before the database was asked."""
        asked_at = time.monotonic()
        try:
            async with asyncio.timeout(self._seconds / 2):  # a database that hangs says nothing either
                return asked_at if await asyncio.to_thread(self._try, _TAKE) else None
        except TimeoutError:
            return None

    def _try(self, statement: Any) -> bool:
        given = {"name": _NAME, "holder": self.holder, "seconds": self._seconds}
        try:
            with self._engine.begin() as connection:
                self._make(connection)
                return connection.execute(statement, given).rowcount == 1
        except SQLAlchemyError as error:
            _logger.info("the lease of the bus: %s", type(error).__name__)
            return False

    def _make(self, connection: Connection) -> None:
        if not self._made:
            _METADATA.create_all(connection)
            self._made = True


def lease_beside(store: EventStore, address: str | None, seconds: float) -> Lease:
    """The lease of a store's database. `address` is the store's as it was given: one is told without its password."""
    shared = isinstance(store, SqlStore) and address is not None and address.startswith("postgres")
    return SharedLease(address, seconds) if shared and address is not None else Lease()
