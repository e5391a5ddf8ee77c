"""What an event says to those who follow a way: a code and its own values, resources by what people call them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from enum import StrEnum

from osi_core.domain import Event, Resource, full_name
from osi_core.money import Money
from osi_core.process.ways import TOLD
from osi_core.words import Message, Value

_VALUES = (str, int, Decimal, date, StrEnum, Money)
"""Types of fields that a sentence can hold; lists of these too."""


class StepWords:
    """The sentences of one mission's events.

    `called` says what people call a resource, by its full name; None for one that has no name, or whose words are not
    to be had.
    """

    def __init__(self, mission: str, called: Callable[[str], Value | None]) -> None:
        self._mission, self._called = mission, called

    def message(self, event: Event, names: Collection[str] = ()) -> Message:
        """The sentence; `names` are the resources, within the mission, that the way has come by."""
        told = TOLD[event.type]
        message = Message(f"step.{event.type}", self._values(event))
        return told.tell(event, message, names) if told.tell else message

    def _values(self, event: Event) -> dict[str, Value]:
        resources = {**TOLD[event.type].names, **event.builds_on}
        found: dict[str, Value] = {}
        for field in type(event).model_fields:
            value, resource = getattr(event, field), resources.get(field)
            if isinstance(value, tuple) and value and all(isinstance(one, _VALUES) for one in value):
                found[field] = tuple(self._named(resource, one) for one in value)
            elif isinstance(value, _VALUES):
                found[field] = self._named(resource, value)
        return found

    def _named(self, resource: Resource | None, value: Value) -> Value:
        if resource is None:
            return value
        name = resource(value)
        return self._called(full_name(self._mission, name)) or name
