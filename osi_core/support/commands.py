"""What can be asked for in phase 4."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field

from osi_core.domain import (
    Command,
    Day,
    FactKey,
    ForInstitution,
    Id,
    PublicText,
    ShortWords,
    State,
    StopReason,
    Tags,
    Words,
)
from osi_core.funding.facts import Fund
from osi_core.money import Amount
from osi_core.solutions.facts import Solution, team_of
from osi_core.support.events import SupportKind
from osi_core.support.facts import Initiative, Need, Programme
from osi_core.support.resources import BUNDLE, INITIATIVE, NEED, OFFER, PROGRAMME
from osi_core.support.state import BundleState, InitiativeState, NeedState, OfferState, ProgrammeState

# ---------------------------------------------------------------------------------------------------------------------
# Programmes
# ---------------------------------------------------------------------------------------------------------------------


class OfProgramme(Command, at=PROGRAMME):
    """A command whose aggregate is one support programme."""

    state: ClassVar[type[State] | None] = ProgrammeState
    programme: Id


class StartProgramme(OfProgramme):
    """Begin a programme today; it ends after the months that the playbook says. Others may run beside it."""


class ExtendProgramme(OfProgramme):
    """Let a programme end later, with a reason."""

    ends_on: Day
    reason: PublicText

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(Initiative),)


class WarnOfDropOff(OfProgramme):
    """Time has passed: name the programme's initiatives that have been silent for too long, each silence once."""

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(Initiative),)


class EndProgramme(OfProgramme):
    """Time has passed: state that a programme has come to its end; not before its last day."""

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(Initiative),)


# ---------------------------------------------------------------------------------------------------------------------
# Initiatives
# ---------------------------------------------------------------------------------------------------------------------


class OfInitiative(Command, at=INITIATIVE):
    """A command whose aggregate is one initiative; its id is the solution's."""

    state: ClassVar[type[State] | None] = InitiativeState
    initiative: Id

    def needs(self, state: InitiativeState | None) -> tuple[FactKey, ...]:
        return (FactKey(Solution, self.initiative),)


class AdmitInitiative(OfInitiative):
    """Let a solution's team take part in a programme; again after it dropped out, or when its last one has ended."""

    programme: Id

    def needs(self, state: InitiativeState | None) -> tuple[FactKey, ...]:
        programmes = dict.fromkeys([self.programme, *([state.programme] if state else [])])
        return FactKey(Solution, self.initiative), *(FactKey(Programme, name) for name in programmes)

    def asked_by(self, state: object, facts: Mapping[FactKey, Any]) -> tuple[str, ...]:
        return team_of(self.initiative, facts)


class RecordActivity(OfInitiative):
    """The initiative gives a sign of life."""

    note: ShortWords | None = None


class MarkDroppedOut(OfInitiative):
    """State that the initiative has ended: the team at any time, the organisers after a warning and its grace."""

    reason: StopReason
    note: ShortWords | None = None

    def needs(self, state: InitiativeState | None) -> tuple[FactKey, ...]:
        return FactKey(Solution, self.initiative), FactKey(Initiative, self.initiative)


# ---------------------------------------------------------------------------------------------------------------------
# Needs and offers
# ---------------------------------------------------------------------------------------------------------------------


class OfNeed(Command, at=NEED):
    """A command whose aggregate is one need."""

    state: ClassVar[type[State] | None] = NeedState
    need: Id


class StateNeed(OfNeed):
    """Say what the initiative needs; a stipend says how much."""

    initiative: Id
    kind: SupportKind
    text: Words
    skills: Tags = ()
    amount: Amount | None = None

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return FactKey(Solution, self.initiative), FactKey(Initiative, self.initiative), FactKey(Programme)


class CancelNeed(OfNeed):
    """Take a need back that nobody is answering, with a reason."""

    reason: StopReason
    note: ShortWords | None = None

    def needs(self, state: NeedState | None) -> tuple[FactKey, ...]:
        team = (FactKey(Solution, state.initiative),) if state else ()
        return FactKey(Need, self.need), *team


class OfOffer(Command, at=OFFER):
    """A command whose aggregate is one offer, with the matches that it holds."""

    state: ClassVar[type[State] | None] = OfferState
    offer: Id


class OfferSupport(OfOffer, ForInstitution):
    """Offer support to so many needs; for stipends with a budget that will never be exceeded."""

    kind: SupportKind
    capacity: int = Field(default=1, ge=1, le=300)
    skills: Tags = ()
    text: Words | None = None
    budget: Amount | None = None
    fund: Id | None = None
    """For stipends: the fund that they are paid of."""

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(Programme), *((FactKey(Fund, self.fund),) if self.fund else ()))


class WithdrawOffer(OfOffer):
    """Take an offer back with a reason; needs that it has not answered yet are open again."""

    reason: StopReason
    note: ShortWords | None = None

    def needs(self, state: OfferState | None) -> tuple[FactKey, ...]:
        return _fund_of(state)


class EndUnfundedOffer(OfOffer):
    """End an offer of stipends whose fund had not so much left when it was told of it, in another chain."""

    def needs(self, state: OfferState | None) -> tuple[FactKey, ...]:
        return _fund_of(state)


def _fund_of(state: OfferState | None) -> tuple[FactKey, ...]:
    return (FactKey(Fund, state.fund),) if state and state.fund else ()


class OfMatch(OfOffer):
    """A command about an offer and one need."""

    need: Id

    def needs(self, state: OfferState | None) -> tuple[FactKey, ...]:
        match = state.matches.get(self.need) if state else None
        return (FactKey(Solution, match.initiative),) if match else ()


class MatchNeed(OfMatch):
    """Propose that this offer answers that need; of a stipend the whole amount, or less where one is given."""

    amount: Amount | None = None

    def needs(self, state: OfferState | None) -> tuple[FactKey, ...]:
        # whose need it is stands in the need's own fact: initiative, team and programme cannot be named before
        return FactKey(Need, self.need), FactKey(Initiative), FactKey(Solution), FactKey(Programme), *_fund_of(state)

    def asked_by(self, state: object, facts: Mapping[FactKey, Any]) -> tuple[str, ...]:
        need: Need | None = facts[FactKey(Need, self.need)]
        solution: Solution | None = facts[FactKey(Solution)].get(need.initiative) if need else None
        return solution.team if solution else ()


class AcceptMatch(OfMatch):
    """The team in need wants the support that was proposed."""


class ReleaseMatch(OfMatch):
    """Nothing came of a match, or it is not wanted: free the offer and open the need again, with a reason."""

    reason: StopReason
    note: ShortWords | None = None


class DeliverSupport(OfMatch):
    """Say that the support was given."""

    note: ShortWords | None = None


class ConfirmDelivery(OfMatch):
    """Confirm the delivery for one's own side; it counts when both sides have."""


# ---------------------------------------------------------------------------------------------------------------------
# Bundles
# ---------------------------------------------------------------------------------------------------------------------


class OfBundle(Command, at=BUNDLE):
    """A command whose aggregate is one bundle."""

    state: ClassVar[type[State] | None] = BundleState
    bundle: Id


class ProposeBundle(OfBundle):
    """Propose that initiatives working on the same thing go together; every one of them has to consent."""

    initiatives: Annotated[tuple[Id, ...], Field(min_length=2, max_length=50)]
    purpose: Words

    def needs(self, state: object) -> tuple[FactKey, ...]:
        solutions = (FactKey(Solution, initiative) for initiative in self.initiatives)
        initiatives = (FactKey(Initiative, initiative) for initiative in self.initiatives)
        return (*solutions, *initiatives)


class ConsentToBundle(OfBundle):
    """An initiative's team consents; with the last consent the bundle stands."""

    initiative: Id

    def needs(self, state: BundleState | None) -> tuple[FactKey, ...]:
        initiatives = state.initiatives if state else ()
        return FactKey(Solution, self.initiative), *(FactKey(Initiative, initiative) for initiative in initiatives)


class DeclineBundle(OfBundle):
    """An initiative's team says no, with a reason; the proposal falls."""

    initiative: Id
    reason: StopReason
    note: ShortWords | None = None

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(Solution, self.initiative),)
