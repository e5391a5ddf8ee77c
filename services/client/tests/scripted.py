"""A service that keeps what it is told and fails as it is told: on a thread and loop, and at an address, of its own."""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, TypeVar

import grpc
import grpc.aio
from google.longrunning import operations_grpc_pb2, operations_proto_pb2
from google.protobuf.duration_pb2 import Duration
from google.protobuf.empty_pb2 import Empty
from google.protobuf.message import Message
from google.rpc.error_details_pb2 import RetryInfo
from google.rpc.status_pb2 import Status
from osi.funding.v1 import funding_service_pb2 as service
from osi.funding.v1 import funding_service_pb2_grpc as services
from osi.funding.v1 import resources_pb2 as resources
from osi.log.v1 import log_service_pb2 as log
from osi.log.v1 import log_service_pb2_grpc as logs
from osi.type.v1 import decision_progress_pb2 as progress

T = TypeVar("T")
Fault = Callable[["Scripted", grpc.aio.ServicerContext], Coroutine[Any, Any, None]]


def status(code: grpc.StatusCode, *details: Message, message: str = "no") -> Status:
    made = Status(code=code.value[0], message=message)
    for detail in details:
        made.details.add().Pack(detail)
    return made


def retry_after(seconds: float) -> RetryInfo:
    delay = Duration()
    delay.FromNanoseconds(int(seconds * 1e9))
    return RetryInfo(retry_delay=delay)


def fails(code: grpc.StatusCode, *details: Message) -> Fault:
    """Answers with an error."""

    async def fail(script: Scripted, context: grpc.aio.ServicerContext) -> None:
        context.set_trailing_metadata((("grpc-status-details-bin", status(code, *details).SerializeToString()),))
        await context.abort(code, "no")

    return fail


def hangs() -> Fault:
    """Never answers."""

    async def hang(script: Scripted, context: grpc.aio.ServicerContext) -> None:
        await asyncio.sleep(3600)

    return hang


def dies() -> Fault:
    """The service ends at once, with all that is under way, and is there again a moment later."""

    async def die(script: Scripted, context: grpc.aio.ServicerContext) -> None:
        script.later(script.restart())
        await asyncio.sleep(3600)

    return die


class Scripted(services.FundingServiceServicer, logs.LogServiceServicer, operations_grpc_pb2.OperationsServicer):
    """Knows a request by its id, and ballots by theirs, as the contract wants it."""

    def __init__(self, credentials: grpc.ServerCredentials | None = None) -> None:
        self.before: dict[str, deque[Fault | None]] = defaultdict(deque)
        """By method: what happens to calls before they have an effect, one after the other; None: nothing."""
        self.after: dict[str, deque[Fault | None]] = defaultdict(deque)
        """What happens to calls that have had their effect."""
        self.calls: list[tuple[str, Any, dict[str, str]]] = []
        """Everything that came: method, request, metadata."""
        self.funds: dict[str, resources.Fund] = {}
        """By request id."""
        self.ballots: dict[str, list[str]] = {}
        """By ballot id: what was chosen."""
        self.token: str | None = None
        """The only one that is taken; None: any."""
        self.waits = 0
        self.position = 0
        self._credentials, self._port = credentials, 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._tasks: set[asyncio.Task[None]] = set()

    # --- living -------------------------------------------------------------------------------------------------------

    def __enter__(self) -> Scripted:
        self._thread.start()
        self._do(self._start())
        return self

    def __exit__(self, *error: object) -> None:
        self._do(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def target(self) -> str:
        return f"localhost:{self._port}"

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def restart(self) -> None:
        await self._server.stop(None)
        await self._start()

    async def _start(self) -> None:
        self._server = grpc.aio.server()
        services.add_FundingServiceServicer_to_server(self, self._server)
        logs.add_LogServiceServicer_to_server(self, self._server)
        operations_grpc_pb2.add_OperationsServicer_to_server(self, self._server)
        address = f"localhost:{self._port}"
        if self._credentials is None:
            self._port = self._server.add_insecure_port(address)
        else:
            self._port = self._server.add_secure_port(address, self._credentials)
        await self._server.start()

    async def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.stop(None)

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    # --- what was seen ------------------------------------------------------------------------------------------------

    def requests(self, method: str) -> list[Any]:
        return [request for name, request, _ in self.calls if name == method]

    def metadata(self, key: str) -> list[str | None]:
        return [metadata.get(key) for _, _, metadata in self.calls]

    async def _take(self, method: str, request: Any, context: grpc.aio.ServicerContext) -> None:
        metadata = {key: value for key, value in context.invocation_metadata() or () if isinstance(value, str)}
        self.calls.append((method, request, metadata))
        if self.token is not None and metadata.get("authorization") != f"Bearer {self.token}":
            await fails(grpc.StatusCode.UNAUTHENTICATED)(self, context)
        await self._suffer(self.before[method], context)

    async def _answer(self, method: str, context: grpc.aio.ServicerContext) -> None:
        await self._suffer(self.after[method], context)
        self.position += 1
        context.set_trailing_metadata((("osi-position", f"funding-1={self.position}"),))

    async def _suffer(self, faults: deque[Fault | None], context: grpc.aio.ServicerContext) -> None:
        if faults and (fault := faults.popleft()) is not None:
            await fault(self, context)

    # --- what it does -------------------------------------------------------------------------------------------------

    async def CreateFund(self, request: Any, context: Any) -> resources.Fund:
        await self._take("CreateFund", request, context)
        number = len(self.funds)
        self.funds.setdefault(request.request_id, resources.Fund(name=f"{request.parent}/funds/f{number}"))
        await self._answer("CreateFund", context)
        return self.funds[request.request_id]

    async def GetFund(self, request: Any, context: Any) -> resources.Fund:
        await self._take("GetFund", request, context)
        await self._answer("GetFund", context)
        return resources.Fund(name=request.name)

    async def PayGrant(self, request: Any, context: Any) -> resources.Application:
        await self._take("PayGrant", request, context)
        await self._answer("PayGrant", context)
        return resources.Application(name=request.application)

    async def ListFunds(self, request: Any, context: Any) -> service.ListFundsResponse:
        await self._take("ListFunds", request, context)
        await self._answer("ListFunds", context)
        first = int(request.page_token or 0)
        names = [f"missions/m/funds/f{number}" for number in range(first, min(first + 2, 5))]
        token = str(first + 2) if first + 2 < 5 else ""
        funds = [resources.Fund(name=name) for name in names]
        return service.ListFundsResponse(funds=funds, next_page_token=token, total_size=5)

    async def BatchCastGrantBallots(self, request: Any, context: Any) -> service.BatchCastGrantBallotsResponse:
        await self._take("BatchCastGrantBallots", request, context)
        self.ballots |= {one.ballot.id: list(one.ballot.choices) for one in request.ballots}
        await self._answer("BatchCastGrantBallots", context)
        results = [service.CastGrantBallotResult(id=one.ballot.id) for one in request.ballots]
        return service.BatchCastGrantBallotsResponse(results=results)

    async def StreamGrantBallots(
        self, parts: AsyncIterator[service.StreamGrantBallotsRequest], context: Any
    ) -> service.StreamGrantBallotsResponse:
        applications: list[str] = []
        sent: set[str] = set()
        async for part in parts:
            await self._take("StreamGrantBallots", part, context)
            applications = applications or list(part.applications)
            offsets, choices = (memoryview(one.values).cast("i") for one in (part.offsets, part.choices))
            for place, ballot in enumerate(part.ids):
                chosen = choices[offsets[place] : offsets[place + 1]]
                self.ballots[ballot] = [applications[choice] for choice in chosen]
                sent.add(ballot)
            await self._suffer(self.after["part"], context)
        await self._answer("StreamGrantBallots", context)
        refused = [service.CastGrantBallotResult(id=one) for one in sorted(sent) if one.startswith("bad")]
        return service.StreamGrantBallotsResponse(
            cast=len(sent) - len(refused), refused=refused, refused_count=len(refused)
        )

    async def CloseGrantRound(self, request: Any, context: Any) -> operations_proto_pb2.Operation:
        await self._take("CloseGrantRound", request, context)
        await self._answer("CloseGrantRound", context)
        return self._operation(done=False)

    def _operation(self, *, done: bool) -> operations_proto_pb2.Operation:
        made = operations_proto_pb2.Operation(name="missions/m/operations/7", done=done)
        made.metadata.Pack(progress.DecisionProgress(stage=progress.DECISION_STAGE_RUNNING))
        if done:
            made.response.Pack(resources.GrantRound(name="missions/m/grant-rounds/r"))
        return made

    async def WaitOperation(self, request: Any, context: Any) -> operations_proto_pb2.Operation:
        await self._take("WaitOperation", request, context)
        await self._answer("WaitOperation", context)
        self.waits += 1
        return self._operation(done=self.waits >= 3)

    async def GetOperation(self, request: Any, context: Any) -> operations_proto_pb2.Operation:
        await self._take("GetOperation", request, context)
        failed = operations_proto_pb2.Operation(name=request.name, done=True)
        failed.error.CopyFrom(status(grpc.StatusCode.FAILED_PRECONDITION, message="stopped"))
        return failed

    async def CancelOperation(self, request: Any, context: Any) -> Empty:
        await self._take("CancelOperation", request, context)
        return Empty()

    async def ReadPublic(self, request: Any, context: Any) -> AsyncIterator[log.ReadPublicResponse]:
        await self._take("ReadPublic", request, context)
        for position in range(request.after + 1, 7):
            yield log.ReadPublicResponse(events=[log.PublicEvent(position=position)])
            await self._suffer(self.after["event"], context)
