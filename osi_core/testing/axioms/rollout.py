"""Scaling: no capacity is left unused before the target is reached, and more of it never reaches fewer.

Source: W. Thomson, "Axiomatic and Game-Theoretic Analysis of Bankruptcy and Taxation Problems: a Survey", Mathematical
Social Sciences 45, 2003: efficiency, resource monotonicity, order preservation; here units are divided among
institutions, each of which takes as many as it has capacity for.
"""

from __future__ import annotations

from osi_core.plugins import Institution, RolloutPlan, ScalingProblem
from osi_core.testing.axioms.axiom import Axiom, of_outcome
from osi_core.testing.rule import Rule
from osi_core.testing.telling import told, told_outcome

__all__ = ["AXIOMS", "capacity_monotonicity", "commitment_monotonicity", "full_use"]


def full_use(problem: ScalingProblem, outcome: RolloutPlan) -> str | None:
    """Fewer units are reached than the target, or than all that are committed can take; or more than the target."""
    able = sum(one.capacity for one in problem.institutions if one.commitment)
    wanted = able if problem.target is None else min(able, problem.target)
    if outcome.reached == wanted:
        return None
    return f"{outcome.reached} units are reached; those who are committed can take {able}, {problem.target} are wanted"


def capacity_monotonicity(problem: ScalingProblem, rule: Rule) -> str | None:
    """An institution has room for one more, and fewer units are reached, whatever the seed."""
    before = rule.solve(problem)
    for one in problem.institutions:
        changed = _with(problem, one, capacity=one.capacity + 1)
        if max(outcome.reached for outcome in rule.outcomes(changed)) < before.reached:
            return f"{told_outcome(before)}\n{one.id} has room for one more:\n{told(changed)}\nfewer are reached"
    return None


def commitment_monotonicity(problem: ScalingProblem, rule: Rule) -> str | None:
    """An institution that is planned with commits first of all, and is given fewer units, whatever the seed."""
    before = rule.solve(problem)
    given = {step.institution: step.units for step in before.steps}
    for one in problem.institutions:
        if one.id in given and one.commitment > 1:
            changed = _with(problem, one, commitment=1)
            units = [sum(s.units for s in out.steps if s.institution == one.id) for out in rule.outcomes(changed)]
            if max(units) < given[one.id]:
                return f"{told_outcome(before)}\n{one.id} commits first:\n{told(changed)}\nit is given {max(units)}"
    return None


def _with(problem: ScalingProblem, one: Institution, **changes: int) -> ScalingProblem:
    """The same problem, with something else said of an institution."""
    changed = tuple(other.model_copy(update=changes) if other.id == one.id else other for other in problem.institutions)
    return problem.model_copy(update={"institutions": changed})


AXIOMS = (
    Axiom.named("full use", of_outcome(full_use), "any"),
    Axiom.named("capacity monotonicity", capacity_monotonicity, "any"),
    Axiom.named("commitment monotonicity", commitment_monotonicity, "any"),
)
