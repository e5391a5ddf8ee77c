"""The house divided: an engine for each service over a store of its own, and a bus in memory between them.

The bus does what a network does: it doubles, reorders, delays and drops, by a seed; and now and then a service is
killed and comes back. What the bus drops, the hearer misses at the next message, or at the end, and asks the origin
for. Whoever gives a command finds the engine that it is for, after all that was said has been heard; so the three
together can stand where one engine stands. Where the bus may be late they cannot, and all agree only in the end.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from osi_core.domain import Command, Event, Fact, Recorded, Refused, Service
from osi_core.log.envelope import Head
from osi_core.log.heard import PublicEntry
from osi_core.mission.chain_commands import ListChain
from osi_core.mission.commands import CreateMission
from osi_core.mission.events import Question
from osi_core.plugins import Plugins
from osi_core.process.engine import Engine
from osi_core.process.request import OPERATOR, Handled, Office, Request
from osi_core.process.share import service_of


class Known(NamedTuple):
    """What is known of a mission: each kind of fact as those know it whose it is, looked for when it is asked for."""

    rows: Mapping[type[Fact], Mapping[str, Fact]]

    @classmethod
    def by(cls, find: Callable[[type[Fact]], Mapping[str, Fact]]) -> Known:
        """By whoever finds the facts of a kind."""
        return cls(_Rows(find))


class _Rows(dict[type[Fact], Mapping[str, Fact]]):
    def __init__(self, find: Callable[[type[Fact]], Mapping[str, Fact]]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, kind: type[Fact]) -> Mapping[str, Fact]:
        rows = self[kind] = self._find(kind)
        return rows


class Divided:
    """One engine for each service, which know of each other only what they hear."""

    def __init__(
        self, engine_of: Callable[[Service], Engine], seed: int | None = None, killed_every: int = 20, late: float = 0.0
    ) -> None:
        """`seed` decides what the bus does to messages; without one it does nothing to them, and nobody is killed.

        A service is killed once in `killed_every` times that messages are carried, as a mean. `late` is how probably
        one hears nothing of another before a command: then commands are decided on older knowledge.
        """
        self._engine_of = engine_of
        self.engines = {service: engine_of(service) for service in Service}
        self.plugins: Plugins = self.engines[Service.PARTICIPATION].plugins
        self._dice = None if seed is None else random.Random(seed)
        self._killed_every = killed_every
        self._services = {kind: service for service, one in self.engines.items() for kind in one.share.rules}
        parts = [part for engine in self.engines.values() for part in engine.share.parts]
        self._others_act_on: tuple[type[Event], ...] = (Question, *(one.to for part in parts for one in part.reactions))
        self._late = late
        self._said: dict[tuple[str | None, str | None, str], int] = defaultdict(int)
        """By which chain, to which and of which mission → the last public position that was given to the bus."""
        self._missions: list[str] = []

    # Standing where one engine stands

    def handle(self, command: Command, *, actor: str | Office = OPERATOR, **options: Any) -> Handled:
        """Decides one command where it belongs, once everything was heard that is not late."""
        self.carry(self._late)
        handled = self.engines[self.service_for(command)].handle(command, actor=actor, **options)
        self._list_chains(command, handled, options.get("time"))
        return handled

    def handle_many(self, requests: Sequence[Request]) -> list[Handled | Refused]:
        """Decides commands in their order, each where it belongs; what one service can decide at once is one group."""
        answers: list[Handled | Refused] = []
        for service, group in self._groups(requests):
            self.carry(self._late)
            found = self.engines[service].handle_many(group)
            if isinstance(found[-1], Handled):
                self._list_chains(group[-1].command, found[-1], group[-1].time)
            answers += found
        return answers

    def _groups(self, requests: Sequence[Request]) -> Iterator[tuple[Service, list[Request]]]:
        """Commands of one service that follow each other, as long as no other service has to act in between."""
        group: list[Request] = []
        for request in requests:
            if group and (self.service_for(request.command) is not self.service_for(group[0].command)):
                yield self.service_for(group[0].command), group
                group = []
            group.append(request)
            if self._others_act(request.command):
                yield self.service_for(request.command), group
                group = []
        if group:
            yield self.service_for(group[0].command), group

    def _others_act(self, command: Command) -> bool:
        line = self.engines[self.service_for(command)].share.rules[type(command)]
        acts = any(issubclass(event, self._others_act_on) for event in line.events)
        return acts or isinstance(command, CreateMission)

    def service_for(self, command: Command) -> Service:
        """The service whose share has a command's line."""
        return self._services[type(command)]

    def _list_chains(self, command: Command, handled: Handled, time: datetime | None) -> None:
        """Whoever begins a mission lists the chains of the other services."""
        if not isinstance(command, CreateMission) or handled.repeated:
            return
        self._missions.append(command.mission)
        for service, engine in self.engines.items():
            if service is not Service.PARTICIPATION and engine.chain is not None:
                listed = ListChain(mission=command.mission, chain=engine.chain, service=service)
                self.engines[Service.PARTICIPATION].handle(listed, time=time)

    def all_hearing(self, mission: str) -> Iterable[Engine]:
        """The engines that know of a mission, once everything was heard."""
        self.carry()
        return [engine for engine in self.engines.values() if engine.memory(mission).is_there]

    def memory(self, mission: str) -> Known:
        """Every kind of fact of a service's own, as it knows it. What is everybody's own has no owner to be asked."""
        return Known.by(lambda kind: self._owner(kind).memory(mission).rows[kind])

    def _owner(self, kind: type[Fact]) -> Engine:
        service = service_of(kind)
        if service is None:
            raise LookupError(kind.__name__)
        return self.engines[service]

    def events(self, mission: str) -> Iterable[Recorded]:
        """All that happened, service by service."""
        for engine in self.engines.values():
            yield from engine.events(mission)

    def heads(self, mission: str) -> tuple[Head, ...]:
        """Where each service's chain ends."""
        return tuple(engine.head(mission) for engine in self.engines.values())

    # The bus

    def carry(self, late: float = 0.0) -> None:
        """Lets everything that was said be heard by all, in whatever order the bus brings it; or, where it may be late,
        some of it.
        """
        ways = [(one, other) for one in Service for other in Service if one is not other and not self._happens(late)]
        for mission in self._missions:
            while messages := self._on_the_way(mission, ways):
                self._kill_some()
                for hearer, brought in messages.items():
                    self.engines[hearer].hear(brought)
                self._ask_for_the_rest(mission, ways)

    def _happens(self, probability: float) -> bool:
        return self._dice is not None and self._dice.random() < probability

    def _kill_some(self) -> None:
        """Now and then a service is killed and comes back, and knows what its store knows."""
        for service in Service:
            if self._happens(1 / self._killed_every):
                self.engines[service] = self._engine_of(service)

    def _on_the_way(self, mission: str, ways: list[tuple[Service, Service]]) -> dict[Service, list[PublicEntry]]:
        """What was said since the last time, by whom it will be heard, and what the network has made of it."""
        found: dict[Service, list[PublicEntry]] = {}
        for origin, hearer in ways:
            way = self.engines[origin].chain, self.engines[hearer].chain, mission
            told = self.engines[origin].told(mission, after=self._said[way])
            if told:
                self._said[way] = told[-1].position
                found.setdefault(hearer, []).extend(told)
        return {hearer: self._carried(told) for hearer, told in found.items()}

    def _carried(self, told: list[PublicEntry]) -> list[PublicEntry]:
        """What the network makes of messages: it drops some, doubles some, and brings them in another order."""
        dice = self._dice
        if dice is None:
            return told
        kept = [one for one in told if not self._happens(0.1)]
        kept += [one for one in told if self._happens(0.2)]
        dice.shuffle(kept)
        return kept

    def _ask_for_the_rest(self, mission: str, ways: list[tuple[Service, Service]]) -> None:
        """What the network has lost, or brought too early, is noticed by the head that its origin names, and asked for,
        as a service does that has missed something.
        """
        for origin, hearer in ways:
            engine, asked = self.engines[hearer], self.engines[origin]
            known = engine.store.heard_heads(mission).get(asked.chain or "")
            position = known.position if known else 0
            if position < self._said[asked.chain, engine.chain, mission]:
                engine.hear(asked.told(mission, after=position))
