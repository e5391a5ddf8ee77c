"""What a line of the table of phase rules says: when a command is allowed, who may give it, what must hold first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from osi_core.domain.commands import Command
from osi_core.domain.context import Context
from osi_core.domain.events import Event
from osi_core.domain.facts import Fact
from osi_core.domain.refusal import Unmet
from osi_core.domain.terms import Phase, Role

Decide = Callable[[Any, Any, Context], Iterable[Event]]
"""`(command, state, context)` → events; pure, called only when every condition holds."""
Condition = Callable[..., Iterable[Unmet]]
"""`(command, state, context)` → what does not hold. One that uses facts says in its docstring what a race can do.

A condition that is `judged_by` the installation or the request takes that as its fourth argument.
"""
C = TypeVar("C", bound=Condition)


class Basis(StrEnum):
    """What a condition judges by; who verifies a log can ask anew only what was judged by the log."""

    LOG = "log"
    BOX = "box"
    """Who stands behind a pseudonym: known to the store alone, and only as long as the key of the box is there."""
    INSTALLATION = "installation"
    """What is installed here: plugins, and an institution's own gates."""
    REQUEST = "request"
    """What came with the command: its id, its time, the bytes that it brings."""


def judged_by(basis: Basis) -> Callable[[C], C]:
    """Marks a condition that judges by something else than the log."""

    def mark(condition: C) -> C:
        condition.basis = basis  # type: ignore[attr-defined]
        return condition

    return mark


def basis_of(condition: Condition) -> Basis:
    """What a condition judges by."""
    found: Basis = getattr(condition, "basis", Basis.LOG)
    return found


class Target(StrEnum):
    """What must be true of the aggregate that a command is for."""

    NEW = "new"
    EXISTING = "existing"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table."""

    command: type[Command]
    decide: Decide
    target: Target
    during: frozenset[Phase]
    """At least one of these phases is open; empty: at any time."""
    by: frozenset[Role]
    """The actor holds at least one of these roles; empty: anyone."""
    when: tuple[Condition, ...]
    receipt: bool
    """Whether it is a contribution, for which the person gets a receipt."""

    @property
    def name(self) -> str:
        """The command's name."""
        return self.command.__name__


def rule(
    command: type[Command],
    decide: Decide,
    target: Target,
    *,
    during: tuple[Phase, ...] = (),
    by: tuple[Role, ...] = (),
    when: tuple[Condition, ...] = (),
    receipt: bool = False,
) -> Rule:
    """A line of the table."""
    return Rule(command, decide, target, frozenset(during), frozenset(by), when, receipt)


class Gate(NamedTuple):
    """A phase's gate: what must hold before it opens, before it may be closed, and the facts that are looked at."""

    opens_when: tuple[Condition, ...]
    closes_when: tuple[Condition, ...]
    facts: tuple[type[Fact], ...] = ()
    ends: Callable[[Phase, Any, Context], Iterable[str]] | None = None
    """`(phase, mission, context)` → the boxes whose keys are destroyed when this phase closes, by their digests."""
