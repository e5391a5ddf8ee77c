"""Participation and matching as two engines that hear each other, and funding, which they do not wait for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from osi_core.domain import Command, DataOrigin, Service
from osi_core.log.heard import PublicEntry
from osi_core.log.memory import MemoryStore
from osi_core.plugins import InProcessRunner, Plugins
from osi_core.process.chance import by_seed
from osi_core.process.deciding import decide_due
from osi_core.process.engine import Engine
from osi_core.process.request import OPERATOR, Handled, Office
from osi_core.process.share import share_of

MISSION = "kit-mission"
"""The recorded mission's id; the kit puts another one in its place whenever it begins a mission."""
BEGINS = datetime(2026, 1, 12, 9, tzinfo=UTC)


def person(name: str) -> str:
    """The participant id of somebody, of the form that engines mint."""
    return f"p-{sha256(name.encode()).hexdigest()[:32]}"


class Peers:
    """The services of one mission, each with a chain of its own."""

    def __init__(self, origin: DataOrigin) -> None:
        self.now, self.origin = BEGINS, origin
        plugins = Plugins.builtin()
        self.engines = {
            service: Engine(
                MemoryStore(),
                share=share_of(service.value),
                plugins=plugins,
                clock=lambda: self.now,
                chance=by_seed(b"conformance"),
                chain=f"{service.value}-1",
            )
            for service in Service
        }
        self._said = dict.fromkeys(((one, other) for one in Service for other in Service if one is not other), 0)

    def do(self, command: Command, by: str | Office = OPERATOR, carry: bool = True) -> Handled:
        """Gives a command where it belongs, as somebody by name; then all hear of it that listen."""
        actor = by if isinstance(by, Office) else person(by)
        engine = next(one for one in self.engines.values() if type(command) in one.share.rules)
        handled = engine.handle(command, actor=actor, time=self._time)
        if carry:
            self.carry()
        return handled

    def later(self, **time: float) -> None:
        """Time passes."""
        self.now += timedelta(**time)

    def decide(self) -> None:
        """What was closed is decided."""
        for engine in self.engines.values():
            decide_due(engine, MISSION, runner=InProcessRunner(engine.plugins), time=self._time)
        self.carry()

    def settle(self) -> None:
        """What was asked and whose time is over is settled."""
        self.engines[Service.PARTICIPATION].settle(MISSION, self._time)
        self.carry()

    def carry(self) -> None:
        """All hear what was said. Funding is heard by matching alone: what participation says in this recording holds
        beside whatever the service says that is tested.
        """
        self._carry(lambda origin, hearer: origin is not Service.FUNDING or hearer is Service.MATCHING)

    def _carry(self, is_heard: Callable[[Service, Service], bool]) -> None:
        """All hear what was said by whom they hear."""
        moved = True
        while moved:
            moved = False
            for origin, hearer in self._said:
                told = self.engines[origin].told(MISSION, after=self._said[origin, hearer])
                if told and is_heard(origin, hearer):
                    self.engines[hearer].hear(told)
                    self._said[origin, hearer], moved = told[-1].position, True

    def told(self, service: Service) -> list[PublicEntry]:
        """All that a service has said in public."""
        return self.engines[service].told(MISSION)

    @property
    def _time(self) -> datetime | None:
        return None if self.origin is DataOrigin.REAL else self.now
