"""What version 1 of the rules granted and today's does not: for logs that were written under it."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.domain import Context, Unmet
from osi_core.support import commands as c
from osi_core.support import events as e
from osi_core.support.decide import propose_match
from osi_core.support.resources import NEED
from osi_core.support.state import OfferState


def is_not_delivered(command: c.ReleaseMatch, state: OfferState, context: Context) -> Iterator[Unmet]:
    """What was delivered by the word of one side was not released."""
    match = state.matches.get(command.need)
    if match is not None and match.delivered:
        yield Unmet("delivered-already", "need", need=NEED(command.need))


def match_need(command: c.MatchNeed, state: OfferState, context: Context) -> Iterator[e.NeedMatched]:
    """Whoever offered matched, and the team was not asked."""
    for proposed in propose_match(command, state, context):
        yield e.NeedMatched(**proposed.model_dump())
