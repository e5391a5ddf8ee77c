"""Closing a round, and its operation: a view of the round's own events and of the computation, no state of its own.

An operation is named after its round, `missions/m/operations/grant-round-r`, so that any process tells it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress

from google.longrunning import operations_pb2 as pb
from google.protobuf.empty_pb2 import Empty
from google.rpc.status_pb2 import Status
from grpc import StatusCode
from osi.funding.v1 import funding_service_pb2 as funding

from osi_core.domain import Refused, Resource, Unmet, full_name, within_mission
from osi_core.funding.commands import CloseGrantRound
from osi_core.funding.events import GrantRoundStatus
from osi_core.funding.views import GrantRoundView
from osi_core.mission.resources import MISSION
from osi_core.plugins.errors import Cancelled, OptionsRefused, PluginError, StrategyMissing, StrategyTimeout
from osi_core.words import Name, WordedError
from osi_funding.deciding import Computation, Round, Stage, decisions_of
from osi_runtime.admission import actor_of
from osi_runtime.calls import current_call
from osi_runtime.declaration import Table
from osi_runtime.errors import CallRefused, status_message, told_of
from osi_runtime.errors.told import Speaker
from osi_runtime.methods import By, Custom
from osi_runtime.runtime import Runtime

__all__ = ["OPERATIONS", "close_round"]

DECISION = Resource("operations/grant-round-{round}")
"""The operation of a round's decision."""
_OPERATION = Resource("operations/{operation}")
_LONGEST_WAIT = 20.0
"""Seconds; who waits longer asks again."""
_STAGES: Mapping[Stage, funding.DecisionStage.ValueType] = {
    Stage.DUE: funding.DECISION_STAGE_DUE,
    Stage.PREPARING: funding.DECISION_STAGE_PREPARING,
    Stage.RUNNING: funding.DECISION_STAGE_RUNNING,
    Stage.STOPPED: funding.DECISION_STAGE_STOPPED,
}
_CLOSED = ("round-closed",)
"""What speaks against closing a round that is closed already, and waits for its result."""


async def close_round(runtime: Runtime, request: funding.CloseGrantRoundRequest) -> pb.Operation:
    """Closes a round and has it decided. Of one whose computation was stopped, the result is asked for again."""
    command = runtime.wire.command(request, CloseGrantRound)
    await runtime.see(command.mission)
    round = Round(command.mission, command.round)
    try:
        await runtime.handle(runtime.request(command, request_id=request.request_id, etag=request.etag))
    except Refused as refused:
        computation = decisions_of(runtime).computation(round)
        stopped = computation is not None and computation.stage is Stage.STOPPED
        if refused.codes != _CLOSED or not stopped:
            raise
    return await _told(runtime, round, ask=True)


async def get_operation(runtime: Runtime, request: pb.GetOperationRequest) -> pb.Operation:
    """How far a decision is."""
    return await _told(runtime, _round_of(request.name))


async def wait_operation(runtime: Runtime, request: pb.WaitOperationRequest) -> pb.Operation:
    """As `get_operation`, once it has ended, or the time to wait is over."""
    round = _round_of(request.name)
    told = await _told(runtime, round)
    if told.done:
        return told
    computation = decisions_of(runtime).computation(round)
    if computation is None:  # it has ended in this moment
        return await _told(runtime, round)
    seconds = request.timeout.ToNanoseconds() / 1e9 if request.HasField("timeout") else _LONGEST_WAIT
    left = current_call().deadline - runtime.loop.time() - runtime.settings.deadlines.reserve_seconds
    with suppress(TimeoutError):
        async with asyncio.timeout(max(0.0, min(seconds, _LONGEST_WAIT, left))):
            await computation.ended.wait()
    return await _told(runtime, round)


async def cancel_operation(runtime: Runtime, request: pb.CancelOperationRequest) -> Empty:
    """Stops a computation, for whoever may close the round; the result stays due."""
    round = _round_of(request.name)
    command, actor = CloseGrantRound(mission=round.mission, round=round.id), actor_of(runtime.caller)
    unmet = await runtime.read(lambda: runtime.engine.unmet(command, actor=actor))
    in_the_way = [one for one in unmet if one.code not in _CLOSED]
    if in_the_way:
        raise Refused("CancelOperation", in_the_way)
    decisions_of(runtime).cancel(round)
    return Empty()


async def list_operations(runtime: Runtime, request: pb.ListOperationsRequest) -> pb.ListOperationsResponse:
    """The operations of a mission: of all rounds that were closed."""
    if request.filter:
        raise CallRefused(StatusCode.INVALID_ARGUMENT, "funding.operations-unfiltered", field="filter")
    if not MISSION.matches(request.name):
        raise CallRefused(StatusCode.INVALID_ARGUMENT, "funding.operations-of", field="name", pattern=_pattern(MISSION))
    mission = MISSION.parse(request.name)["mission"]
    call = current_call()

    def shown() -> pb.ListOperationsResponse:
        page = runtime.reads(mission, call).list(
            GrantRoundView, where="status != open", page_size=request.page_size, page_token=request.page_token
        )
        operations = [_operation(runtime, mission, one, call.language) for one in page.items]
        return pb.ListOperationsResponse(operations=operations, next_page_token=page.next_page_token)

    return await runtime.read(shown)


async def delete_operation(runtime: Runtime, request: pb.DeleteOperationRequest) -> Empty:
    """A decision is not forgotten."""
    raise CallRefused(StatusCode.UNIMPLEMENTED, "funding.operation-kept")


OPERATIONS = Table(
    descriptors=(pb.DESCRIPTOR.services_by_name["Operations"],),
    methods={
        "Operations.GetOperation": Custom(get_operation, By.PUBLIC),
        "Operations.WaitOperation": Custom(wait_operation, By.PUBLIC),
        "Operations.ListOperations": Custom(list_operations, By.PUBLIC),
        "Operations.CancelOperation": Custom(cancel_operation, By.JUDGED),
        "Operations.DeleteOperation": Custom(delete_operation, By.JUDGED),
    },
)


def _round_of(name: str) -> Round:
    if DECISION.matches(name):
        ids = DECISION.parse(name)
        return Round(ids["mission"], ids["round"])
    if not _OPERATION.matches(name):
        pattern = _pattern(DECISION)
        raise CallRefused(StatusCode.INVALID_ARGUMENT, "funding.operation-name", field="name", pattern=pattern)
    raise Refused("GetOperation", [Unmet("not-found", name=Name(within_mission(name)))])


def _pattern(of: Resource) -> str:
    return full_name("{mission}", of.pattern)


async def _told(runtime: Runtime, round: Round, *, ask: bool = False) -> pb.Operation:
    call = current_call()

    view = await runtime.read(lambda: runtime.reads(round.mission, call).get(GrantRoundView, round.id))
    if view.status is GrantRoundStatus.OPEN:
        raise Refused("GetOperation", [Unmet("not-found", name=DECISION(round.id))])
    if view.status is GrantRoundStatus.CLOSED:
        decisions_of(runtime).ask(round, again=ask)
    return _operation(runtime, round.mission, view, call.language)


def _operation(runtime: Runtime, mission: str, view: GrantRoundView, language: str) -> pb.Operation:
    round = Round(mission, view.round)
    operation = pb.Operation(name=DECISION.within(mission, view.round))
    progress = funding.DecisionProgress(name=round.stream, stage=funding.DECISION_STAGE_DUE)
    if view.status is GrantRoundStatus.DECIDED:
        progress.stage, progress.fraction = funding.DECISION_STAGE_DECIDED, 1.0
        operation.done = True
        operation.response.Pack(runtime.wire.view_message(view, mission))
    elif view.status is GrantRoundStatus.CANCELLED:
        progress.stage, operation.done = funding.DECISION_STAGE_STOPPED, True
        cancelled = CallRefused(StatusCode.CANCELLED, "funding.round-cancelled", reason=view.cancel_reason or "")
        operation.error.CopyFrom(_status(runtime, cancelled, language))
    elif (computation := decisions_of(runtime).computation(round)) is not None:
        _tell(progress, computation)
        if computation.error is not None:
            operation.done = True
            operation.error.CopyFrom(_status(runtime, _refusal(computation.error), language))
    operation.metadata.Pack(progress)
    return operation


def _tell(progress: funding.DecisionProgress, computation: Computation) -> None:
    progress.stage, progress.fraction = _STAGES[computation.stage], computation.fraction
    if computation.began is not None:
        progress.start_time.FromDatetime(computation.began)


def _refusal(error: Exception) -> Exception:
    """Why there is no result, as a call is answered; what nobody foresaw stays what it is."""
    if not isinstance(error, PluginError):
        return error
    match error:
        case Cancelled():
            status = StatusCode.CANCELLED
        case StrategyTimeout():
            status = StatusCode.DEADLINE_EXCEEDED
        case StrategyMissing() | OptionsRefused():
            status = StatusCode.FAILED_PRECONDITION
        case _:
            status = StatusCode.ABORTED
    return _said(error, status)


def _said(error: WordedError, status: StatusCode) -> CallRefused:
    return CallRefused(status, error.code, **error.message.values)


def _status(runtime: Runtime, error: Exception, language: str) -> Status:
    return status_message(told_of(error, Speaker(language, runtime.words)))
