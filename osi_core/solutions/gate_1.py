"""The gate of phase 3 as the first version of the rules had it: logs written under it verify for ever."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.challenges.commitment_facts import Commitment, Gap
from osi_core.challenges.gate import living_in
from osi_core.challenges.gate_1 import top
from osi_core.challenges.resources import CHALLENGE
from osi_core.domain import Command, Context, Unmet
from osi_core.mission.state import Mission
from osi_core.solutions.facts import Kickoff, Solution
from osi_core.solutions.gate import GATE
from osi_core.solutions.resources import KICKOFF


def a_priority_is_committed_to(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """At least one prioritised challenge has a commitment that stands.

    Guarantees it at the position the event records. Race: a commitment withdrawn right after shows in the
    register; the phase stays open.
    """
    committed = living_in(context, (c.challenge for c in context.all(Commitment).values() if c.stands))
    if committed.isdisjoint(top(context)):
        yield Unmet("no-commitment")


def every_kickoff_is_held(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """Every kick-off that was planned has taken place, and there was one.

    Guarantees it at the position the event records. Race: none; after the close no kick-off can be planned.
    """
    kickoffs = context.all(Kickoff)
    if not kickoffs:
        yield Unmet("no-kickoff-held")
    for name, kickoff in kickoffs.items():
        if not kickoff.held:
            yield Unmet("kickoff-not-held", kickoff=KICKOFF(name))


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


GATE_1 = GATE._replace(
    opens_when=(a_priority_is_committed_to,), closes_when=(every_kickoff_is_held, priorities_have_solutions)
)
