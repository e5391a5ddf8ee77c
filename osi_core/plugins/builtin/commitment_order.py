"""Commitment order: who committed first takes over first."""

from __future__ import annotations

from osi_core.plugins.chance import tie_key
from osi_core.plugins.problems import Explanation, Institution, RolloutPlan, RolloutStep, ScalingProblem
from osi_core.plugins.strategy import Progress, ScalingStrategy, TieOptionsWithoutCost
from osi_core.words import Value

__all__ = ["CommitmentOrder"]


class CommitmentOrder(ScalingStrategy):
    """Institutions in the order of their commitments, each with its whole capacity, until the target is reached.

    Institutions that piloted with success make the first wave, the others the second. Of equal commitments the one with
    more kept less broken ones of the past goes first, then the larger capacity, then the lot decides. Without a
    commitment or capacity nobody is planned with.
    """

    name = "commitment-order"
    version = "1"
    Options = TieOptionsWithoutCost
    claims = frozenset({"full use", "capacity monotonicity", "commitment monotonicity"})

    def solve(
        self, problem: ScalingProblem, options: TieOptionsWithoutCost, seed: bytes, progress: Progress
    ) -> RolloutPlan:
        def place(one: Institution) -> tuple[bool, int, int, int, bytes]:
            lot = tie_key(seed, one.id, options.ties)
            return not one.pilot_success, one.commitment, one.broken - one.kept, -one.capacity, lot

        willing = [one for one in problem.institutions if one.commitment and one.capacity]
        steps: list[RolloutStep] = []
        reached = 0
        for one in sorted(willing, key=place):
            units = one.capacity if problem.target is None else min(one.capacity, problem.target - reached)
            if units:
                steps.append(RolloutStep(institution=one.id, wave=1 if one.pilot_success else 2, units=units))
                reached += units
        if steps and steps[0].wave == 2:
            steps = [step.model_copy(update={"wave": 1}) for step in steps]
        planned = {step.institution: step for step in steps}
        return RolloutPlan(
            initiative=problem.initiative,
            steps=tuple(steps),
            reached=reached,
            left_out=tuple(sorted(one.id for one in problem.institutions if one.id not in planned)),
            explanations=tuple(
                _explained(one, planned.get(one.id)) for one in sorted(problem.institutions, key=lambda one: one.id)
            ),
        )


def _explained(one: Institution, step: RolloutStep | None) -> Explanation:
    known: dict[str, Value] = {"commitment": one.commitment, "capacity": one.capacity}
    if step is not None:
        reason = "commitment-order.planned-after-pilot" if one.pilot_success else "commitment-order.planned"
        known |= {"wave": step.wave, "count": step.units}
    elif not one.commitment:
        reason = "commitment-order.no-commitment"
    else:
        reason = "commitment-order.target-reached" if one.capacity else "commitment-order.no-capacity"
    return Explanation(item=one.id, reason=reason, values=known)
