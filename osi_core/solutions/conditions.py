"""What must hold before something happens to a call, a solution or its team (kick-offs have a file of their own)."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.challenges.events import ChallengeStatus
from osi_core.challenges.facts import Challenge
from osi_core.challenges.resources import CHALLENGE
from osi_core.domain import Context, Role, Unmet
from osi_core.mission.facts import Member
from osi_core.solutions import commands as c
from osi_core.solutions.events import Joining
from osi_core.solutions.facts import Call
from osi_core.solutions.resources import SOLUTION
from osi_core.solutions.settings import SolutionsSettings
from osi_core.solutions.state import CallState, SolutionState
from osi_core.support.facts import Initiative
from osi_core.support.resources import INITIATIVE

MOST_INVITATIONS = 300
"""How many invitations into one team may be unanswered at a time."""

# ---------------------------------------------------------------------------------------------------------------------
# The call
# ---------------------------------------------------------------------------------------------------------------------


def call_closes_ahead(
    command: c.PublishCall | c.AmendCall, state: CallState | None, context: Context
) -> Iterator[Unmet]:
    """A call that is over before it begins calls nobody."""
    if command.closes_on is not None and command.closes_on < context.time.date():
        yield Unmet("call-closes-in-the-past", "closes_on", closes_on=command.closes_on, today=context.time.date())


def call_changes(command: c.AmendCall, state: CallState, context: Context) -> Iterator[Unmet]:
    """An amendment changes the text or the day."""
    if (command.text or state.text, command.closes_on) == (state.text, state.closes_on):
        yield Unmet("nothing-to-change")


def a_call_is_open(command: c.SubmitSolution, state: None, context: Context) -> Iterator[Unmet]:
    """Solutions are submitted to a public call, up to its closing day.

    Guarantees that a call was open on the day of the submission. Race: none within one log; an amendment that closes
    it earlier counts from then on.
    """
    calls = context.all(Call).values()
    if any(call.is_open(context.time.date()) for call in calls):
        return
    if not calls:
        yield Unmet("call-not-published")
        return
    last = max(call.closes_on for call in calls if call.closes_on)
    yield Unmet("call-closed", closed_on=last)


# ---------------------------------------------------------------------------------------------------------------------
# Challenges that a solution answers
# ---------------------------------------------------------------------------------------------------------------------


def answers_prioritised_challenges(command: c.SubmitSolution, state: None, context: Context) -> Iterator[Unmet]:
    """A solution answers challenges of this mission, each named once, and at least one of them has a priority.

    Guarantees it at the position of the facts. Race: a challenge merged right after keeps the tie under its old id,
    and lineage (`merged_into`) leads on to the new one.
    """
    challenges = command.challenges
    for challenge in dict.fromkeys(challenges):
        if challenges.count(challenge) > 1:
            yield Unmet("named-twice", "challenges", name=CHALLENGE(challenge))
        yield from _cannot_be_answered("challenges", challenge, context)
    found = [context.fact(Challenge, challenge) for challenge in challenges]
    if any(found) and not any(challenge.rank for challenge in found if challenge):
        yield Unmet("no-prioritised-challenge", "challenges")


def ties_to_another_challenge(command: c.TieToChallenge, state: SolutionState, context: Context) -> Iterator[Unmet]:
    """A solution is tied to a challenge once, and to a living one.

    Guarantees it at the position of the facts. Race: as for the challenges of a submission.
    """
    solution = SOLUTION(command.solution)
    if command.challenge in state.challenges:
        yield Unmet("tied-already", "challenge", solution=solution, challenge=CHALLENGE(command.challenge))
    if len(state.challenges) >= c.MOST_CHALLENGES:
        yield Unmet("too-many-challenges", "challenge", solution=solution, most=c.MOST_CHALLENGES)
    yield from _cannot_be_answered("challenge", command.challenge, context)


def _cannot_be_answered(field: str, name: str, context: Context) -> Iterator[Unmet]:
    challenge = context.fact(Challenge, name)
    if challenge is None:
        yield Unmet("challenge-unknown", field, challenge=CHALLENGE(name))
    elif challenge.merged_into or challenge.split_into:
        now = (challenge.merged_into,) if challenge.merged_into else challenge.split_into
        instead = tuple(CHALLENGE(one) for one in now)
        yield Unmet("challenge-lives-on", field, challenge=CHALLENGE(name), status=challenge.status, instead=instead)
    elif challenge.status is ChallengeStatus.REJECTED:
        yield Unmet("challenge-rejected", field, challenge=CHALLENGE(name))


# ---------------------------------------------------------------------------------------------------------------------
# The solution and its team
# ---------------------------------------------------------------------------------------------------------------------


def something_changes(command: c.UpdateSolution, state: SolutionState, context: Context) -> Iterator[Unmet]:
    """An update says at least one thing."""
    if (command.title, command.text, command.wanted_skills, command.joining) == (None, None, None, None):
        yield Unmet("nothing-to-change")


def solution_stands(command: c.OfSolution, state: SolutionState, context: Context) -> Iterator[Unmet]:
    """A withdrawn solution stays as it was."""
    if state.withdrawn:
        yield Unmet("solution-withdrawn", "solution", solution=SOLUTION(command.solution))


def acts_for_the_team(command: c.OfSolution, state: SolutionState, context: Context) -> Iterator[Unmet]:
    """Only the team speaks for its solution."""
    if context.actor.participant not in state.team:
        solution = SOLUTION(command.solution)
        yield Unmet("not-in-solution-team", "actor", actor=context.actor.participant, solution=solution)


def acts_for_the_team_or_organises(command: c.OfSolution, state: SolutionState, context: Context) -> Iterator[Unmet]:
    """The team, or the organisers where a solution must go."""
    if not context.actor.is_(Role.OPERATOR, Role.ORGANISER):
        yield from acts_for_the_team(command, state, context)


def invites_a_newcomer(command: c.InviteToTeam, state: SolutionState, context: Context) -> Iterator[Unmet]:
    """Who is asked takes part in the mission, and is not in the team yet.

    Guarantees that the person was known when invited. Race: a person erased at the same moment stays invited under
    an id that leads to nobody, and never joins.
    """
    member = context.fact(Member, command.participant)
    if member is None or member.erased:
        yield Unmet("participant-unknown", "participant", participant=command.participant)
    if command.participant in state.team:
        yield _in_team_already(command.participant, command.solution)
    if len(state.invited) >= MOST_INVITATIONS:
        yield Unmet("too-many-invitations", "participant", most=MOST_INVITATIONS)


def may_join(command: c.JoinTeam, state: SolutionState, context: Context) -> Iterator[Unmet]:
    """A person joins once, an open team or by invitation, as long as there is room."""
    person = context.actor.participant
    if person in state.team:
        yield _in_team_already(person, command.solution)
    if state.joining is Joining.BY_INVITATION and person not in state.invited:
        yield Unmet("not-invited", "actor", solution=SOLUTION(command.solution))
    most = context.settings(SolutionsSettings).max_team
    if len(state.team) >= most:
        yield Unmet("team-full", solution=SOLUTION(command.solution), most=most)


def _in_team_already(person: str, solution: str) -> Unmet:
    return Unmet("in-team-already", "participant", participant=person, solution=SOLUTION(solution))


def others_stay(command: c.LeaveTeam, state: SolutionState, context: Context) -> Iterator[Unmet]:
    """A solution is never without a team."""
    if state.team == (context.actor.participant,):
        yield Unmet("last-of-team", solution=SOLUTION(command.solution))


def is_no_active_initiative(command: c.WithdrawSolution, state: SolutionState, context: Context) -> Iterator[Unmet]:
    """A solution whose initiative is in the programme leaves that first, so that nobody supports what is gone.

    Guarantees it at the position of the facts. Race: none within one log, where the writer judges one command after
    the other; an admission that comes second is refused because the solution is withdrawn.
    """
    initiative = context.fact(Initiative, command.solution)
    if initiative is not None and not initiative.dropped_out:
        yield Unmet("initiative-active", "solution", initiative=INITIATIVE(command.solution))
