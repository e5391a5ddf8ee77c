"""Resource names: what the contracts say of them, and how a name becomes ids and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from google.api import resource_pb2
from google.protobuf.descriptor import Descriptor, FieldDescriptor, FileDescriptor

from osi_core.domain import Resource, Unmet
from osi_wire.faults import Unfit
from osi_wire.options import option
from osi_wire.unmapped import Unmapped
from osi_wire.values import Scalar

_IN_MISSION = "missions/{mission}"
_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


class Resources:
    """The kinds of resources that some contracts name, with the patterns of their names."""

    def __init__(self, files: Iterable[FileDescriptor]) -> None:
        self._patterns = {
            one.type: one.pattern[0] for file in _with_imports(files) for one in _declared(file) if one.pattern
        }

    def referred_by(self, field: FieldDescriptor) -> Resource | None:
        """The kind of resource that a field names; None of a field that names none."""
        kind = option(field, resource_pb2.resource_reference).type
        if not kind:
            return None
        if kind not in self._patterns:
            raise Unmapped(f"{field.full_name}: no contract declares the resource {kind}")
        return _resource(self._patterns[kind])


def resource_of(message: Descriptor) -> Resource | None:
    """The kind of resource that a message is; None of one that is none."""
    declared = option(message, resource_pb2.resource).pattern
    return _resource(declared[0]) if declared else None


def _resource(pattern: str) -> Resource:
    if pattern != _IN_MISSION and not pattern.startswith(f"{_IN_MISSION}/"):
        raise Unmapped(f"{pattern}: a resource stands within a mission")
    return Resource(pattern.removeprefix(_IN_MISSION).removeprefix("/"))


def _with_imports(files: Iterable[FileDescriptor]) -> Iterator[FileDescriptor]:
    waiting, seen = list(files), set[str]()
    while waiting:
        file = waiting.pop()
        if file.name not in seen:
            seen.add(file.name)
            waiting.extend(file.dependencies)
            yield file


def _declared(file: FileDescriptor) -> Iterator[Any]:
    yield from option(file, resource_pb2.resource_definition)
    for message in file.message_types_by_name.values():
        yield option(message, resource_pb2.resource)


def address(resource: Resource) -> Callable[[str], dict[str, str]]:
    """What takes the full name of a resource of this kind apart: mission, and the ids by their variables.

    The ids themselves are judged by the command that they go to.
    """
    parts = ["missions", "{mission}", *(resource.pattern.split("/") if resource.pattern else ())]
    fixed = tuple((at, part) for at, part in enumerate(parts) if not part.startswith("{"))
    variables = tuple((part[1:-1], at) for at, part in enumerate(parts) if part.startswith("{"))

    def parse(name: str) -> dict[str, str]:
        if not name:
            raise Unfit(Unmet("missing"))
        found = name.split("/")
        if len(found) != len(parts) or any(found[at] != part for at, part in fixed):
            raise Unfit(Unmet("name-malformed", form="/".join(parts)))
        return {variable: found[at] for variable, at in variables}

    return parse


def reference(resource: Resource, checks_id: bool) -> Scalar:
    """Names of resources of this kind, which the library knows by their ids alone.

    `checks_id`: the id is checked here, for the field that it goes to takes any text.
    """
    if len(resource.variables) != 1 or not resource.pattern.endswith("}"):
        raise Unmapped(f"{resource}: a field cannot hold the ids of such a name")
    within = resource.pattern.rpartition("{")[0]

    def read(name: str, mission: str) -> str:
        head = f"missions/{mission}/{within}"
        if name.startswith(head):
            id = name[len(head) :]
            if not checks_id or _ID.fullmatch(id):
                return id
        raise Unfit(_fault(name, resource))

    def write(id: str, mission: str) -> str:
        return f"missions/{mission}/{within}{id}"

    return Scalar(read, write)


def _fault(name: str, resource: Resource) -> Unmet:
    if resource.matches(name):
        return Unmet("name-of-another-mission")
    return Unmet("name-malformed", form=resource.within("{mission}", *(f"{{{one}}}" for one in resource.variables)))
