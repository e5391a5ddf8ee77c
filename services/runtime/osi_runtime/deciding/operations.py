"""Operations of decisions (`google.longrunning`): views of the closes in the log and of computations.

An operation is named after what is decided, `missions/m/operations/round-r`, so that any process tells it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

from google.longrunning import operations_pb2 as pb
from google.protobuf.empty_pb2 import Empty
from google.rpc.status_pb2 import Status
from grpc import StatusCode
from osi.type.v1 import decision_progress_pb2 as progress_pb

from osi_core.domain import Malformed, Refused, Resource, Unmet, full_name, within_mission
from osi_core.mission.resources import MISSION
from osi_core.plugins.errors import Cancelled, OptionsRefused, PluginError, StrategyMissing, StrategyTimeout
from osi_core.words import Name
from osi_runtime.admission import actor_of
from osi_runtime.calls import Call, current_call
from osi_runtime.deciding.computing import Computation, Stage, decisions_of
from osi_runtime.deciding.declared import CLOSE, Closed, Decision
from osi_runtime.deciding.standing import Outcome, Standing, standing_of
from osi_runtime.declaration import Table
from osi_runtime.errors import CallRefused, status_message, told_of
from osi_runtime.errors.told import Speaker
from osi_runtime.methods import By, Custom
from osi_runtime.runtime import Runtime

__all__ = ["Told", "operations_of", "told"]

_OPERATION = Resource("operations/{operation}")
_LONGEST_WAIT = 20.0
"""Seconds; who waits longer asks again."""
_STAGES: Mapping[Stage, progress_pb.DecisionStage.ValueType] = {
    Stage.DUE: progress_pb.DECISION_STAGE_DUE,
    Stage.PREPARING: progress_pb.DECISION_STAGE_PREPARING,
    Stage.RUNNING: progress_pb.DECISION_STAGE_RUNNING,
    Stage.STOPPED: progress_pb.DECISION_STAGE_STOPPED,
}


class _Asked(NamedTuple):
    """What the name of an operation says."""

    decision: Decision
    mission: str
    ids: tuple[str, ...]
    position: int | None

    @property
    def stream(self) -> str:
        return self.decision.view.at.within(self.mission, *self.ids)


class Told(NamedTuple):
    """An operation, and the close that it is about."""

    operation: pb.Operation
    closed: Closed


def operations_of(*decisions: Decision) -> Table:
    """The table of `google.longrunning.Operations` for a service that takes these decisions."""
    served = _Operations(decisions)
    return Table(
        descriptors=(pb.DESCRIPTOR.services_by_name["Operations"],),
        methods={
            "Operations.GetOperation": Custom(served.get, By.PUBLIC),
            "Operations.WaitOperation": Custom(served.wait, By.PUBLIC),
            "Operations.ListOperations": Custom(served.list, By.PUBLIC),
            "Operations.CancelOperation": Custom(served.cancel, By.JUDGED),
            "Operations.DeleteOperation": Custom(served.delete, By.JUDGED),
        },
    )


async def told(
    runtime: Runtime, decision: Decision, mission: str, ids: tuple[str, ...], position: int | None, *, ask: bool = False
) -> Told:
    """The operation of a close, or of the latest one; with `ask` it is computed again if it was stopped. Raises Refused
    where nothing was closed.
    """
    asked, call = _Asked(decision, mission, ids, position), current_call()
    return await runtime.read(lambda: _told(runtime, asked, call, ask=ask))


def _told(runtime: Runtime, asked: _Asked, call: Call, *, ask: bool = False) -> Told:
    """For a reader's thread."""
    decision, mission = asked.decision, asked.mission
    standing = standing_of(runtime.engine, decision, asked.stream, asked.position)
    view = runtime.reads(mission, call).get(decision.view, *asked.ids)
    if standing is None:
        position = 0 if asked.position is None else asked.position
        name = within_mission(decision.operation_name(mission, asked.ids, position))
        raise Refused("GetOperation", [Unmet("not-found", name=Name(name))])
    closed = Closed(mission, asked.stream, standing.position)
    if standing.outcome is Outcome.DUE:
        decisions_of(runtime).ask(closed, again=ask)
    operation = pb.Operation(name=decision.operation_name(mission, asked.ids, standing.position))
    progress = progress_pb.DecisionProgress(name=asked.stream, stage=progress_pb.DECISION_STAGE_DUE)
    if standing.outcome in (Outcome.DECIDED, Outcome.UNDECIDED):
        progress.stage, progress.fraction = progress_pb.DECISION_STAGE_DECIDED, 1.0
        operation.done = True
        operation.response.Pack(runtime.message(view, mission, call.language))
    elif standing.outcome is Outcome.CANCELLED:
        progress.stage, operation.done = progress_pb.DECISION_STAGE_STOPPED, True
        operation.error.CopyFrom(_status(runtime, _cancelled(standing), call.language))
    elif (computation := decisions_of(runtime).computation(closed)) is not None:
        _tell(progress, computation)
        if computation.error is not None:
            operation.done = True
            operation.error.CopyFrom(_status(runtime, _refusal(computation.error), call.language))
    operation.metadata.Pack(progress)
    return Told(operation, closed)


def _tell(progress: progress_pb.DecisionProgress, computation: Computation) -> None:
    progress.stage, progress.fraction = _STAGES[computation.stage], computation.fraction
    if computation.began is not None:
        progress.start_time.FromDatetime(computation.began)


def _cancelled(standing: Standing) -> CallRefused:
    return CallRefused(StatusCode.CANCELLED, "runtime.decision-cancelled", reason=standing.reason)


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
    return CallRefused(status, error.code, **error.message.values)


def _status(runtime: Runtime, error: Exception, language: str) -> Status:
    return status_message(told_of(error, Speaker(language, runtime.words)))


class _Operations:
    """The methods, for some decisions."""

    def __init__(self, decisions: tuple[Decision, ...]) -> None:
        self._decisions = decisions

    async def get(self, runtime: Runtime, request: pb.GetOperationRequest) -> pb.Operation:
        """How far a decision is."""
        return (await self._told(runtime, self._asked(request.name))).operation

    async def wait(self, runtime: Runtime, request: pb.WaitOperationRequest) -> pb.Operation:
        """As `get`, once it has ended, or the time to wait is over."""
        asked = self._asked(request.name)
        found = await self._told(runtime, asked)
        if found.operation.done:
            return found.operation
        computation = decisions_of(runtime).computation(found.closed)
        if computation is None:  # it has ended in this moment
            return (await self._told(runtime, asked)).operation
        seconds = request.timeout.ToNanoseconds() / 1e9 if request.HasField("timeout") else _LONGEST_WAIT
        left = current_call().deadline - runtime.loop.time() - runtime.settings.deadlines.reserve_seconds
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, min(seconds, _LONGEST_WAIT, left))):
                await computation.ended.wait()
        return (await self._told(runtime, asked)).operation

    async def cancel(self, runtime: Runtime, request: pb.CancelOperationRequest) -> Empty:
        """Stops a computation, for whoever may close what is decided; the result stays due."""
        asked = self._asked(request.name)
        decision = asked.decision
        found = await self._told(runtime, asked)
        ids = dict(zip(decision.view.at.variables, asked.ids, strict=True))
        command, actor = decision.close(mission=asked.mission, **ids), actor_of(runtime.caller)
        unmet = await runtime.read(lambda: runtime.engine.unmet(command, actor=actor))
        in_the_way = [one for one in unmet if one.code not in decision.closed]
        if in_the_way:
            raise Refused("CancelOperation", in_the_way)
        decisions_of(runtime).cancel(found.closed)
        return Empty()

    async def list(self, runtime: Runtime, request: pb.ListOperationsRequest) -> pb.ListOperationsResponse:
        """The operations of a mission: of all that was closed the latest one each."""
        if request.filter:
            raise CallRefused(StatusCode.INVALID_ARGUMENT, "runtime.operations-unfiltered", field="filter")
        if not MISSION.matches(request.name):
            pattern = _pattern(MISSION)
            raise CallRefused(StatusCode.INVALID_ARGUMENT, "runtime.operations-of", field="name", pattern=pattern)
        mission, call = MISSION.parse(request.name)["mission"], current_call()
        return await runtime.read(lambda: self._page(runtime, request, mission, call))

    async def delete(self, runtime: Runtime, request: pb.DeleteOperationRequest) -> Empty:
        """A decision is not forgotten."""
        raise CallRefused(StatusCode.UNIMPLEMENTED, "runtime.operation-kept")

    def _page(
        self, runtime: Runtime, request: pb.ListOperationsRequest, mission: str, call: Call
    ) -> pb.ListOperationsResponse:
        """A page is of one kind of decision; its token begins with the kind's number."""
        number, _, token = request.page_token.partition(":")
        if request.page_token and not (number.isdecimal() and int(number) < len(self._decisions)):
            raise Malformed("ListOperations", [Unmet("page-token-malformed", "page_token")])
        place = int(number or 0)
        decision = self._decisions[place]
        page = runtime.reads(mission, call).list(
            decision.view, where=decision.listed, page_size=request.page_size, page_token=token
        )
        answer = pb.ListOperationsResponse()
        for one in page.items:
            asked = _Asked(decision, mission, one.ids(), None)
            if standing_of(runtime.engine, decision, asked.stream) is not None:
                answer.operations.append(_told(runtime, asked, call).operation)
        if page.next_page_token:
            answer.next_page_token = f"{place}:{page.next_page_token}"
        elif place + 1 < len(self._decisions):
            answer.next_page_token = f"{place + 1}:"
        return answer

    async def _told(self, runtime: Runtime, asked: _Asked) -> Told:
        return await told(runtime, asked.decision, asked.mission, asked.ids, asked.position)

    def _asked(self, name: str) -> _Asked:
        for decision in self._decisions:
            found = decision.operation.parse(name) if decision.operation.matches(name) else None
            if found is None:
                continue
            position = found.get(CLOSE)
            if position is None or (position.isdecimal() and len(position) < 17):
                number = None if position is None else int(position)
                return _Asked(decision, found["mission"], decision.ids_of(found), number)
        if _OPERATION.matches(name):
            raise Refused("GetOperation", [Unmet("not-found", name=Name(within_mission(name)))])
        pattern = _pattern(self._decisions[0].operation)
        raise CallRefused(StatusCode.INVALID_ARGUMENT, "runtime.operation-name", field="name", pattern=pattern)


def _pattern(of: Resource) -> str:
    return full_name("{mission}", of.pattern)
