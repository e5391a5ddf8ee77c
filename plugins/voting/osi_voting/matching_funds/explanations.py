"""Why an item received what it did."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

from osi_core.plugins import AllocationProblem, Explanation
from osi_core.words import Message, Value
from osi_voting.matching_funds.contributions import Contributions
from osi_voting.matching_funds.filling import Limit
from osi_voting.reasons import money

__all__ = ["Case", "explained"]

_WHY = {
    "formula": "matching-funds.all-due",
    "cap": "matching-funds.cap",
    "budget": "matching-funds.budget",
    "support": "matching-funds.support",
    "conflict": "matching-funds.conflict",
    "quota": "matching-funds.quota",
    "needs": "matching-funds.needs",
    "nobody": "matching-funds.nothing-due",
}
"""From what stopped an item to the code that says so; besides, there are pots, and costs that must be reached whole."""


@dataclass
class Case:
    """One decision while it is made: what each item is due and may receive at most, and why some are left out."""

    problem: AllocationProblem
    given: Contributions
    due: list[Fraction]
    caps: list[int]
    out: dict[int, str] = field(default_factory=dict)
    reached: dict[int, Fraction] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.limits: list[Limit] = limits_of(self.problem)
        self.costs = self.problem.costs()


def limits_of(problem: AllocationProblem) -> list[Limit]:
    """The budget and the pots as limits."""
    limits = [Limit("budget", problem.budget, frozenset(range(len(problem.items))))]
    members: dict[tuple[str, int], set[int]] = {}
    for item, drawn in enumerate(problem.pots().values()):
        for pot in drawn:
            members.setdefault(pot, set()).add(item)
    return limits + [Limit(name, amount, frozenset(items)) for (name, amount), items in sorted(members.items())]


def explained(case: Case, amounts: list[int], stopped: list[str]) -> tuple[Explanation, ...]:
    """One explanation for each item, by falling award, then by id."""
    names = case.problem.items
    order = sorted(range(len(names)), key=lambda item: (-amounts[item], names[item]))
    return tuple(_explained(case, item, amounts[item], stopped[item]) for item in order)


def _explained(case: Case, item: int, amount: int, stopped: str) -> Explanation:
    """`count` are the people who gave."""
    name, people, currency = case.problem.items[item], case.given.people(item), case.problem.currency
    sums = {"raised": case.given.raised(item), "match": floor(case.due[item]), "award": amount}
    values: dict[str, Value] = {key: money(one, currency) for key, one in sums.items()}
    values |= {"contributors": people, "count": people}
    why = case.out.get(item) or (stopped if case.due[item] else "nobody")
    if why == "whole":
        lacked = money(case.costs[name] - floor(case.reached[item]), currency)
        values |= {"lacked": lacked, "stopped_by": Message("matching-funds.whole", {"lacked": lacked})}
    else:
        values["stopped_by"] = _stopped_by(why)
    return Explanation.of(name, Message("matching-funds.awarded", values))


def _stopped_by(why: str) -> Message:
    if why in _WHY:
        return Message(_WHY[why])
    kind, _, name = why.partition(" ")
    return Message(
        "matching-funds.category-pot" if kind == "category" else "matching-funds.district-pot", {"pot": name}
    )
