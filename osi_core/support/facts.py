"""What other phases, gates and the report may know of phase 4."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import date, datetime

from osi_core.domain import Fact, Recorded, StopReason
from osi_core.money import Money
from osi_core.support import events as e


class Programme(Fact):
    """A support programme by its id."""

    starts_on: date
    ends_on: date
    ended_at: datetime | None = None

    sources = (e.ProgrammeStarted, e.ProgrammeExtended, e.ProgrammeEnded)

    @property
    def runs(self) -> bool:
        """Whether its end has not been stated."""
        return self.ended_at is None

    @classmethod
    def fold(cls, rows: MutableMapping[str, Programme], record: Recorded) -> None:
        match record.event:
            case e.ProgrammeStarted() as event:
                rows[event.programme] = cls(starts_on=event.starts_on, ends_on=event.ends_on)
            case e.ProgrammeExtended() as event:
                rows[event.programme] = rows[event.programme].model_copy(update={"ends_on": event.ends_on})
            case e.ProgrammeEnded() as event:
                rows[event.programme] = rows[event.programme].model_copy(update={"ended_at": record.time})


class Initiative(Fact):
    """An initiative by its id, which is its solution's."""

    programme: str
    """The programme it belongs to; the last one, if there were several."""
    left: tuple[str, ...] = ()
    """Programmes that it had dropped out of when another one took it, and has not come back to."""
    admitted_at: datetime
    """For the first time."""
    last_admitted_at: datetime
    """What was said of it before, it was said of another time in the programme."""
    last_active_at: datetime
    """Its last sign of life: admission, an activity, a need, a confirmation, a word on a bundle."""
    warned_at: datetime | None = None
    """When it was warned of dropping out; None as soon as it gives a sign of life."""
    bundle: str | None = None
    """The bundle it belongs to, with its consent."""
    dropped_out: bool = False
    reason: StopReason | None = None
    """Why it dropped out."""

    sources = (
        e.InitiativeAdmitted,
        e.ActivityRecorded,
        e.NeedStated,
        e.DeliveryConfirmed,
        e.BundleConsented,
        e.BundleDeclined,
        e.BundleFormed,
        e.DropOffWarned,
        e.InitiativeDroppedOut,
    )

    @classmethod
    def fold(cls, rows: MutableMapping[str, Initiative], record: Recorded) -> None:
        time = record.time
        match record.event:
            case e.InitiativeAdmitted() as event:
                known = rows.get(event.initiative)
                rows[event.initiative] = (
                    known._admitted_again(event.programme, time)
                    if known
                    else cls(programme=event.programme, admitted_at=time, last_admitted_at=time, last_active_at=time)
                )
            case e.InitiativeDroppedOut() as event:
                dropped = {"dropped_out": True, "reason": event.reason, "bundle": None}
                rows[event.initiative] = rows[event.initiative].model_copy(update=dropped)
            case e.DropOffWarned() as event:
                for initiative in event.initiatives:
                    rows[initiative] = rows[initiative].model_copy(update={"warned_at": time})
            case e.BundleFormed() as event:
                for initiative in event.initiatives:
                    rows[initiative] = rows[initiative].model_copy(update={"bundle": event.bundle})
            case e.DeliveryConfirmed(side=e.Side.OFFERER):
                pass  # the other side's word is no sign of the initiative's life
            case (
                e.ActivityRecorded()
                | e.NeedStated()
                | e.DeliveryConfirmed()
                | e.BundleConsented()
                | e.BundleDeclined() as event
            ):
                alive = {"last_active_at": time, "warned_at": None}
                rows[event.initiative] = rows[event.initiative].model_copy(update=alive)

    def _admitted_again(self, programme: str, time: datetime) -> Initiative:
        left = {*self.left, self.programme} if self.dropped_out else {*self.left}
        return Initiative(
            programme=programme,
            left=tuple(sorted(left - {programme})),
            admitted_at=self.admitted_at,
            last_admitted_at=time,
            last_active_at=time,
            bundle=self.bundle,
        )


class Need(Fact):
    """A need by its id."""

    initiative: str
    kind: e.SupportKind
    text: str
    """The text's seal."""
    skills: tuple[str, ...]
    amount: Money | None
    stated_at: datetime
    status: e.NeedStatus = e.NeedStatus.OPEN
    offer: str | None = None
    granted: Money | None = None
    met_at: datetime | None = None
    reason: StopReason | None = None
    """Why it was cancelled, or why its last match came to nothing."""

    sources = (
        e.NeedStated,
        e.MatchProposed,
        e.NeedMatched,
        e.MatchReleased,
        e.OfferWithdrawn,
        e.SupportDelivered,
        e.NeedMet,
        e.NeedCancelled,
    )

    @classmethod
    def fold(cls, rows: MutableMapping[str, Need], record: Recorded) -> None:
        def update(need: str, **values: object) -> None:
            rows[need] = rows[need].model_copy(update=values)

        match record.event:
            case e.NeedStated() as event:
                rows[event.need] = cls(
                    initiative=event.initiative,
                    kind=event.kind,
                    text=event.text,
                    skills=event.skills,
                    amount=event.amount,
                    stated_at=record.time,
                )
            case e.MatchProposed() as event:
                update(event.need, status=e.NeedStatus.PROPOSED, offer=event.offer, granted=event.amount, reason=None)
            case e.NeedMatched() as event:
                update(event.need, status=e.NeedStatus.MATCHED, offer=event.offer, granted=event.amount, reason=None)
            case e.MatchReleased() as event:
                update(event.need, status=e.NeedStatus.OPEN, offer=None, granted=None, reason=event.reason)
            case e.OfferWithdrawn() as event:
                for need in event.released:
                    update(need, status=e.NeedStatus.OPEN, offer=None, granted=None, reason=event.reason)
            case e.SupportDelivered() as event:
                update(event.need, status=e.NeedStatus.DELIVERED)
            case e.NeedMet() as event:
                update(event.need, status=e.NeedStatus.MET, met_at=record.time)
            case e.NeedCancelled() as event:
                update(event.need, status=e.NeedStatus.CANCELLED, reason=event.reason)


class Offer(Fact):
    """An offer by its id."""

    offerer: str
    institution: str | None
    kind: e.SupportKind
    text: str | None
    """The text's seal."""
    capacity: int
    skills: tuple[str, ...]
    budget: Money | None
    fund: str | None
    """Whose money the stipends are."""
    taken: int = 0
    """How many needs it answers, has answered, or would answer."""
    proposed: frozenset[str] = frozenset()
    """Needs that it would answer."""
    granted: Money | None = None
    """What of the budget is set aside or paid."""
    met: int = 0
    """How many needs it has met, by the word of both sides."""
    withdrawn: bool = False
    reason: StopReason | None = None

    sources = (e.SupportOffered, e.MatchProposed, e.NeedMatched, e.MatchReleased, e.NeedMet, e.OfferWithdrawn)

    @property
    def free(self) -> int:
        """How many more needs it can answer."""
        return 0 if self.withdrawn else self.capacity - self.taken

    @property
    def left(self) -> Money | None:
        """What of the budget is not set aside; None where no money is offered."""
        if self.budget is None or self.granted is None:
            return None
        return self.budget - self.granted

    @classmethod
    def fold(cls, rows: MutableMapping[str, Offer], record: Recorded) -> None:
        match record.event:
            case e.SupportOffered() as event:
                granted = Money.zero(event.budget.currency) if event.budget else None
                rows[event.offer] = cls(
                    offerer=event.offerer,
                    institution=event.institution,
                    kind=event.kind,
                    text=event.text,
                    capacity=event.capacity,
                    skills=event.skills,
                    budget=event.budget,
                    fund=event.fund,
                    granted=granted,
                )
            case e.MatchProposed() as event:
                row = rows[event.offer]._taking(1, event.amount)
                rows[event.offer] = row.model_copy(update={"proposed": row.proposed | {event.need}})
            case e.NeedMatched() as event:
                row = rows[event.offer]
                taken = row if event.need in row.proposed else row._taking(1, event.amount)
                rows[event.offer] = taken.model_copy(update={"proposed": row.proposed - {event.need}})
            case e.MatchReleased() as event:
                row = rows[event.offer]._taking(-1, -event.amount if event.amount else None)
                rows[event.offer] = row.model_copy(update={"proposed": row.proposed - {event.need}})
            case e.NeedMet() as event:
                row = rows[event.offer]
                rows[event.offer] = row.model_copy(update={"met": row.met + 1})
            case e.OfferWithdrawn() as event:
                freed = rows[event.offer]._taking(-len(event.released), -event.freed if event.freed else None)
                withdrawn = {"withdrawn": True, "reason": event.reason, "proposed": frozenset()}
                rows[event.offer] = freed.model_copy(update=withdrawn)

    def _taking(self, needs: int, amount: Money | None) -> Offer:
        granted = self.granted + amount if self.granted and amount else self.granted
        return self.model_copy(update={"taken": self.taken + needs, "granted": granted})


class Bundle(Fact):
    """A bundle of initiatives by its id."""

    initiatives: tuple[str, ...]
    purpose: str
    """The purpose's seal."""
    consents: tuple[str, ...] = ()
    status: e.BundleStatus = e.BundleStatus.PROPOSED
    reason: StopReason | None = None
    """Why it was declined."""

    sources = (e.BundleProposed, e.BundleConsented, e.BundleDeclined, e.BundleFormed)

    @property
    def stands(self) -> bool:
        """Whether every initiative has consented."""
        return self.status is e.BundleStatus.FORMED

    @classmethod
    def fold(cls, rows: MutableMapping[str, Bundle], record: Recorded) -> None:
        match record.event:
            case e.BundleProposed() as event:
                rows[event.bundle] = cls(initiatives=event.initiatives, purpose=event.purpose)
            case e.BundleConsented() as event:
                consents = (*rows[event.bundle].consents, event.initiative)
                rows[event.bundle] = rows[event.bundle].model_copy(update={"consents": consents})
            case e.BundleDeclined() as event:
                declined = {"status": e.BundleStatus.DECLINED, "reason": event.reason}
                rows[event.bundle] = rows[event.bundle].model_copy(update=declined)
            case e.BundleFormed() as event:
                rows[event.bundle] = rows[event.bundle].model_copy(update={"status": e.BundleStatus.FORMED})
