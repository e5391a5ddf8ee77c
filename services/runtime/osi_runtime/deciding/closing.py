"""Closing what is to be decided: the method answers with the operation of its decision."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from operator import attrgetter
from typing import Any

from google.longrunning import operations_pb2 as pb

from osi_core.domain import Refused
from osi_runtime.deciding.computing import Stage, decisions_of
from osi_runtime.deciding.declared import Decision
from osi_runtime.deciding.operations import told
from osi_runtime.methods import By, Custom
from osi_runtime.runtime import Runtime

__all__ = ["closes"]


def closes(decision: Decision) -> Custom:
    """The row of the method that closes: it has a strategy take the decision. Where the computation was stopped, who
    closes again asks for the result once more.
    """
    return Custom(_closing(decision), By.JUDGED, mission="")


def _closing(decision: Decision) -> Callable[[Runtime, Any], Awaitable[pb.Operation]]:
    ids_of = [attrgetter(name) for name in decision.view.at.variables]

    async def close(runtime: Runtime, request: Any) -> pb.Operation:
        command = runtime.wire.command(request, decision.close)
        await runtime.see(command.mission)
        ids = tuple(str(one(command)) for one in ids_of)
        position: int | None = None
        try:
            wanted = runtime.request(command, request_id=request.request_id, etag=getattr(request, "etag", ""))
            handled = await runtime.handle(wanted)
            position = next((one.position for one in handled.events if isinstance(one.event, decision.closing)), None)
        except Refused as refused:
            if not set(refused.codes) <= decision.closed:
                raise
            try:
                found = await told(runtime, decision, command.mission, ids, None)
            except Refused:  # nothing was ever closed
                raise refused from None
            computation = decisions_of(runtime).computation(found.closed)
            if computation is None or computation.stage is not Stage.STOPPED:
                raise
        found = await told(runtime, decision, command.mission, ids, position if decision.numbered else None, ask=True)
        return found.operation

    return close
