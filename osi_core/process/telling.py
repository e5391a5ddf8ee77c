"""What a chain tells others of a mission, and whether it is what they have heard of it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from osi_core.log.envelope import chain_of
from osi_core.log.heard import HeardHead, PublicEntry
from osi_core.log.store import Reader, StoreError


def told_by(reader: Reader, mission: str, after: int, limit: int | None, begins: int) -> list[PublicEntry]:
    """The public events of the own log behind a position; of one that was restored from a copy, only those of the chain
    that goes on in it, which `begins` behind a position.
    """
    found = reader.read_public(mission, max(after, begins), limit=limit)
    return [PublicEntry.of(entry, previous if previous > begins else 0) for previous, entry in found]


def told_again(reader: Reader, mission: str, chain: str, after: int, limit: int | None) -> list[PublicEntry]:
    """What was heard of another chain behind a position, as far as it was kept."""
    return list(islice((one for one in reader.heard(mission, chain, after) if one.raw), limit))


def begins_behind(reader: Reader, mission: str, chain: str | None, asked: Callable[[], int]) -> int:
    """Behind which position the own log stands in the chain that is written; a log that goes on under the name that it
    began with, as nearly all, is not read for that. `asked` knows of others.
    """
    end = reader.head(mission).position
    if not end:
        return 0
    first, last = (next(map(chain_of, reader.read(mission, at - 1, at))) for at in (1, end))
    return 0 if (chain or last) == first else asked()


def require_as_heard(reader: Reader, mission: str, heard: HeardHead) -> None:
    """Raises StoreError unless the own log holds what another service has heard of it last."""
    if not heard.position:
        return
    known = next(iter(reader.read(mission, heard.position - 1, heard.position)), None)
    if known is None or known.hash != heard.hash:
        end = reader.head(mission).position
        raise StoreError("store.behind-others", mission=mission, heard=heard.position, end=end)
