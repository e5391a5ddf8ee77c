"""What other phases, gates and the report may know of phase 5."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import date

from osi_core.curation import events as e
from osi_core.domain import Fact, Model, Recorded
from osi_core.mission.events import PhaseClosed
from osi_core.plugins.problems import Fit


class ContestNote(Model):
    """A contest as the dossier shows it."""

    author: str
    acting_as: e.Contestant
    reason: str
    """The reason's seal."""
    upheld: bool | None = None
    """None while it is unanswered."""
    answer: str | None = None


class AssessmentNote(Model):
    """An assessment as the dossier shows it: what was computed, and beside it what people said of it."""

    number: int
    version: int = 1
    """The solution's version that was assessed."""
    result: Fit
    """As computed by the strategy."""
    means: tuple[e.MeanScore, ...]
    reviewers: int
    assessed_on: date
    expires_on: date
    """The first day on which it no longer counts."""
    override: Fit | None = None
    override_reason: str | None = None
    contests: tuple[ContestNote, ...] = ()

    @property
    def standing(self) -> Fit:
        """What counts: the override where there is one, else the computed result."""
        return self.override or self.result


class PilotNote(Model):
    """A pilot as the dossier shows it."""

    institution: str
    status: e.PilotStatus = e.PilotStatus.AGREED


class Dossier(Fact):
    """An initiative's living dossier of problem-solution fit, by initiative id; made from public events alone."""

    assessments: tuple[AssessmentNote, ...] = ()
    """In their order."""
    open: bool = False
    """Whether an assessment is under way, up to its record."""
    version: int = 1
    """The solution's version that the newest assessment looks at, under way or not."""
    ordered: bool = False
    """Whether an assessment of a newer version was ordered and not opened yet."""
    pilots: dict[str, PilotNote] = {}
    final: e.FinalOutcome | None = None
    final_reason: str | None = None

    sources = (
        e.AssessmentOpened,
        e.AssessmentOrdered,
        e.InitiativeAssessed,
        e.AssessmentOverridden,
        e.AssessmentContested,
        e.ContestAnswered,
        e.InitiativeFinallyAssessed,
        e.PilotAgreed,
        e.PilotStarted,
        e.PilotEnded,
        e.PilotAbandoned,
    )

    @property
    def latest(self) -> AssessmentNote | None:
        """The newest assessment that has a result."""
        return self.assessments[-1] if self.assessments else None

    @property
    def expires_on(self) -> date | None:
        """The first day on which the newest assessment no longer counts."""
        return self.latest.expires_on if self.latest else None

    def standing(self, at: date) -> Fit:
        """What the dossier says on a day; `unclear` without an assessment, or when the newest has expired."""
        if self.latest is None or at >= self.latest.expires_on:
            return Fit.UNCLEAR
        return self.latest.standing

    def is_fit(self, at: date) -> bool:
        """Whether the initiative has, on a day, a problem-solution fit that has not expired."""
        return self.standing(at) == Fit.FIT

    @property
    def piloted_by(self) -> tuple[str, ...]:
        """The different institutions with a successful pilot, in alphabetical order."""
        return tuple(
            sorted({pilot.institution for pilot in self.pilots.values() if pilot.status == e.PilotStatus.SUCCEEDED})
        )

    @property
    def partners(self) -> frozenset[str]:
        """The institutions that ever agreed a pilot."""
        return frozenset(pilot.institution for pilot in self.pilots.values())

    @classmethod
    def fold(cls, rows: MutableMapping[str, Dossier], record: Recorded) -> None:
        initiative: str = record.event.initiative  # type: ignore[attr-defined]
        rows[initiative] = (rows.get(initiative) or cls())._after(record)

    def _after(self, record: Recorded) -> Dossier:
        match record.event:
            case e.AssessmentOpened() as event:
                return self.model_copy(update={"open": True, "version": event.version, "ordered": False})
            case e.AssessmentOrdered():
                return self.model_copy(update={"ordered": True})
            case e.InitiativeAssessed() as event:
                note = _note(event, record.time.date())
                return self.model_copy(update={"open": False, "assessments": (*self.assessments, note)})
            case e.AssessmentOverridden() as event:
                return self._latest_with(override=event.result, override_reason=event.reason)
            case e.AssessmentContested() as event:
                return self._contested(event)
            case e.ContestAnswered() as event:
                return self._answered(event)
            case e.InitiativeFinallyAssessed() as event:
                return self.model_copy(update={"final": event.outcome, "final_reason": event.reason})
            case e.PilotAgreed() as event:
                return self._with_pilot(event.pilot, PilotNote(institution=event.institution))
            case e.PilotStarted() as event:
                return self._with_status(event.pilot, e.PilotStatus.RUNNING)
            case e.PilotEnded() as event:
                return self._with_status(event.pilot, e.PilotStatus(event.result))
            case e.PilotAbandoned() as event:
                return self._with_status(event.pilot, e.PilotStatus.ABANDONED)
        return self

    def _latest_with(self, **update: object) -> Dossier:
        note = self.assessments[-1].model_copy(update=update)
        return self.model_copy(update={"assessments": (*self.assessments[:-1], note)})

    def _contested(self, event: e.AssessmentContested) -> Dossier:
        contest = ContestNote(author=event.author, acting_as=event.acting_as, reason=event.reason)
        return self._latest_with(contests=(*self.assessments[-1].contests, contest))

    def _answered(self, event: e.ContestAnswered) -> Dossier:
        contests = list(self.assessments[-1].contests)
        answered = {"upheld": event.upheld, "answer": event.answer}
        contests[event.contest - 1] = contests[event.contest - 1].model_copy(update=answered)
        return self._latest_with(contests=tuple(contests))

    def _with_pilot(self, pilot: str, note: PilotNote) -> Dossier:
        return self.model_copy(update={"pilots": {**self.pilots, pilot: note}})

    def _with_status(self, pilot: str, status: e.PilotStatus) -> Dossier:
        return self._with_pilot(pilot, self.pilots[pilot].model_copy(update={"status": status}))


def _note(event: e.InitiativeAssessed, assessed_on: date) -> AssessmentNote:
    return AssessmentNote(
        number=event.number,
        version=event.version,
        result=event.result,
        means=event.means,
        reviewers=event.reviewers,
        assessed_on=assessed_on,
        expires_on=event.expires_on,
    )


THE_REVIEWS = "reviews"
"""The key of the only row of `ReviewBox`."""


class ReviewBox(Fact):
    """The box of reviews: from the first assessment until no phase takes reviews any more, then perhaps a next one."""

    box_sha256: str | None
    """None once its key is destroyed."""

    sources = (e.AssessmentOpened, PhaseClosed)

    @classmethod
    def fold(cls, rows: MutableMapping[str, ReviewBox], record: Recorded) -> None:
        match record.event:
            case e.AssessmentOpened() as event:
                rows[THE_REVIEWS] = cls(box_sha256=event.box_sha256)
            case PhaseClosed(ended_boxes=ended) if THE_REVIEWS in rows and rows[THE_REVIEWS].box_sha256 in ended:
                rows[THE_REVIEWS] = cls(box_sha256=None)


class Reviews(Fact):
    """The reviews of an initiative's newest assessment, by initiative id; only where reviews are kept."""

    number: int
    box_sha256: str
    """The box that they lie in."""
    open: bool
    """Whether it still takes reviews."""
    criteria: tuple[str, ...]
    scale: e.Scale
    min_reviewers: int
    by: tuple[str, ...] = ()
    """The reviewers' pseudonyms."""

    sources = (e.AssessmentOpened, e.ReviewSubmitted, e.AssessmentClosed)

    @property
    def count(self) -> int:
        """How many reviewers there are."""
        return len(self.by)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Reviews], record: Recorded) -> None:
        match record.event:
            case e.AssessmentOpened() as event:
                rows[event.initiative] = cls(
                    number=event.number,
                    box_sha256=event.box_sha256,
                    open=True,
                    criteria=tuple(criterion.id for criterion in event.criteria),
                    scale=event.scale,
                    min_reviewers=event.min_reviewers,
                )
            case e.ReviewSubmitted() as event:
                known = rows[event.initiative]
                rows[event.initiative] = known.model_copy(update={"by": (*known.by, event.reviewer)})
            case e.AssessmentClosed() as event:
                rows[event.initiative] = rows[event.initiative].model_copy(update={"open": False})


class Reviewer(Fact):
    """What a reviewer has reviewed, by pseudonym; only where reviews are kept."""

    latest: dict[str, int] = {}
    """Initiative → number of its newest assessment that the reviewer took part in."""

    sources = (e.ReviewSubmitted,)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Reviewer], record: Recorded) -> None:
        event = record.event
        assert isinstance(event, e.ReviewSubmitted)
        known = rows.get(event.reviewer) or cls()
        rows[event.reviewer] = cls(latest={**known.latest, event.initiative: event.number})


class Pilot(Fact):
    """A pilot by its id."""

    initiative: str
    institution: str
    hypothesis: str
    success_criteria: tuple[str, ...]
    start: date
    end: date
    status: e.PilotStatus = e.PilotStatus.AGREED
    met: tuple[bool, ...] = ()
    """Whether each success criterion was met, once there is a result."""
    said: str | None = None
    """The evidence of its result, or the reason why it was abandoned."""

    sources = (e.PilotAgreed, e.PilotStarted, e.PilotEnded, e.PilotAbandoned)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Pilot], record: Recorded) -> None:
        match record.event:
            case e.PilotAgreed() as event:
                rows[event.pilot] = cls(**event.model_dump(exclude={"pilot"}))
            case e.PilotStarted() as event:
                rows[event.pilot] = rows[event.pilot].model_copy(update={"status": e.PilotStatus.RUNNING})
            case e.PilotEnded() as event:
                ended = {"status": e.PilotStatus(event.result), "met": event.met, "said": event.evidence}
                rows[event.pilot] = rows[event.pilot].model_copy(update=ended)
            case e.PilotAbandoned() as event:
                abandoned = {"status": e.PilotStatus.ABANDONED, "said": event.reason}
                rows[event.pilot] = rows[event.pilot].model_copy(update=abandoned)
