"""A contract that does not fit the library is found when the wire is made, by message and field."""

from __future__ import annotations

from typing import Any

import pytest
from google.protobuf import descriptor_pb2, descriptor_pool
from osi.funding.v1 import events_pb2, funding_service_pb2, resources_pb2
from osi.type.v1 import annotations_pb2

from osi_core.domain import Resource
from osi_core.funding.events import FundOpened
from osi_core.funding.facts import Fund
from osi_core.process.share import share_of
from osi_core.view import View
from osi_wire import Unmapped, Wire
from services.wire.tests.contracts import FILES, SHARE

SERVICE = "osi/funding/v1/funding_service.proto"
RESOURCES = "osi/funding/v1/resources.proto"
EVENTS = "osi/funding/v1/events.proto"


def changed(file: str, message: str, change: Any) -> list[Any]:
    """The contracts of funding after a change to one message."""
    pool = descriptor_pool.DescriptorPool()
    added = set[str]()

    def add(descriptor: Any) -> None:
        if descriptor.name in added:
            return
        added.add(descriptor.name)
        for other in descriptor.dependencies:
            add(other)
        proto = descriptor_pb2.FileDescriptorProto.FromString(descriptor.serialized_pb)
        if proto.name == file:
            change(next(one for one in proto.message_type if one.name == message))
        pool.Add(proto)

    for one in (funding_service_pb2.DESCRIPTOR, resources_pb2.DESCRIPTOR, events_pb2.DESCRIPTOR):
        add(one)
    return [pool.FindFileByName(name) for name in (SERVICE, RESOURCES, EVENTS)]


def without(field: str) -> Any:
    def change(message: Any) -> None:
        (at,) = (at for at, one in enumerate(message.field) if one.name == field)
        del message.field[at]

    return change


def renamed(field: str, name: str) -> Any:
    def change(message: Any) -> None:
        (one,) = (one for one in message.field if one.name == field)
        one.name, one.json_name = name, ""

    return change


def of_type(field: str, kind: int) -> Any:
    def change(message: Any) -> None:
        (one,) = (one for one in message.field if one.name == field)
        one.type = kind
        one.ClearField("type_name")

    return change


@pytest.mark.parametrize(
    ("file", "message", "change", "says"),
    [
        (SERVICE, "PayGrantRequest", without("application"), "PayGrant.application"),
        (SERVICE, "PayGrantRequest", renamed("note", "remark"), "PayGrant.note"),
        (SERVICE, "PayGrantRequest", of_type("amount", descriptor_pb2.FieldDescriptorProto.TYPE_INT64), "amount"),
        (SERVICE, "LapseGrantRequest", renamed("etag", "tag"), "has nothing of tag"),
        (SERVICE, "LapseGrantRequest", renamed("name", "round"), "what it is about"),
        (RESOURCES, "Fund", without("purpose"), "OpenFund.purpose"),
        (EVENTS, "FundOpened", without("purpose"), "FundOpened and osi.funding.v1.FundOpened: .*purpose"),
        (EVENTS, "GrantPaid", of_type("note", descriptor_pb2.FieldDescriptorProto.TYPE_INT32), "GrantPaid.note"),
        (RESOURCES, "Posting", without("debit"), "Posting"),
    ],
)
def test_a_contract_that_says_something_else_is_refused(file, message, change, says):
    with pytest.raises(Unmapped, match=says):
        Wire(changed(file, message, change), SHARE.rules)


def test_a_contract_of_commands_that_the_share_does_not_own_is_refused():
    with pytest.raises(Unmapped, match="this service knows no command OpenFund"):
        Wire(FILES, share_of("matching").rules)


def test_an_event_that_nobody_tells_in_public_is_refused():
    def private(message: Any) -> None:
        message.options.Extensions[annotations_pb2.event_type] = "funding.ballots_cast"

    with pytest.raises(Unmapped, match="no public event"):
        Wire(changed(EVENTS, "FundOpened", private), SHARE.rules)


def test_what_can_be_read_needs_a_resource():
    class Stranger(View, at=Resource("strangers/{stranger}"), made_of=Fund):
        stranger: str

    with pytest.raises(Unmapped, match=r"Stranger: no contract has a resource of the pattern strangers/\{stranger\}"):
        Wire(FILES, SHARE.rules, [Stranger])


def test_a_contract_taken_from_elsewhere_is_mapped_too():
    wire = Wire(changed(RESOURCES, "Fund", lambda _: None), SHARE.rules)
    assert FundOpened in wire.events
