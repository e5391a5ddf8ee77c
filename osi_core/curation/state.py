"""What an initiative's assessments and a pilot are after their events."""

from __future__ import annotations

from datetime import date

from osi_core.curation import events as e
from osi_core.domain import Event, Model, State
from osi_core.log.decisions import DecisionState
from osi_core.plugins.problems import Fit


class Proposal(Model):
    """An override that waits for a second person."""

    proposer: str
    result: Fit
    reason: str


class Contest(Model):
    """A contest of the latest assessment."""

    author: str
    """A participant of the team, or a reviewer's pseudonym."""
    answered: bool = False


class AssessmentState(DecisionState):
    """An initiative's assessments, one after the other: the latest of them, and the final one."""

    number: int = 0
    version: int = 1
    """The solution's version that the latest looks at."""
    stage: e.AssessmentStage = e.AssessmentStage.NONE
    box_sha256: str | None = None
    """The box that its reviews are cast into."""
    criteria: tuple[str, ...] = ()
    valid_days: int = 0
    reviewers: int = 0
    """How many reviews the close counted."""
    computed: Fit | None = None
    standing: Fit | None = None
    """The computed result, or the one that a person put in its place."""
    proposed: Proposal | None = None
    contests: tuple[Contest, ...] = ()
    final: e.FinalOutcome | None = None

    @classmethod
    def evolve(cls, state: AssessmentState | None, event: Event) -> AssessmentState:
        state = state or cls()
        match event:
            case e.AssessmentOpened():
                return cls(
                    number=event.number,
                    version=event.version,
                    box_sha256=event.box_sha256,
                    stage=e.AssessmentStage.OPEN,
                    criteria=tuple(criterion.id for criterion in event.criteria),
                    valid_days=event.valid_days,
                    final=state.final,
                ).opened_by(event)
            case e.AssessmentClosed():
                closed = {"stage": e.AssessmentStage.CLOSED, "reviewers": len(event.reviewers)}
                return state.closed_by(event).model_copy(update=closed)
            case e.InitiativeAssessed():
                stage = e.AssessmentStage.ASSESSED
                assessed = {"decided": True, "stage": stage, "computed": event.result, "standing": event.result}
                return state.model_copy(update=assessed)
            case e.OverrideProposed():
                proposed = Proposal(proposer=event.proposer, result=event.result, reason=event.reason)
                return state.model_copy(update={"proposed": proposed})
            case e.AssessmentOverridden():
                return state.model_copy(update={"standing": event.result, "proposed": None})
            case e.AssessmentContested():
                return state.model_copy(update={"contests": (*state.contests, Contest(author=event.author))})
            case e.ContestAnswered():
                return state._answered(event.contest)
            case e.InitiativeFinallyAssessed():
                return state.model_copy(update={"final": event.outcome})
        return state

    def _answered(self, number: int) -> AssessmentState:
        contests = list(self.contests)
        contests[number - 1] = contests[number - 1].model_copy(update={"answered": True})
        return self.model_copy(update={"contests": tuple(contests)})


class PilotState(State):
    """A pilot: from agreement through its run to a result, or abandoned."""

    initiative: str
    institution: str
    success_criteria: int
    start: date
    end: date
    status: e.PilotStatus = e.PilotStatus.AGREED

    @classmethod
    def evolve(cls, state: PilotState | None, event: Event) -> PilotState:
        if isinstance(event, e.PilotAgreed):
            return cls(
                initiative=event.initiative,
                institution=event.institution,
                success_criteria=len(event.success_criteria),
                start=event.start,
                end=event.end,
            )
        assert state is not None, "a pilot's first event is its agreement"
        match event:
            case e.PilotStarted():
                return state.model_copy(update={"status": e.PilotStatus.RUNNING})
            case e.PilotEnded():
                return state.model_copy(update={"status": e.PilotStatus(event.result)})
            case e.PilotAbandoned():
                return state.model_copy(update={"status": e.PilotStatus.ABANDONED})
        return state
