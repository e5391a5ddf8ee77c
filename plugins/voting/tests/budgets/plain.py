"""The rules once more, as their papers say: fractions and dictionaries, no haste. What ours is held to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

Utilities = Sequence[dict[int, int]]
"""For each voter what each project is worth to it."""

Before = Callable[[int], object]
"""Of equal projects the one that it sorts first."""


@dataclass(frozen=True)
class Limits:
    """`pots` are sets of projects with the money for them, `quotas` with how many of them may be funded; `requires` are
    pairs (project, needed), `groups` are substitutes.
    """

    pots: tuple[tuple[frozenset[int], int], ...] = ()
    quotas: tuple[tuple[frozenset[int], int], ...] = ()
    conflicts: frozenset[frozenset[int]] = frozenset()
    requires: frozenset[tuple[int, int]] = frozenset()
    groups: tuple[frozenset[int], ...] = ()
    minimum: int = 0

    def allow(self, projects: Sequence[int], costs: Sequence[int]) -> bool:
        """Whether they may be funded together."""
        chosen = set(projects)
        return (
            all(sum(costs[p] for p in chosen & members) <= amount for members, amount in self.pots)
            and all(len(chosen & members) <= bound for members, bound in self.quotas)
            and not any(pair <= chosen for pair in self.conflicts)
            and all(needed in chosen for p, needed in self.requires if p in chosen)
        )

    def able(self, p: int, voters: Utilities) -> bool:
        """Whether a project has the minimum support, and any."""
        return sum(u.get(p, 0) > 0 for u in voters) >= max(self.minimum, 1)

    def open(self, bought: Sequence[int], costs: Sequence[int], voters: Utilities) -> list[int]:
        """Projects that may be funded next, and have the minimum support and a supporter who is not served."""
        return [
            p
            for p in range(len(costs))
            if p not in bought
            and self.able(p, voters)
            and self.allow([*bought, p], costs)
            and self.supporters(p, bought, voters)
        ]

    def supporters(self, p: int, bought: Sequence[int], voters: Utilities) -> dict[int, int]:
        """Who supports a project, with what it is worth to them: nobody for whom a substitute is funded."""
        others = {q for group in self.groups if p in group for q in group if q in bought and q != p}
        return {i: u[p] for i, u in enumerate(voters) if u.get(p, 0) > 0 and not any(u.get(q, 0) > 0 for q in others)}


NONE = Limits()


def equal_shares(
    costs: Sequence[int], voters: Utilities, share: Fraction, before: Before, measure: str, limits: Limits = NONE
) -> list[int]:
    """Projects in the order of purchase; what is free is bought as soon as it may be."""
    budgets = [share] * len(voters)
    scale = [cost if measure == "cost" else 1 for cost in costs]
    bought: list[int] = []
    while True:
        left = limits.open(bought, costs, voters)
        if free := [p for p in left if costs[p] == 0]:
            bought.append(min(free, key=before))
            continue
        prices = {}
        for p in left:
            price = price_of(costs[p], [(budgets[i], u) for i, u in limits.supporters(p, bought, voters).items()])
            if price is not None:
                prices[p] = price / scale[p]
        if not prices:
            return bought
        best = min(prices.values())
        p = min((p for p, price in prices.items() if price == best), key=before)
        for i, u in limits.supporters(p, bought, voters).items():
            budgets[i] -= min(budgets[i], best * scale[p] * u)
        bought.append(p)


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


def add1(
    costs: Sequence[int], voters: Utilities, budget: int, before: Before, limits: Limits = NONE, stop: bool = False
) -> list[int]:
    """Equal shares by cost, counted again with one more for each voter; `stop` as soon as nothing more fits."""
    last, money = list[int](), Fraction(budget, len(voters))
    while True:
        found = equal_shares(costs, voters, money, before, "cost", limits)
        left = budget - sum(costs[p] for p in found)
        if left < 0:
            return last
        if not any(costs[p] <= (left if stop else budget) for p in limits.open(found, costs, voters)):
            return found
        last, money = found, money + 1


def phragmen(
    costs: Sequence[int], voters: Utilities, budget: int, before: Before, limits: Limits = NONE, skip: bool = False
) -> list[int]:
    """Sequential Phragmén, which stops (or skips) where a project that is next would exceed the budget.

    The lowest loads of supporters rise to a level at which the rise is the cost; the lowest level is next.
    """
    loads = [Fraction(0)] * len(voters)
    dear = {p for p in range(len(costs)) if costs[p] > budget}
    bought: list[int] = []
    while left := [p for p in limits.open(bought, costs, voters) if p not in dear]:
        levels = {p: _level(costs[p], [loads[i] for i in limits.supporters(p, bought, voters)]) for p in left}
        lowest = min(levels.values())
        tied = [p for p in left if levels[p] == lowest]
        if over := {p for p in tied if costs[p] > budget}:
            if not skip:
                return bought
            dear |= over
            continue
        p = min(tied, key=before)
        for i in limits.supporters(p, bought, voters):
            loads[i] = max(loads[i], lowest)
        budget -= costs[p]
        bought.append(p)
    return bought


def _level(cost: int, loads: list[Fraction]) -> Fraction:
    loads = sorted(loads)
    for count in range(1, len(loads) + 1):
        level = (cost + sum(loads[:count])) / Fraction(count)
        if count == len(loads) or level <= loads[count]:
            return level
    raise AssertionError("somebody supports it")


def equal_shares_epsilon(
    costs: Sequence[int], voters: Utilities, share: Fraction, before: Before, measure: str, limits: Limits = NONE
) -> list[int]:
    """Equal shares, in which those who do not support a project count it as a vanishing epsilon."""
    budgets = [share] * len(voters)
    bought: list[int] = []
    while True:
        left = limits.open(bought, costs, voters)
        if free := [p for p in left if costs[p] == 0]:
            bought.append(min(free, key=before))
            continue
        prices: dict[int, tuple[int, Fraction, Fraction]] = {}
        for p in left:
            supporters = limits.supporters(p, bought, voters)
            theirs = [(budgets[i], u) for i, u in supporters.items()]
            others = [(budgets[i], 1) for i in range(len(voters)) if i not in supporters]
            price = price_of(costs[p], theirs)
            rest = costs[p] - sum((budget for budget, _ in theirs), Fraction(0))
            if price is not None:
                prices[p] = (0, price / (costs[p] if measure == "cost" else 1), price)
            elif sum((budget for budget, _ in others), Fraction(0)) >= rest:
                price = _price(rest, others)
                prices[p] = (1, price, price)
        if not prices:
            return bought
        best = min(price[:2] for price in prices.values())
        p = min((p for p, price in prices.items() if price[:2] == best), key=before)
        late, _, price = prices[p]
        supporters = limits.supporters(p, bought, voters)
        for i in range(len(voters)):
            worth = supporters.get(i, 0)
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
    costs: Sequence[int], voters: Utilities, budget: int, before: Before, measure: str, limits: Limits = NONE
) -> list[int]:
    """Bounded overspending: the least x / a², where supporters who give min(b, x u) cover the part a of the cost."""
    budgets = [Fraction(budget, len(voters))] * len(voters)
    bought: list[int] = []
    while True:
        left = limits.open(bought, costs, voters)
        if free := [p for p in left if costs[p] == 0]:
            bought.append(min(free, key=before))
            continue
        found: dict[int, tuple[Fraction, Fraction, Fraction]] = {}
        for p in left:
            supporters = limits.supporters(p, bought, voters)
            theirs = [(budgets[i], u) for i, u in supporters.items() if budgets[i] > 0]
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
        for i, u in limits.supporters(p, bought, voters).items():
            budgets[i] -= min(budgets[i], found[p][2] * u)
        budget -= costs[p]
        bought.append(p)


def maximin_support(
    costs: Sequence[int], voters: Utilities, budget: int, before: Before, limits: Limits = NONE
) -> list[int]:
    """Each time the project after which the largest cost(S) / supporters(S) over all sets S is lowest."""
    supporters: dict[int, set[int]] = {}
    bought: list[int] = []
    while True:
        loads: dict[int, Fraction] = {}
        for p in limits.open(bought, costs, voters):
            if costs[p] <= budget:
                supporters[p] = set(limits.supporters(p, bought, voters))
                sets = (s for size in range(len(bought) + 2) for s in combinations([*bought, p], size) if s)
                loads[p] = max(_burden(s, costs, supporters) for s in sets)
        if not loads:
            return bought
        lowest = min(loads.values())
        p = min((p for p, load in loads.items() if load == lowest), key=before)
        budget -= costs[p]
        bought.append(p)


def _burden(projects: tuple[int, ...], costs: Sequence[int], supporters: dict[int, set[int]]) -> Fraction:
    return Fraction(sum(costs[p] for p in projects), len(set[int]().union(*(supporters[p] for p in projects))))


def greedy(
    costs: Sequence[int],
    voters: Utilities,
    budget: int,
    before: Before,
    measure: str,
    limits: Limits = NONE,
    unsupported: bool = True,
    votes: bool = False,
    first: Sequence[int] = (),
) -> list[int]:
    """By satisfaction per cost (or by `votes`) while it fits, after those that are bought `first`; with `unsupported`
    also what nobody supports or everybody is served, where no minimum support is asked for.
    """
    bought = list(first)
    budget -= sum(costs[p] for p in bought)
    while True:
        left = limits.open(bought, costs, voters)
        if unsupported and not limits.minimum:
            left = [p for p in range(len(costs)) if p not in bought and limits.allow([*bought, p], costs)]
        ratios = {}
        for p in left:
            worth = sum(limits.supporters(p, bought, voters).values()) * (costs[p] if measure == "cost" else 1)
            ratios[p] = Fraction(worth, 1 if votes else costs[p]) if votes or costs[p] else Fraction(10**40)
        fitting = [p for p in left if costs[p] <= budget]
        if not fitting:
            return bought
        p = min(fitting, key=lambda p: (-ratios[p], before(p)))
        bought.append(p)
        budget -= costs[p]


def sets_within(
    costs: Sequence[int], voters: Utilities, budget: int, limits: Limits = NONE
) -> Iterator[frozenset[int]]:
    """All sets of projects with supporters that limits and budget allow."""
    able = [p for p in range(len(costs)) if limits.able(p, voters)]
    for size in range(len(able) + 1):
        for s in combinations(able, size):
            if sum(costs[p] for p in s) <= budget and limits.allow(s, costs):
                yield frozenset(s)


def worth(
    projects: frozenset[int], costs: Sequence[int], voters: Utilities, measure: str, limits: Limits = NONE
) -> int:
    """The satisfaction that a set gives: of substitutes each voter gets the most that any gives."""
    single = projects.difference(*limits.groups)
    total = 0
    for u in voters:
        value = {p: u.get(p, 0) * (costs[p] if measure == "cost" else 1) for p in projects}
        total += sum(value[p] for p in single)
        total += sum(max((value[p] for p in projects & group), default=0) for group in limits.groups)
    return total


def welfare(costs: Sequence[int], voters: Utilities, budget: int, measure: str, limits: Limits = NONE) -> int:
    """The most satisfaction that any set within budget and limits gives."""
    return max(worth(s, costs, voters, measure, limits) for s in sets_within(costs, voters, budget, limits))
