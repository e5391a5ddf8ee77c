"""What SQLite and PostgreSQL do each in its own way: connections, the write lock, errors, and getting rid of bytes."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Engine, PoolProxiedConnection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from osi_core.log.sql import statements
from osi_core.log.sql.kept_head import Kept, StoreHead
from osi_core.log.sql.schema import METADATA
from osi_core.log.store import StoreError

CHUNK_BYTES = 4 << 20
"""A read gives its connection back after so many bytes of events, however many rows that were."""

Values = Sequence[Any]
Row = tuple[Any, ...]


class Database(ABC):
    """A place where the tables lie. `writer` gives the one connection that writes, `readers` many that read."""

    writer: Engine
    readers: Engine
    name: str
    """How errors call it: the file's path, or the address without the password."""
    versions: str
    """Statement for the latest versions of many streams."""
    replies: str
    """Statement for the replies to many command ids."""
    is_ours: bool = False
    """Whether a process that writes to it is the only one that does."""
    begin: tuple[str, ...]
    """Statements that open a transaction and take the write lock."""
    chunk_rows: int
    """How many rows one statement of a long read may ask for."""
    table: str
    """Statement that has a row when a table of this name is there."""

    def make(self, rows: Sequence[tuple[str, bytes]]) -> None:
        """Makes the tables and the store's rows about itself, all at once. Raises StoreError where there are some."""
        with self.errors(), self.writer.connect() as connection:
            for statement in self.begin:
                connection.exec_driver_sql(statement)
            try:
                for name in ("osi_meta", "osi_events"):
                    if connection.exec_driver_sql(self.sql(self.table), (name,)).first() is not None:
                        raise StoreError("store.exists", store=self.name)
                METADATA.create_all(connection)
                for row in rows:
                    connection.exec_driver_sql(self.sql(statements.INSERT_META), row)
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                connection.exec_driver_sql("ROLLBACK")
                raise

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """A connection to look with before the store is used: it changes nothing, not even what a kill has left."""
        connection = self.connect(self.readers)
        try:
            yield connection
        finally:
            connection.give_back()

    # What a database does beside its tables; nothing, unless it lies in a file of ours

    def kept(self, store: bytes) -> StoreHead | None:
        """The last head that is known from outside of the tables, for the store with this digest; None if none is."""
        return None

    def to_be_written(self, kept: Kept) -> None:  # noqa: B027 - most have nothing to do
        """Called once, before the first transaction of a store whose head this is."""

    def before_begin(self) -> None:  # noqa: B027 - most have nothing to do
        """Raises StoreError when nothing may be written now."""

    def before_commit(self) -> None:  # noqa: B027 - most have nothing to do
        """Raises StoreError when what would be committed goes to a place where nobody will find it."""

    def committed(self, connection: Connection, head: StoreHead | None) -> None:  # noqa: B027 - most have nothing to do
        """Called after each commit, with the head if there is another one; it has succeeded whatever happens here."""

    def closing(self, connection: Connection) -> None:  # noqa: B027 - most have nothing to do
        """Called before the last connection goes."""

    @abstractmethod
    def store_error(self, error: Exception) -> StoreError:
        """What a driver's error means to the store's callers."""

    @abstractmethod
    def scrub(self, connection: Connection) -> bool:
        """Removes what overwritten rows leave outside of the tables; False if somebody is in the way, whom it does not
        wait for.
        """

    @abstractmethod
    def in_transaction(self, connection: Connection) -> bool:
        """Whether a transaction is open."""

    def sql(self, statement: str) -> str:
        """The statement with this driver's place-holders."""
        return statement

    def close(self) -> None:
        """Closes all connections."""
        self.writer.dispose()
        self.readers.dispose()

    def connect(self, engine: Engine) -> Connection:
        """A connection of one of the two pools."""
        with self.errors():
            return Connection(self, engine.raw_connection())

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turns errors of SQLAlchemy and of the driver into the store's."""
        try:
            yield
        except DBAPIError as error:
            raise self.store_error(error.orig if isinstance(error.orig, Exception) else error) from error
        except SQLAlchemyError as error:
            raise StoreError("store.driver", store=self.name, said=str(error)) from error
        except self.driver_errors as error:
            raise self.store_error(error) from error

    @property
    def driver_errors(self) -> tuple[type[Exception], ...]:
        """What the driver raises."""
        return (self.writer.dialect.loaded_dbapi.Error,)

    def has_table(self, connection: Connection, table: str) -> bool:
        """Whether a table is there."""
        return bool(connection.rows(self.table, (table,)))


class Connection:
    """A driver's connection out of SQLAlchemy's pool; its errors are the store's."""

    def __init__(self, database: Database, pooled: PoolProxiedConnection) -> None:
        self._database, self._pooled = database, pooled
        self._errors = database.driver_errors
        self.driver: Any = pooled.dbapi_connection

    def rows(self, statement: str, values: Values = ()) -> list[Row]:
        """Runs a query and returns all of its rows."""
        try:
            cursor = self.driver.cursor()
            try:  # not `closing`: this is asked at every command
                cursor.execute(self._database.sql(statement), values)
                found: list[Row] = cursor.fetchall()
                return found
            finally:
                cursor.close()  # an open one would keep the file open
        except self._errors as error:
            raise self._database.store_error(error) from error

    def first_rows(self, statement: str, values: Values, size_of: int) -> tuple[list[Row], bool]:
        """The first rows of a query, and whether that is all: it stops when the values in column `size_of` make up
        about CHUNK_BYTES.
        """
        found: list[Row] = []
        size = 0
        try:
            with closing(self.driver.cursor()) as cursor:
                cursor.execute(self._database.sql(statement), values)
                while size < CHUNK_BYTES and (some := cursor.fetchmany(64)):
                    found += some
                    size += sum(_size(row[size_of]) for row in some)
            return found, size < CHUNK_BYTES
        except self._errors as error:
            raise self._database.store_error(error) from error

    def execute(self, statement: str, values: Values = ()) -> None:
        """Runs a statement."""
        try:
            with closing(self.driver.cursor()) as cursor:
                cursor.execute(self._database.sql(statement), values)
        except self._errors as error:
            raise self._database.store_error(error) from error

    def execute_many(self, statement: str, rows: Sequence[Values]) -> None:
        """Runs a statement for each row."""
        if not rows:
            return
        try:
            with closing(self.driver.cursor()) as cursor:
                cursor.executemany(self._database.sql(statement), rows)
        except self._errors as error:
            raise self._database.store_error(error) from error

    def give_back(self) -> None:
        """Returns it to the pool."""
        self._pooled.close()

    def discard(self) -> None:
        """Closes it for good."""
        self._pooled.invalidate()


def bytes_of(value: object) -> bytes:
    """The bytes in a column; in SQLite whoever meddles may have left a value of any type."""
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def _size(value: object) -> int:
    return len(value) if isinstance(value, bytes) else len(bytes_of(value))


@lru_cache(maxsize=256)
def with_percent(statement: str) -> str:
    """The statement with `%s` for `?`."""
    return statement.replace("?", "%s")


def sqlite_code(error: Exception) -> int:
    """SQLite's primary result code, 0 when the error has none (a wrong use of the driver)."""
    code = getattr(error, "sqlite_errorcode", None) if isinstance(error, sqlite3.Error) else None
    return (code or 0) & 0xFF
