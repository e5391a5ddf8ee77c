"""What must hold before a parked message is taken up."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.domain import Context, Unmet
from osi_core.hearing import commands as c
from osi_core.hearing.facts import Parked


def message_is_parked(command: c.TakeUpMessage, state: None, context: Context) -> Iterator[Unmet]:
    """Only what waits can be taken up.

    Guarantees it at the position the event records. Race: none, for both stand in the same log.
    """
    if Parked.key(command.chain, command.position) not in context.all(Parked):
        yield Unmet("message-not-parked", "position", chain=command.chain, position=command.position)


def message_is_the_first(command: c.TakeUpMessage, state: None, context: Context) -> Iterator[Unmet]:
    """What waits of one aggregate is taken up in its order.

    Guarantees it at the position the event records. Race: none, for both stand in the same log.
    """
    parked = context.all(Parked)
    row = parked.get(Parked.key(command.chain, command.position))
    before = [
        one.position
        for one in parked.values()
        if row and (one.chain, one.subject) == (row.chain, row.subject) and one.position < row.position
    ]
    if before:
        yield Unmet("message-waits-behind", "position", chain=command.chain, first=min(before))
