"""Whether public events stand in their order: the own ones, and those that were heard of other chains.

Of an event that its hearer does not fold there are no bytes, and where private events lie between two public ones only
the origin's own log can tell whether a hash is right. What is missing at a chain's end is heard again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from osi_core.log.envelope import UNREADABLE, Entry
from osi_core.log.heard import HeardHead, Place, PublicEntry, hash_holds, place, says_itself


def unnamed_before(public: Iterable[tuple[int, Entry]]) -> Iterator[Entry]:
    """The public entries of a mission that do not name the public one before them."""
    last = 0
    for previous, entry in public:
        if previous != last:
            yield entry
        last = entry.position


def fault_of(entry: PublicEntry, head: HeardHead) -> str | None:
    """What is wrong with a heard entry, behind which its chain was heard up to `head`; None if nothing is."""
    try:
        if place(entry, head, None) is not Place.NEXT:
            return "store-check.heard-misplaced"
        if not (says_itself(entry) and hash_holds(entry, head)):
            return "store-check.heard-changed"
    except ValueError:  # the bytes are no event
        return "store-check.heard-changed"
    except UNREADABLE:  # values of other types than any store writes
        return "store-check.row-unreadable"
    return None
