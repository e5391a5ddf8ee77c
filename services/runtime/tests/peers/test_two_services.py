"""Two services over gRPC, with stores of every kind: all is heard, in order, once, whatever happens on the way."""

from __future__ import annotations

import asyncio
from itertools import product

import pytest

from osi_core.domain import Refused, Service
from osi_core.funding.commands import CancelGrantRound
from osi_core.hearing.events import PlaybookAnswered
from osi_core.log.memory import MemoryStore
from osi_core.log.store import StoreError
from osi_core.mission.commands import ChangePlaybook
from osi_core.mission.events import PlaybookChanged
from osi_core.mission.facts import Member
from osi_core.mission.playbook import Playbook
from osi_core.process import OPERATOR, Request
from osi_runtime.peers import HeldOrganisations

KINDS = list(product(("memory", "sqlite"), repeat=2))
every_kind = pytest.mark.parametrize("town", KINDS, indirect=True, ids=[f"{one}-{two}" for one, two in KINDS])


def same_people(town):
    return (
        town.funding.engine.memory("m").rows[Member].keys() == town.participation.engine.memory("m").rows[Member].keys()
    )


@every_kind
def test_a_mission_appears_when_it_is_first_heard(town, wait):
    async def play():
        await town.begin()
        assert not town.funding.engine.memory("m").is_there
        town.create()
        town.join(3)
        await wait(lambda: town.funding.has_heard(town.participation))
        assert same_people(town)
        assert town.funding.peers.organisation_of("m") == "town"
        town.join(3, start=3)  # the stream stays open
        await wait(lambda: town.funding.has_heard(town.participation))
        assert same_people(town)
        await wait(lambda: not town.funding.peers.problems())
        await town.end()

    asyncio.run(play())


@every_kind
def test_both_hear_each_other(town, wait):
    """A playbook is asked, answered and settled: each step is heard over gRPC."""

    async def play():
        await town.both_ways()
        town.create()
        change = ChangePlaybook(mission="m", playbook=Playbook(), reason="agreed")
        await asyncio.to_thread(town.participation.engine.handle, change)
        engine = town.participation.engine
        await wait(lambda: any(isinstance(one.event, PlaybookChanged) for one in engine.events("m")))
        answered = [one.event for one in town.funding.engine.events("m")]
        assert {type(one) for one in answered} == {PlaybookAnswered}
        await wait(lambda: town.funding.has_heard(town.participation))
        await wait(lambda: town.participation.has_heard(town.funding))
        await town.end()

    asyncio.run(play())


@pytest.mark.parametrize(
    ("town", "count"),
    [(("sqlite", "sqlite"), 10_000), *((kinds, 1_000) for kinds in KINDS if kinds != ("sqlite", "sqlite"))],
    indirect=["town"],
)
def test_far_behind_while_commands_arrive(town, count):
    """10,000 events behind: all are heard, and who asks meanwhile is answered."""

    async def play():
        town.create()
        town.join(count)
        await town.begin()
        answered, behind = 0, 0
        cancel = CancelGrantRound(mission="m", round="r", reason="none there")
        while not town.funding.has_heard(town.participation):
            future = town.funding.writer.try_submit(Request(cancel, OPERATOR))
            with pytest.raises(Refused):
                await asyncio.wrap_future(future)
            answered += 1
            behind += not town.funding.has_heard(town.participation)
        assert answered
        assert behind, "some were answered while it was behind"
        assert same_people(town)
        heard = [one.position for one in town.funding.store.heard("m", "participation-1")]
        assert heard == list(range(1, count + 3))
        await town.end()

    asyncio.run(play())


@every_kind
def test_a_restart_in_between_goes_on_where_it_was(town, wait):
    async def play():
        town.create()
        town.join(300)
        await town.begin()
        await wait(lambda: town.funding.heard("participation-1") > 2)
        await town.funding.end()
        town.join(300, start=300)
        await town.funding.begin()
        await wait(lambda: town.funding.has_heard(town.participation))
        assert same_people(town)
        heard = [one.position for one in town.funding.store.heard("m", "participation-1")]
        assert heard == [one.position for one in town.participation.engine.told("m")]
        assert town.funding.peers.organisation_of("m") == "town"
        await town.end()

    asyncio.run(play())


@every_kind
def test_an_origin_that_goes_and_comes_back_is_heard_on(town, wait):
    async def play():
        town.create()
        await town.begin()
        await wait(lambda: town.funding.has_heard(town.participation))
        await town.participation.end()
        await wait(lambda: [one.code for one in town.funding.peers.problems()] == ["peers.unreachable"])
        town.join(20)
        await town.participation.begin()
        await wait(lambda: town.funding.has_heard(town.participation))
        assert same_people(town)
        await wait(lambda: not town.funding.peers.problems())
        await town.end()

    asyncio.run(play())


def test_who_follows_is_woken_by_the_commit_and_ends_with_its_caller(town, wait):
    async def play():
        town.create()
        await town.begin(head_seconds=3000)
        await wait(lambda: town.funding.has_heard(town.participation))
        listening = town.participation.peers._bell._listening
        assert listening["m"]
        town.join(5)  # no head is asked for any more, and the heartbeat is late
        await wait(lambda: town.funding.has_heard(town.participation))
        await town.funding.end()
        await wait(lambda: not listening)
        await town.participation.end()

    asyncio.run(play())


def test_more_missions_than_streams_are_heard_all_the_same(town, wait):
    async def play():
        missions = [f"m-{number}" for number in range(12)]
        for one in missions:
            town.create(one)
        await town.begin(streams=3)

        def all_heard():
            head = town.funding.store.heard_heads
            return all(
                head(one).get("participation-1", (0,))[0] == town.participation.engine.head(one).position
                for one in missions
            )

        await wait(all_heard)
        for one in missions:
            town.join(2, one)
        await wait(all_heard)
        await town.end()

    asyncio.run(play())


def test_a_mission_that_does_not_list_the_chain_is_not_heard(town, wait):
    async def play():
        town.create("other", lists=())
        town.create("m")
        await town.begin()
        await wait(lambda: town.funding.has_heard(town.participation))
        assert town.funding.store.heard_missions() == ("m",)
        await town.end()

    asyncio.run(play())


def test_the_same_mission_of_another_organisation_is_not_heard(town, make_service, wait):
    async def play():
        town.create()
        await town.begin()
        await wait(lambda: town.funding.has_heard(town.participation))
        await town.funding.end()
        village = make_service(Service.PARTICIPATION, "village-1")
        village.own = "town"  # it shows itself to whoever asks, as its operator has set it
        village.reader = town.participation.reader
        former, town.participation.engine = town.participation.engine, village.engine
        town.create()
        town.participation.engine = former
        await village.begin()
        town.funding.hears(town.participation, village)
        settings = town.funding.settings
        other = settings.services[1].model_copy(update={"organisation": "village"})
        town.funding.settings = settings.model_copy(update={"services": (settings.services[0], other)})
        await town.funding.begin()
        await wait(lambda: "peers.other-organisation" in [one.code for one in town.funding.peers.problems()])
        assert set(town.funding.store.heard_heads("m")) == {"participation-1"}
        assert town.funding.peers.organisation_of("m") == "town"
        await town.end()
        await village.end()

    asyncio.run(play())


# Restored from an older copy


@every_kind
def test_who_was_restored_from_an_older_copy_serves_nothing(town, wait):
    async def play():
        await town.both_ways()
        town.create()
        await asyncio.to_thread(
            town.participation.engine.handle, ChangePlaybook(mission="m", playbook=Playbook(), reason="agreed")
        )
        await wait(lambda: town.participation.heard("funding-1") > 0)
        await town.funding.end()
        restored = type(town.funding)(Service.FUNDING, *restored_from_nothing())
        restored.hears(town.participation)
        await restored.prepare()
        with pytest.raises(StoreError) as behind:
            await restored.peers.compare()
        assert behind.value.code == "store.behind-others"
        await restored.end()
        await town.participation.end()

    asyncio.run(play())


def test_who_cannot_be_asked_at_the_start_is_asked_later_and_then_ends_all_writing(town, wait):
    async def play():
        await town.both_ways()
        town.create()
        await asyncio.to_thread(
            town.participation.engine.handle, ChangePlaybook(mission="m", playbook=Playbook(), reason="agreed")
        )
        await wait(lambda: town.participation.heard("funding-1") > 0)
        await town.end()
        restored = type(town.funding)(Service.FUNDING, *restored_from_nothing())
        restored.hears(town.participation, compare_seconds=0.05)
        await restored.begin()
        assert restored.peers.may_serve
        await town.participation.begin()
        await wait(lambda: not restored.peers.may_serve)
        assert [one.code for one in restored.peers.stale("m")] == ["log-behind-others"]
        assert "store.behind-others" in [one.code for one in restored.peers.problems()]
        await restored.end()
        await town.participation.end()

    asyncio.run(play())


def restored_from_nothing():
    return MemoryStore(), HeldOrganisations()
