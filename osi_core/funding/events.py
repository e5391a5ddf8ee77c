"""What can have happened to money: funds, grant rounds, and grants."""

from __future__ import annotations

from enum import StrEnum

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


class GrantStatus(StrEnum):
    """What came of an application."""

    APPLIED = "applied"
    DECLINED = "declined"
    AWARDED = "awarded"
    PAID = "paid"
    """From the first payment on."""
    RETURNED = "returned"
    """Nothing is left of it."""


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


class GrantRoundClosed(DecisionClosed, type="funding.round_closed", public=True):
    """No ballot behind this event's position counts."""

    round: str


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


class GrantAwarded(OfGrant, type="funding.awarded", public=True):
    asked: Money


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
