"""Contract and library, field by field: what the one has, the other has, and means the same by it.

The walk knows nothing of how the wire is compiled: it has a table of its own of what stands for what.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

import pytest
from google.api import field_behavior_pb2, resource_pb2
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from pydantic import AwareDatetime, BaseModel
from typing_extensions import TypeAliasType

from osi_core.domain import Event, Role
from osi_core.money import Money
from osi_core.plugins.columns import Column
from osi_core.plugins.problems import Explanation
from services.wire.tests.contracts import CONTRACTS, Contract

OUTPUT_ONLY, IDENTIFIER = field_behavior_pb2.OUTPUT_ONLY, field_behavior_pb2.IDENTIFIER
REPEATED, OPTIONAL = "repeated ", "optional "
STANDS_FOR: dict[Any, str] = {
    str: "string",
    int: "int",
    bool: "bool",
    datetime: "google.protobuf.Timestamp",
    AwareDatetime: "google.protobuf.Timestamp",
    date: "google.type.Date",
    Decimal: "string",
    Money: "google.type.Money",
    Column: "osi.type.v1.Column",
    Explanation: "osi.type.v1.Explanation",
}
ASKS_BESIDE = {"request_id", "etag"}
MISSION = "participation.osi/Mission"
CLEARS = "clear_"
"""In front of a list's name: the list is to be empty, which nothing in the list itself does not say."""


class Otherwise(NamedTuple):
    """What the table of exceptions tells of a command's request."""

    held: str = ""
    """The message that its fields stand in, as the request calls it."""
    called: Mapping[str, str] = {}
    given: frozenset[str] = frozenset()
    """Fields that the service knows by the caller's token."""


OTHERWISE = {
    "CastGrantBallot": Otherwise("ballot", {"ballot": "id"}, frozenset({"participant"})),
    "CastBallot": Otherwise("ballot", {"ballot": "id"}, frozenset({"participant"})),
    "CastVotes": Otherwise(given=frozenset({"participant"})),
    "EnterRound": Otherwise(given=frozenset({"participant"})),
    "RegisterInstitution": Otherwise(called={"name": "display_name"}),
}


def each(what: str) -> pytest.MarkDecorator:
    """A test for each of all contracts' commands, events or views."""
    pairs = [(contract, kind) for contract in CONTRACTS for kind in getattr(contract, what)]
    ids = [f"{contract.service}-{kind.__name__}" for contract, kind in pairs]
    return pytest.mark.parametrize(("contract", "kind"), pairs, ids=ids)


every_contract = pytest.mark.parametrize("contract", CONTRACTS, ids=lambda one: str(one.service))


def of_library(annotation: Any) -> str:
    """How a field's type is written in a contract."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return of_library(arguments[0])
    if origin in (Union, UnionType):
        (kept,) = (one for one in arguments if one is not NoneType)
        return OPTIONAL + of_library(kept)
    if origin is tuple:
        return REPEATED + of_library(arguments[0])
    if origin is Literal:
        return STANDS_FOR[type(arguments[0])]
    if origin is dict:
        return "google.protobuf.Struct" if isinstance(arguments[1], TypeAliasType) else "counters"
    if annotation in STANDS_FOR:
        return STANDS_FOR[annotation]
    return "enum" if issubclass(annotation, Enum) else "model"


def of_contract(field: FieldDescriptor, kind: str) -> str:
    """How a field of a contract is written; of messages and enums that are declared here, as `kind` has them."""
    if field.message_type is not None:
        name = field.message_type.full_name
        own = "counters" if field.message_type.GetOptions().map_entry else "model"
        plain = own if name.startswith("osi.") and name not in STANDS_FOR.values() else name
    else:
        kinds = {FieldDescriptor.TYPE_ENUM: "enum", FieldDescriptor.TYPE_STRING: "string"}
        kinds |= {
            FieldDescriptor.TYPE_BOOL: "bool",
            FieldDescriptor.TYPE_INT32: "int",
            FieldDescriptor.TYPE_INT64: "int",
        }
        plain = kinds[field.type]
    if plain == "counters" or not field.is_repeated:
        # Absent is what an enum's zero and, of names and texts, nothing mean; a message is always told apart.
        apart = field.has_presence or plain in ("enum", "string")
        return OPTIONAL + plain if kind.startswith(OPTIONAL) and apart else plain
    return OPTIONAL + REPEATED + plain if kind.startswith(OPTIONAL) else REPEATED + plain


def differences(model: type[BaseModel], message: Descriptor, names: dict[str, str] | None = None) -> Iterator[str]:
    """What does not fit; `names` are the fields to look at, as the message calls them: all, if nothing is said."""
    for name, called in (same(model) if names is None else names).items():
        field, info = message.fields_by_name.get(called), model.model_fields[name]
        if field is None:
            yield f"{message.full_name} has no {called}"
            continue
        wanted = of_library(info.annotation)
        if wanted != (there := of_contract(field, wanted)):
            yield f"{field.full_name} is {there}, not {wanted}"
        inner = next((one for one in parts_of(info.annotation) if issubclass(one, BaseModel | Enum)), None)
        if inner is not None and issubclass(inner, Enum):
            yield from enum_differences(inner, field)
        elif inner is not None and inner not in STANDS_FOR:
            assert field.message_type is not None
            yield from differences(inner, field.message_type)
            yield from left_over(field.message_type, set(inner.model_fields))


def same(model: type[BaseModel]) -> dict[str, str]:
    return {name: name for name in model.model_fields}


def left_over(message: Descriptor, known: set[str]) -> Iterator[str]:
    yield from (f"{message.full_name}.{name} is no field" for name in message.fields_by_name if name not in known)


def enum_differences(kind: type[Enum], field: FieldDescriptor) -> Iterator[str]:
    assert field.enum_type is not None
    zero, *values = field.enum_type.values
    assert zero.number == 0, field.enum_type.full_name
    head = zero.name.removesuffix("UNSPECIFIED")
    if [value.name for value in values] != [head + member.value.upper() for member in kind]:
        yield f"{field.enum_type.full_name} is not {kind.__name__}"


def parts_of(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type) and not get_args(annotation):
        yield annotation
    if get_origin(annotation) is not Literal:
        for one in get_args(annotation):
            yield from parts_of(one)


def references(message: Descriptor) -> dict[str, str]:
    found = {
        field.name: field.GetOptions().Extensions[resource_pb2.resource_reference].type for field in message.fields
    }
    return {name: kind for name, kind in found.items() if kind}


# ----------------------------------------------------------------------------------------------------------------------


@every_contract
def test_each_command_that_people_give_has_a_method_and_each_method_a_command(contract: Contract):
    assert sorted(contract.methods) == sorted(kind.__name__ for kind in contract.commands)


@every_contract
def test_no_method_gives_what_the_engine_gives_itself(contract: Contract):
    by_the_engine = {kind.__name__ for kind, rule in contract.share.rules.items() if rule.by == {Role.ENGINE}}
    assert not by_the_engine & contract.methods.keys()


@each("commands")
def test_a_request_has_each_field_of_its_command(contract: Contract, kind):
    request, otherwise = contract.methods[kind.__name__].input_type, OTHERWISE.get(kind.__name__, Otherwise())
    fields = {name: otherwise.called.get(name, name) for name in kind.model_fields if name != "mission"}
    fields = {name: called for name, called in fields.items() if name not in otherwise.given}
    own = kind.at.variables[-1] if kind.at.variables else ""
    creates = own if f"{own}_id" in request.fields_by_name else ""
    held, known = request, {"name", "parent", *ASKS_BESIDE, otherwise.held}
    if creates:
        assert request.fields_by_name[f"{creates}_id"].type == FieldDescriptor.TYPE_STRING
        held, known = request.fields_by_name[creates].message_type, {"parent", creates, f"{creates}_id", *ASKS_BESIDE}
        fields.pop(creates)
    elif otherwise.held:
        held = request.fields_by_name[otherwise.held].message_type
        fields = {name: called for name, called in fields.items() if name not in kind.at.variables}
    else:
        fields = {name: called for name, called in fields.items() if name not in kind.at.variables}
    assert list(differences(kind, held, fields)) == []
    clears = {f"{CLEARS}{called}" for called in fields.values()}
    assert list(left_over(request, known | ({*fields.values(), *clears} if held is request else set()))) == []
    if creates:  # what a resource has more is only told, and what is only told is no field of any command
        told = {one.name for one in held.fields if {OUTPUT_ONLY, IDENTIFIER} & {*behaviour_of(one)}}
        assert {one.name for one in held.fields} - told == {*said_of(contract, held)} >= {*fields.values()}


def said_of(contract: Contract, resource: Descriptor) -> Iterator[str]:
    """The fields that commands which create a resource have: a commitment may be made, or offered."""
    for kind in contract.commands:
        own = kind.at.variables[-1] if kind.at.variables else ""
        field = contract.methods[kind.__name__].input_type.fields_by_name.get(own)
        if field is not None and field.message_type is resource:
            called = OTHERWISE.get(kind.__name__, Otherwise()).called
            yield from (called.get(name, name) for name in kind.model_fields if name not in ("mission", own))


def behaviour_of(field: FieldDescriptor) -> list[int]:
    return list(field.GetOptions().Extensions[field_behavior_pb2.field_behavior])


@each("events")
def test_an_event_has_each_field_in_its_message(contract: Contract, kind: type[Event]):
    message = contract.told[kind.type]
    assert message.name == kind.__name__
    assert list(differences(kind, message)) == []
    assert list(left_over(message, {*kind.model_fields})) == []


@every_contract
def test_each_message_of_an_event_is_that_of_a_public_one(contract: Contract):
    assert sorted(contract.told) == sorted(kind.type for kind in contract.events)


@each("events")
def test_what_an_event_builds_on_is_named_in_its_message(contract: Contract, kind: type[Event]):
    named = references(contract.told[kind.type])
    assert {*kind.builds_on} <= {*named}


@each("views")
def test_what_can_be_read_has_each_field_in_its_resource(contract: Contract, kind):
    pattern = f"missions/{{mission}}/{kind.at.pattern}".rstrip("/")
    message = next(one for one in contract.messages.values() if _pattern(one) == pattern)
    fields = {name: name for name in kind.model_fields if name not in kind.at.variables}
    assert list(differences(kind, message, fields)) == []
    beside = {one.name for one in message.fields if one.message_type and one.message_type.name == "Receipt"}
    assert list(left_over(message, {"name", *fields, *beside})) == []
    assert {*kind.refers} <= {*references(message)}


@each("views")
def test_what_is_told_by_its_full_name_is_filtered_by_it(contract: Contract, kind):
    pattern = f"missions/{{mission}}/{kind.at.pattern}".rstrip("/")
    message = next(one for one in contract.messages.values() if _pattern(one) == pattern)
    assert {*kind.filters} & {*references(message)} <= {*kind.refers}


def _pattern(message: Descriptor) -> str:
    return next(iter(message.GetOptions().Extensions[resource_pb2.resource].pattern), "")


@every_contract
def test_what_a_request_is_about_is_a_resource_of_the_library(contract: Contract):
    for kind in contract.commands:
        named = references(contract.methods[kind.__name__].input_type)
        assert named.get("parent") == MISSION or ".osi/" in named["name"], kind
