"""A fund's journal: every posting of its ledger, in order, with what it came of.

A row of facts is replaced at each event, and a journal may have tens of thousands of entries. So it stands in pieces:
a new entry makes the last piece anew, and the list of pieces, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from osi_core.money.ledger import Posting

PIECE = 128
"""Entries in each piece but the last."""


class JournalEntry(NamedTuple):
    """A posting with the event that it came of."""

    posting: Posting
    time: datetime
    event_type: str
    event: str
    """The event's id."""


Journal = tuple[tuple[JournalEntry, ...], ...]
"""Pieces of `PIECE` entries each, the last of at least one."""


def with_entries(journal: Journal, entries: Iterable[JournalEntry]) -> Journal:
    """The journal with more entries behind its own."""
    for entry in entries:
        if journal and len(journal[-1]) < PIECE:
            journal = (*journal[:-1], (*journal[-1], entry))
        else:
            journal = (*journal, (entry,))
    return journal


def entry_at(journal: Journal, number: int) -> JournalEntry | None:
    """The entry of this number, from 1; None where there is none."""
    if not 1 <= number <= length(journal):
        return None
    piece, place = divmod(number - 1, PIECE)
    return journal[piece][place]


def length(journal: Journal) -> int:
    """How many entries there are."""
    return (len(journal) - 1) * PIECE + len(journal[-1]) if journal else 0
