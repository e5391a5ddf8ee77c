"""The store in one SQLite file: one process writes, any number read beside it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Engine, create_engine, event

from osi_core.log.sql import statements
from osi_core.log.sql.database import Connection, Database, sqlite_code
from osi_core.log.sql.lock import WriterLock
from osi_core.log.sql.schema import METADATA
from osi_core.log.store import Conflict, StoreBusy, StoreError, StoreFull

BUSY_SECONDS = 5
"""How long to wait for a lock inside the file, which programs other than this one may hold."""

_WRITER = (
    f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a commit is on the disk before it is answered
    "PRAGMA secure_delete = ON",  # what is overwritten or deleted becomes zeros
    "PRAGMA cache_size = -65536",  # 64 MiB, so that the indexes of a million events stay at hand
)
_READER = (f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}", "PRAGMA query_only = ON")
_FEW_BYTES = 1 << 20


class SqliteDatabase(Database):
    """Durability: write-ahead log, synced at each commit. Raises StoreBusy when another process writes to the file."""

    begin = ("BEGIN IMMEDIATE",)
    versions = statements.VERSIONS_SQLITE
    chunk_rows = 4096

    def __init__(self, path: str, read_only: bool) -> None:
        self.name = os.path.realpath(path)
        self._lock: WriterLock | None = None
        if not read_only:
            self._lock = self._take_lock()
        elif not os.path.exists(self.name):
            raise StoreError("store.missing", store=self.name)
        self.readers = self._engine(_READER, pool_size=8, max_overflow=56)
        self.writer = self.readers if read_only else self._engine(_WRITER, pool_size=1, max_overflow=0)

    def _take_lock(self) -> WriterLock:
        try:
            lock = WriterLock(self.name)
            # It will hold words of persons: for its owner alone, unless the owner decides otherwise.
            os.close(os.open(self.name, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise StoreError("store.not-writable", store=self.name, said=error.strerror or str(error)) from error
        return lock

    def _engine(self, pragmas: tuple[str, ...], pool_size: int, max_overflow: int) -> Engine:
        mode = "ro" if self._lock is None else "rw"
        url = URL.create("sqlite", database=f"file:{quote(self.name)}", query={"mode": mode, "uri": "true"})
        engine = create_engine(
            url,
            isolation_level="AUTOCOMMIT",
            pool_size=pool_size,
            max_overflow=max_overflow,
            pool_reset_on_return=None,
            connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
        )

        @event.listens_for(engine, "connect")
        def _set_pragmas(connection: Any, _: object) -> None:
            for pragma in pragmas:
                connection.execute(pragma)

        return engine

    def prepare(self) -> None:
        with self.errors():
            METADATA.create_all(self.writer)

    def scrub(self, connection: Connection) -> bool:
        busy, _, _ = connection.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0]
        return not busy

    def in_transaction(self, connection: Connection) -> bool:
        return bool(connection.driver.in_transaction)

    def close(self) -> None:
        super().close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def store_error(self, error: Exception) -> StoreError:
        code, of = sqlite_code(error), {"store": self.name, "said": str(error)}
        if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and self._no_space()):
            return StoreFull("store.full", **of)
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return StoreBusy("store.locked", **of)
        if code == sqlite3.SQLITE_CONSTRAINT:
            return Conflict("store.overtaken", **of)
        if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
            return StoreError("store.unusable", **of)
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return StoreError("store.unsound", **of)
        return StoreError("store.failed", **of)

    def _no_space(self) -> bool:
        try:
            return shutil.disk_usage(os.path.dirname(self.name)).free < _FEW_BYTES
        except OSError:
            return False
