"""Decisions as operations: what is told is what the log says, whoever asks, also behind a restart."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import grpc
import pytest
from google.longrunning import operations_pb2
from google.protobuf.duration_pb2 import Duration
from osi.funding.v1 import funding_service_pb2 as pb
from osi.funding.v1 import resources_pb2 as res
from osi.type.v1 import decision_progress_pb2 as progress_pb

import osi_runtime.deciding.computing
from osi_conformance.target import Refusal
from osi_conformance.town import Town
from osi_core.funding.commands import CloseGrantRound
from osi_core.log.memory import MemoryStore
from osi_core.plugins import ChildRunner, InProcessRunner, Plugins
from osi_core.plugins.errors import Cancelled, StrategyFailed
from osi_core.process import Engine, share_of
from services.funding.tests.serving import serving


class HeldRunner(InProcessRunner):
    """Computes once it is let go, and can be cancelled until then."""

    def __init__(self, plugins: Plugins) -> None:
        super().__init__(plugins)
        self.through, self.begun, self.fails = threading.Event(), threading.Event(), False
        HELD.append(self)

    def __enter__(self) -> HeldRunner:
        return self

    def __exit__(self, *error: object) -> None:
        self.through.set()

    def run(self, job: Any, **options: Any) -> Any:
        """As the runner that it stands for."""
        options["progress"](0.25, None, stage="deciding")
        self.begun.set()
        while not self.through.wait(0.01):
            if options["cancelled"].is_set():
                raise Cancelled(job.strategy, "osi-core")
        if self.fails:
            self.fails = False
            raise StrategyFailed(job.strategy, "osi-core", "ZeroDivisionError: division by zero")
        return super().run(job, **options)


HELD: list[HeldRunner] = []


@pytest.fixture
def held(monkeypatch):
    """Decisions are computed when the test lets them."""
    HELD.clear()
    monkeypatch.setattr(osi_runtime.deciding.computing, "ChildRunner", HeldRunner)


async def voted(town: Town) -> str:
    """A round whose time has come, with a ballot."""
    round_, (one, _) = await town.voting(10_000, 10_000, budget=10_000)
    await town.cast("ada", round_, one)
    town.mission.later(hours=1)
    return round_


async def closed(town: Town, round_: str) -> operations_pb2.Operation:
    """The operation of its close."""
    return (await town.mission.call("CloseGrantRound", pb.CloseGrantRoundRequest(name=round_), "olga")).message


async def get(town: Town, name: str) -> operations_pb2.Operation:
    """An operation, as it is told to everyone."""
    return await town.mission.read("GetOperation", operations_pb2.GetOperationRequest(name=name))


async def wait(town: Town, name: str, seconds: int = 20) -> operations_pb2.Operation:
    """An operation that was waited for."""
    request = operations_pb2.WaitOperationRequest(name=name, timeout=Duration(seconds=seconds))
    return await town.mission.read("WaitOperation", request)


async def cancel(town: Town, name: str, by: str = "olga") -> None:
    """Cancels it."""
    await town.mission.call("CancelOperation", operations_pb2.CancelOperationRequest(name=name), by)


def progress(operation: operations_pb2.Operation) -> progress_pb.DecisionProgress:
    """How far it is."""
    told = progress_pb.DecisionProgress()
    assert operation.metadata.Unpack(told)
    return told


def result(operation: operations_pb2.Operation) -> res.GrantRound:
    """The round with its result."""
    assert operation.done
    told = res.GrantRound()
    assert operation.response.Unpack(told), operation
    return told


def test_an_operation_is_waited_for_until_its_result(play):
    async def story(town, running):
        round_ = await voted(town)
        operation = await closed(town, round_)
        assert operation.name == town.mission.at(f"operations/grant-round-{round_.rpartition('/')[2]}")
        while not operation.done:
            operation = await wait(town, operation.name)
        assert result(operation) == await town.mission.read("GetGrantRound", pb.GetGrantRoundRequest(name=round_))
        assert (progress(operation).stage, progress(operation).fraction) == (progress_pb.DECISION_STAGE_DECIDED, 1.0)
        listed = operations_pb2.ListOperationsRequest(name=town.mission.name)
        assert list((await town.mission.read("ListOperations", listed)).operations) == [operation]

    play(story)


def test_how_far_a_decision_is_can_be_asked(play, held):
    async def story(town, running):
        operation = await closed(town, await voted(town))
        await asyncio.to_thread(HELD[0].begun.wait)
        told = await get(town, operation.name)
        assert not told.done
        assert (progress(told).stage, progress(told).fraction) == (progress_pb.DECISION_STAGE_RUNNING, 0.25)
        assert progress(told).HasField("start_time")
        assert not (await wait(town, operation.name, 0)).done
        HELD[0].through.set()
        assert result(await wait(town, operation.name)).status == res.GrantRound.STATUS_DECIDED

    play(story)


def test_a_decision_that_was_stopped_stays_due_and_is_taken_when_it_is_asked_for_again(play, held):
    async def story(town, running):
        round_ = await voted(town)
        operation = await closed(town, round_)
        with pytest.raises(Refusal) as refused:
            await closed(town, round_)
        assert refused.value.codes == {"round-closed"}
        await cancel(town, operation.name)
        stopped = await wait(town, operation.name)
        assert (stopped.done, stopped.error.code) == (True, grpc.StatusCode.CANCELLED.value[0])
        assert progress(stopped).stage == progress_pb.DECISION_STAGE_STOPPED
        waits = await town.mission.read("GetGrantRound", pb.GetGrantRoundRequest(name=round_))
        assert waits.status == res.GrantRound.STATUS_CLOSED
        HELD[0].through.set()
        await closed(town, round_)
        assert result(await wait(town, operation.name)).awards

    play(story)


def test_a_strategy_that_fails_is_told_and_tried_again_when_it_is_asked_for(play, held):
    async def story(town, running):
        HELD[0].fails = True
        HELD[0].through.set()
        round_ = await voted(town)
        operation = await closed(town, round_)
        failed = await wait(town, operation.name)
        assert failed.error.code == grpc.StatusCode.ABORTED.value[0]
        assert "ZeroDivisionError" in failed.error.message
        assert (await get(town, operation.name)).error == failed.error
        await closed(town, round_)
        assert result(await wait(town, operation.name)).awards

    play(story)


def test_only_who_may_close_a_round_cancels_its_decision(play, held):
    async def story(town, running):
        operation = await closed(town, await voted(town))
        for by, code in (("ada", "role-missing"), ("", "")):
            with pytest.raises(Refusal) as refused:
                await cancel(town, operation.name, by)
            assert not code or refused.value.codes == {code}
        HELD[0].through.set()
        assert result(await wait(town, operation.name)).awards

    play(story)


def test_a_round_that_is_cancelled_while_it_is_decided_has_no_result(play, held):
    async def story(town, running):
        round_ = await voted(town)
        operation = await closed(town, round_)
        await asyncio.to_thread(HELD[0].begun.wait)
        request = pb.CancelGrantRoundRequest(name=round_, reason="The money is needed for a flood")
        await town.mission.call("CancelGrantRound", request, "olga")
        HELD[0].through.set()
        told = await wait(town, operation.name)
        assert (told.done, told.error.code) == (True, grpc.StatusCode.CANCELLED.value[0])
        assert "flood" in told.error.message

    play(story)


def test_what_is_no_operation_is_refused_and_none_is_forgotten(play):
    async def story(town, running):
        round_, _ = await town.voting(10_000, 10_000)
        for name in (f"operations/grant-round-{round_.rpartition('/')[2]}", "operations/x", "operations/grant-round-x"):
            with pytest.raises(Refusal) as refused:
                await get(town, town.mission.at(name))
            assert (refused.value.code, refused.value.codes) == (grpc.StatusCode.NOT_FOUND, {"not-found"})
        with pytest.raises(Refusal) as refused:
            await get(town, round_)
        assert refused.value.fields == {"name"}
        deleted = operations_pb2.DeleteOperationRequest(name=town.mission.at("operations/x"))
        with pytest.raises(Refusal) as refused:
            await town.mission.call("DeleteOperation", deleted, "olga")
        assert refused.value.code is grpc.StatusCode.UNIMPLEMENTED
        for request in (
            operations_pb2.ListOperationsRequest(name=round_),
            operations_pb2.ListOperationsRequest(name=town.mission.name, filter="done = true"),
        ):
            with pytest.raises(Refusal) as refused:
                await town.mission.read("ListOperations", request)
            assert refused.value.code is grpc.StatusCode.INVALID_ARGUMENT

    play(story)


def test_a_decision_that_a_killed_process_left_behind_is_finished_by_the_next(neighbours):
    async def story() -> None:
        store = MemoryStore()
        async with neighbours.speaking():
            async with serving(neighbours, store):
                town = await neighbours.town()
                round_ = await voted(town)
            # It is closed, and the process ends before anything was computed.
            engine = Engine(store, share=share_of("funding"), plugins=Plugins.builtin(), chain="funding-1")
            command = CloseGrantRound(mission=town.mission.id, round=round_.rpartition("/")[2])
            engine.handle(command, time=town.mission.now)
            async with serving(neighbours, store):
                name = town.mission.at(f"operations/grant-round-{command.round}")
                operation = await wait(town, name)
                while not operation.done:
                    operation = await wait(town, name)
                assert result(operation).awards

    asyncio.run(story())


def test_decisions_are_computed_in_a_child_process():
    assert osi_runtime.deciding.computing.ChildRunner is ChildRunner
