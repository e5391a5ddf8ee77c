"""What other phases, gates and the report may know of phase 5."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import date, timedelta

from osi_core.curation import events as e
from osi_core.domain import Fact, LastingBox, Model, Recorded
from osi_core.mission.events import MissionClosedEarly, PhaseClosed
from osi_core.plugins.problems import Fit


class ContestNote(Model):
    """A contest as the dossier shows it."""

    author: str
    acting_as: e.Contestant
    ground: e.ContestGround | None = None
    reason: str
    """The reason's seal."""
    due: date
    """The last day on which it can be answered."""
    upheld: bool | None = None
    """None while it is unanswered."""
    answer: str | None = None

    def waits(self, at: date) -> bool:
        """Whether it can still be answered."""
        return self.upheld is None and at <= self.due

    def calls_for_review(self, at: date) -> bool:
        """Whether it was upheld, or nobody has answered in time."""
        return self.upheld is True or (self.upheld is None and at > self.due)


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
    contestable_until: date
    """The last day on which the result, or its override, can be contested."""
    answer_days: int
    decided_by: frozenset[str]
    """Who called for it, closed it, or answers for its override."""
    contests: tuple[ContestNote, ...] = ()

    @property
    def standing(self) -> Fit:
        """What counts: the override where there is one, else the computed result."""
        return self.override or self.result


class Opened(Model):
    """How an assessment was opened."""

    contest_days: int
    answer_days: int
    by: tuple[str, ...]
    """Who called for reviews, and who ended them."""


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
    opened: Opened | None = None
    """How the newest assessment was opened."""
    version: int = 1
    """The solution's version that the newest assessment looks at, under way or not."""
    ordered: bool = False
    """Whether an assessment of a newer version was ordered and not opened yet."""
    pilots: dict[str, PilotNote] = {}
    final: e.FinalOutcome | None = None
    final_reason: str | None = None
    final_after: int = 0
    """How many assessments there were when the final word was spoken."""

    sources = (
        e.AssessmentOpened,
        e.AssessmentClosed,
        e.AssessmentOrdered,
        e.InitiativeAssessed,
        e.OverrideProposed,
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

    def waits(self, at: date) -> bool:
        """Whether the newest result is contested, and the answer can still come."""
        return self.latest is not None and any(one.waits(at) for one in self.latest.contests)

    def calls_for_review(self, at: date) -> bool:
        """Whether the newest result was contested with success, or without an answer in time."""
        return self.latest is not None and any(one.calls_for_review(at) for one in self.latest.contests)

    def final_stands(self, *, alive: bool) -> bool:
        """Whether what was said in the end still holds: nothing new was found since, and nothing ended lives again."""
        said = self.final is not None and self.final_after == len(self.assessments)
        return said and not (alive and self.final == e.FinalOutcome.ENDED)

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
                opened = Opened(contest_days=event.contest_days, answer_days=event.answer_days, by=(record.actor,))
                update = {"open": True, "opened": opened, "version": event.version, "ordered": False}
                return self.model_copy(update=update)
            case e.AssessmentOrdered():
                return self.model_copy(update={"ordered": True})
            case e.AssessmentClosed() if self.opened:
                closed = self.opened.model_copy(update={"by": (*self.opened.by, record.actor)})
                return self.model_copy(update={"opened": closed})
            case e.InitiativeAssessed() as event if self.opened:
                note = _note(event, record.time.date(), self.opened)
                return self.model_copy(update={"open": False, "assessments": (*self.assessments, note)})
            case e.OverrideProposed() if self.latest:
                return self._latest_with(decided_by=self.latest.decided_by | {record.actor})
            case e.AssessmentOverridden() as event:
                return self._overridden(event, record)
            case e.AssessmentContested() as event:
                return self._contested(event, record.time.date())
            case e.ContestAnswered() as event:
                return self._answered(event)
            case e.InitiativeFinallyAssessed() as event:
                said = {"final": event.outcome, "final_reason": event.reason, "final_after": len(self.assessments)}
                return self.model_copy(update=said)
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

    def _overridden(self, event: e.AssessmentOverridden, record: Recorded) -> Dossier:
        latest, opened = self.assessments[-1], self.opened
        assert opened is not None, "an assessment begins when it is opened"
        return self._latest_with(
            override=event.result,
            override_reason=event.reason,
            contestable_until=record.time.date() + timedelta(days=opened.contest_days),
            decided_by=latest.decided_by | {record.actor},
        )

    def _contested(self, event: e.AssessmentContested, on: date) -> Dossier:
        latest = self.assessments[-1]
        contest = ContestNote(
            author=event.author,
            acting_as=event.acting_as,
            ground=event.ground,
            reason=event.reason,
            due=on + timedelta(days=latest.answer_days),
        )
        return self._latest_with(contests=(*latest.contests, contest))

    def _answered(self, event: e.ContestAnswered) -> Dossier:
        contests = list(self.assessments[-1].contests)
        answered = {"upheld": event.upheld, "answer": event.answer}
        contests[event.contest - 1] = contests[event.contest - 1].model_copy(update=answered)
        return self._latest_with(contests=tuple(contests))

    def _with_pilot(self, pilot: str, note: PilotNote) -> Dossier:
        return self.model_copy(update={"pilots": {**self.pilots, pilot: note}})

    def _with_status(self, pilot: str, status: e.PilotStatus) -> Dossier:
        return self._with_pilot(pilot, self.pilots[pilot].model_copy(update={"status": status}))


def _note(event: e.InitiativeAssessed, assessed_on: date, opened: Opened) -> AssessmentNote:
    return AssessmentNote(
        number=event.number,
        version=event.version,
        result=event.result,
        means=event.means,
        reviewers=event.reviewers,
        assessed_on=assessed_on,
        expires_on=event.expires_on,
        contestable_until=assessed_on + timedelta(days=opened.contest_days),
        answer_days=opened.answer_days,
        decided_by=frozenset(opened.by),
    )


THE_REVIEWS = "reviews"
"""The key of the only row of `ReviewBox`."""


class ReviewBox(LastingBox):
    """The box of reviews: from the first assessment until no phase takes reviews any more, then perhaps a next one."""

    key = THE_REVIEWS
    sources = (e.AssessmentOpened, PhaseClosed, MissionClosedEarly)


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
