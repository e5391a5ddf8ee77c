"""How many more voters for it alone would have had a project funded by the maximin support method: the least number.

As long as it is not funded, all is as it was without them. Let L be the load that a round led to. With v new voters the
project leads to less if they and the others can carry all costs with less than L each: if for each set S of what was
funded before, the costs of S and the project are below L * (supporters of any of these + v). So a round asks for the
most of (costs / L - supporters) over all S, and the round that asks for fewest decides. Any S gives a lower bound for
all rounds at once; a minimal cut gives the S that matters in one of them. Rounds are looked at by rising lower bound
until none can ask for fewer.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from osi_voting.arrays import Indices, Ints
from osi_voting.budgets.maximin_support.flow_kernel import overloaded
from osi_voting.budgets.maximin_support.network import Kinds
from osi_voting.budgets.open_rounds import OpenRounds

if TYPE_CHECKING:
    from osi_voting.budgets.maximin_support.rule import MaximinCount

__all__ = ["LookingBack"]


class LookingBack:
    """The rounds of a count, seen by projects that were not funded in them."""

    def __init__(self, count: MaximinCount) -> None:
        self._instance, self._order, self._costs = count.instance, count.order, count.costs
        self._rows = [count.standing.supporters(item)[0] for item in count.order]
        self._open = OpenRounds(count.instance, count.standing, count.order)
        self._weights, self._kinds = count.weights, Kinds(self._rows, count.weights)
        self._loads = [load / count.unit for load in count.loads]
        self._rises = [load > last for last, load in pairwise([Fraction(0), *self._loads])]
        self._all, self._none = self._covered(range(len(self._order))), self._covered(())

    def least_more(self, item: int) -> int | None:
        """The least number of new voters with whom it is funded; None where no number would do."""
        first, last = int(self._open.first[item]), min(int(self._open.last[item]), len(self._order) - 1)
        looked = [r for r in range(first, last + 1) if self._loads[r] and (self._rises[r] or self._by_lot(item, r))]
        if not looked:
            return None
        row, until = self._open.served(item)
        untouched = self._all.untouched(row, until)
        best = min(self._more(item, r, self._due(item, r, ()), int(untouched[r])) for r in looked)
        bounds = dict.fromkeys(looked, 0)
        for covered in (self._none, self._all):
            self._raise(bounds, item, covered, covered.beside(row, until))
        while bounds and min(bounds.values()) < best:
            r = min(bounds, key=bounds.__getitem__)
            del bounds[r]
            lacks, cut = self._flow(item, r, row[until >= r])
            best = min(best, self._more(item, r, lacks, 0))
            covered = self._covered(cut)
            self._raise(bounds, item, covered, covered.beside(row, until))
        return best

    def _raise(self, bounds: dict[int, int], item: int, covered: _Covered, supporters: Ints) -> None:
        """Raises lower bounds by what one set asks for."""
        for r, bound in bounds.items():
            bounds[r] = max(bound, self._more(item, r, self._due(item, r, covered.rounds), int(supporters[r])))

    def _due(self, item: int, r: int, rounds: Collection[int]) -> int:
        """What a project costs and what was funded in those of some rounds that are before r, times the denominator of
        the load.
        """
        costs = self._costs[item] + sum(self._costs[self._order[k]] for k in rounds if k < r)
        return int(costs * self._loads[r].denominator)

    def _more(self, item: int, r: int, due: int, supporters: int) -> int:
        """With how many more these supporters carry what is due with less than the load of round r, or with just that
        where the tie rule has the project first.
        """
        whole, rest = divmod(due, self._loads[r].numerator)
        return whole + 1 - supporters - (not rest and self._by_lot(item, r))

    def _by_lot(self, item: int, r: int) -> bool:
        ranks = self._instance.ranks
        return bool(ranks[item] < ranks[self._order[r]])

    def _flow(self, item: int, r: int, row: Indices) -> tuple[int, set[int]]:
        """What the voters there are cannot carry in round r with its load, and the rounds of those projects that stand
        in the way.
        """
        load, chosen = self._loads[r], [*self._order[:r], item]
        offsets, groups, weights = self._kinds.network(r, row)
        supply = np.array([self._costs[one] * load.denominator for one in chosen], np.int64)
        reached, lacks = overloaded(offsets, groups, len(weights), supply, weights * load.numerator)
        return int(lacks), set(np.flatnonzero(reached[:-1]).tolist())

    def _covered(self, rounds: Collection[int]) -> _Covered:
        return _Covered(rounds, self._rows, self._weights)


class _Covered:
    """Who supports any of what was funded in some rounds: for each ballot the first of these, or how many rounds there
    are in all; and how many ballots each is the first for.
    """

    def __init__(self, rounds: Collection[int], rows: list[Indices], weights: Ints) -> None:
        self.rounds, self._weights, self._end = rounds, weights, len(rows)
        self._first = np.full(len(weights), self._end, np.int64)
        for k in sorted(rounds, reverse=True):
            self._first[rows[k]] = k
        self._counts = _sums(self._first, weights, self._end) if len(rounds) else np.zeros(self._end + 2, np.int64)

    def beside(self, row: Indices, until: Ints) -> Ints:
        """By round: how many support a project, of whom each leaves after `until`, or something funded before it."""
        first, weights = self._first[row], self._weights[row]
        leave = until < first
        gone = _before(_sums(until[leave], weights[leave], self._end) - _sums(first[leave], weights[leave], self._end))
        others = _before(self._counts - (_sums(first, weights, self._end) if len(self.rounds) else 0))
        return others + int(weights.sum()) - gone

    def untouched(self, row: Indices, until: Ints) -> Ints:
        """By round: how many still support a project, and nothing funded before it."""
        weights = self._weights[row]
        return int(weights.sum()) - _before(_sums(np.minimum(self._first[row], until), weights, self._end))


def _sums(rounds: Ints, weights: Ints, end: int) -> Ints:
    """How many ballots there are by round; later ones than the end stand behind it."""
    sums = np.zeros(end + 2, np.int64)
    np.add.at(sums, np.minimum(rounds, end + 1), weights)
    return sums


def _before(sums: Ints) -> NDArray[np.int64]:
    """For each round what those before it have together."""
    return np.concatenate(([0], np.cumsum(sums)))
