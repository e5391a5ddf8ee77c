"""Elections and outcomes as the definitions speak of them: voters, what they approve or prefer, money, what is chosen.

A committee of k is bought for a budget of k at a cost of 1 each, so one definition serves committees and allocations
(H. Aziz, B. Lee, N. Talmon, "Proportionally Representative Participatory Budgeting: Axioms and Algorithms", 2018).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, combinations

from osi_core.plugins import Allocation, AllocationProblem, Profile, Ranking

__all__ = ["Approvals", "chosen", "preferences", "subsets", "utilities", "winner"]


@dataclass(frozen=True)
class Approvals:
    """Approval ballots with their weights, costs, budget and what was chosen. `worth` is what an item is worth to
    those who approve it: its cost, or 1 where funded items are counted.
    """

    voters: tuple[tuple[frozenset[str], int], ...]
    cost: dict[str, int]
    worth: dict[str, int]
    budget: int
    chosen: frozenset[str]

    @classmethod
    def of(cls, problem: Profile, outcome: Ranking | Allocation, *, by_count: bool = False) -> Approvals:
        """Reads an approval election and its outcome."""
        rows = zip(problem.rows(), problem.ballot_weights(), strict=True)
        voters = tuple((frozenset(problem.items[index] for index in row), weight) for row, weight in rows)
        if isinstance(problem, AllocationProblem):
            cost, budget = problem.costs(), problem.budget
        else:
            cost, budget = dict.fromkeys(problem.items, 1), problem.size or len(problem.items)
        worth = dict.fromkeys(problem.items, 1) if by_count else cost
        return cls(voters, cost, worth, budget, frozenset(chosen(problem, outcome)))

    @property
    def count(self) -> int:
        """How many voters there are."""
        return sum(weight for _, weight in self.voters)

    def satisfaction(self, items: Iterable[str]) -> int:
        """What these items are worth to someone who approves them all."""
        return sum(self.worth[item] for item in items)

    def can_pay(self, voters: int, items: Iterable[str]) -> bool:
        """Whether so many voters' equal shares of the budget pay for these items."""
        return voters * self.budget >= self.count * sum(self.cost[item] for item in items)


def chosen(problem: Profile, outcome: Ranking | Allocation) -> tuple[str, ...]:
    """The items that were funded, or chosen; where all are put in order, the first."""
    if isinstance(outcome, Allocation):
        return tuple(award.item for award in outcome.awards)
    return outcome.order[:1] if problem.size is None else outcome.order


def winner(outcome: Ranking) -> str | None:
    """The first in the order."""
    return outcome.order[0] if outcome.order else None


def utilities(problem: Profile, *, by_count: bool = False) -> list[tuple[dict[str, int], int]]:
    """For each ballot what it gives to each item, and its weight: points as they stand, approvals as `worth`."""
    costs = problem.costs() if isinstance(problem, AllocationProblem) and not by_count else {}
    found = []
    values = problem.value_rows() if problem.kind == "points" else ([0] * len(row) for row in problem.rows())
    for row, given, weight in zip(problem.rows(), values, problem.ballot_weights(), strict=True):
        names = [problem.items[index] for index in row]
        if problem.kind == "points":
            found.append((dict(zip(names, given, strict=True)), weight))
        else:
            found.append(({name: costs.get(name, 1) for name in names}, weight))
    return found


def preferences(problem: Profile) -> Iterator[tuple[set[tuple[str, str]], int]]:
    """For each ballot the pairs of which it prefers the first, and its weight. What a ranking does not name stands
    below all that it names.
    """
    values = problem.value_rows() if problem.values is not None else iter([[]] * problem.ballots)
    for row, given, weight in zip(problem.rows(), values, problem.ballot_weights(), strict=True):
        names = [problem.items[index] for index in row]
        if problem.kind == "paired":
            pairs = zip(names[::2], names[1::2], strict=True)
            points = list(zip(given[::2], given[1::2], strict=True)) or [(2, 0)] * (len(names) // 2)
            yield {(a, b) if x > y else (b, a) for (a, b), (x, y) in zip(pairs, points, strict=True) if x != y}, weight
        elif problem.kind == "points":
            score = dict(zip(names, given, strict=True))
            yield {(a, b) for a in score for b in problem.items if score[a] > score.get(b, 0)}, weight
        else:
            unnamed = [item for item in problem.items if item not in names]
            above = combinations(names, 2) if problem.kind == "ranked" else iter(())
            yield {*above, *((a, b) for a in names for b in unnamed)}, weight


def subsets(items: Iterable[str], least: int = 1) -> Iterator[tuple[str, ...]]:
    """All subsets with at least so many items, small ones first."""
    names = sorted(items)
    return chain.from_iterable(combinations(names, size) for size in range(least, len(names) + 1))
