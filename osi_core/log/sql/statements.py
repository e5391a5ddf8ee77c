"""The store's statements, in the SQL that SQLite and PostgreSQL share, with values by position.

They go to the driver as they stand (SQLAlchemy's `exec_driver_sql`): building a statement from expressions on each call
costs more than SQLite takes to run it.
"""

from __future__ import annotations

ENTRY = "mission, position, stream, version, type, raw, hash"
"""Columns in the order of `Entry`'s fields."""

INSERT_EVENT = (
    "INSERT INTO osi_events (sequence, mission, position, stream, version, type, raw, hash, previous, trace) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
LAST_SEQUENCE = "SELECT coalesce(max(sequence), 0) FROM osi_events"
LAST_OF_ALL = "SELECT sequence, hash FROM osi_events ORDER BY sequence DESC LIMIT 1"
HASH_AT = "SELECT hash FROM osi_events WHERE sequence = ?"
LAST_HASH = "SELECT position, hash FROM osi_events WHERE mission = ? ORDER BY position DESC LIMIT 1"
LAST_POSITION = "SELECT coalesce(max(position), 0) FROM osi_events WHERE mission = ?"
ENTRY_AT = f"SELECT {ENTRY} FROM osi_events WHERE mission = ? AND position = ?"
VERSION = "SELECT coalesce(max(version), 0) FROM osi_events WHERE stream = ?"
MISSIONS = "SELECT mission FROM osi_events WHERE position = 1 ORDER BY sequence"
READ_STREAM = (
    f"SELECT {ENTRY}, version FROM osi_events WHERE stream = ? AND version > ? AND position <= ? "
    "ORDER BY version LIMIT ?"
)
LAST_PUBLIC = "SELECT coalesce(max(position), 0) FROM osi_events WHERE mission = ? AND previous IS NOT NULL"
READ_PUBLIC = (
    f"SELECT {ENTRY}, position, previous FROM osi_events WHERE mission = ? AND previous IS NOT NULL "
    "AND position > ? AND position <= ? ORDER BY position LIMIT ?"
)
TRACES = (
    "SELECT position, trace FROM osi_events "
    "WHERE mission = ? AND position > ? AND position <= ? AND trace IS NOT NULL ORDER BY position"
)
READ_ALL = f"SELECT {ENTRY}, sequence FROM osi_events WHERE sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?"


def read_mission(types: int | None) -> str:
    """A mission's entries in a range, of so many types, or of all when None."""
    return (
        f"SELECT {ENTRY}, position FROM osi_events WHERE mission = ? AND position > ? AND position <= ?"
        f"{_of_types(types)} ORDER BY position LIMIT ?"
    )


def _of_types(types: int | None) -> str:
    return "" if types is None else f" AND type IN ({', '.join('?' * types)})"


# Latest versions of many streams at once. GROUP BY would walk through each stream; a subquery for each name takes the
# last entry of the index.
VERSIONS_SQLITE = (
    "SELECT value, coalesce((SELECT max(version) FROM osi_events WHERE stream = value), 0) FROM json_each(?)"
)
VERSIONS_POSTGRESQL = (
    "SELECT value, coalesce((SELECT max(version) FROM osi_events WHERE stream = value), 0) "
    "FROM json_array_elements_text(CAST(? AS json)) AS given(value)"
)
# Replies to many command ids at once, each found in the key's index.
REPLIES_SQLITE = (
    "SELECT command_id, request_mac, position, count FROM osi_replies "
    "WHERE mission = ? AND command_id IN (SELECT value FROM json_each(?))"
)
REPLIES_POSTGRESQL = (
    "SELECT command_id, request_mac, position, count FROM osi_replies "
    "WHERE mission = ? AND command_id IN (SELECT json_array_elements_text(CAST(? AS json)))"
)

# What was heard of other chains

HEARD = f"{ENTRY}, position, previous, chain"
"""Columns of a heard entry: those of an entry, a cursor, and what only the heard have."""

INSERT_HEARD = (
    "INSERT INTO osi_heard (chain, mission, position, previous, stream, version, type, raw, hash) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
# GROUP BY would walk through all that was heard, and so might a join; this goes from one chain to the next in the
# index, and to its end.
HEARD_HEADS = """
WITH RECURSIVE chains (chain) AS (
    SELECT min(chain) FROM osi_heard WHERE mission = ?
    UNION ALL
    SELECT (SELECT min(chain) FROM osi_heard WHERE mission = ? AND chain > chains.chain)
    FROM chains WHERE chain IS NOT NULL
), ends (chain, position) AS (
    SELECT chain, (SELECT max(position) FROM osi_heard WHERE mission = ? AND chain = chains.chain)
    FROM chains WHERE chain IS NOT NULL
)
SELECT chain, position,
    (SELECT hash FROM osi_heard WHERE mission = ? AND chain = ends.chain AND position = ends.position)
FROM ends
"""
HEARD_MISSIONS = """
WITH RECURSIVE missions (mission) AS (
    SELECT min(mission) FROM osi_heard
    UNION ALL
    SELECT (SELECT min(mission) FROM osi_heard WHERE mission > missions.mission)
    FROM missions WHERE mission IS NOT NULL
)
SELECT mission FROM missions WHERE mission IS NOT NULL
"""
HEARD_AT = f"SELECT {HEARD} FROM osi_heard WHERE mission = ? AND chain = ? AND position = ?"
HEARD_STREAM = (
    f"SELECT {HEARD} FROM osi_heard WHERE stream = ? AND chain = ? AND position > ? AND position <= ? "
    "ORDER BY position LIMIT ?"
)


def read_heard(types: int | None) -> str:
    """What was heard of a chain in a range, of so many types, or of all when None."""
    return (
        f"SELECT {HEARD} FROM osi_heard WHERE mission = ? AND chain = ? AND position > ? AND position <= ?"
        f"{_of_types(types)} ORDER BY position LIMIT ?"
    )


# Fences

MOVED_TO = "SELECT place FROM osi_moved WHERE mission = ?"
FENCE = (
    "INSERT INTO osi_moved (mission, place) VALUES (?, ?) ON CONFLICT (mission) DO UPDATE SET place = excluded.place"
)
LIFT_FENCE = "DELETE FROM osi_moved WHERE mission = ?"

# Beside the log

# A text comes back, where it stood, with a mission that comes back.
INSERT_TEXT = (
    "INSERT INTO osi_texts (mission, seal, author, erased, salt, text) VALUES (?, ?, ?, 0, ?, ?) "
    "ON CONFLICT (mission, seal) DO UPDATE SET erased = 0, salt = excluded.salt, text = excluded.text "
    "WHERE osi_texts.erased = 1"
)
TEXT = "SELECT seal, author, salt, text FROM osi_texts WHERE mission = ? AND seal = ? AND erased = 0"
TEXTS_OF = (
    "SELECT id, length(salt), length(text) FROM osi_texts WHERE mission = ? AND author = ? AND erased = 0 ORDER BY id"
)
TEXT_SEALED = "SELECT id, length(salt), length(text) FROM osi_texts WHERE mission = ? AND seal = ? AND erased = 0"
OVERWRITE_TEXT = "UPDATE osi_texts SET erased = 1, salt = ?, text = ? WHERE id = ?"

INSERT_ALIAS = "INSERT INTO osi_aliases (mission, alias_digest, participant) VALUES (?, ?, ?)"
PARTICIPANT = "SELECT participant FROM osi_aliases WHERE mission = ? AND alias_digest = ?"
ALIASES_IN = "SELECT participant, id FROM osi_aliases WHERE mission = ? ORDER BY id"
ALIASES_OF = "SELECT participant, id FROM osi_aliases WHERE mission = ? AND participant = ? ORDER BY id"
UNTIE_ALIAS = "UPDATE osi_aliases SET participant = ? WHERE id = ?"
ALIASES_LEADING_TO = (
    "SELECT id, length(participant) FROM osi_aliases WHERE mission = ? AND substr(participant, 1, 1) = ? ORDER BY id"
)
OVERWRITE_ALIAS = "UPDATE osi_aliases SET alias_digest = ?, participant = ? WHERE id = ?"

INSERT_RECEIPT = "INSERT INTO osi_receipts (code_sha256, mission, position) VALUES (?, ?, ?)"
RECEIPT = "SELECT mission, position FROM osi_receipts WHERE code_sha256 = ?"

INSERT_REPLY = "INSERT INTO osi_replies (mission, command_id, request_mac, position, count) VALUES (?, ?, ?, ?, ?)"
REPLY = "SELECT command_id, request_mac, position, count FROM osi_replies WHERE mission = ? AND command_id = ?"

INSERT_BLOB = "INSERT INTO osi_blobs (sha256, content) VALUES (?, ?) ON CONFLICT DO NOTHING"
BLOB = "SELECT content FROM osi_blobs WHERE sha256 = ?"

SAVE_SNAPSHOT = (
    "INSERT INTO osi_snapshots (mission, name, position, hash, content) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (mission, name) "
    "DO UPDATE SET position = excluded.position, hash = excluded.hash, content = excluded.content"
)
SNAPSHOT = "SELECT position, hash, content FROM osi_snapshots WHERE mission = ? AND name = ?"
COUNT_SNAPSHOTS = "SELECT count(*) FROM osi_snapshots"
DROP_SNAPSHOTS = "DELETE FROM osi_snapshots"

# All rows of a table, chunk by chunk behind a key

ALL_TEXTS = (
    "SELECT id, mission, seal, author, salt, text FROM osi_texts WHERE erased = 0 AND id > ? ORDER BY id LIMIT ?"
)
ALL_ALIASES = "SELECT id, mission, alias_digest, participant FROM osi_aliases WHERE id > ? ORDER BY id LIMIT ?"
ALL_RECEIPTS = (
    "SELECT code_sha256, mission, position FROM osi_receipts WHERE code_sha256 > ? ORDER BY code_sha256 LIMIT ?"
)
ALL_REPLIES = (
    "SELECT mission, command_id, request_mac, position, count FROM osi_replies "
    "WHERE (mission, command_id) > (?, ?) ORDER BY mission, command_id LIMIT ?"
)
ALL_BLOBS = "SELECT sha256, content FROM osi_blobs WHERE sha256 > ? ORDER BY sha256 LIMIT ?"
ALL_SNAPSHOTS = (
    "SELECT mission, name, position, hash, content FROM osi_snapshots "
    "WHERE (mission, name) > (?, ?) ORDER BY mission, name LIMIT ?"
)
ALL_HEARD = (
    f"SELECT mission, chain, position, {HEARD} FROM osi_heard "
    "WHERE (mission, chain, position) > (?, ?, ?) ORDER BY mission, chain, position LIMIT ?"
)

# About the store itself

ALL_META = "SELECT name, value FROM osi_meta"
INSERT_META = "INSERT INTO osi_meta (name, value) VALUES (?, ?)"
