"""Two services over a real NATS server: all is heard, in order, once, whatever is killed or wiped on the way."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from osi_core.domain import Service
from osi_core.funding.facts import Fund  # noqa: F401 - funding's events are known from here on
from osi_core.log.canonical import canonical, parse
from osi_core.log.envelope import chained
from osi_core.log.heard import PublicEntry
from osi_core.log.store import StoreError
from osi_runtime.bus.messages import written
from osi_runtime.bus.stream import STREAM
from osi_runtime.parked import waiting_in
from services.runtime.tests.peers.conftest import until
from services.runtime.tests.town import in_a_loop

pytestmark = [pytest.mark.system, pytest.mark.nats]


def assert_heard_once(town):
    """0 lost, 0 double, in order, with the origin's hashes."""
    assert town.heard() == town.told()


@in_a_loop
async def test_what_is_said_is_heard_in_order_and_once(town):
    await town.begin()
    town.join(500, 0)
    await until(town.all_heard)
    assert_heard_once(town)
    assert await town.on_stream() == [position for position, _ in town.told()]
    assert town.participation.bus.relay.refilled == 0
    await town.end()


@in_a_loop
async def test_a_message_says_what_it_is_by_cloudevents(town):
    await town.begin()
    client, stream = await town.broker.stream()
    message = await stream.get_msg(STREAM, subject="osi.v1.participation.m.>")
    *_, last = town.town.participation.engine.told("m")
    headers = message.headers or {}
    assert message.subject == f"osi.v1.participation.m.chains.{last.type.rpartition('.')[2]}"
    assert headers["Nats-Msg-Id"] == headers["ce-id"] == f"participation-1:m:{last.position}"
    assert headers["ce-specversion"] == "1.0"
    assert headers["ce-type"] == f"osi.v1.{last.type}"
    assert (headers["ce-previous"], headers["ce-hash"]) == (str(last.previous), last.hash.hex())
    await client.close()
    await town.end()


@in_a_loop
async def test_a_purged_stream_is_filled_again_though_it_calls_all_of_it_duplicates(town):
    await town.begin()
    town.join(200, 0)
    await until(town.all_heard)
    client, stream = await town.broker.stream()
    await stream.purge_stream(STREAM)
    count = len(town.told())
    await until(lambda: town.participation.bus.relay.refilled == count)
    assert await town.on_stream() == [position for position, _ in town.told()]
    message = await stream.get_msg(STREAM, subject="osi.v1.participation.m.>")
    headers = message.headers or {}
    assert headers["Nats-Msg-Id"].startswith(headers["ce-id"] + ".")  # under another name, the same event
    town.join(20, 200)
    await until(town.all_heard)
    assert_heard_once(town)
    await client.close()
    await town.end()


@in_a_loop
async def test_a_broker_that_loses_its_disk_is_filled_again(town):
    await town.begin()
    town.join(200, 0)
    await until(town.all_heard)
    await asyncio.to_thread(town.broker.wipe)
    town.join(100, 200)
    await until(town.all_heard)
    assert_heard_once(town)
    assert await town.on_stream() == [position for position, _ in town.told()]
    await town.end()


@in_a_loop
async def test_a_broker_is_killed_under_load_and_started_again(town):
    await town.begin()
    for number in range(3):
        saying = asyncio.ensure_future(asyncio.to_thread(town.join, 600, number * 600))
        await asyncio.sleep(0.1)
        await asyncio.to_thread(town.broker.kill)
        await asyncio.sleep(0.2)
        await asyncio.to_thread(town.broker.start)
        await saying
    await town.town.participation.open()  # the broker acknowledges before it has synced: what it lost, the origin says
    await until(town.all_heard)
    assert_heard_once(town)
    await town.end()


@in_a_loop
async def test_relay_and_consumer_are_killed_in_between(town):
    await town.begin()
    for number in range(6):
        killed = (town.funding, town.participation)[number % 2]
        saying = asyncio.ensure_future(asyncio.to_thread(town.join, 300, number * 300))
        await asyncio.sleep(0.05)
        await killed.end()
        await saying
        await killed.begin()
    await until(town.all_heard)
    assert_heard_once(town)
    await town.end()


@in_a_loop
async def test_what_the_stream_has_lost_is_asked_of_the_origin(town):
    await town.begin()
    await town.funding.end()
    town.join(100, 0)
    end = town.told()[-1][0]
    client, stream = await town.broker.stream()

    async def is_there() -> bool:
        return (await town.on_stream())[-1] == end

    while not await is_there():
        await asyncio.sleep(0.05)
    state = (await stream.stream_info(STREAM)).state
    await stream.purge_stream(STREAM, seq=state.last_seq - 10)
    await town.funding.begin()
    await until(lambda: town.funding.bus.consumer.heard > 0)
    assert not town.all_heard()
    await town.town.participation.open()
    await until(town.all_heard)
    assert_heard_once(town)
    await client.close()
    await town.end()


@in_a_loop
async def test_while_the_broker_is_away_others_are_heard_at_their_origin(town):
    await town.begin()
    await town.town.participation.open()
    await asyncio.to_thread(town.broker.kill)
    await until(lambda: not town.funding.bus.connected)
    town.join(50, 0)
    await until(town.all_heard)
    assert_heard_once(town)
    await town.end()


def following(last: PublicEntry, **said: Any) -> PublicEntry:
    """An event that its origin says next, otherwise than anybody here knows."""
    position = last.position + 1
    id = f"{last.chain}:{last.mission}:{position}"
    raw = canonical(parse(last.raw) | {"position": position, "id": id, "version": last.version + 1, **said})
    return last._replace(
        position=position,
        previous=last.position,
        version=last.version + 1,
        type=said.get("type", last.type),
        raw=raw,
        hash=chained(last.hash, raw),
    )


@in_a_loop
async def test_types_that_nobody_knows_are_passed_over_and_later_forms_of_known_ones_are_parked(town):
    await town.begin()
    await town.participation.end()
    *_, last = town.town.participation.engine.told("m")
    unknown = following(last, type="mission.of_tomorrow", data={"something": "else"})
    later = following(unknown, type=last.type, schema=99)
    client, stream = await town.broker.stream()
    for one in (unknown, later):
        message = written(one, Service.PARTICIPATION, None)
        await stream.publish(message.subject, message.data, headers=message.headers)
    await until(lambda: town.town.funding.heard("participation-1") == later.position)
    await until(lambda: town.town.funding.peers.problems())
    (waiting,) = waiting_in(town.town.funding.engine, "m")
    assert (waiting.position, waiting.reason) == (later.position, "unreadable")
    await client.close()
    await town.end()


@in_a_loop
async def test_a_chain_that_tells_two_stories_is_heard_no_more(town):
    await town.begin()
    *_, last = town.town.participation.engine.told("m")
    forged = last._replace(hash=chained(last.hash, last.raw))
    client, stream = await town.broker.stream()
    message = written(forged, Service.PARTICIPATION, None).under("forged")
    await stream.publish(message.subject, message.data, headers=message.headers)
    await until(lambda: ("m", "participation-1") in town.town.funding.peers.forked)
    town.join(10, 0)
    await until(lambda: town.participation.bus.relay.published > 10)
    assert town.town.funding.heard("participation-1") == last.position
    await client.close()
    await town.end()


@in_a_loop
async def test_a_stream_that_knows_more_than_the_store_ends_all_writing(town):
    """Participation was restored from an older copy, while nobody answers who could tell it."""
    await town.begin()
    await town.participation.end()
    *_, last = town.town.participation.engine.told("m")
    client, stream = await town.broker.stream()
    ahead = written(following(last), Service.PARTICIPATION, None)
    await stream.publish(ahead.subject, ahead.data, headers=ahead.headers)
    await town.participation.begin()
    peers = town.town.participation.peers
    await until(lambda: not peers.may_serve)
    assert [one.code for one in peers.stale("m")] == ["log-behind-others"]
    with pytest.raises(StoreError, match="older copy"):
        await town.participation.bus.compare()
    await client.close()
    await town.end()
