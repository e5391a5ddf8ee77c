"""What must hold before a parked message is taken up."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.domain import Context, Unmet
from osi_core.hearing import commands as c
from osi_core.hearing.facts import HandedOver, Parked
from osi_core.mission.facts import ServingChain
from osi_core.mission.resources import CHAIN


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


def chain_is_succeeded_here(command: c.TakeHandover, state: None, context: Context) -> Iterator[Unmet]:
    """What is handed over is of a retired chain of the service whose chain this is, and of that very one.

    Guarantees it at the position the event records. Race: none, for what is retired stays so.
    """
    chains = context.all(ServingChain)
    former, (heard, hash) = chains.get(command.chain), context.heard.get(command.chain, (0, b""))
    succeeding = [one for one in chains.values() if former and one.service is former.service and one.last is None]
    if former is None or former.last is None or not succeeding:
        yield Unmet("chain-not-succeeded", "chain", chain=CHAIN(command.chain))
    elif (command.position, command.hash) != (former.last, hash.hex()) or heard != former.last:
        yield Unmet("handover-of-another", "position", chain=CHAIN(command.chain), last=former.last)


def nothing_else_was_handed_over(command: c.TakeHandover, state: None, context: Context) -> Iterator[Unmet]:
    """A chain hands over once: what people hold receipts for does not change any more.

    Guarantees it at the position the event records. Race: none, for both stand in the same log.
    """
    chains = context.all(ServingChain)
    former = chains.get(command.chain)
    taken = [chains.get(row.by) for row in context.all(HandedOver).values() if row.chain == command.chain]
    if any(by and former and by.service is former.service and by.last is None for by in taken):
        yield Unmet("handover-taken", "chain", chain=CHAIN(command.chain))


def copy_ends_here(command: c.AdoptChain, state: None, context: Context) -> Iterator[Unmet]:
    """The chain was retired where it was heard to, and the log that goes on ends where its copy ended.

    Guarantees it at the position the event records. Race: none, for what is retired stays so.
    """
    former = context.all(ServingChain).get(command.chain)
    if former is None or former.last != command.position or command.after != context.position:
        yield Unmet("chain-not-succeeded", "chain", chain=CHAIN(command.chain))
