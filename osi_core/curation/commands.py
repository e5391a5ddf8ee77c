"""What can be asked for in phase 5."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar

from pydantic import Field

from osi_core.curation.events import ConflictKind, ConflictSealed, ContestGround, FinalOutcome, MeanScore, Score
from osi_core.curation.facts import THE_REVIEWS, Dossier, ReviewBox
from osi_core.curation.resources import ASSESSMENT, CONFLICTS, PILOT, REVIEWS
from osi_core.curation.review_facts import ConflictCode, Reviewer, Reviews
from osi_core.curation.state import AssessmentState, PilotState
from osi_core.curation.ties import Affiliations, Asking, Funded, Involved
from osi_core.domain import BoxUse, Command, Day, FactKey, Id, PublicText, Recorded, Rows, State, TextClass, Words
from osi_core.log.decisions import RecordDecision
from osi_core.mission.facts import Member
from osi_core.plugins.problems import Fit, PilotResult
from osi_core.solutions.facts import Solution, team_of
from osi_core.support.facts import Bundle, Initiative, Need, Offer

TIES = (FactKey(Affiliations), FactKey(Involved))
"""Whose institutions count is known only from the team, so they cannot be asked for by name."""


class OfAssessment(Command, at=ASSESSMENT):
    """A command whose aggregate is an initiative's assessments; an initiative has the id of its solution."""

    state: ClassVar[type[State] | None] = AssessmentState
    initiative: Id


class OpenAssessment(OfAssessment):
    """Call for reviews of an initiative, the first time or again after its last assessment."""

    uses_box = BoxUse.OPENS

    def needs(self, state: object) -> tuple[FactKey, ...]:
        of_initiative = (Initiative, Solution, Dossier)
        return (*(FactKey(kind, self.initiative) for kind in of_initiative), FactKey(ReviewBox, THE_REVIEWS))

    def box_sha256(self, state: object, facts: Mapping[FactKey, Any]) -> str | None:
        return _review_box(facts)


class OrderAssessment(OfAssessment):
    """Ask for an assessment of the solution's new version; without it, the result of the last one stays."""

    reason: PublicText

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return FactKey(Solution, self.initiative), FactKey(Dossier, self.initiative)


def _review_box(facts: Mapping[FactKey, Any]) -> str | None:
    box: ReviewBox | None = facts[FactKey(ReviewBox, THE_REVIEWS)]
    return box.box_sha256 if box else None


class SubmitReview(Command, at=REVIEWS):
    """Review an initiative whose assessment is open: a score for each criterion one can judge, and a comment."""

    uses_box = BoxUse.CASTS
    initiative: Id
    scores: tuple[Score, ...] = Field(min_length=1, max_length=20)
    """On the playbook's scale, at most one for each criterion; a criterion may be left open."""
    comment: Words | None = None
    independent: bool = False
    """Whether the reviewer, having no institution, is independent of the team and of everyone who backs it."""

    def needs(self, state: object) -> tuple[FactKey, ...]:
        of_initiative = (Reviews, Solution, Dossier, Asking)
        # Who is tied to the initiative is known only from its team and backers, and cannot be asked for by name.
        known = (FactKey(kind) for kind in (Member, Reviewer, Funded, Need, Offer, Bundle))
        keys = (*(FactKey(kind, self.initiative) for kind in of_initiative), FactKey(ReviewBox, THE_REVIEWS))
        return (*keys, *known, *TIES)

    def box_sha256(self, state: object, facts: Mapping[FactKey, Any]) -> str | None:
        return _review_box(facts)


class DeclareConflict(Command, at=REVIEWS):
    """Say that one cannot judge an initiative freely: the own review is taken out, and none is taken for a year."""

    uses_box = BoxUse.CASTS
    initiative: Id
    kind: Annotated[ConflictKind, TextClass.CODE]

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(ReviewBox, THE_REVIEWS),)

    @classmethod
    def said_by(cls, records: Sequence[Recorded], rows: Rows) -> dict[str, Any]:
        return {"kind": ConflictKind.OTHER} if isinstance(records[0].event, ConflictSealed) else {}

    def box_sha256(self, state: object, facts: Mapping[FactKey, Any]) -> str | None:
        return _review_box(facts)


class DeleteConflictCodes(Command, at=CONFLICTS):
    """Time has passed: delete the codes of conflicts that have been kept as long as the playbook says."""

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(ConflictCode),)


class CloseAssessment(OfAssessment):
    """End the reviewing: what is there counts, nothing later, and the secret is revealed."""

    reveals_secret = True
    uses_box = BoxUse.KNOWS

    def needs(self, state: object) -> tuple[FactKey, ...]:
        of_initiative = (FactKey(Reviews, self.initiative), FactKey(Dossier, self.initiative))
        # Whoever has reviewed is known only from the reviews, so the reviewers cannot be asked for by name.
        known = (FactKey(Reviewer), FactKey(Member), FactKey(Affiliations))
        return (*of_initiative, FactKey(ReviewBox, THE_REVIEWS), *known)

    def box_sha256(self, state: object, facts: Mapping[FactKey, Any]) -> str | None:
        return _review_box(facts)


class RecordAssessment(OfAssessment, RecordDecision):
    """Publish the result of a closed assessment with its decision record."""

    result: Fit
    means: tuple[MeanScore, ...] = Field(default=(), max_length=20)
    """Of each criterion that was scored."""


class OverrideAssessment(OfAssessment):
    """Propose to answer, by name and with a reason, for another result than the computed one, which stays beside it."""

    result: Fit
    reason: PublicText

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return TIES


class ConfirmOverride(OfAssessment):
    """Answer for another result as the second person, without whom an override is nothing but proposed."""

    result: Fit
    """What is confirmed, so that nobody confirms another proposal than the one that was read."""

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return FactKey(Member), *TIES


class ContestAssessment(OfAssessment):
    """Disagree with a result, as one of the team."""

    ground: ContestGround | None = None
    reason: Words

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return FactKey(Solution, self.initiative), FactKey(Dossier, self.initiative)


class ContestAsReviewer(OfAssessment):
    """Disagree with a result, as one who reviewed, under the pseudonym of the review."""

    uses_box = BoxUse.CASTS
    ground: ContestGround | None = None
    reason: Words

    def needs(self, state: object) -> tuple[FactKey, ...]:
        of_initiative = (FactKey(Reviews, self.initiative), FactKey(Dossier, self.initiative))
        return (*of_initiative, FactKey(ReviewBox, THE_REVIEWS))

    def box_sha256(self, state: object, facts: Mapping[FactKey, Any]) -> str | None:
        return _review_box(facts)


class AnswerContest(OfAssessment):
    """Answer a contest of the latest assessment in public."""

    contest: int = Field(ge=1, le=1_000_000)
    """The contest's number, from 1."""
    upheld: bool
    answer: PublicText

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return FactKey(Dossier, self.initiative), *TIES


class AssessFinally(OfAssessment):
    """Say in the end what became of an initiative in curation; the phase closes when it is said of each."""

    outcome: FinalOutcome
    """What the dossier says today, or `ended` for an initiative that no longer exists."""
    reason: PublicText | None = None

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return tuple(FactKey(kind, self.initiative) for kind in (Initiative, Dossier, Solution))

    def asked_by(self, state: object, facts: Mapping[FactKey, Any]) -> tuple[str, ...]:
        return team_of(self.initiative, facts)


class OfPilot(Command, at=PILOT):
    """A command whose aggregate is one pilot."""

    state: ClassVar[type[State] | None] = PilotState
    pilot: Id


class AgreePilot(OfPilot):
    """An institution agrees to try an initiative out, and says beforehand what would count as success."""

    initiative: Id
    institution: Id
    hypothesis: PublicText
    success_criteria: tuple[PublicText, ...] = Field(min_length=1, max_length=20)
    start: Day
    end: Day

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return FactKey(Initiative, self.initiative), *TIES


class StartPilot(OfPilot):
    """The pilot begins."""


class RecordPilotResult(OfPilot):
    """Say of each success criterion whether it was met, what follows, and where the evidence is."""

    met: tuple[bool, ...] = Field(min_length=1, max_length=20)
    """One for each success criterion, in their order."""
    result: PilotResult
    evidence: PublicText

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(Involved),)


class AbandonPilot(OfPilot):
    """End a pilot before it has a result, with the reason."""

    reason: PublicText
