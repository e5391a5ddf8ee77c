"""What must hold before a chain serves a mission, or does so no longer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from osi_core.domain import Basis, Context, Unmet, judged_by
from osi_core.mission import chain_commands as c
from osi_core.mission.facts import ServingChain
from osi_core.mission.prefixes import prefix_of
from osi_core.mission.resources import CHAIN
from osi_core.mission.state import ChainState


@judged_by(Basis.INSTALLATION)
def others_are_heard_here(
    command: c.ListChain, state: ChainState | None, context: Context, installed: Any
) -> Iterator[Unmet]:
    """Where one engine runs the whole process, no other is heard: whoever was listed would be waited for in vain."""
    if not any(part.name == "hearing" for part in installed.parts):
        yield Unmet("runs-the-whole", "chain")


def service_has_no_other_chain(command: c.ListChain, state: ChainState | None, context: Context) -> Iterator[Unmet]:
    """One chain at a time speaks for a service; its successor is listed once it is retired.

    Guarantees it at the position the event records. Race: none, for both stand in the same log.
    """
    for name, chain in context.all(ServingChain).items():
        if chain.service is command.service and chain.last is None:
            yield Unmet("service-has-chain", "service", service=command.service, chain=CHAIN(name))


def prefix_names_one_chain(command: c.ListChain, state: ChainState | None, context: Context) -> Iterator[Unmet]:
    """The prefix of a receipt's code leads to one chain of the mission, also to one that is retired; so no service gets
    the name of the mission's own chain.

    Guarantees it at the position the event records. Race: none, for both stand in the same log.
    """
    for name in context.all(ServingChain):
        if prefix_of(name) == prefix_of(command.chain):
            yield Unmet("chain-prefix-taken", "chain", chain=CHAIN(name), prefix=prefix_of(name))


def chain_is_heard_to_its_last(command: c.RetireChain, state: ChainState, context: Context) -> Iterator[Unmet]:
    """What counts of a chain that retires is what was heard of it here: so its successor knows when it has all.

    Guarantees it at the position the event records. Race: what is said behind it is heard by nobody.
    """
    heard, _ = context.heard.get(command.chain, (0, b""))
    if command.last != heard:
        yield Unmet("chain-heard-otherwise", "last", chain=CHAIN(command.chain), heard=heard)


def chain_is_not_retired(command: c.RetireChain, state: ChainState, context: Context) -> Iterator[Unmet]:
    """What is retired stays so: a chain that takes part again is a new one."""
    if state.retired:
        yield Unmet("chain-retired", chain=CHAIN(command.chain))
