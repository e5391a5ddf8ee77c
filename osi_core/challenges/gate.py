"""The gate of phase 2: it opens for an agreed mission, and closes when every priority has an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from osi_core.challenges.facts import THE_VOTES, Challenge, Commitment, Gap, VoteBox, living
from osi_core.challenges.resources import CHALLENGE
from osi_core.domain import Command, Context, Gate, Phase, Unmet
from osi_core.mission.state import Mission


def mission_is_agreed(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """The mission phase is closed: goal and endorsements stand."""
    if Phase.MISSION not in state.closed:
        yield Unmet("mission-not-agreed")


def priorities_are_published(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """A prioritisation result is published.

    Guarantees it at the position the event records. Race: none, results are never taken back; one that is
    recorded at the same moment may be missed here and found on the next try.
    """
    if not any(challenge.in_top for challenge in context.all(Challenge).values()):
        yield Unmet("priorities-missing")


def priorities_are_answered(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """Every challenge of the top has a commitment that stands, or is acknowledged in the gap list.

    Guarantees it at the position the event records. Race: a commitment withdrawn right after shows in the register;
    the phase stays closed.
    """
    committed = living_in(context, (c.challenge for c in context.all(Commitment).values() if c.stands))
    gaps = living_in(context, (challenge for challenge, gap in context.all(Gap).items() if gap.commitment))
    for challenge in top(context):
        if challenge not in committed | gaps:
            yield Unmet("priority-unanswered", challenge=CHALLENGE(challenge))


def top(context: Context) -> list[str]:
    """The prioritised challenges; a merged or split one has handed its place on."""
    return [id_ for id_, challenge in context.all(Challenge).items() if challenge.in_top]


def living_in(context: Context, challenges: Iterable[str]) -> set[str]:
    """The challenges in which these live on: what answered a merged one answers the one it was merged into."""
    rows = context.all(Challenge)
    return {heir for challenge in challenges for heir in living(challenge, rows)}


def votes_are_final(phase: Phase, state: Mission, context: Context) -> Iterator[str]:
    """Votes on statements can be changed until the phase closes; then the key of their box is destroyed."""
    box = context.all(VoteBox).get(THE_VOTES)
    if box is not None and box.box_sha256 is not None:
        yield box.box_sha256


GATE = Gate(
    opens_when=(mission_is_agreed,),
    closes_when=(priorities_are_published, priorities_are_answered),
    facts=(Challenge, Commitment, Gap, VoteBox),
    ends=votes_are_final,
)
