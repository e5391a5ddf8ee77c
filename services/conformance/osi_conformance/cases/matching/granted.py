"""How requests are made that would be granted now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from google.protobuf.message import Message

from osi_conformance.subject import Ready
from osi_conformance.trial import Trial

__all__ = ["GETS", "about", "put", "without_etag"]

GETS = {
    "calls": "GetCall",
    "solutions": "GetSolution",
    "kickoffs": "GetKickoff",
    "registrations": "GetRegistration",
    "programmes": "GetProgramme",
    "initiatives": "GetInitiative",
    "needs": "GetNeed",
    "offers": "GetOffer",
    "bundles": "GetBundle",
    "assessments": "GetDossier",
    "pilots": "GetPilot",
    "plans": "GetPlan",
    "adoptions": "GetAdoption",
    "cooperations": "GetCooperation",
    "financing": "GetFinancing",
}
"""Collection → the method that gets one of it."""


def put(path: str, value: Any) -> Callable[[Any], None]:
    """What sets a field of a request, by its path."""

    def change(request: Any) -> None:
        *parents, last = path.split(".")
        for one in parents:
            request = getattr(request, one)
        if isinstance(value, Message):
            getattr(request, last).CopyFrom(value)
        elif isinstance(value, list):
            getattr(request, last)[:] = value
        else:
            setattr(request, last, value)

    return change


def without_etag(trial: Trial, request: Any, by: str, change: Callable[[Any], None]) -> Ready:
    """A request that takes no etag."""
    return Ready(trial.mission, request, by, change)


def _nothing(request: Any) -> None:
    """A request that says nothing but what it is about has no other."""


def about(trial: Trial, method: str, by: str, change: Callable[[Any], None] = _nothing, **fields: Any) -> Ready:
    """A request about something that is there, by its name."""
    request = trial.hall.request(method, **fields)
    name: str = request.name

    async def etag() -> str:
        return await trial.hall.etag(GETS[name.split("/")[-2]], name)

    return Ready(trial.mission, request, by, change, etag)
