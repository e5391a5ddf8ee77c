"""Matching: nobody envies a free place, nor the place of one who is wanted less; no other matching is better for all.

Sources: D. Gale, L. Shapley, "College Admissions and the Stability of Marriage", American Mathematical Monthly 69, 1962
(stability); M. Balinski, T. Sönmez, "A Tale of Two Mechanisms: Student Placement", Journal of Economic Theory 84, 1999
(non-wastefulness). An offer wants those with the higher affinity; one that does not run, or may not be matched with a
seeker, is no place that it could have had. What a seeker had before comes before its wishes, as a wish to stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product

from osi_core.plugins import Matching, MatchingProblem
from osi_core.testing.axioms.axiom import Axiom, of_outcome

__all__ = ["AXIOMS", "non_wastefulness", "pareto_for_seekers", "stability"]


def non_wastefulness(problem: MatchingProblem, outcome: Matching) -> str | None:
    """A seeker prefers an offer that has room."""
    taken = Counter(offer for _, offer in outcome.pairs)
    room = {offer.id: offer.maximum - taken[offer.id] for offer in problem.offers}
    for seeker, offer in _preferred(problem, outcome):
        if room[offer] > 0:
            return f"{seeker} wishes {offer} more than what it has, and {offer} has room"
    return None


def stability(problem: MatchingProblem, outcome: Matching) -> str | None:
    """A seeker prefers an offer that has room, or one who is wanted there less."""
    who, where = _places(problem)
    columns = (problem.affinity_seeker, problem.affinity_offer)
    pairs = zip(*(column.view().tolist() for column in columns), strict=True)
    wanted = dict(zip(pairs, problem.affinity.view().tolist(), strict=True))
    for seeker, offer in _preferred(problem, outcome):
        at = where[offer]
        liked = wanted.get((who[seeker], at), 0)
        less = sorted(s for s, o in outcome.pairs if o == offer and wanted.get((who[s], at), 0) < liked)
        if less:
            return f"{seeker} wishes {offer} more than what it has, and {offer} wants it more than {less[0]}"
    return non_wastefulness(problem, outcome)


def pareto_for_seekers(problem: MatchingProblem, outcome: Matching) -> str | None:
    """Another matching gives a seeker an offer that it wishes more, and nobody one that it wishes less."""
    rows, hostile, now = problem.wish_rows(), problem.conflicts(), dict(outcome.pairs)
    names = [offer.id for offer in problem.offers]
    rank = [{names[offer]: place for place, offer in enumerate(row)} for row in rows]
    has = [ranks.get(now.get(one.id, ""), len(names)) for one, ranks in zip(problem.seekers, rank, strict=True)]
    better = [
        [None, *(names[offer] for offer in row if (seeker, offer) not in hostile)] for seeker, row in enumerate(rows)
    ]
    for other in product(*better):
        gets = [ranks.get(offer or "", len(names)) for offer, ranks in zip(other, rank, strict=True)]
        used = Counter(offer for offer in other if offer is not None)
        fits = all(used[offer.id] <= offer.maximum for offer in problem.offers)
        if fits and gets != has and all(b <= a for a, b in zip(has, gets, strict=True)):
            pairs = zip(problem.seekers, other, strict=True)
            told = ", ".join(f"{one.id} in {offer}" for one, offer in pairs if offer is not None)
            return f"{told} would be better for some seekers and worse for none"
    return None


def _places(problem: MatchingProblem) -> tuple[dict[str, int], dict[str, int]]:
    who = {seeker.id: index for index, seeker in enumerate(problem.seekers)}
    return who, {offer.id: index for index, offer in enumerate(problem.offers)}


def _preferred(problem: MatchingProblem, outcome: Matching) -> Iterator[tuple[str, str]]:
    """Each seeker with each running offer that it wishes more than one that it has, or for which it has a place."""
    who, where = _places(problem)
    hostile, closed = problem.conflicts(), set(outcome.not_running)
    before = set(zip(problem.previous_seeker.view().tolist(), problem.previous_offer.view().tolist(), strict=True))
    for seeker, row in zip(problem.seekers, problem.wish_rows(), strict=True):
        me = who[seeker.id]
        has = [where[offer] for name, offer in outcome.pairs if name == seeker.id]
        worst = len(row) if len(has) < seeker.places else max(_rank(row, offer, (me, offer) in before) for offer in has)
        for offer in row[:worst]:
            name = problem.offers[offer].id
            if offer not in has and (me, offer) not in hostile and name not in closed:
                yield seeker.id, name


def _rank(row: list[int], offer: int, stays: bool) -> int:
    if stays:
        return 0
    return row.index(offer) if offer in row else len(row)


AXIOMS = (
    Axiom.named("non-wastefulness", of_outcome(non_wastefulness), "any"),
    Axiom.named("stability", of_outcome(stability), "any"),
    Axiom.named("Pareto for seekers", of_outcome(pareto_for_seekers)),
)
