"""Errors carry all that a service says."""

from __future__ import annotations

from typing import Any

import pytest
from google.protobuf.any_pb2 import Any as Packed
from google.rpc import error_details_pb2 as kinds
from google.rpc.status_pb2 import Status
from grpc import StatusCode
from osi.type.v1.receipt_pb2 import Receipt

import osi_client
from services.client.tests.conftest import Opens
from services.client.tests.scripted import Scripted, fails, retry_after, status

REFUSAL = (
    kinds.ErrorInfo(reason="fund.too-much", domain="osi", metadata={"most": "100"}),
    kinds.BadRequest(
        field_violations=[
            kinds.BadRequest.FieldViolation(
                field="fund.amount.units",
                description="must be above 0",
                reason="money.not-positive",
                localized_message=kinds.LocalizedMessage(locale="de", message="Der Betrag ist nicht über 0."),
            )
        ]
    ),
    kinds.PreconditionFailure(
        violations=[
            kinds.PreconditionFailure.Violation(type="mission.not-open", subject="missions/m", description="not open")
        ]
    ),
    kinds.ResourceInfo(resource_name="missions/m/funds/f"),
    kinds.LocalizedMessage(locale="de", message="Das geht nicht."),
    kinds.LocalizedMessage(locale="en", message="That does not work."),
    kinds.Help(links=[kinds.Help.Link(description="Open the mission first.", url="https://example.org/open")]),
    kinds.QuotaFailure(violations=[kinds.QuotaFailure.Violation(subject="caller", description="too many")]),
    kinds.DebugInfo(detail="a kind that this client has no name for"),
)


@pytest.fixture
def refused(opens: Opens, script: Scripted) -> osi_client.ServiceError:
    script.before["CreateFund"].append(fails(StatusCode.FAILED_PRECONDITION, *REFUSAL, retry_after(2.5)))
    osi = opens(script.target, timeout=2.0)  # too short to wait for what the service names
    with pytest.raises(osi_client.Refused) as raised:
        osi.funding.create_fund(parent="missions/m", request_id="r1")
    return raised.value


def test_codes_come_with_their_values(refused: osi_client.ServiceError) -> None:
    assert refused.codes == ("fund.too-much", "mission.not-open", "money.not-positive")
    assert refused.reasons == (osi_client.Reason("fund.too-much", "osi", {"most": "100"}),)
    assert refused.values == {"most": "100"}


def test_fields_say_what_does_not_fit(refused: osi_client.ServiceError) -> None:
    (field,) = refused.fields
    assert field.field == "fund.amount.units"
    assert field.description == "must be above 0"
    assert field.sentence == "Der Betrag ist nicht über 0."


def test_preconditions_say_what_would_have_to_hold(refused: osi_client.ServiceError) -> None:
    assert refused.preconditions == (osi_client.Precondition("mission.not-open", "missions/m", "not open"),)


def test_sentences_come_by_language(refused: osi_client.ServiceError) -> None:
    assert refused.sentences == {"de": ("Das geht nicht.",), "en": ("That does not work.",)}


def test_the_rest_is_there_too(refused: osi_client.ServiceError) -> None:
    assert refused.retry_delay == 2.5
    assert refused.what_to_do == ("Open the mission first. https://example.org/open",)
    assert refused.details.resources == ("missions/m/funds/f",)
    assert refused.details.quotas == ("caller: too many",)
    assert refused.request_id == "r1"
    assert refused.method == "CreateFund"


def test_kinds_that_are_not_known_are_kept(refused: osi_client.ServiceError) -> None:
    assert refused.unknown == (REFUSAL[-1],)


def test_the_text_says_it_all_once(refused: osi_client.ServiceError) -> None:
    assert str(refused).splitlines() == [
        "CreateFund: FAILED_PRECONDITION: no",
        "  fund.amount.units: must be above 0",
        "  mission.not-open missions/m: not open",
        "  Das geht nicht.",
        "  That does not work.",
        "  Open the mission first. https://example.org/open",
    ]


def test_an_error_without_details_says_what_to_do_all_the_same(osi: Any, script: Scripted) -> None:
    script.before["GetFund"].append(fails(StatusCode.NOT_FOUND))
    with pytest.raises(osi_client.NotFound) as raised:
        osi.funding.get_fund(name="missions/m/funds/f")
    assert raised.value.codes == ()
    assert raised.value.values == {}
    assert "Check the name" in str(raised.value)


def test_details_of_a_type_that_nobody_knows_are_kept_as_they_came() -> None:
    packed = Packed(type_url="type.googleapis.com/org.example.Stranger", value=b"\x0a\x01x")
    error = osi_client.error_of_status(Status(code=5, message="no", details=[packed]))
    assert type(error) is osi_client.NotFound
    assert error.unknown == (packed,)


def test_details_that_cannot_be_read_are_kept_as_they_came() -> None:
    packed = Packed(type_url="type.googleapis.com/google.rpc.ErrorInfo", value=b"\xff\xff\xff")
    error = osi_client.error_of_status(Status(code=3, message="no", details=[packed]))
    assert error.unknown == (packed,)


def test_a_detail_of_our_contracts_is_unpacked() -> None:
    error = osi_client.error_of_status(status(StatusCode.NOT_FOUND, Receipt(code="x")))
    assert error.unknown == (Receipt(code="x"),)


def test_a_code_that_does_not_exist_is_unknown() -> None:
    assert type(osi_client.error_of_status(Status(code=99))) is osi_client.Unknown


def test_a_status_that_contradicts_the_call_is_not_believed(osi: Any, script: Scripted) -> None:
    async def contradict(script: Scripted, context: Any) -> None:
        other = status(StatusCode.NOT_FOUND, kinds.ErrorInfo(reason="x"))
        context.set_trailing_metadata((("grpc-status-details-bin", other.SerializeToString()),))
        await context.abort(StatusCode.PERMISSION_DENIED, "no")

    script.before["GetFund"].append(contradict)
    with pytest.raises(osi_client.PermissionDenied) as raised:
        osi.funding.get_fund(name="missions/m/funds/f")
    assert raised.value.codes == ()


def test_details_that_are_no_status_hide_no_error(osi: Any, script: Scripted) -> None:
    async def garble(script: Scripted, context: Any) -> None:
        context.set_trailing_metadata((("grpc-status-details-bin", b"\xff\xff\xff"),))
        await context.abort(StatusCode.PERMISSION_DENIED, "no")

    script.before["GetFund"].append(garble)
    with pytest.raises(osi_client.PermissionDenied):
        osi.funding.get_fund(name="missions/m/funds/f")
