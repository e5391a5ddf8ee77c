"""EJR+, in polynomial time.

Source: M. Brill, J. Peters, "Robust and Verifiable Proportionality Axioms for Multiwinner Voting", EC 2023,
doi:10.1145/3580507.3597785; for allocations "up to any project".
"""

from __future__ import annotations

from functools import partial

from osi_core.plugins import Allocation, Profile, Ranking
from osi_core.testing.axioms.axiom import Axiom, of_outcome
from osi_core.testing.axioms.reading import Approvals
from osi_core.testing.telling import count

__all__ = ["AXIOMS", "ejr_plus"]


def ejr_plus(problem: Profile, outcome: Ranking | Allocation, *, by_count: bool = False) -> str | None:
    """An unchosen item c whose supporters, or the least satisfied of them, get too little.

    With n voters, a budget B, and worth u (of a committee's items all 1, as are their costs), a group N of supporters
    with at most s each breaks EJR+ when (s + u(c)) / u(c) <= |N| · B / (n · cost(c)). For a committee of k that says:
    nobody in N gets as much as l = |N| · k / n, rounded down. For an allocation by cost: even with c on top, nobody
    gets beyond the share |N| · B / n. It is enough to try, for each s, everybody with at most s. The method of equal
    shares keeps this: a supporter who could no longer pay cost(c) / |N| had spent that much at a better price.
    """
    seen = Approvals.of(problem, outcome, by_count=by_count)
    for item in sorted(set(seen.cost) - seen.chosen):
        gets = [(seen.satisfaction(ballot & seen.chosen), w) for ballot, w in seen.voters if item in ballot]
        for most in sorted({satisfaction for satisfaction, _ in gets}):
            group = sum(weight for satisfaction, weight in gets if satisfaction <= most)
            worth, cost = seen.worth[item], seen.cost[item]
            if (most + worth) * seen.count * cost <= group * seen.budget * worth:
                share = f"{group}/{seen.count} of {seen.budget}"
                return (
                    f"{count(group, 'supporter')} of {item}, with a share of {share}, "
                    f"{'gets' if group == 1 else 'get'} at most {most}{' each' * (group > 1)}, and {item} is not chosen"
                )
    return None


AXIOMS = (
    Axiom.named("EJR+", of_outcome(ejr_plus), "committee"),
    Axiom.named("EJR+ by count", of_outcome(partial(ejr_plus, by_count=True))),
)
