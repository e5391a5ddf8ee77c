"""What the first version of the rules asked for and did where it differs: logs written under it verify for ever."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.challenges import commands as c
from osi_core.challenges import decide
from osi_core.challenges import events as e
from osi_core.challenges.commitment_facts import Answers
from osi_core.challenges.facts import Challenge
from osi_core.challenges.resources import CHALLENGE
from osi_core.challenges.state import GapState, RoundState
from osi_core.domain import Context, Unmet


def open_round(command: c.OpenRound, state: None, context: Context) -> Iterator[e.RoundOpened]:
    """Its result replaces what was published before, however few have voted."""
    as_it_was = {"effect": e.RoundEffect.REPLACE, "least_ballots": 0, "enter_until_close": False}
    for event in decide.open_round(command, state, context):
        yield event.model_copy(update=as_it_was)


def close_round(command: c.CloseRound, state: RoundState, context: Context) -> Iterator[e.RoundClosed]:
    """It is decided even without a ballot."""
    yield e.RoundClosed(
        strategy=state.strategy, options=state.options, secret=context.secret, round=command.round, ballots=None
    )


def gap_is_real(command: c.AcknowledgeGap, state: GapState | None, context: Context) -> Iterator[Unmet]:
    """A gap is acknowledged once, for a prioritised challenge, and only while nobody fills it.

    Guarantees it at the position the event records. Race: a commitment made or a solution submitted right after
    stands beside the acknowledged gap; the report shows both.
    """
    challenge, lacks = CHALLENGE(command.challenge), command.lacks
    fact = context.fact(Challenge, command.challenge)
    if fact is None or fact.rank is None:
        yield Unmet("challenge-not-prioritised", "challenge", challenge=challenge)
    if state is not None and lacks in state.lacks:
        yield Unmet("gap-acknowledged", challenge=challenge, lacks=lacks)
    answers = context.fact(Answers, command.challenge) or Answers()
    if answers.commitments if lacks == e.Lack.COMMITMENT else answers.solutions:
        yield Unmet("gap-filled", "lacks", challenge=challenge, lacks=lacks)
