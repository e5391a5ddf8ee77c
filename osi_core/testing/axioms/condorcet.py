"""Condorcet's criteria: who beats all others, who loses to all others, and Smith's set.

Sources: P. Fishburn, "Condorcet Social Choice Functions", SIAM Journal on Applied Mathematics 33, 1977; J. Smith,
"Aggregation of Preferences with Variable Electorate", Econometrica 41, 1973. One item beats another when more ballots
prefer it than the other way round.
"""

from __future__ import annotations

from collections import Counter

from osi_core.plugins import Profile, Ranking
from osi_core.testing.axioms.axiom import Axiom, of_outcome
from osi_core.testing.axioms.reading import preferences, subsets, winner
from osi_core.testing.telling import listed

__all__ = ["AXIOMS", "condorcet", "condorcet_loser", "smith", "smith_set"]


def condorcet(problem: Profile, outcome: Ranking) -> str | None:
    """Somebody beats all others and is not first."""
    first = winner(outcome)
    for item, beaten in _beaten(problem).items():
        if len(beaten) == len(problem.items) - 1 and item != first:
            return f"{item} beats every other item by a majority, but {first} is first"
    return None


def condorcet_loser(problem: Profile, outcome: Ranking) -> str | None:
    """The first loses to all others."""
    first = winner(outcome)
    others = set(problem.items) - {first}
    beaten = _beaten(problem)
    if first is not None and others and all(first in beaten[other] for other in others):
        return f"{first} loses to every other item by a majority, and is first"
    return None


def smith(problem: Profile, outcome: Ranking) -> str | None:
    """The first is not of Smith's set."""
    first, top = winner(outcome), smith_set(problem)
    if first is None or first in top:
        return None
    return f"each of {listed(top)} beats every item outside by a majority, but {first} is first"


def smith_set(problem: Profile) -> frozenset[str]:
    """The smallest set of items of which each beats every item outside."""
    beaten = _beaten(problem)
    for items in subsets(problem.items):
        outside = set(problem.items) - set(items)
        if all(outside <= beaten[item] for item in items):
            return frozenset(items)
    return frozenset()


def _beaten(problem: Profile) -> dict[str, set[str]]:
    """For each item those that it beats."""
    margin: Counter[tuple[str, str]] = Counter()
    for pairs, weight in preferences(problem):
        for a, b in pairs:
            margin[a, b] += weight
            margin[b, a] -= weight
    return {item: {other for other in problem.items if margin[item, other] > 0} for item in problem.items}


AXIOMS = (
    Axiom.named("Condorcet", of_outcome(condorcet), "winner"),
    Axiom.named("Condorcet loser", of_outcome(condorcet_loser), "winner"),
    Axiom.named("Smith", of_outcome(smith), "winner"),
)
