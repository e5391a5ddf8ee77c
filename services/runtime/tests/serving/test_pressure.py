"""Too much, too late, or while the store cannot: what a caller is told then, and that nobody else is harmed."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager

import pytest
from google.rpc import error_details_pb2 as kinds
from grpc import StatusCode, aio
from osi.funding.v1 import funding_service_pb2 as pb

from osi_core.log.memory import MemoryStore
from osi_core.log.store import StoreBusy, StoreError, StoreFull
from services.runtime.tests.town import details_of, founded, in_a_loop, request, served


@contextmanager
def held_up(engine):
    """The writer stands still in the middle of a group, until the block is left."""
    begun, gate, take = threading.Event(), threading.Event(), engine.take

    def waits(given):
        begun.set()
        gate.wait()
        return take(given)

    engine.take = waits
    try:
        yield begun
    finally:
        gate.set()
        del engine.take


async def _until(event: threading.Event) -> None:
    assert await asyncio.to_thread(event.wait, 10)


@in_a_loop
async def test_a_full_queue_is_told_at_once_with_when_to_try_again(tokens):
    async with served(tokens, flags={"limits.waiting_requests": 1}) as town:
        with held_up(town.runtime.engine) as begun:
            first = asyncio.ensure_future(town.create("f"))
            await _until(begun)
            second = asyncio.ensure_future(town.create("g"))
            while not town.runtime.writer.waiting:
                await asyncio.sleep(0.01)
            with pytest.raises(aio.AioRpcError) as caught:
                await town.create("h")
            assert caught.value.code() is StatusCode.RESOURCE_EXHAUSTED
            assert details_of(caught.value)[kinds.ErrorInfo].reason == "writer.full"
            assert details_of(caught.value)[kinds.RetryInfo].retry_delay.nanos > 0
        assert (await first).name, (await second).name


@in_a_loop
async def test_reading_waits_for_no_commit(tokens):
    async with served(tokens) as town:
        await town.create("f")
        with held_up(town.runtime.engine) as begun:
            writing = asyncio.ensure_future(town.create("g"))
            await _until(begun)
            assert (await town.stub.ListFunds(pb.ListFundsRequest(parent="missions/m"))).total_size == 1
        await writing


@in_a_loop
async def test_a_deadline_that_passes_in_the_group_says_that_it_may_have_happened_and_asking_again_finds_out(tokens):
    async with served(tokens, flags={"deadlines.reserve_seconds": 0.3}) as town:
        asked = request("f", request_id="once")
        with held_up(town.runtime.engine) as begun:
            late = town.stub.CreateFund(asked, metadata=tokens.person(), timeout=0.7)
            await _until(begun)
            with pytest.raises(aio.AioRpcError) as caught:
                await late
        assert caught.value.code() is StatusCode.DEADLINE_EXCEEDED
        told = details_of(caught.value)
        assert told[kinds.ErrorInfo].reason == "runtime.deadline-unsure"
        assert told[kinds.ErrorInfo].metadata["happened"] == "unsure"
        assert "request_id" in told[kinds.LocalizedMessage].message
        found = await town.stub.CreateFund(asked, metadata=tokens.person())
        assert found.name == "missions/m/funds/f"
        assert (await town.stub.ListFunds(pb.ListFundsRequest(parent="missions/m"))).total_size == 1


@in_a_loop
async def test_a_deadline_that_passes_in_the_queue_says_that_nothing_has_happened(tokens):
    async with served(tokens, flags={"deadlines.default_seconds": 0.3}) as town:
        with held_up(town.runtime.engine) as begun:
            first = town.stub.CreateFund(request("f"), metadata=tokens.person(), timeout=60)
            running = asyncio.ensure_future(first)
            await asyncio.sleep(0)
            await _until(begun)
            with pytest.raises(aio.AioRpcError) as caught:
                await town.create("g")
        await running
        assert details_of(caught.value)[kinds.ErrorInfo].metadata["happened"] == "no"
        listed = await town.stub.ListFunds(pb.ListFundsRequest(parent="missions/m"))
        assert [one.name for one in listed.funds] == ["missions/m/funds/f"]


@in_a_loop
async def test_of_one_caller_so_many_calls_are_taken_and_of_others_still(tokens):
    flags = {"limits.calls_per_second": 0.01, "limits.burst": 3}
    async with served(tokens, flags=flags) as town:
        asked = pb.ListFundsRequest(parent="missions/m")
        for _ in range(3):
            await town.stub.ListFunds(asked, metadata=tokens.person("rita"))
        with pytest.raises(aio.AioRpcError) as caught:
            await town.stub.ListFunds(asked, metadata=tokens.person("rita"))
        assert caught.value.code() is StatusCode.RESOURCE_EXHAUSTED
        assert details_of(caught.value)[kinds.RetryInfo].retry_delay.seconds > 10
        await town.stub.ListFunds(asked, metadata=tokens.person("cem"))
        await town.stub.ListFunds(asked)


@in_a_loop
async def test_more_calls_at_a_time_than_may_be_are_turned_away(tokens):
    async with served(tokens, flags={"limits.concurrent_calls": 1}) as town:
        slow = town.stub.BatchCastGrantBallots(_waits(0.5))
        while not town.runtime.calls.under_way:
            await asyncio.sleep(0.01)
        with pytest.raises(aio.AioRpcError) as caught:
            await town.stub.ListFunds(pb.ListFundsRequest(parent="missions/m"))
        assert details_of(caught.value)[kinds.ErrorInfo].reason == "runtime.busy"
        await slow
        await town.stub.ListFunds(pb.ListFundsRequest(parent="missions/m"))


def _waits(seconds: float) -> pb.BatchCastGrantBallotsRequest:
    ballot = pb.BatchedGrantBallot(token=str(seconds), ballot=pb.GrantBallot(id="b"))
    return pb.BatchCastGrantBallotsRequest(name="missions/m/grant-rounds/r", ballots=[ballot])


@in_a_loop
async def test_a_message_that_is_too_large_is_not_read(tokens):
    async with served(tokens, flags={"limits.message_bytes": 2000}) as town:
        with pytest.raises(aio.AioRpcError) as caught:
            await town.create("f", purpose="x" * 5000)
        assert caught.value.code() is StatusCode.RESOURCE_EXHAUSTED
        assert (await town.create("f")).name


@in_a_loop
async def test_whoever_hangs_up_leaves_its_place(tokens):
    async with served(tokens) as town:
        slow = town.stub.BatchCastGrantBallots(_waits(30))
        while not town.runtime.calls.under_way:
            await asyncio.sleep(0.01)
        slow.cancel()
        while town.runtime.calls.under_way:
            await asyncio.sleep(0.01)


class Moody(MemoryStore):
    """A store that fails as it is told to."""

    error: Exception | None = None

    def transaction(self):
        if self.error is not None:
            raise self.error
        return super().transaction()


@pytest.mark.parametrize(
    ("error", "status", "retry"),
    [
        (StoreBusy("store.busy", store="/secret/town.db", process=1), StatusCode.UNAVAILABLE, True),
        (StoreFull("store.full", store="/secret/town.db", said="x"), StatusCode.RESOURCE_EXHAUSTED, True),
        (StoreError("store.failed", store="/secret/town.db", said="x"), StatusCode.UNAVAILABLE, True),
    ],
    ids=lambda value: getattr(value, "code", ""),
)
@in_a_loop
async def test_what_the_store_cannot_do_is_told_without_its_files(tokens, error, status, retry):
    store = Moody()
    founded(store)
    async with served(tokens, store) as town:
        store.error = error
        with pytest.raises(aio.AioRpcError) as caught:
            await town.create("f")
        store.error = None
        assert caught.value.code() is status
        assert (kinds.RetryInfo in details_of(caught.value)) is retry
        assert "secret" not in str(caught.value)
        assert (await town.create("f")).name


@in_a_loop
async def test_what_is_seen_elsewhere_is_waited_for_and_no_longer_than_that(tokens):
    async with served(tokens, flags={"deadlines.after_seconds": 0.2}) as town:
        call = town.create("f")
        await call
        position = dict(await call.trailing_metadata())["osi-position"]
        asked = pb.ListFundsRequest(parent="missions/m")
        await town.stub.ListFunds(asked, metadata=(("osi-after", position),))
        with pytest.raises(aio.AioRpcError) as caught:
            await town.stub.ListFunds(asked, metadata=(("osi-after", "matching-1=4"),))
        assert caught.value.code() is StatusCode.UNAVAILABLE
        told = details_of(caught.value)[kinds.ErrorInfo]
        assert (told.reason, told.metadata["count"], told.metadata["chain"]) == ("runtime.behind", "4", "matching-1")
        chain, _, at = position.partition("=")
        with pytest.raises(aio.AioRpcError) as caught:
            await town.stub.ListFunds(asked, metadata=(("osi-after", f"{chain}={int(at) + 1}"),))
        assert details_of(caught.value)[kinds.ErrorInfo].reason == "runtime.position-beyond"
        with pytest.raises(aio.AioRpcError) as caught:
            await town.stub.ListFunds(asked, metadata=(("osi-after", "nonsense"),))
        assert caught.value.code() is StatusCode.INVALID_ARGUMENT


@in_a_loop
async def test_those_who_wait_take_no_places_and_are_few(tokens):
    flags = {"deadlines.after_seconds": 30, "limits.concurrent_calls": 2, "limits.waits_per_caller": 2}
    async with served(tokens, flags=flags) as town:
        asked = pb.ListFundsRequest(parent="missions/m")
        waiting = [
            town.stub.ListFunds(asked, metadata=(*tokens.person(), ("osi-after", "matching-1=4"))) for _ in range(2)
        ]
        while len(town.runtime.after) < 2:
            await asyncio.sleep(0.01)
        assert town.runtime.calls.under_way == 0
        await town.stub.ListFunds(asked, metadata=tokens.person())
        with pytest.raises(aio.AioRpcError) as caught:
            await town.stub.ListFunds(asked, metadata=(*tokens.person(), ("osi-after", "matching-1=4")))
        assert details_of(caught.value)[kinds.ErrorInfo].reason == "runtime.waits"
        for one in waiting:
            one.cancel()
        while len(town.runtime.after):
            await asyncio.sleep(0.01)
        assert town.runtime.calls.under_way == 0
