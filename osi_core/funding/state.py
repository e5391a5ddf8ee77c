"""What a fund, an application and a grant round are after their events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from osi_core.domain import Event, Model, State
from osi_core.funding import events as e
from osi_core.log.decisions import DecisionState
from osi_core.money import Money


class FundState(State):
    """A fund; its money is told by the fact `Fund`, for rounds take from it too."""

    institution: str

    @classmethod
    def evolve(cls, state: FundState | None, event: Event) -> FundState:
        if isinstance(event, e.FundOpened):
            return cls(institution=event.institution)
        assert state is not None, "a fund's first event is its opening"
        return state


class ApplicationState(State):
    """An application; it never changes, and its round says what came of it."""

    round: str

    @classmethod
    def evolve(cls, state: ApplicationState | None, event: Event) -> ApplicationState:
        if isinstance(event, e.GrantApplied):
            return cls(round=event.round)
        assert state is not None, "an application's first event is the application"
        return state


class Proposed(Model):
    """What the first of two people proposed."""

    move: e.GrantMove
    amount: Money
    by: str


class ProposedWriteOff(Model):
    """What the first of two people proposed to write off, and why."""

    amount: Money
    reason: str
    by: str


class GrantState(Model):
    """One grant of a round: what of it is not paid, what the initiative holds, and what is written off."""

    initiative: str
    unpaid: Money
    paid: Money
    written_off: Money
    """Paid, and not expected back."""
    accept_until: datetime | None = None
    """None where nobody has to accept it, or its team has."""
    lapsed: bool = False
    begun: bool = False
    """Whether something was paid of it."""
    alone: int = 0
    """What one person alone has paid of it, in minor units."""
    proposed: Proposed | None = None
    write_off: ProposedWriteOff | None = None

    @property
    def left(self) -> Money:
        """What the initiative holds or is still to get."""
        return self.unpaid + self.paid

    @property
    def not_back(self) -> Money:
        """What has not come back, also what nobody expects any more."""
        return self.left + self.written_off

    def pay(self, amount: Money) -> GrantState:
        """The grant after a payment."""
        alone = 0 if self.is_proposed(e.GrantMove.PAY, amount) else amount.minor
        return self.model_copy(
            update={
                "unpaid": self.unpaid - amount,
                "paid": self.paid + amount,
                "begun": True,
                "alone": self.alone + alone,
                "proposed": None,
            }
        )

    def is_proposed(self, move: e.GrantMove, amount: Money, but_by: str = "") -> bool:
        """Whether somebody proposed this, who is not `but_by`."""
        one = self.proposed
        return one is not None and (one.move, one.amount) == (move, amount) and one.by != but_by

    def parts(self, amount: Money) -> tuple[Money, Money, Money]:
        """Of an amount that comes back, what was not paid yet, what was, and what was written off."""
        unpaid = min(amount, self.unpaid)
        paid = min(amount - unpaid, self.paid)
        return unpaid, paid, amount - unpaid - paid

    def give_back(self, amount: Money) -> GrantState:
        """The grant after so much came back."""
        unpaid, paid, written_off = self.parts(amount)
        return self.model_copy(
            update={
                "unpaid": self.unpaid - unpaid,
                "paid": self.paid - paid,
                "written_off": self.written_off - written_off,
                "proposed": None,
                "write_off": None,
            }
        )

    def lose(self, amount: Money) -> GrantState:
        """The grant after so much was written off; less than nothing is taken back."""
        lost = {"paid": self.paid - amount, "written_off": self.written_off + amount, "write_off": None}
        return self.model_copy(update=lost)


class GrantRoundState(DecisionState):
    """A grant round with the grants that came of it; applications and ballots lie in streams of their own."""

    fund: str
    institution: str
    budget: Money
    closes_at: datetime
    box_sha256: str | None
    """None once its key is destroyed."""
    cancelled: bool = False
    grants: Mapping[str, GrantState] = {}
    """By application."""

    @classmethod
    def evolve(cls, state: GrantRoundState | None, event: Event) -> GrantRoundState:
        if isinstance(event, e.GrantRoundOpened):
            return cls(
                fund=event.fund,
                institution=event.institution,
                budget=event.budget,
                closes_at=event.closes_at,
                box_sha256=event.box_sha256,
            ).opened_by(event)
        assert state is not None, "a round's first event is its opening"
        match event:
            case e.GrantRoundClosed():
                return state.closed_by(event)
            case e.GrantRoundCancelled():
                return state.model_copy(update={"cancelled": True, "box_sha256": None})
            case e.GrantRoundDecided():
                return state.model_copy(update={"decided": True, "box_sha256": None})
            case e.GrantAwarded():
                nothing = Money.zero(event.amount.currency)
                grant = GrantState(
                    initiative=event.initiative,
                    unpaid=event.amount,
                    paid=nothing,
                    written_off=nothing,
                    accept_until=event.accept_until,
                )
                return state._with(event.application, grant)
            case e.GrantAccepted():
                return state._changed(event.application, accept_until=None)
            case e.GrantLapsed():
                nothing = Money.zero(event.amount.currency)
                return state._changed(event.application, lapsed=True, accept_until=None, unpaid=nothing)
            case e.GrantMoveProposed():
                proposed = Proposed(move=event.move, amount=event.amount, by=event.proposed_by)
                return state._changed(event.application, proposed=proposed)
            case e.GrantPaid():
                return state._with(event.application, state.grants[event.application].pay(event.amount))
            case e.WriteOffProposed():
                write_off = ProposedWriteOff(amount=event.amount, reason=event.reason, by=event.proposed_by)
                return state._changed(event.application, write_off=write_off)
            case e.GrantWrittenOff():
                return state._with(event.application, state.grants[event.application].lose(event.amount))
            case e.WriteOffUndone():
                return state._with(event.application, state.grants[event.application].lose(-event.amount))
            case e.GrantReturned():
                return state._with(event.application, state.grants[event.application].give_back(event.amount))
        return state

    def _changed(self, application: str, **fields: object) -> GrantRoundState:
        return self._with(application, self.grants[application].model_copy(update=fields))

    def _with(self, application: str, grant: GrantState) -> GrantRoundState:
        return self.model_copy(update={"grants": {**self.grants, application: grant}})
