"""A service's methods as two classes, one to call and one to await, with the types of what they take and give."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from google.longrunning import operations_proto_pb2
from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor, MethodDescriptor, ServiceDescriptor
from osi.funding.v1 import funding_service_pb2
from osi.log.v1 import hearing_service_pb2, log_service_pb2, receipt_service_pb2
from osi.matching.v1 import matching_service_pb2
from osi.participation.v1 import participation_service_pb2, token_service_pb2
from osi.reads.v1 import read_service_pb2

from osi_client.pages import item_field
from protos.making.image import Image

SERVICES: Mapping[str, ServiceDescriptor] = {
    "funding": funding_service_pb2.DESCRIPTOR.services_by_name["FundingService"],
    "participation": participation_service_pb2.DESCRIPTOR.services_by_name["ParticipationService"],
    "matching": matching_service_pb2.DESCRIPTOR.services_by_name["MatchingService"],
    "log": log_service_pb2.DESCRIPTOR.services_by_name["LogService"],
    "hearing": hearing_service_pb2.DESCRIPTOR.services_by_name["HearingService"],
    "reads": read_service_pb2.DESCRIPTOR.services_by_name["ReadService"],
    "receipts": receipt_service_pb2.DESCRIPTOR.services_by_name["ReceiptService"],
    "tokens": token_service_pb2.DESCRIPTOR.services_by_name["TokenService"],
}
"""By the name that a client calls them."""
RESUMED = {"osi.log.v1.LogService.ReadPublic": "behind_events"}
"""Streams of replies that go on where they broke off, and by what."""

_SCALARS = {
    **dict.fromkeys((FieldDescriptor.TYPE_STRING,), "str"),
    **dict.fromkeys((FieldDescriptor.TYPE_BYTES,), "bytes"),
    **dict.fromkeys((FieldDescriptor.TYPE_BOOL,), "bool"),
    **dict.fromkeys((FieldDescriptor.TYPE_DOUBLE, FieldDescriptor.TYPE_FLOAT), "float"),
}
_HEAD = '''"""{title}: made of the contract by `make protos`; do not edit."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from typing import TypedDict, Unpack

{imports}
from osi_client.aio import AsyncChannel
from osi_client.methods import method
from osi_client.operations import AsyncOperation, Operation
from osi_client.pages import AsyncPages, Pages
from osi_client.plain import Channel
from osi_client.resuming import behind_events

_SERVICE = {service}.DESCRIPTOR.services_by_name["{name}"]
'''


def comments(image: Image) -> dict[str, str]:
    """What the protos say of each service and method, by full name."""
    services = [service for file in image.files for service in file.services]
    nodes = [*services, *(method for service in services for method in service.parts)]
    return {node.name: node.comment for node in nodes}


def modules(said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each module's name and text."""
    yield (
        "__init__.py",
        '"""The services\' methods with their types, made of the contracts by `make protos`; do not edit."""\n',
    )
    for name, service in SERVICES.items():
        yield f"{name}.py", formatted(_module(name, service, said))


def formatted(text: str) -> str:
    """The text as ruff has it, without imports that it does not need."""
    for command in (["check", "--quiet", "--select", "F401,I", "--fix-only"], ["format", "--quiet"]):
        ruff = [
            sys.executable,
            "-m",
            "ruff",
            *command,
            "--stdin-filename",
            "services/client/osi_client/facades/one.py",
            "-",
        ]
        text = subprocess.run(ruff, input=text, capture_output=True, text=True, check=True).stdout
    return text


def _module(name: str, service: ServiceDescriptor, said: Mapping[str, str]) -> str:
    title = name.capitalize()
    methods = sorted(service.methods, key=lambda one: one.index)
    body = [
        *(_fields(one) for one in methods if not one.client_streaming),
        *(
            f"{_constant(one)} = method(_SERVICE, {one.name!r}, {_type(one.input_type)}, {_type(one.output_type)})"
            for one in methods
        ),
        *_class(f"{title}Methods", "Channel", methods, said),
        *_class(f"Async{title}Methods", "AsyncChannel", methods, said),
    ]
    text = "\n".join(body)
    used = sorted(set(re.findall(r"\b(\w+)\.(\w+_pb2)\b", text)))
    imports = "\n".join(f"from {package.replace('__', '.')} import {module}" for package, module in used)
    head = _HEAD.format(
        title=f"The methods of {service.full_name}",
        imports=imports,
        service=_module_of(service).partition(".")[2],
        name=service.name,
    )
    return head + re.sub(r"\b\w+__\w+\.(\w+_pb2)\b", r"\1", text) + "\n"


def _fields(one: MethodDescriptor) -> str:
    lines = [f"class {one.name}Fields(TypedDict, total=False):", f'    """Fields of `{one.input_type.name}`."""', ""]
    lines += (f"    {field.name}: {_field(field)}" for field in one.input_type.fields)
    return "\n".join(lines) + "\n"


def _field(field: FieldDescriptor) -> str:
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        raise NotImplementedError(f"{field.full_name}: no request has a map yet")
    if field.name == "timeout":
        raise ValueError(f"{field.full_name}: every method takes a timeout of its own")
    kind = field.message_type or field.enum_type
    name = _SCALARS.get(field.type, "int") if kind is None else _type(kind)
    if isinstance(kind, EnumDescriptor):
        name += ".ValueType"
    return f"Iterable[{name}]" if field.is_repeated else name


def _class(name: str, channel: str, methods: Iterable[MethodDescriptor], said: Mapping[str, str]) -> Iterator[str]:
    is_async = channel.startswith("Async")
    methods = list(methods)
    yield f"class {name}:"
    yield _docstring(said[methods[0].containing_service.full_name], 4)
    yield f"    def __init__(self, channel: {channel}) -> None:\n        self._channel = channel\n"
    for one in methods:
        yield "\n".join(_method(one, is_async, said[one.full_name]))


def _method(one: MethodDescriptor, is_async: bool, comment: str) -> Iterator[str]:
    taken, given = _type(one.input_type), _type(one.output_type)
    constant, prefix = _constant(one), "Async" if is_async else ""
    begins, waits = ("async def", "await ") if is_async else ("def", "")
    call, made = "self._channel.unary", f"{constant}.made(request, fields)"
    returns, result = given, f"{waits}{call}({constant}, {made}, timeout)"
    if one.client_streaming:
        result = f"{waits}self._channel.send({constant}, lambda: requests, timeout)"
    elif one.server_streaming:
        begins, returns = "def", f"{prefix}Iterator[{given}]"
        behind = f", {RESUMED[one.full_name]}" if one.full_name in RESUMED else ""
        result = f"self._channel.receive({constant}, {made}, timeout{behind})"
    elif "next_page_token" in one.output_type.fields_by_name:
        item = item_field(one).message_type
        assert item is not None, one.full_name
        begins, returns = "def", f"{prefix}Pages[{_type(item)}, {taken}, {given}]"
        result = f"{prefix}Pages(self._channel, {constant}, {made}, timeout)"
    elif one.output_type is operations_proto_pb2.Operation.DESCRIPTOR:
        ends, tells = (_type(kind) for kind in _operation(one))
        returns = f"{prefix}Operation[{ends}, {tells}]"
        result = f"{prefix}Operation(self._channel, {result}, {ends}, {tells})"
    yield f"    {begins} {_snake(one.name)}("
    if one.client_streaming:
        yield f"        self, requests: Sequence[{taken}], /, *, timeout: float | None = None"
    else:
        yield f"        self, request: {taken} | None = None, /, *, timeout: float | None = None,"
        yield f"        **fields: Unpack[{one.name}Fields],"
    yield f"    ) -> {returns}:"
    yield _docstring(comment, 8)
    yield f"        return {result}\n"


def _operation(one: MethodDescriptor) -> Iterator[Descriptor]:
    options: Any = one.GetOptions()
    info = options.Extensions[operations_proto_pb2.operation_info]
    for name in (info.response_type, info.metadata_type):
        full = name if "." in name else f"{one.containing_service.file.package}.{name}"
        yield one.containing_service.file.pool.FindMessageTypeByName(full)


def _docstring(comment: str, indent: int) -> str:
    margin = " " * indent
    paragraphs = [" ".join(text.split()) for text in comment.split("\n\n")]
    wrapped = [textwrap.wrap(text, 114 - indent) for text in paragraphs]
    lines = "\n\n".join("\n".join(one) for one in wrapped).replace("\\", "\\\\")
    text = f'"""{lines}' + ('\n"""' if "\n" in lines else '"""')
    return textwrap.indent(text, margin)


def _type(kind: Descriptor | EnumDescriptor) -> str:
    return f"{_module_of(kind)}.{kind.full_name.removeprefix(kind.file.package + '.')}"


def _module_of(kind: Descriptor | EnumDescriptor | ServiceDescriptor) -> str:
    folder, _, name = kind.file.name.removesuffix(".proto").rpartition("/")
    if kind.file is operations_proto_pb2.DESCRIPTOR:
        name = "operations_proto"
    return f"{folder.replace('/', '__')}.{name}_pb2"


def _constant(one: MethodDescriptor) -> str:
    return "_" + _snake(one.name).upper()


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
