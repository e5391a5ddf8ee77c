"""Which missions there are, in pages: as lists of a mission's resources, across missions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from typing import NamedTuple

from osi_core.domain import Malformed, Unmet
from osi_core.mission.charter import THE_CHARTER, Charter
from osi_core.mission.views import MissionView
from osi_core.process.memory import MissionMemory
from osi_core.process.reads.filters import comparisons_of
from osi_core.process.reads.listing import Listing, listing_of
from osi_core.process.reads.orders import orders_of
from osi_core.process.reads.reader import DEFAULT_PAGE, LARGEST_PAGE
from osi_core.process.reads.seeing import Seeing
from osi_core.process.reads.tokens import Mark, mark_of, spec_of, token_of

__all__ = ["MissionItem", "MissionsPage", "list_missions"]


class MissionItem(NamedTuple):
    """A mission, with its id."""

    mission: str
    view: MissionView


class MissionsPage(NamedTuple):
    """A part of a list."""

    items: tuple[MissionItem, ...]
    next_page_token: str
    """Empty behind the last item."""
    total_size: int
    """How many missions fit the filter in all."""


def list_missions(
    memories: Mapping[str, MissionMemory],
    shown: Callable[[str], MissionView],
    *,
    where: str = "",
    order_by: str = "",
    page_size: int = 0,
    page_token: str = "",
) -> MissionsPage:
    """A page of some missions, as `Reads.list`: in the order of their ids, without an order and where that is equal. A
    page goes on behind the last mission that was told, whichever came meanwhile.

    A mission is shown to everyone as it is, so all are filtered as everyone sees them.
    """
    if page_size < 0:
        raise Malformed("ListMissions", [Unmet("page-size-negative", "page_size")])
    charters = {id: memories[id].rows[Charter][THE_CHARTER] for id in sorted(memories)}
    comparisons, orders = comparisons_of(MissionView, where, ""), orders_of(MissionView, order_by)
    listing = listing_of(MissionView, charters, comparisons, orders, Seeing.of_everyone())
    spec = spec_of(MissionView, "", (), where, order_by)
    begin = _begin(listing, spec, page_token) if page_token else 0
    end = min(begin + min(page_size or DEFAULT_PAGE, LARGEST_PAGE), len(listing.places))
    ids = [listing.ids[listing.places[at]] for at in range(begin, end)]
    items = tuple(MissionItem(id, shown(id)) for id in ids)
    rest = token_of(spec, _mark(listing, end - 1)) if begin < end < len(listing.places) else ""
    return MissionsPage(items, rest, len(listing.places))


def _mark(listing: Listing, at: int) -> Mark:
    """What a mission is ordered by, and its id: a place among all moves whenever one comes before it."""
    keys, place = listing.mark(at)
    return Mark((*keys, (listing.ids[place],)), 0)


def _begin(listing: Listing, spec: bytes, token: str) -> int:
    mark = mark_of("ListMissions", spec, token, len(listing.orders) + 1)
    try:
        *keys, (id,) = mark.keys
        return listing.begin(Mark(tuple(keys), bisect_right(listing.ids, id) - 1))
    except (TypeError, ValueError):  # a token that nobody was given
        raise Malformed("ListMissions", [Unmet("page-token-malformed", "page_token")]) from None
