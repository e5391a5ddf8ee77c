"""The rules once more, as their papers say: fractions and dictionaries, no haste. What ours is held to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations

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


def phragmen(costs: Sequence[int], voters: Utilities, budget: int, before: Callable[[int], object]) -> list[int]:
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


def equal_shares_epsilon(
    costs: Sequence[int], voters: Utilities, share: Fraction, before: Callable[[int], object], measure: str
) -> list[int]:
    """Equal shares, in which those who do not support a project count it as a vanishing epsilon."""
    budgets = [share] * len(voters)
    bought: list[int] = []
    while True:
        prices: dict[int, tuple[int, Fraction, Fraction]] = {}
        for p in set(range(len(costs))) - set(bought):
            theirs = [(budgets[i], u[p]) for i, u in enumerate(voters) if u.get(p, 0) > 0]
            others = [(budgets[i], 1) for i, u in enumerate(voters) if not u.get(p, 0)]
            price = price_of(costs[p], theirs) if theirs else None
            rest = costs[p] - sum((budget for budget, _ in theirs), Fraction(0))
            if price is not None:
                prices[p] = (0, price / (costs[p] if measure == "cost" else 1), price)
            elif theirs and sum((budget for budget, _ in others), Fraction(0)) >= rest:
                price = _price(rest, others)
                prices[p] = (1, price, price)
        if not prices:
            return bought
        best = min(price[:2] for price in prices.values())
        p = min((p for p, price in prices.items() if price[:2] == best), key=before)
        late, _, price = prices[p]
        for i, u in enumerate(voters):
            worth = u.get(p, 0)
            due = budgets[i] if late and worth else price * (worth if not late else 1)
            budgets[i] -= min(budgets[i], due)
        bought.append(p)


def _price(due: Fraction, rows: list[tuple[Fraction, int]]) -> Fraction:
    units = sum(u for _, u in rows)
    for budget, u in sorted(rows, key=lambda row: row[0] / row[1]):
        if due * u <= budget * units:
            return due / units
        due -= budget
        units -= u
    return max(budget for budget, _ in rows)


def bos_equal_shares(
    costs: Sequence[int], voters: Utilities, budget: int, before: Callable[[int], object], measure: str
) -> list[int]:
    """Bounded overspending: the least x / a², where supporters who give min(b, x u) cover the part a of the cost."""
    budgets = [Fraction(budget, len(voters))] * len(voters)
    bought: list[int] = []
    while True:
        found: dict[int, tuple[Fraction, Fraction, Fraction]] = {}
        for p in set(range(len(costs))) - set(bought):
            theirs = [(budgets[i], u[p]) for i, u in enumerate(voters) if u.get(p, 0) > 0 and budgets[i] > 0]
            if not theirs or costs[p] > budget:
                continue
            prices = {left / u for left, u in theirs}
            if sum(left for left, _ in theirs) >= costs[p]:
                prices.add(price_of(costs[p], theirs))  # type: ignore[arg-type] # there is one
            scale = costs[p] if measure == "cost" else 1
            offers = []
            for x in prices:
                part = min(sum(min(left, x * u) for left, u in theirs) / costs[p], Fraction(1))
                offers.append((x / scale / part**2, -part, x / part))
            found[p] = min(offers)
        if not found:
            return bought
        best = min(offer[0] for offer in found.values())
        p = min((p for p, offer in found.items() if offer[0] == best), key=before)
        for i, u in enumerate(voters):
            budgets[i] -= min(budgets[i], found[p][2] * u.get(p, 0))
        budget -= costs[p]
        bought.append(p)


def maximin_support(costs: Sequence[int], voters: Utilities, budget: int, before: Callable[[int], object]) -> list[int]:
    """Each time the project after which the largest cost(S) / supporters(S) over all sets S is lowest."""
    supporters = [{i for i, u in enumerate(voters) if u.get(p, 0) > 0} for p in range(len(costs))]
    bought: list[int] = []
    while True:
        loads: dict[int, Fraction] = {}
        for p in set(range(len(costs))) - set(bought):
            if supporters[p] and costs[p] <= budget:
                sets = (s for size in range(len(bought) + 2) for s in combinations([*bought, p], size) if s)
                loads[p] = max(_burden(s, costs, supporters) for s in sets)
        if not loads:
            return bought
        lowest = min(loads.values())
        p = min((p for p, load in loads.items() if load == lowest), key=before)
        budget -= costs[p]
        bought.append(p)


def _burden(projects: tuple[int, ...], costs: Sequence[int], supporters: list[set[int]]) -> Fraction:
    return Fraction(sum(costs[p] for p in projects), len(set[int]().union(*(supporters[p] for p in projects))))


def greedy(
    costs: Sequence[int], voters: Utilities, budget: int, before: Callable[[int], object], measure: str
) -> list[int]:
    """By satisfaction per cost while it fits."""
    worth = [sum(u.get(p, 0) for u in voters) * (costs[p] if measure == "cost" else 1) for p in range(len(costs))]
    bought = []
    for p in sorted(range(len(costs)), key=lambda p: (-Fraction(worth[p], costs[p]), before(p))):
        if costs[p] <= budget:
            bought.append(p)
            budget -= costs[p]
    return bought


def welfare(costs: Sequence[int], voters: Utilities, budget: int, measure: str) -> int:
    """The most satisfaction that any set within the budget gives."""
    worth = [sum(u.get(p, 0) for u in voters) * (costs[p] if measure == "cost" else 1) for p in range(len(costs))]
    sets = (s for size in range(len(costs) + 1) for s in combinations(range(len(costs)), size))
    return max(sum(worth[p] for p in s) for s in sets if sum(costs[p] for p in s) <= budget)
