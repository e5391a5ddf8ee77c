"""The AsyncAPI document: every public event as a message on the bus, by the protos and their comments.

https://www.asyncapi.com/docs/reference/specification/v3.0.0
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from protos.making import sources
from protos.making.image import Image, Node, all_types
from protos.making.json_schemas import JsonSchemas
from protos.making.subjects import Said, said_where

__all__ = ["PAGE", "document", "text"]

PAGE = sources.ROOT.parent / "docs" / "asyncapi.yaml"

_ENVELOPE = "osi.log.v1.PublicEvent"
_DESCRIPTION = """\
What the services say in public over NATS JetStream, in the stream `OSI`. Made from the comments of `protos/` by
`make protos`, and held equal to them by `make check`.

A message is a CloudEvent 1.0 in binary mode: its attributes are headers (`ce-…`), percent-encoded as the NATS protocol
binding asks for, and its data are the bytes of one `osi.log.v1.PublicEvent`. The schemas show it in protobuf's JSON
form; on the wire it is binary. The envelope in it, the bytes that were hashed, counts; `payload` is the same event as a
message of the contracts.

Events of one chain (`ce-chain`) are numbered, and each names the public one before it (`ce-previous`): so who hears one
knows whether another is missing, and asks its origin for it (`osi.log.v1.LogService/ReadPublic`). A message may come
twice. On the wire fields are only added: who reads passes over what is unknown, and over types that were not asked for.
`*` in the place of a mission or a kind of resource subscribes to all of them.
"""
_HEADERS: dict[str, tuple[str, str]] = {
    "Nats-Msg-Id": (
        "Id of the message: that of the event, or `<event id>.<refill>` where the stream is filled anew.",
        "",
    ),
    "content-type": ("`application/protobuf`.", "application/protobuf"),
    "ce-specversion": ("CloudEvents' version: `1.0`.", "1.0"),
    "ce-id": ("Id of the event: `<chain>:<mission>:<position>`.", ""),
    "ce-source": ("Where the event stands: `//osi/missions/<mission>/chains/<chain>`.", ""),
    "ce-type": ("Type of the event, behind `osi.v1.`.", ""),
    "ce-subject": ("Full name of the resource that it is about.", ""),
    "ce-time": ("When it happened: UTC, RFC 3339.", "2026-03-01T09:00:00.000000Z"),
    "ce-dataschema": ("The message that the data are: `osi.log.v1.PublicEvent`.", _ENVELOPE),
    "ce-chain": ("Name of the chain.", ""),
    "ce-position": ("Position in the chain.", ""),
    "ce-previous": ("Position of the chain's public event before it; 0 for the first.", ""),
    "ce-digest": ("SHA-256 of the data, in hexadecimal.", "0" * 64),
    "ce-hash": ("The origin's hash of the event, in hexadecimal.", "0" * 64),
    "traceparent": ("W3C's trace context; absent where nothing is traced.", ""),
}
"""Name → meaning, and an example where it is always the same."""
_OPTIONAL = "traceparent"


def text(raw: bytes) -> str:
    """The document as YAML, of an image of the protos."""
    yaml = YAML()
    yaml.width, yaml.default_flow_style = 120, False
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.ignore_aliases = lambda _: True
    written = io.StringIO()
    yaml.dump(_literal(document(raw)), written)
    return "# Made by `make protos`: change the comments of the protos.\n" + written.getvalue()


def document(raw: bytes) -> dict[str, Any]:
    """The document, of an image of the protos."""
    image = Image(raw)
    schemas, where = JsonSchemas(image), said_where()
    schemas.reference(_ENVELOPE)
    events = list(_events(image))
    messages = {kind: _message(kind, node, where[kind], schemas) for kind, node in events}
    said = [(kind, one) for kind, _ in events for one in where[kind]]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Open Social Innovation: public events",
            "version": "1.0.0",
            "description": _DESCRIPTION,
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": "application/protobuf",
        "servers": {
            "nats": {
                "host": "{host}",
                "protocol": "nats",
                "description": "One of the servers in `bus.servers`, with JetStream (2.14 or newer).",
                "variables": {"host": {"default": "localhost:4222", "description": "Host and port."}},
            }
        },
        "channels": {_key(kind, one): _channel(kind, one, where[kind]) for kind, one in said},
        "operations": {f"say-{_key(kind, one)}": _operation(kind, one) for kind, one in said},
        "components": {
            "messages": messages,
            "schemas": {"headers": _headers(), **dict(sorted(schemas.made.items()))},
            "parameters": {"mission": {"description": "Id of the mission.", "examples": ["climate-2030"]}},
        },
    }


def _events(image: Image) -> Iterator[tuple[str, Node]]:
    """Type and message of each public event, by type."""
    found = {
        image.option(one, "osi.type.v1.event_type"): one
        for file in image.files
        for one in all_types(file.types)
        if not one.is_enum and image.option(one, "osi.type.v1.event_type")
    }
    yield from sorted(found.items())


def _key(kind: str, said: Said) -> str:
    return f"{said.service}-{kind.replace('.', '-')}"


def _channel(kind: str, said: Said, where: list[Said]) -> dict[str, Any]:
    services = " It is said by several services." if len({one.service for one in where}) > 1 else ""
    return {
        "address": said.subject(kind),
        "title": kind,
        "description": f"What {said.service} says of {said.aggregate}.{services}",
        "parameters": {"mission": {"$ref": "#/components/parameters/mission"}},
        "messages": {kind: {"$ref": f"#/components/messages/{kind}"}},
    }


def _operation(kind: str, said: Said) -> dict[str, Any]:
    channel = f"#/channels/{_key(kind, said)}"
    return {
        "action": "send",
        "title": f"{said.service.capitalize()} says {kind}",
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{kind}"}],
    }


def _message(kind: str, node: Node, where: list[Said], schemas: JsonSchemas) -> dict[str, Any]:
    """A single type narrows the envelope's own payload, which may be anything."""
    narrowed = {"type": {"const": kind}, "payload": schemas.reference(node.name)}
    return {
        "name": kind,
        "title": node.short,
        "summary": node.comment.split("\n\n")[0],
        "contentType": "application/protobuf",
        "headers": {"$ref": "#/components/schemas/headers"},
        "payload": {
            "allOf": [{"$ref": f"#/components/schemas/{_ENVELOPE}"}, {"type": "object", "properties": narrowed}]
        },
        "examples": [_example(kind, node, where[0], schemas)],
        "x-protobuf": {"message": _ENVELOPE, "payload": node.name},
    }


def _example(kind: str, node: Node, said: Said, schemas: JsonSchemas) -> dict[str, Any]:
    chain, stream = (
        f"{said.service}-1",
        "missions/m" if said.aggregate == "missions" else f"missions/m/{said.aggregate}/a",
    )
    id = f"{chain}:m:7"
    told = {
        "Nats-Msg-Id": id,
        "ce-id": id,
        "ce-source": f"//osi/missions/m/chains/{chain}",
        "ce-type": f"osi.v1.{kind}",
        "ce-subject": stream,
        "ce-chain": chain,
        "ce-position": "7",
        "ce-previous": "5",
    }
    headers = {name: told.get(name, value) for name, (_, value) in _HEADERS.items() if name != _OPTIONAL}
    payload = {
        "id": id,
        "mission": "missions/m",
        "chain": chain,
        "position": "7",
        "previous": "5",
        "stream": stream,
        "version": "1",
        "type": kind,
        "payload": {"@type": f"type.googleapis.com/{node.name}", **schemas.example(node.name)},
    }
    return {"name": "in-json", "summary": "In protobuf's JSON form.", "headers": headers, "payload": payload}


def _headers() -> dict[str, Any]:
    properties = {name: {"type": "string", "description": said} for name, (said, _) in _HEADERS.items()}
    required = [name for name in _HEADERS if name != _OPTIONAL]
    return {"type": "object", "properties": properties, "required": required}


def _literal(value: Any) -> Any:
    """Texts of several lines are written so."""
    if isinstance(value, dict):
        return {name: _literal(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_literal(one) for one in value]
    return LiteralScalarString(value) if isinstance(value, str) and "\n" in value else value
