"""The demo is played by three engines that hear of each other, and ends as in one, whatever the network does."""

from __future__ import annotations

import os
import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from osi_core.domain import Fact, Recorded, Service
from osi_core.hearing.events import Answered
from osi_core.log.canonical import canonical
from osi_core.log.memory import MemoryStore
from osi_core.log.records import DecisionRecord
from osi_core.log.store import EventStore
from osi_core.mission.events import ChainListed, PhaseClosed, Question
from osi_core.mission.facts import ServingChain
from osi_core.plugins import InProcessRunner, Plugins
from osi_core.process import Engine
from osi_core.process.playbook import playbook_of
from osi_core.process.share import service_of, share_of
from osi_core.simulation import Plan, Played, demo_plan, play, seeded_chance
from osi_core.testing.divided import Divided

ROOT = Path(__file__).parents[2]
WHOLE = os.environ.get("OSI_SOAK_DEMO")
"""Set: the whole demo of `make demo` is played, which takes minutes."""
SIZES = [110, 20] if WHOLE is None else [1]
"""Which part of the demo is played: one `part`-th of it."""


class Ended(NamedTuple):
    """A demo that was played, whoever has decided it."""

    played: Played
    stores: tuple[EventStore, ...]
    engines: tuple[Engine, ...]
    rows: Any

    def records(self) -> Iterable[Recorded]:
        """All that happened."""
        for engine in self.engines:
            yield from engine.events(self.played.mission)


def plan_of(part: int, seed: int) -> tuple[Plan, Plugins]:
    """The smaller ones by the built-in rules, the whole by those that `make demo` takes."""
    plan = demo_plan(seed, part=part)
    if part > 1:
        return plan, Plugins.builtin()
    return plan.under(playbook_of(tomllib.loads((ROOT / "plugins/voting/demo.toml").read_text()))), Plugins.load()


def in_one(plan: Plan, plugins: Plugins) -> Ended:
    store = MemoryStore()
    engine = Engine(store, plugins=plugins, chance=seeded_chance(plan.seed, plan.mission))
    played = play(engine, plan, runner=InProcessRunner(plugins))
    return Ended(played, (store,), (engine,), engine.memory(plan.mission).rows)


def in_three(plan: Plan, plugins: Plugins, seed: int | None, killed_every: int = 20) -> Ended:
    stores = {service: MemoryStore() for service in Service}

    def engine_of(service: Service) -> Engine:
        chance = seeded_chance(plan.seed, plan.mission)
        share = share_of(service.value)
        return Engine(stores[service], share=share, plugins=plugins, chance=chance, chain=f"{service}-1")

    house = Divided(engine_of, seed, killed_every)
    played = play(house, plan, runner=InProcessRunner(plugins))
    house.carry()
    engines = tuple(house.engines.values())
    return Ended(played, tuple(stores.values()), engines, house.memory(plan.mission).rows)


def decisions(ended: Ended) -> list[DecisionRecord]:
    """The records of all decisions, each with strategy, digests and seed."""
    found = [
        event.record
        for one in ended.records()
        if isinstance(getattr(event := one.event, "record", None), DecisionRecord)
    ]
    return sorted(found, key=lambda one: (one.decision, one.input_sha256))


def deeds(ended: Ended) -> Counter[bytes]:
    """What people and the engine did, apart from what services say to each other about it."""
    told = (one for one in ended.records() if not isinstance(one.event, (Answered, Question, ChainListed)))
    return Counter(canonical([one.stream, str(one.time), *_who_and_what(one)]) for one in told)


def _who_and_what(record: Recorded) -> tuple[str, str, object]:
    data = record.event.model_dump(mode="json")
    if isinstance(record.event, PhaseClosed):  # where services are asked, the engine closes what somebody asked for
        return "", record.event.type, {**data, "question": None}
    return record.actor, record.event.type, data


def receipts(ended: Ended) -> Counter[tuple[str, str, str]]:
    """For which contributions somebody has taken a receipt home."""
    found: Counter[tuple[str, str, str]] = Counter()
    for store, engine in zip(ended.stores, ended.engines, strict=True):
        events = {one.position: one for one in engine.events(ended.played.mission)}
        for _, receipt in store.receipts():
            of = events[receipt.position]
            found[of.stream, of.event.type, of.actor] += 1
    return found


CASES = [(part, seed) for part in SIZES for seed in (range(3) if part > 20 else (2021,))]


@pytest.mark.parametrize(("part", "seed"), CASES)
def test_three_engines_end_where_one_does(part: int, seed: int) -> None:
    plan, plugins = plan_of(part, seed)
    one, three = in_one(plan, plugins), in_three(plan, plugins, seed, 20 if part > 20 else 500)
    assert len(decisions(one)) == one.played.decisions == three.played.decisions > 5
    assert decisions(three) == decisions(one)
    assert deeds(three) == deeds(one)
    assert receipts(three) == receipts(one)
    assert three.played.receipts.keys() == one.played.receipts.keys()
    differing = [kind.__name__ for kind in owned(one.rows) if three.rows[kind] != one.rows[kind]]
    assert not differing


def owned(kinds: Iterable[type[Fact]]) -> list[type[Fact]]:
    """The facts that are some service's, but for which chains there are."""
    return [kind for kind in kinds if service_of(kind) is not None and kind is not ServingChain]
