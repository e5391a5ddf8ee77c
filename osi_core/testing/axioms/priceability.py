"""Priceability, by an exact linear program on small elections.

Source: D. Peters, P. Skowron, "Proportionality and the Limits of Welfarism", EC 2020. For allocations the voters have
together at least the budget (M. Brill et al., "Proportionality in Approval-Based Participatory Budgeting", AAAI 2023),
or choosing nothing would be priceable too. A committee that has to be filled up with items that nobody approves gets
these for nothing.
"""

from __future__ import annotations

from dataclasses import replace

from osi_core.plugins import Allocation, Profile, Ranking
from osi_core.testing.axioms.axiom import Axiom, of_outcome
from osi_core.testing.axioms.linear import Constraint, solution
from osi_core.testing.axioms.reading import Approvals

__all__ = ["AXIOMS", "priceability"]


def priceability(problem: Profile, outcome: Ranking | Allocation) -> str | None:
    """There is no price system: no equal shares from which the voters pay for what they approve, exactly the costs of
    what is chosen, so that no item's supporters have more left than it costs.
    """
    seen = _bought(Approvals.of(problem, outcome), isinstance(outcome, Ranking))
    if not seen.voters:
        return None
    pays = [(voter, item) for voter, (ballot, _) in enumerate(seen.voters) for item in sorted(ballot & seen.chosen)]
    rows: list[Constraint] = []
    share = len(pays)  # the column of the share that each voter has

    def row(paid: dict[int, int], shares: int, relation: str, right: int) -> None:
        coefficients = [paid.get(column, 0) for column in range(share)] + [shares]
        rows.append((coefficients, "==" if relation == "==" else "<=", right))

    for item in sorted(seen.chosen):
        row({column: 1 for column, (_, paid) in enumerate(pays) if paid == item}, 0, "==", seen.cost[item])
    for voter, (_, weight) in enumerate(seen.voters):
        row({column: 1 for column, (payer, _) in enumerate(pays) if payer == voter}, -weight, "<=", 0)
    for item in sorted(set(seen.cost) - seen.chosen):
        supporters = {voter: weight for voter, (ballot, weight) in enumerate(seen.voters) if item in ballot}
        left = {column: -1 for column, (payer, _) in enumerate(pays) if payer in supporters}
        row(left, sum(supporters.values()), "<=", seen.cost[item])
    if isinstance(outcome, Allocation):
        row({}, -seen.count, "<=", -seen.budget)
    if solution(share + 1, rows) is not None:
        return None
    return "no equal shares of money explain this outcome: there is no price system"


def _bought(seen: Approvals, committee: bool) -> Approvals:
    """Without items that cost more than the whole budget, which the literature does not know, and without what only
    fills the places of a committee that are left when all that anybody approves is chosen.
    """
    supported = frozenset().union(*(ballot for ballot, _ in seen.voters))
    if not committee:
        return replace(seen, cost={item: cost for item, cost in seen.cost.items() if cost <= seen.budget})
    if not supported <= seen.chosen:
        return seen
    return replace(seen, cost={item: seen.cost[item] for item in supported}, chosen=supported)


AXIOMS = (Axiom.named("priceability", of_outcome(priceability), "committee"),)
