"""What was acknowledged, and what there is: 0 lost, 0 double, and every service knows the same."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack, closing

from osi_core.domain import Service
from osi_core.log.envelope import check_chain
from osi_core.log.sql import SqlStore
from osi_core.mission.events import InstitutionRegistered, ParticipantJoined
from osi_core.mission.facts import Institution, Member
from osi_core.plugins import Plugins
from osi_core.process import Engine, share_of
from osi_core.simulation import Plan, seeded_chance
from tests.system.ended import Ended, in_one, owned
from tests.system.faults.crowd import Crowd
from tests.system.faults.network import SEED, Network

__all__ = ["assert_all_know_the_same", "assert_nothing_of_a_crowd_is_lost_or_double", "assert_played_as_in_one"]

_PATIENCE = 180.0


def assert_all_know_the_same(network: Network, plugins: Plugins, missions: list[str]) -> None:
    """Each chain holds together, and all have heard of it exactly what its origin says: positions, hashes, order."""
    with ExitStack() as open_:
        stores = {
            service: open_.enter_context(closing(SqlStore.open(network.store_of(service), read_only=True)))
            for service in Service
        }
        for mission in missions:
            for origin in Service:
                assert check_chain(stores[origin].read(mission)) == stores[origin].head(mission)
                engine = _engine(stores, origin, plugins)
                for hearer in Service:
                    if hearer is not origin:
                        _assert_heard(stores[hearer], engine, mission, f"{hearer} of {origin}")


def _assert_heard(hearer: SqlStore, origin: Engine, mission: str, who: str) -> None:
    ends = time.monotonic() + _PATIENCE
    told = [(one.position, one.hash) for one in origin.told(mission)]
    while True:
        heard = [(one.position, one.hash) for one in hearer.heard(mission, origin.chain or "")]
        if heard == told:
            return
        assert heard == told[: len(heard)], f"{who}: something else was heard of {mission} than was said"
        assert time.monotonic() < ends, f"{who}: only {len(heard)} of {len(told)} events of {mission} were heard"
        time.sleep(0.05)


def assert_nothing_of_a_crowd_is_lost_or_double(network: Network, plugins: Plugins, crowd: Crowd) -> None:
    """Each call that was answered with yes has happened once, under the name that was answered, and all know it."""
    with ExitStack() as open_:
        stores = {
            service: open_.enter_context(closing(SqlStore.open(network.store_of(service), read_only=True)))
            for service in Service
        }
        engines = {service: _engine(stores, service, plugins) for service in Service}
        entered, joined = Counter[str](), Counter[str]()
        names: dict[str, str] = {}
        for record in engines[Service.PARTICIPATION].events(crowd.mission):
            if isinstance(record.event, InstitutionRegistered):
                entered[record.event.name] += 1
                names[record.event.name] = f"missions/{crowd.mission}/institutions/{record.event.institution}"
            elif isinstance(record.event, ParticipantJoined):
                joined[f"missions/{crowd.mission}/participants/{record.event.participant}"] += 1
        assert max(entered.values()) == 1, "an institution was entered twice by one request"
        assert max(joined.values()) == 1
        assert names == crowd.institutions, "what was answered and what there is differ"
        assert set(joined) == set(crowd.people.values()), "who was answered and who takes part differ"
        assert len(joined) == len(crowd.people), "somebody joined twice"
        for service, engine in engines.items():
            rows = engine.memory(crowd.mission).rows
            assert len(rows[Institution]) == len(entered), service
            assert len(rows[Member]) == len(joined), service


def assert_played_as_in_one(plan: Plan, three: Ended, plugins: Plugins) -> None:
    """All that one engine decides, knows and books, three services have, whatever has happened to them; once, and equal
    to the cent.
    """
    one = in_one(plan, plugins, seeded_chance(SEED, "network"))
    assert three.decisions() == one.decisions()
    assert three.deeds() == one.deeds()
    assert three.contributions() == one.contributions()
    for kind in owned(one.rows):
        assert three.known(kind) == one.known(kind), kind.__name__


def _engine(stores: Mapping[Service, SqlStore], service: Service, plugins: Plugins) -> Engine:
    return Engine(stores[service], share=share_of(service.value), plugins=plugins, chain=f"{service}-1")
