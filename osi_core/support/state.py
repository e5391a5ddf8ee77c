"""What a programme, an initiative, a need, an offer and a bundle are after their events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from osi_core.domain import Event, State
from osi_core.money import Money
from osi_core.support import events as e


class ProgrammeState(State):
    """A support programme: when it ends, and whether it has."""

    starts_on: date
    ends_on: date
    ended: bool = False

    @classmethod
    def evolve(cls, state: ProgrammeState | None, event: Event) -> ProgrammeState:
        if isinstance(event, e.ProgrammeStarted):
            return cls(starts_on=event.starts_on, ends_on=event.ends_on)
        assert state is not None, "a programme's first event is its start"
        if isinstance(event, e.ProgrammeExtended):
            return state.model_copy(update={"ends_on": event.ends_on})
        if isinstance(event, e.ProgrammeEnded):
            return state.model_copy(update={"ended": True})
        return state


class InitiativeState(State):
    """An initiative, and the programme that it belongs to."""

    programme: str
    dropped_out: bool = False

    @classmethod
    def evolve(cls, state: InitiativeState | None, event: Event) -> InitiativeState:
        if isinstance(event, e.InitiativeAdmitted):
            return cls(programme=event.programme)
        assert state is not None, "an initiative's first event is its admission"
        if isinstance(event, e.InitiativeDroppedOut):
            return state.model_copy(update={"dropped_out": True})
        return state


class NeedState(State):
    """What an initiative needs; who answers it stands with the offer."""

    initiative: str
    cancelled: bool = False

    @classmethod
    def evolve(cls, state: NeedState | None, event: Event) -> NeedState:
        if isinstance(event, e.NeedStated):
            return cls(initiative=event.initiative)
        assert state is not None, "a need's first event is its statement"
        if isinstance(event, e.NeedCancelled):
            return state.model_copy(update={"cancelled": True})
        return state


class Match(State):
    """A need that an offer answers: how far it has come."""

    initiative: str
    amount: Money | None
    accepted: bool = True
    """Whether both sides want it."""
    delivered: bool = False
    confirmed: frozenset[e.Side] = frozenset()

    @property
    def met(self) -> bool:
        """Whether both sides have confirmed."""
        return self.confirmed == set(e.Side)


class OfferState(State):
    """What somebody offers, and the needs that it answers: capacity and budget are kept here and nowhere else."""

    offerer: str
    institution: str | None
    kind: e.SupportKind
    capacity: int
    budget: Money | None
    fund: str | None = None
    """Whose money the budget is; None under the first rules."""
    matches: Mapping[str, Match] = {}
    """By need; at most `capacity` of them."""
    withdrawn: bool = False

    @property
    def granted(self) -> Money | None:
        """What of the budget is set aside or paid; None where no money is offered."""
        if self.budget is None:
            return None
        return Money.total((m.amount for m in self.matches.values() if m.amount), self.budget.currency)

    @property
    def left(self) -> Money | None:
        """What of the budget can still be given; None where no money is offered."""
        granted = self.granted
        return self.budget - granted if self.budget is not None and granted is not None else None

    def open_matches(self) -> dict[str, Match]:
        """Matches of which nothing has been delivered yet."""
        return {need: match for need, match in self.matches.items() if not match.delivered}

    @classmethod
    def evolve(cls, state: OfferState | None, event: Event) -> OfferState:
        if isinstance(event, e.SupportOffered):
            return cls(
                offerer=event.offerer,
                institution=event.institution,
                kind=event.kind,
                capacity=event.capacity,
                budget=event.budget,
                fund=event.fund,
            )
        assert state is not None, "an offer's first event is the offer"
        match event:
            case e.MatchProposed():
                proposed = Match(initiative=event.initiative, amount=event.amount, accepted=False)
                return state._with(event.need, proposed)
            case e.NeedMatched():
                return state._with(event.need, Match(initiative=event.initiative, amount=event.amount))
            case e.MatchReleased():
                return state._without(event.need)
            case e.SupportDelivered():
                return state._with(event.need, state.matches[event.need].model_copy(update={"delivered": True}))
            case e.DeliveryConfirmed():
                known = state.matches[event.need]
                confirmed = {"confirmed": known.confirmed | {event.side}}
                return state._with(event.need, known.model_copy(update=confirmed))
            case e.OfferWithdrawn():
                return state._without(*event.released).model_copy(update={"withdrawn": True})
            case _:
                return state

    def _with(self, need: str, match: Match) -> OfferState:
        return self.model_copy(update={"matches": {**self.matches, need: match}})

    def _without(self, *needs: str) -> OfferState:
        return self.model_copy(update={"matches": {n: m for n, m in self.matches.items() if n not in needs}})


class BundleState(State):
    """Initiatives that want to go together, and which of them have consented."""

    initiatives: tuple[str, ...]
    consents: frozenset[str] = frozenset()
    status: e.BundleStatus = e.BundleStatus.PROPOSED

    @classmethod
    def evolve(cls, state: BundleState | None, event: Event) -> BundleState:
        if isinstance(event, e.BundleProposed):
            return cls(initiatives=event.initiatives)
        assert state is not None, "a bundle's first event is its proposal"
        match event:
            case e.BundleConsented():
                return state.model_copy(update={"consents": state.consents | {event.initiative}})
            case e.BundleDeclined():
                return state.model_copy(update={"status": e.BundleStatus.DECLINED})
            case e.BundleFormed():
                return state.model_copy(update={"status": e.BundleStatus.FORMED})
            case _:
                return state
