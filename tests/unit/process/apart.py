"""The small mission of `journey.py`, played by three engines that know of each other only what they hear."""

from __future__ import annotations

from typing import Any

from osi_core.domain import Fact, Service
from osi_core.log.canonical import canonical, parse
from osi_core.log.envelope import GENESIS, chained, event_id
from osi_core.log.heard import PublicEntry
from osi_core.log.memory import MemoryStore
from osi_core.log.store import EventStore
from osi_core.plugins import InProcessRunner, Plugins
from osi_core.process import Engine
from osi_core.process.chance import by_seed
from osi_core.process.deciding import decide_due
from osi_core.testing.divided import Divided
from osi_core.testing.scenario import Scenario, people_have_names
from tests.unit.process.journey import STEPS, Journey


class Apart(Scenario):
    """A mission `m` of three services. `seed` says what the bus does to messages; without one it does nothing. `late`
    is how probably one hears nothing of another before a command.
    """

    engine: Divided  # type: ignore[assignment]

    def __init__(self, *args: Any, seed: int | None = None, late: float = 0.0, **playbook: Any) -> None:
        self.seed, self.late = seed, late
        super().__init__(*args, **playbook)

    def _engine(self, store: EventStore, plugins: Plugins) -> Any:
        self.plugins = plugins
        self.stores: dict[Service, EventStore] = {service: MemoryStore() for service in Service}
        return Divided(self.engine_of, self.seed, late=self.late)

    def engine_of(self, service: Service) -> Engine:
        """An engine of a service, over the store that it has here."""
        return Engine(
            self.stores[service],
            share=people_have_names(service.value),
            plugins=self.plugins,
            clock=lambda: self.now,
            chance=by_seed(b"scenario"),
            chain=f"{service}-1",
        )

    def decide(self) -> None:
        """Each service decides what is due in its share, once everything was heard."""
        for engine in self.engine.all_hearing("m"):
            decide_due(engine, "m", runner=InProcessRunner(engine.plugins))


class JourneyApart(Apart, Journey):
    """Ada's challenge, on its way through three services."""


SERVICES = [service.value for service in Service]


def played(seed: int | None = None, upto: int = len(STEPS)) -> JourneyApart:
    """The mission, played by three services, up to a step; everything was heard."""
    journey = JourneyApart(seed=seed)
    for step in STEPS[:upto]:
        step(journey)
    journey.engine.carry()
    return journey


def rows_of(engine: Engine) -> dict[type[Fact], dict[str, Fact]]:
    """What an engine knows of the mission."""
    return {kind: dict(rows) for kind, rows in engine.memory("m").rows.items()}


def forged(message: PublicEntry, behind: bytes = GENESIS, **changes: Any) -> PublicEntry:
    """A message with other columns, other fields of its envelope or other `data`, in bytes that say so.

    `behind` is the hash before it, where the hearer can tell.
    """
    columns = {name: value for name, value in changes.items() if name in PublicEntry._fields}
    other = message._replace(**columns)
    said = parse(message.raw) | {name: value for name, value in changes.items() if name not in columns}
    said |= {name: getattr(other, name) for name in ("mission", "position", "stream", "version", "type")}
    raw = canonical(said | {"id": event_id(other.chain, other.mission, other.position)})
    return other._replace(raw=raw, hash=chained(behind, raw))
