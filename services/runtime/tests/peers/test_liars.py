"""Origins that fail and origins that lie: what is good of them is heard, and the rest told to the operator."""

from __future__ import annotations

import asyncio

import pytest
from osi.log.v1 import log_service_pb2 as pb
from osi.type.v1 import terms_pb2

from osi_core.domain import Service
from osi_core.log.canonical import canonical, parse
from osi_core.log.envelope import chained, event_id
from osi_runtime.peers.messages import event_of


def said_by(town, chain="participation-1", service=terms_pb2.SERVICE_PARTICIPATION):
    """What participation has said, as an origin would send it, and its head."""
    told = town.participation.engine.told("m")
    head = pb.Head(
        mission="missions/m",
        chain=chain,
        service=service,
        position=told[-1].position,
        hash=told[-1].hash,
        last_public=told[-1].position,
        serving_chains=["funding-1"],
    )
    return head, told


def changed(entry, behind, **envelope):
    """An entry whose bytes say something else, and whose hash fits them."""
    said = parse(entry.raw) | envelope
    said |= {name: getattr(entry, name) for name in ("mission", "position", "stream", "version", "type")}
    raw = canonical(said | {"id": event_id(entry.chain, entry.mission, entry.position)})
    return entry._replace(raw=raw, hash=chained(behind, raw))


class Stage:
    """A funding that hears whatever origin is put in participation's place."""

    def __init__(self, town, record, wait):
        self.town, self.record, self.wait = town, record, wait

    async def begin(self, entries=None, head=None, **changes):
        good, told = said_by(self.town)
        events = [event_of(one) for one in (told if entries is None else entries)]
        self.origin = self.record(head or good, events)
        await self.town.participation.door.open(self.origin)
        self.town.funding.hears(self.town.participation, **changes)
        await self.town.funding.begin()

    async def end(self):
        await self.town.end()

    @property
    def problems(self):
        return [one.code for one in self.town.funding.peers.problems()]

    @property
    def heard(self):
        return [one.position for one in self.town.funding.store.heard("m", "participation-1")]


@pytest.fixture
def stage(town, record, wait):
    town.create()
    town.join(20)
    return Stage(town, record, wait)


def test_a_connection_that_is_cut_again_and_again(stage, wait):
    async def play():
        _, told = said_by(stage.town)
        good = [event_of(one) for one in told]
        await stage.begin([])
        stage.origin.cut_after, stage.origin.events = 3, good
        await wait(lambda: stage.heard == [one.position for one in told])
        asked = [one for one in stage.origin.asked if one]
        assert asked == sorted(asked)
        assert len(set(asked)) >= len(told) // 3 - 1
        await stage.end()

    asyncio.run(play())


def test_what_comes_twice_is_heard_once(stage, wait):
    async def play():
        _, told = said_by(stage.town)
        await stage.begin([*told, *told, *told[3:]])
        await wait(lambda: stage.heard == [one.position for one in told])
        assert stage.problems == []
        await stage.end()

    asyncio.run(play())


def test_what_comes_out_of_order_is_asked_for_again(stage, wait):
    async def play():
        _, told = said_by(stage.town)
        await stage.begin([*told[:4], *told[6:], *told[4:6]])
        await wait(lambda: "peers.stopped-gap" in stage.problems)
        assert stage.heard == [one.position for one in told[:4]]
        stage.origin.events = [event_of(one) for one in told]
        await wait(lambda: stage.heard == [one.position for one in told])
        await wait(lambda: stage.problems == [])
        await stage.end()

    asyncio.run(play())


def test_two_stories_are_heard_no_more_and_told(stage, wait, caplog):
    async def play():
        _, told = said_by(stage.town)
        await stage.begin(told[:10])
        await wait(lambda: len(stage.heard) == 10)
        other = changed(told[9], told[8].hash, actor="p-" + "f" * 32)
        stage.origin.events = [*stage.origin.events[:9], event_of(other)]
        await stage.town.funding.end()
        stage.origin.events = [event_of(told[10]._replace(previous=told[8].position))]
        await stage.town.funding.begin()
        await wait(lambda: "peers.stopped-forked" in stage.problems)
        assert stage.town.funding.peers.forked == (("m", "participation-1"),)
        assert "forked" in caplog.text
        stage.origin.events = [event_of(one) for one in told]
        asked = len(stage.origin.asked)
        await asyncio.sleep(0.3)
        assert len(stage.origin.asked) == asked, "nobody asks it any more"
        assert len(stage.heard) == 10
        await stage.town.funding.end()
        await stage.town.funding.begin()
        await wait(lambda: "peers.stopped-forked" in stage.problems, "also after a restart")
        await stage.end()

    asyncio.run(play())


def test_bytes_that_are_not_their_hashs_are_asked_for_again(stage, wait):
    async def play():
        _, told = said_by(stage.town)
        damaged = told[7]._replace(raw=told[7].raw.replace(b'"actor"', b'"acTor"'))
        await stage.begin([*told[:7], damaged, *told[8:]])
        await wait(lambda: "peers.stopped-unfit" in stage.problems)
        assert len(stage.heard) == 7
        stage.origin.events = [event_of(one) for one in told]
        await wait(lambda: stage.heard == [one.position for one in told])
        await stage.end()

    asyncio.run(play())


@pytest.mark.parametrize(
    "change",
    [
        {"mission": "missions/other"},
        {"chain": "matching-1"},
        {"chain": "funding-1"},
        {"position": 0},
        {"previous": -5},
        {"stream": ""},
        {"hash": b"short"},
        {"type": "a b"},
        {"version": 0},
        {"envelope": b""},
        {"envelope": b"[]"},
        {"position": 2**62},
    ],
)
def test_events_that_are_none(stage, wait, change):
    async def play():
        _, told = said_by(stage.town)
        await stage.begin(told[:5])
        await wait(lambda: len(stage.heard) == 5)
        bad = event_of(told[5])
        for name, value in change.items():
            setattr(bad, name, value)
        stage.origin.events, stage.origin.minds_after = [bad], False
        await stage.town.funding.end()
        await stage.town.funding.begin()
        await wait(lambda: {"peers.stopped-unfit", "peers.stopped-gap"} & set(stage.problems))
        assert len(stage.heard) == 5
        await stage.end()

    asyncio.run(play())


def test_a_chain_that_the_mission_does_not_list_is_not_asked_for(stage, wait, door, record, make_service):
    """Matching tells of the mission, which lists no matching."""

    async def play():
        head, told = said_by(stage.town, "matching-1", terms_pb2.SERVICE_MATCHING)
        matching = record(head, [event_of(one._replace(chain="matching-1")) for one in told])
        other = make_service(Service.MATCHING)
        await other.door.open(matching)
        await stage.begin()
        await wait(lambda: len(stage.heard) == 22)
        await stage.town.funding.end()
        stage.town.funding.hears(stage.town.participation, other)
        await stage.town.funding.begin()
        await asyncio.sleep(0.3)
        assert matching.asked == []
        assert set(stage.town.funding.store.heard_heads("m")) == {"participation-1"}
        await other.door.close()
        await stage.end()

    asyncio.run(play())


@pytest.mark.parametrize(
    "change",
    [
        {"service": terms_pb2.SERVICE_MATCHING},
        {"service": terms_pb2.SERVICE_UNSPECIFIED},
        {"service": 77},
        {"mission": "m"},
        {"mission": ""},
        {"chain": ""},
        {"serving_chains": []},
        {"serving_chains": ["matching-1"]},
    ],
)
def test_heads_that_are_not_ones_to_follow(stage, change):
    async def play():
        head, _ = said_by(stage.town)
        for name, value in change.items():
            if name == "serving_chains":
                del head.serving_chains[:]
                head.serving_chains.extend(value)
            else:
                setattr(head, name, value)
        await stage.begin(head=head)
        await asyncio.sleep(0.3)
        assert stage.origin.asked == []
        await stage.end()

    asyncio.run(play())


def test_an_origin_that_says_nothing_at_all_is_left(stage, wait):
    """No heartbeat: the stream is begun anew, and what was said meanwhile comes with it."""

    async def play():
        _, told = said_by(stage.town)
        await stage.begin(told[:5], silence_seconds=0.2)
        await wait(lambda: len(stage.heard) == 5)
        stage.origin.events = [event_of(one) for one in told]
        await wait(lambda: len(stage.heard) == len(told))
        await stage.end()

    asyncio.run(play())
