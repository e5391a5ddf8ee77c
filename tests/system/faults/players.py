"""Simulated missions that are played through a network, one after another, while it suffers."""

from __future__ import annotations

import threading

from osi_core.plugins import InProcessRunner, Plugins
from osi_core.simulation import Plan, demo_plan, play
from osi_demo import WireEngines
from tests.system.ended import Ended
from tests.system.faults.network import Network

__all__ = ["Player"]


class Player:
    """Plays missions of its own until it is told that it is enough, and the last one to its end. A context."""

    def __init__(self, network: Network, plugins: Plugins, seeds: range) -> None:
        self._network, self._plugins, self._seeds = network, plugins, seeds
        self.ended: list[tuple[Plan, Ended]] = []
        self._engines = WireEngines(network, plugins)
        self._is_over = False
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Player:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over = True
        self._thread.join()
        if self._failed is not None:
            raise self._failed

    def close(self) -> None:
        """Looks at nothing more."""
        self._engines.__exit__()

    @property
    def acknowledged(self) -> int:
        """How many commands were given so far."""
        return self._engines.calls

    @property
    def has_failed(self) -> bool:
        """Whether it goes on no more."""
        return self._failed is not None

    def _run(self) -> None:
        try:
            for seed in self._seeds:
                if self._is_over and self.ended:
                    return
                self._play(demo_plan(seed, part=110))
        except BaseException as error:
            self._failed = error

    def _play(self, plan: Plan) -> None:
        played = play(self._engines, plan, runner=InProcessRunner(self._plugins))
        self._engines.all_heard(plan.mission)
        looks = tuple(self._engines.look(one) for one in self._network.addresses)
        self.ended.append((plan, Ended(played, looks, self._engines.memory(plan.mission).rows)))
