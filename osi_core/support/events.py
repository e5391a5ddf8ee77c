"""What can have happened in phase 4."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from osi_core.domain import Event, Sealed, StopReason
from osi_core.funding.resources import FUND
from osi_core.mission.resources import INSTITUTION
from osi_core.money import Money
from osi_core.solutions.resources import SOLUTION
from osi_core.support.resources import INITIATIVE, NEED, PROGRAMME


class SupportKind(StrEnum):
    """What initiatives need and others offer."""

    EXPERT = "expert"
    TALK = "talk"
    FEEDBACK_SESSION = "feedback_session"
    STIPEND = "stipend"
    PLATFORM_ACCESS = "platform_access"


class Side(StrEnum):
    """The two sides of a match."""

    INITIATIVE = "initiative"
    OFFERER = "offerer"


class NeedStatus(StrEnum):
    """How far a need has come."""

    OPEN = "open"
    MATCHED = "matched"
    DELIVERED = "delivered"
    """By the word of one side."""
    MET = "met"
    """By the word of both sides."""
    CANCELLED = "cancelled"


class BundleStatus(StrEnum):
    """How far a bundle has come."""

    PROPOSED = "proposed"
    FORMED = "formed"
    DECLINED = "declined"


class ProgrammeStarted(Event, type="support.programme_started", public=True):
    programme: str
    starts_on: date
    ends_on: date


class ProgrammeEnded(Event, type="support.programme_ended", public=True):
    programme: str
    active: int
    """Initiatives that stayed to its end."""
    dropped_out: int
    """Initiatives that left it, whether or not another programme took them."""


class DropOffWarned(Event, type="support.drop_off_warned", public=True, builds_on={"initiatives": INITIATIVE}):
    """Initiatives of the programme that were silent for longer than the playbook allows; none is a result, too."""

    programme: str
    initiatives: tuple[str, ...]
    inactive_days: int


class InitiativeAdmitted(
    Event,
    type="support.initiative_admitted",
    public=True,
    builds_on={"initiative": SOLUTION, "programme": PROGRAMME},
):
    """A solution's team takes part in a programme; the initiative has the solution's id."""

    initiative: str
    programme: str


class ActivityRecorded(Event, type="support.activity_recorded", public=True):
    """A sign of life."""

    initiative: str
    note: Sealed | None


class InitiativeDroppedOut(Event, type="support.initiative_dropped_out", public=True):
    initiative: str
    reason: StopReason
    note: Sealed | None


class NeedStated(Event, type="support.need_stated", public=True, builds_on={"initiative": INITIATIVE}):
    need: str
    initiative: str
    kind: SupportKind
    text: Sealed
    skills: tuple[str, ...]
    amount: Money | None
    """What a stipend should be; None for everything else."""


class NeedCancelled(Event, type="support.need_cancelled", public=True):
    need: str
    reason: StopReason
    note: Sealed | None


def _no_fund_in_rules_1(data: dict[str, Any]) -> dict[str, Any]:
    return {"fund": None, **data}


class SupportOffered(Event, type="support.offered", public=True, builds_on={"institution": INSTITUTION, "fund": FUND}):
    upcasters = (_no_fund_in_rules_1,)

    offer: str
    offerer: str
    institution: str | None
    kind: SupportKind
    text: Sealed | None
    capacity: int
    """How many needs it can answer."""
    skills: tuple[str, ...]
    budget: Money | None
    """What it holds for stipends in all; None for everything else."""
    fund: str | None
    """Whose money the stipends are; None for everything else, and under the first rules."""


class OfferWithdrawn(Event, type="support.offer_withdrawn", public=True, builds_on={"released": NEED}):
    offer: str
    reason: StopReason
    note: Sealed | None
    released: tuple[str, ...]
    """Needs that it was matched with and had not answered; they are open again."""
    freed: Money | None
    """What had been set aside for them."""


class OfMatch(Event, builds_on={"need": NEED, "initiative": INITIATIVE}):
    """Something between a need and an offer; it stands in the offer's stream."""

    offer: str
    need: str
    initiative: str


class NeedMatched(OfMatch, type="support.need_matched", public=True):
    amount: Money | None
    """What of a stipend's budget is set aside for this need."""


class MatchReleased(OfMatch, type="support.match_released", public=True):
    """Nothing came of it: the need is open again, and capacity and money are free."""

    reason: StopReason
    note: Sealed | None
    amount: Money | None
    """What had been set aside for the need."""


class SupportDelivered(OfMatch, type="support.delivered", public=True):
    """One side says that it has happened; it counts when both confirm."""

    note: Sealed | None


class DeliveryConfirmed(OfMatch, type="support.delivery_confirmed", public=True):
    side: Side
    participant: str


class NeedMet(
    OfMatch,
    type="support.need_met",
    public=True,
    builds_on={"need": NEED, "initiative": INITIATIVE, "institution": INSTITUTION},
):
    """Both sides have confirmed the delivery."""

    kind: SupportKind
    institution: str | None
    amount: Money | None


class BundleProposed(Event, type="support.bundle_proposed", public=True, builds_on={"initiatives": INITIATIVE}):
    bundle: str
    proposer: str
    initiatives: tuple[str, ...]
    purpose: Sealed


class BundleConsented(Event, type="support.bundle_consented", public=True, builds_on={"initiative": INITIATIVE}):
    bundle: str
    initiative: str


class BundleDeclined(Event, type="support.bundle_declined", public=True, builds_on={"initiative": INITIATIVE}):
    """One initiative says no, and the proposal falls."""

    bundle: str
    initiative: str
    reason: StopReason
    note: Sealed | None


class BundleFormed(Event, type="support.bundle_formed", public=True, builds_on={"initiatives": INITIATIVE}):
    """Every initiative has consented: the bundle stands."""

    bundle: str
    initiatives: tuple[str, ...]
