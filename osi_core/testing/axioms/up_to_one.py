"""EJR up to one item, for additive utilities, by search over groups and sets.

Source: D. Peters, G. Pierczyński, P. Skowron, "Proportional Participatory Budgeting with Additive Utilities", NeurIPS
2021. A group S is (alpha, T)-cohesive when its share pays for T and each of it gives every c in T at least alpha(c).
"""

from __future__ import annotations

from functools import partial
from itertools import combinations

from osi_core.plugins import Allocation, AllocationProblem
from osi_core.testing.axioms.axiom import Axiom, of_outcome
from osi_core.testing.axioms.reading import chosen, subsets, utilities
from osi_core.testing.telling import count, listed

__all__ = ["AXIOMS", "ejr_up_to_one"]


def ejr_up_to_one(problem: AllocationProblem, outcome: Allocation, *, by_count: bool = False) -> str | None:
    """A cohesive group in which everyone stays below alpha(T), and one more item would bring nobody beyond it."""
    voters, costs, funded = utilities(problem, by_count=by_count), problem.costs(), set(chosen(problem, outcome))
    everybody = sum(weight for _, weight in voters)
    best = [_with_one_more(given, funded, problem.items) for given, _ in voters]
    for size in range(1, len(voters) + 1):
        for group in combinations(range(len(voters)), size):
            share = sum(voters[one][1] for one in group) * problem.budget
            for items in subsets(problem.items):
                if everybody * sum(costs[item] for item in items) > share:
                    continue
                owed = sum(min(voters[one][0].get(item, 0) for one in group) for item in items)
                if all(has < owed and more <= owed for has, more in (best[one] for one in group)):
                    people = count(sum(voters[one][1] for one in group), "voter")
                    return (
                        f"{people} (ballot {', '.join(str(one + 1) for one in group)}) can pay for {listed(items)}, a "
                        f"satisfaction of {owed}; each has less, and one more item brings nobody beyond it"
                    )
    return None


def _with_one_more(given: dict[str, int], funded: set[str], items: tuple[str, ...]) -> tuple[int, int]:
    """A voter's satisfaction, and with the best further item."""
    has = sum(given.get(item, 0) for item in funded)
    return has, has + max((given.get(item, 0) for item in items if item not in funded), default=0)


AXIOMS = (
    Axiom.named("EJR up to one", of_outcome(ejr_up_to_one)),
    Axiom.named("EJR up to one by count", of_outcome(partial(ejr_up_to_one, by_count=True))),
)
