"""Pareto: no other choice is better for someone and worse for nobody; in an order, what all prefer stands higher.

Sources: K. Arrow, "Social Choice and Individual Values", 1951, condition P (orders); M. Lackner, P. Skowron,
"Utilitarian Welfare and Representation Guarantees of Approval-Based Multiwinner Rules", Artificial Intelligence 288,
2020 (committees, by search over all choices).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial, reduce

from osi_core.plugins import Allocation, AllocationProblem, Profile, Ranking
from osi_core.testing.axioms.axiom import Axiom, of_outcome
from osi_core.testing.axioms.reading import chosen, preferences, subsets, utilities
from osi_core.testing.telling import listed

__all__ = ["AXIOMS", "dominated", "pareto", "unanimity"]


def pareto(problem: Profile, outcome: Ranking | Allocation, *, by_count: bool = False) -> str | None:
    """Choices are compared voter by voter; an order of ranked or points ballots is held to what all prefer."""
    if isinstance(outcome, Allocation):
        return None if problem.kind == "ranked" else dominated(problem, outcome, by_count=by_count)
    return dominated(problem, outcome) if problem.kind == "approval" else unanimity(problem, outcome)


def dominated(problem: Profile, outcome: Ranking | Allocation, *, by_count: bool = False) -> str | None:
    """Another affordable choice is better for someone and worse for nobody."""
    voters = [given for given, _ in utilities(problem, by_count=by_count)]
    taken = set(chosen(problem, outcome) if isinstance(outcome, Allocation) else outcome.order)
    has = [sum(given.get(item, 0) for item in taken) for given in voters]
    for items in subsets(problem.items):
        if _affordable(problem, items):
            other = [sum(given.get(item, 0) for item in items) for given in voters]
            if other != has and all(b >= a for a, b in zip(has, other, strict=True)):
                return f"{listed(items)} would be better for some voters and worse for none"
    return None


def unanimity(problem: Profile, outcome: Ranking) -> str | None:
    """All ballots prefer one item to another, and the order does not."""
    if not problem.ballots:
        return None
    wished = reduce(set.intersection, (pairs for pairs, _ in preferences(problem)))
    place = {item: number for number, item in enumerate(outcome.order)}
    for a, b in sorted(wished):
        if b in place and place.get(a, len(place)) > place[b]:
            return f"every voter prefers {a} to {b}, but {b} is put before {a}"
    return None


def _affordable(problem: Profile, items: Iterable[str]) -> bool:
    if isinstance(problem, AllocationProblem):
        costs = problem.costs()
        return sum(costs[item] for item in items) <= problem.budget
    return len(list(items)) <= (problem.size or len(problem.items))


AXIOMS = (
    Axiom.named("Pareto", of_outcome(pareto), "committee"),
    Axiom.named("Pareto by count", of_outcome(partial(pareto, by_count=True))),
)
