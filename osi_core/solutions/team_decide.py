"""What happens when a command within a team is granted: one pure function a command."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.domain import Context
from osi_core.solutions import events as e
from osi_core.solutions import team_commands as c
from osi_core.solutions.facts import Solution
from osi_core.solutions.state import SolutionState
from osi_core.solutions.team_facts import Team


def follow_erasure(command: c.FollowErasure, state: None, context: Context) -> Iterator[e.ErasureFollowed]:
    yield e.ErasureFollowed(participant=command.participant)


def request_to_join(command: c.RequestToJoin, state: SolutionState, context: Context) -> Iterator[e.JoinRequested]:
    participant = context.actor.participant
    yield e.JoinRequested(solution=command.solution, participant=participant, skills=command.skills)


def withdraw_request(
    command: c.WithdrawRequest, state: SolutionState, context: Context
) -> Iterator[e.JoinRequestWithdrawn]:
    yield e.JoinRequestWithdrawn(solution=command.solution, participant=context.actor.participant)


def accept_request(command: c.AcceptRequest, state: SolutionState, context: Context) -> Iterator[e.JoinRequestAccepted]:
    yield e.JoinRequestAccepted(solution=command.solution, participant=command.participant)


def decline_request(
    command: c.DeclineRequest, state: SolutionState, context: Context
) -> Iterator[e.JoinRequestDeclined]:
    yield e.JoinRequestDeclined(
        solution=command.solution,
        participant=command.participant,
        reason=command.reason,
        note=context.sealed.get("note"),
    )


def remove(command: c.RemoveFromTeam, state: SolutionState, context: Context) -> Iterator[e.TeamMemberRemoved]:
    yield e.TeamMemberRemoved(
        solution=command.solution,
        participant=command.participant,
        reason=command.reason,
        note=context.sealed.get("note"),
    )


def appoint_speaker(command: c.AppointSpeaker, state: SolutionState, context: Context) -> Iterator[e.SpeakerAppointed]:
    yield e.SpeakerAppointed(
        solution=command.solution,
        participant=command.participant,
        instead_of=context.actor.participant if command.hand_over else None,
    )


def resign(command: c.ResignAsSpeaker, state: SolutionState, context: Context) -> Iterator[e.SpeakerResigned]:
    yield e.SpeakerResigned(solution=command.solution, participant=context.actor.participant)


def propose_speaker(
    command: c.ProposeSpeaker, state: SolutionState, context: Context
) -> Iterator[e.SpeakerProposed | e.SpeakerChosen]:
    """With the word that makes it more than half of the members, the choice is made."""
    member = context.actor.participant
    yield e.SpeakerProposed(solution=command.solution, participant=command.participant, member=member)
    solution, team = context.fact(Solution, command.solution), context.fact(Team, command.solution)
    assert solution is not None, "the fact begins with the solution"
    voices = {**(team.voices if team else {}), member: command.participant}
    confirmed = sum(voices.get(one) == command.participant for one in solution.team)
    if 2 * confirmed > len(solution.team):
        yield e.SpeakerChosen(
            solution=command.solution,
            participant=command.participant,
            confirmed=confirmed,
            members=len(solution.team),
        )


def name_speaker(command: c.NameSpeaker, state: SolutionState, context: Context) -> Iterator[e.SpeakerNamed]:
    yield e.SpeakerNamed(solution=command.solution, participant=command.participant)
