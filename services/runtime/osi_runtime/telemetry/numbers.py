"""Numbers of a running service that are looked at whenever metrics are collected: never on its event loop."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from osi_core.domain import Service
from osi_core.log.envelope import Head
from osi_core.mission.events import ClosingAsked
from osi_core.process import Engine, erasures_of
from osi_core.process.asking import questions_of
from osi_runtime.peers.service import Peers
from osi_runtime.peers.unanswered import certificate_ends
from osi_runtime.settings import Settings
from osi_runtime.telemetry.recording import Telemetry

if TYPE_CHECKING:
    from osi_runtime.bus.background import Bus
    from osi_runtime.runtime import Runtime

__all__ = ["watch_numbers"]

_logger = logging.getLogger(__name__)
_DAY = 86_400.0
Numbers = Iterable[tuple[float, Mapping[str, str]]]


def watch_numbers(telemetry: Telemetry, runtime: Runtime, peers: Peers, bus: Bus | None) -> None:
    """Lets telemetry look at a service that has begun to hear others."""
    telemetry.watch("osi.writer.waiting", lambda: [(runtime.writer.waiting, {})])
    telemetry.watch("osi.readers.waiting", lambda: [(runtime.readers.waiting, {})])
    telemetry.watch("osi.calls.active", lambda: [(runtime.calls.under_way, {})])
    telemetry.watch("osi.peers.lag", lambda: _lag(peers))
    began = time.monotonic()
    telemetry.watch("osi.peers.age", lambda: _age(peers, began))
    telemetry.watch("osi.peers.parked", lambda: [(peers.parked, {})])
    telemetry.watch("osi.peers.forks", lambda: [(len(peers.forked), {})])
    telemetry.watch("osi.questions.open", _Questions(runtime.engine).look)
    telemetry.watch("osi.tls.certificate.left", lambda: _days_left(runtime.settings))
    if bus is not None:
        telemetry.watch("osi.bus.connected", lambda: _connected(bus))


def _connected(bus: Bus) -> Numbers:
    """Of the process that relays and consumes; another one over the same database has none to lose."""
    return [(int(bus.connected), {})] if bus.holds else []


def _lag(peers: Peers) -> Numbers:
    """Of each chain, over all missions."""
    behind: Counter[tuple[str, Service]] = Counter()
    for one in peers.lags():
        behind[one.chain, one.service] += one.events
    return [(count, _chain(*key)) for key, count in behind.items()]


def _age(peers: Peers, began: float) -> Numbers:
    """Of each chain, in the mission where it is oldest; what was not caught up with yet is as old as this service."""
    oldest: dict[tuple[str, Service], float] = {}
    for one in peers.lags():
        age = one.age.total_seconds() if one.age is not None else time.monotonic() - began
        key = one.chain, one.service
        oldest[key] = max(age, oldest.get(key, 0.0))
    return [(age, _chain(*key)) for key, age in oldest.items()]


def _chain(chain: str, service: Service) -> Mapping[str, str]:
    return {"osi.chain": chain, "osi.service": service.value}


class _Questions:
    """What not every chain has answered, in all missions that are run here: one is looked at when it has moved."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._found: dict[str, tuple[Head, Counter[str]]] = {}

    def look(self) -> Numbers:
        """How many there are, by kind."""
        count = Counter({"closing": 0, "playbook": 0, "erasure": 0})
        if self._engine.share.service is Service.PARTICIPATION:
            for mission in self._engine.store.missions():
                count.update(self._of(mission))
        return [(number, {"osi.question": kind}) for kind, number in count.items()]

    def _of(self, mission: str) -> Counter[str]:
        head = self._engine.head(mission)
        known = self._found.get(mission)
        if known is None or known[0] != head:
            memory = self._engine.memory(mission)
            questions = questions_of(memory.mission_state(self._engine.store))
            kinds = ("closing" if isinstance(one, ClosingAsked) else "playbook" for one in questions)
            erasures = ("erasure" for one in erasures_of(memory) if one.silent)
            known = self._found[mission] = head, Counter([*kinds, *erasures])
        return known[1]


def _days_left(settings: Settings) -> Numbers:
    """Of the certificates in the settings; what cannot be read is told where it is used."""
    shown = {"server": settings.tls.cert}
    for peer in settings.peers.services:
        if peer.tls is not None:
            shown[f"{peer.service.value} client"] = peer.tls.cert
    found = []
    for name, file in shown.items():
        ends = certificate_ends(file) if file is not None else None
        if ends is not None:
            found.append(((ends - time.time()) / _DAY, {"osi.certificate": name}))
    return found
