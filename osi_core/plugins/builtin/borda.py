"""Borda: points by position on the ballot, added up."""

from __future__ import annotations

from osi_core.plugins.builtin.ballots import place_sentence, points_of, ranking, supporters, take_in_order
from osi_core.plugins.problems import Profile, Ranking
from osi_core.plugins.strategy import PrioritisationRule, Progress, TieOptions

__all__ = ["Borda"]


class Borda(PrioritisationRule):
    """The Borda count (J.-C. de Borda, "Mémoire sur les élections au scrutin", 1781).

    Ranked: with m items a ballot gives m - 1 points to its best, m - 2 to the next, and so on; what it does not name
    gets 0 (not the average of the places left over, as some do). Points: the sum of points. Paired: 2 for each
    comparison won, 1 for each that ended equal. Approval: 1 for each approval. Time grows with the length of all
    ballots.
    """

    name = "borda"
    version = 1
    Options = TieOptions
    claims = frozenset({"monotone"})

    def solve(self, problem: Profile, options: TieOptions, seed: bytes, progress: Progress) -> Ranking:
        last = len(problem.items) - 1
        scores = [0] * len(problem.items)
        ballots = points_of(problem, lambda position: last - position)
        for ballot, weight in ballots.items():
            for item, points in ballot:
                scores[item] += points * weight
        support = supporters(problem, ballots)
        order = take_in_order(problem, scores, support, seed, options.ties)
        of, index = len(order.items), {name: position for position, name in enumerate(problem.items)}

        def sentence(name: str, place: int) -> tuple[dict[str, int | str], str, str]:
            item = index[name]
            en, de = place_sentence(place, of)
            data: dict[str, int | str] = {"place": place, "points": scores[item], "supporters": support[item]}
            return (
                data,
                f"{en}: {scores[item]} points from {support[item]} ballots.",
                f"{de}: {scores[item]} Punkte von {support[item]} Stimmzetteln.",
            )

        return ranking(problem, order, sentence)
