"""A command of the library and the request that asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any, NamedTuple, NoReturn

from google.api import field_behavior_pb2
from google.protobuf import message_factory
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from osi_core.domain import Command, Malformed, Resource, Unmet
from osi_wire.exceptions import Exceptional
from osi_wire.faults import Place, Unfit, joined, path_in, renamed
from osi_wire.fields import ABSENT, Slot
from osi_wire.messages import Models, places_of, what_fits, write_fields
from osi_wire.names import Resources, address
from osi_wire.options import option
from osi_wire.unmapped import Unmapped
from osi_wire.values import knows_all

BESIDE = ("request_id", "etag")
"""What a request says that is no part of its command."""


class Address(NamedTuple):
    """The field of a request that says what the command is about: `name`, or `parent` of what is created."""

    field: str
    resource: Resource


class Asked:
    """How a command is asked for: compiled once, then read and written without looking anything up."""

    def __init__(
        self, kind: type[Command], request: Descriptor, resources: Resources, models: Models, table: Exceptional
    ) -> None:
        self.kind, self.request = kind, request
        self._make = message_factory.GetMessageClass(request)
        self._address = _address_of(request, resources)
        self._parse = address(self._address.resource)
        self._address_of = attrgetter(self._address.field)
        own = self._address.resource.variables
        self.within = table.within or _created(kind, request)
        """The field that the command's own fields stand in; empty where they stand beside `name`."""
        self._id_field = f"{self.within}_id" if f"{self.within}_id" in request.fields_by_name else ""
        self.mints = table.mints or (kind.at.variables[-1] if self._id_field else "")
        """The field of the command that takes an id made by the service, where the message has none."""
        self.given = table.given
        """Fields of the command that no message says."""
        elsewhere = {"mission", *own, *self.given, *([self.mints] if self._id_field else ())}
        message = request.fields_by_name[self.within].message_type if self.within else request
        assert message is not None, f"{request.full_name}.{self.within} holds what a command says"
        self._slots = tuple(_slots(kind, message, models, table.called, elsewhere))
        self._reads = tuple((one.name, one.read) for one in self._slots)
        self._held = attrgetter(self.within) if self.within else None
        self._others = tuple(_of_others(message, self._slots)) if self.within else ()
        self._open = {*self.given, self.mints} - {""}
        self._places = self._all_places(own)
        self._no_field_is_left(request)

    def read(self, request: Any, given: Mapping[str, Any]) -> Command:
        """The command. Raises Malformed, whose fields are those of the request; TypeError for what cannot be given."""
        if given and not given.keys() <= self._open:
            raise TypeError(f"{self.kind.__name__}: {', '.join(sorted(given.keys() - self._open))} cannot be given")
        try:
            found = self._read(request)
        except Unfit:
            self._refuse(request, given)
        if given:
            found = {**given, **found}
        try:
            return self.kind(**found)
        except Malformed as error:
            malformed = Malformed(error.command, renamed(error.unmet, self._places))
        raise malformed  # out here it has no context, as the library's own has none

    def write(self, command: Any, request_id: str, etag: str) -> Message:
        """The request that asks for a command. Raises ValueError for what no request can say."""
        request: Any = self._make()
        mission = command.mission
        ids = (getattr(command, name) for name in self._address.resource.variables)
        setattr(request, self._address.field, self._address.resource.within(mission, *ids))
        held = request
        if self._held is not None:
            held = self._held(request)
            held.SetInParent()
        write_fields(self._slots, held, command, mission)
        if self._id_field:
            setattr(request, self._id_field, getattr(command, self.mints))
        for name, value in zip(BESIDE, (request_id, etag), strict=True):
            if value and name not in self.request.fields_by_name:
                raise ValueError(f"{self.request.full_name} takes no {name}")
            if value:
                setattr(request, name, value)
        return request  # type: ignore[no-any-return]

    def path_of(self, field: str) -> str:
        """The path in the request of what the command calls by a field of its own: for what speaks against it."""
        return path_in(self._places, field)

    def _read(self, request: Any) -> dict[str, Any]:
        knows_all(request)
        found: dict[str, Any] = self._parse(self._address_of(request))
        mission, held = found["mission"], request
        if self._held is not None:
            held = self._held(request)
            knows_all(held)
            if self._others:
                _says_nothing_else(held, self._others)
        for name, read in self._reads:
            value = read(held, mission)
            if value is not ABSENT:
                found[name] = value
        if self._id_field and (id := getattr(request, self._id_field)):
            found[self.mints] = id
        if self.mints and not found.get(self.mints):  # it stands in the message itself, and is left open there
            found.pop(self.mints, None)
        return found

    def _refuse(self, request: Any, given: Mapping[str, Any]) -> NoReturn:
        """Once more, and this time all that is wrong; the library's own judgement of the rest is asked too."""
        faults: list[Unmet] = _of_unknown(request, "")
        held = request
        if self._held is not None:
            held = self._held(request)
            faults += _of_unknown(held, self.within)
            faults += [Unmet("field-not-taken", joined(self.within, name)) for name in _said(held, self._others)]
        found: dict[str, Any] = {"mission": ""}
        try:
            found |= self._parse(self._address_of(request))
        except Unfit as unfit:
            faults += unfit.within(self._address.field)
        fitting, wrong = what_fits(self._slots, held, found["mission"])
        faults += Unfit(*wrong).within(self.within)
        if self._id_field and (id := getattr(request, self._id_field)):
            fitting[self.mints] = id
        if self.mints and not fitting.get(self.mints):
            fitting.pop(self.mints, None)
        faults += self._judged({**given, **found, **fitting}, faults)
        if not found["mission"]:  # without a mission, none is another
            faults = [one for one in faults if one.code != "name-of-another-mission"]
        raise Malformed(self.kind.__name__, faults)

    def _judged(self, found: Mapping[str, Any], faults: Iterable[Unmet]) -> list[Unmet]:
        told = {_head(one.field) for one in faults}
        try:
            self.kind(**found)
        except Malformed as error:
            own = renamed(error.unmet, self._places)
            return [one for one in own if _head(one.field) not in told]
        return []

    def _all_places(self, own: Iterable[str]) -> Mapping[str, Place]:
        places = {name: Place(self._address.field) for name in ("mission", *own)}
        if self._id_field:
            places[self.mints] = Place(self._id_field)
        for name, place in places_of(self._slots).items():
            places[name] = Place(joined(self.within, place.path), place.inner)
        return places

    def _no_field_is_left(self, request: Descriptor) -> None:
        known = {self._address.field, self.within, self._id_field, *BESIDE}
        if not self.within:
            known |= {name for one in self._slots for name in (one.place.path, one.beside) if name}
        if left := set(request.fields_by_name) - known:
            raise Unmapped(f"{request.full_name}: {self.kind.__name__} has nothing of {', '.join(sorted(left))}")


def _head(path: str | None) -> str:
    """The field that a fault is about, without what stands within it; of a resource, the resource's field."""
    parts = (path or "").replace("[", ".").split(".")
    return ".".join(parts[:2])


def _of_others(message: Descriptor, slots: Iterable[Slot]) -> Iterable[FieldDescriptor]:
    """What a resource takes when another command makes it: neither of this command nor only ever told."""
    own = {"name", *(one.place.path for one in slots)}
    for field in message.fields:
        only_told = field_behavior_pb2.OUTPUT_ONLY in option(field, field_behavior_pb2.field_behavior)
        if field.name not in own and not only_told:
            yield field


def _said(message: Any, fields: Iterable[FieldDescriptor]) -> Iterable[str]:
    said = {field.number for field, _ in message.ListFields()}
    return [one.name for one in fields if one.number in said]


def _says_nothing_else(message: Any, others: Iterable[FieldDescriptor]) -> None:
    """Raises Unfit where a message says what its command does not take: nothing that somebody says is passed over."""
    if said := _said(message, others):
        raise Unfit(*[Unmet("field-not-taken", name) for name in said])


def _of_unknown(message: Any, path: str) -> list[Unmet]:
    try:
        knows_all(message)
    except Unfit as unfit:
        return unfit.within(path)
    return []


def _address_of(request: Descriptor, resources: Resources) -> Address:
    for name in ("name", "parent"):
        if name in request.fields_by_name:
            resource = resources.referred_by(request.fields_by_name[name])
            if resource is not None:
                return Address(name, resource)
    raise Unmapped(f"{request.full_name}: it says of no resource what it is about, by `name` or `parent`")


def _created(kind: type[Command], request: Descriptor) -> str:
    """The field with the resource that a request creates; empty where it creates none."""
    name = kind.at.variables[-1] if kind.at.variables else ""
    return name if f"{name}_id" in request.fields_by_name else ""


def _slots(
    kind: type[Command], message: Descriptor, models: Models, called: Mapping[str, str], elsewhere: set[str]
) -> Iterable[Slot]:
    for name in kind.model_fields:
        if name not in elsewhere:
            field = message.fields_by_name.get(called.get(name, name))
            if field is None:
                raise Unmapped(f"{kind.__name__}.{name}: {message.full_name} has no such field")
            yield models.slot(kind, name, field)
