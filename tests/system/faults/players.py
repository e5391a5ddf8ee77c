"""Simulated missions that are played through a network, one after another, while it suffers."""

from __future__ import annotations

from contextlib import ExitStack

from osi_core.domain import Service
from osi_core.plugins import InProcessRunner, Plugins
from osi_core.process.share import service_of
from osi_core.simulation import Plan, demo_plan, play
from osi_demo import WireEngines
from tests.system.ended import Ended
from tests.system.faults.load import Load
from tests.system.faults.network import Network
from tests.system.looking import looking

__all__ = ["Player"]


class Player(Load):
    """Plays missions of its own until it is told that it is enough, and the last one to its end."""

    def __init__(self, network: Network, plugins: Plugins, seeds: range) -> None:
        super().__init__()
        self._plugins, self._seeds = plugins, seeds
        self.ended: list[tuple[Plan, Ended]] = []
        self._engines = WireEngines(network, plugins)
        self._looking = ExitStack()
        self._look = self._looking.enter_context(looking(network))

    def close(self) -> None:
        """Looks at nothing more."""
        self._looking.close()

    @property
    def acknowledged(self) -> int:
        return self._engines.calls

    def go_on(self) -> None:
        for seed in self._seeds:
            if self.is_over and self.ended:
                return
            self._play(demo_plan(seed, part=110))

    def _play(self, plan: Plan) -> None:
        played = play(self._engines, plan, runner=InProcessRunner(self._plugins))
        self._engines.all_heard(plan.mission)
        looks = {service: self._look(service) for service in Service}
        rows = {
            kind: look.memory(plan.mission).rows[kind]
            for service, look in looks.items()
            for kind in look.share.facts
            if service_of(kind) is service
        }
        self.ended.append((plan, Ended(played, tuple(looks.values()), rows)))
