"""Review mean: the mean of the reviews on each criterion against its threshold, and the pilots."""

from __future__ import annotations

from fractions import Fraction

from osi_core.plugins.problems import Criterion, CriterionResult, Evidence, Explanation, Fit, FitAssessment, PilotResult
from osi_core.plugins.strategy import CurationStrategy, Options, Progress

__all__ = ["ReviewMean"]


class ReviewMeanOptions(Options):
    """Nothing to choose: thresholds and numbers stand in the evidence, there are no ties."""


class ReviewMean(CurationStrategy):
    """Arithmetic means, exact, criterion by criterion; no criterion makes up for another.

    fit: every criterion has enough reviews and its mean reaches the threshold, and enough pilots succeeded. unclear: a
    criterion lacks reviews, and none with enough of them falls short. not yet: all else. Weights of criteria and the
    leniency of reviewers do not count here; osi-fit looks at both.
    """

    name = "review-mean"
    version = "1"
    Options = ReviewMeanOptions
    claims = frozenset({"monotonicity in evidence", "unanimity of reviews"})

    def solve(self, problem: Evidence, options: ReviewMeanOptions, seed: bytes, progress: Progress) -> FitAssessment:
        results = tuple(_result(problem, criterion) for criterion in problem.criteria)
        return FitAssessment(
            initiative=problem.initiative,
            fit=_fit(problem, results),
            criteria=tuple(sorted(results, key=lambda result: result.criterion)),
            explanations=tuple(
                sorted(map(_explained, problem.criteria, results), key=lambda explanation: explanation.item)
            ),
            counters={"pilots_succeeded": _succeeded(problem)},
        )


def _result(problem: Evidence, criterion: Criterion) -> CriterionResult:
    scores = problem.own_scores(criterion.id)
    mean = Fraction(sum(scores), len(scores)) if scores else None
    enough = len(scores) >= problem.minimum_reviews
    return CriterionResult(
        criterion=criterion.id,
        mean=None if mean is None else str(mean),
        reviews=len(scores),
        met=mean >= Fraction(criterion.threshold) if mean is not None and enough else None,
    )


def _succeeded(problem: Evidence) -> int:
    return sum(pilot.result == PilotResult.SUCCEEDED for pilot in problem.pilots)


def _fit(problem: Evidence, results: tuple[CriterionResult, ...]) -> Fit:
    if any(result.met is False for result in results):
        return Fit.NOT_YET
    if any(result.met is None for result in results):
        return Fit.UNCLEAR
    return Fit.FIT if _succeeded(problem) >= problem.minimum_pilots else Fit.NOT_YET


def _explained(criterion: Criterion, result: CriterionResult) -> Explanation:
    about = {"count": result.reviews, "threshold": Fraction(criterion.threshold)}
    if result.mean is None:
        return Explanation(item=criterion.id, reason="review-mean.no-reviews", values=about)
    reason = "review-mean.met" if result.met else "review-mean.not-met" if result.met is False else "review-mean.open"
    return Explanation(item=criterion.id, reason=reason, values={"mean": Fraction(result.mean), **about})
