"""Who gave what to whom: the contributions of an allocation problem, added up by person and item."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from osi_core.plugins import AllocationProblem

__all__ = ["Contributions", "Gift"]

Gift = tuple[tuple[int, int], ...]
"""What one person gave: (item, minor units) by rising item, no zeros."""


@dataclass(frozen=True)
class Contributions:
    """`gifts` says how many people gave exactly this; `amounts[item]` how often each amount was given to an item, what
    one person gave in several parts being added first.
    """

    gifts: dict[Gift, int]
    amounts: list[Counter[int]]

    @classmethod
    def of(cls, problem: AllocationProblem) -> Contributions:
        """The contributions of a problem, in time linear in them but for sorting each person's."""
        people: dict[int, dict[int, int]] = {}
        columns = (problem.contributor, problem.contribution_item, problem.contribution)
        for person, item, amount in zip(*(column.view().tolist() for column in columns), strict=True):
            if amount:
                given = people.setdefault(person, {})
                given[item] = given.get(item, 0) + amount
        gifts = Counter(tuple(sorted(given.items())) for given in people.values())
        amounts: list[Counter[int]] = [Counter() for _ in problem.items]
        for gift, times in gifts.items():
            for item, amount in gift:
                amounts[item][amount] += times
        return cls(dict(gifts), amounts)

    def people(self, item: int) -> int:
        """How many gave to an item."""
        return self.amounts[item].total()

    def raised(self, item: int) -> int:
        """What an item was given, in minor units."""
        return sum(amount * times for amount, times in self.amounts[item].items())
