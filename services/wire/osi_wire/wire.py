"""The wire of one service: all its messages, compiled once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from google.protobuf import message_factory
from google.protobuf.descriptor import Descriptor, FileDescriptor, MethodDescriptor
from google.protobuf.message import Message
from osi.type.v1 import annotations_pb2
from pydantic import BaseModel, ValidationError

from osi_core.domain import Command, Event, Malformed
from osi_core.view import View
from osi_wire.exceptions import BESIDE, COMMANDS, Exceptional
from osi_wire.faults import Unfit, renamed
from osi_wire.fields import Slot
from osi_wire.messages import Models, fields_in, places_of, write_fields
from osi_wire.names import Resources, address, resource_of
from osi_wire.options import option
from osi_wire.requests import Asked
from osi_wire.unmapped import Unmapped

V = TypeVar("V", bound=View)


class Wire:
    """Messages of some contracts, and the commands, events and views that they are.

    `files` are the descriptors of the contracts (`funding_service_pb2.DESCRIPTOR`), `commands` those that may be asked
    for, `views` what can be read. All is compiled here; raises Unmapped where contract and library do not fit.
    """

    def __init__(
        self,
        files: Iterable[FileDescriptor],
        commands: Iterable[type[Command]],
        views: Iterable[type[View]] = (),
        exceptions: Mapping[str, Exceptional] = COMMANDS,
    ) -> None:
        files = tuple(files)
        resources = Resources(files)
        kinds = {kind.__name__: kind for kind in commands}
        strict, lenient = Models(resources, strict=True), Models(resources, strict=False)
        self._asked: dict[type[Command], Asked] = {}
        self._requests: dict[object, Asked] = {}
        for method, name in _commands_in(files):
            if name not in kinds:
                raise Unmapped(f"{method.full_name}: this service knows no command {name}")
            table = exceptions.get(name, Exceptional())
            asked = Asked(kinds[name], method.input_type, resources, strict, table)
            self._asked[kinds[name]] = self._requests[method.input_type] = asked
        self._events = {kind: Told(kind, message, lenient.slots(kind, message)) for message, kind in _events_in(files)}
        self._event_messages: dict[object, Told] = {told.message: told for told in self._events.values()}
        shown = {resource.pattern: message for message in _messages(files) if (resource := resource_of(message))}
        self._views = {view: _told(view, shown.get(view.at.pattern), lenient) for view in views}

    @property
    def commands(self) -> Mapping[type[Command], Asked]:
        """What can be asked for, and how."""
        return self._asked

    @property
    def events(self) -> Iterable[type[Event]]:
        """The events that have a message."""
        return self._events.keys()

    def asked(self, request: Descriptor) -> Asked:
        """How the command of a request is asked for. Raises KeyError for a message that asks for none."""
        return self._requests[request]

    def command(self, request: Message, kind: type[Command] | None = None, /, **given: Any) -> Command:
        """The command that a request asks for, which is one of `kind` if that is named.

        `given` are fields that the message leaves to the service: an id for what is created, for a message that has
        none, and who asks (`Asked.mints`, `Asked.given`). Raises Malformed, whose fields are those of the message.
        """
        asked = self._requests[request.DESCRIPTOR]
        if kind is not None and asked.kind is not kind:
            raise TypeError(f"{request.DESCRIPTOR.full_name} asks for {asked.kind.__name__}, not for {kind.__name__}")
        return asked.read(request, given)

    def request_of(self, command: Command, request_id: str = "", etag: str = "") -> Message:
        """The request that asks for a command; what the service gives by itself is not in it."""
        return self._asked[type(command)].write(command, request_id, etag)

    def event_message(self, event: Event, mission: str) -> Message:
        """An event as its message. Raises KeyError for an event that has none."""
        return self._events[type(event)].write(event, mission)

    def event_of(self, message: Message, mission: str) -> Event:
        """The event that a message tells of. Raises Malformed, whose fields are those of the message.

        Fields that this version does not know are passed over: they are added by newer ones.
        """
        told = self._event_messages[message.DESCRIPTOR]
        event = told.read(message, mission)
        assert isinstance(event, Event)
        return event

    def view_of(self, kind: type[V], message: Message) -> V:
        """What a resource tells, as a view of this kind. Raises Malformed, whose fields are those of the message."""
        view = self._views[kind].read(message, "")
        assert isinstance(view, kind)
        return view

    def view_message(self, view: View, mission: str) -> Message:
        """What can be read as its resource."""
        return self._views[type(view)].write(view, mission)


class Told:
    """A model and its message, compiled."""

    def __init__(self, model: type[BaseModel], message: Descriptor, slots: Iterable[Slot]) -> None:
        self.model, self.message, self._slots = model, message, tuple(slots)
        self._make = message_factory.GetMessageClass(message)
        self._places = places_of(self._slots)

    def read(self, message: Message, mission: str) -> BaseModel:
        """The model. Raises Malformed."""
        try:
            return self.model(**self._fields(message, mission))
        except Unfit as unfit:
            malformed = Malformed(self.model.__name__, unfit.faults)
        except ValidationError as error:
            found = Malformed(self.model.__name__, error)
            malformed = Malformed(self.model.__name__, renamed(found.unmet, self._places))
        raise malformed  # out here it has no context, which would hold what was written

    def _fields(self, message: Message, mission: str) -> dict[str, Any]:
        return fields_in(self._slots, message, mission)

    def write(self, value: BaseModel, mission: str) -> Message:
        """The message."""
        message = self._make()
        write_fields(self._slots, message, value, mission)
        return message


class Shown(Told):
    """A view and its resource, which has a full name where the view has ids."""

    def __init__(self, view: type[View], message: Descriptor, slots: Iterable[Slot]) -> None:
        super().__init__(view, message, slots)
        self._at = view.at
        self._parse = address(view.at)

    def _fields(self, message: Any, mission: str) -> dict[str, Any]:
        ids = self._parse(message.name)
        own = ids.pop("mission")
        return {**ids, **super()._fields(message, own)}

    def write(self, value: BaseModel, mission: str) -> Message:
        message: Any = super().write(value, mission)
        message.name = self._at.within(mission, *[getattr(value, one) for one in self._at.variables])
        return message  # type: ignore[no-any-return]


def _told(view: type[View], message: Descriptor | None, models: Models) -> Shown:
    if message is None:
        raise Unmapped(f"{view.__name__}: no contract has a resource of the pattern {view.at.pattern}")
    own = [one for one in view.at.variables if one not in message.fields_by_name]
    beside = [one.name for one in message.fields if one.message_type and one.message_type.full_name == BESIDE]
    return Shown(view, message, models.slots(view, message, but=["name", *own, *beside]))


def _commands_in(files: Iterable[FileDescriptor]) -> Iterator[tuple[MethodDescriptor, str]]:
    for file in files:
        for service in file.services_by_name.values():
            for method in service.methods:
                if name := option(method, annotations_pb2.command):
                    yield method, name


def _events_in(files: Iterable[FileDescriptor]) -> Iterator[tuple[Descriptor, type[Event]]]:
    for message in _messages(files):
        if name := option(message, annotations_pb2.event_type):
            kind = Event.registry.get(name)
            if kind is None or not kind.public:
                raise Unmapped(f"{message.full_name}: no public event of the type {name} is known")
            yield message, kind


def _messages(files: Iterable[FileDescriptor]) -> Iterator[Descriptor]:
    for file in files:
        yield from file.message_types_by_name.values()
