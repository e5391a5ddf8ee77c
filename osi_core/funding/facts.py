"""What phases, gates and the report may know of money."""

from __future__ import annotations

from collections import Counter
from collections.abc import MutableMapping
from datetime import datetime

from osi_core.ballots import BallotForm, Roster
from osi_core.domain import Fact, Model, Recorded, Role, StopReason
from osi_core.funding import events as e
from osi_core.funding.fund_facts import Fund, Stipends
from osi_core.funding.resources import APPLICATION
from osi_core.log.records import DecisionRecord
from osi_core.mission.events import MissionClosedEarly
from osi_core.money import Money
from osi_core.money.ledger import Account
from osi_core.plugins.columns import Column
from osi_core.plugins.problems import BallotKind

__all__ = ["Application", "Fund", "Grant", "GrantRound", "Stipends"]


class Application(Model):
    """One application of a round."""

    id: str
    initiative: str
    asked: Money


class GrantRound(Fact):
    """A grant round by its id, with its applications and the roster of who may vote."""

    fund: str
    institution: str
    """Who gives the money."""
    budget: Money
    kind: BallotKind
    electorate: tuple[Role, ...]
    applications_until: datetime
    closes_at: datetime
    box_sha256: str | None
    """None once its key is destroyed."""
    roster: Column
    max_choices: int
    max_points: int
    max_applications: int
    minimum_support: int
    strategy: str
    opened_at: datetime
    applied: tuple[Application, ...] = ()
    """In the order in which they came, which the ballots count by."""
    status: e.GrantRoundStatus = e.GrantRoundStatus.OPEN
    spent: Money | None = None
    """What was awarded, once it is decided."""
    awards: tuple[e.Award, ...] = ()
    record: DecisionRecord | None = None
    cancelled_for: str | None = None
    """Why it ended without a result."""
    ended_at: datetime | None = None
    """When it was decided or cancelled."""

    sources = (
        e.GrantRoundOpened,
        e.GrantApplied,
        e.GrantRoundClosed,
        e.GrantRoundCancelled,
        e.GrantRoundDecided,
        MissionClosedEarly,
    )

    @property
    def applications(self) -> tuple[str, ...]:
        """The applications by their ids, in the order in which they came."""
        return tuple(one.id for one in self.applied)

    @classmethod
    def fold(cls, rows: MutableMapping[str, GrantRound], record: Recorded) -> None:
        match record.event:
            case e.GrantRoundOpened() as event:
                rows[event.round] = cls(
                    fund=event.fund,
                    institution=event.institution,
                    budget=event.budget,
                    kind=event.kind,
                    electorate=event.electorate,
                    applications_until=event.applications_until,
                    closes_at=event.closes_at,
                    box_sha256=event.box_sha256,
                    roster=event.roster,
                    max_choices=event.max_choices,
                    max_points=event.max_points,
                    max_applications=event.max_applications,
                    minimum_support=event.minimum_support,
                    strategy=event.strategy,
                    opened_at=record.time,
                )
            case e.GrantApplied() as event:
                one = Application(id=event.application, initiative=event.initiative, asked=event.asked)
                applied = (*rows[event.round].applied, one)
                rows[event.round] = rows[event.round].model_copy(update={"applied": applied})
            case e.GrantRoundClosed() as event:
                rows[event.round] = rows[event.round].model_copy(update={"status": e.GrantRoundStatus.CLOSED})
            case e.GrantRoundCancelled() as event:
                cancelled = {
                    "status": e.GrantRoundStatus.CANCELLED,
                    "box_sha256": None,
                    "cancelled_for": event.reason,
                    "ended_at": record.time,
                }
                rows[event.round] = rows[event.round].model_copy(update=cancelled)
            case e.GrantRoundDecided() as event:
                decided = {
                    "status": e.GrantRoundStatus.DECIDED,
                    "spent": event.spent,
                    "box_sha256": None,
                    "awards": event.awards,
                    "record": event.record,
                    "ended_at": record.time,
                }
                rows[event.round] = rows[event.round].model_copy(update=decided)
            case MissionClosedEarly():
                for name, row in list(rows.items()):
                    rows[name] = row.model_copy(update={"box_sha256": None})

    @property
    def voters(self) -> Roster:
        """Who may vote."""
        return Roster(self.roster)

    def ballot_form(self) -> BallotForm:
        """What a ballot of this round must fit."""
        return BallotForm(self.kind, self.applications, APPLICATION, self.max_choices, self.max_points)


class Grant(Fact):
    """What an initiative asked for, and what came of it; by the application's id."""

    round: str
    initiative: str
    applicant: str
    asked: Money
    purpose: str
    """The seal of what the money is for."""
    applied_at: datetime
    status: e.GrantStatus = e.GrantStatus.APPLIED
    accept_until: datetime | None = None
    """It lapses unless it is accepted before; None where nobody has to, or it was."""
    awarded: Money
    paid: Money
    """What the initiative holds of it."""
    returned: Money
    written_off: Money
    """What of the paid is not expected back."""
    reason: StopReason | None = None
    """Why something came back."""

    sources = (
        e.GrantApplied,
        e.GrantRoundCancelled,
        e.GrantDeclined,
        e.GrantAwarded,
        e.GrantAccepted,
        e.GrantLapsed,
        e.GrantPaid,
        e.GrantReturned,
        e.GrantWrittenOff,
        e.WriteOffUndone,
    )

    @classmethod
    def fold(cls, rows: MutableMapping[str, Grant], record: Recorded) -> None:
        match record.event:
            case e.GrantApplied() as event:
                nothing = Money.zero(event.asked.currency)
                rows[event.application] = cls(
                    round=event.round,
                    initiative=event.initiative,
                    applicant=event.applicant,
                    asked=event.asked,
                    purpose=event.purpose,
                    applied_at=record.time,
                    awarded=nothing,
                    paid=nothing,
                    returned=nothing,
                    written_off=nothing,
                )
            case e.GrantRoundCancelled(round=round):
                for name, row in list(rows.items()):
                    if row.round == round:
                        rows[name] = row.model_copy(update={"status": e.GrantStatus.DECLINED})
            case e.GrantDeclined() as event:
                declined = {"status": e.GrantStatus.DECLINED}
                rows[event.application] = rows[event.application].model_copy(update=declined)
            case e.GrantAwarded() as event:
                awarded = {
                    "status": e.GrantStatus.AWARDED,
                    "awarded": event.amount,
                    "accept_until": event.accept_until,
                }
                rows[event.application] = rows[event.application].model_copy(update=awarded)
            case e.GrantAccepted() as event:
                rows[event.application] = rows[event.application].model_copy(update={"accept_until": None})
            case e.GrantLapsed() as event:
                lapsed = {"status": e.GrantStatus.LAPSED, "accept_until": None}
                rows[event.application] = rows[event.application].model_copy(update=lapsed)
            case e.GrantPaid() as event:
                known = rows[event.application]
                paid = {"status": e.GrantStatus.PAID, "paid": known.paid + event.amount}
                rows[event.application] = known.model_copy(update=paid)
            case e.GrantReturned() as event:
                rows[event.application] = rows[event.application]._less(event)
            case e.GrantWrittenOff() as event:
                rows[event.application] = rows[event.application]._lost(event.amount)
            case e.WriteOffUndone() as event:
                rows[event.application] = rows[event.application]._lost(-event.amount)

    def _lost(self, amount: Money) -> Grant:
        paid = self.paid - amount
        status = e.GrantStatus.PAID if paid.minor else e.GrantStatus.WRITTEN_OFF
        return self.model_copy(update={"paid": paid, "written_off": self.written_off + amount, "status": status})

    def _less(self, event: e.GrantReturned) -> Grant:
        returned, currency = self.returned + event.amount, event.amount.currency
        taken = Counter({posting.credit: posting.amount.minor for posting in event.postings})
        update: dict[str, object] = {
            "returned": returned,
            "paid": self.paid - Money(minor=taken[Account.PAID], currency=currency),
            "written_off": self.written_off - Money(minor=taken[Account.WRITTEN_OFF], currency=currency),
            "reason": event.reason,
        }
        if returned == self.awarded:
            update["status"] = e.GrantStatus.RETURNED
        return self.model_copy(update=update)
