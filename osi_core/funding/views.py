"""What can be read of money: funds and their ledgers, grant rounds, applications and what came of them.

All of it is public, as giving is; who applied is told to those alone who may know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

from osi_core.domain import Role, StopReason
from osi_core.funding.events import Award, GrantRoundStatus, GrantStatus
from osi_core.funding.facts import Fund, Grant, GrantRound
from osi_core.funding.journal import Journal, JournalEntry, entry_at, length
from osi_core.funding.resources import APPLICATION, FUND, GRANT_ROUND, LEDGER_ENTRY
from osi_core.log.records import DecisionRecord
from osi_core.mission.resources import INSTITUTION, PARTICIPANT
from osi_core.money import Money
from osi_core.money.ledger import Account
from osi_core.plugins.digest import explanations_of
from osi_core.plugins.problems import Allocation, BallotKind, Explanation
from osi_core.support.resources import INITIATIVE
from osi_core.view import WHO_MAY_KNOW_WHO, Deadline, Look, View

__all__ = ["VIEWS", "ApplicationView", "FundView", "GrantRoundView", "LedgerEntryView"]


class FundView(View, at=FUND, made_of=Fund):
    """A fund, with what its accounts hold."""

    fund: str
    etag: str
    institution: str
    purpose: str
    amount: Money
    """What was given."""
    free: Money
    """What is not set aside for anything."""
    reserved: Money
    granted: Money
    paid: Money
    returned: Money
    written_off: Money
    create_time: datetime

    filters = {
        "institution": attrgetter("institution"),
        "purpose": attrgetter("purpose"),
        "amount": lambda row: row.ledger.given,
        "free": attrgetter("free"),
        "reserved": lambda row: row.ledger.balance(Account.RESERVED),
        "granted": lambda row: row.ledger.balance(Account.GRANTED),
        "paid": lambda row: row.ledger.balance(Account.PAID),
        "written_off": lambda row: row.ledger.balance(Account.WRITTEN_OFF),
        "create_time": attrgetter("opened_at"),
    }
    refers = {"institution": INSTITUTION}

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Fund, look: Look) -> FundView:
        held = row.ledger.balance
        return cls(
            fund=ids[0],
            etag=look.etag(*ids),
            institution=row.institution,
            purpose=row.purpose,
            amount=row.ledger.given,
            free=row.free,
            reserved=held(Account.RESERVED),
            granted=held(Account.GRANTED),
            paid=held(Account.PAID),
            returned=held(Account.RETURNED),
            written_off=held(Account.WRITTEN_OFF),
            create_time=row.opened_at,
        )


class _Entries(Mapping[str, JournalEntry]):
    """A journal's entries by their numbers, as resources have ids."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def __getitem__(self, id: str) -> JournalEntry:
        entry = entry_at(self._journal, int(id)) if id.isascii() and id.isdecimal() and id[0] != "0" else None
        if entry is None:
            raise KeyError(id)
        return entry

    def __iter__(self) -> Iterator[str]:
        return (str(number) for number in range(1, len(self) + 1))

    def __len__(self) -> int:
        return length(self._journal)


class LedgerEntryView(View, at=LEDGER_ENTRY, made_of=Fund):
    """One posting of a fund's ledger, with the event that it came of. Entries are numbered from 1, without gaps."""

    fund: str
    entry: str
    credit: Account
    """The account that gives."""
    debit: Account
    """The account that receives."""
    amount: Money
    time: datetime
    event_type: str
    event: str
    """The event's id."""

    filters = {
        "credit": attrgetter("posting.credit"),
        "debit": attrgetter("posting.debit"),
        "amount": attrgetter("posting.amount"),
        "time": attrgetter("time"),
        "event_type": attrgetter("event_type"),
        "event": attrgetter("event"),
    }

    @classmethod
    def rows(cls, facts: Mapping[str, Fund], parent: tuple[str, ...]) -> Mapping[str, JournalEntry] | None:
        fund = facts.get(parent[0])
        return None if fund is None else _Entries(fund.journal)

    @classmethod
    def of(cls, ids: tuple[str, ...], row: JournalEntry, look: Look) -> LedgerEntryView:
        posting = row.posting
        return cls(
            fund=ids[0],
            entry=ids[1],
            credit=posting.credit,
            debit=posting.debit,
            amount=posting.amount,
            time=row.time,
            event_type=row.event_type,
            event=row.event,
        )


class GrantRoundView(View, at=GRANT_ROUND, made_of=GrantRound):
    """A grant round, with its result once it has one."""

    round: str
    etag: str
    fund: str
    institution: str
    budget: Money
    kind: BallotKind
    electorate: tuple[Role, ...]
    applications_until: datetime
    closes_at: datetime
    status: GrantRoundStatus
    voters: int
    """How many may vote."""
    applications: int
    """How many there are."""
    max_choices: int
    max_points: int
    max_applications: int
    minimum_support: int
    strategy: str
    spent: Money | None
    """What was awarded in all, once it is decided."""
    awards: tuple[Award, ...]
    record: DecisionRecord | None
    explanations: tuple[Explanation, ...]
    """Why each got what it got, in the order of the decision; empty until it is decided."""
    cancel_reason: str | None
    create_time: datetime
    end_time: datetime | None
    """When it was decided or cancelled."""

    filters = {
        "fund": attrgetter("fund"),
        "institution": attrgetter("institution"),
        "budget": attrgetter("budget"),
        "kind": attrgetter("kind"),
        "electorate": attrgetter("electorate"),
        "applications_until": attrgetter("applications_until"),
        "closes_at": attrgetter("closes_at"),
        "status": attrgetter("status"),
        "applications": lambda row: len(row.applied),
        "spent": attrgetter("spent"),
        "create_time": attrgetter("opened_at"),
        "end_time": attrgetter("ended_at"),
    }
    refers = {"fund": FUND, "institution": INSTITUTION}

    @classmethod
    def deadlines(cls, row: Any) -> Iterable[Deadline]:
        if row.status is GrantRoundStatus.OPEN:
            yield Deadline("due.applications", row.applications_until)
            yield Deadline("due.grant-round", row.closes_at)

    @classmethod
    def of(cls, ids: tuple[str, ...], row: GrantRound, look: Look) -> GrantRoundView:
        return cls(
            round=ids[0],
            etag=look.etag(*ids),
            fund=row.fund,
            institution=row.institution,
            budget=row.budget,
            kind=row.kind,
            electorate=row.electorate,
            applications_until=row.applications_until,
            closes_at=row.closes_at,
            status=row.status,
            voters=row.voters.size,
            applications=len(row.applied),
            max_choices=row.max_choices,
            max_points=row.max_points,
            max_applications=row.max_applications,
            minimum_support=row.minimum_support,
            strategy=row.strategy,
            spent=row.spent,
            awards=row.awards,
            record=row.record,
            explanations=explanations_of(Allocation, row.record, look),
            cancel_reason=row.cancelled_for,
            create_time=row.opened_at,
            end_time=row.ended_at,
        )


class ApplicationView(View, at=APPLICATION, made_of=Grant):
    """An application, with what came of it."""

    application: str
    etag: str
    round: str
    initiative: str
    asked: Money
    """What was asked for."""
    purpose: str | None
    """In the applicant's own words; None once they are erased."""
    applicant: str | None
    """Who applied; None to those who may not know."""
    status: GrantStatus
    accept_until: datetime | None
    awarded: Money
    paid: Money
    returned: Money
    written_off: Money
    reason: StopReason | None
    """Why something came back."""
    create_time: datetime

    fields_seen_by = {"applicant": WHO_MAY_KNOW_WHO}
    filters = {
        "round": attrgetter("round"),
        "initiative": attrgetter("initiative"),
        "applicant": attrgetter("applicant"),
        "asked": attrgetter("asked"),
        "status": attrgetter("status"),
        "accept_until": attrgetter("accept_until"),
        "awarded": attrgetter("awarded"),
        "paid": attrgetter("paid"),
        "returned": attrgetter("returned"),
        "written_off": attrgetter("written_off"),
        "reason": attrgetter("reason"),
        "create_time": attrgetter("applied_at"),
    }
    refers = {"round": GRANT_ROUND, "initiative": INITIATIVE, "applicant": PARTICIPANT}
    searched = {"purpose": attrgetter("purpose")}

    @classmethod
    def belongs_to(cls, row: Any) -> str | None:
        applicant: str = row.applicant
        return applicant

    @classmethod
    def deadlines(cls, row: Any) -> Iterable[Deadline]:
        if row.status is GrantStatus.AWARDED and row.accept_until is not None:
            yield Deadline("due.grant-accepted", row.accept_until)

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Grant, look: Look) -> ApplicationView:
        return cls(
            application=ids[0],
            etag=look.etag(*ids),
            round=row.round,
            initiative=row.initiative,
            asked=row.asked,
            purpose=look.words(row.purpose),
            applicant=row.applicant,
            status=row.status,
            accept_until=row.accept_until,
            awarded=row.awarded,
            paid=row.paid,
            returned=row.returned,
            written_off=row.written_off,
            reason=row.reason,
            create_time=row.applied_at,
        )


VIEWS: tuple[type[View], ...] = (FundView, LedgerEntryView, GrantRoundView, ApplicationView)
"""All that can be read of funding."""
