"""Reading the SQL store, the same inside and outside of a transaction."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager

from osi_core.log.continuity import head_behind
from osi_core.log.envelope import Entry, Head
from osi_core.log.heard import HeardHead, PublicEntry
from osi_core.log.opening import as_text, opened_blob, opened_text
from osi_core.log.sql import statements
from osi_core.log.sql.database import Connection, Database, Row, bytes_of
from osi_core.log.store import NOBODY, PrivateText, Reply

_END = 2**62
_RAW = 5
"""Where `raw` stands in a row of entries."""
_CURSOR = 7
"""Where the number stands behind which a long read goes on."""


def text_of(seal: str, author: str, salt: object, text: object) -> PrivateText:
    """The text in a row, whatever somebody has made of it."""
    return PrivateText(seal, author, bytes_of(salt), as_text(bytes_of(text)))


def tied_to(participant: object) -> str:
    """Whom an alias leads to, by what stands in its row: as long as the id that stood there before."""
    return NOBODY if str(participant).startswith(NOBODY) else str(participant)


def heard_of(row: Row) -> PublicEntry:
    """The heard entry in a row."""
    mission, position, stream, version, type, raw, hash, _, previous, chain = row
    return PublicEntry(chain, mission, position, previous, stream, version, type, raw, hash)


class SqlReader(ABC):
    """The port's `Reader` over whatever connection `_connected` gives.

    Long reads ask for one chunk after the other and hold no connection and no snapshot of the database in between, so
    a slow consumer keeps nobody waiting. What is committed never changes and has no gaps, so the chunks fit together.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._heads: dict[str, Head] = {}
        """Heads that were read before: their times need not be parsed again while position and hash stand."""

    @abstractmethod
    def _connected(self) -> AbstractContextManager[Connection]:
        """A connection, for one query."""

    def head(self, mission: str) -> Head:
        last = self._row(statements.LAST_HASH, mission)
        if last is None:
            return Head()
        known = self._heads.get(mission)
        if known is None or known[:2] != last:
            row = self._row(statements.ENTRY_AT, mission, last[0])
            assert row is not None, "entries are never deleted"
            known = self._heads[mission] = head_behind(Entry(*row))
        return known

    def version(self, stream: str) -> int:
        return self._number(statements.VERSION, stream)

    def read(
        self, mission: str, after: int = 0, upto: int | None = None, types: Collection[str] | None = None
    ) -> Iterator[Entry]:
        wanted = None if types is None else tuple(types)
        if wanted == ():
            return
        end = self._number(statements.LAST_POSITION, mission) if upto is None else upto
        statement = statements.read_mission(None if wanted is None else len(wanted))
        for row in self._chunks(statement, (mission,), after, (end, *(wanted or ()))):
            yield Entry(*row[:_CURSOR])

    def read_stream(self, stream: str, after: int = 0, upto: int | None = None) -> Iterator[Entry]:
        for row in self._chunks(statements.READ_STREAM, (stream,), after, (_END if upto is None else upto,)):
            yield Entry(*row[:_CURSOR])

    def read_public(
        self, mission: str, after: int = 0, upto: int | None = None, limit: int | None = None
    ) -> Iterator[tuple[int, Entry]]:
        end = _END if upto is None else upto
        for row in self._chunks(statements.READ_PUBLIC, (mission,), after, (end,), limit):
            yield row[_CURSOR + 1], Entry(*row[:_CURSOR])

    def traces(self, mission: str, after: int, upto: int) -> Mapping[int, str]:
        with self._connected() as connection:
            return dict(connection.rows(statements.TRACES, (mission, after, upto)))

    def heard_heads(self, mission: str) -> Mapping[str, HeardHead]:
        with self._connected() as connection:
            rows = connection.rows(statements.HEARD_HEADS, (mission,) * 4)
        return {chain: HeardHead(position, hash) for chain, position, hash in rows}

    def heard(
        self,
        mission: str,
        chain: str,
        after: int = 0,
        upto: int | None = None,
        types: Collection[str] | None = None,
    ) -> Iterator[PublicEntry]:
        wanted = None if types is None else tuple(types)
        if wanted == ():
            return
        statement = statements.read_heard(None if wanted is None else len(wanted))
        end = _END if upto is None else upto
        yield from map(heard_of, self._chunks(statement, (mission, chain), after, (end, *(wanted or ()))))

    def heard_at(self, mission: str, chain: str, position: int) -> PublicEntry | None:
        row = self._row(statements.HEARD_AT, mission, chain, position)
        return None if row is None else heard_of(row)

    def heard_stream(self, stream: str, upto: Mapping[str, int]) -> Iterator[PublicEntry]:
        for chain in sorted(upto):
            yield from map(heard_of, self._chunks(statements.HEARD_STREAM, (stream, chain), 0, (upto[chain],)))

    def moved_to(self, mission: str) -> str | None:
        row = self._row(statements.MOVED_TO, mission)
        return None if row is None else str(row[0])

    def reply(self, mission: str, command_id: str) -> Reply | None:
        row = self._row(statements.REPLY, mission, command_id)
        return None if row is None else Reply(*row)

    def text(self, mission: str, seal: str) -> PrivateText | None:
        row = self._row(statements.TEXT, mission, seal)
        return None if row is None else opened_text(mission, text_of(*row))

    def participant(self, mission: str, alias_digest: str) -> str | None:
        row = self._row(statements.PARTICIPANT, mission, alias_digest)
        return None if row is None else tied_to(row[0])

    def receipt(self, code_sha256: str) -> tuple[str, int] | None:
        row = self._row(statements.RECEIPT, code_sha256)
        return None if row is None else (row[0], row[1])

    def blob(self, sha256: str) -> bytes | None:
        row = self._row(statements.BLOB, sha256)
        return None if row is None else opened_blob(sha256, bytes_of(row[0]))

    def _row(self, statement: str, *values: object) -> Row | None:
        with self._connected() as connection:
            rows = connection.rows(statement, values)
        return rows[0] if rows else None

    def _number(self, statement: str, *values: object) -> int:
        row = self._row(statement, *values)
        assert row is not None
        return int(row[0])

    def _chunks(
        self,
        statement: str,
        before: tuple[object, ...],
        after: int,
        behind: tuple[object, ...],
        most: int | None = None,
    ) -> Iterator[Row]:
        """At most so many rows of a statement whose values are `before`, the cursor, `behind` and a limit."""
        left = _END if most is None else most
        while left > 0:
            limit = min(self._database.chunk_rows, left)
            with self._connected() as connection:
                rows, complete = connection.first_rows(statement, (*before, after, *behind, limit), size_of=_RAW)
            yield from rows
            if complete and len(rows) < limit:
                return
            left -= len(rows)
            after = rows[-1][_CURSOR]
