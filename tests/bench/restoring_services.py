"""How long the stores of matching and of funding take to be copied, put back, and known again, each with its share of a
divided mission: what a team does, and ballots of a grant round. `restoring` does so for the whole process.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from osi_core.domain import Command, Service
from osi_core.funding.commands import ApplyForGrant, CastGrantBallot, OpenFund, OpenGrantRound
from osi_core.log.memory import MemoryStore
from osi_core.log.sql import SqlStore
from osi_core.money import Money
from osi_core.process import Engine, Request
from osi_core.process.moving import Place, move
from osi_core.solutions.commands import UpdateSolution
from osi_core.solutions.events import UpdateKind
from osi_core.support.commands import RecordActivity
from osi_core.testing.scenario import people_have_names
from tests.bench.restoring import steps_of, tell
from tests.unit.process.apart import JourneyApart
from tests.unit.process.journey import STEPS, M

GROUP = 1_000


def of_matching(_: JourneyApart, events: int) -> Iterator[tuple[str, Command]]:
    """Of 20 events one says what is new about a solution, the others what its team does."""
    for number in range(events // 20):
        yield "ada", UpdateSolution(**M, solution="sails", text=f"The {number}th try", kind=UpdateKind.CORRECTION)
        for done in range(19):
            yield "ada", RecordActivity(**M, initiative="sails", note=f"Sewn, for the {done}th time")


def of_funding(journey: JourneyApart, events: int) -> Iterator[tuple[str, Command]]:
    """Of 20 events one is a new fund, the others are ballots that somebody changes."""
    amount = Money(minor=100_000, currency="EUR")
    journey.do(OpenFund(**M, fund="big", institution="aue", purpose="A cooler town", amount=amount), by="aue-speaker")
    days: dict[str, Any] = {
        "applications_until": journey.now + timedelta(days=2),
        "closes_at": journey.now + timedelta(days=4),
    }
    journey.do(OpenGrantRound(**M, round="long", fund="big", budget=amount, **days), by="olga")
    asked: dict[str, Any] = {"application": "again", "initiative": "sails", "asked": amount, "purpose": "Cloth"}
    journey.do(ApplyForGrant(**M, round="long", **asked), by="ada")
    journey.later(days=3)
    for number in range(events // 20):
        yield "aue-speaker", OpenFund(**M, fund=f"f-{number}", institution="aue", purpose="A tree", amount=amount)
        for ballot in range(19):
            made: dict[str, Any] = {"ballot": f"b-{number}-{ballot}", "revision": 19 * number + ballot}
            yield "dia", CastGrantBallot(**M, round="long", participant="dia", choices=("again",), **made)


KINDS = {Service.MATCHING: of_matching, Service.FUNDING: of_funding}
STEPS_BEFORE = 4
"""Of the journey, up to the support of initiatives."""


def build(service: Service, file: Path, events: int) -> None:
    """Writes the service's store."""
    journey = JourneyApart()
    for step in STEPS[:STEPS_BEFORE]:
        step(journey)
    commands = KINDS[service](journey, events)
    first = next(commands)
    journey.engine.carry()
    store = SqlStore.create(file)
    memory = journey.stores[service]
    assert isinstance(memory, MemoryStore)
    move("m", Place(memory, "memory"), Place(store, str(file)))
    engine = engine_of(journey, service, store)
    group = [Request(first[1], first[0])]
    for by, command in commands:
        group.append(Request(command, by))
        if len(group) == GROUP:
            taken(engine, group)
    taken(engine, group)
    store.close()


def taken(engine: Engine, group: list[Request]) -> None:
    """All are granted, or there is nothing to measure."""
    for answer in engine.handle_many(group):
        if isinstance(answer, Exception):
            raise answer
    group.clear()


def engine_of(journey: JourneyApart, service: Service, store: SqlStore) -> Engine:
    """The service's engine over a store."""
    share = people_have_names(service.value)
    return Engine(store, share=share, plugins=journey.plugins, clock=lambda: journey.now, chain=f"{service}-1")


def known_again(service: Service, file: Path) -> None:
    """As the first start behind a restore does."""
    engine = engine_of(JourneyApart(), service, SqlStore.open(file))
    engine.memory("m")
    engine.store.close()


def main(events: int = 1_000_000) -> None:
    """Prints each step's seconds, of each service."""
    for service in KINDS:
        with tempfile.TemporaryDirectory() as folder:
            store = Path(folder) / "log.db"
            build(service, store, events)
            print(f"{service}: {events:,} events, {store.stat().st_size >> 20} MiB")
            tell(steps_of(store, partial(known_again, service)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
