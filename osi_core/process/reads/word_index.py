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
        self._sealed: dict[str, tuple[Place, str]] = {}

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

    def behind(self, memory: MissionMemory, reader: Reader, seal: str) -> tuple[Place, str] | None:
        """The resource and the field whose words a seal stands for now."""
        with self._lock:
            self._follow(memory, reader)
            return self._sealed.get(seal)

    def _follow(self, memory: MissionMemory, reader: Reader) -> None:
        views = (view for part in memory.share.parts for view in part.views if view.searched)
        for kind, view in enumerate(views):
            self._follow_view(view, kind << _KIND, memory.rows[view.made_of], memory.mission, reader)

    def _follow_view(
        self, view: type[View], before: int, rows: Mapping[str, Any], mission: str, reader: Reader
    ) -> None:
        for order, (id, row) in enumerate(rows.items(), start=before):
            place = Place(view, id)
            known = self._numbers.get(place)
            if known is not None and known[1] is row:
                continue
            if known is not None and _seals(view, known[1]) == _seals(view, row):
                self._numbers[place] = known[0], row
                continue
            self._add(order, place, row, mission, reader)

    def _add(self, order: int, place: Place, row: Any, mission: str, reader: Reader) -> None:
        number = len(self._places)
        known = self._numbers.get(place)
        if known is not None:
            self._places[known[0]] = None
            for seal in _seals(place.view, known[1]).values():
                self._sealed.pop(seal, None)
        self._places.append((order, place))
        self._numbers[place] = number, row
        stems: set[str] = set()
        for field, seal in _seals(place.view, row).items():
            self._sealed[seal] = place, field
            found = reader.text(mission, seal)
            if found is not None and found.author:
                stems |= stems_of(found.text)
        for stem in stems:
            self._holding.setdefault(hash(stem), array("i")).append(number)


_NONE: array[int] = array("i")
_KIND = 40
"""Bits of an order that count within a kind: rows are never taken out, so a row's place among them is its own."""


def _seals(view: type[View], row: Any) -> dict[str, str]:
    found = ((field, get(row)) for field, get in view.searched.items())
    return {field: seal for field, seal in found if seal}


class WordIndexes:
    """One for each mission that was searched."""

    def __init__(self) -> None:
        self._held: dict[str, WordIndex] = {}
        self._lock = threading.Lock()

    def of(self, mission: str) -> WordIndex:
        """The mission's; made when it is first asked for."""
        with self._lock:
            return self._held.setdefault(mission, WordIndex())
