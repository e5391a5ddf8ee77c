"""The gate of phase 2: it opens for an agreed mission, and closes when every priority has an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from osi_core.challenges.commitment_facts import Commitment, Gap
from osi_core.challenges.facts import Challenge, living
from osi_core.challenges.resources import CHALLENGE, ROUND
from osi_core.challenges.round_facts import THE_VOTES, Round, VoteBox
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
    if not owed(context):
        yield Unmet("priorities-missing")


def priorities_are_answered(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """Every priority has a commitment whose day is still to come, or is acknowledged in the gap list; one of which
    nothing lives on is answered where it was said.

    Guarantees it at the position the event records. Race: a commitment withdrawn right after shows in the register;
    the phase stays closed.
    """
    gaps = [challenge for challenge, gap in context.all(Gap).items() if gap.commitment]
    answered = committed(context) | reached(context, gaps)
    for challenge in owed(context):
        if challenge not in answered:
            yield Unmet("priority-unanswered", challenge=CHALLENGE(challenge))


def no_round_hangs(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """Every round is decided, undecided or cancelled.

    Guarantees it at the position the event records. Race: a round opened right after belongs to a phase that is closed,
    and can be closed and decided all the same.
    """
    for name, round_ in context.all(Round).items():
        if round_.hangs:
            yield Unmet("round-hangs", round=ROUND(name), status=round_.status)


def owed(context: Context) -> list[str]:
    """What must be answered: each published priority, where it lives on; itself where nothing of it does."""
    rows = context.all(Challenge)
    published = (id_ for id_, challenge in rows.items() if challenge.owed)
    return list(dict.fromkeys(heir for id_ in published for heir in living(id_, rows) or (id_,)))


def committed(context: Context) -> set[str]:
    """The challenges that a commitment answers today, whether it is made or offered."""
    today = context.time.date()
    return reached(context, [c.challenge for c in context.all(Commitment).values() if c.answers(today)])


def reached(context: Context, challenges: Iterable[str]) -> set[str]:
    """These challenges, and those in which they live on."""
    named = set(challenges)
    return named | living_in(context, named)


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
    closes_when=(priorities_are_published, priorities_are_answered, no_round_hangs),
    facts=(Challenge, Commitment, Gap, Round, VoteBox),
    ends=votes_are_final,
)
