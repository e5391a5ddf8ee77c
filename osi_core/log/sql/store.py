"""The event store on SQLite (the default) or PostgreSQL."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Self

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from osi_core.log.envelope import Entry, Head
from osi_core.log.heard import HeardHead
from osi_core.log.sql import statements
from osi_core.log.sql.database import Connection, Database
from osi_core.log.sql.kept_head import Kept, StoreHead
from osi_core.log.sql.meta import Meta, examined, new_rows
from osi_core.log.sql.postgresql import PostgresqlDatabase
from osi_core.log.sql.rows import SqlRows
from osi_core.log.sql.scrubbing import Scrubber
from osi_core.log.sql.sqlite import SqliteDatabase
from osi_core.log.sql.transaction import SqlTransaction
from osi_core.log.store import Snapshot, StoreBusy, StoreError

_UNKNOWN: tuple[dict[str, Head], dict[str, Mapping[str, HeardHead]]] = {}, {}


class SqlStore(SqlRows):
    """An `EventStore` in a SQLite file or a PostgreSQL database; threads may share it.

    A SQLite file has one writing process at a time; another one gets StoreBusy, and may open it read-only. An error
    leaves the store usable: the next transaction starts anew, on a new connection if need be. When the answer of a
    commit is lost (the server's connection breaks in that moment, the disk fails at the sync), StoreError is raised
    although the transaction may have taken effect; a command id gives the same request the same reply.

    Erased words are overwritten where they stood and leave the write-ahead log (SQLite) or the old copy of the table
    (PostgreSQL) right after the commit, or as soon as no reader is in the way; nobody waits for that. PostgreSQL's own
    write-ahead log, and backups of either database, keep them for as long as their operator does.
    """

    @classmethod
    def create(cls, url_or_path: str | os.PathLike[str]) -> Self:
        """Makes a new store in a file, or in a database that may hold other tables, and opens it for writing.

        Raises StoreError where there is a store already, or was one: a lost store is restored, never made anew.
        """
        database = _database(os.fspath(url_or_path), read_only=False, new=True)
        try:
            database.make(new_rows())
            return cls._writing(database)
        except BaseException:
            database.close()
            raise

    @classmethod
    def open(cls, url_or_path: str | os.PathLike[str], *, read_only: bool = False) -> Self:
        """Opens the store at a file's path, a `sqlite:///` or a `postgresql://` address.

        Raises StoreBusy when another process writes to the file, and StoreError when no store is there, when it is not
        one that this version can read, lacks what it must have, or ends before the last event that is known of it; the
        files then stay as they are.
        """
        database = _database(os.fspath(url_or_path), read_only)
        try:
            if not read_only:
                return cls._writing(database)
            return cls(database, *examined(database), read_only=True)
        except BaseException:
            database.close()
            raise

    @classmethod
    def as_it_is(cls, path: str | os.PathLike[str]) -> Self:
        """Opens a file read-only without asking what is kept beside it: to see what there is, and to copy it."""
        database = SqliteDatabase(os.fspath(path), read_only=True)
        try:
            return cls(database, *examined(database, by_what_is_kept=False), read_only=True)
        except BaseException:
            database.close()
            raise

    @classmethod
    def _writing(cls, database: Database) -> Self:
        meta, head = examined(database)
        database.to_be_written(Kept(meta.check, head))
        store = cls(database, meta, head)
        if isinstance(database, SqliteDatabase):
            with store._write_lock:
                store._scrubber.words_erased()  # perhaps, by a writer that was killed right after
        return store

    def __init__(self, database: Database, meta: Meta, head: StoreHead, *, read_only: bool = False) -> None:
        super().__init__(database)
        self._read_only = read_only
        self._write_lock = threading.Lock()
        self._writer: Connection | None = None
        self.meta = meta
        self._ends = head
        """The last head that this process has seen under the lock; a log that ends before it has lost something."""
        self._known = _UNKNOWN
        """Where missions end, and how far others are heard in them, as the last commit left it if nobody else writes.
        Replaced under the lock alone."""
        self._scrubber = Scrubber(self._scrub, self._write_lock)
        self._closed = False

    @contextmanager
    def transaction(self) -> Iterator[SqlTransaction]:
        with self._write_lock:
            connection = self._begin()
            # A copy: what it learns of its own appends must not outlive a rollback.
            transaction = SqlTransaction(self._database, connection, dict(self._heads), self._ends)
            try:
                yield transaction
                transaction.finish()
                known, self._known = self._known, _UNKNOWN  # from here on, and if it fails, only the database can tell
                self._commit(connection)
            except BaseException:
                self._undo(connection)
                raise
            self._heads = transaction._heads
            if self._database.is_ours:
                self._known = known[0] | transaction.missions, known[1] | transaction.heard_of
            changed = transaction.ends != self._ends
            self._ends = transaction.ends
            self._database.committed(connection, self._ends if changed else None)
            if transaction.erased:
                self._scrubber.words_erased()

    @property
    def name(self) -> str:
        """How errors call it, and fences: the file's path, or the address without the password."""
        return self._database.name

    @property
    def ends(self) -> StoreHead:
        """Where the whole log ended when this process last opened it or wrote to it."""
        return self._ends

    def head(self, mission: str) -> Head:
        return self._known[0].get(mission) or super().head(mission)

    def heard_heads(self, mission: str) -> Mapping[str, HeardHead]:
        return self._known[1].get(mission) or super().heard_heads(mission)

    def missions(self) -> Sequence[str]:
        with self._connected() as connection:
            return tuple(mission for (mission,) in connection.rows(statements.MISSIONS))

    def heard_missions(self) -> Sequence[str]:
        with self._connected() as connection:
            return tuple(sorted(mission for (mission,) in connection.rows(statements.HEARD_MISSIONS)))

    def read_all(self, after: int = 0, limit: int | None = None) -> Iterator[tuple[int, Entry]]:
        end = self._number(statements.LAST_SEQUENCE)
        if limit is not None:
            end = min(end, after + limit)
        for *entry, sequence in self._chunks(statements.READ_ALL, (), after, (end,)):
            yield sequence, Entry(*entry)

    def scrub(self) -> bool:
        with self._write_lock:
            self._check_writable()
            if self._scrubber.thread is None:  # else it is trying already
                self._scrubber.words_erased()  # perhaps by another process, or by one that was killed right after
            return not self._scrubber.due

    def save_snapshot(self, mission: str, name: str, snapshot: Snapshot) -> None:
        with self._alone() as connection:
            connection.execute(statements.SAVE_SNAPSHOT, (mission, name, *snapshot))

    def snapshot(self, mission: str, name: str) -> Snapshot | None:
        row = self._row(statements.SNAPSHOT, mission, name)
        return None if row is None else Snapshot(row[0], bytes(row[1]), bytes(row[2]))

    def drop_snapshots(self) -> int:
        with self._alone() as connection:
            ((count,),) = connection.rows(statements.COUNT_SNAPSHOTS)
            connection.execute(statements.DROP_SNAPSHOTS)
        return int(count)

    def close(self) -> None:
        self._scrubber.stop()
        with self._write_lock:
            if self._closed:
                return
            self._scrubber.try_once()
            self._closed, self._known = True, _UNKNOWN
            if self._writer is not None:
                self._database.closing(self._writer)
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

    def _check_writable(self) -> None:
        self._check_open()
        if self._read_only:
            raise StoreError("store.read-only", store=self._database.name)

    @contextmanager
    def _alone(self) -> Iterator[Connection]:
        """A transaction about what can be made anew from the log."""
        with self._write_lock:
            connection = self._begin()
            try:
                yield connection
                self._commit(connection)
            except BaseException:
                self._undo(connection)
                raise

    # Writing; all with the lock held

    def _begin(self) -> Connection:
        self._check_writable()
        self._database.before_begin()
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

    def _commit(self, connection: Connection) -> None:
        self._database.before_commit()
        connection.execute("COMMIT")

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

    def _scrub(self) -> bool:
        """Removes what is left of erased words, if nobody is in the way."""
        if self._closed:
            return True
        self._writer = self._writer or self._database.connect(self._database.writer)
        return self._database.scrub(self._writer)


def _database(address: str, read_only: bool, *, new: bool = False) -> Database:
    if "://" not in address:
        return SqliteDatabase(_file(address, address), read_only, new=new)
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise StoreError("store.no-address", address=address) from error
    kind = url.get_backend_name()
    if kind == "sqlite":
        return SqliteDatabase(_file(url.database, address), read_only, new=new)
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
