"""What is read across kinds of resources: what words are found in, what is due, and what words are behind a seal.

Each is put together of what the views show to the asker, so that nothing is told here that they would not.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple

from osi_core.domain import Malformed, Refused, Unmet
from osi_core.log.envelope import decode
from osi_core.log.store import PrivateText, Reader
from osi_core.process.due import Due
from osi_core.process.memory import MissionMemory
from osi_core.process.reads.reader import DEFAULT_PAGE, LARGEST_PAGE, Reads
from osi_core.process.reads.seeing import Asker, Seeing
from osi_core.process.reads.stems import stems_of
from osi_core.process.reads.tokens import Mark, mark_of, token_of
from osi_core.process.reads.word_index import Place, WordIndex
from osi_core.view import View

__all__ = ["Across", "DueItem", "DueItems", "FoundItem", "FoundItems"]

_LOOKED_AT = 5_000
"""Candidates that are looked up for one page; the next one goes on behind them."""


class FoundItem(NamedTuple):
    """A resource that holds the words that were searched."""

    name: str
    """Full."""
    title: str
    """What it is known by: of its fields with words the first that has some."""
    fields: tuple[str, ...]
    """Those with some of the words that were asked for."""


class DueItem(NamedTuple):
    """Something with a day."""

    time: datetime
    name: str
    """Full name of the resource that it is about."""
    code: str


class FoundItems(NamedTuple):
    """A part of what was found."""

    items: tuple[FoundItem, ...]
    next_page_token: str
    """Empty behind the last."""


class DueItems(NamedTuple):
    """A part of what is due."""

    items: tuple[DueItem, ...]
    next_page_token: str
    """Empty behind the last."""


class Across:
    """A mission as it stands at one moment, as one asker may see it, across kinds of resources: `Engine.across`."""

    def __init__(self, reads: Reads, memory: MissionMemory, store: Reader, asker: Asker, index: WordIndex) -> None:
        self._reads, self._memory, self._store, self._index = reads, memory, store, index
        self._seeing = Seeing(asker, memory)

    def search(self, query: str, *, page_size: int = 0, page_token: str = "") -> FoundItems:
        """The resources that hold all words of a query. Raises Malformed for a query without a word."""
        wanted = stems_of(query)
        if not wanted:
            raise Malformed("Search", [Unmet("query-without-words", "query")])
        spec = _spec("search", self._memory.mission, query)
        begin = mark_of("Search", spec, page_token, 0).place if page_token else -1
        found: list[FoundItem] = []
        candidates = self._index.candidates(self._memory, self._store, wanted)
        left = [one for one in candidates if one[0] > begin]
        size = min(page_size or DEFAULT_PAGE, LARGEST_PAGE)
        for looked, (number, place) in enumerate(left, start=1):
            if (item := self._found(place, wanted)) is not None:
                found.append(item)
            if looked < len(left) and (len(found) == size or looked == _LOOKED_AT):
                return FoundItems(tuple(found), token_of(spec, Mark((), number)))
        return FoundItems(tuple(found), "")

    def _found(self, place: Place, wanted: frozenset[str]) -> FoundItem | None:
        try:
            shown = self._reads.get(place.view, place.id)
        except Refused:
            return None
        texts = {field: text for field in place.view.searched if (text := getattr(shown, field)) is not None}
        held = {field: stems_of(text) & wanted for field, text in texts.items()}
        if frozenset().union(*held.values()) != wanted:
            return None
        fields = tuple(field for field, stems in held.items() if stems)
        return FoundItem(shown.resource_name(self._memory.mission), next(iter(texts.values())), fields)

    def due(self, *, page_size: int = 0, page_token: str = "") -> DueItems:
        """What is due, the earliest first. A decision is due from its close on.

        A page goes on behind the last item that was told, whatever was done or came in between.
        """
        items = sorted([*self._decisions(), *self._deadlines()])
        spec = _spec("due", self._memory.mission)
        begin = bisect_right(items, _due_in(spec, page_token)) if page_token else 0
        end = begin + min(page_size or DEFAULT_PAGE, LARGEST_PAGE)
        token = token_of(spec, _mark(items[end - 1])) if end < len(items) else ""
        return DueItems(tuple(items[begin:end]), token)

    def _decisions(self) -> Iterator[DueItem]:
        for stream, row in self._memory.rows[Due].items():
            assert isinstance(row, Due)
            for entry in self._store.read(self._memory.mission, row.position - 1, row.position):
                yield DueItem(decode(entry).time, stream, "due.decision")

    def _deadlines(self) -> Iterator[DueItem]:
        for view in self._views():
            for id, row in self._memory.rows[view.made_of].items():
                for deadline in view.deadlines(row):
                    if self._seeing.sees(view, row):
                        yield DueItem(_moment(deadline.on), view.at.within(self._memory.mission, id), deadline.code)

    def _views(self) -> Iterator[type[View]]:
        for part in self._memory.share.parts:
            yield from (view for view in part.views if len(view.at.variables) == 1)

    def texts(self, seals: Iterable[str]) -> list[PrivateText]:
        """The words behind seals, of those that some view shows to the asker now; others are left out."""
        found: list[PrivateText] = []
        for seal in dict.fromkeys(seals):
            behind = self._index.behind(self._memory, self._store, seal)
            text = self._store.text(self._memory.mission, seal) if behind is not None else None
            if behind is not None and text is not None and self._shows(behind, text.text):
                found.append(text)
        return found

    def _shows(self, place: Place, text: str) -> bool:
        try:
            return text in _texts_in(self._reads.get(place.view, place.id).model_dump())
        except Refused:
            return False


def _moment(on: Any) -> datetime:
    if isinstance(on, datetime):
        return on
    return datetime.combine(on + timedelta(days=1), time(), UTC)


def _texts_in(value: Any) -> Iterator[str]:
    """All texts that stand somewhere in what is shown."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for one in value.values() for text in _texts_in(one))
    elif isinstance(value, list | tuple):
        yield from (text for one in value for text in _texts_in(one))


def _spec(*said: str) -> bytes:
    return hashlib.sha256("\0".join(said).encode("utf-8", "surrogatepass")).digest()[:8]


def _mark(item: DueItem) -> Mark:
    return Mark(((item.time.isoformat(),), (item.name,), (item.code,)), 0)


def _due_in(spec: bytes, token: str) -> DueItem:
    """The item behind which a page begins."""
    mark = mark_of("ListDue", spec, token, 3)
    try:
        (time,), (name,), (code,) = mark.keys
        return DueItem(datetime.fromisoformat(time).astimezone(UTC), str(name), str(code))
    except (TypeError, ValueError):  # a token that nobody was given
        raise Malformed("ListDue", [Unmet("page-token-malformed", "page_token")]) from None
