"""What follows from the services' public logs is what the services know themselves, as far as it is public."""

from __future__ import annotations

from typing import Any

import pytest
from osi.log.v1 import log_service_pb2 as log

from osi_core.domain import Service
from osi_core.log.memory import MemoryStore
from osi_core.plugins import InProcessRunner, Plugins
from osi_core.process import Engine, Office, share_of
from osi_core.process.share import service_of
from osi_core.simulation import demo_plan, play, seeded_chance
from osi_core.testing.divided import Divided
from osi_demo.knowing import PublicLogs
from osi_runtime.peers.messages import event_of

PLAN = demo_plan(0, part=110)
KINDS = [kind for one in Service for kind in share_of(one.value).facts if service_of(kind) is one]
TOLD = [kind for kind in KINDS if all(source.public for source in kind.sources)]


@pytest.fixture(scope="module")
def played() -> Divided:
    """A mission that three engines have played to its end."""
    plugins, stores = Plugins.builtin(), {service: MemoryStore() for service in Service}
    chance = seeded_chance(PLAN.seed, PLAN.mission)

    def engine_of(service: Service) -> Engine:
        share = share_of(service.value)
        return Engine(stores[service], share=share, plugins=plugins, chance=chance, chain=f"{service}-1")

    divided = Divided(engine_of)
    play(divided, PLAN, runner=InProcessRunner(plugins))
    divided.carry()
    return divided


def logs_of(played: Divided, most: int | None = None) -> tuple[PublicLogs, list[log.ReadPublicRequest]]:
    """The logs, of which each is told in parts of so many events, and what is asked for them."""
    asked: list[log.ReadPublicRequest] = []

    def told(name: str, request: Any, by: str | Office, *, at: Service) -> list[log.ReadPublicResponse]:
        asked.append(request)
        entries = played.engines[at].told(PLAN.mission, request.after, most)
        return [log.ReadPublicResponse(events=[event_of(one)]) for one in entries]

    return PublicLogs(PLAN.mission, told, {one: f"{one}-1" for one in Service}), asked


def test_public_facts_are_those_of_the_service_whose_they_are(played: Divided) -> None:
    logs, _ = logs_of(played)
    for kind in TOLD:
        service = service_of(kind)
        assert service is not None
        assert logs.facts(kind) == played.engines[service].memory(PLAN.mission).rows[kind], kind
    assert sum(bool(logs.facts(kind)) for kind in TOLD) > len(TOLD) / 2
    assert not logs.due()


def test_a_log_that_goes_on_is_read_from_where_it_ended(played: Divided) -> None:
    logs, asked = logs_of(played, most=100)
    kind = next(one for one in TOLD if one.__name__ == "Dossier")
    before = logs.facts(kind)
    count = len(asked)
    assert logs.facts(kind) == before
    assert len(asked) == count, "nothing is asked again before anything can have happened"
    while len(asked) - count < 20:
        logs.look_again()
        found = logs.facts(kind)
    assert found == played.engines[Service.MATCHING].memory(PLAN.mission).rows[kind] != before


@pytest.mark.parametrize("kind", [one for one in KINDS if one not in TOLD], ids=lambda one: one.__name__)
def test_what_a_service_keeps_to_itself_is_not_guessed(played: Divided, kind: Any) -> None:
    logs, _ = logs_of(played)
    with pytest.raises(LookupError):
        logs.facts(kind)
