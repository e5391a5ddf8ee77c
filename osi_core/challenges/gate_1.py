"""The gate of phase 2 as the first version of the rules had it: logs written under it verify for ever."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.challenges.commitment_facts import Commitment, Gap
from osi_core.challenges.facts import Challenge
from osi_core.challenges.gate import GATE, living_in
from osi_core.challenges.resources import CHALLENGE
from osi_core.domain import Command, Context, Unmet
from osi_core.mission.state import Mission


def priorities_are_published(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """A prioritisation result is published.

    Race: none, results are never taken back.
    """
    if not top(context):
        yield Unmet("priorities-missing")


def priorities_are_answered(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """Every challenge of the top has a commitment that was not withdrawn, or is acknowledged in the gap list.

    Race: a commitment withdrawn right after shows in the register; the phase stays closed.
    """
    committed = living_in(context, (c.challenge for c in context.all(Commitment).values() if c.stands))
    gaps = living_in(context, (challenge for challenge, gap in context.all(Gap).items() if gap.commitment))
    for challenge in top(context):
        if challenge not in committed | gaps:
            yield Unmet("priority-unanswered", challenge=CHALLENGE(challenge))


def top(context: Context) -> list[str]:
    """The prioritised challenges; what was rejected is none of them."""
    return [id_ for id_, challenge in context.all(Challenge).items() if challenge.in_top]


GATE_1 = GATE._replace(closes_when=(priorities_are_published, priorities_are_answered))
