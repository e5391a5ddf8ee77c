"""What can be read of programmes, initiatives, their needs, offers of support, and bundles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from osi_core.domain import StopReason
from osi_core.mission.resources import INSTITUTION, PARTICIPANT
from osi_core.money import Money
from osi_core.support import events as e
from osi_core.support.facts import Bundle, Initiative, Need, Offer, Programme
from osi_core.support.resources import BUNDLE, INITIATIVE, NEED, OFFER, PROGRAMME
from osi_core.view import Deadline, Look, View, Viewer

__all__ = ["VIEWS", "BundleView", "InitiativeView", "NeedView", "OfferView", "ProgrammeView"]


class ProgrammeView(View, at=PROGRAMME, made_of=Programme):
    """A support programme: one cohort."""

    programme: str
    etag: str
    starts_on: date
    ends_on: date
    end_time: datetime | None
    """When its end was stated."""

    filters = {
        "starts_on": attrgetter("starts_on"),
        "ends_on": attrgetter("ends_on"),
        "end_time": attrgetter("ended_at"),
    }

    @classmethod
    def deadlines(cls, row: Any) -> Iterable[Deadline]:
        if row.ended_at is None:
            yield Deadline("due.programme", row.ends_on)

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Programme, look: Look) -> ProgrammeView:
        return cls(
            programme=ids[0],
            etag=look.etag(*ids),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            end_time=row.ended_at,
        )


class InitiativeView(View, at=INITIATIVE, made_of=Initiative):
    """A solution in a programme; its id is the solution's."""

    initiative: str
    etag: str
    programme: str
    """The programme it belongs to; the last one, if there were several."""
    bundle: str | None
    """The bundle it belongs to, with its consent."""
    dropped_out: bool
    reason: StopReason | None
    """Why it dropped out."""
    admit_time: datetime
    """When it was admitted for the first time."""
    active_time: datetime
    """Its last sign of life."""
    warn_time: datetime | None
    """When it was warned of dropping out; None as soon as it gives a sign of life."""

    filters = {
        "programme": attrgetter("programme"),
        "bundle": attrgetter("bundle"),
        "dropped_out": attrgetter("dropped_out"),
        "reason": attrgetter("reason"),
        "admit_time": attrgetter("admitted_at"),
        "active_time": attrgetter("last_active_at"),
        "warn_time": attrgetter("warned_at"),
    }
    refers = {"programme": PROGRAMME, "bundle": BUNDLE}

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Initiative, look: Look) -> InitiativeView:
        return cls(
            initiative=ids[0],
            etag=look.etag(*ids),
            programme=row.programme,
            bundle=row.bundle,
            dropped_out=row.dropped_out,
            reason=row.reason,
            admit_time=row.admitted_at,
            active_time=row.last_active_at,
            warn_time=row.warned_at,
        )


class NeedView(View, at=NEED, made_of=Need):
    """What an initiative needs, and who answers it."""

    need: str
    etag: str
    initiative: str
    kind: e.SupportKind
    text: str | None
    """In the initiative's own words; None once they are erased."""
    skills: tuple[str, ...]
    amount: Money | None
    """How much money is needed, for a stipend."""
    status: e.NeedStatus
    offer: str | None
    """The offer that answers it, or would."""
    granted: Money | None
    """How much of the offer is set aside for it."""
    reason: StopReason | None
    """Why it was cancelled, or why its last match came to nothing."""
    create_time: datetime
    """When it was stated."""
    met_time: datetime | None
    """When it was met, by the word of both sides."""

    filters = {
        "initiative": attrgetter("initiative"),
        "kind": attrgetter("kind"),
        "skills": attrgetter("skills"),
        "amount": attrgetter("amount"),
        "status": attrgetter("status"),
        "offer": attrgetter("offer"),
        "create_time": attrgetter("stated_at"),
        "met_time": attrgetter("met_at"),
    }
    refers = {"initiative": INITIATIVE, "offer": OFFER}
    searched = {"text": attrgetter("text")}

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Need, look: Look) -> NeedView:
        return cls(
            need=ids[0],
            etag=look.etag(*ids),
            initiative=row.initiative,
            kind=row.kind,
            text=look.words(row.text),
            skills=row.skills,
            amount=row.amount,
            status=row.status,
            offer=row.offer,
            granted=row.granted,
            reason=row.reason,
            create_time=row.stated_at,
            met_time=row.met_at,
        )


class OfferView(View, at=OFFER, made_of=Offer):
    """Support that somebody offers."""

    offer: str
    etag: str
    kind: e.SupportKind
    institution: str | None
    """For which institution, if for one."""
    offerer: str | None
    """Who offers it; None to those who may not know."""
    text: str | None
    """In the offerer's own words; None once they are erased."""
    skills: tuple[str, ...]
    capacity: int
    """How many needs it can answer in all."""
    free: int
    """How many more."""
    met: int
    """How many it has met, by the word of both sides."""
    budget: Money | None
    """How much money in all, for stipends."""
    fund: str | None
    """The fund that stipends are paid of."""
    left: Money | None
    """What of the budget is not set aside."""
    withdrawn: bool
    reason: StopReason | None
    """Why it was withdrawn."""

    fields_seen_by = {"offerer": frozenset({Viewer.ONESELF, Viewer.MEMBER, Viewer.OPERATOR, Viewer.SERVICE})}
    filters = {
        "kind": attrgetter("kind"),
        "institution": attrgetter("institution"),
        "offerer": attrgetter("offerer"),
        "skills": attrgetter("skills"),
        "free": attrgetter("free"),
        "met": attrgetter("met"),
        "budget": attrgetter("budget"),
        "left": attrgetter("left"),
        "withdrawn": attrgetter("withdrawn"),
    }
    refers = {"institution": INSTITUTION, "offerer": PARTICIPANT}
    searched = {"text": attrgetter("text")}

    @classmethod
    def belongs_to(cls, row: Any) -> str | None:
        offerer: str = row.offerer
        return offerer

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Offer, look: Look) -> OfferView:
        return cls(
            offer=ids[0],
            etag=look.etag(*ids),
            kind=row.kind,
            institution=row.institution,
            offerer=row.offerer,
            text=look.words(row.text),
            skills=row.skills,
            capacity=row.capacity,
            free=row.free,
            met=row.met,
            budget=row.budget,
            fund=row.fund,
            left=row.left,
            withdrawn=row.withdrawn,
            reason=row.reason,
        )


class BundleView(View, at=BUNDLE, made_of=Bundle):
    """Initiatives that work on the same thing together."""

    bundle: str
    etag: str
    initiatives: tuple[str, ...]
    purpose: str | None
    """In the proposer's own words; None once they are erased."""
    consents: tuple[str, ...]
    """Initiatives that have consented."""
    status: e.BundleStatus
    reason: StopReason | None
    """Why it was declined."""

    filters = {"initiatives": attrgetter("initiatives"), "status": attrgetter("status")}
    refers = {"initiatives": INITIATIVE}
    searched = {"purpose": attrgetter("purpose")}

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Bundle, look: Look) -> BundleView:
        return cls(
            bundle=ids[0],
            etag=look.etag(*ids),
            initiatives=row.initiatives,
            purpose=look.words(row.purpose),
            consents=row.consents,
            status=row.status,
            reason=row.reason,
        )


VIEWS: tuple[type[View], ...] = (ProgrammeView, InitiativeView, NeedView, OfferView, BundleView)
"""All that can be read of phase 4."""
