"""The house divided: an engine for each service over a store of its own, and a bus in memory between them.

The bus does what a network does: it doubles, reorders, delays and drops, by a seed; and now and then a service is
killed and comes back. What the bus drops, the hearer misses at the next message, or at the end, and asks the origin for. Whoever gives a command finds the engine that it is for, after
all that was said has been heard; so the three together can stand where one engine stands.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from osi_core.domain import Command, Fact, Recorded, Refused, Service
from osi_core.log.envelope import Head
from osi_core.log.heard import PublicEntry
from osi_core.mission.chain_commands import ListChain
from osi_core.mission.commands import CreateMission
from osi_core.process.engine import Engine
from osi_core.process.hearing import Heard
from osi_core.process.request import OPERATOR, Handled, Office, Request
from osi_core.process.share import service_of


class Divided:
    """One engine for each service, which know of each other only what they hear."""

    def __init__(self, engine_of: Callable[[Service], Engine], seed: int | None = None) -> None:
        """`seed` decides what the bus does to messages; without one it does nothing to them."""
        self._engine_of = engine_of
        self.engines = {service: engine_of(service) for service in Service}
        self._dice = None if seed is None else random.Random(seed)
        self._sent: dict[tuple[Service, str], int] = defaultdict(int)
        self._missions: list[str] = []

    # Standing where one engine stands

    def handle(self, command: Command, *, actor: str | Office = OPERATOR, **options: Any) -> Handled:
        """Decides one command where it belongs, once everything was heard."""
        self.carry()
        handled = self.engines[self.service_for(command)].handle(command, actor=actor, **options)
        self._after(command, handled, options.get("time"))
        return handled

    def handle_many(self, requests: Sequence[Request]) -> list[Handled | Refused]:
        """Decides commands in their order, each where it belongs."""
        answers: list[Handled | Refused] = []
        for request in requests:
            self.carry()
            (answer,) = self.engines[self.service_for(request.command)].handle_many([request])
            if isinstance(answer, Handled):
                self._after(request.command, answer, request.time)
            answers.append(answer)
        return answers

    def service_for(self, command: Command) -> Service:
        """The service whose share has a command's line."""
        for service, engine in self.engines.items():
            if type(command) in engine.share.rules:
                return service
        raise LookupError(type(command).__name__)

    def _after(self, command: Command, handled: Handled, time: Any) -> None:
        """Whoever begins a mission lists the chains of the other services."""
        if not isinstance(command, CreateMission) or handled.repeated:
            return
        self._missions.append(command.mission)
        for service, engine in self.engines.items():
            if service is not Service.PARTICIPATION and engine.chain is not None:
                listed = ListChain(mission=command.mission, chain=engine.chain, service=service)
                self.engines[Service.PARTICIPATION].handle(listed, time=time)

    def rows(self, mission: str) -> Mapping[type[Fact], Mapping[str, Fact]]:
        """Every kind of fact, as its own service knows it."""
        found: dict[type[Fact], Mapping[str, Fact]] = {}
        for service, engine in self.engines.items():
            for kind, rows in engine.memory(mission).rows.items():
                if service_of(kind) in (service, None) or kind not in found:
                    found[kind] = rows
        return found

    def events(self, mission: str) -> Iterable[Recorded]:
        """All that happened, service by service."""
        for engine in self.engines.values():
            yield from engine.events(mission)

    def heads(self, mission: str) -> tuple[Head, ...]:
        """Where each service's chain ends."""
        return tuple(engine.head(mission) for engine in self.engines.values())

    # The bus

    def carry(self) -> None:
        """Lets everything that was said be heard by all, in whatever order the bus brings it."""
        self._restart_some()
        for mission in self._missions:
            while messages := self._on_the_way(mission):
                self._bring(messages)
                self._ask_for_the_rest(mission)

    def _restart_some(self) -> None:
        """Now and then a service is killed and comes back, and knows what its store knows."""
        for service in Service if self._dice is not None else ():
            if self._dice is not None and self._dice.random() < 0.05:
                self.engines[service] = self._engine_of(service)

    def _on_the_way(self, mission: str) -> list[tuple[Service, PublicEntry]]:
        """What was said since the last time, to whom it goes, and what the network has made of it; never less than one
        message while there is something to be heard.
        """
        found: list[tuple[Service, PublicEntry]] = []
        for service, engine in self.engines.items():
            told = engine.told(mission, after=self._sent[service, mission])
            if told:
                self._sent[service, mission] = told[-1].position
                found += [(other, one) for one in told for other in Service if other is not service]
        dice = self._dice
        if dice is None or not found:
            return found
        kept = [one for one in found if dice.random() > 0.1]
        kept += [one for one in found if dice.random() < 0.2]
        dice.shuffle(kept)
        return kept or found[-1:]

    def _bring(self, messages: list[tuple[Service, PublicEntry]]) -> None:
        for service, message in messages:
            if self.engines[service].hear([message])[0] is Heard.GAP:
                self._ask(service, message.chain, message.mission)

    def _ask_for_the_rest(self, mission: str) -> None:
        """What the network has lost is noticed by the head that its origin names, and asked for."""
        for service in Service:
            for other, origin in self.engines.items():
                if other is not service and origin.head(mission).position:
                    self._ask(service, origin.memory(mission).chain or "", mission)

    def _ask(self, service: Service, chain: str, mission: str) -> None:
        """Asks the origin for what lies behind what was heard of it, as a service does that has missed something."""
        engine = self.engines[service]
        origin = next(one for one in self.engines.values() if one.memory(mission).chain == chain)
        known = engine.store.heard_heads(mission).get(chain)
        for message in origin.told(mission, after=known.position if known else 0):
            engine.hear([message])
