"""The table of a service: a row for each of its methods, which says what it does and who may call it.

What gives a command is judged by the phase rules alone: any caller who is known may try. What only reads says for whom
it is; what more a view hides of itself, the judge of views knows (`osi_core.process.reads`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from osi_core.domain import Command
from osi_core.view import View

__all__ = ["By", "Creates", "Custom", "Does", "Gets", "Lists", "Row"]


class By(StrEnum):
    """For whom a method is."""

    PUBLIC = "public"
    """Whoever asks, known or not."""
    SELF = "self"
    """Participants, each about themselves, and the operator."""
    MEMBER = "member"
    """Participants of the mission, and the operator."""
    OPERATOR = "operator"
    """Whoever runs the software for the mission's organisation."""
    SERVICE = "service"
    """Other services, and the operator."""
    JUDGED = "judged"
    """Participants and the operator: what they may do, the phase rules judge."""


@dataclass(frozen=True)
class Creates:
    """Gives a command that makes a new resource; answers with the resource's view."""

    command: type[Command]
    view: type[View]


@dataclass(frozen=True)
class Does:
    """Gives a command on a resource that exists; answers with a view whose ids the command's fields hold.

    Without a view the answer has what `fills` makes of the command's result, beside the receipt.
    """

    command: type[Command]
    view: type[View] | None = None
    fills: Callable[[Any, Any], None] | None = None
    """`fills(reply, command)` sets the fields of an answer that is no view."""


@dataclass(frozen=True)
class Gets:
    """Reads one resource, by the request's `name`."""

    view: type[View]
    by: By = By.PUBLIC


@dataclass(frozen=True)
class Lists:
    """Reads a page of resources, below the request's `parent`."""

    view: type[View]
    by: By = By.PUBLIC


@dataclass(frozen=True)
class Custom:
    """What is more than a row: a coroutine `(runtime, request) -> answer`.

    Of a stream of requests it gets an asynchronous iterator in the request's place, and a stream of answers it gives as
    an asynchronous generator.
    """

    function: Callable[[Any, Any], Any]
    by: By | tuple[By, ...]
    mission: str | None = None
    """The field that holds the mission, or the name of something in it. None: the first of `name`, `parent` and
    `mission` that the request has; empty: the function looks itself whether the mission is the caller's
    (`Runtime.admit`).
    """


Row = Creates | Does | Gets | Lists | Custom


def bys(row: Row) -> frozenset[By]:
    """For whom a row is."""
    match row:
        case Creates() | Does():
            return frozenset({By.JUDGED})
        case Custom(by=by) if not isinstance(by, By):
            return frozenset(by)
        case _:
            return frozenset(_one(row.by))


def _one(by: By | Iterable[By]) -> Iterable[By]:
    return (by,) if isinstance(by, By) else by
