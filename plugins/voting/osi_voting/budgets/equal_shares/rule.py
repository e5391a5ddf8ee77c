"""The method of equal shares, with the completions that cities use."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from pydantic import Field

from osi_core.money.currency import decimals_of
from osi_core.plugins import Allocation, AllocationProblem, AllocationRule, Progress
from osi_voting.budgets.equal_shares.completions import Completed, add1, utilitarian
from osi_voting.budgets.equal_shares.count import SharesCounter
from osi_voting.budgets.equal_shares.epsilon import epsilon
from osi_voting.budgets.equal_shares.explanations import SharesExplainer
from osi_voting.budgets.explanations import allocation
from osi_voting.budgets.instance import Instance, Satisfaction
from osi_voting.budgets.options import BudgetOptions
from osi_voting.with_kernels import WithKernels

__all__ = ["EqualShares", "EqualSharesOptions"]

Completion = Literal["none", "add1", "add1u", "epsilon"]


class EqualSharesOptions(BudgetOptions):
    """`satisfaction` is what a supporter gets from a project: its cost, 1, the ballot's points or Borda points.

    `completion` is what is done with money that is left over:
    * none: nothing.
    * add1: every voter gets `increment` more (minor units; without it one unit of the currency), and all is counted
      anew, again and again; the last outcome within the budget stands. A project that costs more than the budget can
      be what ends it.
    * add1u: add1, then whatever still fits, by satisfaction per cost.
    * epsilon: voters then also pay for what they do not support, as little as possible.
    With `stop_when_exhaustive` add1 ends as soon as nothing more would fit, as pabutools does it.
    """

    satisfaction: Satisfaction = "auto"
    completion: Completion = "none"
    increment: int | None = Field(default=None, ge=1)
    stop_when_exhaustive: bool = False


class EqualShares(WithKernels, AllocationRule):
    """The money is divided equally among voters; a project is funded when its supporters can pay for it, and they do.

    Round by round: project p is affordable at price r if the sum over its supporters of min(b_i, r * u_i) is its cost,
    b_i being what voter i has left and u_i what p is worth to it. The project with the lowest price is bought, and its
    supporters pay these amounts. D. Peters, G. Pierczyński, P. Skowron, "Proportional Participatory Budgeting with
    Additive Utilities", NeurIPS 2021, arXiv:2008.13276 (for committees: D. Peters, P. Skowron, "Proportionality and the
    Limits of Welfarism", EC 2020, doi:10.1145/3391403.3399465). add1 and add1u as on equalshares.net.

    Satisfies EJR up to one project (ibid.), for approval ballots even EJR+ up to any project (M. Brill, J. Peters,
    "Robust and Verifiable Proportionality Axioms for Multiwinner Voting", EC 2023, doi:10.1145/3580507.3597785), as
    long as no limit interferes; with cost satisfaction, which the claims are about. Without completion and with add1 it
    is priceable (M. Brill, S. Forster, M. Lackner, J. Maly, J. Peters, "Proportionality in Approval-Based Participatory
    Budgeting", AAAI 2023, arXiv:2302.03672). It is not monotone, neither in ballots nor in the budget. Time: a round
    looks at projects by rising lower bound and seldom at more than a few, so about (choices on ballots) times (looks a
    round); all rounds exact (see `kernel`).
    """

    name = "equal-shares"
    version = "1"
    Options = EqualSharesOptions
    claims = frozenset({"EJR+", "EJR up to one", "JR", "priceability"})
    ballot_kinds = frozenset({"approval", "points", "ranked"})

    def claims_with(self, options: EqualSharesOptions) -> frozenset[str]:
        """EJR+ and EJR up to one by cost need its satisfaction, and what fills up the budget has no common price."""
        by_cost = {"EJR+", "EJR up to one"} if options.satisfaction in ("auto", "cost") else set[str]()
        priced = {"priceability"} if options.completion in ("none", "add1") else set[str]()
        return frozenset({"JR"} | by_cost | priced)

    def solve(
        self, problem: AllocationProblem, options: EqualSharesOptions, seed: bytes, progress: Progress
    ) -> Allocation:
        again = options.completion in ("add1", "add1u")
        instance = Instance.of(problem, options.satisfaction, options.ties, seed, again, options.at_most, again)
        counter = SharesCounter(instance)
        completed = _completed(counter, options, progress)
        explainer = SharesExplainer(counter, completed, again)
        counters = {
            "counts": completed.counts,
            "evaluations": counter.evaluations,
            "exact_steps": counter.exact_steps,
            "rounds": len(completed.order),
        }
        progress(1.0)
        return allocation(instance, completed.order, completed.tied, explainer.explain, counters)


def _completed(counter: SharesCounter, options: EqualSharesOptions, progress: Progress) -> Completed:
    if options.completion in ("add1", "add1u"):
        increment = options.increment or 10 ** decimals_of(counter.instance.problem.currency)
        found = add1(counter, Fraction(increment), options.stop_when_exhaustive, progress)
        return utilitarian(found) if options.completion == "add1u" else found
    count = counter.count(counter.first_share)
    counter.keep(count)
    found = Completed.by_count(count)
    return epsilon(found) if options.completion == "epsilon" else found
