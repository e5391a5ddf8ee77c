"""What a challenge, a statement, a round, a commitment and a gap are after their events."""

from __future__ import annotations

from datetime import date, datetime

from osi_core.challenges import events as e
from osi_core.domain import Event, Role, State
from osi_core.log.decisions import DecisionState
from osi_core.plugins.problems import BallotKind


class ChallengeState(State):
    """A challenge: from submission through moderation, perhaps merged into another or split into parts."""

    author: str = ""
    status: e.ChallengeStatus = e.ChallengeStatus.SUBMITTED

    @classmethod
    def evolve(cls, state: ChallengeState | None, event: Event) -> ChallengeState:
        if isinstance(event, e.ChallengeSubmitted):
            return cls(author=event.author)
        known = state or cls()
        match event:
            case e.ChallengeAccepted():
                return known.model_copy(update={"status": e.ChallengeStatus.ACCEPTED})
            case e.ChallengeRejected():
                return known.model_copy(update={"status": e.ChallengeStatus.REJECTED})
            case e.ChallengeMerged():
                return known.model_copy(update={"status": e.ChallengeStatus.MERGED})
            case e.ChallengeSplit():
                return known.model_copy(update={"status": e.ChallengeStatus.SPLIT})
        return known


class StatementState(State):
    """A statement and its moderation."""

    author: str = ""
    status: e.StatementStatus = e.StatementStatus.SUBMITTED

    @classmethod
    def evolve(cls, state: StatementState | None, event: Event) -> StatementState:
        if isinstance(event, e.StatementSubmitted):
            return cls(author=event.author)
        known = state or cls()
        match event:
            case e.StatementAccepted():
                return known.model_copy(update={"status": e.StatementStatus.ACCEPTED})
            case e.StatementRejected():
                return known.model_copy(update={"status": e.StatementStatus.REJECTED})
        return known


class RoundState(DecisionState):
    """A prioritisation round: its items and its deadline; the ballots lie in a stream of their own."""

    kind: BallotKind
    items: tuple[str, ...]
    electorate: tuple[Role, ...]
    closes_at: datetime
    top: int
    box_sha256: str | None
    """None once its key is destroyed."""

    @classmethod
    def evolve(cls, state: RoundState | None, event: Event) -> RoundState:
        if isinstance(event, e.RoundOpened):
            return cls(
                kind=event.kind,
                items=event.items,
                electorate=event.electorate,
                closes_at=event.closes_at,
                box_sha256=event.box_sha256,
                top=event.top,
            ).opened_by(event)
        assert state is not None
        match event:
            case e.RoundClosed():
                return state.closed_by(event)
            case e.ChallengesPrioritised():
                return state.model_copy(update={"decided": True, "box_sha256": None})
        return state


class CommitmentState(State):
    """An institution's commitment and what became of it."""

    institution: str
    due: date
    status: e.CommitmentStatus = e.CommitmentStatus.MADE

    @classmethod
    def evolve(cls, state: CommitmentState | None, event: Event) -> CommitmentState:
        if isinstance(event, e.CommitmentMade):
            return cls(institution=event.institution, due=event.due)
        assert state is not None
        match event:
            case e.CommitmentKept():
                return state.model_copy(update={"status": event.becomes})
            case e.CommitmentLate():
                return state.model_copy(update={"status": e.CommitmentStatus.LATE})
            case e.CommitmentWithdrawn():
                return state.model_copy(update={"status": e.CommitmentStatus.WITHDRAWN})
        return state


class GapState(State):
    """What a challenge is acknowledged to lack."""

    lacks: frozenset[e.Lack] = frozenset()

    @classmethod
    def evolve(cls, state: GapState | None, event: Event) -> GapState:
        lacks = state.lacks if state else frozenset()
        return cls(lacks=lacks | {event.lacks}) if isinstance(event, e.GapAcknowledged) else cls(lacks=lacks)
