"""What is owed to everybody's money and to solid coalitions: exhaustiveness, and Droop's proportionality.

Sources: N. Talmon, P. Faliszewski, "A Framework for Approval-Based Budgeting Methods", AAAI 2019 (inclusion
maximality); M. Dummett, "Voting Procedures", 1984, in the words of D. Woodall, "Properties of Preferential Election
Rules", Voting Matters 3, 1994 (Droop PSC).
"""

from __future__ import annotations

from osi_core.plugins import Allocation, AllocationProblem, Profile, Ranking
from osi_core.testing.axioms.axiom import Axiom, of_outcome
from osi_core.testing.axioms.reading import chosen, subsets
from osi_core.testing.telling import count, listed

__all__ = ["AXIOMS", "droop_psc", "exhaustiveness"]


def exhaustiveness(problem: AllocationProblem, outcome: Allocation) -> str | None:
    """An unfunded item would fit in what is left."""
    left = problem.budget - sum(award.amount for award in outcome.awards)
    funded = set(chosen(problem, outcome))
    for item, cost in sorted(problem.costs().items()):
        if item not in funded and cost <= left:
            return f"{item} costs {cost} and is not funded, though {left} are left"
    return None


def droop_psc(problem: Profile, outcome: Ranking) -> str | None:
    """Voters of l quotas put the same items above all others, and fewer than l (or than all) of these are chosen.

    The quota is the whole number above n / (k + 1), as STV uses it.
    """
    places = problem.size or len(problem.items)
    ballots = list(zip(problem.rows(), problem.ballot_weights(), strict=True))
    quota = sum(weight for _, weight in ballots) // (places + 1) + 1
    for items in subsets(problem.items):
        wanted = {problem.items.index(item) for item in items}
        solid = sum(weight for row, weight in ballots if set(row[: len(items)]) == wanted)
        owed = min(solid // quota, len(items))
        if owed > len(set(items) & set(outcome.order)):
            return (
                f"{count(solid, 'voter')} put {listed(items)} above all others; with a quota of {quota} {owed} of "
                f"these must be chosen"
            )
    return None


AXIOMS = (
    Axiom.named("exhaustiveness", of_outcome(exhaustiveness)),
    Axiom.named("Droop PSC", of_outcome(droop_psc), "committee"),
)
