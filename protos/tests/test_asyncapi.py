"""The AsyncAPI document: it is one by the specification, tells of every public event, and says what is on the bus.

No package brings AsyncAPI's own schema, so what its specification asks of the objects that are used is written down
here (https://www.asyncapi.com/docs/reference/specification/v3.0.0).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from osi_core.domain import Event, Service
from osi_core.log.canonical import canonical
from osi_core.log.envelope import Entry
from osi_core.log.heard import PublicEntry
from osi_core.process import share_of
from osi_runtime.bus.messages import subject_of, written
from protos.making import asyncapi
from protos.making.subjects import said_where

LOGS = Path(__file__).parents[2] / "tests" / "golden" / "logs"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """As it is committed; `make check` holds it to the protos."""
    read = YAML(typ="safe").load(asyncapi.PAGE.read_text("utf-8"))
    return dict(json.loads(json.dumps(read)))


def objects(required: list[str] | None = None, more: bool = False, **properties: Any) -> dict[str, Any]:
    """An object with these properties and extensions (`x-…`), and no others unless there may be more."""
    return {
        "type": "object",
        "properties": properties,
        "patternProperties": {"^x-": {}},
        "required": required or [],
        "additionalProperties": more,
    }


def mapped(one: dict[str, Any]) -> dict[str, Any]:
    """A map whose keys are such as the specification allows."""
    return {"type": "object", "propertyNames": {"pattern": r"^[A-Za-z0-9_\-.]+$"}, "additionalProperties": one}


TEXT = {"type": "string", "minLength": 1}
REFERENCE = objects(["$ref"], **{"$ref": {"type": "string", "format": "uri-reference", "pattern": "^#/"}})
PARAMETER = objects(
    enum={"type": "array", "items": TEXT}, default=TEXT, description=TEXT, examples={"type": "array", "items": TEXT}
)
MESSAGE = objects(
    ["payload"],
    name=TEXT,
    title=TEXT,
    summary=TEXT,
    contentType={"const": "application/protobuf"},
    headers=REFERENCE,
    payload={"$ref": "http://json-schema.org/draft-07/schema#"},
    examples={
        "type": "array",
        "minItems": 1,
        "items": objects(name=TEXT, summary=TEXT, headers={"type": "object"}, payload={"type": "object"}),
    },
)
SPECIFICATION = objects(
    ["asyncapi", "info"],
    asyncapi={"const": "3.0.0"},
    info=objects(
        ["title", "version"], title=TEXT, version=TEXT, description=TEXT, license=objects(["name"], name=TEXT, url=TEXT)
    ),
    defaultContentType=TEXT,
    servers=mapped(
        objects(
            ["host", "protocol"],
            host=TEXT,
            protocol={"const": "nats"},
            description=TEXT,
            variables=mapped(objects(default=TEXT, description=TEXT)),
        )
    ),
    channels=mapped(
        objects(
            ["address", "messages"],
            address=TEXT,
            title=TEXT,
            description=TEXT,
            parameters=mapped(REFERENCE),
            messages=mapped(REFERENCE),
        )
    ),
    operations=mapped(
        objects(
            ["action", "channel"],
            action={"enum": ["send", "receive"]},
            title=TEXT,
            channel=REFERENCE,
            messages={"type": "array", "minItems": 1, "items": REFERENCE},
        )
    ),
    components=objects(
        messages=mapped(MESSAGE),
        schemas=mapped({"$ref": "http://json-schema.org/draft-07/schema#"}),
        parameters=mapped(PARAMETER),
    ),
)


def references(value: Any) -> Iterator[str]:
    """Every `$ref` in a document."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for one in value.values():
            yield from references(one)
    elif isinstance(value, list):
        for one in value:
            yield from references(one)


def found(document: dict[str, Any], reference: str) -> Any:
    """What a reference leads to. Raises KeyError."""
    value: Any = document
    for part in reference.removeprefix("#/").split("/"):
        value = value[part]
    return value


def test_it_is_a_document_by_the_specification(document: dict[str, Any]) -> None:
    Draft7Validator.check_schema(SPECIFICATION)
    assert [f"{one.json_path}: {one.message}" for one in Draft7Validator(SPECIFICATION).iter_errors(document)] == []


def test_it_is_seen_when_it_is_none(document: dict[str, Any]) -> None:
    channel = next(iter(document["channels"]))
    broken = {**document, "channels": {**document["channels"], channel: {"adress": "osi.v1"}}}
    assert not Draft7Validator(SPECIFICATION).is_valid(broken)


def test_every_reference_leads_somewhere_and_addresses_name_their_parameters(document: dict[str, Any]) -> None:
    for reference in set(references(document)):
        assert found(document, reference), reference
    for name, channel in document["channels"].items():
        assert [f"{{{one}}}" for one in channel["parameters"]] == [
            part for part in channel["address"].split(".") if part.startswith("{")
        ], name
        (operation,) = (
            one for one in document["operations"].values() if one["channel"]["$ref"] == f"#/channels/{name}"
        )
        for reference in references(operation["messages"]):  # of the channel, never of the components
            assert found(document, reference)["$ref"].startswith("#/components/messages/")


def test_every_public_event_has_its_message_its_channels_and_a_comment(document: dict[str, Any]) -> None:
    for service in Service:
        share_of(service.value)
    public = {name for name, kind in Event.registry.items() if kind.public and not name.startswith("testing.")}
    assert set(document["components"]["messages"]) == public
    said = {message for one in document["channels"].values() for message in one["messages"]}
    assert said == public
    for name, message in document["components"]["messages"].items():
        assert message["summary"], name


def test_examples_are_what_their_schemas_say(document: dict[str, Any]) -> None:
    for name, message in document["components"]["messages"].items():
        for part in ("headers", "payload"):
            check = Draft7Validator({"allOf": [message[part]], "components": document["components"]})
            for example in message["examples"]:
                assert [f"{one.json_path}: {one.message}" for one in check.iter_errors(example[part])] == [], name


def told(folder: Path) -> Iterator[PublicEntry]:
    """The public events of a recorded log, as its relay reads them."""
    previous = 0
    for line in (folder / "log.jsonl").read_text("utf-8").splitlines():
        exported = json.loads(line)
        said = exported["event"]
        place = (said["mission"], said["position"], said["stream"], said["version"], said["type"])
        entry = Entry(*place, canonical(said), bytes.fromhex(exported["hash"]))
        if Event.registry[entry.type].public:
            yield PublicEntry.of(entry, previous)
            previous = entry.position


@pytest.mark.parametrize("service", list(Service))
def test_what_a_played_mission_says_is_on_channels_of_the_document(document: dict[str, Any], service: Service) -> None:
    addresses = {one["address"]: set(one["messages"]) for one in document["channels"].values()}
    headers = document["components"]["schemas"]["headers"]
    count = 0
    for entry in told(LOGS / "rules-3-apart" / service.value):
        message = written(entry, service, None)
        assert entry.type in addresses[subject_of(entry, service, "{mission}")]
        assert set(headers["required"]) <= set(message.headers) <= set(headers["properties"])
        count += 1
    assert count > 5


def test_where_an_event_is_said_is_read_off_the_rules() -> None:
    where = said_where()
    assert [one.subject("funding.fund_opened") for one in where["funding.fund_opened"]] == [
        "osi.v1.funding.{mission}.funds.fund_opened"
    ]
