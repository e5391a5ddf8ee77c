"""What happens when a command of phase 4 is granted: one pure function a command."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from osi_core.domain import Context, Role, StopReason
from osi_core.domain.calendar import months_later
from osi_core.money import Money
from osi_core.support import commands as c
from osi_core.support import events as e
from osi_core.support.facts import Initiative, Need
from osi_core.support.match_conditions import sides
from osi_core.support.settings import SupportSettings
from osi_core.support.state import BundleState, NeedState, OfferState, ProgrammeState

# ---------------------------------------------------------------------------------------------------------------------
# Programmes and their initiatives
# ---------------------------------------------------------------------------------------------------------------------


def start_programme(command: c.StartProgramme, state: None, context: Context) -> Iterator[e.ProgrammeStarted]:
    today = context.time.date()
    ends_on = months_later(today, context.settings(SupportSettings).months)
    yield e.ProgrammeStarted(programme=command.programme, starts_on=today, ends_on=ends_on)


def extend_programme(
    command: c.ExtendProgramme, state: ProgrammeState, context: Context
) -> Iterator[e.ProgrammeExtended]:
    taking_part = (
        name
        for name, row in context.all(Initiative).items()
        if row.programme == command.programme and not row.dropped_out
    )
    yield e.ProgrammeExtended(
        programme=command.programme,
        ends_on=command.ends_on,
        reason=command.reason,
        initiatives=tuple(sorted(taking_part)),
    )


def warn_of_drop_off(command: c.WarnOfDropOff, state: ProgrammeState, context: Context) -> Iterator[e.DropOffWarned]:
    days = context.settings(SupportSettings).inactive_days
    since = context.time - timedelta(days=days)
    silent = (
        name
        for name, row in context.all(Initiative).items()
        if row.programme == command.programme and _is_silent(row, since)
    )
    yield e.DropOffWarned(programme=command.programme, initiatives=tuple(sorted(silent)), inactive_days=days)


def _is_silent(initiative: Initiative, since: datetime) -> bool:
    return not initiative.dropped_out and initiative.warned_at is None and initiative.last_active_at < since


def end_programme(command: c.EndProgramme, state: ProgrammeState, context: Context) -> Iterator[e.ProgrammeEnded]:
    programme, active, dropped_out = command.programme, 0, 0
    for initiative in context.all(Initiative).values():
        if initiative.programme == programme:
            active += not initiative.dropped_out
            dropped_out += initiative.dropped_out
        elif programme in initiative.left:
            dropped_out += 1
    yield e.ProgrammeEnded(programme=programme, active=active, dropped_out=dropped_out)


def admit(command: c.AdmitInitiative, state: object, context: Context) -> Iterator[e.InitiativeAdmitted]:
    yield e.InitiativeAdmitted(initiative=command.initiative, programme=command.programme)


def record_activity(command: c.RecordActivity, state: object, context: Context) -> Iterator[e.ActivityRecorded]:
    yield e.ActivityRecorded(initiative=command.initiative, note=context.sealed.get("note"))


def mark_dropped_out(command: c.MarkDroppedOut, state: object, context: Context) -> Iterator[e.InitiativeDroppedOut]:
    yield e.InitiativeDroppedOut(initiative=command.initiative, reason=command.reason, note=context.sealed.get("note"))


# ---------------------------------------------------------------------------------------------------------------------
# Needs and offers
# ---------------------------------------------------------------------------------------------------------------------


def state_need(command: c.StateNeed, state: None, context: Context) -> Iterator[e.NeedStated]:
    yield e.NeedStated(
        need=command.need,
        initiative=command.initiative,
        kind=command.kind,
        text=context.sealed["text"],
        skills=command.skills,
        amount=command.amount,
    )


def cancel_need(command: c.CancelNeed, state: NeedState, context: Context) -> Iterator[e.NeedCancelled]:
    yield e.NeedCancelled(need=command.need, reason=command.reason, note=context.sealed.get("note"))


def offer_support(command: c.OfferSupport, state: None, context: Context) -> Iterator[e.SupportOffered]:
    yield e.SupportOffered(
        offer=command.offer,
        offerer=context.actor.participant,
        institution=context.actor.institution if context.actor.is_(Role.REPRESENTATIVE) else None,
        kind=command.kind,
        text=context.sealed.get("text"),
        capacity=command.capacity,
        skills=command.skills,
        budget=command.budget,
        fund=command.fund if context.rules > 1 else None,
    )


def end_unfunded_offer(command: c.EndUnfundedOffer, state: OfferState, context: Context) -> Iterator[e.OfferWithdrawn]:
    """Nothing was promised of it, for its money has never been set aside."""
    yield e.OfferWithdrawn(offer=command.offer, reason=StopReason.NO_MONEY, note=None, released=(), freed=None)


def withdraw_offer(command: c.WithdrawOffer, state: OfferState, context: Context) -> Iterator[e.OfferWithdrawn]:
    released = state.open_matches()
    freed = None
    if state.budget is not None:
        freed = Money.total((match.amount for match in released.values() if match.amount), state.budget.currency)
    yield e.OfferWithdrawn(
        offer=command.offer,
        reason=command.reason,
        note=context.sealed.get("note"),
        released=tuple(released),
        freed=freed,
    )


def propose_match(command: c.MatchNeed, state: OfferState, context: Context) -> Iterator[e.MatchProposed]:
    need = context.fact(Need, command.need)
    assert need is not None, "the conditions name a need that is not known"
    yield e.MatchProposed(
        offer=command.offer,
        need=command.need,
        initiative=need.initiative,
        amount=command.amount or need.amount,
    )


def accept_match(command: c.AcceptMatch, state: OfferState, context: Context) -> Iterator[e.NeedMatched]:
    match = state.matches[command.need]
    yield e.NeedMatched(offer=command.offer, need=command.need, initiative=match.initiative, amount=match.amount)


def release_match(command: c.ReleaseMatch, state: OfferState, context: Context) -> Iterator[e.MatchReleased]:
    match = state.matches[command.need]
    yield e.MatchReleased(
        offer=command.offer,
        need=command.need,
        initiative=match.initiative,
        reason=command.reason,
        note=context.sealed.get("note"),
        amount=match.amount,
    )


def deliver(command: c.DeliverSupport, state: OfferState, context: Context) -> Iterator[e.SupportDelivered]:
    yield e.SupportDelivered(
        offer=command.offer,
        need=command.need,
        initiative=state.matches[command.need].initiative,
        note=context.sealed.get("note"),
    )


def confirm_delivery(
    command: c.ConfirmDelivery, state: OfferState, context: Context
) -> Iterator[e.DeliveryConfirmed | e.NeedMet]:
    match, side = state.matches[command.need], sides(command, state, context)[0]
    yield e.DeliveryConfirmed(
        offer=command.offer,
        need=command.need,
        initiative=match.initiative,
        side=side,
        participant=context.actor.participant,
    )
    if match.confirmed | {side} == set(e.Side):
        yield e.NeedMet(
            offer=command.offer,
            need=command.need,
            initiative=match.initiative,
            kind=state.kind,
            institution=state.institution,
            amount=match.amount,
        )


# ---------------------------------------------------------------------------------------------------------------------
# Bundles
# ---------------------------------------------------------------------------------------------------------------------


def propose_bundle(command: c.ProposeBundle, state: None, context: Context) -> Iterator[e.BundleProposed]:
    yield e.BundleProposed(
        bundle=command.bundle,
        proposer=context.actor.participant,
        initiatives=command.initiatives,
        purpose=context.sealed["purpose"],
    )


def consent_to_bundle(
    command: c.ConsentToBundle, state: BundleState, context: Context
) -> Iterator[e.BundleConsented | e.BundleFormed]:
    yield e.BundleConsented(bundle=command.bundle, initiative=command.initiative)
    if state.consents | {command.initiative} == set(state.initiatives):
        yield e.BundleFormed(bundle=command.bundle, initiatives=state.initiatives)


def decline_bundle(command: c.DeclineBundle, state: BundleState, context: Context) -> Iterator[e.BundleDeclined]:
    yield e.BundleDeclined(
        bundle=command.bundle,
        initiative=command.initiative,
        reason=command.reason,
        note=context.sealed.get("note"),
    )
