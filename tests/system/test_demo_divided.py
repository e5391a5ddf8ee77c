"""The demo is played by three engines that hear of each other, and ends as in one, whatever the network does."""

from __future__ import annotations

import os
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from osi_core.domain import Fact, Recorded, Service
from osi_core.funding.events import StipendsSetAside
from osi_core.funding.facts import Fund
from osi_core.hearing.events import Answered
from osi_core.log.canonical import canonical
from osi_core.log.memory import MemoryStore
from osi_core.log.records import DecisionRecord
from osi_core.mission.events import ChainListed, PhaseClosed, Question
from osi_core.mission.facts import ServingChain
from osi_core.plugins import InProcessRunner, Plugins
from osi_core.process import Engine
from osi_core.process.playbook import playbook_of
from osi_core.process.share import service_of, share_of
from osi_core.simulation import Plan, Played, demo_plan, play, read_folder, seeded_chance
from osi_core.testing.divided import Divided

ROOT = Path(__file__).parents[2]
SOAK = "OSI_SOAK_DEMO" in os.environ
"""Whether the whole of what `make demo` plays is played, by the rules that it takes."""

AMONG_SERVICES = (Answered, ChainListed, Question, StipendsSetAside)
"""What services say to each other where there are several; in one it is part of what it is about."""
PLANS = {
    "smallest-0": lambda: demo_plan(0, part=110),
    "smallest-1": lambda: demo_plan(1, part=110),
    "smallest-2": lambda: demo_plan(2, part=110),
    "a-twentieth": lambda: demo_plan(part=20),
    "example": lambda: read_folder(ROOT / "examples" / "mission"),
}


class Ended(NamedTuple):
    """A mission that was played, whoever has decided it."""

    played: Played
    engines: tuple[Engine, ...]
    rows: Mapping[type[Fact], Mapping[str, Fact]]

    def records(self) -> Iterator[Recorded]:
        """All that happened, but for what services say to each other about it."""
        for engine in self.engines:
            for record in engine.events(self.played.mission):
                if not isinstance(record.event, AMONG_SERVICES):
                    yield record


def in_one(plan: Plan, plugins: Plugins) -> Ended:
    """Plays a plan with one engine."""
    engine = Engine(MemoryStore(), plugins=plugins, chance=seeded_chance(plan.seed, plan.mission))
    played = play(engine, plan, runner=InProcessRunner(plugins))
    return Ended(played, (engine,), engine.memory(plan.mission).rows)


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
    one, three = map(decisions, both)
    assert three == one
    assert len(one) == both[0].played.decisions == both[1].played.decisions > 5


def decisions(ended: Ended) -> list[DecisionRecord]:
    found = [getattr(one.event, "record", None) for one in ended.records()]
    records = [one for one in found if isinstance(one, DecisionRecord)]
    return sorted(records, key=lambda one: (one.decision, one.seed))


def test_everything_happens_once_at_its_time(both: tuple[Ended, Ended]) -> None:
    one, three = (Counter(map(_deed, ended.records())) for ended in both)
    assert three == one


def _deed(record: Recorded) -> bytes:
    data, actor = record.event.model_dump(mode="json"), record.actor
    if isinstance(record.event, PhaseClosed):  # where services are asked, the engine closes what somebody asked for
        data, actor = {**data, "question": None}, ""
    return canonical([record.stream, record.time.isoformat(), actor, record.origin, record.event.type, data])


def test_the_same_contributions_have_receipts(both: tuple[Ended, Ended]) -> None:
    one, three = (Counter(contributions(ended)) for ended in both)
    assert three == one
    assert both[1].played.receipts.keys() == both[0].played.receipts.keys()


def contributions(ended: Ended) -> Iterator[tuple[str, str, str]]:
    for engine in ended.engines:
        events = {record.position: record for record in engine.events(ended.played.mission)}
        for _, receipt in engine.store.receipts():
            record = events[receipt.position]
            yield record.stream, record.event.type, record.actor


def test_each_service_knows_of_its_own_what_one_engine_knows(both: tuple[Ended, Ended]) -> None:
    one, three = both
    for kind in owned(one.rows):
        assert {name: _known(row) for name, row in three.rows[kind].items()} == {
            name: _known(row) for name, row in one.rows[kind].items()
        }, kind.__name__


def _known(row: Any) -> Any:
    """A row of facts; of a fund's journal the postings, for the ids of events name their chains, and the money of an
    offer is set aside by an event of funding's own where the offer stands in another one.
    """
    if not isinstance(row, Fund):
        return row
    entries = sorted((entry.time, entry.posting.model_dump_json()) for piece in row.journal for entry in piece)
    return row.model_copy(update={"journal": ()}), entries


def test_what_is_said_in_public_all_services_know_alike(both: tuple[Ended, Ended]) -> None:
    _, three = both
    for engine in three.engines:
        rows = engine.memory(three.played.mission).rows
        public = [kind for kind in owned(rows) if all(source.public for source in kind.sources)]
        assert not [kind.__name__ for kind in public if rows[kind] != three.rows[kind]], engine.chain


def owned(kinds: Iterable[type[Fact]]) -> list[type[Fact]]:
    """Those that are some service's, but for which chains there are."""
    return [kind for kind in kinds if service_of(kind) is not None and kind is not ServingChain]


def test_what_each_service_knows_is_made_again_from_what_it_has_stored(both: tuple[Ended, Ended]) -> None:
    _, three = both
    mission = three.played.mission
    for engine in three.engines:
        again = Engine(engine.store, share=engine.share, plugins=engine.plugins, chain=engine.chain)
        assert again.memory(mission).rows == engine.memory(mission).rows, engine.chain
