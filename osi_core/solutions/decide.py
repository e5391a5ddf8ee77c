"""What happens when a command of phase 3 is granted: one pure function a command."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.domain import Context
from osi_core.log.decisions import digest_of_secret
from osi_core.mission.facts import Member
from osi_core.plugins.columns import Column
from osi_core.solutions import commands as c
from osi_core.solutions import events as e
from osi_core.solutions.facts import Registration, registered_for
from osi_core.solutions.settings import SolutionsSettings
from osi_core.solutions.state import CallState, KickoffState, RegistrationState, SolutionState

# ---------------------------------------------------------------------------------------------------------------------
# The call, solutions and their teams
# ---------------------------------------------------------------------------------------------------------------------


def publish_call(command: c.PublishCall, state: None, context: Context) -> Iterator[e.CallPublished]:
    yield e.CallPublished(call=command.call, text=command.text, closes_on=command.closes_on)


def amend_call(command: c.AmendCall, state: CallState, context: Context) -> Iterator[e.CallAmended]:
    yield e.CallAmended(
        call=command.call, text=command.text or state.text, closes_on=command.closes_on, reason=command.reason
    )


def submit(command: c.SubmitSolution, state: None, context: Context) -> Iterator[e.SolutionSubmitted]:
    yield e.SolutionSubmitted(
        solution=command.solution,
        author=context.actor.participant,
        origin=command.origin,
        title=context.sealed["title"],
        text=context.sealed["text"],
        challenges=command.challenges,
        wanted_skills=command.wanted_skills,
        joining=command.joining,
    )


def update(command: c.UpdateSolution, state: SolutionState, context: Context) -> Iterator[e.SolutionUpdated]:
    yield e.SolutionUpdated(
        solution=command.solution,
        title=context.sealed.get("title"),
        text=context.sealed.get("text"),
        wanted_skills=state.wanted_skills if command.wanted_skills is None else command.wanted_skills,
        joining=command.joining,
        kind=command.kind or e.UpdateKind.CORRECTION,
    )


def tie(command: c.TieToChallenge, state: SolutionState, context: Context) -> Iterator[e.SolutionTied]:
    yield e.SolutionTied(solution=command.solution, challenge=command.challenge)


def invite(command: c.InviteToTeam, state: SolutionState, context: Context) -> Iterator[e.TeamInvited]:
    yield e.TeamInvited(solution=command.solution, participant=command.participant)


def join(command: c.JoinTeam, state: SolutionState, context: Context) -> Iterator[e.TeamJoined]:
    yield e.TeamJoined(solution=command.solution, participant=context.actor.participant, skills=command.skills)


def leave(command: c.LeaveTeam, state: SolutionState, context: Context) -> Iterator[e.TeamLeft]:
    yield e.TeamLeft(solution=command.solution, participant=context.actor.participant)


def withdraw(command: c.WithdrawSolution, state: SolutionState, context: Context) -> Iterator[e.SolutionWithdrawn]:
    yield e.SolutionWithdrawn(solution=command.solution, reason=command.reason, note=context.sealed.get("note"))


# ---------------------------------------------------------------------------------------------------------------------
# The kick-off
# ---------------------------------------------------------------------------------------------------------------------


def plan_kickoff(command: c.PlanKickoff, state: None, context: Context) -> Iterator[e.KickoffPlanned]:
    settings = context.settings(SolutionsSettings)
    yield e.KickoffPlanned(
        strategy=settings.strategy,
        options=settings.options,
        secret_sha256=digest_of_secret(context.chance),
        kickoff=command.kickoff,
        starts_on=command.starts_on,
        days=command.days,
        table_min=command.table_min or settings.table_min,
        table_max=command.table_max or settings.table_max,
        anywhere=settings.anywhere,
        max_wishes=settings.max_wishes,
    )


def move_kickoff(command: c.MoveKickoff, state: KickoffState, context: Context) -> Iterator[e.KickoffMoved]:
    days = command.days or state.days
    yield e.KickoffMoved(kickoff=command.kickoff, starts_on=command.starts_on, days=days, reason=command.reason)


def cancel_kickoff(command: c.CancelKickoff, state: KickoffState, context: Context) -> Iterator[e.KickoffCancelled]:
    yield e.KickoffCancelled(kickoff=command.kickoff, reason=command.reason)


def close_registration(
    command: c.CloseRegistration, state: KickoffState, context: Context
) -> Iterator[e.RegistrationClosed]:
    registered, _ = _turnout(command, context)
    yield e.RegistrationClosed(
        kickoff=command.kickoff,
        strategy=state.strategy,
        options=state.options,
        secret=context.secret,
        registered=registered,
    )


def record_allocation(
    command: c.RecordAllocation, state: KickoffState, context: Context
) -> Iterator[e.KickoffAllocated | e.PlacesGiven]:
    running = tuple(sorted({place.solution for place in command.places}))
    yield e.KickoffAllocated(
        kickoff=command.kickoff,
        record=command.record,
        placed=len(command.places),
        unplaced=len(command.unplaced),
        running=running,
        not_running=command.not_running,
    )
    people = registered_for(command.kickoff, context.all(Registration))
    index = {solution: table for table, solution in enumerate(running)}
    seats = sorted((people[place.participant].member, index[place.solution]) for place in command.places)
    yield e.PlacesGiven(
        kickoff=command.kickoff,
        solutions=running,
        members=Column.of("i4", [member for member, _ in seats]),
        places=Column.of("i4", [table for _, table in seats]),
    )


def reopen_allocation(
    command: c.ReopenAllocation, state: KickoffState, context: Context
) -> Iterator[e.AllocationReopened]:
    settings = context.settings(SolutionsSettings)
    yield e.AllocationReopened(
        strategy=settings.strategy,
        options=settings.options,
        secret_sha256=digest_of_secret(context.chance),
        kickoff=command.kickoff,
        reason=command.reason,
    )


def close_attendance(command: c.CloseAttendance, state: KickoffState, context: Context) -> Iterator[e.AttendanceClosed]:
    registered, attended = _turnout(command, context)
    yield e.AttendanceClosed(
        kickoff=command.kickoff,
        strategy=state.strategy,
        options=state.options,
        secret=context.secret,
        registered=registered,
        attended=attended,
    )


def hold_kickoff(command: c.HoldKickoff, state: KickoffState, context: Context) -> Iterator[e.KickoffHeld]:
    registered, attended = _turnout(command, context)
    yield e.KickoffHeld(kickoff=command.kickoff, registered=registered, attended=attended)


def _turnout(command: c.OfKickoff, context: Context) -> tuple[int, int]:
    """How many had registered for this kick-off and not cancelled, and how many came."""
    people = registered_for(command.kickoff, context.all(Registration)).values()
    return sum(person.counts for person in people), sum(person.came for person in people)


def register(
    command: c.RegisterForKickoff, state: RegistrationState | None, context: Context
) -> Iterator[e.KickoffRegistered]:
    member = context.fact(Member, command.participant)
    assert member is not None, "the table lets only members of the mission register"
    yield e.KickoffRegistered(
        kickoff=command.kickoff,
        participant=command.participant,
        member=member.index,
        wishes=command.wishes,
        skills=command.skills,
    )


def change_wishes(command: c.ChangeWishes, state: RegistrationState, context: Context) -> Iterator[e.WishesChanged]:
    yield e.WishesChanged(
        kickoff=command.kickoff, participant=command.participant, wishes=command.wishes, skills=command.skills
    )


def cancel(
    command: c.CancelRegistration, state: RegistrationState, context: Context
) -> Iterator[e.RegistrationCancelled]:
    came = state.status is e.RegistrationStatus.ATTENDED
    yield e.RegistrationCancelled(kickoff=command.kickoff, participant=command.participant, attended=came)


def attend(command: c.ConfirmAttendance, state: RegistrationState, context: Context) -> Iterator[e.KickoffAttended]:
    yield e.KickoffAttended(kickoff=command.kickoff, participant=command.participant)
