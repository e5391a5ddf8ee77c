"""What must hold before something happens within a team, or is done for it.

None of what they guarantee can be overtaken: within one log the writer judges one command after the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from osi_core.domain import STAFF, Context, Unmet
from osi_core.mission.facts import Member
from osi_core.solutions import commands as c
from osi_core.solutions import team_commands as t
from osi_core.solutions.facts import Solution
from osi_core.solutions.resources import SOLUTION
from osi_core.solutions.settings import SolutionsSettings
from osi_core.solutions.state import SolutionState
from osi_core.solutions.team_facts import Team

MOST_REQUESTS = 300
"""How many requests to join one team may be unanswered at a time."""

# ---------------------------------------------------------------------------------------------------------------------
# Who acts
# ---------------------------------------------------------------------------------------------------------------------


def speaks_for_the_team(command: c.OfSolution, state: SolutionState, context: Context) -> Iterator[Unmet]:
    """A member of the team acts for it only as its speaker.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    if _solution(command, context).is_only_a_member(context.actor.participant):
        yield not_a_speaker(command.solution, context)


def speaks_for_the_team_or_organises(command: c.OfSolution, state: SolutionState, context: Context) -> Iterator[Unmet]:
    """A speaker of the team, or the organisers where a solution must go. Race: none within one log."""
    if not context.actor.is_(*STAFF):
        yield from speaks_for_the_team(command, state, context)


def not_a_speaker(solution: str, context: Context) -> Unmet:
    """Says that the actor is in a team and does not act for it."""
    return Unmet("not-in-speakers", "actor", actor=context.actor.participant, solution=SOLUTION(solution))


# ---------------------------------------------------------------------------------------------------------------------
# Coming and going
# ---------------------------------------------------------------------------------------------------------------------


def team_has_a_speaker(command: c.OfSolution, state: SolutionState, context: Context) -> Iterator[Unmet]:
    """Nobody joins a team while it chooses its speaker, so that nobody joins in order to be chosen.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    if not _solution(command, context).speakers:
        yield Unmet("team-without-speaker", "solution", solution=SOLUTION(command.solution))


def was_not_removed(command: c.JoinTeam, state: SolutionState, context: Context) -> Iterator[Unmet]:
    """Who was taken out of a team comes back when asked in, or when a request is accepted.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    if context.actor.participant in _team(command, context).removed:
        yield Unmet("removed-from-team", "actor", solution=SOLUTION(command.solution))


def asks_once(command: t.RequestToJoin, state: SolutionState, context: Context) -> Iterator[Unmet]:
    """Who asks to join is not in the team and has no answer to wait for.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    participant, waiting = context.actor.participant, _team(command, context).waiting
    if participant in state.team:
        yield Unmet("in-team-already", "participant", participant=participant, solution=SOLUTION(command.solution))
    if participant in waiting:
        yield Unmet("asked-to-join-already", "actor", solution=SOLUTION(command.solution))
    if len(waiting) >= MOST_REQUESTS:
        yield Unmet("too-many-requests", "solution", most=MOST_REQUESTS)


def has_asked(command: t.AcceptRequest | t.DeclineRequest, state: SolutionState, context: Context) -> Iterator[Unmet]:
    """Only a request that waits is answered.

    Guarantees it at the position of the facts. Race: none within one log; the request of somebody who was erased is
    gone.
    """
    yield from _waits(command, command.participant, context)


def has_asked_oneself(command: t.WithdrawRequest, state: SolutionState, context: Context) -> Iterator[Unmet]:
    """Only one's own request that waits is taken back.

    Guarantees it at the position of the facts. Race: none within one log; an answer that comes first stands.
    """
    yield from _waits(command, context.actor.participant, context)


def person_was_erased(command: t.FollowErasure, state: None, context: Context) -> Iterator[Unmet]:
    """Nobody is let go so who was not erased.

    Guarantees it at the position of the facts. Race: none, for no erasure is undone.
    """
    member = context.fact(Member, command.participant)
    if member is None or not member.erased:
        yield Unmet("participant-not-erased", "participant", participant=command.participant)


def team_has_room(command: t.AcceptRequest, state: SolutionState, context: Context) -> Iterator[Unmet]:
    """A team takes as many people as the playbook says.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    most = context.settings(SolutionsSettings).max_team
    if len(_solution(command, context).team) >= most:
        yield Unmet("team-full", solution=SOLUTION(command.solution), most=most)


def somebody_stays(command: c.LeaveTeam, state: SolutionState, context: Context) -> Iterator[Unmet]:
    """Whoever is the last that was not erased stays, or withdraws the solution.

    Guarantees it at the position of the facts. Race: none within one log; who is erased goes in any case.
    """
    alone = (context.actor.participant,)
    if _solution(command, context).team == alone != state.team:
        yield Unmet("last-of-team", solution=SOLUTION(command.solution))


def is_an_ordinary_member(command: t.RemoveFromTeam, state: SolutionState, context: Context) -> Iterator[Unmet]:
    """Members can be taken out, speakers cannot: or one whom the founder appoints takes the team over.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    yield from _is_of_the_team(command, context)
    if command.participant in _solution(command, context).speakers:
        yield Unmet("speaker-stays", "participant", participant=command.participant)


# ---------------------------------------------------------------------------------------------------------------------
# Speakers
# ---------------------------------------------------------------------------------------------------------------------


def appoints_a_member(command: t.AppointSpeaker, state: SolutionState, context: Context) -> Iterator[Unmet]:
    """A new speaker is of the team, and none yet.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    yield from _is_of_the_team(command, context)
    if command.participant in _solution(command, context).speakers:
        yield Unmet("speaker-already", "participant", participant=command.participant)


def team_has_no_speaker(
    command: t.ProposeSpeaker | t.NameSpeaker, state: SolutionState, context: Context
) -> Iterator[Unmet]:
    """A speaker is chosen, or named, where there is none.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    speakers = _solution(command, context).speakers
    if speakers:
        yield Unmet("team-has-speaker", "solution", solution=SOLUTION(command.solution), speakers=speakers)


def candidate_is_of_the_team(
    command: t.ProposeSpeaker | t.NameSpeaker, state: SolutionState, context: Context
) -> Iterator[Unmet]:
    """Who is to speak for a team belongs to it.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    yield from _is_of_the_team(command, context)


def members_had_their_time(command: t.NameSpeaker, state: SolutionState, context: Context) -> Iterator[Unmet]:
    """The members choose first, for as long as the playbook says.

    Guarantees it at the position of the facts. Race: none within one log; a choice that comes second is refused.
    """
    since = _solution(command, context).speakerless_since
    if since is None:
        return
    until = since + timedelta(days=context.settings(SolutionsSettings).choose_days)
    if context.time < until:
        yield Unmet("members-still-choose", "solution", solution=SOLUTION(command.solution), until=until)


def names_somebody_else(command: t.NameSpeaker, state: SolutionState, context: Context) -> Iterator[Unmet]:
    """Whoever organises takes no team for themselves."""
    if command.participant == context.actor.participant:
        yield Unmet("names-oneself", "participant")


def says_what_the_change_is(command: c.UpdateSolution, state: SolutionState, context: Context) -> Iterator[Unmet]:
    """Who changes the words says whether they say the same, better, or something new."""
    if command.kind is None and (command.title, command.text) != (None, None):
        yield Unmet("change-not-named", "kind")


def asker_is_there(command: t.AcceptRequest, state: SolutionState, context: Context) -> Iterator[Unmet]:
    """Whoever is let in still takes part in the mission.

    Guarantees it at the position of the facts. Race: none within one log; who is erased right after leaves the team.
    """
    member = context.fact(Member, command.participant)
    if member is None or member.erased:
        yield Unmet("participant-unknown", "participant", participant=command.participant)


def _waits(command: c.OfSolution, participant: str, context: Context) -> Iterator[Unmet]:
    if participant not in _team(command, context).waiting:
        yield Unmet("not-asked-to-join", "participant", participant=participant, solution=SOLUTION(command.solution))


def _is_of_the_team(
    command: t.RemoveFromTeam | t.AppointSpeaker | t.ProposeSpeaker | t.NameSpeaker, context: Context
) -> Iterator[Unmet]:
    if command.participant not in _solution(command, context).team:
        participant, solution = command.participant, SOLUTION(command.solution)
        yield Unmet("no-member-of-team", "participant", participant=participant, solution=solution)


def _solution(command: c.OfSolution, context: Context) -> Solution:
    solution = context.fact(Solution, command.solution)
    assert solution is not None, "the fact begins with the solution"
    return solution


def _team(command: c.OfSolution, context: Context) -> Team:
    return context.fact(Team, command.solution) or Team()
