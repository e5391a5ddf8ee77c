"""Reading a mission: one resource, or a page of many, as one asker may see them, at one moment."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from osi_core.domain import Fact, Malformed, Refused, Unmet
from osi_core.log.store import Reader as StoreReader
from osi_core.mission.resources import MISSION
from osi_core.process.memory import MissionMemory
from osi_core.process.reads.filters import comparisons_of
from osi_core.process.reads.listing import Listing, listing_of
from osi_core.process.reads.orders import orders_of
from osi_core.process.reads.seeing import Asker, Seeing
from osi_core.process.reads.tokens import mark_of, spec_of, token_of
from osi_core.view import View
from osi_core.words import Name

__all__ = ["DEFAULT_PAGE", "LARGEST_PAGE", "Listings", "Page", "Reads"]

V = TypeVar("V", bound=View)
F = TypeVar("F", bound=Fact)

DEFAULT_PAGE = 50
"""Items of a page when nothing is said."""
LARGEST_PAGE = 1000
"""Items of a page at most; who asks for more gets so many (AIP-158)."""
_HELD = 8
"""Lists that are kept for their next pages."""


class Page(NamedTuple, Generic[V]):
    """A part of a list."""

    items: tuple[V, ...]
    next_page_token: str
    """Empty behind the last item."""
    total_size: int
    """How many items the whole list has."""


class Listings:
    """The lists that pages were asked of lately, each as long as its facts are those of the next page."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[Any, ...], tuple[object, Listing]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[Any, ...], facts: object) -> Listing | None:
        """The list, if these are the facts that it was made of."""
        with self._lock:
            found = self._held.get(key)
            if found is None or found[0] is not facts:
                return None
            self._held.move_to_end(key)
            return found[1]

    def keep(self, key: tuple[Any, ...], facts: object, listing: Listing) -> None:
        """Keeps it for the next page."""
        with self._lock:
            self._held[key] = facts, listing
            self._held.move_to_end(key)
            while len(self._held) > _HELD:
                self._held.popitem(last=False)


class Reads:
    """A mission as it stands at one moment, as one asker may see it; made by `Engine.read`."""

    def __init__(self, memory: MissionMemory, store: StoreReader, asker: Asker, listings: Listings) -> None:
        if not memory.is_there:
            unknown = Unmet("mission-unknown", "mission", name=Name(MISSION.within(memory.mission)))
            raise Refused("read", [unknown])
        self._memory, self._store, self._listings = memory, store, listings
        self._seeing = Seeing(asker, memory)

    @property
    def positions(self) -> Mapping[str, int]:
        """Chain → position up to which is told what happened there."""
        return self._memory.facts_at

    def get(self, view: type[V], *ids: str) -> V:
        """One resource, by the ids in its name. Raises Refused for one that is not there, or not to be seen."""
        row = view.row(self._facts(view, ids[:-1]), ids)
        if row is None or not self._seeing.sees(view, row):
            raise Refused(view.__name__, [Unmet("not-found", name=view.at(*ids))])
        (shown,) = self._shown(view, [(ids, row)])
        return shown

    def list(
        self,
        view: type[V],
        *parent: str,
        where: str = "",
        order_by: str = "",
        page_size: int = 0,
        page_token: str = "",
    ) -> Page[V]:
        """A page of the resources of a kind; `parent` are the ids in their names before their own.

        `where` is a filter (AIP-160), `order_by` an order (AIP-132); without one they come in the order in which they
        were made. Raises Malformed for what fits none of these, and Refused for a parent that is not there.
        """
        if page_size < 0:
            raise Malformed(view.__name__, [Unmet("page-size-negative", "page_size")])
        facts = self._facts(view, parent)
        listing = self._listing(view, parent, facts, where, order_by)
        spec = spec_of(view, self._memory.mission, parent, where, order_by)
        mark = mark_of(view.__name__, spec, page_token, len(listing.orders)) if page_token else None
        try:
            begin = listing.begin(mark)
        except TypeError:  # a token that nobody was given
            raise Malformed(view.__name__, [Unmet("page-token-malformed", "page_token")]) from None
        end = min(begin + min(page_size or DEFAULT_PAGE, LARGEST_PAGE), len(listing.places))
        ids = [listing.ids[listing.places[at]] for at in range(begin, end)]
        names = [(*parent, id) for id in ids]
        items = self._shown(view, [(one, view.row(facts, one)) for one in names])
        rest = token_of(spec, listing.mark(end - 1)) if begin < end < len(listing.places) else ""
        return Page(items, rest, len(listing.places))

    def each(self, view: type[V], *parent: str, where: str = "", order_by: str = "") -> Iterator[V]:
        """All of a list, one by one, as it stands at this reader's moment. Raises as `list` does."""
        token = ""
        while True:
            page = self.list(view, *parent, where=where, order_by=order_by, page_size=LARGEST_PAGE, page_token=token)
            yield from page.items
            token = page.next_page_token
            if not token:
                return

    def _facts(self, view: type[View], parent: tuple[str, ...]) -> Mapping[str, Any]:
        facts = self._memory.rows.get(view.made_of)
        if facts is None:
            raise Refused(view.__name__, [Unmet("not-of-this-share", share=self._memory.share.name)])
        if len(parent) + 1 != max(1, len(view.at.variables)):  # of what has no id there is one
            raise TypeError(f"{view.__name__} is named by {', '.join(view.at.variables)}")
        return facts

    def _listing(
        self, view: type[View], parent: tuple[str, ...], facts: Mapping[str, Any], where: str, order_by: str
    ) -> Listing:
        seeing = self._seeing
        key = (view, self._memory.mission, parent, where, order_by, seeing.as_one(view))
        listing = self._listings.get(key, facts)
        if listing is None:
            rows = None if seeing.sees_all(view) else view.own_rows(facts, parent, seeing.participant)
            if rows is None:
                rows = view.rows(facts, parent)
            if rows is None:
                raise Refused(view.__name__, [Unmet("not-found", name=Name(_parent_name(view, parent)))])
            comparisons = comparisons_of(view, where, self._memory.mission)
            listing = listing_of(view, rows, comparisons, orders_of(view, order_by), seeing)
            self._listings.keep(key, facts, listing)
        return listing

    def _shown(self, view: type[V], found: Sequence[tuple[tuple[str, ...], Any]]) -> tuple[V, ...]:
        """The views of some rows, as the asker may see them."""
        look = _Look(self._memory, self._store, view)
        shown = [self._seeing.shown(view.of(ids, row, look), row) for ids, row in found]
        later = look.read_too_late()
        if later:
            etags = [later.get(view.at.within(look.mission, *ids)) for ids, _ in found]
            pairs = zip(shown, etags, strict=True)
            shown = [one if etag is None else one.model_copy(update={"etag": etag}) for one, etag in pairs]
        return tuple(shown)


def _parent_name(view: type[View], parent: tuple[str, ...]) -> str:
    """The parent's name within the mission: `funds/f` of `funds/{fund}/entries/{entry}`."""
    return view.at(*parent, "-").rpartition("/")[0].rpartition("/")[0]


class _Look:
    """What views look at beside their own rows, where the memory stands."""

    def __init__(self, memory: MissionMemory, store: StoreReader, view: type[View]) -> None:
        self._memory, self._store, self._view = memory, store, view
        self._versions: dict[str, int] = {}

    @property
    def mission(self) -> str:
        return self._memory.mission

    def words(self, seal: str | None) -> str | None:
        found = self._store.text(self.mission, seal) if seal else None
        return found.text if found and found.author else None

    def etag(self, *ids: str) -> str:
        """The version of the resource's stream; `read_too_late` tells which ones have moved on meanwhile."""
        stream = self._view.at.within(self.mission, *ids)
        held = self._memory.held(stream)
        if held is not None and held[0] is not None:
            return str(held[1])
        version = self._versions[stream] = self._store.version(stream)
        return str(version)

    def read_too_late(self) -> dict[str, str]:
        """The streams that were written to since this moment, with the etags that they had then: a later one would let
        somebody overwrite what they have not seen. One question, as long as nothing was written.
        """
        head = self._memory.head.position
        if not self._versions or self._store.head(self.mission).position == head:
            return {}
        then = {stream: self._then(stream, version, head) for stream, version in self._versions.items()}
        return {stream: str(version) for stream, version in then.items() if version != self._versions[stream]}

    def _then(self, stream: str, version: int, head: int) -> int:
        while version and next(iter(self._store.read_stream(stream, version - 1, head)), None) is None:
            version -= 1
        return version

    def blob(self, sha256: str) -> bytes | None:
        return self._store.blob(sha256)

    def rows(self, kind: type[F]) -> Mapping[str, F]:
        found: Mapping[str, Any] = self._memory.rows[kind]
        return found
