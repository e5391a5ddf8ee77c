"""What a call, a solution, a kick-off and a registration are after their events."""

from __future__ import annotations

from datetime import date, timedelta

from osi_core.domain import Event, State
from osi_core.log.decisions import DecisionState
from osi_core.solutions import events as e


class CallState(State):
    """A public call for solutions."""

    call: str
    text: str
    closes_on: date | None

    @classmethod
    def evolve(cls, state: CallState | None, event: Event) -> CallState:
        if isinstance(event, e.CallPublished | e.CallAmended):
            return cls(call=event.call, text=event.text, closes_on=event.closes_on)
        assert state is not None
        return state


class SolutionState(State):
    """A solution: whom its team holds, whom it invited and looks for, which challenges it answers."""

    solution: str
    challenges: tuple[str, ...]
    wanted_skills: tuple[str, ...]
    joining: e.Joining
    team: tuple[str, ...]
    invited: frozenset[str] = frozenset()
    withdrawn: bool = False

    @classmethod
    def evolve(cls, state: SolutionState | None, event: Event) -> SolutionState:
        if isinstance(event, e.SolutionSubmitted):
            return cls(
                solution=event.solution,
                challenges=event.challenges,
                wanted_skills=event.wanted_skills,
                joining=event.joining,
                team=(event.author,),
            )
        assert state is not None, "a solution's first event is its submission"
        match event:
            case e.SolutionUpdated():
                changed = {"wanted_skills": event.wanted_skills, "joining": event.joining or state.joining}
                return state.model_copy(update=changed)
            case e.SolutionTied():
                return state.model_copy(update={"challenges": (*state.challenges, event.challenge)})
            case e.SolutionWithdrawn():
                return state.model_copy(update={"withdrawn": True})
            case e.TeamInvited():
                return state.model_copy(update={"invited": state.invited | {event.participant}})
            case e.TeamJoined() | e.JoinRequestAccepted():
                joined = {"team": (*state.team, event.participant), "invited": state.invited - {event.participant}}
                return state.model_copy(update=joined)
            case e.TeamLeft() | e.TeamMemberRemoved():
                return state.model_copy(update={"team": tuple(p for p in state.team if p != event.participant)})
            case _:
                return state


class KickoffState(DecisionState):
    """A kick-off: its days, and how far the allocation of places has come."""

    starts_on: date
    days: int
    status: e.KickoffStatus = e.KickoffStatus.PLANNED

    @property
    def last_day(self) -> date:
        """The day on which it ends."""
        return self.starts_on + timedelta(days=self.days - 1)

    @property
    def ended(self) -> bool:
        """Whether it was held or cancelled."""
        return self.status in (e.KickoffStatus.HELD, e.KickoffStatus.CANCELLED)

    @classmethod
    def evolve(cls, state: KickoffState | None, event: Event) -> KickoffState:
        if isinstance(event, e.KickoffPlanned):
            return cls(starts_on=event.starts_on, days=event.days).opened_by(event)
        assert state is not None, "a kick-off's first event is its planning"
        match event:
            case e.RegistrationClosed() | e.AttendanceClosed():
                return state.closed_by(event).model_copy(update={"status": e.KickoffStatus.CLOSED})
            case e.KickoffAllocated():
                return state.model_copy(update={"status": e.KickoffStatus.ALLOCATED, "decided": True})
            case e.AllocationReopened():
                return state.opened_by(event).model_copy(update={"status": e.KickoffStatus.REOPENED})
            case e.KickoffMoved():
                return state.model_copy(update={"starts_on": event.starts_on, "days": event.days})
            case e.KickoffCancelled():
                return state.model_copy(update={"status": e.KickoffStatus.CANCELLED})
            case e.KickoffHeld():
                return state.model_copy(update={"status": e.KickoffStatus.HELD})
            case _:
                return state


class RegistrationState(State):
    """One person's registration for a kick-off."""

    status: e.RegistrationStatus

    @property
    def stands(self) -> bool:
        """Whether the person is expected, or there."""
        return self.status in (e.RegistrationStatus.REGISTERED, e.RegistrationStatus.ATTENDED)

    @classmethod
    def evolve(cls, state: RegistrationState | None, event: Event) -> RegistrationState:
        match event:
            case e.KickoffRegistered():
                return cls(status=e.RegistrationStatus.REGISTERED)
            case e.RegistrationCancelled():
                return cls(status=e.RegistrationStatus.LEFT if event.attended else e.RegistrationStatus.CANCELLED)
            case e.KickoffAttended():
                return cls(status=e.RegistrationStatus.ATTENDED)
        assert state is not None, "a registration's first event is the registration"
        return state
