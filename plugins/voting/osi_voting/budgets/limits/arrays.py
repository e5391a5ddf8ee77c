"""Pots, quotas, conflicts, needs and substitutes of a problem as arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from osi_core.plugins import AllocationProblem
from osi_voting.arrays import Ints
from osi_voting.limits import quotas

__all__ = ["LARGEST", "LimitRows"]

LARGEST = 2**62
"""What amounts must stay below, so that sums fit 64 bits."""


class LimitRows(NamedTuple):
    """Limits in compressed rows: the row of project p goes from `..._of[p]` to `..._of[p + 1]`.

    It takes `takes` from each of its `pots`, which hold `amounts[pot]`: its cost from a pot of money, 1 from a quota.
    It excludes its `conflicts`; `opens` are those that need it, while it `needs[p]` others; its `substitutes` serve the
    same end: who supports it as well as one of them that is funded no longer counts for it, gains from it or pays for
    it. On substitutes see P. Jain, K. Sornat, N. Talmon, "Participatory Budgeting with Project Interactions", IJCAI
    2020, doi:10.24963/ijcai.2020/54; for equal shares R. Fairstein, R. Meir, K. Gal, "Proportional Participatory
    Budgeting with Substitute Projects", 2021, arXiv:2106.05360.
    """

    pot_of: Ints
    pots: Ints
    takes: Ints
    amounts: Ints
    conflict_of: Ints
    conflicts: Ints
    open_of: Ints
    opens: Ints
    needs: Ints
    substitute_of: Ints
    substitutes: Ints

    @classmethod
    def of(cls, problem: AllocationProblem, costs: Ints, at_most: Mapping[str, int]) -> LimitRows:
        """The limits of a problem. A pot larger than all costs together is as good as none. Raises `ValueError` for a
        quota that no project falls under.
        """
        amounts, drawn = _pots(problem, costs.tolist(), at_most)
        place = {item: at for at, item in enumerate(problem.items)}
        both_ways = [*problem.conflicts, *((other, one) for one, other in problem.conflicts)]
        needs = {(place[item], place[needed]) for item, needed in problem.requires}
        pot_of, pots = _rows(problem, [(item, pot) for item, pot, _ in drawn])
        conflict_of, conflicts = _rows(problem, [(place[one], place[other]) for one, other in both_ways])
        open_of, opens = _rows(problem, [(needed, item) for item, needed in sorted(needs)])
        groups = [[place[item] for item in group] for group in problem.substitutes]
        pairs = [(one, other) for group in groups for one in group for other in group if one != other]
        substitute_of, substitutes = _rows(problem, pairs)
        return cls(
            pot_of=pot_of,
            pots=pots,
            takes=np.array([amount for _, _, amount in drawn], np.int64),
            amounts=np.array(amounts, np.int64),
            conflict_of=conflict_of,
            conflicts=conflicts,
            open_of=open_of,
            opens=opens,
            needs=np.bincount([item for item, _ in needs], minlength=len(place)).astype(np.int64),
            substitute_of=substitute_of,
            substitutes=substitutes,
        )

    @property
    def any(self) -> bool:
        """Whether funding a project can concern another, but for the money."""
        return bool(len(self.pots) or len(self.conflicts) or len(self.opens) or len(self.substitutes))

    def hold(self) -> NDArray[np.bool_]:
        """For each project whether every pot of it holds what it takes."""
        fits, drawing = np.ones(len(self.needs), bool), np.repeat(np.arange(len(self.needs)), np.diff(self.pot_of))
        fits[drawing[self.amounts[self.pots] < self.takes]] = False
        return fits

    def opened_by(self, item: int) -> list[int]:
        """Those that need a project."""
        return self.opens[self.open_of[item] : self.open_of[item + 1]].tolist()  # type: ignore[no-any-return] # ints

    def substitutes_of(self, item: int) -> list[int]:
        """The others of its group."""
        return self.substitutes[self.substitute_of[item] : self.substitute_of[item + 1]].tolist()  # type: ignore[no-any-return] # ints


def _pots(
    problem: AllocationProblem, costs: list[int], at_most: Mapping[str, int]
) -> tuple[list[int], list[tuple[int, int, int]]]:
    """What each pot and quota holds; and by rising project, which it draws on with how much."""
    index: dict[str, int] = {}
    amounts: list[int] = []
    drawn: list[tuple[int, int, int]] = []
    for item, its in enumerate(problem.pots().values()):
        for name, amount in its:
            if name not in index:
                index[name] = len(amounts)
                amounts.append(min(amount, LARGEST))
            drawn.append((item, index[name], costs[item]))
    for bound in quotas(problem, "at_most", at_most):
        drawn += [(item, len(amounts), 1) for item in sorted(bound.members)]
        amounts.append(min(bound.number, LARGEST))
    return amounts, sorted(drawn, key=lambda row: row[0])


def _rows(problem: AllocationProblem, pairs: Iterable[tuple[int, int]]) -> tuple[Ints, Ints]:
    """Pairs (project, other) in compressed rows, by rising project."""
    rows = sorted(pairs, key=lambda pair: pair[0])
    counts = np.bincount([item for item, _ in rows], minlength=len(problem.items))
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int64), np.array([other for _, other in rows], np.int64)
