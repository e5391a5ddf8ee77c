"""The demo through three processes that hear each other over NATS takes the decisions of one engine, to the digest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from osi_core.domain import Recorded, Service
from osi_core.funding.events import StipendsSetAside
from osi_core.hearing.events import Answered
from osi_core.log.canonical import canonical
from osi_core.log.memory import MemoryStore
from osi_core.mission.events import ChainListed, PhaseClosed, Question
from osi_core.plugins import InProcessRunner, Plugins
from osi_core.process import Engine
from osi_core.simulation import Played, demo_plan, play, seeded_chance
from osi_demo import House, WireEngines
from osi_demo.digest import decisions_of
from tests.system.looking import looking

AMONG_SERVICES = (Answered, ChainListed, Question, StipendsSetAside)
"""What services say to each other where there are several; in one it is part of what it is about."""


def happened(engines: Iterable[Engine], mission: str) -> list[Recorded]:
    """All that happened, but for what services say to each other about it."""
    found = (one for engine in engines for one in engine.events(mission))
    return [one for one in found if not isinstance(one.event, AMONG_SERVICES)]


def deeds(records: Iterable[Recorded]) -> Iterator[bytes]:
    """What happened, of whom and about what; results stand where the engine recorded them, at a time of its own."""
    for one in records:
        data, actor = one.event.model_dump(mode="json"), one.actor
        if isinstance(one.event, PhaseClosed):  # where services are asked, the engine closes what somebody asked for
            data, actor = {**data, "question": None}, ""
        yield canonical([one.stream, actor, one.origin, one.event.type, data])


@pytest.mark.system
@pytest.mark.nats
@pytest.mark.parametrize("seed", [0])
def test_every_decision_has_the_same_record_as_in_one_process(tmp_path: Path, seed: int) -> None:
    plugins, plan = Plugins.builtin(), demo_plan(seed, part=110)
    alone = Engine(MemoryStore(), plugins=plugins, chance=seeded_chance(plan.seed, plan.mission))
    in_one = play(alone, plan, runner=InProcessRunner(plugins))
    with House(tmp_path, seed=plan.seed, mission=plan.mission, bus=True) as house:
        engines = WireEngines(house, plugins)
        over_the_wire: Played = play(engines, plan, runner=InProcessRunner(plugins))
        engines.all_heard(plan.mission)
        told = decisions_of(engines.records(plan.mission))
    assert len(decisions_of(alone.events(plan.mission))) == in_one.decisions > 5
    assert told == decisions_of(alone.events(plan.mission))
    with looking(house) as look:
        records = happened(map(look, Service), plan.mission)
        assert Counter(deeds(records)) == Counter(deeds(happened([alone], plan.mission)))
    assert over_the_wire.receipts.keys() == in_one.receipts.keys()
