"""The gate of phase 3: it opens with the first commitment, and closes after the kick-offs, when priorities are solved.

What it says of kick-offs is also asked before support opens.
"""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.challenges.commitment_facts import Commitment, Gap
from osi_core.challenges.facts import Challenge
from osi_core.challenges.gate import committed, owed, reached
from osi_core.challenges.resources import CHALLENGE
from osi_core.domain import Command, Context, Gate, Unmet
from osi_core.mission.state import Mission
from osi_core.solutions.facts import Kickoff, Solution
from osi_core.solutions.resources import KICKOFF


def a_priority_is_committed_to(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """At least one priority has a commitment whose day is still to come, be it made or offered.

    Guarantees it at the position the event records. Race: a commitment withdrawn right after shows in the
    register; the phase stays open.
    """
    if committed(context).isdisjoint(owed(context)):
        yield Unmet("no-commitment")


def priorities_are_taken_up(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """At least one prioritised challenge has a commitment that stands, or the gap list acknowledges that none has.

    Guarantees it at the position the event records. Race: as for the commitment alone.
    """
    prioritised = owed(context)
    gaps = reached(context, (challenge for challenge, gap in context.all(Gap).items() if gap.commitment))
    if not prioritised or not set(gaps).issuperset(prioritised):
        yield from a_priority_is_committed_to(command, state, context)


def a_kickoff_is_held(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """At least one kick-off has taken place.

    Guarantees it at the position the event records. Race: none, what has taken place stays so.
    """
    if not any(kickoff.held for kickoff in context.all(Kickoff).values()):
        yield Unmet("no-kickoff-held")


def every_kickoff_is_settled(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """Every kick-off that was planned has taken place or was cancelled, and one was planned.

    Guarantees it at the position the event records. Race: none; after the close no kick-off can be planned.
    """
    kickoffs = context.all(Kickoff)
    if not kickoffs:
        yield Unmet("no-kickoff-held")
    for name, kickoff in kickoffs.items():
        if not kickoff.ended:
            yield Unmet("kickoff-not-held", kickoff=KICKOFF(name))


def priorities_have_solutions(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """Every priority has a solution that stands, or is acknowledged in the gap list; one of which nothing lives on is
    answered where it was said.

    Guarantees it at the position the event records. Race: a solution withdrawn right after shows in its own history;
    the phase stays closed.
    """
    standing = (solution for solution in context.all(Solution).values() if solution.stands)
    solved = reached(context, (challenge for solution in standing for challenge in solution.challenges))
    gaps = reached(context, (challenge for challenge, gap in context.all(Gap).items() if gap.solution))
    for challenge in owed(context):
        if challenge not in solved | gaps:
            yield Unmet("priority-unsolved", challenge=CHALLENGE(challenge))


GATE = Gate(
    opens_when=(priorities_are_taken_up,),
    closes_when=(every_kickoff_is_settled, priorities_have_solutions),
    facts=(Challenge, Commitment, Gap, Solution, Kickoff),
)
