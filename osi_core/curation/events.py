"""What can have happened in phase 5."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import Field

from osi_core.curation.resources import PILOT
from osi_core.domain import Destroys, Event, Id, Model, Sealed, Sha256
from osi_core.log.decisions import DecisionClosed, DecisionOpened
from osi_core.log.records import DecisionRecord
from osi_core.mission.resources import INSTITUTION
from osi_core.plugins.problems import Criterion, Fit, PilotResult
from osi_core.plugins.problems.model import Rational
from osi_core.support.resources import INITIATIVE


class AssessmentStage(StrEnum):
    """How far an initiative's latest assessment has come."""

    NONE = "none"
    OPEN = "open"
    CLOSED = "closed"
    """No review counts any more; the result is not recorded yet."""
    ASSESSED = "assessed"


class FinalOutcome(StrEnum):
    """What curation says of an initiative in the end."""

    FIT = "fit"
    NOT_YET = "not_yet"
    UNCLEAR = "unclear"
    ENDED = "ended"
    """It no longer exists."""


class Contestant(StrEnum):
    """As what somebody contests a result."""

    TEAM = "team"
    REVIEWER = "reviewer"


class ContestGround(StrEnum):
    """What a contest may be about; that one would have judged otherwise is none."""

    CONFLICT = "conflict"
    """Somebody who reviewed or decided was not free to."""
    FACTS = "facts"
    """Something was taken for true that is not, or was not looked at."""
    PROCEDURE = "procedure"
    """It did not go by the rules."""


class ConflictKind(StrEnum):
    """Why somebody cannot judge freely, as they declare themselves: a code that is never published."""

    PERSONAL = "personal"
    PROFESSIONAL = "professional"
    FINANCIAL = "financial"
    RIVALRY = "rivalry"
    """They do the same, or lose by it."""
    OTHER = "other"


class PilotStatus(StrEnum):
    """How far a pilot has come, and how it ended."""

    AGREED = "agreed"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    INCONCLUSIVE = "inconclusive"
    ABANDONED = "abandoned"


class Scale(Model):
    """The lowest and the highest score."""

    low: int
    high: int


class Score(Model):
    """A reviewer's score on one criterion."""

    criterion: Id
    score: int = Field(ge=0, le=100)


class MeanScore(Model):
    """The mean of the scores on one criterion, "p/q"."""

    criterion: Id
    mean: Rational


class ReviewName(Model):
    """What tells a review from all others: each reviewer gives one in an assessment."""

    initiative: str
    number: int
    """Of the assessment."""
    reviewer: str
    """The pseudonym."""


def _of_the_first_version(data: dict[str, Any]) -> dict[str, Any]:
    """Before there were versions, each solution had one."""
    return {**data, "version": 1}


class AssessmentOpened(
    DecisionOpened, type="curation.assessment_opened", public=True, builds_on={"initiative": INITIATIVE}
):
    """Reviews are called for, under rules that are fixed from here on."""

    by_chance = ("secret_sha256", "box_sha256")
    upcasters = (
        lambda data: {
            **_of_the_first_version(data),
            "min_institutions": 1,
            "fresh": False,
            "contest_days": 14,
            "answer_days": 21,
        },
    )

    initiative: str
    number: int
    """Counts the initiative's assessments from 1."""
    version: int
    """Of the solution, as its team counts them: the one that is assessed."""
    box_sha256: Sha256
    """The box that reviews are cast into: one for all assessments, or nobody could tell who is lenient."""
    criteria: tuple[Criterion, ...]
    scale: Scale
    min_reviewers: int
    min_institutions: int
    min_pilots: int
    fresh: bool
    """Whether those who reviewed before may not do so again: an earlier result was contested with success."""
    contest_days: int
    """From a result until it can no longer be contested."""
    answer_days: int
    """From a contest until it counts as not answered."""
    valid_days: int
    """From the day of the result until it no longer counts."""


class AssessmentOrdered(Event, type="curation.assessment_ordered", public=True, builds_on={"initiative": INITIATIVE}):
    """The solution has a newer version than the one assessed; the result stands until there is a new one."""

    initiative: str
    version: int
    """The one that is to be assessed."""
    reason: str


class ReviewSubmitted(Event, type="curation.review_submitted", builds_on={"initiative": INITIATIVE}):
    """A review, in the box; private."""

    upcasters = (lambda data: {**data, "independent": False},)

    initiative: str
    number: int
    """The assessment that it counts for."""
    reviewer: str
    """The pseudonym."""
    scores: tuple[Score, ...]
    comment: Sealed | None
    independent: bool
    """Whether the reviewer declared to be independent of everyone concerned."""


class ConflictDeclared(Event, type="curation.conflict_declared", builds_on={"initiative": INITIATIVE}):
    """As `ConflictSealed`, with the code in the open: so the second rules had it."""

    initiative: str
    reviewer: str
    """The pseudonym."""
    kind: ConflictKind


class ConflictSealed(Event, type="curation.conflict_sealed", builds_on={"initiative": INITIATIVE}):
    """A reviewer is not free to judge an initiative, for a year; in the box, and private.

    Once the key of the box is destroyed, nobody can tell any more who it was.
    """

    initiative: str
    reviewer: str
    """The pseudonym."""
    kind: Sealed
    """Of the code, which is deleted when it has been kept as long as the playbook says."""


class ConflictCodesDeleted(Destroys, type="curation.conflict_codes_deleted"):
    """Why some reviewers were not free is kept no longer."""

    destroys = "kinds"
    kinds: tuple[Sealed, ...]


class AssessmentClosed(
    DecisionClosed,
    type="curation.assessment_closed",
    public=True,
    builds_on={"initiative": INITIATIVE, "pilots": PILOT},
):
    """Nothing but what is named here counts."""

    initiative: str
    number: int
    reviewers: tuple[str, ...]
    """Pseudonyms of those whose reviews count."""
    compared: tuple[ReviewName, ...]
    """The same reviewers' latest reviews of other initiatives, so that leniency can be told from quality."""
    pilots: tuple[str, ...]
    """Pilots of this initiative that were not abandoned."""


class InitiativeAssessed(Event, type="curation.assessed", public=True, builds_on={"initiative": INITIATIVE}):
    upcasters = (_of_the_first_version,)

    initiative: str
    number: int
    version: int
    """Of the solution: the one that was assessed."""
    record: DecisionRecord
    result: Fit
    means: tuple[MeanScore, ...]
    """Of each criterion that was scored."""
    reviewers: int
    expires_on: date
    """The first day on which the result no longer counts."""


class OverrideProposed(Event, type="curation.override_proposed", public=True, builds_on={"initiative": INITIATIVE}):
    """A person proposes to answer for another result; nothing changes until a second one confirms it."""

    initiative: str
    number: int
    computed: Fit
    result: Fit
    reason: str
    proposer: str


class AssessmentOverridden(
    Event, type="curation.assessment_overridden", public=True, builds_on={"initiative": INITIATIVE}
):
    """Two people answer for another result; the computed one stays where it is."""

    upcasters = (lambda data: {**data, "proposer": None},)

    initiative: str
    number: int
    computed: Fit
    result: Fit
    reason: str
    proposer: str | None
    """Who proposed it; None where one person decided alone, as the first rules had it."""


class AssessmentContested(
    Event, type="curation.assessment_contested", public=True, builds_on={"initiative": INITIATIVE}
):
    """Someone it concerns disagrees; the result stays, and what would follow from it waits for the answer."""

    upcasters = (lambda data: {**data, "ground": None},)

    initiative: str
    number: int
    contest: int
    """Counts the contests of this assessment from 1."""
    author: str
    """A participant of the team, or a reviewer's pseudonym."""
    acting_as: Contestant
    ground: ContestGround | None
    """None under the first rules."""
    reason: Sealed


class ContestAnswered(Event, type="curation.contest_answered", public=True, builds_on={"initiative": INITIATIVE}):
    initiative: str
    number: int
    contest: int
    upheld: bool
    """Whether the contest is right; then others review anew, in a new assessment."""
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
