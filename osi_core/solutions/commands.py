"""What can be asked for in phase 3."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from osi_core.challenges.facts import Challenge
from osi_core.domain import Command, Day, FactKey, Id, Model, PublicText, ShortWords, State, StopReason, Tags, Words
from osi_core.log.decisions import RecordDecision
from osi_core.mission.facts import Member
from osi_core.solutions.events import Joining, SolutionOrigin, UpdateKind
from osi_core.solutions.facts import Call, Kickoff, Registration, Solution
from osi_core.solutions.resources import CALL, KICKOFF, REGISTRATION, SOLUTION
from osi_core.solutions.state import CallState, KickoffState, RegistrationState, SolutionState
from osi_core.solutions.team_facts import Team
from osi_core.support.facts import Initiative

Wishes = Annotated[tuple[Id, ...], Field(max_length=50)]
MOST_CHALLENGES = 20
"""How many challenges one solution may answer."""

# ---------------------------------------------------------------------------------------------------------------------
# The call, solutions and their teams
# ---------------------------------------------------------------------------------------------------------------------


class PublishCall(Command, at=CALL):
    """Call for solutions in public; from here on they may be submitted, until the closing day if there is one."""

    state: ClassVar[type[State] | None] = CallState
    call: Id
    text: PublicText
    closes_on: Day | None = None


class AmendCall(Command, at=CALL):
    """Say a call better, or let it close on another day; without one it stays open. A text left out stays."""

    state: ClassVar[type[State] | None] = CallState
    call: Id
    text: PublicText | None = None
    closes_on: Day | None = None
    reason: PublicText


class OfSolution(Command, at=SOLUTION):
    """A command whose aggregate is one solution."""

    state: ClassVar[type[State] | None] = SolutionState
    solution: Id

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return FactKey(Solution, self.solution), FactKey(Team, self.solution)


class SubmitSolution(OfSolution):
    """Bring in a solution, existing or newly developed, for prioritised challenges; who submits it founds its team."""

    origin: SolutionOrigin
    title: ShortWords
    text: Words
    challenges: Annotated[tuple[Id, ...], Field(min_length=1, max_length=MOST_CHALLENGES)]
    wanted_skills: Tags = ()
    joining: Joining = Joining.OPEN

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return FactKey(Call), *(FactKey(Challenge, challenge) for challenge in self.challenges)


class UpdateSolution(OfSolution):
    """Say better what the solution is, or whom its team looks for; what is left out stays as it is. Who changes the
    words says whether that is a correction or new content, which makes a new version.
    """

    title: ShortWords | None = None
    text: Words | None = None
    wanted_skills: Tags | None = None
    joining: Joining | None = None
    kind: UpdateKind | None = None


class TieToChallenge(OfSolution):
    """Say that the solution answers one more challenge."""

    challenge: Id

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return *super().needs(state), FactKey(Challenge, self.challenge)


class InviteToTeam(OfSolution):
    """Ask a person into the team."""

    participant: Id

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return *super().needs(state), FactKey(Member, self.participant)


class JoinTeam(OfSolution):
    """Join the team with one's skills."""

    skills: Tags = ()


class LeaveTeam(OfSolution):
    """Leave the team; the last one withdraws the solution instead."""


class WithdrawSolution(OfSolution):
    """Take the solution back, with a reason; an initiative drops out of the programme first."""

    reason: StopReason
    note: ShortWords | None = None

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return *super().needs(state), FactKey(Initiative, self.solution)


# ---------------------------------------------------------------------------------------------------------------------
# The kick-off
# ---------------------------------------------------------------------------------------------------------------------


class OfKickoff(Command, at=KICKOFF):
    """A command whose aggregate is one kick-off."""

    state: ClassVar[type[State] | None] = KickoffState
    kickoff: Id


class PlanKickoff(OfKickoff):
    """Set a kick-off's days and open registration; table sizes are the playbook's where they are left out."""

    starts_on: Day
    days: int = Field(default=2, ge=1, le=31)
    table_min: int | None = Field(default=None, ge=1, le=1_000)
    table_max: int | None = Field(default=None, ge=1, le=1_000)


class MoveKickoff(OfKickoff):
    """Let a kick-off take place on other days, with a reason; how many days, if that changes too."""

    starts_on: Day
    days: int | None = Field(default=None, ge=1, le=31)
    reason: PublicText

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(Registration),)


class CancelKickoff(OfKickoff):
    """Let a kick-off not take place, with a reason; also one that nobody has come to."""

    reason: PublicText


class CloseRegistration(OfKickoff):
    """Take no more registrations; those who stand registered are to be given places."""

    reveals_secret: ClassVar[bool] = True

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return FactKey(Registration), FactKey(Solution)


class Place(Model):
    """Who sits with which solution."""

    participant: Id
    solution: Id


class RecordAllocation(RecordDecision, at=KICKOFF):
    """Bring the finished allocation of a kick-off: who sits with which solution."""

    state: ClassVar[type[State] | None] = KickoffState
    kickoff: Id
    places: tuple[Place, ...]
    unplaced: tuple[Id, ...] = ()
    not_running: tuple[Id, ...] = ()

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return FactKey(Registration), FactKey(Solution)


class ReopenAllocation(OfKickoff):
    """People have dropped out: places are to be given out anew among those who came."""

    reason: PublicText


class CloseAttendance(OfKickoff):
    """Fix who is there; those are to be given places anew."""

    reveals_secret: ClassVar[bool] = True

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return FactKey(Registration), FactKey(Solution)


class HoldKickoff(OfKickoff):
    """State that a kick-off has been held; not before its last day."""

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(Registration),)


class OfRegistration(Command, at=REGISTRATION):
    """A command whose aggregate is one person's registration for one kick-off."""

    state: ClassVar[type[State] | None] = RegistrationState
    kickoff: Id
    participant: Id

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(Kickoff, self.kickoff),)


class RegisterForKickoff(OfRegistration):
    """Register for a kick-off, with the solutions one would like to work on, the dearest first, and one's skills."""

    wishes: Wishes = ()
    skills: Tags = ()

    def needs(self, state: object) -> tuple[FactKey, ...]:
        wished = (FactKey(Solution, wish) for wish in self.wishes)
        return FactKey(Kickoff, self.kickoff), FactKey(Member, self.participant), *wished


class ChangeWishes(OfRegistration):
    """Replace the wishes and skills of one's registration."""

    wishes: Wishes = ()
    skills: Tags = ()

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return FactKey(Kickoff, self.kickoff), *(FactKey(Solution, wish) for wish in self.wishes)


class CancelRegistration(OfRegistration):
    """Give one's place back, before the kick-off or, having come, before its end."""


class ConfirmAttendance(OfRegistration):
    """Say that the registered person has come."""
