"""What the library can say, a message can say, and nothing of it is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import protovalidate
import pytest
from hypothesis import given
from hypothesis import strategies as st

from osi_core.domain import Event
from osi_core.view import View
from services.wire.tests.contracts import CONTRACTS, Contract
from services.wire.tests.making import IDS, made, searched

GOLDEN = Path(__file__).parents[3] / "tests" / "golden" / "events.jsonl"
LINES = [json.loads(line) for line in GOLDEN.read_text("utf-8").splitlines()]
TOLD = [
    (contract, {kind.type: kind for kind in contract.events}[line["type"]], line)
    for contract in CONTRACTS
    for line in LINES
    if line["type"] in contract.told
]


def each(what: str) -> pytest.MarkDecorator:
    """A test for each of all contracts' commands, events or views."""
    pairs = [(contract, kind) for contract in CONTRACTS for kind in getattr(contract, what)]
    ids = [f"{contract.service}-{kind.__name__}" for contract, kind in pairs]
    return pytest.mark.parametrize(("contract", "kind"), pairs, ids=ids)


@each("commands")
@searched
@given(data=st.data())
def test_a_command_is_asked_for_and_understood(contract: Contract, kind, data):
    wire = contract.wire
    command = data.draw(made(kind))
    etag = "3" if "etag" in wire.commands[kind].request.fields_by_name else ""
    request = wire.request_of(command, "an id of its own", etag)
    sent = type(request).FromString(request.SerializeToString())
    given_ = {name: getattr(command, name) for name in wire.commands[kind].given}
    assert wire.command(sent, kind, **given_) == command
    assert sent.request_id == "an id of its own"


@each("commands")
@searched
@given(data=st.data())
def test_the_rules_in_the_contract_refuse_nothing_that_the_library_takes(contract: Contract, kind, data):
    wire = contract.wire
    request = wire.request_of(data.draw(made(kind)))
    assert protovalidate.collect_violations(request) == []


@each("events")
@searched
@given(data=st.data())
def test_an_event_is_told_and_understood(contract: Contract, kind, data):
    wire = contract.wire
    event, mission = data.draw(made(kind)), data.draw(IDS)
    told = wire.event_message(event, mission)
    assert wire.event_of(type(told).FromString(told.SerializeToString()), mission) == event


@pytest.mark.parametrize(("contract", "kind", "line"), TOLD, ids=[line["type"] for _, _, line in TOLD])
def test_what_stands_in_logs_is_told_and_understood(contract: Contract, kind, line):
    wire, data = contract.wire, line["data"]
    for upcast in kind.upcasters[line["schema"] - 1 :]:
        data = upcast(data)
    event: Event = kind.model_validate(data)
    assert wire.event_of(wire.event_message(event, "m"), "m") == event


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda one: str(one.service))
def test_each_public_event_stands_in_the_golden_log(contract: Contract):
    named = {name for name in contract.told if not name.startswith("hearing.")}
    assert {line["type"] for line in LINES} >= named


@each("views")
@searched
@given(data=st.data())
def test_what_can_be_read_is_told_with_its_full_name_and_understood(contract: Contract, kind, data):
    wire, value = contract.wire, data.draw(made(kind))
    message = wire.view_message(value, "m")
    assert message.name == kind.at.within("m", *(getattr(value, name) for name in kind.at.variables))
    sent = type(message).FromString(message.SerializeToString())
    assert sent == message
    assert told(wire.view_of(kind, sent)) == told(value)


def told(view: View) -> dict[str, Any]:
    """What a view says; a message cannot tell a list that is hidden from an empty one."""
    return {name: None if value == () else value for name, value in view}
