"""Curation: better evidence makes no worse assessment, and what all say is said.

Source: F. Dietrich, C. List, "Arrow's Theorem in Judgment Aggregation", Social Choice and Welfare 29, 2007:
monotonicity and unanimity. "Unclear" stands between "not yet" and "fit".
"""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.plugins import Evidence, Fit, FitAssessment, PilotResult
from osi_core.testing.axioms.axiom import Axiom, of_outcome
from osi_core.testing.rule import Rule
from osi_core.testing.telling import told

__all__ = ["AXIOMS", "monotonicity_in_evidence", "unanimity"]

_ORDER = (Fit.NOT_YET, Fit.UNCLEAR, Fit.FIT)


def monotonicity_in_evidence(problem: Evidence, rule: Rule) -> str | None:
    """With a higher score, or a pilot that succeeded, the assessment is worse, whatever the seed."""
    before = rule.solve(problem).fit
    for what, changed in _better(problem):
        after = [_ORDER.index(outcome.fit) for outcome in rule.outcomes(changed)]
        if max(after) < _ORDER.index(before):
            return f"assessed as {before}; {what}:\n{told(changed)}\nit is only {_ORDER[max(after)]}"
    return None


def _better(problem: Evidence) -> Iterator[tuple[str, Evidence]]:
    """The same evidence with one thing better in it."""
    for at, review in enumerate(problem.reviews):
        for criterion, score in review.scores.items():
            if review.initiative == problem.initiative and score < problem.scale[1]:
                raised = review.model_copy(update={"scores": {**review.scores, criterion: score + 1}})
                reviews = (*problem.reviews[:at], raised, *problem.reviews[at + 1 :])
                yield f"{review.reviewer} gives {criterion} one more", problem.model_copy(update={"reviews": reviews})
    for at, pilot in enumerate(problem.pilots):
        if pilot.result is not PilotResult.SUCCEEDED:
            done = pilot.model_copy(update={"result": PilotResult.SUCCEEDED})
            pilots = (*problem.pilots[:at], done, *problem.pilots[at + 1 :])
            yield f"pilot {pilot.id} succeeded", problem.model_copy(update={"pilots": pilots})


def unanimity(problem: Evidence, outcome: FitAssessment) -> str | None:
    """All reviewers give a criterion the lowest score, below its threshold, and it fits; or there is enough of
    everything, all of it the best, and it does not.
    """
    low, high = problem.scale
    scores = {one.id: problem.own_scores(one.id) for one in problem.criteria}
    enough = {name: len(given) >= problem.minimum_reviews for name, given in scores.items()}
    for one in problem.criteria:
        below = enough[one.id] and set(scores[one.id]) == {low} and _above(one.threshold, low)
        if below and outcome.fit is Fit.FIT:
            return f"all who reviewed {one.id} give it {low}, and it is said to fit"
    best = all(enough[name] and set(given) == {high} for name, given in scores.items())
    reachable = not any(_above(one.threshold, high) for one in problem.criteria)
    succeeded = sum(pilot.result is PilotResult.SUCCEEDED for pilot in problem.pilots)
    others = {review.initiative for review in problem.reviews} - {problem.initiative}
    all_well = succeeded == len(problem.pilots) >= problem.minimum_pilots and not others
    if best and reachable and all_well and outcome.fit is not Fit.FIT:
        return f"all reviews say {high}, all pilots succeeded, and it is said to be {outcome.fit}"
    return None


def _above(threshold: str, score: int) -> bool:
    top, _, bottom = threshold.partition("/")
    return int(top) > score * int(bottom or 1)


AXIOMS = (
    Axiom.named("monotonicity in evidence", monotonicity_in_evidence, "any"),
    Axiom.named("unanimity of reviews", of_outcome(unanimity), "any"),
)
