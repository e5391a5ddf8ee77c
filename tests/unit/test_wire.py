"""What commands and events carry could cross a wire: each field has a type of protobuf's, or is made of such types.

A contract names fields and resources for good, so whatever no contract could name is found here, by class and field.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import chain
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import AwareDatetime, BaseModel, Field
from pydantic.fields import FieldInfo

import osi_core
from osi_core.domain import Event, Model, Plain, Resource
from osi_core.log.records import DecisionRecord
from osi_core.plugins import Column
from osi_core.process.share import share_of
from osi_core.solutions.commands import UpdateSolution

HOUSE = Path(osi_core.__file__).parent
SCALARS = (bool, str, Decimal, date, AwareDatetime, Column)
"""A Decimal crosses as a string, a Column as bytes, date and AwareDatetime as google.type.Date and Timestamp."""
WIDEST = 2**63
"""The first number that an int64 does not hold."""

MAPS = {(DecisionRecord, "counters"): "names of a strategy's own, told and never decided upon: map<string, int64>"}
"""Fields that are maps, with the reason."""
MASKED = {(UpdateSolution, "wanted_skills"): "update_mask says whether the list is meant (AIP-134)"}
"""Fields that may be None beside an empty list, which protobuf cannot tell apart, with what tells them apart."""
TWICE: dict[frozenset[str], str] = {}
"""Enums that have the same members and are two things, with the reason."""


def modules() -> Iterator[Any]:
    """Every module of the library that a service may load: all but those that people look at."""
    apart = ("osi_core.cli", "osi_core.log.sql", "osi_core.testing")
    for found in pkgutil.walk_packages([str(HOUSE)], "osi_core."):
        if not found.name.startswith(apart) and not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


MODULES = list(modules())
COMMANDS = tuple(share_of("all").rules)
EVENTS = tuple(kind for kind in Event.registry.values() if kind.__module__.startswith("osi_core."))


# ---------------------------------------------------------------------------------------------------------------------
# Fields
# ---------------------------------------------------------------------------------------------------------------------


class Walk:
    """What stands in the way of a wire, in a class and in all models that its fields are made of."""

    def __init__(self, bounded: bool) -> None:
        self.bounded, self.seen = bounded, set[type[BaseModel]]()

    def model(self, kind: type[BaseModel]) -> Iterator[str]:
        if kind in self.seen:
            return
        self.seen.add(kind)
        for name, field in kind.model_fields.items():
            for fault in self.field(kind, name, field):
                yield f"{kind.__name__}.{name}: {fault}"

    def field(self, kind: type[BaseModel], name: str, field: FieldInfo) -> Iterator[str]:
        told = field.annotation
        if (kind, name) in MAPS:
            if get_origin(told) is not dict or [bare(part) for part in get_args(told)] != [str, int]:
                yield f"{told} is no map of whole numbers"
        elif name == "options":
            if told != dict[str, Plain]:
                yield f"options are dict[str, Plain], not {told}"
        else:
            yield from self.type(told, field.metadata, masked=(kind, name) in MASKED)

    def type(self, told: Any, marks: list[Any], *, repeated: bool = False, masked: bool = False) -> Iterator[str]:
        origin, arguments = get_origin(told), get_args(told)
        if origin is Annotated:
            inner, *more = arguments
            yield from self.type(inner, [*marks, *flat(more)], repeated=repeated, masked=masked)
        elif origin in (Union, UnionType):
            yield from self.optional(arguments, marks, repeated, masked)
        elif origin is tuple:
            if len(arguments) != 2 or arguments[1] is not Ellipsis:
                yield "a tuple of fixed length: a small model says what its places are"
            elif repeated:
                yield "a list of lists: a small model names what the inner one is"
            else:
                yield from self.type(arguments[0], [], repeated=True)
        elif origin is Literal:
            if not all(type(value) is int for value in arguments):
                yield f"{told}: an enum gives it a name"
        else:
            yield from self.plain(told, marks)

    def optional(self, parts: tuple[Any, ...], marks: list[Any], repeated: bool, masked: bool) -> Iterator[str]:
        told = [part for part in parts if part is not NoneType]
        if len(told) != 1 or len(parts) != 2:
            yield f"{' | '.join(map(str, parts))}: one of several types"
        elif repeated:
            yield "a list cannot hold None"
        elif get_origin(bare(told[0])) is tuple and not masked:
            yield "None beside a list: a wire cannot tell it from an empty one"
        else:
            yield from self.type(told[0], marks)

    def plain(self, told: Any, marks: list[Any]) -> Iterator[str]:
        if told is int:
            yield from self.number(marks)
        elif isinstance(told, type) and issubclass(told, BaseModel):
            yield from self.model(told)
        elif told not in SCALARS and not (isinstance(told, type) and issubclass(told, StrEnum)):
            yield f"{told} is nothing that a wire knows"

    def number(self, marks: list[Any]) -> Iterator[str]:
        """A command's numbers have bounds within an int64; an event's follow from them."""
        if not self.bounded:
            return
        asked: dict[str, int] = {
            name: value
            for mark in marks
            for name in ("ge", "gt", "le", "lt")
            if (value := getattr(mark, name, None)) is not None
        }
        low, high = asked.get("ge", asked.get("gt")), asked.get("le", asked.get("lt", WIDEST + 1) - 1)
        if low is None or low < -WIDEST or high >= WIDEST:
            yield "a whole number without bounds within an int64"


def flat(marks: list[Any]) -> list[Any]:
    """The marks of a type; what `Field(...)` says of it one by one."""
    return list(chain.from_iterable(mark.metadata if isinstance(mark, FieldInfo) else [mark] for mark in marks))


def bare(told: Any) -> Any:
    """A type without its marks."""
    return bare(get_args(told)[0]) if get_origin(told) is Annotated else told


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
def test_a_command_could_cross_a_wire(kind):
    assert "\n".join(Walk(bounded=True).model(kind)) == ""


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_an_event_could_cross_a_wire(kind):
    assert "\n".join(Walk(bounded=False).model(kind)) == ""


def test_no_two_things_on_the_wire_have_one_name():
    names = Counter(kind.__name__ for kind in carried())
    assert [name for name, times in names.items() if times > 1] == []


def carried() -> set[type[BaseModel]]:
    """Every command and event, and the models that they are made of."""
    walk = Walk(bounded=False)
    for kind in (*COMMANDS, *EVENTS):
        list(walk.model(kind))
    return walk.seen


class Inner(Model):
    """Part of `Unfit`."""

    sizes: tuple[int, int]


class Unfit(Model):
    """One field for each thing that cannot cross."""

    free: dict[str, int]
    either: int | str
    anything: Any
    kind: Literal["a", "b"]
    pairs: tuple[tuple[str, str], ...]
    table: tuple[tuple[str, ...], ...]
    gaps: tuple[str | None, ...]
    unclear: tuple[str, ...] | None
    inexact: float
    endless: int
    half: Annotated[int, Field(ge=0)]
    too_wide: Annotated[int, Field(ge=0, le=2**63)]
    options: dict[str, int]
    inner: tuple[Inner, ...]
    fitting: Annotated[int, Field(ge=0, lt=2**63)] | None = Field(default=None)
    vote: Literal[-1, 0, 1] = 0


def test_the_walk_finds_whatever_cannot_cross():
    found = [fault.partition(":")[0] for fault in Walk(bounded=True).model(Unfit)]
    assert found == [f"Unfit.{name}" for name in Unfit.model_fields if name not in ("fitting", "vote")]
    assert "a tuple of fixed length" in next(Walk(bounded=True).model(Inner))


# ---------------------------------------------------------------------------------------------------------------------
# Enums
# ---------------------------------------------------------------------------------------------------------------------


def enums() -> set[type[StrEnum]]:
    """Every enum of the library."""
    found = chain.from_iterable(vars(module).values() for module in MODULES)
    return {one for one in found if isinstance(one, type) and issubclass(one, StrEnum) and one is not StrEnum}


def test_each_enum_is_declared_once():
    by_values = defaultdict[frozenset[str], set[str]](set)
    for one in enums():
        by_values[frozenset(one)].add(one.__name__)
    twice = {frozenset(names) for names in by_values.values() if len(names) > 1}
    assert twice == set(TWICE)


def test_no_two_enums_have_one_name():
    names = Counter(one.__name__ for one in enums())
    assert [name for name, times in names.items() if times > 1] == []


# ---------------------------------------------------------------------------------------------------------------------
# Resources
# ---------------------------------------------------------------------------------------------------------------------


def resources() -> Mapping[int, Resource]:
    """Every resource that a module declares, by identity: one that is imported is the same."""
    found = chain.from_iterable(vars(module).values() for module in MODULES)
    return {id(one): one for one in found if isinstance(one, Resource)}


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
def test_the_ids_in_a_commands_resource_are_its_fields(kind):
    assert [name for name in kind.at.variables if name not in kind.model_fields] == []


@pytest.mark.parametrize("kind", [one for one in EVENTS if one.builds_on], ids=lambda kind: kind.__name__)
def test_what_an_event_builds_on_is_a_field_and_a_resource_that_commands_make(kind):
    made = {id(command.at) for command in COMMANDS}
    for field, resource in kind.builds_on.items():
        assert field in kind.model_fields, f"{kind.__name__} builds on {field}, which is no field of it"
        assert id(resource) in made, f"{kind.__name__}.{field}: no command is at {resource}"
        assert len(resource.variables) == 1, f"{kind.__name__}.{field}: one field cannot name {resource}"


def test_each_resource_is_declared_once():
    patterns = Counter(one.pattern for one in resources().values())
    assert [pattern for pattern, times in patterns.items() if times > 1] == []
    assert {id(command.at) for command in COMMANDS} <= set(resources())


def names_put_together(source: str, collections: frozenset[str]) -> list[int]:
    """The lines in which a name is made of a collection's and an id, where a resource would make it."""
    found = []
    for node in ast.walk(ast.parse(source)):
        first: ast.expr | None = None
        if isinstance(node, ast.JoinedStr) and len(node.values) > 1:
            first = node.values[0]
        elif isinstance(node, ast.BinOp):
            first = node.left
        begins = first.value if isinstance(first, ast.Constant) else None
        if first and isinstance(begins, str) and begins.endswith("/") and begins.partition("/")[0] in collections:
            found.append(first.lineno)
    return found


COLLECTIONS = frozenset({"missions", *(one.pattern.partition("/")[0] for one in resources().values() if one.pattern)})


@pytest.mark.parametrize("path", sorted(HOUSE.rglob("*.py")), ids=lambda path: str(path.relative_to(HOUSE)))
def test_no_name_of_a_resource_is_put_together_by_hand(path):
    if path != HOUSE / "domain" / "resource.py":
        assert names_put_together(path.read_text("utf-8"), COLLECTIONS) == []


def test_the_search_for_names_finds_them():
    named = ['f"challenges/{one}"', '"challenges/" + one', '"rounds/%s/ballots/" % one', 'f"missions/{one}/rounds/2"']
    other = ['f"{one}/challenges"', '"challenges/"', 'f"challenges: {one}"', 'f"files/{one}"']
    found = names_put_together("\n".join([*named, *other]), COLLECTIONS)
    assert found == [1, 2, 3, 4]
