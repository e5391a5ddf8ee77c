"""The reference page: everything that the comments of the protos say, in the order of use.

A method stands with what it takes; then come the messages, events and lists that several methods share.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from protos.making import sources
from protos.making.image import File, Image, Node, all_types, is_repeated, type_of

PAGE = sources.ROOT.parent / "docs" / "protos.md"

HEAD = """# The contracts

What the services promise, method by method. Made from the comments of `protos/` by `make protos`, and held equal to
them by `make check`: to change a sentence here, change the comment there. How the protos are kept, released and read by
programs tells [their README](../protos/README.md).

Names of resources are full names (`missions/m/funds/f`). *required* must be given; *optional* tells apart whether it
was given; *told* is only ever said by the service, and is not looked at in what is sent to it.
"""

_MARKS = {"REQUIRED": "required", "OUTPUT_ONLY": "told", "IDENTIFIER": "name", "IMMUTABLE": "never changes"}


def page(raw: bytes) -> str:
    """The page, of an image of the protos."""
    return _Page(Image(raw)).text()


class _Page:
    def __init__(self, image: Image) -> None:
        self.image = image
        types = [one for file in image.files for one in all_types(file.types)]
        self.here = {one.name: one for one in types}
        methods = [method for file in image.files for service in file.services for method in service.parts]
        self.taken = {method.proto.input_type[1:] for method in methods}
        """Requests: they are shown with their methods alone."""
        given = Counter(method.proto.output_type[1:] for method in methods)
        self.answers = {name for name, times in given.items() if times == 1 and name.endswith("Response")}
        """Answers of one method, which are shown with it too."""

    def text(self) -> str:
        ordered = sorted(self.image.files, key=lambda file: (file.package != "osi.funding.v1", file.package))
        packages = [(name, list(files)) for name, files in groupby(ordered, key=lambda file: file.package)]
        lines = [HEAD, *(self._contents(name, files) for name, files in packages), ""]
        for name, files in packages:
            lines += [f"## {name}\n", *(f"{file.comment}\n" for file in files if file.comment)]
            lines += [part for file in files for service in file.services for part in self._service(service)]
            lines += self._types(files)
        return "\n".join(lines).rstrip() + "\n"

    def _contents(self, package: str, files: Iterable[File]) -> str:
        services = [_link(service.name) for file in files for service in file.services]
        return f"- [{package}](#{anchor(package)})" + (": " if services else "") + ", ".join(services)

    def _service(self, service: Node) -> Iterator[str]:
        yield f"### {service.short}\n\n{service.comment}\n"
        yield "| method | what it does |\n|---|---|"
        for method in service.parts:
            yield f"| [{method.short}](#{anchor(method.short)}) | {_cell(method.comment.split('. ')[0])} |"
        yield ""
        for method in service.parts:
            yield from self._method(method)

    def _method(self, method: Node) -> Iterator[str]:
        yield f"#### {method.short}\n\n{method.comment}\n"
        yield f"{self._way(method)}\n"
        takes, gives = method.proto.input_type[1:], method.proto.output_type[1:]
        yield f"Takes {_counted(takes, method.proto.client_streaming)}:\n"
        yield from self._fields(self.here[takes])
        if gives in self.answers:
            yield f"Gives {_counted(gives, method.proto.server_streaming)}:\n"
            yield from self._fields(self.here[gives])
        else:
            yield f"Gives {self._type_link(gives)}.\n"

    def _way(self, method: Node) -> str:
        http = self.image.option(method, "google.api.http")
        verb = http.WhichOneof("pattern")
        found = [f"Over HTTP: `{verb.upper()} {getattr(http, verb)}`"] if verb else []
        command = self.image.option(method, "osi.type.v1.command")
        found += [f"Command of the [phase rules](process.md): `{command}`"] if command else []
        return ". ".join([*found, ""]).strip() or "Over gRPC alone."

    def _types(self, files: Iterable[File]) -> Iterator[str]:
        shown = [one for file in files for one in all_types(file.types) if one.name not in self.taken | self.answers]
        events = [one for one in shown if not one.is_enum and self.image.option(one, "osi.type.v1.event_type")]
        messages = [one for one in shown if not one.is_enum and one not in events]
        enums = [one for one in shown if one.is_enum]
        options = [one for file in files for one in file.extensions]
        for title, group in (("Messages", messages), ("Events", events), ("Lists", enums), ("Options", options)):
            if group:
                yield f"### {title}\n"  # several packages have them: links go to what stands below
            for one in group:
                yield from self._type(one)

    def _type(self, one: Node) -> Iterator[str]:
        yield f"#### {_titled(one.name)}\n"
        if not one.parts and hasattr(one.proto, "extendee"):
            yield f"{one.comment}\n"
            return
        event = "" if one.is_enum else self.image.option(one, "osi.type.v1.event_type")
        if event:
            yield f"`{event}`\n"
        if one.comment:
            yield f"{one.comment}\n"
        if one.is_enum:
            yield "| value | number | meaning |\n|---|---|---|"
            yield from (f"| `{v.short}` | {v.proto.number} | {_cell(v.comment)} |" for v in one.parts)
            yield ""
        else:
            yield from self._fields(one)

    def _fields(self, message: Node) -> Iterator[str]:
        if not message.parts:
            yield "It has no fields.\n"
            return
        yield "| field | type | meaning |\n|---|---|---|"
        for field in message.parts:
            marks = "".join(f"*{mark}.* " for mark in self._marks(field))
            yield f"| `{field.short}` | {self._type_of(field)} | {marks}{_cell(field.comment)} |"
        yield ""

    def _marks(self, field: Node) -> Iterator[str]:
        behaviors = self.image.option(field, "google.api.field_behavior")
        names = field.proto.options.DESCRIPTOR.file.pool.FindEnumTypeByName("google.api.FieldBehavior")
        yield from (_MARKS[name] for one in behaviors if (name := names.values_by_number[one].name) in _MARKS)
        if field.proto.proto3_optional:
            yield "optional"

    def _type_of(self, field: Node) -> str:
        entry = self.image.map_entry(field)
        if entry is not None:
            key, value = (entry.fields_by_name[name].type for name in ("key", "value"))
            return f"map of {_PLAIN.get(key, '?')} to {_PLAIN.get(value, '?')}"
        plain = type_of(field)
        shown = self._type_link(field.proto.type_name[1:]) if plain in ("message", "enum") else plain
        reference = self.image.option(field, "google.api.resource_reference").type
        if reference:
            shown = f"name of `{reference.partition('/')[2]}`" if reference != "*" else "name"
        return f"repeated {shown}" if is_repeated(field) else shown

    def _type_link(self, name: str) -> str:
        return _link(name) if name in self.here and name not in self.taken | self.answers else f"`{name}`"


_PLAIN = {3: "int64", 5: "int32", 9: "string", 8: "bool"}


def _counted(name: str, is_stream: bool) -> str:
    return f"a stream of `{_short(name)}`" if is_stream else f"`{_short(name)}`"


def _titled(name: str) -> str:
    """A name without its package, as it stands in a heading: nested ones keep what they are in."""
    return ".".join(part for part in name.split(".") if part[:1].isupper()) or _short(name)


def _short(name: str) -> str:
    return name.rpartition(".")[2]


def _link(name: str) -> str:
    return f"[{_titled(name)}](#{anchor(_titled(name))})"


def anchor(title: str) -> str:
    """Where a heading can be linked to, as GitHub has it."""
    return re.sub(r"[^\w-]", "", title.lower().replace(" ", "-"))


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
