"""What can have happened in phase 3."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from osi_core.challenges.resources import CHALLENGE
from osi_core.domain import Event, Sealed, StopReason
from osi_core.log.decisions import DecisionClosed, DecisionOpened
from osi_core.log.records import DecisionRecord
from osi_core.plugins.columns import Column
from osi_core.solutions.resources import KICKOFF, SOLUTION


class SolutionOrigin(StrEnum):
    """Whether a solution was there before the call, or came of it."""

    EXISTING = "existing"
    NEWLY_DEVELOPED = "newly_developed"


class Joining(StrEnum):
    """How people come into a team; nowhere do they speak for it by joining."""

    OPEN = "open"
    BY_INVITATION = "by_invitation"
    """Or when a speaker accepts their request."""


class UpdateKind(StrEnum):
    """What an update does to a solution, as its team says."""

    CORRECTION = "correction"
    """It says the same, better."""
    CONTENT = "content"
    """A new version: what was assessed before is the version before."""


class SolutionStatus(StrEnum):
    """What has become of a solution."""

    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


class KickoffStatus(StrEnum):
    """How far a kick-off has come."""

    PLANNED = "planned"
    """People register."""
    CLOSED = "closed"
    """Who is to have a place is fixed, and the allocation is awaited."""
    ALLOCATED = "allocated"
    REOPENED = "reopened"
    """Places are to be given anew; latecomers register."""
    HELD = "held"
    CANCELLED = "cancelled"


class RegistrationStatus(StrEnum):
    """What has become of a registration."""

    REGISTERED = "registered"
    CANCELLED = "cancelled"
    """Before the person had come."""
    ATTENDED = "attended"
    LEFT = "left"
    """The person had come, and left before the end."""
    ERASED = "erased"


class ErasureFollowed(Event, type="solutions.erasure_followed", public=True):
    """Somebody who was erased has left all teams, requests and registrations. Said where other chains tell of it."""

    participant: str


class CallPublished(Event, type="solutions.call_published", public=True):
    call: str
    text: str
    closes_on: date | None


class CallAmended(Event, type="solutions.call_amended", public=True):
    """The call as it stands from here on."""

    call: str
    text: str
    closes_on: date | None
    reason: str


class SolutionSubmitted(Event, type="solutions.submitted", public=True, builds_on={"challenges": CHALLENGE}):
    """The author is the first of the team."""

    solution: str
    author: str
    origin: SolutionOrigin
    title: Sealed
    text: Sealed
    challenges: tuple[str, ...]
    wanted_skills: tuple[str, ...]
    joining: Joining


def _a_correction(data: dict[str, Any]) -> dict[str, Any]:
    """What every update was taken for before there were versions."""
    return {**data, "kind": UpdateKind.CORRECTION}


class SolutionUpdated(Event, type="solutions.updated", public=True):
    """What is None stayed as it was; the skills are told whole."""

    upcasters = (_a_correction,)

    solution: str
    title: Sealed | None
    text: Sealed | None
    wanted_skills: tuple[str, ...]
    """As they are from here on; a list that is None could not be told from an empty one everywhere."""
    joining: Joining | None
    kind: UpdateKind


class SolutionTied(Event, type="solutions.tied", public=True, builds_on={"challenge": CHALLENGE}):
    """The solution answers one more challenge."""

    solution: str
    challenge: str


class SolutionWithdrawn(Event, type="solutions.withdrawn", public=True):
    solution: str
    reason: StopReason
    note: Sealed | None


class TeamInvited(Event, type="solutions.team_invited"):
    solution: str
    participant: str


class TeamJoined(Event, type="solutions.team_joined", public=True):
    solution: str
    participant: str
    skills: tuple[str, ...]


class TeamLeft(Event, type="solutions.team_left", public=True):
    solution: str
    participant: str


class JoinRequested(Event, type="solutions.join_requested"):
    solution: str
    participant: str
    skills: tuple[str, ...]


class JoinRequestAccepted(Event, type="solutions.join_request_accepted", public=True):
    solution: str
    participant: str


class JoinRequestDeclined(Event, type="solutions.join_request_declined"):
    solution: str
    participant: str
    reason: StopReason
    note: Sealed | None


class JoinRequestWithdrawn(Event, type="solutions.join_request_withdrawn"):
    """Who asked to join has thought better of it."""

    solution: str
    participant: str


class TeamMemberRemoved(Event, type="solutions.team_member_removed", public=True):
    """A speaker took a member out of the team."""

    solution: str
    participant: str
    reason: StopReason
    note: Sealed | None


class SpeakerAppointed(Event, type="solutions.speaker_appointed", public=True):
    """A speaker made another member one too, or handed over."""

    solution: str
    participant: str
    instead_of: str | None
    """The speaker who handed over; None where that one stays a speaker."""


class SpeakerResigned(Event, type="solutions.speaker_resigned", public=True):
    solution: str
    participant: str


class SpeakerProposed(Event, type="solutions.speaker_proposed"):
    """A member of a team without a speaker says who should be it: proposes somebody, or confirms a proposal."""

    solution: str
    participant: str
    member: str


class SpeakerChosen(Event, type="solutions.speaker_chosen", public=True):
    """More than half of the members want this one."""

    solution: str
    participant: str
    confirmed: int
    members: int


class SpeakerNamed(Event, type="solutions.speaker_named", public=True):
    """The members had chosen nobody in time, and the organisers named one of them."""

    solution: str
    participant: str


class KickoffPlanned(DecisionOpened, type="solutions.kickoff_planned", public=True):
    """Registration is open; rule, table sizes and number of wishes are those that the allocation will keep."""

    kickoff: str
    starts_on: date
    days: int
    table_min: int
    table_max: int
    anywhere: bool
    max_wishes: int


class KickoffMoved(Event, type="solutions.kickoff_moved", public=True):
    """It takes place on other days; who has registered stays so, and may cancel."""

    kickoff: str
    starts_on: date
    days: int
    reason: str


class KickoffCancelled(Event, type="solutions.kickoff_cancelled", public=True):
    """It does not take place; an allocation that was awaited is awaited no more."""

    kickoff: str
    reason: str


class KickoffRegistered(Event, type="solutions.registered", builds_on={"kickoff": KICKOFF, "wishes": SOLUTION}):
    kickoff: str
    participant: str
    member: int
    """The participant's index among the mission's members, for the columns of the allocation."""
    wishes: tuple[str, ...]
    """Solutions, the dearest first."""
    skills: tuple[str, ...]


class WishesChanged(Event, type="solutions.wishes_changed", builds_on={"wishes": SOLUTION}):
    kickoff: str
    participant: str
    wishes: tuple[str, ...]
    skills: tuple[str, ...]


class RegistrationCancelled(Event, type="solutions.registration_cancelled"):
    kickoff: str
    participant: str
    attended: bool
    """Whether the person had come and left before the end."""


class KickoffAttended(Event, type="solutions.attended", builds_on={"kickoff": KICKOFF}):
    """Registered is not active: only this says that a person came."""

    kickoff: str
    participant: str


class RegistrationClosed(DecisionClosed, type="solutions.registration_closed", public=True):
    """Those registered before this event's position are given places."""

    kickoff: str
    registered: int


class AllocationReopened(DecisionOpened, type="solutions.allocation_reopened", public=True):
    """People dropped out: places are to be given out anew, and latecomers may register."""

    kickoff: str
    reason: str


class AttendanceClosed(DecisionClosed, type="solutions.attendance_closed", public=True):
    """Those who attend before this event's position are given places anew."""

    kickoff: str
    registered: int
    attended: int


class KickoffAllocated(Event, type="solutions.kickoff_allocated", public=True, builds_on={"running": SOLUTION}):
    """How the allocation came out; who sits where stands in the private `PlacesGiven` behind it."""

    kickoff: str
    record: DecisionRecord
    placed: int
    unplaced: int
    running: tuple[str, ...]
    """Solutions that have a table."""
    not_running: tuple[str, ...]
    """Solutions for which too few people were there."""


class PlacesGiven(Event, type="solutions.places_given"):
    """Who sits where: `members[i]` with `solutions[places[i]]`; replaces all places of this kick-off given before."""

    kickoff: str
    solutions: tuple[str, ...]
    members: Column
    """Member indices (i4), ascending."""
    places: Column
    """Indices into `solutions` (i4), one a member."""


class KickoffHeld(Event, type="solutions.kickoff_held", public=True):
    kickoff: str
    registered: int
    """How many had registered and not cancelled."""
    attended: int
    """How many came, including those who left early."""
