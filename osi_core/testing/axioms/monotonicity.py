"""Monotonicity: more support, a lower cost or one more place takes nothing away from what was chosen.

Sources: E. Elkind, P. Faliszewski, P. Skowron, A. Slinko, "Properties of Multiwinner Voting Rules", Social Choice and
Welfare 48, 2017 (candidate and committee monotonicity); N. Talmon, P. Faliszewski, "A Framework for Approval-Based
Budgeting Methods", AAAI 2019 (discount monotonicity). Where all are put in order, the first counts as chosen.
"""

from __future__ import annotations

from typing import Any

from osi_core.plugins import AllocationProblem, Profile
from osi_core.testing.axioms.axiom import Axiom
from osi_core.testing.axioms.changes import cheaper, one_more, raised
from osi_core.testing.axioms.reading import chosen
from osi_core.testing.rule import Rule
from osi_core.testing.telling import told, told_outcome

__all__ = ["AXIOMS", "committee_monotonicity", "discount_monotonicity", "monotonicity"]


def monotonicity(problem: Profile, rule: Rule) -> str | None:
    """A chosen item that a ballot supports more is no longer chosen, whatever the seed."""
    before = rule.solve(problem)
    for item in chosen(problem, before):
        for ballot in range(problem.ballots):
            changed = raised(problem, ballot, item)
            if changed is not None and (lost := _lost(changed, rule, {item})):
                return f"{told_outcome(before)}\nballot {ballot + 1} supports {item} more:\n{lost}"
    return None


def discount_monotonicity(problem: AllocationProblem, rule: Rule) -> str | None:
    """A funded item that costs less is no longer funded, whatever the seed."""
    before, costs = rule.solve(problem), problem.costs()
    for item in chosen(problem, before):
        for cost in sorted({1, costs[item] // 2, costs[item] - 1} & set(range(1, costs[item]))):
            if lost := _lost(cheaper(problem, item, cost), rule, {item}):
                return f"{told_outcome(before)}\n{item} costs only {cost}:\n{lost}"
    return None


def committee_monotonicity(problem: Profile, rule: Rule) -> str | None:
    """Not all of the chosen are chosen when there is one more place, whatever the seed."""
    before = rule.solve(problem)
    lost = _lost(one_more(problem), rule, set(chosen(problem, before)))
    return f"{told_outcome(before)}\nwith one more place:\n{lost}" if lost else None


def _lost(changed: Profile, rule: Rule, items: set[str]) -> str | None:
    """The changed election with its outcome, where these items are not all chosen with any seed."""

    def kept(outcome: Any) -> bool:
        return items <= set(chosen(changed, outcome))

    after = rule.solve(changed)
    if kept(after) or any(kept(outcome) for outcome in rule.outcomes(changed)):
        return None
    return f"{told(changed)}\n{told_outcome(after)}"


AXIOMS = (
    Axiom.named("monotonicity", monotonicity),
    Axiom.named("discount monotonicity", discount_monotonicity),
    Axiom.named("committee monotonicity", committee_monotonicity, "committee"),
)
