"""A list as it stands at one moment: which rows fit, in which order, and where a page of them begins and ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from osi_core.process.memory import many_values_that_stay
from osi_core.process.reads.filters import Comparison
from osi_core.process.reads.literals import ABSENT, Key, key_of, kind_of
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
    orders: tuple[By, ...]
    columns: tuple[Mapping[int, Key], ...]
    """Place → key, for each field that the list is ordered by."""

    def begin(self, mark: Mark | None) -> int:
        """Where a page begins that goes on behind a mark. Raises TypeError for a mark that is of no such list."""
        low, high = 0, len(self.places) if mark else 0
        while mark is not None and low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self._is_behind(self.places[middle], mark) else (middle + 1, high)
        return low

    def mark(self, at: int) -> Mark:
        """The mark behind an item."""
        place = self.places[at]
        return Mark(tuple(column[place] for column in self.columns), place)

    def _is_behind(self, place: int, mark: Mark) -> bool:
        for by, column, other in zip(self.orders, self.columns, mark.keys, strict=True):
            own = column[place]
            if own != other:
                absent = ABSENT in (own, other)  # which is last in either direction
                return bool(own < other if by.descending and not absent else own > other)
        return place > mark.place


def listing_of(
    view: type[View],
    rows: Mapping[str, Any],
    comparisons: tuple[Comparison, ...],
    orders: tuple[By, ...],
    seeing: Seeing,
) -> Listing:
    """The rows that the asker sees and that fit all comparisons, ordered."""
    ids = list(rows)
    every = not comparisons and seeing.sees_all(view)
    places: Sequence[int] = range(len(ids)) if every else _fitting(view, rows, comparisons, seeing)
    if not orders:
        return Listing(ids, places, (), ())
    columns = tuple(_column(view, by.field, ids, rows, places, seeing) for by in orders)
    ordered = list(places)
    for by, column in reversed(list(zip(orders, columns, strict=True))):  # sorting is stable
        ordered.sort(key=column.__getitem__, reverse=by.descending)
        if by.descending:
            ordered.sort(key=_absent_in(column))
    return Listing(ids, ordered, orders, columns)


def _absent_in(column: Mapping[int, Key]) -> Callable[[int], bool]:
    return lambda place: column[place] == ABSENT


def _column(
    view: type[View],
    field: str,
    ids: Sequence[str],
    rows: Mapping[str, Any],
    places: Sequence[int],
    seeing: Seeing,
) -> dict[int, Key]:
    key, get = key_of(kind_of(view, field)), _getter(view, field, seeing)
    with many_values_that_stay():
        return {place: key(get(ids[place], rows[ids[place]])) for place in places}


def _fitting(
    view: type[View], rows: Mapping[str, Any], comparisons: tuple[Comparison, ...], seeing: Seeing
) -> list[int]:
    tests = [(_getter(view, one.field, seeing), one.fits) for one in comparisons]
    all_seen = seeing.sees_all(view)
    found = []
    for place, (id, row) in enumerate(rows.items()):
        if not all_seen and not seeing.sees(view, row):
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
