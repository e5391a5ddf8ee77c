"""What can have happened to money: funds, grant rounds, and grants."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime

from osi_core.ballots import Ballots
from osi_core.domain import EndsBoxes, Event, Id, Model, Role, Sealed, Sha256, StopReason
from osi_core.funding.resources import APPLICATION, FUND, GRANT_ROUND
from osi_core.log.decisions import DecisionClosed, DecisionOpened
from osi_core.log.records import DecisionRecord
from osi_core.mission.resources import INSTITUTION
from osi_core.money import Money
from osi_core.money.ledger import Posting
from osi_core.plugins.columns import Column
from osi_core.plugins.problems import BallotKind
from osi_core.support.resources import INITIATIVE


class GrantRoundStatus(StrEnum):
    """How far a grant round has come."""

    OPEN = "open"
    CLOSED = "closed"
    DECIDED = "decided"
    CANCELLED = "cancelled"
    """It ended without a result."""


class GrantStatus(StrEnum):
    """What came of an application."""

    APPLIED = "applied"
    DECLINED = "declined"
    AWARDED = "awarded"
    PAID = "paid"
    """From the first payment on."""
    RETURNED = "returned"
    """Nothing is left of it."""
    WRITTEN_OFF = "written_off"
    """What was paid of it is not expected back."""
    LAPSED = "lapsed"
    """It was awarded, and its team did not accept it in time."""


class GrantMove(StrEnum):
    """What two people do with a grant's money."""

    PAY = "pay"
    TAKE_BACK = "take_back"


class Award(Model):
    """What one application receives."""

    application: Id
    amount: Money


class Booked(Event):
    """An event that moves a fund's money; its postings are the fund's ledger, which nobody can write otherwise."""

    fund: str
    postings: tuple[Posting, ...]


class FundOpened(Booked, type="funding.fund_opened", public=True, builds_on={"institution": INSTITUTION}):
    institution: str
    """Who gives the money."""
    purpose: str
    amount: Money


class StipendsSetAside(Booked, type="funding.stipends_set_aside", public=True):
    """The money of an offer of stipends is kept for it. Said where the offer stands in another chain."""

    offer: str
    budget: Money


class StipendsDeclined(Event, type="funding.stipends_declined", public=True):
    """The fund had not so much left when it was told of an offer of stipends. Said as `StipendsSetAside`."""

    fund: str
    offer: str
    budget: Money


class GrantRoundOpened(Booked, DecisionOpened, type="funding.round_opened", public=True, builds_on={"fund": FUND}):
    by_chance = ("secret_sha256", "box_sha256", "roster", "roster_sha256")

    round: str
    institution: str
    """Who gives the money, as the fund says."""
    budget: Money
    """Set aside from the fund until the round is decided."""
    kind: BallotKind
    """Approval or points."""
    electorate: tuple[Role, ...]
    applications_until: AwareDatetime
    """Applications come before this moment, ballots from it on: who votes sees all there is to choose from."""
    closes_at: AwareDatetime
    box_sha256: Sha256
    """The box that ballots are cast into."""
    roster: Column
    """Pseudonyms of the eligible, 16 bytes each (u1), ascending; a person's place in it is its index in the ballots."""
    roster_sha256: str
    max_choices: int
    max_points: int
    max_applications: int
    minimum_support: int
    """How many ballots must support an application, or it gets nothing."""


class GrantApplied(
    Event, type="funding.applied", public=True, builds_on={"round": GRANT_ROUND, "initiative": INITIATIVE}
):
    application: str
    round: str
    initiative: str
    applicant: str
    asked: Money
    purpose: Sealed


class GrantBallotsCast(Ballots, type="funding.ballots_cast"):
    """Ballots of a grant round, whose items are its applications in the order in which they came; private."""

    round: str


def _told_by_the_log(data: dict[str, Any]) -> dict[str, Any]:
    return {"gone": [], "names_the_gone": False, **data}


class GrantRoundClosed(DecisionClosed, type="funding.round_closed", public=True):
    """No ballot behind this event's position counts."""

    upcasters = (_told_by_the_log,)

    round: str
    gone: tuple[str, ...]
    """Initiatives among those that applied which have dropped out by now."""
    names_the_gone: bool
    """False under the rules before the third, where the log itself tells."""


class GrantRoundCancelled(
    Booked, EndsBoxes, type="funding.round_cancelled", public=True, builds_on={"round": GRANT_ROUND, "fund": FUND}
):
    """Nothing comes of a grant round: its money goes back to the fund, and nobody can tell who has cast what."""

    round: str
    reason: str


class GrantRoundDecided(
    Booked, EndsBoxes, type="funding.round_decided", public=True, builds_on={"round": GRANT_ROUND, "fund": FUND}
):
    """The result of a grant round. What is not awarded goes back to the fund; the awards follow, an event each."""

    round: str
    record: DecisionRecord
    awards: tuple[Award, ...]
    """What is funded, in the order of the decision."""
    applications: int
    """How many had applied."""
    spent: Money


class OfGrant(Booked, builds_on={"application": APPLICATION, "initiative": INITIATIVE}):
    """Something about one grant; it stands in its round's stream."""

    round: str
    application: str
    initiative: str
    amount: Money


def _accepted_in_rules_1(data: dict[str, Any]) -> dict[str, Any]:
    """Under the first rules nobody was asked whether they accept."""
    return {"accept_until": None, **data}


class GrantAwarded(OfGrant, type="funding.awarded", public=True):
    upcasters = (_accepted_in_rules_1,)

    asked: Money
    accept_until: AwareDatetime | None
    """It lapses unless the team accepts it before; None where nobody has to."""


class GrantAccepted(
    Event, type="funding.accepted", public=True, builds_on={"application": APPLICATION, "initiative": INITIATIVE}
):
    """The initiative's team takes what it was awarded."""

    round: str
    application: str
    initiative: str


class GrantLapsed(OfGrant, type="funding.lapsed", public=True):
    """Nobody accepted it in time: the money is free again."""


class GrantMoveProposed(
    Event, type="funding.move_proposed", public=True, builds_on={"application": APPLICATION, "initiative": INITIATIVE}
):
    """The first of two people; a later proposal takes its place."""

    round: str
    application: str
    initiative: str
    move: GrantMove
    amount: Money
    proposed_by: str


class GrantDeclined(
    Event, type="funding.declined", public=True, builds_on={"application": APPLICATION, "initiative": INITIATIVE}
):
    """An application gets nothing in this round; the decision's record explains why."""

    round: str
    application: str
    initiative: str
    asked: Money


class GrantPaid(OfGrant, type="funding.paid", public=True):
    note: str | None


class GrantReturned(OfGrant, type="funding.returned", public=True):
    """A grant, or a part of it, is not needed or not used as agreed: what was not paid first, then what was."""

    reason: StopReason
    note: Sealed | None


class WriteOffProposed(
    Event,
    type="funding.write_off_proposed",
    public=True,
    builds_on={"application": APPLICATION, "initiative": INITIATIVE},
):
    """The first of two people; a later proposal takes its place."""

    round: str
    application: str
    initiative: str
    amount: Money
    reason: str
    proposed_by: str


class GrantWrittenOff(OfGrant, type="funding.written_off", public=True):
    """Money that was paid is not expected back: it is lost, or its team has ended and keeps it."""

    reason: str


class WriteOffUndone(OfGrant, type="funding.write_off_undone", public=True):
    """What was written off by mistake counts as paid again."""

    reason: str
