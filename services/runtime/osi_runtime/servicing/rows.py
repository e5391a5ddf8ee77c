"""What each kind of row does with a request: the only place where messages, commands and views meet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from operator import attrgetter
from typing import Any

from google.protobuf import message_factory
from google.protobuf.descriptor import Descriptor, MethodDescriptor
from grpc import StatusCode
from osi.type.v1.receipt_pb2 import Receipt

from osi_core.domain import Refused, Resource
from osi_core.process.request import Handled, ReceiptNote
from osi_core.view import View
from osi_runtime.auth.callers import Operator, Person
from osi_runtime.calls import Call
from osi_runtime.errors import CallRefused
from osi_runtime.methods import Creates, Does, Gets, Lists
from osi_runtime.minting import minted_again, minted_now
from osi_runtime.runtime import Runtime

__all__ = ["Answer", "answer_of", "mission_in", "mission_named"]

Answer = Callable[[Call, Any], Awaitable[bytes]]
"""A call and its request → the answer's bytes."""


def answer_of(runtime: Runtime, method: MethodDescriptor, row: Creates | Does | Gets | Lists) -> Answer:
    """What a row does, compiled for its method."""
    match row:
        case Creates() | Does():
            return _commands(runtime, method, row)
        case Gets():
            return _gets(runtime, row)
        case Lists():
            return _lists(runtime, method, row)


# Commands


def _commands(runtime: Runtime, method: MethodDescriptor, row: Creates | Does) -> Answer:
    kind, view, wire = row.command, row.view, runtime.wire
    fills = row.fills if isinstance(row, Does) else None
    asked = wire.asked(method.input_type)
    has_etag = "etag" in method.input_type.fields_by_name
    receipt = _receipt_field(method.output_type)
    make = message_factory.GetMessageClass(method.output_type)
    ids = _ids_of(view) if view is not None else None
    id_in = _id_in(method.input_type, asked.within) if asked.mints else None

    async def answer(call: Call, request: Any) -> bytes:
        given = _given_by(call, asked.given) if asked.given else {}
        if id_in is not None and not id_in(request):
            given[asked.mints] = await _minted(runtime, call, request)
        command = wire.command(request, kind, **given)
        await runtime.see(command.mission)
        etag = request.etag if has_etag else ""
        wanted = runtime.request(command, request_id=request.request_id, etag=etag)

        def made(handled: Handled) -> bytes:
            call.came_of(handled)
            if view is not None and ids is not None:
                reads, names = runtime.engine.read_written(command.mission, wanted.actor), ids(command)
                try:
                    message = runtime.message(reads.get(view, *names), command.mission, call.language)
                except (
                    Refused
                ):  # who gave it may not see what came of it: somebody else's registration, noted at a door
                    message = make(name=view.at.within(command.mission, *names))
            else:
                message = make()
                if fills is not None:
                    fills(message, command)
            if receipt and handled.receipt is not None:
                getattr(message, receipt).CopyFrom(receipt_message(handled.receipt))
            return bytes(message.SerializeToString())

        if view is not None:
            return bytes(await runtime.handle(wanted, made))
        return made(await runtime.handle(wanted))

    return answer


def _given_by(call: Call, names: Iterable[str]) -> dict[str, Any]:
    """What the service itself says of a command: who asks."""
    if not isinstance(call.caller, Person):
        raise CallRefused(StatusCode.PERMISSION_DENIED, "runtime.for-participants")
    return dict.fromkeys(names, call.caller.participant)


def _id_in(request: Descriptor, within: str) -> Callable[[Any], str]:
    """The id that a request brings of what it creates, which may be empty: beside the resource, or in it."""
    return attrgetter(f"{within}_id" if f"{within}_id" in request.fields_by_name else f"{within}.id")


async def _minted(runtime: Runtime, call: Call, request: Any) -> str:
    """An id: the same one again for a request that is sent again, so that it is the same request."""
    mission, caller = mission_in(request), call.caller
    if not request.request_id or not mission or not isinstance(caller, Person | Operator):
        return minted_now()
    actor = caller.participant if isinstance(caller, Person) else "operator"
    found = minted_again(mission, actor, request.request_id, None)
    if found is None:
        key = runtime.known_key(mission) or await runtime.read(lambda: runtime.mission_key(mission))
        found = minted_again(mission, actor, request.request_id, key) if key is not None else None
    return found or minted_now()


def mission_in(request: Any) -> str:
    """The mission's id in what a request is about; empty where it names none."""
    return mission_named(getattr(request, "name", "") or getattr(request, "parent", ""))


def mission_named(name: Any) -> str:
    """The mission's id in a full name; empty for what is none."""
    parts = name.split("/", 2) if isinstance(name, str) else ()
    return parts[1] if len(parts) > 1 and parts[0] == "missions" else ""


def receipt_message(note: ReceiptNote) -> Receipt:
    """A receipt as it is told."""
    return Receipt(code=note.code, place=note.place, event=note.id)


def _receipt_field(reply: Descriptor) -> str:
    field = reply.fields_by_name.get("receipt")
    told = field is not None and field.message_type is not None
    return "receipt" if told and field.message_type.full_name == Receipt.DESCRIPTOR.full_name else ""  # type: ignore[union-attr]


def _ids_of(view: type[View]) -> Callable[[Any], tuple[str, ...]]:
    """The ids of what is answered with, which the command's fields hold."""
    names = view.at.variables
    if not names:  # of the mission itself, and of what it has once
        return lambda command: ()
    getter = attrgetter(*names)
    if len(names) == 1:
        return lambda command: (str(getter(command)),)
    return lambda command: tuple(getter(command))


# Reading


def _gets(runtime: Runtime, row: Gets) -> Answer:
    view, read = row.view, _reads_name(row.view.at, "name")

    async def answer(call: Call, request: Any) -> bytes:
        mission, ids = read(request.name)
        await runtime.see(mission)

        def shown() -> bytes:
            found = runtime.reads(mission, call).get(view, *ids)
            return bytes(runtime.message(found, mission, call.language).SerializeToString())

        return await runtime.read(shown)

    return answer


def _lists(runtime: Runtime, method: MethodDescriptor, row: Lists) -> Answer:
    view, read = row.view, _reads_name(_parent_of(row.view.at), "parent")
    make = message_factory.GetMessageClass(method.output_type)
    items = _repeated(method.output_type)
    has_total = "total_size" in method.output_type.fields_by_name

    async def answer(call: Call, request: Any) -> bytes:
        mission, parent = read(request.parent)
        await runtime.see(mission)

        def shown() -> bytes:
            page = runtime.reads(mission, call).list(
                view,
                *parent,
                where=request.filter,
                order_by=request.order_by,
                page_size=request.page_size,
                page_token=request.page_token,
            )
            message: Any = make(next_page_token=page.next_page_token)
            getattr(message, items).extend([runtime.message(one, mission, call.language) for one in page.items])
            if has_total:
                message.total_size = page.total_size
            return bytes(message.SerializeToString())

        return await runtime.read(shown)

    return answer


def _reads_name(resource: Resource, field: str) -> Callable[[str], tuple[str, tuple[str, ...]]]:
    """From a full name to the mission and the ids behind it. Raises CallRefused, naming the field."""

    def read(name: str) -> tuple[str, tuple[str, ...]]:
        try:
            ids = resource.parse(name)
        except ValueError:
            pattern = f"missions/{{mission}}/{resource.pattern}".rstrip("/")
            raise CallRefused(
                StatusCode.INVALID_ARGUMENT, "runtime.name-malformed", field=field, pattern=pattern
            ) from None
        mission = ids.pop("mission")
        return mission, tuple(ids.values())

    return read


def _parent_of(resource: Resource) -> Resource:
    """Below what resources of a kind stand: `funds/{fund}` of `funds/{fund}/entries/{entry}`."""
    return Resource(resource.pattern.rpartition("/")[0].rpartition("/")[0])


def _repeated(reply: Descriptor) -> str:
    return next(one.name for one in reply.fields if one.is_repeated and one.message_type is not None)
