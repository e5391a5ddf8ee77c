"""The store in one SQLite file: one process writes, any number read beside it."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Engine, NullPool, create_engine, event

from osi_core.log.sql import statements
from osi_core.log.sql.database import Connection, Database, sqlite_code
from osi_core.log.sql.file_identity import FileIdentity
from osi_core.log.sql.kept_head import Kept, KeptHead, StoreHead
from osi_core.log.sql.lock import WriterLock
from osi_core.log.store import Conflict, StoreBusy, StoreError, StoreFull

BUSY_SECONDS = 5
"""How long to wait for a lock inside the file, which programs other than this one may hold."""

CHECKPOINT_SECONDS = 30
"""How long commits may stay in the write-ahead log alone, as long as there are commits."""

_logger = logging.getLogger(__name__)
_WAIT = f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}"
_WRITER = (
    _WAIT,
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a commit is on the disk before it is answered
    "PRAGMA secure_delete = ON",  # what is overwritten or deleted becomes zeros
    "PRAGMA cache_size = -65536",  # 64 MiB, so that the indexes of a million events stay at hand
)
_READER = (_WAIT, "PRAGMA query_only = ON")
_FEW_BYTES = 1 << 20


class SqliteDatabase(Database):
    """Durability: write-ahead log, synced at each commit. Raises StoreBusy when another process writes to the file.

    What lies beside the file `osi.db`: `osi.db-wal` and `osi.db-shm` while it is open, `osi.db.lock`, and
    `osi.db.head`, which knows where the log ends (`kept_head`).
    """

    is_ours = True
    begin = ("BEGIN IMMEDIATE",)
    versions = statements.VERSIONS_SQLITE
    replies = statements.REPLIES_SQLITE
    table = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    chunk_rows = 4096

    def __init__(self, path: str, read_only: bool, *, new: bool = False) -> None:
        self.name = os.path.realpath(path)
        self._lock: WriterLock | None = None
        self._head = KeptHead(self.name)
        self._due: Kept | None = None
        """A head that could not be kept; nothing more is written before it is."""
        self._store = b""
        self._files = FileIdentity()
        self._checkpointed = time.monotonic()
        if not new and not os.path.exists(self.name):
            raise StoreError("store.missing", store=self.name)
        if not read_only:
            self._lock = self._take_lock(new)
        mode, sizes = ("ro" if read_only else "rw"), {"pool_size": 8, "max_overflow": 56}
        self.readers = self._engine(mode, _READER, **sizes)
        self.writer = self.readers if read_only else self._engine("rw", _WRITER, pool_size=1, max_overflow=0)
        if not read_only:
            event.listen(self.writer, "connect", self._note_files)

    def _take_lock(self, new: bool) -> WriterLock:
        try:
            lock = WriterLock(self.name)
            # It will hold words of persons: for its owner alone, unless the owner decides otherwise.
            os.close(os.open(self.name, os.O_RDWR | (os.O_CREAT if new else 0), 0o600))
        except OSError as error:
            raise StoreError("store.not-writable", store=self.name, said=error.strerror or str(error)) from error
        return lock

    def _engine(self, mode: str, pragmas: tuple[str, ...], **pool: Any) -> Engine:
        query = {"mode": mode, "uri": "true"}
        if mode == "ro" and self._cannot_change():
            query["immutable"] = "1"  # or SQLite would want to make files beside it
        url = URL.create("sqlite", database=f"file:{quote(self.name)}", query=query)
        engine = create_engine(
            url,
            isolation_level="AUTOCOMMIT",
            pool_reset_on_return=None,
            connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
            **pool,
        )

        @event.listens_for(engine, "connect")
        def _set_pragmas(connection: Any, _: object) -> None:
            for pragma in pragmas:
                connection.execute(pragma)

        return engine

    def _cannot_change(self) -> bool:
        """Whether it lies on a file system that is mounted read-only, and is whole without a write-ahead log."""
        if not hasattr(os, "statvfs") or os.path.exists(f"{self.name}-wal"):
            return False
        return bool(os.statvfs(os.path.dirname(self.name)).f_flag & os.ST_RDONLY)

    def _note_files(self, connection: Any, _: object) -> None:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # now the write-ahead log is open too
        self._files.note(f"{self.name}-wal", f"{self.name}-shm")

    def make(self, rows: Sequence[tuple[str, bytes]]) -> None:
        with self.looking() as connection:
            if self.has_table(connection, "osi_meta") or self.has_table(connection, "osi_events"):
                raise StoreError("store.exists", store=self.name)
        left = self._head.read()
        if left is not None and left.head.sequence:
            raise StoreError("store.head-left", store=self.name, file=self._head.path, count=left.head.sequence)
        self._head.renew(Kept(dict(rows)["check"], StoreHead()))  # first: a kill then leaves a store to be made again
        super().make(rows)

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        # Of its own and read-only: the last writing connection that closes would take a damaged write-ahead log away.
        engine = self._engine("ro", _READER, poolclass=NullPool)
        connection = self.connect(engine)
        try:
            yield connection
        finally:
            connection.give_back()
            engine.dispose()

    def kept(self, store: bytes) -> StoreHead | None:
        kept = self._head.read()
        if kept is None:
            raise StoreError("store.head-missing", store=self.name, file=self._head.path)
        if kept.store != store:
            raise StoreError("store.head-of-another", store=self.name, file=self._head.path)
        return kept.head

    def to_be_written(self, kept: Kept) -> None:
        self._store = kept.store
        if self._head.read() != kept:
            self._head.renew(kept)
        self._files.note(self.name, self._head.path)

    def before_begin(self) -> None:
        if self._due is not None:
            self._head.keep(self._due)
            self._due = None

    def before_commit(self) -> None:
        self._files.check()

    def committed(self, connection: Connection, head: StoreHead | None) -> None:
        if head is not None:
            kept = Kept(self._store, head)
            try:
                self._head.keep(kept)
            except StoreError as error:
                self._due = kept
                _logger.warning("%s", error)
        now = time.monotonic()
        if now - self._checkpointed > CHECKPOINT_SECONDS:
            self._checkpointed = now
            self._checkpoint(connection, "PASSIVE")

    def closing(self, connection: Connection) -> None:
        if not self._checkpoint(connection, "TRUNCATE"):
            _logger.warning(
                "%s: a reader is in the way; %s-wal belongs to the log until the next close", *[self.name] * 2
            )

    def _checkpoint(self, connection: Connection, mode: str) -> bool:
        """Copies what was committed into the file itself; False when a reader is in the way."""
        try:
            busy, pages, copied = connection.rows(f"PRAGMA wal_checkpoint({mode})")[0]
        except StoreError as error:  # it is durable where it is
            _logger.warning("%s", error)
            return True
        return not busy or pages == copied

    def scrub(self, connection: Connection) -> bool:
        # While it waits for a reader, a checkpoint of this kind keeps everybody from writing.
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            busy, _, _ = connection.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0]
        finally:
            connection.execute(_WAIT)
        return not busy

    def in_transaction(self, connection: Connection) -> bool:
        return bool(connection.driver.in_transaction)

    def close(self) -> None:
        super().close()
        self._head.close()
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
