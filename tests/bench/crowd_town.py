"""A town whose mission calls for solutions and takes registrations: three stores, as three services would have them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from osi_core.domain import Command, Rule, Service
from osi_core.log.sql import SqlStore
from osi_core.log.store import EventStore
from osi_core.plugins import InProcessRunner, Plugins
from osi_core.process import ClosePhase, Engine, OpenPhase
from osi_core.process.deciding import decide_due
from osi_core.testing.divided import Divided
from osi_core.testing.scenario import people_have_names
from osi_runtime.peers.organisations import SqlOrganisations
from tests.unit.solutions.world import World

__all__ = ["CHALLENGES", "KICKOFFS", "MISSION", "made"]

MISSION = "m"
KICKOFFS = ("berlin", "online")
CHALLENGES = ("heat", "water")


class _Town(World):
    """The world of the tests, told by three engines that hear each other; it has happened by now."""

    def __init__(self, stores: Callable[[Service], SqlStore]) -> None:
        self._stores = stores
        super().__init__()
        self.now = datetime.now(UTC) - timedelta(minutes=1)
        for kickoff in KICKOFFS:
            self.plan_kickoff(kickoff, table_min=1, table_max=8)

    def _engine(self, store: EventStore, plugins: Plugins) -> Any:
        def of(service: Service) -> Engine:
            share = people_have_names(service.value)
            return Engine(
                self._stores(service), share=share, plugins=plugins, clock=lambda: self.now, chain=f"{service}-1"
            )

        return Divided(of)

    def _without_gate(self, command: OpenPhase | ClosePhase) -> None:
        engine: Divided = self.engine  # type: ignore[assignment]
        owner, kind = engine.engines[Service.PARTICIPATION], type(command)
        lines = owner.share.rules
        ungated: dict[type[Command], Rule] = {**lines, kind: replace(lines[kind], when=())}
        with patch.object(owner.judge, "table", lambda mission: ungated):
            self.do(command)

    def decide(self) -> None:
        for engine in self.engine.all_hearing(self.mission):  # type: ignore[attr-defined]
            decide_due(engine, self.mission, runner=InProcessRunner(engine.plugins))


def made(store_of: Callable[[Service], str], organisation: str) -> None:
    """Writes the three stores of services of an organisation."""
    stores = {service: SqlStore.create(store_of(service)) for service in Service}
    town = _Town(stores.__getitem__)
    town.engine.all_hearing(MISSION)  # type: ignore[attr-defined]
    for service, store in stores.items():
        store.close()
        SqlOrganisations(store_of(service)).keep(MISSION, organisation)
