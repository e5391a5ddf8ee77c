"""The demo is played by three engines that hear of each other, and ends as in one, whatever the network does."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from osi_core.domain import Service
from osi_core.log.memory import MemoryStore
from osi_core.plugins import InProcessRunner, Plugins
from osi_core.process import Engine
from osi_core.process.playbook import playbook_of
from osi_core.process.share import share_of
from osi_core.simulation import Plan, demo_plan, play, read_folder, seeded_chance
from osi_core.testing.divided import Divided
from tests.system.ended import Ended, in_one, owned

ROOT = Path(__file__).parents[2]
SOAK = "OSI_SOAK_DEMO" in os.environ
"""Whether the whole of what `make demo` plays is played, by the rules that it takes."""

PLANS = {
    "smallest-0": lambda: demo_plan(0, part=110),
    "smallest-1": lambda: demo_plan(1, part=110),
    "smallest-2": lambda: demo_plan(2, part=110),
    "a-twentieth": lambda: demo_plan(part=20),
    "example": lambda: read_folder(ROOT / "examples" / "mission"),
}


def in_three(plan: Plan, plugins: Plugins, killed_every: int) -> Ended:
    """Plays a plan with three engines, over a bus whose seed is the plan's."""
    stores = {service: MemoryStore() for service in Service}

    def engine_of(service: Service) -> Engine:
        return Engine(
            stores[service],
            share=share_of(service.value),
            plugins=plugins,
            chance=seeded_chance(plan.seed, plan.mission),
            chain=f"{service}-1",
        )

    house = Divided(engine_of, plan.seed, killed_every)
    played = play(house, plan, runner=InProcessRunner(plugins))
    house.carry()
    return Ended(played, tuple(house.engines.values()), house.memory(plan.mission).rows)


@pytest.fixture(scope="module", params=["whole"] if SOAK else PLANS)
def both(request: pytest.FixtureRequest) -> tuple[Ended, Ended]:
    """A mission that was played by one engine, and the same played by three."""
    if request.param != "whole":
        plan, plugins = PLANS[request.param](), Plugins.builtin()
        return in_one(plan, plugins), in_three(plan, plugins, 20)
    plan, plugins = demo_plan(), Plugins.load()
    plan = plan.under(playbook_of(tomllib.loads((ROOT / "plugins" / "voting" / "demo.toml").read_text())))
    return in_one(plan, plugins), in_three(plan, plugins, 1_000)


def test_every_decision_has_the_same_record(both: tuple[Ended, Ended]) -> None:
    """Rule, options, input, outcome, explanations and seed."""
    one, three = (ended.decisions() for ended in both)
    assert three == one
    assert len(one) == both[0].played.decisions == both[1].played.decisions > 5


def test_everything_happens_once_at_its_time(both: tuple[Ended, Ended]) -> None:
    one, three = (ended.deeds() for ended in both)
    assert three == one


def test_the_same_contributions_have_receipts(both: tuple[Ended, Ended]) -> None:
    one, three = (ended.contributions() for ended in both)
    assert three == one
    assert both[1].played.receipts.keys() == both[0].played.receipts.keys()


def test_each_service_knows_of_its_own_what_one_engine_knows(both: tuple[Ended, Ended]) -> None:
    one, three = both
    for kind in owned(one.rows):
        assert three.known(kind) == one.known(kind), kind.__name__


def test_what_is_said_in_public_all_services_know_alike(both: tuple[Ended, Ended]) -> None:
    _, three = both
    for engine in three.engines:
        rows = engine.memory(three.played.mission).rows
        public = [kind for kind in owned(rows) if all(source.public for source in kind.sources)]
        assert not [kind.__name__ for kind in public if rows[kind] != three.rows[kind]], engine.chain


def test_what_each_service_knows_is_made_again_from_what_it_has_stored(both: tuple[Ended, Ended]) -> None:
    _, three = both
    mission = three.played.mission
    for engine in three.engines:
        again = Engine(engine.store, share=engine.share, plugins=engine.plugins, chain=engine.chain)
        assert again.memory(mission).rows == engine.memory(mission).rows, engine.chain
