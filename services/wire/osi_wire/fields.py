"""One field of the library and the one of a message that says the same: what reads it, and what writes it.

All that can be known beforehand is looked up here, once: each result is a few closures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from operator import attrgetter
from typing import Any, Final, NamedTuple

from google.protobuf.descriptor import EnumDescriptor, FieldDescriptor
from pydantic import BaseModel
from pydantic.alias_generators import to_snake

from osi_core.domain import Unmet
from osi_core.money import Money
from osi_core.plugins.columns import Column
from osi_core.plugins.problems import Explanation
from osi_wire import values
from osi_wire.faults import Place, Unfit
from osi_wire.forms import Form
from osi_wire.names import Resources, reference
from osi_wire.unmapped import Unmapped
from osi_wire.values import Composite, Scalar

ABSENT: Final = object()
"""Nothing is said in a message."""
_FIELD = FieldDescriptor
_SCALARS: Mapping[int, tuple[type, ...]] = {
    _FIELD.TYPE_STRING: (str, Decimal),
    _FIELD.TYPE_BYTES: (bytes,),
    _FIELD.TYPE_BOOL: (bool,),
    _FIELD.TYPE_INT32: (int,),
    _FIELD.TYPE_INT64: (int,),
}
"""What each kind of field holds of the library's types."""
_MESSAGES: Mapping[str, tuple[type, Composite]] = {
    "google.type.Money": (Money, values.MONEY),
    "google.type.Date": (date, values.DAY),
    "google.protobuf.Timestamp": (datetime, values.TIME),
    "google.protobuf.Struct": (object, values.OPTIONS),
    "osi.type.v1.Column": (Column, values.COLUMN),
    "osi.type.v1.Explanation": (Explanation, values.EXPLANATION),
}
"""Messages that are one value: the type that the library has for it, and what reads and writes it."""

Nested = Callable[[type[BaseModel], Any], Composite]
"""What maps a model within a model to the message within the message."""


class Slot(NamedTuple):
    """A field on both sides."""

    name: str
    """As the library calls it."""
    place: Place
    read: Callable[[Any, str], Any]
    """(message, mission) → the value, or ABSENT. Raises Unfit, whose paths begin below the field."""
    write: Callable[[Any, Any, str], None]
    """(message, value, mission)."""
    beside: str = ""
    """A field of the message that belongs to this one."""


def slot(name: str, form: Form, field: FieldDescriptor, resources: Resources, nested: Nested) -> Slot:
    """The slot of a field. Raises Unmapped where the two do not say the same."""
    if field.is_repeated != (form.repeated or (form.keyed and form.type is not object)):
        raise Unmapped(f"{field.full_name}: it is {'' if field.is_repeated else 'not '}repeated, and {name} otherwise")
    if form.keyed and form.type is not object:
        return _counters(name, field)
    value = _value(form, field, resources, nested)
    place = Place(field.name, value.places if isinstance(value, Composite) else {})
    if field.is_repeated:
        many = _repeated(name, place, field.name, value, form)
        return _or_nothing(many, field) if form.nullable else many
    if form.means_something and not field.has_presence and field.enum_type is None:
        raise Unmapped(f"{field.full_name}: {name} has a default, so it must be told apart whether it is said")
    if form.nullable and not _tells_nothing(field, value):
        raise Unmapped(f"{field.full_name}: {name} may be left out, so this is optional")
    return _single(name, place, field, value, form)


def _tells_nothing(field: FieldDescriptor, value: Composite | Scalar) -> bool:
    """Whether a message can say nothing in a field: its kind has a value that nothing else has."""
    return field.has_presence or field.enum_type is not None or field.cpp_type == _FIELD.CPPTYPE_STRING


# ----------------------------------------------------------------------------------------------------------------------
# Values


def _value(form: Form, field: FieldDescriptor, resources: Resources, nested: Nested) -> Composite | Scalar:
    if field.message_type is not None:
        known = _MESSAGES.get(field.message_type.full_name)
        if known is None and isinstance(form.type, type) and issubclass(form.type, BaseModel):
            return nested(form.type, field.message_type)
        if known is not None and known[0] is form.type:
            return known[1]
    elif field.enum_type is not None:
        if isinstance(form.type, type) and issubclass(form.type, Enum):
            return _enum(form.type, field.enum_type)
    elif form.type in _SCALARS.get(field.type, ()):
        resource = resources.referred_by(field)
        if resource is not None and form.type is str:
            return reference(resource, checks_id=not form.is_id)
        return values.DECIMAL if form.type is Decimal else values.SAME
    raise Unmapped(f"{field.full_name}: it cannot hold {getattr(form.type, '__name__', form.type)}")


def enum_numbers(kind: type[Enum], enum: EnumDescriptor) -> dict[Enum, int]:
    """The number of each member; the contract's names begin with the enum's own. Raises Unmapped where one lacks."""
    head = f"{to_snake(enum.name).upper()}_"
    numbers = {value.name.removeprefix(head): value.number for value in enum.values if value.number}
    members = {str(member.value).upper(): member for member in kind}
    if numbers.keys() != members.keys():
        odd = ", ".join(sorted(numbers.keys() ^ members.keys()))
        raise Unmapped(f"{enum.full_name}: it is not {kind.__name__}; only one of them has {odd}")
    return {member: numbers[name] for name, member in members.items()}


def _enum(kind: type[Enum], enum: EnumDescriptor) -> Scalar:
    numbers = enum_numbers(kind, enum)
    members = {number: member for member, number in numbers.items()}

    def read(number: int, _mission: str) -> Enum:
        member = members.get(number)
        if member is None:
            raise Unfit(Unmet("enum-unknown"))
        return member

    def write(member: Enum, _mission: str) -> int:
        return numbers[member]

    return Scalar(read, write)


# ----------------------------------------------------------------------------------------------------------------------
# Fields


def _single(name: str, place: Place, field: FieldDescriptor, value: Composite | Scalar, form: Form) -> Slot:
    return Slot(name, place, _single_read(field, value, form), _single_write(field.name, value))


def _single_read(field: FieldDescriptor, value: Composite | Scalar, form: Form) -> Callable[[Any, str], Any]:
    path, of, read = field.name, attrgetter(field.name), value.read
    nothing: Any = None if form.nullable else {} if form.keyed else ABSENT  # no options are none, said or not
    if field.has_presence:
        return lambda message, mission: read(of(message), mission) if message.HasField(path) else nothing
    if field.enum_type is not None or read is not values.same or form.nullable:  # zero and the empty text say nothing
        return lambda message, mission: read(found, mission) if (found := of(message)) else nothing
    return lambda message, _mission: of(message)


def _single_write(path: str, value: Composite | Scalar) -> Callable[[Any, Any, str], None]:
    if isinstance(value, Composite):
        fill, of = value.fill, attrgetter(path)

        def write_message(message: Any, one: Any, mission: str) -> None:
            if one is not None:
                fill(of(message), one, mission)

        return write_message
    write = value.write

    def write_scalar(message: Any, one: Any, mission: str) -> None:
        if one is not None:
            setattr(message, path, write(one, mission))

    return write_scalar


def _repeated(name: str, place: Place, path: str, value: Composite | Scalar, form: Form) -> Slot:
    of, read = attrgetter(path), value.read
    nothing = ABSENT if form.means_something else ()

    def read_all(message: Any, mission: str) -> Any:
        found = of(message)
        if not found:
            return nothing
        try:
            return [read(one, mission) for one in found]
        except Unfit:
            raise Unfit(*_faults(found, read, mission)) from None

    def write_all(message: Any, many: Any, mission: str) -> None:
        if not many and form.means_something:
            raise ValueError(f"{name}: nothing in a message means its default, so none at all cannot be said")
        if isinstance(value, Scalar):
            write = value.write
            of(message).extend([write(one, mission) for one in many])
            return
        add, fill = of(message).add, value.fill
        for one in many:
            fill(add(), one, mission)

    return Slot(name, place, read_all, write_all)


def _or_nothing(many: Slot, field: FieldDescriptor) -> Slot:
    """A list that may be left out: nothing says so, and that it is to be empty a field `clear_...` says, if there is
    one.
    """
    of, clear = attrgetter(field.name), f"clear_{field.name}"
    message_type = field.containing_type
    if message_type is None or clear not in message_type.fields_by_name:
        clear = ""

    def read(message: Any, mission: str) -> Any:
        if of(message):
            return many.read(message, mission)
        return () if clear and getattr(message, clear) else None

    def write(message: Any, value: Any, mission: str) -> None:
        if value:
            many.write(message, value, mission)
        elif clear and value is not None:
            setattr(message, clear, True)

    return Slot(many.name, many.place, read, write, clear)


def _faults(found: Any, read: values.Read, mission: str) -> list[Unmet]:
    faults: list[Unmet] = []
    for at, one in enumerate(found):
        try:
            read(one, mission)
        except Unfit as unfit:
            faults += unfit.within(f"[{at}]")
    return faults


def _counters(name: str, field: FieldDescriptor) -> Slot:
    of = attrgetter(field.name)

    def write(message: Any, value: Mapping[str, int], _mission: str) -> None:
        of(message).update(value)

    return Slot(name, Place(field.name), lambda message, _mission: dict(of(message)), write)
