"""The rows a store has about itself. They are made once, with the tables, and never made anew: by them it is told from
every other store.
"""

from __future__ import annotations

import hashlib
import os
from typing import NamedTuple

from osi_core.log.sql import statements
from osi_core.log.sql.database import Connection, Database, bytes_of
from osi_core.log.sql.kept_head import StoreHead, shorter
from osi_core.log.sql.schema import SCHEMA_VERSION
from osi_core.log.store import StoreError

_IDENTITY_BYTES = 32


class Meta(NamedTuple):
    """What a store says about itself."""

    check: bytes
    """Digest of the rows: it tells one store from another, and a row that was changed."""


def new_rows() -> list[tuple[str, bytes]]:
    """The rows of a new store."""
    schema, identity = str(SCHEMA_VERSION).encode(), os.urandom(_IDENTITY_BYTES)
    return [("schema", schema), ("identity", identity), ("check", _check(schema, identity))]


def checked_meta(database: Database, connection: Connection) -> Meta:
    """The rows of a store that is there. Raises StoreError where none is, and where one is missing or malformed."""
    if not database.has_table(connection, "osi_meta"):
        lost = database.has_table(connection, "osi_events")
        raise _missing(database, "schema") if lost else StoreError("store.none-there", store=database.name)
    rows = {str(name): bytes_of(value) for name, value in connection.rows(statements.ALL_META)}
    if (schema := rows.get("schema")) is None:
        raise _missing(database, "schema")
    if not schema.isdigit():
        raise StoreError("store.meta-malformed", store=database.name, row="schema")
    if not SCHEMA_VERSION <= int(schema) <= SCHEMA_VERSION + 1:
        code = "store.newer" if int(schema) > SCHEMA_VERSION else "store.older"
        raise StoreError(code, store=database.name, schema=int(schema), known=SCHEMA_VERSION)
    for name in ("identity", "check"):
        if name not in rows:
            raise _missing(database, name)
    identity, check = rows["identity"], rows["check"]
    if len(identity) != _IDENTITY_BYTES or check != _check(schema, identity):
        raise StoreError("store.meta-malformed", store=database.name, row="identity")
    return Meta(check)


def examined(database: Database, *, by_what_is_kept: bool = True) -> tuple[Meta, StoreHead]:
    """What a store says about itself and where it ends. Raises StoreError when it is none, or has lost its end."""
    with database.looking() as connection:
        meta = checked_meta(database, connection)
        kept = database.kept(meta.check) if by_what_is_kept else None  # first: a writer beside us goes on
        rows = connection.rows(statements.LAST_OF_ALL)
        head = StoreHead(rows[0][0], bytes_of(rows[0][1])) if rows else StoreHead()
        if kept is not None and kept.sequence:
            _goes_on_from(kept, head, connection, database.name)
    return meta, head


def _goes_on_from(kept: StoreHead, head: StoreHead, connection: Connection, store: str) -> None:
    if head.sequence < kept.sequence:
        raise shorter(store, head.sequence, kept.sequence)
    rows = connection.rows(statements.HASH_AT, (kept.sequence,))
    if [bytes_of(hash) for (hash,) in rows] != [kept.hash]:
        raise StoreError("store.other-log", store=store, sequence=kept.sequence)


def _missing(database: Database, row: str) -> StoreError:
    return StoreError("store.meta-missing", store=database.name, row=row)


def _check(schema: bytes, identity: bytes) -> bytes:
    return hashlib.sha256(b"osi_meta\0" + schema + b"\0" + identity).digest()
