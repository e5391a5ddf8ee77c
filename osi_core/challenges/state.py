"""What a challenge, a statement, a round, a commitment and a gap are after their events."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from osi_core.challenges import events as e
from osi_core.domain import Event, Role, State
from osi_core.log.decisions import DecisionState
from osi_core.plugins.problems import BallotKind


class MergeProposal(NamedTuple):
    """A merge that the author may object to until a moment."""

    into: str
    until: datetime


class ChallengeState(State):
    """A challenge: from submission through moderation, perhaps merged into another or split into parts."""

    author: str = ""
    status: e.ChallengeStatus = e.ChallengeStatus.SUBMITTED
    proposal: MergeProposal | None = None
    asked: e.Wish | None = None
    """What the author has asked moderation for."""

    @property
    def stands(self) -> bool:
        """Whether it waits for moderation or was let in, and stands by itself."""
        return self.status in (e.ChallengeStatus.SUBMITTED, e.ChallengeStatus.ACCEPTED)

    @classmethod
    def evolve(cls, state: ChallengeState | None, event: Event) -> ChallengeState:
        match event:
            case e.ChallengeSubmitted():
                return cls(author=event.author)
            case e.MergeProposed():
                return cls._with(state, proposal=MergeProposal(event.into, event.until))
            case e.MergeObjected():
                return cls._with(state, proposal=None)
            case e.AmendmentAsked():
                return cls._with(state, asked=e.Wish.AMEND)
            case e.WithdrawalAsked():
                return cls._with(state, asked=e.Wish.WITHDRAW)
            case e.CorrectionDeclined() | e.ChallengeAmended():
                return cls._with(state, asked=None)
            case e.CorrectionGranted(wish=e.Wish.AMEND):
                return cls._with(state, asked=None)
        status = _status_after(event)
        return state or cls() if status is None else cls._with(state, status=status, proposal=None, asked=None)

    @classmethod
    def _with(cls, state: ChallengeState | None, **update: object) -> ChallengeState:
        return (state or cls()).model_copy(update=update)


def _status_after(event: Event) -> e.ChallengeStatus | None:
    match event:
        case e.ChallengeAccepted() | e.MergeUndone() | e.SplitUndone():
            return e.ChallengeStatus.ACCEPTED
        case e.ChallengeRejected():
            return e.ChallengeStatus.REJECTED
        case e.ChallengeMerged():
            return e.ChallengeStatus.MERGED
        case e.ChallengeSplit():
            return e.ChallengeStatus.SPLIT
        case e.ChallengeWithdrawn() | e.CorrectionGranted():
            return e.ChallengeStatus.WITHDRAWN
    return None


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
    effect: e.RoundEffect = e.RoundEffect.REPLACE
    least_ballots: int = 0
    enter_until_close: bool = False
    ballots: int | None = None
    """How many had been cast at the close, where that was counted."""
    ended: bool = False
    """Without a result: nobody had voted, or it was cancelled."""

    @property
    def takes_no_more(self) -> bool:
        """Whether no ballot counts any more."""
        return self.closed or self.ended

    @property
    def too_few(self) -> bool:
        """Whether it only advises because too few people have voted."""
        return self.ballots is not None and self.ballots < self.least_ballots

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
                effect=event.effect,
                least_ballots=event.least_ballots,
                enter_until_close=event.enter_until_close,
            ).opened_by(event)
        assert state is not None
        match event:
            case e.RoundMoved():
                return state.model_copy(update={"closes_at": event.closes_at})
            case e.RoundClosed():
                return state.closed_by(event).model_copy(update={"ballots": event.ballots})
            case e.RoundCancelled() | e.RoundUndecided():
                return state.model_copy(update={"ended": True, "box_sha256": None})
            case e.ChallengesPrioritised():
                return state.model_copy(update={"decided": True, "box_sha256": None})
        return state


class CommitmentState(State):
    """An institution's commitment and what became of it."""

    institution: str
    due: date
    status: e.CommitmentStatus = e.CommitmentStatus.MADE
    body: str | None = None
    """Who has still to decide on it; None where nobody has to."""
    decides_on: date | None = None

    @property
    def pending(self) -> bool:
        """Whether it has not ended."""
        return self.status in (e.CommitmentStatus.OFFERED, e.CommitmentStatus.MADE, e.CommitmentStatus.LATE)

    @property
    def next_day(self) -> date:
        """The day after which it is late as it stands."""
        return self.due if self.decides_on is None else self.decides_on

    @classmethod
    def evolve(cls, state: CommitmentState | None, event: Event) -> CommitmentState:
        match event:
            case e.CommitmentMade():
                return cls(institution=event.institution, due=event.due)
            case e.CommitmentOffered():
                return cls(
                    institution=event.institution,
                    due=event.due,
                    status=e.CommitmentStatus.OFFERED,
                    body=event.body,
                    decides_on=event.decides_on,
                )
        assert state is not None
        match event:
            case e.CommitmentConfirmed():
                made = {"status": e.CommitmentStatus.MADE, "body": None, "decides_on": None}
                return state.model_copy(update=made)
            case e.CommitmentRefused():
                return state.model_copy(update={"status": e.CommitmentStatus.REFUSED})
            case e.CommitmentKept():
                return state.model_copy(update={"status": event.becomes})
            case e.CommitmentLate() | e.CommitmentUndecided():
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
