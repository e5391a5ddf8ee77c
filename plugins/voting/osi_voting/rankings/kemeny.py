"""Kemeny's rule."""

from __future__ import annotations

import numpy as np
from pydantic import Field

from osi_core.plugins import PrioritisationRule, Profile, Progress, Ranking
from osi_voting.arrays import Ints
from osi_voting.rankings.linear_ordering import Ordering, agreement, best_order
from osi_voting.rankings.pairwise import Contest
from osi_voting.rankings.placing import RankingOptions, outcome, unbeaten_first
from osi_voting.rankings.schulze import widest_paths
from osi_voting.with_kernels import WithKernels

__all__ = ["Kemeny", "KemenyOptions", "kemeny_components"]


class KemenyOptions(RankingOptions):
    """`programmes`: how many linear programmes may be solved for one component, before the best order so far is given
    with its gap.
    """

    programmes: int = Field(default=400, ge=1)


class Kemeny(WithKernels, PrioritisationRule):
    """The order with the fewest disagreements: Σ over a before b of the ballots that put b above a.

    J. G. Kemeny, "Mathematics without numbers", Daedalus 88(4), 1959; H. P. Young, A. Levenglick, "A Consistent
    Extension of Condorcet's Election Principle", SIAM Journal on Applied Mathematics 35(2), 1978, doi:10.1137/0135023:
    the only neutral, reinforcing rule that is Condorcet. Smith, Pareto. NP-hard from four ballots on.

    Exact: the order follows the strongly connected components of the majority graph (M. Truchon, "An extension of the
    Condorcet criterion and Kemeny orders", Université Laval, 1998), and inside each `best_order` proves its optimum.
    Where it does not within `programmes`, the counters say `optimal` 0 and the `gap`: so many disagreements fewer some
    order might have. With many optimal orders a component of up to 16 items takes the first by the tie rule, a larger
    one the first found from the order of the tie rule. The score is how many disagreements an item's place costs.
    """

    name = "kemeny"
    version = "1"
    Options = KemenyOptions
    claims = frozenset({"Condorcet", "Condorcet loser", "Smith", "committee monotonicity", "Pareto"})
    exactness = "checked"
    worst_case = "exponential"

    def solve(self, problem: Profile, options: KemenyOptions, seed: bytes, progress: Progress) -> Ranking:
        contest = Contest.of(problem, options, seed)
        margins = contest.margins()
        components, groups = kemeny_components(margins)
        order: list[int] = []
        solved: list[Ordering] = []
        for component in components:
            best = best_order(np.ascontiguousarray(margins[np.ix_(component, component)]), options.programmes)
            order += [component[item] for item in best.order]
            groups += [tuple(component)] if best.several else []
            solved.append(best)
            progress(len(order) / contest.m)
        gap = sum((best.bound - best.value) // 2 for best in solved)
        counters = {
            "exact_steps": len(components),
            "programmes": sum(best.programmes for best in solved),
            "largest_component": max(map(len, components), default=0),
            "disagreements": disagreements(contest.votes, order),
            "optimal": int(gap == 0),
            "gap": gap,
        }
        scores = _costs(contest.votes, order)
        return outcome(contest, options, order, scores, groups, counters, "rankings.disagreements")

    def check(self, problem: Profile, options: KemenyOptions, outcome: Ranking) -> list[str]:
        """Valid, and no order has fewer disagreements than the stated gap allows. Where the profile asks for a top N
        alone, the rest of the order is not told, and nothing but validity can be checked.
        """
        wrong = list(problem.valid(outcome))
        contest = Contest.of(problem, options, b"")
        numbers = {name: item for item, name in enumerate(contest.names)}
        if wrong or set(outcome.order) != set(numbers):
            return wrong
        margins, order = contest.margins(), [numbers[name] for name in outcome.order]
        found = disagreements(contest.votes, order)
        if found != outcome.counters.get("disagreements"):
            wrong.append(f"counters: {found} disagreements, not {outcome.counters.get('disagreements')}")
        parts = (np.ascontiguousarray(margins[np.ix_(part, part)]) for part in kemeny_components(margins)[0])
        between = _between(margins)
        bound = between + sum(best_order(part, options.programmes).bound for part in parts)
        possible = (bound - agreement(margins, order)) // 2
        if possible > outcome.counters.get("gap", 0):
            wrong.append(f"gap: {possible} is what can be proven, {outcome.counters.get('gap')} is stated")
        return wrong


def disagreements(votes: Ints, order: list[int]) -> int:
    """How often a ballot puts b above a where the order puts a before b."""
    return agreement(np.ascontiguousarray(votes.T), order)


def kemeny_components(margins: Ints) -> tuple[list[list[int]], list[tuple[int, ...]]]:
    """The strongly connected components of the majority graph in an order that no majority contradicts, and the groups
    of items between which the tie rule decided that order.
    """
    reach = widest_paths((margins > 0).astype(np.int64)) > 0
    together = reach & reach.T
    np.fill_diagonal(together, True)
    first = np.argmax(together, axis=1) if len(margins) else np.empty(0, np.int64)
    heads = np.unique(first)
    beats = reach[np.ix_(heads, heads)]
    np.fill_diagonal(beats, False)
    order, groups = unbeaten_first(beats)
    members = [np.flatnonzero(first == head).tolist() for head in heads]
    flat = [tuple(item for place in group for item in members[place]) for group in groups]
    return [members[place] for place in order], flat


def _between(margins: Ints) -> int:
    """The margins between components, which an optimal order has all on its side."""
    components, _ = kemeny_components(margins)
    order = [item for component in components for item in component]
    inside = sum(agreement(margins, component) for component in components)
    return agreement(margins, order) - inside


def _costs(votes: Ints, order: list[int]) -> list[int]:
    """For each item the ballots against its place, summed over all others."""
    against = np.triu(votes[np.ix_(order, order)].T, 1)
    costs = np.zeros(len(votes), np.int64)
    costs[order] = against.sum(axis=0) + against.sum(axis=1)
    return costs.tolist()
