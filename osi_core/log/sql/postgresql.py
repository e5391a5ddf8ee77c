"""The store in a PostgreSQL database: several processes may write, one after the other."""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL, Engine, create_engine, event

from osi_core.log.sql import statements
from osi_core.log.sql.database import Connection, Database, with_percent
from osi_core.log.store import Conflict, StoreBusy, StoreError, StoreFull

LOCK = int.from_bytes(b"osi_log", "big")
"""The advisory lock that every writer of a database takes."""


class PostgresqlDatabase(Database):
    """The lock is a statement of its own before anything is read: under READ COMMITTED, the reads behind it then see
    all that earlier holders have committed. (Lock and `max()` in one statement gave positions twice.)
    """

    begin = ("BEGIN ISOLATION LEVEL READ COMMITTED", f"SELECT pg_advisory_xact_lock({LOCK})")
    versions = statements.VERSIONS_POSTGRESQL
    replies = statements.REPLIES_POSTGRESQL
    table = "SELECT 1 WHERE to_regclass(?) IS NOT NULL"
    chunk_rows = 512  # the driver takes all rows of a query into memory, and an event may have 512 KiB

    def __init__(self, url: URL, read_only: bool) -> None:
        self.name = url.render_as_string(hide_password=True)
        self._url = url.set(drivername="postgresql+psycopg")
        try:
            self.readers = self._engine(pool_size=8, read_only=True)
            self.writer = self.readers if read_only else self._engine(pool_size=1, read_only=False)
        except ModuleNotFoundError as error:
            raise StoreError("store.driver-missing") from error

    def _engine(self, pool_size: int, read_only: bool) -> Engine:
        engine = create_engine(
            self._url,
            isolation_level="AUTOCOMMIT",
            pool_size=pool_size,
            max_overflow=0 if pool_size == 1 else 24,
            pool_reset_on_return=None,
            pool_pre_ping=read_only,  # the writer finds out at BEGIN
        )

        @event.listens_for(engine, "connect")
        def _set_up(connection: Any, _: object) -> None:
            connection.autocommit = True
            if read_only:
                connection.execute("SET default_transaction_read_only = on")
            elif connection.execute("SHOW synchronous_commit").fetchone()[0] == "off":
                connection.execute("SET synchronous_commit = on")  # what is answered is on the disk

        return engine

    def scrub(self, connection: Connection) -> bool:
        # Writes the two tables anew, without the overwritten versions of their rows. PostgreSQL's own write-ahead log
        # keeps them until its files are reused. Whoever holds one of them open is not waited for.
        connection.execute("SET lock_timeout = '1ms'")
        try:
            connection.execute("VACUUM (FULL) osi_texts")
            connection.execute("VACUUM (FULL) osi_aliases")
        except StoreBusy:
            return False
        finally:
            connection.execute("RESET lock_timeout")
        return True

    def in_transaction(self, connection: Connection) -> bool:
        return int(connection.driver.info.transaction_status) != 0

    def sql(self, statement: str) -> str:
        return with_percent(statement)

    def store_error(self, error: Exception) -> StoreError:
        state = getattr(error, "sqlstate", None) or ""
        said = getattr(getattr(error, "diag", None), "message_primary", None)  # without the values of the row
        of = {"store": self.name, "said": (said or str(error)).strip()}
        if state == "53100":
            return StoreFull("store.full-on-server", **of)
        if state == "55P03":
            return StoreBusy("store.lock-held", **of)
        if state.startswith("23") or state in ("40001", "40P01"):
            return Conflict("store.overtaken", **of)
        return StoreError("store.server-failed", **of)
