"""From the reviews and pilots of a closed assessment to the evidence that a curation strategy decides on, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from osi_core.curation.commands import RecordAssessment
from osi_core.curation.events import (
    AssessmentClosed,
    AssessmentOpened,
    PilotAgreed,
    PilotEnded,
    PilotResult,
    Result,
    ReviewSubmitted,
)
from osi_core.domain import LogView, Recorded
from osi_core.log.records import DecisionRecord
from osi_core.plugins import problems
from osi_core.plugins.problems import Criterion, Evidence, Fit, FitAssessment, Review

_PilotOutcome = Literal["success", "failure", "mixed", "open"]
_RESULTS: dict[PilotResult, _PilotOutcome] = {
    "succeeded": "success",
    "failed": "failure",
    "inconclusive": "mixed",
}
_FITS: dict[Fit, Result] = {"fit": "fit", "not yet": "not_yet", "unclear": "unclear"}


def assessment_problem(log: LogView, closing: Recorded) -> Evidence:
    """The evidence that the close named, under the rules that the opening fixed.

    Reviews are in the order of reviewers, pilots of their ids: who was faster does not count. Of the reviews of other
    initiatives, given perhaps under other rules, only the scores that fit this assessment's criteria and scale stand.
    """
    close = closing.event
    assert isinstance(close, AssessmentClosed)
    *_, opened = (record.event for record in log.events(AssessmentOpened, stream=closing.stream))
    assert isinstance(opened, AssessmentOpened)
    within = f"missions/{closing.mission}"
    reviews = [*_reviews(log, within, close.reviews), *_reviews(log, within, close.compared)]
    pilots = (_pilot(log, f"{within}/pilots/{pilot}") for pilot in close.pilots)
    return Evidence(
        initiative=close.initiative,
        criteria=tuple(
            Criterion(id=rule.criterion, threshold=rule.threshold, weight=rule.weight) for rule in opened.criteria
        ),
        reviews=tuple(sorted(_comparable(reviews, opened), key=lambda review: (review.reviewer, review.initiative))),
        scale=opened.scale,
        minimum_reviews=opened.min_reviewers,
        pilots=tuple(sorted(pilots, key=lambda pilot: pilot.id)),
        minimum_pilots=opened.min_pilots,
    )


def _reviews(log: LogView, within: str, names: Iterable[str]) -> Iterator[ReviewSubmitted]:
    for name in names:
        event = next(log.events(ReviewSubmitted, stream=f"{within}/reviews/{name}")).event
        assert isinstance(event, ReviewSubmitted)
        yield event


def _comparable(reviews: Iterable[ReviewSubmitted], opened: AssessmentOpened) -> Iterator[Review]:
    criteria, (low, high) = {rule.criterion for rule in opened.criteria}, opened.scale
    for review in reviews:
        scores = {name: score for name, score in sorted(review.scores.items()) if name in criteria}
        if scores and all(low <= score <= high for score in scores.values()):
            yield Review(reviewer=review.reviewer, initiative=review.initiative, scores=scores)


def _pilot(log: LogView, stream: str) -> problems.PilotResult:
    institution = ""
    result: _PilotOutcome = "open"
    for record in log.events(PilotAgreed, PilotEnded, stream=stream):
        if isinstance(record.event, PilotAgreed):
            institution = record.event.institution
        elif isinstance(record.event, PilotEnded):
            result = _RESULTS[record.event.result]
    return problems.PilotResult(id=stream.rpartition("/")[2], institution=institution, result=result)


def assessment_command(closing: Recorded, record: DecisionRecord, outcome: FitAssessment) -> RecordAssessment:
    """The command that brings the result of a closed assessment."""
    assert isinstance(closing.event, AssessmentClosed)
    return RecordAssessment(
        mission=closing.mission,
        initiative=closing.event.initiative,
        record=record,
        result=_FITS[outcome.fit],
        means={one.criterion: one.mean for one in outcome.criteria if one.mean is not None},
    )
