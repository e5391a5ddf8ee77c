"""A model of the library and its message, field by field: events, what can be read, and what stands within these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from pydantic import BaseModel

from osi_core.domain import Unmet
from osi_wire.faults import Place, Unfit
from osi_wire.fields import ABSENT, Slot, slot
from osi_wire.forms import form_of
from osi_wire.names import Resources
from osi_wire.unmapped import Unmapped
from osi_wire.values import Composite, knows_all


class Models:
    """Slots of models, made with the same resources; `strict`: messages with unknown fields are refused."""

    def __init__(self, resources: Resources, strict: bool) -> None:
        self._resources, self._strict = resources, strict

    def slot(self, model: type[BaseModel], name: str, field: FieldDescriptor) -> Slot:
        """The slot of one field. Raises Unmapped, naming model and field."""
        try:
            return slot(name, form_of(model.model_fields[name]), field, self._resources, self.nested)
        except Unmapped as unmapped:
            raise Unmapped(f"{model.__name__}.{name}: {unmapped}") from None

    def slots(self, model: type[BaseModel], message: Descriptor, but: Iterable[str] = ()) -> tuple[Slot, ...]:
        """Slots of all fields of a model, of the same names in the message. Raises Unmapped where one has no other.

        `but` are fields that either has alone, and that somebody else sees to.
        """
        left = set(but)
        if odd := (set(model.model_fields) - left) ^ (set(message.fields_by_name) - left):
            raise Unmapped(f"{model.__name__} and {message.full_name}: only one of them has {', '.join(sorted(odd))}")
        return tuple(
            self.slot(model, name, message.fields_by_name[name]) for name in model.model_fields if name not in left
        )

    def nested(self, model: type[BaseModel], message: Descriptor) -> Composite:
        """A model that is a value of another one."""
        slots = self.slots(model, message)
        strict = self._strict

        def read(value: Any, mission: str) -> dict[str, Any]:
            if strict:
                knows_all(value)
            return fields_in(slots, value, mission)

        def fill(target: Any, value: Any, mission: str) -> None:
            target.SetInParent()
            write_fields(slots, target, value, mission)

        return Composite(read, fill, places_of(slots))


def places_of(slots: Iterable[Slot]) -> Mapping[str, Place]:
    """Where the fields of the library stand in the message."""
    return {one.name: one.place for one in slots}


def fields_in(slots: Iterable[Slot], message: Any, mission: str) -> dict[str, Any]:
    """What a message says, by the library's names. Raises Unfit with all that says nothing."""
    found: dict[str, Any] = {}
    try:
        for name, _, read, _, _ in slots:
            value = read(message, mission)
            if value is not ABSENT:
                found[name] = value
    except Unfit:
        raise Unfit(*what_fits(slots, message, mission)[1]) from None
    return found


def what_fits(slots: Iterable[Slot], message: Any, mission: str) -> tuple[dict[str, Any], list[Unmet]]:
    """What a message says where it can be understood, and what is wrong elsewhere."""
    found: dict[str, Any] = {}
    faults: list[Unmet] = []
    for one in slots:
        try:
            value = one.read(message, mission)
        except Unfit as unfit:
            faults += unfit.within(one.place.path)
            continue
        if value is not ABSENT:
            found[one.name] = value
    return found, faults


def write_fields(slots: Iterable[Slot], message: Any, value: Any, mission: str) -> None:
    """Writes the fields of a model into an empty message."""
    for name, _, _, write, _ in slots:
        write(message, getattr(value, name), mission)
