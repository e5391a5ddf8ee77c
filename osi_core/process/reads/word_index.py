"""Which resources hold which words: made of what the private store holds, and asked only for candidates.

It keeps no words but numbers that stand for them in this process, and whatever it proposes is looked up again by the
judge of what may be seen: so what was erased, taken down or changed meanwhile is not found, whatever stands here.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from osi_core.log.store import Reader
from osi_core.process.memory import MissionMemory
from osi_core.process.reads.stems import stems_of
from osi_core.view import View

__all__ = ["Place", "WordIndex", "WordIndexes"]


class Place(NamedTuple):
    """A resource with words."""

    view: type[View]
    id: str


class WordIndex:
    """Of one mission, for all views that are searched. Kept up with the facts whenever it is asked."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._places: list[tuple[int, Place] | None] = []
        """With their order among all, by number; None: there is a newer one of the same resource."""
        self._numbers: dict[Place, tuple[int, Any]] = {}
        """Its number, and the row that it was made of."""
        self._holding: dict[int, array[int]] = {}
        """What stands for a stem → the numbers of those that hold it, ascending."""
        self._sealed: dict[str, Place] = {}
        self._followed: dict[type[View], Mapping[str, Any]] = {}
        """The rows that were looked at last."""

    def candidates(self, memory: MissionMemory, reader: Reader, stems: Iterable[str]) -> list[tuple[int, Place]]:
        """Those that may hold all of these stems, in their order: kind by kind, each as they came. It is the same in
        every process.
        """
        with self._lock:
            self._follow(memory, reader)
            lists = sorted((self._holding.get(hash(stem), _NONE) for stem in stems), key=len)
            if not lists:
                return []
            found = set(lists[0]).intersection(*lists[1:])
            return sorted(
                (one for number in found if (one := self._places[number]) is not None), key=lambda one: one[0]
            )

    def behind(self, memory: MissionMemory, reader: Reader, seal: str) -> Place | None:
        """The resource in which the words of a seal stand now."""
        with self._lock:
            self._follow(memory, reader)
            return self._sealed.get(seal)

    def _follow(self, memory: MissionMemory, reader: Reader) -> None:
        views = (view for part in memory.share.parts for view in part.views if _has_words(view))
        for kind, view in enumerate(views):
            self._follow_view(view, kind << _KIND, memory.rows[view.made_of], memory.mission, reader)

    def _follow_view(
        self, view: type[View], before: int, rows: Mapping[str, Any], mission: str, reader: Reader
    ) -> None:
        if self._followed.get(view) is rows:  # which were handed out, and so never change
            return
        self._followed[view] = rows
        for order, (id, row) in enumerate(rows.items(), start=before):
            place = Place(view, id)
            known = self._numbers.get(place)
            if known is not None and known[1] is row:
                continue
            if known is not None and _held(view, known[1]) == _held(view, row):
                self._numbers[place] = known[0], row
                continue
            self._add(order, place, row, mission, reader)

    def _add(self, order: int, place: Place, row: Any, mission: str, reader: Reader) -> None:
        number = len(self._places)
        known = self._numbers.get(place)
        if known is not None:
            self._places[known[0]] = None
            for seal in place.view.seals(known[1]):
                self._sealed.pop(seal, None)
        self._places.append((order, place))
        self._numbers[place] = number, row
        self._sealed |= dict.fromkeys(place.view.seals(row), place)
        stems: set[str] = set()
        for seal in filter(None, (get(row) for get in place.view.searched.values())):
            found = reader.text(mission, seal)
            if found is not None and found.author:
                stems |= stems_of(found.text)
        for stem in stems:
            self._holding.setdefault(hash(stem), array("i")).append(number)


_NONE: array[int] = array("i")
_KIND = 40
"""Bits of an order that count within a kind: rows are never taken out, so a row's place among them is its own."""


def _has_words(view: type[View]) -> bool:
    return bool(view.searched) or "seals" in vars(view)


def _held(view: type[View], row: Any) -> tuple[list[str | None], list[str]]:
    """What a row's entry here is made of."""
    return [get(row) for get in view.searched.values()], list(view.seals(row))


class WordIndexes:
    """One for each mission that was searched."""

    def __init__(self) -> None:
        self._held: dict[str, WordIndex] = {}
        self._lock = threading.Lock()

    def of(self, mission: str) -> WordIndex:
        """The mission's; made when it is first asked for."""
        with self._lock:
            return self._held.setdefault(mission, WordIndex())
