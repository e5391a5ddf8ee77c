"""Matching, curation and scaling strategies broken on purpose: each claims what it does not keep."""

from typing import Any

from osi_core.plugins import Column, Fit, Offer
from osi_core.plugins.builtin import CommitmentOrder, GreedyMatching, ReviewMean


class NobodyIsWantedMore(GreedyMatching):
    """Seekers choose in the order of a lot; whom an offer wants is not asked."""

    name, claims = "nobody-is-wanted-more", frozenset({"stability"})


class KeepsAPlaceFree(GreedyMatching):
    name, claims = "keeps-a-place-free", frozenset({"non-wastefulness"})

    def solve(self, problem, options, seed, progress):
        offers = tuple(
            Offer(id=one.id, minimum=one.minimum, maximum=max(one.minimum, one.maximum - 1)) for one in problem.offers
        )
        return super().solve(problem.model_copy(update={"offers": offers}), options, seed, progress)


class TurnsWishesRound(GreedyMatching):
    name, claims = "turns-wishes-round", frozenset({"Pareto for seekers"})

    def solve(self, problem, options, seed, progress):
        turned = [offer for row in problem.wish_rows() for offer in reversed(row)]
        return super().solve(problem.model_copy(update={"wishes": Column.of("i4", turned)}), options, seed, progress)


class MistrustsTheBest(ReviewMean):
    """Takes the highest score for bought."""

    name, claims = "mistrusts-the-best", frozenset({"monotonicity in evidence"})

    def solve(self, problem, options, seed, progress):
        low, high = problem.scale
        reviews = tuple(
            one.model_copy(update={"scores": {name: low if s == high else s for name, s in one.scores.items()}})
            for one in problem.reviews
        )
        return super().solve(problem.model_copy(update={"reviews": reviews}), options, seed, progress)


class NeverFits(ReviewMean):
    name, claims = "never-fits", frozenset({"unanimity of reviews"})

    def solve(self, problem, options, seed, progress):
        return super().solve(problem, options, seed, progress).model_copy(update={"fit": Fit.NOT_YET})


class _Planned(CommitmentOrder):
    """The plan for institutions of which something else is said."""

    def said(self, one):
        raise NotImplementedError

    def solve(self, problem, options, seed, progress):
        others = tuple(one.model_copy(update=self.said(one)) for one in problem.institutions)
        return super().solve(problem.model_copy(update={"institutions": others}), options, seed, progress)


class UsesHalf(_Planned):
    name, claims = "uses-half", frozenset({"full use"})

    def said(self, one):
        return {"capacity": one.capacity // 2}


class ShunsTheLarge(_Planned):
    name, claims = "shuns-the-large", frozenset({"capacity monotonicity"})

    def said(self, one):
        return {"capacity": one.capacity if one.capacity < 3 else 0}


class LastComeFirstServed(_Planned):
    name, claims = "last-come-first-served", frozenset({"commitment monotonicity"})

    def said(self, one):
        return {"commitment": 9 - one.commitment if one.commitment else 0}


BROKEN: list[Any] = [
    NobodyIsWantedMore, KeepsAPlaceFree, TurnsWishesRound, MistrustsTheBest, NeverFits, UsesHalf, ShunsTheLarge,
    LastComeFirstServed,
]  # fmt: skip
