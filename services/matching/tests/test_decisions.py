"""What is decided repeatedly: each close is an operation of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import grpc.aio
import pytest
from google.longrunning import operations_pb2
from osi.log.v1 import hearing_service_pb2
from osi.matching.v1 import matching_service_pb2 as pb
from osi.matching.v1 import matching_service_pb2_grpc as stubs
from osi.matching.v1 import resources_pb2 as res

from osi_core.plugins import Plugins
from osi_matching import SERVICE
from osi_runtime.compose import Parts, composed
from osi_runtime.hearing import HEARING
from services.runtime.tests.town import Served, Tokens, in_a_loop, settings_of
from tests.unit.solutions.world import World

BERLIN = "missions/m/kickoffs/berlin"


@asynccontextmanager
async def serving(world: World, tokens: Tokens) -> AsyncIterator[Served]:
    """The service over the world's store, at its time."""
    parts = Parts(
        store=world.engine.store,
        plugins=Plugins.builtin(),
        clock=lambda: world.now,
        organisation_of={"m": "town"}.get,
    )
    # The mission was played by an engine of the whole, which hears nobody.
    tables = tuple(one for one in SERVICE.tables if one is not HEARING)
    files = tuple(one for one in SERVICE.files if one is not hearing_service_pb2.DESCRIPTOR)
    whole = replace(SERVICE, share="all", tables=tables, files=files)
    async with (
        composed(settings_of(tokens), whole, parts) as running,
        grpc.aio.insecure_channel(running.listening.addresses[0]) as channel,
    ):
        yield Served(running, channel, tokens)


@pytest.fixture
def world() -> World:
    """A kick-off that three people registered for."""
    world = World()
    world.solution("shade")
    world.plan_kickoff(table_min=1, table_max=4)
    world.register("ben", "cem", "dia", wishes=("shade",))
    return world


def operations(served: Served, method: str, request: Any) -> Any:
    """A call to google.longrunning.Operations."""
    answers = {"ListOperations": operations_pb2.ListOperationsResponse}
    call = served.channel.unary_unary(
        f"/google.longrunning.Operations/{method}",
        type(request).SerializeToString,
        answers.get(method, operations_pb2.Operation).FromString,
    )
    return call(request)


async def ended(served: Served, operation: operations_pb2.Operation) -> res.Kickoff:
    """What an operation answers with, once it has ended."""
    while not operation.done:
        operation = await operations(served, "WaitOperation", operations_pb2.WaitOperationRequest(name=operation.name))
    told = res.Kickoff()
    assert operation.response.Unpack(told), operation
    return told


def test_each_close_of_a_kickoff_is_an_operation_of_its_own(world: World, tmp_path: Path) -> None:
    @in_a_loop
    async def story() -> None:
        tokens = Tokens(tmp_path)
        olga = tokens.person("olga")
        async with serving(world, tokens) as served:
            stub = stubs.MatchingServiceStub(served.channel)
            first = await stub.CloseRegistration(pb.CloseRegistrationRequest(name=BERLIN), metadata=olga)
            assert first.name.startswith("missions/m/operations/allocation-berlin-")
            assert (await ended(served, first)).placed == 3
            world.later(days=14)
            coming = pb.ConfirmAttendanceRequest(name=f"{BERLIN}/registrations/ben")
            await stub.ConfirmAttendance(coming, metadata=tokens.person("ben"))
            at_the_door = pb.ConfirmAttendanceRequest(name=f"{BERLIN}/registrations/cem")
            noted = await stub.ConfirmAttendance(at_the_door, metadata=olga)  # who may not see what she has noted
            assert noted == res.Registration(name=at_the_door.name)
            again = pb.ReopenAllocationRequest(name=BERLIN, reason="A third is missing")
            await stub.ReopenAllocation(again, metadata=olga)
            second = await stub.CloseAttendance(pb.CloseAttendanceRequest(name=BERLIN), metadata=olga)
            assert second.name.startswith("missions/m/operations/reallocation-berlin-")
            assert (await ended(served, second)).attended == 2
            for name in (first.name, second.name):
                found = await operations(served, "GetOperation", operations_pb2.GetOperationRequest(name=name))
                assert (found.name, found.done) == (name, True)
            names: list[str] = []
            request = operations_pb2.ListOperationsRequest(name="missions/m")
            while True:
                page = await operations(served, "ListOperations", request)
                names += [one.name for one in page.operations]
                request.page_token = page.next_page_token
                if not request.page_token:
                    break
            assert names == [first.name, second.name]
            unknown = operations_pb2.GetOperationRequest(name="missions/m/operations/allocation-berlin-9999")
            with pytest.raises(grpc.aio.AioRpcError) as refused:
                await operations(served, "GetOperation", unknown)
            assert refused.value.code() is grpc.StatusCode.NOT_FOUND

    story()
