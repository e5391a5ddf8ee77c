"""What happened, and how it stands in the log."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple, Protocol

from osi_core.domain.model import Model
from osi_core.domain.resource import Resource
from osi_core.domain.terms import DataOrigin

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]


class Event(Model):
    """Something that happened, in the past tense. Its fields are all that later readers will know of it.

    Subclasses say `class X(Event, type="challenges.merged", public=True, builds_on={"into": CHALLENGE})`: the fields
    that name resources which the event builds on, one or several each. A change of form appends a function to
    `upcasters`; the one at index i turns data of schema i + 1 into schema i + 2. No field may hold a float.
    """

    type: ClassVar[str]
    public: ClassVar[bool] = False
    """Whether other services may learn of it; private events never leave the log's owner."""
    builds_on: ClassVar[Mapping[str, Resource]] = MappingProxyType({})
    by_chance: ClassVar[tuple[str, ...]] = ()
    """Fields that chance or a secret key has made: whoever reads the log later takes them as they stand."""
    upcasters: ClassVar[tuple[Upcaster, ...]] = ()
    registry: ClassVar[dict[str, builtins.type[Event]]] = {}

    def __init_subclass__(
        cls, type: str = "", public: bool = False, builds_on: Mapping[str, Resource] | None = None, **kwargs: Any
    ) -> None:
        super().__init_subclass__(**kwargs)
        if builds_on is not None:
            cls.builds_on = builds_on
        if not type:
            return
        taken = cls.registry.setdefault(type, cls)
        if taken.__qualname__ != cls.__qualname__ or taken.__module__ != cls.__module__:
            raise TypeError(f"event type {type!r} is already {taken.__module__}.{taken.__qualname__}")
        cls.registry[type] = cls
        cls.type, cls.public = type, public

    @classmethod
    def schema_version(cls) -> int:
        """The version of the form that is written today; 1 until the first upcaster."""
        return len(cls.upcasters) + 1

    def refs(self) -> tuple[str, ...]:
        """Resource names within the mission (without `missions/{mission}/`) that this event builds on.

        Receipts follow them from a contribution to what came of it.
        """
        if not self.builds_on:
            return ()
        found: list[str] = []
        for field, resource in self.builds_on.items():
            value = getattr(self, field)
            if isinstance(value, tuple):
                found.extend(resource(one) for one in value)
            elif value is not None:
                found.append(resource(value))
        return tuple(found)


class Destroys(Event):
    """What some texts or keys were kept for is over: the store destroys them in the transaction of this event."""

    destroys: ClassVar[str]
    """The field that holds their seals, or the digests of the keys."""

    @property
    def destroyed(self) -> tuple[str, ...]:
        """What goes, by seal or digest."""
        found: tuple[str, ...] = getattr(self, self.destroys)
        return found


class Recorded(NamedTuple):
    """An event as it stands in the log, with its envelope."""

    mission: str
    position: int
    """From 1, without gaps, per mission."""
    stream: str
    version: int
    """From 1, without gaps, per stream."""
    id: str
    """Names chain, mission and position, so that the events of two logs never share one."""
    chain: str
    """The log that it stands in, by a name that goes with it wherever it is kept; empty in a log from before chains had
    names."""
    time: datetime
    actor: str
    command_id: str
    origin: DataOrigin
    refs: tuple[str, ...]
    facts_at: Mapping[str, int]
    """Chain → position up to which its events were known to the decision."""
    event: Event
    hash: bytes
    """SHA-256(previous event's hash ‖ the stored bytes)."""


class LogView(Protocol):
    """A mission's log up to a fixed position: what the problem of a decision is built from."""

    def events(self, *kinds: type[Event], stream: str | None = None) -> Iterator[Recorded]:
        """Events of these kinds (all if none is named), in order, of one stream (by its full resource name) or all."""
