"""Calls that are tried again happen once."""

from __future__ import annotations

from typing import Any

import pytest
from grpc import StatusCode
from osi.funding.v1.funding_service_pb2 import CreateFundRequest
from osi.funding.v1.resources_pb2 import Fund

import osi_client
from services.client.tests.conftest import Opens
from services.client.tests.scripted import Scripted, dies, fails, hangs, retry_after

FUND = Fund(institution="missions/m/institutions/i", purpose="More bicycle lanes")


def test_a_method_takes_fields_by_their_names(osi: Any, script: Scripted) -> None:
    made = osi.funding.create_fund(parent="missions/m", fund=FUND)
    assert made.name == "missions/m/funds/f0"
    (request,) = script.requests("CreateFund")
    assert request.fund == FUND


def test_a_method_takes_a_message_and_leaves_it_as_it_is(osi: Any, script: Scripted) -> None:
    request = CreateFundRequest(parent="missions/m", fund=FUND)
    osi.funding.create_fund(request)
    assert not request.request_id
    assert script.requests("CreateFund")[0].request_id


def test_a_message_and_fields_are_too_much(osi: Any) -> None:
    with pytest.raises(TypeError, match="not both: parent"):
        osi.funding.create_fund(CreateFundRequest(), parent="missions/m")


def test_a_message_of_another_method_is_named(osi: Any) -> None:
    with pytest.raises(TypeError, match="CreateFund takes CreateFundRequest, not Fund"):
        osi.funding.create_fund(FUND)


def test_a_field_that_does_not_exist_is_refused(osi: Any) -> None:
    with pytest.raises(ValueError, match="colour"):
        osi.funding.create_fund(parent="missions/m", colour="red")


def test_each_request_has_an_id_of_its_own(osi: Any, script: Scripted) -> None:
    osi.funding.create_fund(parent="missions/m", fund=FUND)
    osi.funding.create_fund(parent="missions/m", fund=FUND)
    first, second = script.requests("CreateFund")
    assert len(first.request_id) == 36
    assert first.request_id != second.request_id
    assert len(script.funds) == 2


def test_an_id_that_is_given_is_kept(osi: Any, script: Scripted) -> None:
    osi.funding.create_fund(parent="missions/m", fund=FUND, request_id="mine")
    assert script.requests("CreateFund")[0].request_id == "mine"


@pytest.mark.parametrize("code", [StatusCode.UNAVAILABLE, StatusCode.DEADLINE_EXCEEDED, StatusCode.CANCELLED])
def test_what_passes_is_tried_again_with_the_same_id(osi: Any, script: Scripted, code: StatusCode) -> None:
    script.before["CreateFund"].extend([fails(code)] * 3)
    osi.funding.create_fund(parent="missions/m", fund=FUND)
    ids = [request.request_id for request in script.requests("CreateFund")]
    assert len(ids) == 4
    assert len(set(ids)) == 1
    assert len(script.funds) == 1


def test_an_answer_that_was_lost_is_asked_for_again(osi: Any, script: Scripted) -> None:
    script.after["CreateFund"].extend([fails(StatusCode.UNAVAILABLE)] * 2)
    made = osi.funding.create_fund(parent="missions/m", fund=FUND)
    assert len(script.requests("CreateFund")) == 3
    assert list(script.funds.values()) == [made]


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_service_that_dies_in_the_middle_is_found_again(osi: Any, script: Scripted, when: str) -> None:
    getattr(script, when)["CreateFund"].append(dies())
    made = osi.funding.create_fund(parent="missions/m", fund=FUND)
    assert list(script.funds.values()) == [made]


def test_an_attempt_that_hangs_is_given_up(script: Scripted, opens: Opens) -> None:
    osi = opens(script.target, retries=osi_client.Retries(attempt_timeout=0.2, initial=0.01))
    script.after["CreateFund"].append(hangs())
    made = osi.funding.create_fund(parent="missions/m", fund=FUND)
    assert list(script.funds.values()) == [made]


@pytest.mark.parametrize("code", [StatusCode.RESOURCE_EXHAUSTED, StatusCode.FAILED_PRECONDITION])
def test_what_passes_by_itself_is_tried_again_where_the_service_says_when(
    osi: Any, script: Scripted, code: StatusCode
) -> None:
    script.before["CreateFund"].append(fails(code, retry_after(0.01)))
    osi.funding.create_fund(parent="missions/m", fund=FUND)
    assert len(script.requests("CreateFund")) == 2


def test_too_much_is_not_tried_again_where_it_does_not(osi: Any, script: Scripted) -> None:
    script.before["CreateFund"].append(fails(StatusCode.RESOURCE_EXHAUSTED))
    with pytest.raises(osi_client.ResourceExhausted):
        osi.funding.create_fund(parent="missions/m", fund=FUND)
    assert len(script.requests("CreateFund")) == 1


def test_a_conflict_is_tried_again_by_those_who_named_no_version(osi: Any, script: Scripted) -> None:
    script.before["PayGrant"].append(fails(StatusCode.ABORTED))
    osi.funding.pay_grant(name="missions/m/grant-rounds/r", application="missions/m/applications/a")
    assert len(script.requests("PayGrant")) == 2


def test_who_has_seen_an_older_version_has_to_look_again(osi: Any, script: Scripted) -> None:
    script.before["PayGrant"].append(fails(StatusCode.ABORTED))
    with pytest.raises(osi_client.Aborted):
        osi.funding.pay_grant(name="missions/m/grant-rounds/r", application="missions/m/applications/a", etag="3")
    assert len(script.requests("PayGrant")) == 1


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (StatusCode.INVALID_ARGUMENT, osi_client.InvalidArgument),
        (StatusCode.FAILED_PRECONDITION, osi_client.FailedPrecondition),
        (StatusCode.PERMISSION_DENIED, osi_client.PermissionDenied),
        (StatusCode.NOT_FOUND, osi_client.NotFound),
        (StatusCode.ALREADY_EXISTS, osi_client.AlreadyExists),
        (StatusCode.OUT_OF_RANGE, osi_client.OutOfRange),
        (StatusCode.UNAUTHENTICATED, osi_client.Unauthenticated),
        (StatusCode.UNIMPLEMENTED, osi_client.Unimplemented),
        (StatusCode.INTERNAL, osi_client.Internal),
        (StatusCode.UNKNOWN, osi_client.Unknown),
        (StatusCode.DATA_LOSS, osi_client.DataLoss),
    ],
)
def test_what_stays_is_not_tried_again(osi: Any, script: Scripted, code: StatusCode, error: type[Exception]) -> None:
    script.before["CreateFund"].append(fails(code))
    with pytest.raises(error) as raised:
        osi.funding.create_fund(parent="missions/m", fund=FUND)
    assert type(raised.value) is error
    assert len(script.requests("CreateFund")) == 1


def test_a_deadline_that_passes_says_that_it_may_have_happened(script: Scripted, opens: Opens) -> None:
    osi = opens(script.target)
    script.after["CreateFund"].append(hangs())
    with pytest.raises(osi_client.DeadlineExceeded, match="It may have happened") as raised:
        osi.funding.create_fund(parent="missions/m", fund=FUND, timeout=0.3)
    made = osi.funding.create_fund(parent="missions/m", fund=FUND, request_id=raised.value.request_id)
    assert list(script.funds.values()) == [made]


def test_no_attempt_begins_behind_the_deadline(script: Scripted, opens: Opens) -> None:
    osi = opens(script.target, retries=osi_client.Retries(initial=3600.0, longest=3600.0))
    script.before["CreateFund"].append(fails(StatusCode.RESOURCE_EXHAUSTED, retry_after(3600)))
    with pytest.raises(osi_client.ResourceExhausted) as raised:
        osi.funding.create_fund(parent="missions/m", fund=FUND)
    assert raised.value.retry_delay == 3600


def test_attempts_have_an_end(script: Scripted, opens: Opens) -> None:
    osi = opens(script.target, retries=osi_client.Retries(attempts=3, initial=0.001))
    script.before["CreateFund"].extend([fails(StatusCode.UNAVAILABLE)] * 9)
    with pytest.raises(osi_client.Unavailable):
        osi.funding.create_fund(parent="missions/m", fund=FUND)
    assert len(script.requests("CreateFund")) == 3


def test_a_service_that_is_not_there_is_unavailable(opens: Opens) -> None:
    osi = opens("127.0.0.1:1", retries=osi_client.Retries(attempts=2, initial=0.001))
    with pytest.raises(osi_client.Unavailable, match="Check the address"):
        osi.funding.get_fund(name="missions/m/funds/f")


def test_the_language_is_sent_along(script: Scripted, opens: Opens) -> None:
    opens(script.target, language="de").funding.get_fund(name="missions/m/funds/f")
    assert script.metadata("accept-language") == ["de"]


@pytest.mark.parametrize("kind", ["plain"])  # the awaited ones of these tests run in a context of their own
def test_a_call_carries_the_trace_of_the_span_that_makes_it(osi: Any, script: Scripted) -> None:
    from opentelemetry.sdk.trace import TracerProvider

    osi.funding.create_fund(parent="missions/m", fund=FUND)
    with TracerProvider().get_tracer("town").start_as_current_span("asks") as span:
        osi.funding.create_fund(parent="missions/m", fund=FUND)
    context = span.get_span_context()
    without, carried = script.metadata("traceparent")
    assert without is None
    assert str(carried).startswith(f"00-{context.trace_id:032x}-{context.span_id:016x}-")
