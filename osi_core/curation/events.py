"""What can have happened in phase 5."""

from __future__ import annotations

from datetime import date
from typing import Literal

from osi_core.curation.resources import PILOT
from osi_core.domain import Event, Model, Sealed
from osi_core.log.decisions import DecisionClosed, DecisionOpened
from osi_core.log.records import DecisionRecord
from osi_core.mission.resources import INSTITUTION
from osi_core.support.resources import INITIATIVE

Result = Literal["fit", "not_yet", "unclear"]
"""What an assessment may say of problem-solution fit; `unclear` where the evidence does not suffice."""
FinalOutcome = Literal["fit", "not_yet", "unclear", "ended"]
"""What curation says of an initiative in the end; `ended` for one that no longer exists."""
PilotResult = Literal["succeeded", "failed", "inconclusive"]


class CriterionRule(Model):
    """A criterion as it counts in one assessment: its id, the mean it asks for ("p/q", on the scale) and its weight."""

    criterion: str
    threshold: str
    weight: int


class AssessmentOpened(
    DecisionOpened, type="curation.assessment_opened", public=True, builds_on={"initiative": INITIATIVE}
):
    """Reviews are called for, under rules that are fixed from here on."""

    initiative: str
    number: int
    """Counts the initiative's assessments from 1."""
    criteria: tuple[CriterionRule, ...]
    scale: tuple[int, int]
    """Lowest and highest score."""
    min_reviewers: int
    min_pilots: int


class ReviewSubmitted(Event, type="curation.review_submitted", builds_on={"initiative": INITIATIVE}):
    """Private: who reviewed whom stays with the service that decides."""

    review: str
    initiative: str
    number: int
    """The assessment that it counts for."""
    reviewer: str
    scores: dict[str, int]
    comment: Sealed | None


class AssessmentClosed(
    DecisionClosed,
    type="curation.assessment_closed",
    public=True,
    builds_on={"initiative": INITIATIVE, "pilots": PILOT},
):
    """Nothing but what is named here counts."""

    initiative: str
    number: int
    reviews: tuple[str, ...]
    """Reviews of this assessment."""
    compared: tuple[str, ...]
    """The same reviewers' latest reviews of other initiatives, so that leniency can be told from quality."""
    pilots: tuple[str, ...]
    """Pilots of this initiative that were not abandoned."""


class InitiativeAssessed(Event, type="curation.assessed", public=True, builds_on={"initiative": INITIATIVE}):
    initiative: str
    number: int
    record: DecisionRecord
    result: Result
    means: dict[str, str]
    """Mean of each criterion that was scored, "p/q"."""
    reviewers: int
    expires_on: date
    """The first day on which the result no longer counts."""


class AssessmentOverridden(
    Event, type="curation.assessment_overridden", public=True, builds_on={"initiative": INITIATIVE}
):
    """A person answers for another result; the computed one stays where it is."""

    initiative: str
    number: int
    computed: Result
    result: Result
    reason: str


class AssessmentContested(
    Event, type="curation.assessment_contested", public=True, builds_on={"initiative": INITIATIVE}
):
    """Someone it concerns disagrees; the result stays until an answer changes it."""

    initiative: str
    number: int
    contest: int
    """Counts the contests of this assessment from 1."""
    author: str
    acting_as: Literal["team", "reviewer"]
    reason: Sealed


class ContestAnswered(Event, type="curation.contest_answered", public=True, builds_on={"initiative": INITIATIVE}):
    initiative: str
    number: int
    contest: int
    upheld: bool
    """Whether the contest is right; a new assessment or an override then follows by its own command."""
    answer: str


class InitiativeFinallyAssessed(
    Event, type="curation.finally_assessed", public=True, builds_on={"initiative": INITIATIVE}
):
    initiative: str
    outcome: FinalOutcome
    reason: str | None


class PilotAgreed(
    Event, type="curation.pilot_agreed", public=True, builds_on={"initiative": INITIATIVE, "institution": INSTITUTION}
):
    pilot: str
    initiative: str
    institution: str
    hypothesis: str
    success_criteria: tuple[str, ...]
    start: date
    end: date


class PilotStarted(Event, type="curation.pilot_started", public=True, builds_on={"initiative": INITIATIVE}):
    pilot: str
    initiative: str


class PilotEnded(
    Event, type="curation.pilot_ended", public=True, builds_on={"initiative": INITIATIVE, "institution": INSTITUTION}
):
    pilot: str
    initiative: str
    institution: str
    met: tuple[bool, ...]
    """Whether each success criterion was met, in their order."""
    result: PilotResult
    evidence: str


class PilotAbandoned(Event, type="curation.pilot_abandoned", public=True, builds_on={"initiative": INITIATIVE}):
    pilot: str
    initiative: str
    reason: str
