"""Tables of the SQL store. All names begin with `osi_`, so that it can live in the embedding program's database."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

SCHEMA_VERSION = 6
"""Rises when the tables change. A store of older tables is refused, and one of those two versions on.

That of the next version is taken, so that one may go back: a change that this one could not live with, such as anything
but a new table, index or column that may be empty, rises by two.
"""

_NUMBER = BigInteger().with_variant(Integer, "sqlite")  # in SQLite only INTEGER is the row's own number

FREED = "."
"""Stands in the place of a participant where an alias is nobody's any more."""

METADATA = MetaData()

_PUBLIC = text("previous IS NOT NULL")

META = Table("osi_meta", METADATA, Column("name", Text, primary_key=True), Column("value", LargeBinary, nullable=False))

EVENTS = Table(
    "osi_events",
    METADATA,
    Column("sequence", _NUMBER, primary_key=True, autoincrement=False),
    Column("mission", Text, nullable=False),
    Column("position", _NUMBER, nullable=False),
    Column("stream", Text, nullable=False),
    Column("version", _NUMBER, nullable=False),
    Column("type", Text, nullable=False),
    Column("previous", _NUMBER),  # of a public event, the position of the mission's public one before it
    Column("trace", Text),  # its trace context, if it has one
    Column("hash", LargeBinary, nullable=False),
    Column("raw", LargeBinary, nullable=False),  # last: what stands behind a long value is slow to reach
    UniqueConstraint("mission", "position"),
    UniqueConstraint("stream", "version"),
    Index("osi_events_public", "mission", "position", sqlite_where=_PUBLIC, postgresql_where=_PUBLIC),
)

HEARD = Table(
    "osi_heard",
    METADATA,
    Column("mission", Text, primary_key=True),
    Column("chain", Text, primary_key=True),
    Column("position", _NUMBER, primary_key=True, autoincrement=False),
    Column("previous", _NUMBER, nullable=False),
    Column("stream", Text, nullable=False),
    Column("version", _NUMBER, nullable=False),
    Column("type", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    Index("osi_heard_stream", "stream", "chain", "position"),
)

# Rows of these two are appended in the order of their ids and erased by overwriting them in place, never deleted:
# SQLite leaves copies of rows behind when it moves them between pages (also with secure_delete), and it moves rows
# only when they are inserted between others or deleted.
TEXTS = Table(
    "osi_texts",
    METADATA,
    Column("id", _NUMBER, primary_key=True),
    Column("mission", Text, nullable=False),
    Column("seal", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("erased", SmallInteger, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("text", LargeBinary, nullable=False),
    UniqueConstraint("mission", "seal"),
    Index("osi_texts_author", "mission", "author"),
)
# An alias is a digest under a key of its mission, as it comes: rows can be copied to another store as they are.
ALIASES = Table(
    "osi_aliases",
    METADATA,
    Column("id", _NUMBER, primary_key=True),
    Column("mission", Text, nullable=False),
    Column("alias_digest", Text, nullable=False),
    Column("participant", Text, nullable=False),
    UniqueConstraint("mission", "alias_digest"),
)

# Missions that go on in another store, which `place` names.
MOVED = Table("osi_moved", METADATA, Column("mission", Text, primary_key=True), Column("place", Text, nullable=False))

RECEIPTS = Table(
    "osi_receipts",
    METADATA,
    Column("code_sha256", Text, primary_key=True),
    Column("mission", Text, nullable=False),
    Column("position", _NUMBER, nullable=False),
    sqlite_with_rowid=False,
)

REPLIES = Table(
    "osi_replies",
    METADATA,
    Column("mission", Text, primary_key=True),
    Column("command_id", Text, primary_key=True),
    Column("request_mac", Text, nullable=False),
    Column("position", _NUMBER, nullable=False),
    Column("count", _NUMBER, nullable=False),
    sqlite_with_rowid=False,
)

BLOBS = Table(
    "osi_blobs", METADATA, Column("sha256", Text, primary_key=True), Column("content", LargeBinary, nullable=False)
)

SNAPSHOTS = Table(
    "osi_snapshots",
    METADATA,
    Column("mission", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("position", _NUMBER, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
