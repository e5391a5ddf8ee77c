"""Writing to the SQL store while its lock is held."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

from osi_core.log.continuity import check_versions, continued, heard_behind, published, require_here, versions_before
from osi_core.log.envelope import Entry, Head
from osi_core.log.heard import HeardHead
from osi_core.log.sql import statements
from osi_core.log.sql.database import Connection, Database, Row
from osi_core.log.sql.kept_head import StoreHead, shorter
from osi_core.log.sql.reader import SqlReader
from osi_core.log.sql.schema import FREED
from osi_core.log.store import NOBODY, Batch, Conflict, Reply, StoreError


class SqlTransaction(SqlReader):
    """The port's `Transaction` on the writer's connection, which sees what it has itself appended."""

    def __init__(self, database: Database, connection: Connection, heads: dict[str, Head], ends: StoreHead) -> None:
        super().__init__(database)
        self._connection = connection
        self._heads = heads
        self.ends = ends
        """Where the whole store ends, as far as is known."""
        self.missions: dict[str, Head] = {}
        """Where missions end, of those that were asked about or appended to."""
        self.heard_of: dict[str, Mapping[str, HeardHead]] = {}
        """How far each mission's chains are heard, of the missions that were asked about or appended to."""
        self._last_public: dict[str, int] = {}
        self._versions: dict[str, int] = {}
        """Of streams that were looked up or appended to: while the lock is held, nobody else moves them."""
        self._replies: dict[tuple[str, str], Reply | None] = {}
        """Of command ids that were looked up."""
        self._moved: dict[str, str | None] = {}
        """Where missions go on that were asked about."""
        self._first_append = True
        self._half_done = False
        self.erased = False
        """Whether words were overwritten, whose traces outside of the tables must go."""

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        yield self._connection

    def head(self, mission: str) -> Head:
        head = self.missions[mission] = super().head(mission)
        return head

    def heard_heads(self, mission: str) -> Mapping[str, HeardHead]:
        heads = self.heard_of.get(mission)
        if heads is None:
            heads = self.heard_of[mission] = super().heard_heads(mission)
        return heads

    def look_up(self, mission: str, streams: Collection[str], command_ids: Collection[str]) -> None:
        if streams:
            self._versions.update(self._connection.rows(self._database.versions, (json.dumps(list(streams)),)))
        if command_ids:
            rows = self._connection.rows(self._database.replies, (mission, json.dumps(list(command_ids))))
            self._replies.update({(mission, command_id): None for command_id in command_ids})
            self._replies.update({(mission, row[0]): Reply(*row) for row in rows})

    def version(self, stream: str) -> int:
        known = self._versions.get(stream)
        return super().version(stream) if known is None else known

    def read_stream(self, stream: str, after: int = 0, upto: int | None = None) -> Iterator[Entry]:
        return iter(()) if self._versions.get(stream) == 0 else super().read_stream(stream, after, upto)

    def reply(self, mission: str, command_id: str) -> Reply | None:
        key = (mission, command_id)
        return self._replies[key] if key in self._replies else super().reply(mission, command_id)

    def moved_to(self, mission: str) -> str | None:
        if mission not in self._moved:
            self._moved[mission] = super().moved_to(mission)
        return self._moved[mission]

    def fence(self, mission: str, to: str) -> None:
        self._connection.execute(statements.FENCE, (mission, to))
        self._moved[mission] = to

    def lift_fence(self, mission: str) -> None:
        self._connection.execute(statements.LIFT_FENCE, (mission,))
        self._moved[mission] = None

    def append(self, batch: Batch) -> None:
        require_here(batch.mission, self.moved_to(batch.mission))
        head = continued(batch, self.head(batch.mission))
        heard = heard_behind(batch, self.heard_heads(batch.mission)) if batch.heard else None
        self._check_versions(batch)
        self._check_aliases(batch)
        self._half_done = True
        self._insert(batch)
        self._half_done = False
        if batch.entries:
            self._heads[batch.mission] = self.missions[batch.mission] = head
        if heard is not None:
            self.heard_of[batch.mission] = heard
        self._versions.update({entry.stream: entry.version for entry in batch.entries})
        self._replies.update({(batch.mission, reply.command_id): reply for reply in batch.replies})

    def finish(self) -> None:
        """Raises StoreError when an append failed half-way and its error was held back: nothing may be committed."""
        if self._half_done:
            raise StoreError("store.append-failed")

    def _check_versions(self, batch: Batch) -> None:
        expected = versions_before(batch.entries)
        unknown = expected.keys() - self._versions.keys()
        if len(unknown) > 1:  # of a single one the shorter statement tells
            self.look_up(batch.mission, unknown, ())
        check_versions(expected, {stream: self.version(stream) for stream in expected})

    def _check_aliases(self, batch: Batch) -> None:
        for alias, participant in batch.aliases:
            tied = self.participant(batch.mission, alias)
            if tied not in (None, participant):
                raise Conflict("store.alias-tied", mission=batch.mission, participant=tied)

    def _insert(self, batch: Batch) -> None:
        mission, connection = batch.mission, self._connection
        self._insert_entries(batch)
        connection.execute_many(statements.INSERT_HEARD, batch.heard)
        connection.execute_many(
            statements.INSERT_TEXT,
            [(mission, seal, author, salt, text.encode()) for seal, author, salt, text in batch.texts],
        )
        for digest, participant in batch.aliases:
            if self.participant(mission, digest) is None:
                connection.execute(statements.INSERT_ALIAS, (mission, digest, participant))
        connection.execute_many(
            statements.INSERT_RECEIPT, [(code, mission, position) for code, position in batch.receipts]
        )
        connection.execute_many(statements.INSERT_REPLY, [(mission, *reply) for reply in batch.replies])
        connection.execute_many(
            statements.INSERT_BLOB, [(hashlib.sha256(blob).hexdigest(), blob) for blob in batch.blobs]
        )
        if batch.erased:
            self._erase(mission, batch.erased)
        for seal in batch.destroyed:
            self._overwrite_texts(connection.rows(statements.TEXT_SEALED, (mission, seal)))

    def _insert_entries(self, batch: Batch) -> None:
        mission, entries = batch.mission, batch.entries
        if not entries:
            return
        last = self.ends.sequence
        if self._first_append:
            last = self._number(statements.LAST_SEQUENCE)
            if last < self.ends.sequence:
                raise shorter(self._database.name, last, self.ends.sequence)
            self._first_append = False
        last_public = self._last_public.get(mission)
        if last_public is None:
            last_public = self._number(statements.LAST_PUBLIC, mission)
        rows = []
        for sequence, (previous, entry) in enumerate(published(batch, last_public), last + 1):
            rows.append((sequence, *entry, previous, batch.traces.get(entry.position)))
            last_public = last_public if previous is None else entry.position
        self._connection.execute_many(statements.INSERT_EVENT, rows)
        self._last_public[mission] = last_public
        self.ends = StoreHead(last + len(entries), entries[-1].hash)

    def _erase(self, mission: str, participants: Sequence[str]) -> None:
        """Overwrites in place; the comment at the tables says why nothing is deleted."""
        self.erased = True
        connection, tied = self._connection, self._aliases_of(mission, participants)
        for participant in participants:
            if participant == NOBODY:
                self._free_aliases(mission)
                continue
            self._overwrite_texts(connection.rows(statements.TEXTS_OF, (mission, participant)))
            nobody = NOBODY * len(participant)
            connection.execute_many(statements.UNTIE_ALIAS, [(nobody, row) for row in tied.get(participant, ())])

    def _aliases_of(self, mission: str, participants: Sequence[str]) -> dict[str, list[int]]:
        """Participant → their aliases' rows. No index leads to them, for it would keep copies of who was erased; so the
        aliases are gone through, once however many people there are.
        """
        one = len(participants) == 1
        statement, values = (
            (statements.ALIASES_OF, (mission, *participants)) if one else (statements.ALIASES_IN, (mission,))
        )
        found: dict[str, list[int]] = {}
        for participant, row in self._connection.rows(statement, values):
            found.setdefault(participant, []).append(row)
        return found

    def _free_aliases(self, mission: str) -> None:
        rows = self._connection.rows(statements.ALIASES_LEADING_TO, (mission, NOBODY))
        freed = [(os.urandom(32).hex(), FREED * length, row) for row, length in rows]
        self._connection.execute_many(statements.OVERWRITE_ALIAS, freed)

    def _overwrite_texts(self, texts: Sequence[Row]) -> None:
        """`texts` are rows of id, length of the salt and length of the text."""
        self._connection.execute_many(
            statements.OVERWRITE_TEXT, [(bytes(salt), bytes(length), row) for row, salt, length in texts]
        )
        self.erased = True
