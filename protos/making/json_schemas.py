"""JSON schemas of messages, as they look in protobuf's JSON form, with their comments; and examples that fit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor

from protos.making.image import Image, Node, all_types

__all__ = ["JsonSchemas"]

Schema = dict[str, Any]
_STRING: Schema = {"type": "string"}
_WHOLE = {FieldDescriptor.CPPTYPE_INT32, FieldDescriptor.CPPTYPE_UINT32}
_LONG = {FieldDescriptor.CPPTYPE_INT64, FieldDescriptor.CPPTYPE_UINT64}
_FLOAT = {FieldDescriptor.CPPTYPE_DOUBLE, FieldDescriptor.CPPTYPE_FLOAT}
_KNOWN: dict[str, tuple[Schema, Any]] = {
    "google.protobuf.Timestamp": ({"type": "string", "format": "date-time"}, "2026-03-01T09:00:00Z"),
    "google.protobuf.Duration": ({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?s$"}, "86400s"),
    "google.protobuf.Struct": ({"type": "object"}, {}),
    "google.protobuf.Value": ({}, "text"),
    "google.protobuf.ListValue": ({"type": "array"}, []),
    "google.protobuf.FieldMask": (_STRING, "title"),
    "google.protobuf.Any": ({"type": "object", "properties": {"@type": _STRING}, "required": ["@type"]}, None),
}
_EXAMPLES = {"google.type.Money.currency_code": "EUR"}
_PREFIX = "#/components/schemas/"


class JsonSchemas:
    """The schemas of an image's messages and enums, those that were asked for and what they stand on."""

    def __init__(self, image: Image) -> None:
        self._image = image
        types = [one for file in image.files for one in all_types(file.types)]
        self._said: dict[str, Node] = {one.name: one for one in types}
        self._patterns = dict(self._resources(types))
        self.made: dict[str, Schema] = {}
        """Name → schema."""

    def reference(self, name: str) -> Schema:
        """A reference to the schema of a message, which is made."""
        return self._message(self._image.message(name))

    def example(self, name: str) -> dict[str, Any]:
        """A message of this kind, with something in each of its fields."""
        return self._example(self._image.message(name), 0)

    # Schemas

    def _message(self, kind: Descriptor) -> Schema:
        if kind.full_name in _KNOWN:
            return dict(_KNOWN[kind.full_name][0])
        if kind.full_name not in self.made:
            schema = self.made[kind.full_name] = _described({"type": "object"}, self._comment(kind.full_name))
            comments = {one.short: one.comment for one in self._parts(kind.full_name)}
            schema["properties"] = {
                field.json_name: _described(self._field(field), comments.get(field.name, "")) for field in kind.fields
            }
        return {"$ref": _PREFIX + kind.full_name}

    def _enum(self, kind: EnumDescriptor) -> Schema:
        if kind.full_name not in self.made:
            values = "".join(f"\n- `{one.short}`: {_line(one.comment)}" for one in self._parts(kind.full_name))
            said = f"{self._comment(kind.full_name)}\n{values}".strip()
            self.made[kind.full_name] = _described({"type": "string", "enum": [one.name for one in kind.values]}, said)
        return {"$ref": _PREFIX + kind.full_name}

    def _field(self, field: FieldDescriptor) -> Schema:
        if field.message_type is not None and _is_map(field):
            return {"type": "object", "additionalProperties": self._one(field.message_type.fields_by_name["value"])}
        return {"type": "array", "items": self._one(field)} if field.is_repeated else self._one(field)

    def _one(self, field: FieldDescriptor) -> Schema:
        if field.message_type is not None:
            return self._message(field.message_type)
        if field.enum_type is not None:
            return self._enum(field.enum_type)
        if field.type == FieldDescriptor.TYPE_BYTES:
            return {"type": "string", "contentEncoding": "base64"}
        if field.cpp_type == FieldDescriptor.CPPTYPE_BOOL:
            return {"type": "boolean"}
        if field.cpp_type in _LONG:
            return {"type": "string", "pattern": "^-?[0-9]+$"}
        if field.cpp_type in _WHOLE:
            return {"type": "integer"}
        return {"type": "number"} if field.cpp_type in _FLOAT else dict(_STRING)

    # Examples

    def _example(self, kind: Descriptor, depth: int) -> dict[str, Any]:
        shown = (field for field in kind.fields if field.containing_oneof is None or _is_first(field))
        return {field.json_name: value for field in shown if (value := self._value(field, depth)) is not None}

    def _value(self, field: FieldDescriptor, depth: int) -> Any:
        if _is_map(field):
            return None
        value = self._single(field, depth)
        return value if value is None or not field.is_repeated else [value]

    def _single(self, field: FieldDescriptor, depth: int) -> Any:
        if field.message_type is not None:
            if field.message_type.full_name in _KNOWN:
                return _KNOWN[field.message_type.full_name][1]
            return self._example(field.message_type, depth + 1) if depth < _DEEPEST else None
        if field.enum_type is not None:
            return field.enum_type.values[-1].name
        if field.type == FieldDescriptor.TYPE_BYTES:
            return "AQI="
        if field.cpp_type == FieldDescriptor.CPPTYPE_BOOL:
            return True
        if field.cpp_type in _LONG:
            return "1"
        if field.cpp_type in _WHOLE | _FLOAT:
            return 1
        return _EXAMPLES.get(field.full_name) or self._named(field) or "text"

    def _named(self, field: FieldDescriptor) -> str:
        """The name of a resource, where the field is one."""
        asked = self._image.field_option(field, "google.api.resource_reference").type
        pattern = self._patterns.get(asked, "")
        return re.sub(r"\{(\w+)\}", lambda found: "m" if found[1] == "mission" else f"{found[1]}-1", pattern)

    def _resources(self, types: Iterable[Node]) -> Iterator[tuple[str, str]]:
        for one in types:
            if not one.is_enum and self._image.has(one, "google.api.resource"):
                resource = self._image.option(one, "google.api.resource")
                yield resource.type, resource.pattern[0]
        for resource in self._image.resource_definitions():
            yield resource.type, resource.pattern[0]

    def _comment(self, name: str) -> str:
        return self._said[name].comment if name in self._said else ""

    def _parts(self, name: str) -> tuple[Node, ...]:
        return self._said[name].parts if name in self._said else ()


_DEEPEST = 3


def _described(schema: Schema, said: str) -> Schema:
    """A reference bears nothing beside it in JSON schema's draft 7, so it is wrapped."""
    if not said:
        return schema
    return {"description": said, **({"allOf": [schema]} if "$ref" in schema else schema)}


def _line(text: str) -> str:
    return " ".join(text.split())


def _is_map(field: FieldDescriptor) -> bool:
    return field.message_type is not None and bool(field.message_type.GetOptions().map_entry)


def _is_first(field: FieldDescriptor) -> bool:
    return field.containing_oneof is not None and field.containing_oneof.fields[0] is field
