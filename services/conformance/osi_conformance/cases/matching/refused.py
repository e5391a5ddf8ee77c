"""How a case is made of a request that the phase rules refuse."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import grpc
from osi.log.v1 import log_service_pb2 as log

from osi_conformance.case import Case, Place, ensure, register
from osi_conformance.trial import Trial

__all__ = ["DENIED", "position", "refuses"]

DENIED = grpc.StatusCode.PERMISSION_DENIED
Build = Callable[[Trial], Awaitable[tuple[Any, str]]]
"""Makes everything ready; answers the request, and who gives it."""


async def position(trial: Trial) -> int:
    """Where the service's chain of the mission ends."""
    beside = trial.mission.metadata("peer", timed=False)
    head = await trial.target.call("GetHead", log.GetHeadRequest(mission=trial.mission.name), beside)
    return int(head.message.position)


def refuses(
    name: str, code: str, place: Place = "real", *, rule: str = "P1", field: str = "", status: Any = None
) -> Callable[[Build], Build]:
    """A case: what is built is refused with a code, and nothing has happened."""

    def keep(build: Build) -> Build:
        async def run(trial: Trial) -> None:
            request, by = await build(trial)
            before = await position(trial)
            method = type(request).__name__.removesuffix("Request")
            await trial.mission.refused(method, request, by, code=code, status=status, field=field)
            after = await position(trial)
            ensure(after == before, f"{method} was refused, and the log has moved from {before} to {after}")

        register(Case(f"matching/{name}", rule, run, place, "each.refuses", {"code": code}))
        return build

    return keep
