"""What can be asked for in matters of money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, AwareDatetime, Field
from pydantic_core import PydanticCustomError

from osi_core.ballots import Points, Revision, fields_of
from osi_core.domain import (
    BoxUse,
    Command,
    FactKey,
    Id,
    PublicText,
    Recorded,
    Role,
    Rows,
    ShortWords,
    State,
    StopReason,
    Words,
)
from osi_core.funding.events import Award, GrantBallotsCast, GrantMove
from osi_core.funding.facts import Fund, GrantRound
from osi_core.funding.resources import APPLICATION, FUND, GRANT_BALLOTS, GRANT_ROUND
from osi_core.funding.state import ApplicationState, FundState, GrantRoundState
from osi_core.log.decisions import RecordDecision
from osi_core.mission.facts import Institution, Member
from osi_core.money import Amount
from osi_core.plugins.problems import BallotKind
from osi_core.solutions.facts import Solution, team_of
from osi_core.support.facts import Initiative


def _grant_kind(kind: BallotKind) -> BallotKind:
    if kind not in (BallotKind.APPROVAL, BallotKind.POINTS):
        raise PydanticCustomError("grant_ballot_kind", "a grant round takes approval or points")
    return kind


class OpenFund(Command, at=FUND):
    """An institution gives money for a purpose, in public."""

    state: ClassVar[type[State] | None] = FundState
    fund: Id
    institution: Id
    """Who gives it."""
    purpose: PublicText
    amount: Amount

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(Institution, self.institution),)


class OfGrantRound(Command, at=GRANT_ROUND):
    """A command whose aggregate is one grant round."""

    state: ClassVar[type[State] | None] = GrantRoundState
    round: Id


class SetStipendsAside(Command, at=FUND):
    """Keep the money of an offer of stipends for it, where the offer stands in another chain."""

    fund: Id
    offer: Id
    budget: Amount

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return FactKey(Fund, self.fund), FactKey(Fund)


class OpenGrantRound(OfGrantRound):
    """Set a budget aside, call for applications, and ask the electorate which of them to fund."""

    uses_box = BoxUse.OPENS
    fund: Id
    budget: Amount
    kind: Annotated[BallotKind, AfterValidator(_grant_kind)] = BallotKind.APPROVAL
    electorate: tuple[Role, ...] = (Role.CITIZEN, Role.REPRESENTATIVE, Role.EXPERT)
    applications_until: AwareDatetime
    """Ballots are taken from here on."""
    closes_at: AwareDatetime

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return FactKey(Fund, self.fund), FactKey(Member)


class ApplyForGrant(Command, at=APPLICATION):
    """Ask for money for an initiative; what it is for goes to the private store, its seal into the log."""

    state: ClassVar[type[State] | None] = ApplicationState
    application: Id
    round: Id
    initiative: Id
    asked: Amount
    purpose: Words

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (
            FactKey(GrantRound, self.round),
            FactKey(Initiative, self.initiative),
            FactKey(Solution, self.initiative),
        )


class CastGrantBallot(Command, at=GRANT_BALLOTS):
    """Cast a ballot in a grant round, or replace one's own by a later one until the round closes."""

    uses_box = BoxUse.CASTS
    round: Id
    participant: Id
    ballot: Id
    """The ballot's own id."""
    revision: Revision = None
    """Of several ballots the latest counts; where they may overtake each other, the one of the highest revision."""
    choices: tuple[Id, ...] = Field(max_length=10_000)
    """Applications: approved ones in any order, or those that get points."""
    points: tuple[Points, ...] = Field(default=(), max_length=10_000)
    """One number a choice, in a round of points."""

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return FactKey(GrantRound, self.round), FactKey(Member, self.participant)

    @classmethod
    def said_by(cls, records: Sequence[Recorded], rows: Rows) -> dict[str, Any]:
        cast = records[0].event
        assert isinstance(cast, GrantBallotsCast)
        return {"participant": records[0].actor, **fields_of(cast, rows[GrantRound][cast.round].applications)}

    def box_sha256(self, state: object, facts: Mapping[FactKey, Any]) -> str | None:
        round_: GrantRound | None = facts[FactKey(GrantRound, self.round)]
        return round_.box_sha256 if round_ else None


class CloseGrantRound(OfGrantRound):
    """End a grant round at its deadline: ballots behind this point do not count, and the secret is revealed."""

    reveals_secret = True

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return FactKey(GrantRound, self.round), FactKey(Initiative)


class CancelGrantRound(OfGrantRound):
    """End a grant round without a result, and say why; its money goes back to the fund, and ballots count nowhere."""

    reason: PublicText

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(GrantRound, self.round),)


class RecordGrants(OfGrantRound, RecordDecision):
    """Publish what a closed round funds with its decision record."""

    awards: tuple[Award, ...]

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(GrantRound, self.round),)


class OfGrant(OfGrantRound):
    """A command about one grant of a round."""

    application: Id

    def needs(self, state: GrantRoundState | None) -> tuple[FactKey, ...]:
        grant = state.grants.get(self.application) if state else None
        return (FactKey(Solution, grant.initiative), FactKey(Initiative, grant.initiative)) if grant else ()


class AcceptGrant(OfGrant):
    """Take what was awarded, as one of the initiative's team."""


class LapseGrant(OfGrant):
    """Time has passed: state that nobody accepted an award; its money is free again."""


class OfTwoPeople(OfGrant):
    """A command that moves money which was awarded, and is not for those who get it."""

    def asked_by(self, state: GrantRoundState | None, facts: Mapping[FactKey, Any]) -> tuple[str, ...]:
        grant = state.grants.get(self.application) if state else None
        return team_of(grant.initiative, facts) if grant else ()


class ProposeGrantMove(OfTwoPeople):
    """Propose, as the first of two people, to pay a grant or to take it back: all that is unpaid, or that has not come
    back, or a part of that.
    """

    move: GrantMove = GrantMove.PAY
    amount: Amount | None = None


class PayGrant(OfTwoPeople):
    """State that money was paid to the initiative: all that is unpaid, or an instalment."""

    amount: Amount | None = None
    note: PublicText | None = None


class ProposeWriteOff(OfTwoPeople):
    """Propose, as the first of two people, to expect paid money back no more: all of it, or a part."""

    amount: Amount | None = None
    reason: PublicText


class WriteOffGrant(OfTwoPeople):
    """Write off, as the second person, what another proposed, for the reason that was given."""

    amount: Amount | None = None


class UndoWriteOff(OfTwoPeople):
    """Count as paid again what was written off by mistake: all of it, or a part."""

    amount: Amount | None = None
    reason: PublicText


class ReturnGrant(OfGrant):
    """State that money of a grant comes back, and why: all of it, or a part; what was not paid comes first."""

    amount: Amount | None = None
    reason: StopReason
    note: ShortWords | None = None
