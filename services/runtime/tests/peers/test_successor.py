"""A service that takes over from another one of its kind, and messages that wait."""

from __future__ import annotations

import asyncio

from osi.log.v1 import log_service_pb2 as pb
from osi.type.v1 import terms_pb2

from osi_core.domain import Service
from osi_core.log.canonical import canonical, parse
from osi_core.log.envelope import chained
from osi_core.mission.chain_commands import ListChain, RetireChain
from osi_core.mission.commands import ChangePlaybook
from osi_core.mission.playbook import Playbook
from osi_core.process.hearing import Heard
from osi_runtime.auth import Peer
from osi_runtime.peers.messages import event_of


def test_a_successor_hears_all_of_its_predecessor_first(town, wait, make_service):
    async def play():
        await town.both_ways()
        town.create()
        engine = town.participation.engine
        change = ChangePlaybook(mission="m", playbook=Playbook(), reason="agreed")
        await asyncio.to_thread(engine.handle, change)
        await wait(lambda: town.participation.heard("funding-1") > 0)
        await wait(lambda: town.participation.has_heard(town.funding))
        last = town.participation.heard("funding-1")
        engine.handle(RetireChain(mission="m", chain="funding-1", last=last, reason="replaced"))
        engine.handle(ListChain(mission="m", chain="next-1", service=Service.FUNDING))
        await wait(lambda: town.funding.has_heard(town.participation))
        # Both let their own successor read.
        reader = Peer(Service.FUNDING, frozenset({"next-1"}), frozenset({"town"}))
        for one in (town.participation, town.funding):
            await one.door.close()
            one.reader = reader
            await one.open()
        successor = make_service(Service.FUNDING, "next-1")
        successor.hears(town.participation, town.funding)
        await successor.begin()
        await wait(lambda: successor.has_heard(town.participation))
        assert successor.heard("funding-1") == last
        assert successor.engine.memory("m").serves
        await wait(lambda: not successor.peers.stale("m"))
        assert [lag.chain for lag in successor.peers.lags()] == ["participation-1"]
        await successor.end()
        await town.end()

    asyncio.run(play())


def test_a_successor_elsewhere_is_found_though_the_settings_name_the_former(town, wait, make_service):
    """And whoever has seen more of the former chain than was heard of it waits for nothing."""

    async def play():
        await town.both_ways()
        town.create(address=town.funding.door.address)
        engine = town.participation.engine
        await asyncio.to_thread(engine.handle, ChangePlaybook(mission="m", playbook=Playbook(), reason="agreed"))
        await wait(lambda: town.participation.heard("funding-1") > 0)
        last = town.participation.heard("funding-1")
        assert not await town.participation.peers.reaches("m", "funding-1", last + 1_000)
        successor = make_service(Service.FUNDING, "next-1")
        successor.reader = town.funding.reader
        await successor.prepare()
        await successor.open()
        await successor.end()
        engine.handle(RetireChain(mission="m", chain="funding-1", last=last, reason="replaced"))
        listed = ListChain(mission="m", chain="next-1", service=Service.FUNDING, address=successor.door.address)
        engine.handle(listed)
        await wait(lambda: town.funding.has_heard(town.participation))
        await town.participation.door.close()
        town.participation.reader = Peer(Service.FUNDING, frozenset({"next-1"}), frozenset({"town"}))
        await town.participation.open()
        successor.hears(town.participation)
        await successor.begin()
        await wait(lambda: town.participation.heard("next-1") > 0)
        assert await town.participation.peers.reaches("m", "funding-1", last + 1_000)
        followed = {one.link.peer.address for one in town.participation.peers._followers}
        assert followed == {town.funding.door.address, successor.door.address}
        await successor.end()
        await town.end()

    asyncio.run(play())


def test_what_waits_is_told(town, wait, record):
    """An event in a form of a later version: it is parked, and what follows it is heard."""

    async def play():
        town.create()
        town.join(3)
        told = town.participation.engine.told("m")
        later = canonical(parse(told[3].raw) | {"data": {"something": "of a later year"}})
        parked = told[3]._replace(raw=later, hash=chained(told[2].hash, later))
        head = pb.Head(
            mission="missions/m",
            chain="participation-1",
            service=terms_pb2.SERVICE_PARTICIPATION,
            last_public=parked.position,
            serving_chains=["funding-1"],
        )
        await town.participation.door.open(record(head, [event_of(one) for one in (*told[:3], parked)]))
        town.funding.hears(town.participation)
        await town.funding.begin()
        await wait(lambda: [one.code for one in town.funding.peers.problems()] == ["peers.parked"])
        (problem,) = town.funding.peers.problems()
        assert (problem.code, problem.values["count"]) == ("peers.parked", 1)
        assert town.funding.engine.hear([parked]) == [Heard.KNOWN]
        assert not town.funding.peers.stale("m"), "all was heard"
        await town.funding.end()
        await town.funding.begin()
        assert "peers.parked" in [one.code for one in town.funding.peers.problems()], "also after a restart"
        await town.end()

    asyncio.run(play())
