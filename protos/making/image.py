"""An image of the protos, read: what each thing is, with its comment and its options."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_TYPES = {
    kind.number: kind.name.removeprefix("TYPE_").lower()
    for kind in descriptor_pb2.FieldDescriptorProto.Type.DESCRIPTOR.values
}
_REPEATED = descriptor_pb2.FieldDescriptorProto.LABEL_REPEATED


class Node(NamedTuple):
    """A service, method, message, field, enum or value: its descriptor, its full name, and what is said of it."""

    proto: Any
    name: str
    comment: str
    parts: tuple[Node, ...] = ()
    """Methods, fields, oneofs or values."""
    nested: tuple[Node, ...] = ()
    """Messages and enums that are declared within a message."""

    @property
    def short(self) -> str:
        """The last part of the name."""
        return self.name.rpartition(".")[2]

    @property
    def is_enum(self) -> bool:
        """Whether it is an enum; else, of messages and enums, a message."""
        return bool(self.proto.DESCRIPTOR.name == "EnumDescriptorProto")


class File(NamedTuple):
    """One proto."""

    package: str
    comment: str
    services: tuple[Node, ...]
    types: tuple[Node, ...]
    extensions: tuple[Node, ...]


class Image:
    """All our protos, and the options that they declare."""

    def __init__(self, raw: bytes) -> None:
        known = descriptor_pb2.FileDescriptorSet.FromString(raw)
        self._pool = descriptor_pool.DescriptorPool()
        for file in known.file:
            self._pool.Add(file)
        kind = message_factory.GetMessageClass(self._pool.FindMessageTypeByName("google.protobuf.FileDescriptorSet"))
        read: Any = kind.FromString(raw)  # by its own pool, so that the options are known
        self._file_options = [file.options for file in read.file if file.package.startswith("osi.")]
        self.files = tuple(_file(file) for file in read.file if file.package.startswith("osi."))

    def option(self, node: Node, name: str) -> Any:
        """The value of an option, empty where it is not set."""
        return node.proto.options.Extensions[self._pool.FindExtensionByName(name)]

    def has(self, node: Node, name: str) -> bool:
        """Whether an option is set."""
        return bool(node.proto.options.HasExtension(self._pool.FindExtensionByName(name)))

    def message(self, name: str) -> Any:
        """The descriptor of a message, also of one that is another's."""
        return self._pool.FindMessageTypeByName(name)

    def field_option(self, field: Any, name: str) -> Any:
        """The value of an option of a descriptor's field."""
        kind = message_factory.GetMessageClass(self._pool.FindMessageTypeByName("google.protobuf.FieldOptions"))
        read: Any = kind.FromString(field.GetOptions().SerializeToString())
        return read.Extensions[self._pool.FindExtensionByName(name)]

    def resource_definitions(self) -> list[Any]:
        """Resources that a file declares without a message."""
        name = self._pool.FindExtensionByName("google.api.resource_definition")
        return [one for options in self._file_options for one in options.Extensions[name]]

    def map_entry(self, field: Node) -> Any:
        """The entry message of a field that is a map, None of any other."""
        if field.proto.label != _REPEATED or not field.proto.type_name:
            return None
        found = self._pool.FindMessageTypeByName(field.proto.type_name[1:]) if type_of(field) == "message" else None
        return found if found is not None and found.GetOptions().map_entry else None


def type_of(field: Node) -> str:
    """The kind of a field's type: `string`, `message`, `enum`."""
    return _TYPES[field.proto.type]


def is_repeated(field: Node) -> bool:
    """Whether a field holds several values."""
    return bool(field.proto.label == _REPEATED)


def _file(file: Any) -> File:
    said = {tuple(place.path): place for place in file.source_code_info.location}

    def comment(*path: int) -> str:
        place = said.get(path)
        if place is None:
            return ""
        texts = [*place.leading_detached_comments, place.leading_comments, place.trailing_comments]
        return "\n\n".join(_unindented(text) for text in texts if text)

    def message(proto: Any, within: str, *path: int) -> Node:
        name = f"{within}.{proto.name}"
        fields = (Node(one, f"{name}.{one.name}", comment(*path, 2, at)) for at, one in enumerate(proto.field))
        inner = [message(one, name, *path, 3, at) for at, one in enumerate(proto.nested_type)]
        inner += [enum(one, name, *path, 4, at) for at, one in enumerate(proto.enum_type)]
        kept = (one for one in inner if one.is_enum or not one.proto.options.map_entry)
        return Node(proto, name, comment(*path), tuple(fields), tuple(kept))

    def enum(proto: Any, within: str, *path: int) -> Node:
        name = f"{within}.{proto.name}"
        values = (Node(one, f"{name}.{one.name}", comment(*path, 2, at)) for at, one in enumerate(proto.value))
        return Node(proto, name, comment(*path), tuple(values))

    def service(proto: Any, at: int) -> Node:
        name = f"{file.package}.{proto.name}"
        methods = (Node(one, f"{name}.{one.name}", comment(6, at, 2, place)) for place, one in enumerate(proto.method))
        return Node(proto, name, comment(6, at), tuple(methods))

    types = [message(one, file.package, 4, at) for at, one in enumerate(file.message_type)]
    types += [enum(one, file.package, 5, at) for at, one in enumerate(file.enum_type)]
    options = [Node(one, f"{file.package}.{one.name}", comment(7, at)) for at, one in enumerate(file.extension)]
    services = [service(one, at) for at, one in enumerate(file.service)]
    return File(file.package, comment(12), tuple(services), tuple(types), tuple(options))


def _unindented(text: str) -> str:
    return "\n".join(line.removeprefix(" ") for line in text.strip("\n").splitlines()).strip()


def all_types(types: tuple[Node, ...]) -> Iterator[Node]:
    """Messages and enums with those declared within them."""
    for one in types:
        yield one
        yield from all_types(one.nested)
