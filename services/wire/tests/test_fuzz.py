"""Whatever a request holds, the wire makes a command of it or says what is wrong, by fields that the request has."""

from __future__ import annotations

import re
from typing import Any

import pytest
from google.protobuf import message_factory
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from hypothesis import given
from hypothesis import strategies as st

from osi_core.domain import Command, Malformed
from osi_wire import Wire
from services.wire.tests.contracts import COMMANDS
from services.wire.tests.making import searched

NAMES = st.sampled_from(
    [
        *(f"missions/{mission}/{kind}/{id}" for mission in ("m", "n", "") for kind in ("funds", "grant-rounds")
          for id in ("a", "A", "")),
        "missions/m", "missions/m/applications/a", "missions/m/institutions/i", "missions/m/initiatives/i",
        "missions/m/grant-rounds/a/ballots", "//service/missions/m", "missions/m/funds/a/../b", "",
    ]
)  # fmt: skip
TEXTS = st.one_of(NAMES, NAMES, st.text(max_size=20), st.sampled_from(["a", "EUR", "eur", "\0", "JPY", "x" * 10_001]))
EDGES = (0, 1, -1, 2**31 - 1, -(2**31))
FAR_EDGES = (*EDGES, 2**53, 2**63 - 1, -(2**63), 10**15, 253_402_300_799)
SCALARS: dict[int, st.SearchStrategy[Any]] = {
    FieldDescriptor.TYPE_STRING: TEXTS,
    FieldDescriptor.TYPE_BYTES: st.binary(max_size=9),
    FieldDescriptor.TYPE_BOOL: st.booleans(),
    FieldDescriptor.TYPE_INT32: st.sampled_from(EDGES) | st.integers(-(2**31), 2**31 - 1),
    FieldDescriptor.TYPE_INT64: st.sampled_from(FAR_EDGES) | st.integers(-(2**63), 2**63 - 1),
    FieldDescriptor.TYPE_ENUM: st.integers(-1, 9),
    FieldDescriptor.TYPE_DOUBLE: st.floats(),
}
STRANGE = st.sampled_from([b""] * 6 + [b"\x98\x06\x01", b"\xa2\x06\x02ab"])
"""Bytes of fields that nobody knows."""


def filled(kind: Descriptor, data: st.DataObject, depth: int = 0) -> Any:
    """A message of a kind, with anything in it."""
    message: Any = message_factory.GetMessageClass(kind)()
    for field in kind.fields:
        if depth > 4 or not data.draw(st.integers(0, 4)):
            continue
        if field.message_type is None:
            some = SCALARS[field.type]
            value = data.draw(st.lists(some, max_size=4) if field.is_repeated else some)
            getattr(message, field.name).extend(value) if field.is_repeated else setattr(message, field.name, value)
        elif field.message_type.GetOptions().map_entry:
            continue
        elif field.is_repeated:
            getattr(message, field.name).append(filled(field.message_type, data, depth + 1))
        else:
            getattr(message, field.name).CopyFrom(filled(field.message_type, data, depth + 1))
    message.MergeFromString(data.draw(STRANGE))
    return message


def exists(kind: Descriptor, path: str) -> bool:
    """Whether a message of a kind can have something at a path; a field that nobody knows is told by its number."""
    here: Descriptor | None = kind
    for part in path.split("."):
        name = re.sub(r"\[\d+\]$", "", part)
        if here is None or (name not in here.fields_by_name and not name.isdecimal()):
            return False
        here = None if name.isdecimal() else here.fields_by_name[name].message_type
    return True


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
@searched
@given(data=st.data())
def test_a_request_is_understood_or_refused_by_its_own_fields(wire: Wire, kind: type[Command], data):
    asked = wire.commands[kind]
    request = filled(asked.request, data)
    given_ = {name: "p" for name in (*asked.given, asked.mints) if name}
    try:
        command = wire.command(request, kind, **given_)
    except Malformed as refused:
        paths = [one.field for one in refused.unmet]
    else:
        again = wire.request_of(command)
        assert wire.command(again, kind, **{name: getattr(command, name) for name in given_}) == command
        return
    assert paths
    assert [path for path in paths if path and not exists(asked.request, path)] == []
