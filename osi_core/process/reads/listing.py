"""A list as it stands at one moment: which rows fit, in which order, and where a page of them begins and ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from osi_core.process.reads.filters import Comparison
from osi_core.process.reads.literals import sort_key
from osi_core.process.reads.orders import By
from osi_core.process.reads.seeing import Seeing
from osi_core.process.reads.tokens import Mark
from osi_core.view import View

__all__ = ["Listing", "listing_of"]


class Listing(NamedTuple):
    """The items of a list: places among all rows, in the list's order, with what they are ordered by."""

    ids: Sequence[str]
    """Of all rows, in the order in which they came."""
    places: Sequence[int]
    """Of those in the list."""
    keys: Sequence[list[list[Any]]]
    """One a place; none in a list that nothing orders."""
    orders: tuple[By, ...]

    def begin(self, mark: Mark | None) -> int:
        """Where a page begins that goes on behind a mark. Raises TypeError for a mark that is of no such list."""
        low, high = 0, len(self.places) if mark else 0
        while mark is not None and low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self._is_behind(middle, mark) else (middle + 1, high)
        return low

    def mark(self, at: int) -> Mark:
        """The mark behind an item."""
        return Mark(self.keys[at] if self.keys else [], self.places[at])

    def _is_behind(self, at: int, mark: Mark) -> bool:
        for by, own, other in zip(self.orders, self.keys[at] if self.keys else (), mark.keys, strict=True):
            if own != other:
                absent = own == [1] or other == [1]  # absent ones are last in either direction
                return bool(own < other if by.descending and not absent else own > other)
        return self.places[at] > mark.place


def listing_of(
    view: type[View],
    rows: Mapping[str, Any],
    comparisons: tuple[Comparison, ...],
    orders: tuple[By, ...],
    seeing: Seeing,
) -> Listing:
    """The rows that the asker sees and that fit all comparisons, ordered."""
    ids = list(rows)
    every = not comparisons and view.seen_by <= seeing.viewers
    places: Sequence[int] = range(len(ids)) if every else _fitting(view, rows, comparisons, seeing)
    if not orders:
        return Listing(ids, places, (), ())
    getters = [_getter(view, by.field, seeing) for by in orders]
    keyed = [([sort_key(get(ids[place], rows[ids[place]])) for get in getters], place) for place in places]
    for number, by in reversed(list(enumerate(orders))):  # sorting is stable
        _sort(keyed, number, by.descending)
    return Listing(ids, [place for _, place in keyed], [keys for keys, _ in keyed], orders)


def _sort(keyed: list[tuple[list[list[Any]], int]], number: int, descending: bool) -> None:
    """Sorts by one of the keys; absent ones come last in either direction."""
    keyed.sort(key=lambda one: one[0][number], reverse=descending)
    if descending:
        keyed.sort(key=lambda one: one[0][number] == [1])


def _fitting(
    view: type[View], rows: Mapping[str, Any], comparisons: tuple[Comparison, ...], seeing: Seeing
) -> list[int]:
    tests = [(_getter(view, one.field, seeing), one.fits) for one in comparisons]
    found = []
    for place, (id, row) in enumerate(rows.items()):
        if not seeing.sees(view, row):
            continue
        for get, fits in tests:
            value = get(id, row)
            if value is None or not fits(value):
                break
        else:
            found.append(place)
    return found


def _getter(view: type[View], field: str, seeing: Seeing) -> Callable[[str, Any], Any]:
    """How a field's value is had of a row, as far as the asker may see it."""
    if field == view.own_id():
        return lambda id, row: id
    get = view.filters[field]
    if field in view.fields_seen_by:
        return lambda id, row: get(row) if seeing.sees_field(view, field, row) else None
    return lambda id, row: get(row)
