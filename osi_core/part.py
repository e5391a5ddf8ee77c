"""What a phase brings to the process: its rules, its facts, its decisions, its section of the playbook.

A phase keeps its own lines in its own folder and states them here, so that `osi_core.process` can put any number of
them together to a share: all of them in one engine, or some of them in a service that owns these phases.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from osi_core.domain import Command, Event, Fact, LogView, Model, Recorded, Rule
from osi_core.log.decisions import DecisionClosed, RecordDecision
from osi_core.log.records import DecisionRecord
from osi_core.plugins import KindName, Problem
from osi_core.view import View

__all__ = ["DecisionKind", "Part", "Reaction"]


class DecisionKind(NamedTuple):
    """A decision that is taken by strategy, from the close to the command that records the result."""

    closing: type[DecisionClosed]
    """The event that freezes what counts."""
    recorded: type[Event]
    """The event that ends it."""
    strategy_kind: KindName
    problem: Callable[[LogView, Recorded], Problem]
    """Builds the strategy's problem from the log up to the close."""
    command: Callable[[Recorded, DecisionRecord, Any], RecordDecision]
    """The command that brings the result of this close."""
    cancelled: type[Event] | None = None
    """The event that ends it without a result."""


class Reaction(NamedTuple):
    """What the engine of a share does by itself when it hears something of another chain."""

    to: type[Event]
    command: Callable[[Recorded], Command | None]
    """None: there is nothing to do about this one."""


@dataclass(frozen=True, slots=True)
class Part:
    """One phase, or the money that several use."""

    name: str
    """As the phase's folder, and its section of the playbook, are called."""
    rules: tuple[Rule, ...]
    facts: tuple[type[Fact], ...]
    """The facts that its own events make."""
    settings: type[Model] | None = None
    reads: tuple[type[Fact], ...] = ()
    """The facts of other parts that its commands need."""
    decisions: tuple[DecisionKind, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    strategy_kind: KindName | None = None
    """The kind of strategy that its section of the playbook names."""
    views: tuple[type[View], ...] = ()
    """What can be read of its resources."""
