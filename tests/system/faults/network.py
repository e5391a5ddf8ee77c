"""What runs: three services over NATS, as `osi serve` has them, which can be killed, held and given another time."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from osi_core.domain import Service
from osi_demo.house import House
from tests.system.faults import serving
from tests.system.faults.brokers import Brokers

__all__ = ["SEED", "Network", "network"]

SEED = 2035
"""Of what happens by chance in all simulated missions of a network."""


class Network(House):
    """The services; `brokers` stand between them."""

    def __init__(
        self,
        folder: Path,
        brokers: Brokers,
        stores: Mapping[Service, str] | None = None,
        *,
        beside: Network | None = None,
        chains: Mapping[Service, str] | None = None,
    ) -> None:
        """`beside` another network it runs only the services whose `chains` are given."""
        servers = ", ".join(f'"{one.address}"' for one in brokers.all)
        settings = (
            f"[bus]\nservers = [{servers}]\nreplicas = {min(3, len(brokers.all))}\nlook_seconds = 1\n"
            f"heartbeat_seconds = 0.5\nretry_first_seconds = 0.05\nretry_most_seconds = 1\n"
        )
        super().__init__(folder, seed=SEED, stores=stores or {}, settings=settings, beside=beside, chains=chains or {})
        self.brokers = brokers
        self.versions: dict[Service, str] = {}
        """Of those services that begin as a later version (`newer.py`)."""
        folder.mkdir(exist_ok=True)
        for service in self.own:
            self.turn_clock(service, 0)

    def command_of(self, service: Service) -> list[str]:
        config, seconds = str(self.folder / f"{service}.toml"), str(self._seconds_of(service))
        version = [self.versions[service]] if service in self.versions else []
        return [sys.executable, "-m", serving.__name__, service.value, config, str(SEED), seconds, *version]

    def change_version(self, service: Service, version: str = "") -> None:
        """A service ends, and begins again over its store as a later version, or as this one."""
        self.end(service)
        self.versions.pop(service, None)
        if version:
            self.versions[service] = version
        self.start(service)

    def turn_clock(self, service: Service, seconds: float) -> None:
        """A service's clock is that far ahead from now on."""
        beside = self._seconds_of(service).with_suffix(".new")
        beside.write_text(str(seconds))
        beside.replace(self._seconds_of(service))

    def hold(self, service: Service, held: bool) -> None:
        """A service stands still, or goes on."""
        self.processes[service].send_signal(signal.SIGSTOP if held else signal.SIGCONT)

    def logs(self) -> str:
        """The ends of what the services have logged."""
        return "\n".join(f"== {one}\n{self.log_of(one).read_text('utf-8')[-2_000:]}" for one in self.own)

    def _seconds_of(self, service: Service) -> Path:
        return self.folder / f"{service}.seconds"


@contextmanager
def network(folder: Path, *, brokers: int = 1, stores: Mapping[Service, str] | None = None) -> Iterator[Network]:
    """A network that runs."""
    between = Brokers(folder / "brokers", brokers)
    try:
        between.start()
        with Network(folder / "services", between, stores) as found:
            yield found
    finally:
        between.close()
