"""From the reviews and pilots of a closed assessment to the evidence that a curation strategy decides on, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from osi_core.ballots import BoxIncoherent
from osi_core.curation.commands import RecordAssessment
from osi_core.curation.events import (
    AssessmentClosed,
    AssessmentOpened,
    MeanScore,
    PilotAgreed,
    PilotEnded,
    ReviewName,
    ReviewSubmitted,
)
from osi_core.curation.resources import PILOT, REVIEWS
from osi_core.domain import Joined, LogView, Recorded
from osi_core.log.records import DecisionRecord
from osi_core.mission.facts import joined_in_log
from osi_core.plugins.problems import Evidence, FitAssessment, PilotEvidence, PilotResult, Review


def assessment_problem(log: LogView, closing: Recorded) -> Evidence:
    """The evidence that the close named, under the rules that the opening fixed.

    Reviews are in the order of reviewers, pilots of their ids: who was faster does not count. Of the reviews of other
    initiatives, given perhaps under other rules, only the scores that fit this assessment's criteria and scale stand.
    Raises BoxIncoherent when somebody gave a review that is not their own, or two in one assessment.
    """
    close = closing.event
    assert isinstance(close, AssessmentClosed)
    *_, opened = (record.event for record in log.events(AssessmentOpened, stream=closing.stream))
    assert isinstance(opened, AssessmentOpened)
    own = (ReviewName(initiative=close.initiative, number=close.number, reviewer=name) for name in close.reviewers)
    reviews = _reviews(log, closing.mission, (*own, *close.compared))
    joined = joined_in_log(log)
    pilots = (_pilot(log, closing.mission, pilot, joined) for pilot in close.pilots)
    return Evidence(
        initiative=close.initiative,
        criteria=opened.criteria,
        reviews=tuple(sorted(_comparable(reviews, opened), key=lambda review: (review.reviewer, review.initiative))),
        scale=(opened.scale.low, opened.scale.high),
        minimum_reviews=opened.min_reviewers,
        pilots=tuple(sorted(pilots, key=lambda pilot: pilot.id)),
        minimum_pilots=opened.min_pilots,
    )


def _reviews(log: LogView, mission: str, names: Iterable[ReviewName]) -> Iterator[ReviewSubmitted]:
    for initiative, wanted in groupby(sorted(names, key=_initiative), key=_initiative):
        given = _given(log.events(ReviewSubmitted, stream=REVIEWS.within(mission, initiative)))
        yield from (given[name.number, name.reviewer] for name in wanted)


def _initiative(name: ReviewName) -> str:
    return name.initiative


def _given(records: Iterable[Recorded]) -> dict[tuple[int, str], ReviewSubmitted]:
    """An initiative's reviews, by assessment and reviewer."""
    found: dict[tuple[int, str], ReviewSubmitted] = {}
    for record in records:
        review = record.event
        assert isinstance(review, ReviewSubmitted)
        if record.actor != review.reviewer or (review.number, review.reviewer) in found:
            raise BoxIncoherent("box.not-in-person", position=record.position)
        found[review.number, review.reviewer] = review
    return found


def _comparable(reviews: Iterable[ReviewSubmitted], opened: AssessmentOpened) -> Iterator[Review]:
    criteria, scale = {criterion.id for criterion in opened.criteria}, opened.scale
    for review in reviews:
        scores = {one.criterion: one.score for one in review.scores if one.criterion in criteria}
        if scores and all(scale.low <= score <= scale.high for score in scores.values()):
            yield Review(reviewer=review.reviewer, initiative=review.initiative, scores=scores)


def _pilot(log: LogView, mission: str, pilot: str, joined: Joined) -> PilotEvidence:
    institution = ""
    result: PilotResult | None = None
    for record in log.events(PilotAgreed, PilotEnded, stream=PILOT.within(mission, pilot)):
        if isinstance(record.event, PilotAgreed):
            institution = joined.really(record.event.institution)
        elif isinstance(record.event, PilotEnded):
            result = record.event.result
    return PilotEvidence(id=pilot, institution=institution, result=result)


def assessment_command(closing: Recorded, record: DecisionRecord, outcome: FitAssessment) -> RecordAssessment:
    """The command that brings the result of a closed assessment."""
    assert isinstance(closing.event, AssessmentClosed)
    return RecordAssessment(
        mission=closing.mission,
        initiative=closing.event.initiative,
        record=record,
        result=outcome.fit,
        means=tuple(
            MeanScore(criterion=one.criterion, mean=one.mean) for one in outcome.criteria if one.mean is not None
        ),
    )
