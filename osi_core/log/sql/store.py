"""The event store on SQLite (the default) or PostgreSQL."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Self

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from osi_core.log.envelope import Entry
from osi_core.log.sql import statements
from osi_core.log.sql.database import Connection, Database
from osi_core.log.sql.postgresql import PostgresqlDatabase
from osi_core.log.sql.reader import SqlReader
from osi_core.log.sql.schema import SCHEMA_VERSION
from osi_core.log.sql.sqlite import SqliteDatabase
from osi_core.log.sql.transaction import SqlTransaction
from osi_core.log.store import StoreBusy, StoreError

_logger = logging.getLogger(__name__)


class SqlStore(SqlReader):
    """An `EventStore` in a SQLite file or a PostgreSQL database; threads may share it.

    A SQLite file has one writing process at a time; another one gets StoreBusy, and may open it read-only. An error
    leaves the store usable: the next transaction starts anew, on a new connection if need be. When the answer of a
    commit is lost (the server's connection breaks in that moment, the disk fails at the sync), StoreError is raised
    although the transaction may have taken effect; a command id gives the same request the same reply.

    Erased words are overwritten where they stood and leave the write-ahead log (SQLite) or the old copy of the table
    (PostgreSQL) right after the commit, or with the next one if a reader is in the way. PostgreSQL's own
    write-ahead log, and backups of either database, keep them for as long as their operator does.
    """

    @classmethod
    def open(cls, url_or_path: str | os.PathLike[str], *, read_only: bool = False) -> Self:
        """Opens a file's path, a `sqlite:///` or a `postgresql://` address; makes the tables where there are none.

        Raises StoreBusy when another process writes to the file, StoreError when it is not a store that we can read.
        """
        database = _database(os.fspath(url_or_path), read_only)
        try:
            store = cls(database, read_only)
            if not read_only and isinstance(database, SqliteDatabase):
                store._scrub_after_kill()
            return store
        except BaseException:
            database.close()
            raise

    def __init__(self, database: Database, read_only: bool = False) -> None:
        super().__init__(database, _prepare(database, read_only))
        self._read_only = read_only
        self._write_lock = threading.Lock()
        self._writer: Connection | None = None
        self._scrub_due = False
        self._closed = False

    @contextmanager
    def transaction(self) -> Iterator[SqlTransaction]:
        with self._write_lock:
            connection = self._begin()
            # A copy: what it learns of its own appends must not outlive a rollback.
            transaction = SqlTransaction(self._database, self._alias_key, connection, dict(self._heads))
            try:
                yield transaction
                transaction.finish()
                connection.execute("COMMIT")
            except BaseException:
                self._undo(connection)
                raise
            self._heads = transaction._heads
            self._scrub_due = self._scrub_due or transaction.erased
            self._scrub()

    def missions(self) -> Sequence[str]:
        with self._connected() as connection:
            return tuple(mission for (mission,) in connection.rows(statements.MISSIONS))

    def read_all(self, after: int = 0, limit: int | None = None) -> Iterator[tuple[int, Entry]]:
        end = self._number(statements.LAST_SEQUENCE)
        if limit is not None:
            end = min(end, after + limit)
        for *entry, sequence in self._chunks(statements.READ_ALL, (), after, (end,)):
            yield sequence, Entry(*entry)

    def save_snapshot(self, mission: str, position: int, name: str, content: bytes) -> None:
        with self._write_lock:
            connection = self._begin()
            try:
                connection.execute(statements.SAVE_SNAPSHOT, (mission, name, position, content))
                connection.execute("COMMIT")
            except BaseException:
                self._undo(connection)
                raise

    def snapshot(self, mission: str, name: str) -> tuple[int, bytes] | None:
        row = self._row(statements.SNAPSHOT, mission, name)
        return None if row is None else (row[0], bytes(row[1]))

    def close(self) -> None:
        with self._write_lock:
            if self._closed:
                return
            self._scrub()
            self._closed = True
            if self._writer is not None:
                self._writer.give_back()
                self._writer = None
            self._database.close()

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        self._check_open()
        connection = self._database.connect(self._database.readers)
        try:
            yield connection
        except BaseException:
            connection.discard()
            raise
        connection.give_back()

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError("store.closed", store=self._database.name)

    # Writing; all with the lock held

    def _begin(self) -> Connection:
        self._check_open()
        if self._read_only:
            raise StoreError("store.read-only", store=self._database.name)
        try:
            return self._begin_once()
        except StoreBusy:
            raise
        except StoreError:  # the server was restarted since the last transaction; nothing has happened in this one
            return self._begin_once()

    def _begin_once(self) -> Connection:
        connection = self._writer or self._database.connect(self._database.writer)
        self._writer = connection
        try:
            for statement in self._database.begin:
                connection.execute(statement)
        except BaseException:
            self._undo(connection)
            self._discard_writer()
            raise
        return connection

    def _undo(self, connection: Connection) -> None:
        """Rolls back; a connection that cannot is closed, which does the same."""
        try:
            if self._database.in_transaction(connection):
                connection.execute("ROLLBACK")
        except StoreError:
            self._discard_writer()

    def _discard_writer(self) -> None:
        if self._writer is not None:
            self._writer.discard()
            self._writer = None

    def _scrub_after_kill(self) -> None:
        """A writer may have been killed after it had committed an erasure."""
        self._writer = self._database.connect(self._database.writer)
        self._scrub_due = True
        self._scrub()

    def _scrub(self) -> None:
        """Removes what is left of erased words; the commit has succeeded, so that a failure only waits for the next."""
        if not self._scrub_due or self._writer is None:
            return
        try:
            self._scrub_due = not self._database.scrub(self._writer)
        except StoreError as error:
            _logger.warning("traces of erased words remain until the next commit: %s", error)


def _database(address: str, read_only: bool) -> Database:
    if "://" not in address:
        return SqliteDatabase(_file(address, address), read_only)
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise StoreError("store.no-address", address=address) from error
    kind = url.get_backend_name()
    if kind == "sqlite":
        return SqliteDatabase(_file(url.database, address), read_only)
    if kind in ("postgresql", "postgres"):
        return PostgresqlDatabase(url, read_only)
    raise StoreError("store.kind-unknown", address=_without_password(url), kind=kind)


def _file(path: str | None, address: str) -> str:
    if path in (None, "", ":memory:"):
        raise StoreError("store.no-file", address=address)
    assert path is not None
    return path


def _without_password(url: URL) -> str:
    return url.render_as_string(hide_password=True)


def _prepare(database: Database, read_only: bool) -> bytes:
    """Makes or checks the tables; returns the key of the aliases' digests."""
    if not database.has_table("osi_meta") or _meta(database, "schema") is None:
        if read_only:
            raise StoreError("store.none-there", store=database.name)
        database.prepare()
        connection = database.connect(database.writer)
        rows = [("alias_key", os.urandom(32)), ("schema", str(SCHEMA_VERSION).encode())]
        connection.execute_many(statements.INSERT_META, rows)
        connection.give_back()
    schema = int(_meta(database, "schema") or b"0")
    if schema > SCHEMA_VERSION:
        raise StoreError("store.newer", store=database.name, schema=schema, known=SCHEMA_VERSION)
    return _meta(database, "alias_key") or b""


def _meta(database: Database, name: str) -> bytes | None:
    connection = database.connect(database.readers)
    try:
        rows = connection.rows(statements.META, (name,))
    finally:
        connection.give_back()
    return bytes(rows[0][0]) if rows else None
