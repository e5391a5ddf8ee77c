"""What a service says of a decision that it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from osi_core.domain import Command, Event, Resource
from osi_core.log.decisions import DecisionClosed
from osi_core.view import View

__all__ = ["CLOSE", "Closed", "Decision"]

CLOSE = "close"
"""The variable in an operation's name that holds the position of the close, where a resource is decided repeatedly."""


class Closed(NamedTuple):
    """A close, wherever it stands in the log."""

    mission: str
    stream: str
    """The full name of what is decided."""
    position: int


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A decision that people close, and that a strategy takes."""

    operation: Resource
    """How its operation is called: `operations/round-{round}`; of what is decided repeatedly, with the position of the
    close: `operations/plan-{initiative}-{close}`.
    """
    close: type[Command]
    closing: type[DecisionClosed]
    view: type[View]
    """What is decided, and what the operation answers with."""
    closed: frozenset[str]
    """Codes by which a close is refused of what is closed already: they do not tell who may close it."""
    undecided: type[Event] | None = None
    """The event of a close after which there is nothing to decide."""
    listed: str = ""
    """The filter that leaves out what was never closed, where the view has one."""

    @property
    def numbered(self) -> bool:
        """Whether operations are told apart by their closes."""
        return CLOSE in self.operation.variables

    def ids_of(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """The ids of what is decided."""
        return tuple(values[name] for name in self.view.at.variables)

    def operation_name(self, mission: str, ids: tuple[str, ...], position: int) -> str:
        """The full name of an operation."""
        return self.operation.within(mission, *ids, *((str(position),) if self.numbered else ()))
