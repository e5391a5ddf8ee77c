"""Cases that prove one refusal each: what is built is refused with a code."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, Protocol

import grpc

from osi_conformance.case import Case, Place, register
from osi_conformance.mission import Mission
from osi_conformance.trial import Trial

__all__ = ["Asked", "Build", "Refusing", "refusing"]


class Asked(NamedTuple):
    """A request that is refused, and who gives it."""

    method: str
    request: Any
    by: str
    mission: Mission | None = None
    """None: the case's own."""


Build = Callable[[Trial], Awaitable[Asked]]


class Refusing(Protocol):
    """Registers a case of one service."""

    def __call__(
        self,
        name: str,
        code: str,
        build: Build,
        place: Place = "real",
        status: grpc.StatusCode | None = None,
        rule: str = "P1",
    ) -> None:
        """What is built is refused with a code; the name stands below the service's."""


def refusing(service: str) -> Refusing:
    """How cases of a service are registered."""

    def refuses(
        name: str,
        code: str,
        build: Build,
        place: Place = "real",
        status: grpc.StatusCode | None = None,
        rule: str = "P1",
    ) -> None:
        async def run(trial: Trial) -> None:
            asked = await build(trial)
            mission = asked.mission or trial.mission
            await mission.refused(asked.method, asked.request, asked.by, code=code, status=status)

        register(Case(f"{service}/{name}", rule, run, place))

    return refuses
