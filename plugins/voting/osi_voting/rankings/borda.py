"""Borda's count, for a million ballots."""

from __future__ import annotations

from itertools import groupby

import numpy as np

from osi_core.plugins import PrioritisationRule, Profile, Progress, Ranking, TieOptions, tie_ranks
from osi_core.plugins.builtin.borda import borda_scores
from osi_core.plugins.ordering import Order, ranking, standing
from osi_core.words import Message
from osi_voting.arrays import Ballots
from osi_voting.lacking import Lacking, with_what_lacked
from osi_voting.limits import Limits, QuotaOptions, Room, fill

__all__ = ["BordaOptions", "FastBorda"]

_SAFE = 2**62


class BordaOptions(QuotaOptions, TieOptions):
    """Quotas besides what osi-core's rule has."""


class FastBorda(PrioritisationRule):
    """The rule `borda` of osi-core, order, scores and ties alike: with m items a ballot gives m - 1 points to its best,
    m - 2 to the next, 0 to what it does not name (J.-C. de Borda, "Mémoire sur les élections au scrutin", 1781).
    Besides, it says how many more approval or ranked ballots would have had an item chosen. Monotone, Pareto,
    reinforcement (H. P. Young, "An axiomatization of Borda's rule", Journal of Economic Theory 9, 1974,
    doi:10.1016/0022-0531(74)90073-8), participation, as all rules of points; neither Condorcet nor clone-independent.
    Time linear in the length of all ballots.
    """

    name = "borda-fast"
    version = "1"
    Options = BordaOptions
    claims = frozenset({"monotonicity", "committee monotonicity", "participation", "Pareto"})

    def solve(self, problem: Profile, options: BordaOptions, seed: bytes, progress: Progress) -> Ranking:
        ranks = np.array(tie_ranks(problem.items, seed, options.ties, problem.item_costs()), np.int64)
        ballots = Ballots.of(problem)
        origin, limits = np.argsort(ranks), Limits.of(problem, options, ranks)
        scores = np.array(_scores(problem, ballots), object)[origin]
        support = (np.array(problem.support(), np.int64) if problem.kind == "paired" else ballots.support())[origin]
        weak, wanted = np.maximum(problem.minimum_support - support, 0), problem.size or len(ranks)
        order = sorted(np.flatnonzero(weak == 0).tolist(), key=lambda item: (-scores[item], item))
        room, lacking = Room(limits, weak == 0, min(wanted, len(order))), Lacking(weak, wanted, limits)
        alone = {"approval": 1, "ranked": max(ballots.m - 1, 1)}.get(problem.kind, 0)  # points of a ballot's only item

        def turn(winner: int) -> None:
            behind = scores[winner] - scores
            if alone:
                lacking.turn(winner, room, behind // alone, (behind % alone == 0).astype(np.bool_))

        chosen = fill(room, order, turn) if lacking.contested else order
        groups = (tuple(group) for _, group in groupby(order, key=scores.__getitem__))
        told = Order([int(origin[item]) for item in chosen], [str(scores[item]) for item in chosen])
        told.tied = [
            tuple(int(origin[item]) for item in group)
            for group in groups
            if len(group) > 1 and not set(chosen).isdisjoint(group)
        ]
        numbers = {problem.items[index]: item for item, index in enumerate(origin.tolist())}

        voters = sum(problem.ballot_weights())

        def reason(name: str, place: int) -> Message:
            about = {"score": scores[numbers[name]], "supporters": int(support[numbers[name]]), "ballots": voters}
            return Message("borda.ranked", {"standing": standing(place, len(chosen)), **about})

        enough = lacking.found(room) if alone else {}
        explained = with_what_lacked(reason, numbers, weak, limits, set(chosen), enough)
        return ranking(problem, told, explained)


def _scores(problem: Profile, ballots: Ballots) -> list[int]:
    """The points of each item."""
    if _largest(ballots) * max(ballots.total_weight(), 1) * max(len(ballots.choices), 1) >= _SAFE:
        return list(borda_scores(problem).values())
    rows, items = ballots.rows(), ballots.choices
    if ballots.kind == "ranked":
        given = ballots.m - 1 - (np.arange(len(items)) - ballots.offsets[rows])
    elif ballots.values is not None:
        given = ballots.values
    elif ballots.kind == "paired":
        given = 2 * (np.arange(len(items)) % 2 == 0).astype(np.int64)
    else:
        given = np.ones(len(items), np.int64)
    sums = np.zeros(ballots.m, np.int64)
    np.add.at(sums, items, given if ballots.weights is None else given * ballots.weights[rows])
    return sums.tolist()


def _largest(ballots: Ballots) -> int:
    return max(ballots.m, 2) if ballots.values is None else int(ballots.values.max(initial=1))
