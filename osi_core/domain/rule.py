"""What a line of the table of phase rules says: when a command is allowed, who may give it, what must hold first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_args, get_type_hints

from osi_core.domain.commands import Command
from osi_core.domain.context import Context
from osi_core.domain.events import Event
from osi_core.domain.facts import Fact
from osi_core.domain.refusal import Unmet
from osi_core.domain.terms import Phase, Role

RULES_VERSION = 3
"""The version of the phase rules that new missions are made under; it rises with every change of what is granted."""
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
    """What came with the command, or lies in the private store for it: its id, its time, bytes, alias and secret."""


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


def condition_name(condition: Condition) -> str:
    """Where a condition stands, such as `mission.conditions.goal_is_set`, which its words are found by."""
    module = condition.__module__.removeprefix("osi_core.")
    return f"{module}.{condition.__name__}"


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
    since: int
    """The version of the rules that the line holds from."""
    until: int | None
    """The last version that it holds in; None while it holds still. Logs written under it need it for ever."""

    @property
    def name(self) -> str:
        """The command's name."""
        return self.command.__name__

    @property
    def events(self) -> tuple[type[Event], ...]:
        """The events that may come of it, as the annotation of `decide` says."""
        return _yielded(self.decide)

    def holds_in(self, version: int) -> bool:
        """Whether the line holds in a version of the rules."""
        return self.since <= version and (self.until is None or version <= self.until)


@cache
def _yielded(decide: Decide) -> tuple[type[Event], ...]:
    (kinds,) = get_args(get_type_hints(decide)["return"])
    return get_args(kinds) or (kinds,)


def rule(
    command: type[Command],
    decide: Decide,
    target: Target,
    *,
    during: tuple[Phase, ...] = (),
    by: tuple[Role, ...] = (),
    when: tuple[Condition, ...] = (),
    receipt: bool = False,
    since: int = 1,
    until: int | None = None,
) -> Rule:
    """A line of the table."""
    return Rule(command, decide, target, frozenset(during), frozenset(by), when, receipt, since, until)


def stricter(line: Rule, *conditions: Condition, since: int) -> tuple[Rule, Rule]:
    """A line as it was until a version of the rules, and as it is since: it asks for more."""
    return replace(line, until=since - 1), replace(line, when=(*line.when, *conditions), since=since)


class Gate(NamedTuple):
    """A phase's gate: what must hold before it opens, before it may be closed, and the facts that are looked at."""

    opens_when: tuple[Condition, ...]
    closes_when: tuple[Condition, ...]
    facts: tuple[type[Fact], ...] = ()
    ends: Callable[[Phase, Any, Context], Iterable[str]] | None = None
    """`(phase, mission, context)` → the boxes whose keys are destroyed when this phase closes, by their digests."""
