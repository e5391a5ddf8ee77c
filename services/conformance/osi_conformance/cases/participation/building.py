"""How requests that are refused are built: of what would be granted, of what was granted, or about what was made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from osi_conformance.cases.participation.subject import READY
from osi_conformance.forum import Forum
from osi_conformance.refusing import Asked, Build
from osi_conformance.subject import Ready, field_set
from osi_conformance.trial import Trial

__all__ = ["Named", "accepted", "again", "on", "otherwise", "submitted"]

Named = Callable[[Trial], Awaitable[str]]
"""Makes something; its name."""


def otherwise(method: str, by: str = "", **change: Any) -> Build:
    """A request that would be granted, by somebody else or with other fields."""

    async def build(trial: Trial) -> Asked:
        return _asked(method, await READY[method].make(trial), by, change)

    return build


def again(method: str, by: str = "", **change: Any) -> Build:
    """What was granted is asked for once more."""

    async def build(trial: Trial) -> Asked:
        ready = await READY[method].make(trial)
        await ready.mission.call(method, ready.request, ready.by)
        return _asked(method, ready, by, change)

    return build


def _asked(method: str, ready: Ready, by: str, change: dict[str, Any]) -> Asked:
    for name, value in change.items():
        field_set(name, value)(ready.request)
    return Asked(method, ready.request, by or ready.by, ready.mission)


def on(method: str, by: str, named: Named, **fields: Any) -> Build:
    """A request about what was made before it."""

    async def build(trial: Trial) -> Asked:
        return Asked(method, Forum.request(method, name=await named(trial), **fields), by)

    return build


async def submitted(trial: Trial) -> str:
    """A challenge that moderation has not looked at."""
    return (await trial.forum.challenge()).name


async def accepted(trial: Trial) -> str:
    """A challenge that moderation has let in."""
    return await trial.forum.accepted()
