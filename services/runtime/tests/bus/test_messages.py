"""What a message of the stream is made of, and which ones are none."""

from __future__ import annotations

import hashlib

import pytest
from nats.aio.client import Client

from osi_core.domain import Service
from osi_core.log.heard import PublicEntry
from osi_core.log.memory import MemoryStore
from osi_core.mission.chain_commands import ListChain
from osi_core.mission.commands import CreateMission
from osi_core.process import Engine, share_of
from osi_runtime.bus.connecting import _Client
from osi_runtime.bus.messages import Outgoing, mission_subjects, read, service_subjects, written


@pytest.fixture(scope="module")
def entries() -> list[PublicEntry]:
    engine = Engine(MemoryStore(), share=share_of("participation"), chain="participation-1")
    engine.handle(CreateMission(mission="m", title="Climate-neutral"))
    engine.handle(ListChain(mission="m", chain="funding-1", service=Service.FUNDING))
    return engine.told("m")


@pytest.fixture
def message(entries) -> Outgoing:
    return written(entries[-1], Service.PARTICIPATION, None)


def test_what_is_read_is_what_was_written(entries):
    for entry in entries:
        sent = written(entry, Service.PARTICIPATION, None)
        heard = read(sent.subject, sent.headers, sent.data)
        assert heard is not None
        assert (heard.service, heard.entry) == (Service.PARTICIPATION, entry)


def test_a_subject_says_whose_it_is_and_about_what(message):
    assert message.subject.startswith("osi.v1.participation.m.chains.")
    assert message.subject.count(".") == 5
    assert service_subjects(Service.PARTICIPATION) == "osi.v1.participation.>"
    assert mission_subjects(Service.PARTICIPATION, "m") == "osi.v1.participation.m.>"


def test_every_header_of_cloudevents_is_there(message):
    wanted = {"id", "source", "specversion", "type", "subject", "time", "dataschema"}
    own = {"chain", "position", "previous", "digest", "hash"}
    assert {f"ce-{name}" for name in wanted | own} <= message.headers.keys()
    assert message.headers["content-type"] == "application/protobuf"
    assert message.headers["ce-digest"] == hashlib.sha256(message.data).hexdigest()
    assert all(value.isascii() and " " not in value for value in message.headers.values())


def test_a_refill_has_another_id_of_the_message_and_the_same_of_the_event(message):
    again = message.under(f"{message.id}.1")
    assert again.headers["ce-id"] == message.id
    assert again.headers["Nats-Msg-Id"] == f"{message.id}.1"
    assert message.headers["Nats-Msg-Id"] == message.id


@pytest.mark.parametrize(
    "subject",
    [
        "osi.v1.participation.m.chains",
        "osi.v2.participation.m.chains.chain_listed",
        "osi.v1.portal.m.chains.chain_listed",
        "osi.v1.participation.other.chains.chain_listed",
    ],
)
def test_what_stands_under_another_subject_is_no_event(message, subject):
    assert read(subject, message.headers, message.data) is None


def test_what_is_said_in_a_form_of_a_later_major_version_is_left_to_its_origin(message):
    assert read(message.subject, {**message.headers, "ce-dataschema": "osi.log.v2.PublicEvent"}, message.data) is None


def test_headers_are_read_as_nats_py_reads_them():
    for raw in (b"a: b\r\nNats-Msg-Id: c:m:1\r\nce-source:  //osi/x \r\n\r\n", b"\r\n", b"Status:100\r\nno header\r\n"):
        assert _Client._parse_header_lines(raw) == Client._parse_header_lines(raw)


def test_what_is_not_printable_is_written_in_percents(entries):
    odd = entries[-1]._replace(stream='missions/m/chains/a "b"%ü')
    assert written(odd, Service.PARTICIPATION, None).headers["ce-subject"] == "missions/m/chains/a%20%22b%22%25%C3%BC"


def test_what_was_changed_on_its_way_is_no_event(message):
    assert read(message.subject, message.headers, message.data[:-1] + b"x") is None
    assert read(message.subject, {}, b"\xff\xff") is None
