"""What META says that ballots and projects look like, held against them.

Ballots with too many or too few projects, or too many points, are refused, as they would weigh more than others; a
lenient reader counts them as they stand, and lists each. Of sums that cities did not insist on themselves a notice is
given: how many ballots, and where the first stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from osi_core.words import Message
from osi_voting.formats.pabulib.asked import number_in_meta
from osi_voting.formats.pabulib.head import Head
from osi_voting.formats.pabulib.keys import KEYS
from osi_voting.formats.reporting import Reporter, minor_units
from osi_voting.words import shown

__all__ = ["Checks"]

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Checks:
    """The ballots, in compressed rows, with the line of each; `points` are empty where there are none."""

    head: Head
    lengths: Ints
    choices: NDArray[Any]
    points: Ints
    scale: int
    lines: Ints
    report: Reporter

    def notices(self) -> tuple[Message, ...]:
        """Refuses or repairs what weighs more than it may; what else is not as META says."""
        self._refuse("min_length", self.lengths, (self.lengths > 0))
        self._refuse("max_length", self.lengths)
        if len(self.points) or self.scale > 1:
            self._refuse_points()
        return *self._sums(), *self._by_category(), *self._of_projects(), *self._unknown_keys()

    def _bound(self, key: str) -> Decimal | None:
        return number_in_meta(self.head, key, self.report)

    def _refuse(self, key: str, found: Ints, where: NDArray[np.bool_] | None = None, scale: int = 1) -> None:
        """Each ballot of which `found` is beyond the bound that a key sets, among those `where`."""
        bound = self._bound(key)
        if bound is None:
            return
        for row in np.flatnonzero(_beyond(key, found, bound * scale, where)).tolist():
            value = Decimal(int(found[row])) / scale
            wrong = Message.of("voting.vote.beyond", key=key, bound=bound, found=value)
            self.report.wrong(int(self.lines[row]), wrong, Message.of("voting.done.as-it-stands"))

    def _refuse_points(self) -> None:
        rows = np.repeat(np.arange(len(self.lengths)), self.lengths)
        most, least = np.zeros(len(self.lengths), np.int64), np.full(len(self.lengths), np.iinfo(np.int64).max)
        np.maximum.at(most, rows, self.points)
        np.minimum.at(least, rows, self.points)
        self._refuse("max_points", most, None, self.scale)
        self._refuse("min_points", least, self.lengths > 0, self.scale)
        self._refuse("max_sum_points", self._summed(self.points), None, self.scale)

    def _sums(self) -> Iterator[Message]:
        costs = np.array(self.head.costs, np.int64)
        for key in ("min_sum_cost", "max_sum_cost"):
            if self.head.meta.get(key):
                what = Message.of("voting.amount.key", key=key)
                line = self.head.meta_lines.get(key, 0)
                bound = minor_units(self.head.meta[key], self.head.currency, what, line, self.report)
                if bound is not None:
                    yield from self._noticed(key, self._summed(costs[self.choices]), Decimal(bound))
        bound_of_points = self._bound("min_sum_points")
        if bound_of_points is not None and len(self.points):
            yield from self._noticed("min_sum_points", self._summed(self.points), bound_of_points * self.scale)

    def _by_category(self) -> Iterator[Message]:
        """Bounds for each category: a number for all, or a list beside `categories`."""
        meta, costs = self.head.meta, np.array(self.head.costs, np.int64)
        names = [name.strip() for name in meta.get("categories", "").split(",") if name.strip()]
        having = self.head.categories() or ((),) * len(costs)
        for key in (key for key in KEYS if key.endswith("_per_category") and not key.startswith("budget")):
            bounds = [one.strip() for one in meta.get(key, "").split(",") if one.strip()]
            if bounds and len(bounds) not in (1, len(names)):
                values = {"key": key, "count": len(bounds), "names": "categories", "named": len(names)}
                raise self.report.fatal(self.head.meta_lines.get(key, 0), Message("voting.file.other-lengths", values))
            for at, name in enumerate(names if bounds else ()):
                inside = np.array([name in row for row in having], bool)[self.choices]
                worth = costs[self.choices] if "cost" in key else np.ones(len(self.choices), np.int64)
                text = bounds[at if len(bounds) > 1 else 0]
                what, line = Message.of("voting.amount.key", key=key), self.head.meta_lines.get(key, 0)
                currency = self.head.currency if "cost" in key else "JPY"  # a number of projects has no minor units
                bound = minor_units(text, currency, what, line, self.report)
                if bound is not None:
                    yield from self._noticed(key, self._summed(worth * inside), Decimal(bound))

    def _of_projects(self) -> Iterator[Message]:
        costs = np.array(self.head.costs, np.int64)
        for key in ("min_project_cost", "max_project_cost"):
            if self.head.meta.get(key):
                what, line = Message.of("voting.amount.key", key=key), self.head.meta_lines.get(key, 0)
                bound = minor_units(self.head.meta[key], self.head.currency, what, line, self.report)
                found = np.flatnonzero(_beyond(key, costs, Decimal(bound), None)) if bound is not None else costs[:0]
                if len(found):
                    first = list(self.head.projects)[int(found[0])]
                    values = {"key": key, "bound": self.head.meta[key], "count": len(found), "project": shown(first)}
                    yield Message("voting.note.projects-beyond", values)

    def _unknown_keys(self) -> Iterator[Message]:
        for key in self.head.meta:
            if key and key not in KEYS:
                yield Message.of("voting.note.key-unknown", key=shown(key))

    def _noticed(self, key: str, found: Ints, bound: Decimal) -> Iterator[Message]:
        rows = np.flatnonzero(_beyond(key, found, bound, self.lengths > 0 if key.startswith("min") else None))
        if len(rows):
            line, said = str(self.lines[rows[0]]), self.head.meta[key]
            yield Message.of("voting.note.ballots-beyond", key=key, bound=said, count=len(rows), line=line)

    def _summed(self, values: Ints) -> Ints:
        ends = np.cumsum(self.lengths)
        totals = np.concatenate(([0], np.cumsum(values)))
        return np.asarray(totals[ends] - totals[ends - self.lengths], np.int64)


def _beyond(key: str, found: Ints, bound: Decimal, where: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
    """Whether each is more than a bound called max, or less than one called min."""
    if key.startswith("max"):
        beyond = found > int(bound // 1)
    else:
        beyond = found < -int(-bound // 1)
    return beyond if where is None else beyond & where
