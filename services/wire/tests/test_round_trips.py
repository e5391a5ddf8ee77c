"""What the library can say, a message can say, and nothing of it is lost."""

from __future__ import annotations

import json
from pathlib import Path

import protovalidate
import pytest
from hypothesis import given
from hypothesis import strategies as st

from osi_core.domain import Event
from osi_wire import Wire
from services.wire.tests.contracts import COMMANDS, EVENTS, VIEWS
from services.wire.tests.making import IDS, made, searched

GOLDEN = Path(__file__).parents[3] / "tests" / "golden" / "events.jsonl"
LINES = [json.loads(line) for line in GOLDEN.read_text("utf-8").splitlines()]
PUBLIC = {kind.type: kind for kind in EVENTS}


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
@searched
@given(data=st.data())
def test_a_command_is_asked_for_and_understood(wire: Wire, kind, data):
    command = data.draw(made(kind))
    etag = "3" if "etag" in wire.commands[kind].request.fields_by_name else ""
    request = wire.request_of(command, "an id of its own", etag)
    sent = type(request).FromString(request.SerializeToString())
    given_ = {name: getattr(command, name) for name in wire.commands[kind].given}
    assert wire.command(sent, kind, **given_) == command
    assert sent.request_id == "an id of its own"


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
@searched
@given(data=st.data())
def test_the_rules_in_the_contract_refuse_nothing_that_the_library_takes(wire: Wire, kind, data):
    request = wire.request_of(data.draw(made(kind)))
    assert protovalidate.collect_violations(request) == []


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
@searched
@given(data=st.data())
def test_an_event_is_told_and_understood(wire: Wire, kind, data):
    event, mission = data.draw(made(kind)), data.draw(IDS)
    told = wire.event_message(event, mission)
    assert wire.event_of(type(told).FromString(told.SerializeToString()), mission) == event


@pytest.mark.parametrize("line", [line for line in LINES if line["type"] in PUBLIC], ids=lambda line: line["type"])
def test_what_stands_in_logs_is_told_and_understood(wire: Wire, line):
    kind, data = PUBLIC[line["type"]], line["data"]
    for upcast in kind.upcasters[line["schema"] - 1 :]:
        data = upcast(data)
    event: Event = kind.model_validate(data)
    assert wire.event_of(wire.event_message(event, "m"), "m") == event


def test_each_public_event_of_funding_stands_in_the_golden_log():
    assert {line["type"] for line in LINES} >= {name for name in PUBLIC if name.startswith("funding.")}


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
@searched
@given(data=st.data())
def test_what_can_be_read_is_told_with_its_full_name(wire: Wire, view, data):
    value = data.draw(made(view))
    message = wire.view_message(value, "m")
    assert message.name == view.at.within("m", *(getattr(value, name) for name in view.at.variables))
    assert type(message).FromString(message.SerializeToString()) == message
