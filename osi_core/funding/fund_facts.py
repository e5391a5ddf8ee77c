"""What phases, gates and the report may know of funds: their ledgers, and the offers of stipends that they bear."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from datetime import datetime

from osi_core.domain import Event, Fact, Model, Recorded
from osi_core.funding import events as e
from osi_core.funding.journal import Journal, JournalEntry, with_entries
from osi_core.money import Money
from osi_core.money.ledger import Account, Ledger, Posting, moves
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
    opened_at: datetime
    journal: Journal = ()
    """Every posting, with what it came of."""
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
                rows[fund] = rows[fund]._with_stipends(event, record)
            return
        assert isinstance(event, _MOVES)
        if isinstance(event, e.FundOpened):
            rows[event.fund] = cls(
                institution=event.institution,
                purpose=event.purpose,
                ledger=Ledger(currency=event.amount.currency),
                opened_at=record.time,
            )
        rows[event.fund] = rows[event.fund]._posted(record, *event.postings)
        if isinstance(event, e.StipendsSetAside):
            rows[event.fund] = rows[event.fund]._bears(event.offer, event.budget)

    def _posted(self, record: Recorded, *postings: Posting) -> Fund:
        entries = [JournalEntry(posting, record.time, record.event.type, record.id) for posting in postings]
        posted = {"ledger": self.ledger.post(postings), "journal": with_entries(self.journal, entries)}
        return self.model_copy(update=posted)

    def _bears(self, offer: str, budget: Money) -> Fund:
        held = Stipends(reserved=budget, matched=Money.zero(self.ledger.currency))
        return self.model_copy(update={"stipends": {**self.stipends, offer: held}})

    def _with_stipends(self, event: Event, record: Recorded) -> Fund:
        """The fund after something happened to an offer of stipends that it bears."""
        none, postings = Money.zero(self.ledger.currency), list[Posting]()
        match event:
            case s.SupportOffered(offer=offer, budget=Money() as budget):
                set_aside = moves(Account.FUND, Account.RESERVED, budget)
                return self._posted(record, set_aside)._bears(offer, budget)
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
        return self._posted(record, *postings).model_copy(update={"stipends": {**self.stipends, offer: held}})


def _fund_of(offer: str, rows: Mapping[str, Fund]) -> str | None:
    """The fund that bears an offer, if one does."""
    return next((name for name, fund in rows.items() if offer in fund.stipends), None)
