"""What is heard of other chains: public entries, and where in its chain each of them has its place.

A chain's public entries name each other: each carries the position of the public one before it. So whoever hears of one
knows whether something is missing before it, though the private entries between them are never heard of.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Any, NamedTuple

from osi_core.log.canonical import LARGEST_INTEGER
from osi_core.log.envelope import GENESIS, Entry, chain_of, chained, envelope_of, event_id, moment_of
from osi_core.log.trace import is_trace


class PublicEntry(NamedTuple):
    """One public event of a chain, as its origin has stored it."""

    chain: str
    mission: str
    position: int
    """In its chain."""
    previous: int
    """Position of the chain's public event of this mission before it; 0 for the first."""
    stream: str
    version: int
    type: str
    raw: bytes
    """The origin's stored bytes; empty where the hearer does not fold the type and keeps position and hash only."""
    hash: bytes
    """The origin's claim: no one else can compute it where private events lie between."""

    @classmethod
    def of(cls, entry: Entry, previous: int) -> PublicEntry:
        """An entry of the own log as others hear of it. Raises LogDamaged when its bytes are no event's."""
        mission, position, stream, version, type_, raw, hash = entry
        return cls(chain_of(entry), mission, position, previous, stream, version, type_, raw, hash)

    @property
    def entry(self) -> Entry:
        """The entry of the origin's log; of use only where the bytes were kept."""
        return Entry(self.mission, self.position, self.stream, self.version, self.type, self.raw, self.hash)


class Carried(PublicEntry):
    """A public entry with the trace context that came along: the same entry, and kept without."""

    trace: str = ""

    @classmethod
    def with_trace(cls, entry: PublicEntry, trace: str) -> PublicEntry:
        """An entry, with what came along if that is a trace context."""
        if not is_trace(trace):
            return entry
        carried = cls(*entry)
        carried.trace = trace
        return carried


class HeardHead(NamedTuple):
    """How far a chain was heard: the last position (0 if nothing was) and its hash."""

    position: int = 0
    hash: bytes = b""


class Place(Enum):
    """Where an entry belongs that is heard now: what its hearer has to do about it."""

    NEXT = "next"
    """It continues what was heard: take it in."""
    DUPLICATE = "duplicate"
    """The same was heard before: pass over it."""
    GAP = "gap"
    """Something public lies between, from the head to its `previous`: ask the origin for it first."""
    FORK = "fork"
    """It contradicts what was heard, so the origin has told two stories: stop, and alarm."""


def place(entry: PublicEntry, head: HeardHead, known: PublicEntry | None) -> Place:
    """Where an entry belongs in its chain, of which was heard up to `head`.

    `known` is what was heard at the entry's position, if anything; above the head nothing was. A fork is another hash
    at a known position, a position below the head that was never heard, a `previous` below the head of an entry above
    it (which denies the head), and a `previous` that is not before its entry.
    """
    if entry.position <= head.position:
        return Place.DUPLICATE if known is not None and known.hash == entry.hash else Place.FORK
    if not head.position <= entry.previous < entry.position:
        return Place.FORK
    return Place.NEXT if entry.previous == head.position else Place.GAP


LARGEST_RAW = 16 * 2**20
"""Bytes of one event; more is nobody's, and would not fit into a line of an export beside all else."""
_TYPES = (str, str, int, int, str, int, str, bytes, bytes)
_is_id = re.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?").fullmatch
_is_name = re.compile("[!-~]{1,1000}").fullmatch


def is_entry(entry: PublicEntry) -> bool:
    """Whether an entry that comes from elsewhere can be one at all: its columns are of their types, and such as every
    store takes.
    """
    if tuple(map(type, entry)) != _TYPES:
        return False
    chain, mission, position, previous, stream, version, kind, raw, hash = entry
    named = _is_id(chain) and _is_id(mission) and _is_name(stream) and _is_name(kind)
    counted = previous >= 0 and 1 <= position <= LARGEST_INTEGER and 1 <= version <= LARGEST_INTEGER
    return bool(named and counted and 0 < len(raw) <= LARGEST_RAW and len(hash) == len(GENESIS))


def says_itself(entry: PublicEntry) -> bool:
    """Whether an entry's bytes say what stands beside them; without bytes it says nothing else. Raises ValueError where
    the bytes are no event.
    """
    return not entry.raw or said_by(entry) is not None


def said_by(entry: PublicEntry) -> dict[str, Any] | None:
    """The envelope in an entry's bytes; None where it says something else than what stands beside them. Raises
    ValueError where the bytes are no event.
    """
    chain, mission, position, _, stream, version, kind, raw, _ = entry
    said = envelope_of(raw)
    moment_of(said["time"])
    beside = (event_id(chain, mission, position), mission, position, stream, version, kind)
    return said if tuple(map(said.__getitem__, _BESIDE)) == beside else None


_BESIDE = ("id", "mission", "position", "stream", "version", "type")


def hash_holds(entry: PublicEntry, head: HeardHead) -> bool:
    """Whether the hash of the next entry is that of its bytes, as far as its hearer can tell.

    It can where the public entry before it is the very one before it in the chain, and the bytes were kept.
    """
    if not entry.raw or entry.previous != entry.position - 1:
        return True
    return chained(head.hash or GENESIS, entry.raw) == entry.hash
