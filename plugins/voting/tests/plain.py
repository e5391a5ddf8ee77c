"""The rules once more, as their papers say and nothing else: fractions, dictionaries, no haste. What ours is held to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

Utilities = Sequence[dict[int, int]]
"""For each voter what each project is worth to it."""


def equal_shares(
    costs: Sequence[int], voters: Utilities, share: Fraction, before: Callable[[int], object], measure: str
) -> list[int]:
    """Projects in the order of purchase; of equal ones the one that `before` sorts first."""
    budgets = [share] * len(voters)
    scale = [cost if measure == "cost" else 1 for cost in costs]
    supporters = [[(i, u[p]) for i, u in enumerate(voters) if u.get(p, 0) > 0] for p in range(len(costs))]
    left = {p for p in range(len(costs)) if supporters[p]}
    bought = sorted((p for p in left if costs[p] == 0), key=before)
    left -= set(bought)
    while True:
        prices = {}
        for p in left:
            price = price_of(costs[p], [(budgets[i], u) for i, u in supporters[p]])
            if price is not None:
                prices[p] = price / scale[p]
        if not prices:
            return bought
        best = min(prices.values())
        p = min((p for p, price in prices.items() if price == best), key=before)
        for i, u in supporters[p]:
            budgets[i] -= min(budgets[i], best * scale[p] * u)
        bought.append(p)
        left.remove(p)


def price_of(cost: int, supporters: list[tuple[Fraction, int]]) -> Fraction | None:
    """The least price at which min(budget, price * utility) add up to the cost."""
    if sum(budget for budget, _ in supporters) < cost:
        return None
    rows = sorted(supporters, key=lambda row: row[0] / row[1])
    due, units = Fraction(cost), sum(u for _, u in rows)
    for budget, u in rows:
        if due * u <= budget * units:
            return due / units
        due -= budget
        units -= u
    raise AssertionError("the money suffices")


def phragmen(
    costs: Sequence[int], voters: Utilities, budget: int, before: Callable[[int], object]
) -> list[int]:
    """Sequential Phragmén, which stops where a project that is next would exceed the budget."""
    loads = [Fraction(0)] * len(voters)
    supporters = [[i for i, u in enumerate(voters) if p in u] for p in range(len(costs))]
    left = {p for p in range(len(costs)) if supporters[p] and costs[p] <= budget}
    bought: list[int] = []
    while left:
        times = {p: (costs[p] + sum(loads[i] for i in supporters[p])) / Fraction(len(supporters[p])) for p in left}
        first = min(times.values())
        tied = [p for p in left if times[p] == first]
        if any(costs[p] > budget for p in tied):
            return bought
        p = min(tied, key=before)
        for i in supporters[p]:
            loads[i] = first
        budget -= costs[p]
        bought.append(p)
        left.remove(p)
    return bought
