"""All that lies beside the log in a SQL store, row by row, for whoever checks the store itself."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.log.heard import PublicEntry
from osi_core.log.sql import statements
from osi_core.log.sql.database import Row, bytes_of
from osi_core.log.sql.reader import SqlReader, heard_of, text_of, tied_to
from osi_core.log.sql.schema import FREED
from osi_core.log.store import Alias, PrivateText, Receipt, Reply, Snapshot

_CHUNK = 1024
_BEFORE_ALL = -(2**62)


class SqlRows(SqlReader):
    """The port's iterators. Like long reads they ask for one chunk after the other, and hold nothing in between."""

    def texts(self) -> Iterator[tuple[str, PrivateText]]:
        for _, mission, *text in self._behind(statements.ALL_TEXTS, _BEFORE_ALL):
            yield mission, text_of(*text)

    def receipts(self) -> Iterator[tuple[str, Receipt]]:
        for code, mission, position in self._behind(statements.ALL_RECEIPTS, ""):
            yield mission, Receipt(code, position)

    def replies(self) -> Iterator[tuple[str, Reply]]:
        for mission, *reply in self._behind(statements.ALL_REPLIES, "", ""):
            yield mission, Reply(*reply)

    def aliases(self) -> Iterator[tuple[str, Alias]]:
        for _, mission, digest, participant in self._behind(statements.ALL_ALIASES, _BEFORE_ALL):
            if not str(participant).startswith(FREED):
                yield mission, Alias(digest, tied_to(participant))

    def blobs(self) -> Iterator[tuple[str, bytes]]:
        for sha256, content in self._behind(statements.ALL_BLOBS, "", chunk=1):  # each may take half a gigabyte
            yield sha256, bytes_of(content)

    def snapshots(self) -> Iterator[tuple[str, str, Snapshot]]:
        for mission, name, position, hash, content in self._behind(statements.ALL_SNAPSHOTS, "", "", chunk=1):
            yield mission, name, Snapshot(position, bytes_of(hash), bytes_of(content))

    def heard_entries(self) -> Iterator[PublicEntry]:
        for _, _, _, *row in self._behind(statements.ALL_HEARD, "", "", _BEFORE_ALL, chunk=64):  # each may take 512 KiB
            yield heard_of(tuple(row))

    def _behind(self, statement: str, *key: object, chunk: int = _CHUNK) -> Iterator[Row]:
        """All rows of a statement that begins with the columns of its key, behind which each chunk goes on."""
        while True:
            with self._connected() as connection:
                rows = connection.rows(statement, (*key, chunk))
            yield from rows
            if len(rows) < chunk:
                return
            key = rows[-1][: len(key)]
