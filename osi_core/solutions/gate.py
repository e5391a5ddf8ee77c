"""The gate of phase 3: it opens with the first commitment, and closes after the kick-off, when priorities have solutions."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.challenges.facts import Challenge, Commitment, Gap
from osi_core.challenges.gate import living_in, top
from osi_core.challenges.resources import CHALLENGE
from osi_core.domain import Command, Context, Gate, Unmet
from osi_core.mission.state import Mission
from osi_core.solutions.facts import THE_KICKOFF, Kickoff, Solution


def a_priority_is_committed_to(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """At least one prioritised challenge has a commitment that stands.

    Guarantees it at the position the event records. Race: a commitment withdrawn right after shows in the
    register; the phase stays open.
    """
    committed = living_in(context, (c.challenge for c in context.all(Commitment).values() if c.stands))
    if committed.isdisjoint(top(context)):
        yield Unmet("no-commitment")


def kickoff_is_held(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """The kick-off has taken place.

    Guarantees it at the position the event records. Race: none, what has taken place stays so.
    """
    kickoff = context.all(Kickoff).get(THE_KICKOFF)
    if kickoff is None or not kickoff.held:
        yield Unmet("kickoff-not-held")


def priorities_have_solutions(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """Every challenge of the top has a solution that stands, or is acknowledged in the gap list.

    Guarantees it at the position the event records. Race: a solution withdrawn right after shows in its own history;
    the phase stays closed.
    """
    standing = (solution for solution in context.all(Solution).values() if solution.stands)
    solved = living_in(context, (challenge for solution in standing for challenge in solution.challenges))
    gaps = living_in(context, (challenge for challenge, gap in context.all(Gap).items() if gap.solution))
    for challenge in top(context):
        if challenge not in solved | gaps:
            yield Unmet("priority-unsolved", challenge=CHALLENGE(challenge))


GATE = Gate(
    opens_when=(a_priority_is_committed_to,),
    closes_when=(kickoff_is_held, priorities_have_solutions),
    facts=(Challenge, Commitment, Gap, Solution, Kickoff),
)
