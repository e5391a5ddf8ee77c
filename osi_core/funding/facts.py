"""What phases, gates and the report may know of money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, MutableMapping
from datetime import datetime

from osi_core.ballots import BallotForm, Roster
from osi_core.domain import Event, Fact, Model, Recorded, StopReason
from osi_core.funding import events as e
from osi_core.funding.resources import APPLICATION
from osi_core.mission.events import MissionClosedEarly
from osi_core.money import Money
from osi_core.money.ledger import Account, Ledger, Posting, moves
from osi_core.plugins.columns import Column
from osi_core.plugins.problems import BallotKind
from osi_core.support import events as s

_MOVES = (
    e.FundOpened,
    e.StipendsSetAside,
    e.GrantRoundOpened,
    e.GrantRoundCancelled,
    e.GrantRoundDecided,
    e.GrantAwarded,
    e.GrantLapsed,
    e.GrantPaid,
    e.GrantReturned,
    e.GrantWrittenOff,
    e.WriteOffUndone,
)
_STIPENDS = (s.SupportOffered, s.MatchProposed, s.NeedMatched, s.MatchReleased, s.NeedMet, s.OfferWithdrawn)


class Stipends(Model):
    """What an offer of support sets aside of a fund."""

    reserved: Money
    matched: Money
    """What of it is proposed or promised to needs and not met yet."""
    proposed: frozenset[str] = frozenset()
    """Needs that it is proposed to, and whose teams have not accepted it yet."""
    withdrawn: bool = False

    def _matched(self, amount: Money) -> Stipends:
        return self.model_copy(update={"matched": self.matched + amount})


class Fund(Fact):
    """A fund by its id, with all that was ever posted in its ledger."""

    institution: str
    purpose: str
    ledger: Ledger
    postings: int = 0
    stipends: Mapping[str, Stipends] = {}
    """By offer of support."""

    sources = (*_MOVES, *_STIPENDS)
    followed = (s.SupportOffered,)

    @property
    def free(self) -> Money:
        """What is not set aside for anything."""
        return self.ledger.balance(Account.FUND)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Fund], record: Recorded) -> None:
        event = record.event
        if isinstance(event, _STIPENDS):
            fund = event.fund if isinstance(event, s.SupportOffered) else _fund_of(event.offer, rows)
            if fund is not None:
                rows[fund] = rows[fund]._with_stipends(event)
            return
        assert isinstance(event, _MOVES)
        if isinstance(event, e.FundOpened):
            rows[event.fund] = cls(
                institution=event.institution, purpose=event.purpose, ledger=Ledger(currency=event.amount.currency)
            )
        rows[event.fund] = rows[event.fund]._posted(*event.postings)
        if isinstance(event, e.StipendsSetAside):
            rows[event.fund] = rows[event.fund]._bears(event.offer, event.budget)

    def _posted(self, *postings: Posting) -> Fund:
        posted = {"ledger": self.ledger.post(postings), "postings": self.postings + len(postings)}
        return self.model_copy(update=posted)

    def _bears(self, offer: str, budget: Money) -> Fund:
        held = Stipends(reserved=budget, matched=Money.zero(self.ledger.currency))
        return self.model_copy(update={"stipends": {**self.stipends, offer: held}})

    def _with_stipends(self, event: Event) -> Fund:
        """The fund after something happened to an offer of stipends that it bears."""
        none, postings = Money.zero(self.ledger.currency), list[Posting]()
        match event:
            case s.SupportOffered(offer=offer, budget=Money() as budget):
                return self._posted(moves(Account.FUND, Account.RESERVED, budget))._bears(offer, budget)
            case s.MatchProposed(offer=offer, need=need, amount=amount):
                known = self.stipends[offer]
                held = known._matched(amount or none).model_copy(update={"proposed": known.proposed | {need}})
            case s.NeedMatched(offer=offer, need=need, amount=amount):
                known = self.stipends[offer]
                taken = known if need in known.proposed else known._matched(amount or none)
                held = taken.model_copy(update={"proposed": known.proposed - {need}})
            case s.MatchReleased(offer=offer, need=need, amount=amount):
                known = self.stipends[offer]
                held = known._matched(-(amount or none)).model_copy(update={"proposed": known.proposed - {need}})
            case s.NeedMet(offer=offer, amount=Money() as amount):
                known = self.stipends[offer]
                held = known._matched(-amount).model_copy(update={"reserved": known.reserved - amount})
                postings = [moves(Account.RESERVED, Account.PAID, amount)]
            case s.OfferWithdrawn(offer=offer, freed=freed):
                held = self.stipends[offer]._matched(-(freed or none)).model_copy(update={"withdrawn": True})
            case _:
                return self
        if held.withdrawn and held.reserved > held.matched:
            postings.append(moves(Account.RESERVED, Account.FUND, held.reserved - held.matched))
            held = held.model_copy(update={"reserved": held.matched})
        return self._posted(*postings).model_copy(update={"stipends": {**self.stipends, offer: held}})


def _fund_of(offer: str, rows: Mapping[str, Fund]) -> str | None:
    """The fund that bears an offer, if one does."""
    return next((name for name, fund in rows.items() if offer in fund.stipends), None)


class Application(Model):
    """One application of a round."""

    id: str
    initiative: str
    asked: Money


class GrantRound(Fact):
    """A grant round by its id, with its applications and the roster of who may vote."""

    fund: str
    budget: Money
    kind: BallotKind
    applications_until: datetime
    closes_at: datetime
    box_sha256: str | None
    """None once its key is destroyed."""
    roster: Column
    max_choices: int
    max_points: int
    max_applications: int
    applied: tuple[Application, ...] = ()
    """In the order in which they came, which the ballots count by."""
    status: e.GrantRoundStatus = e.GrantRoundStatus.OPEN
    spent: Money | None = None
    """What was awarded, once it is decided."""

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
                    budget=event.budget,
                    kind=event.kind,
                    applications_until=event.applications_until,
                    closes_at=event.closes_at,
                    box_sha256=event.box_sha256,
                    roster=event.roster,
                    max_choices=event.max_choices,
                    max_points=event.max_points,
                    max_applications=event.max_applications,
                )
            case e.GrantApplied() as event:
                one = Application(id=event.application, initiative=event.initiative, asked=event.asked)
                applied = (*rows[event.round].applied, one)
                rows[event.round] = rows[event.round].model_copy(update={"applied": applied})
            case e.GrantRoundClosed() as event:
                rows[event.round] = rows[event.round].model_copy(update={"status": e.GrantRoundStatus.CLOSED})
            case e.GrantRoundCancelled() as event:
                cancelled = {"status": e.GrantRoundStatus.CANCELLED, "box_sha256": None}
                rows[event.round] = rows[event.round].model_copy(update=cancelled)
            case e.GrantRoundDecided() as event:
                decided = {"status": e.GrantRoundStatus.DECIDED, "spent": event.spent, "box_sha256": None}
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
