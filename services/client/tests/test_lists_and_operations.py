"""Lists that are longer than an answer, and what takes longer than a call."""

from __future__ import annotations

from typing import Any

import pytest
from grpc import StatusCode
from osi.funding.v1.resources_pb2 import GrantRound
from osi.type.v1.decision_progress_pb2 import DECISION_STAGE_RUNNING, DecisionProgress

import osi_client
from services.client.tests.scripted import Scripted, fails

ALL = [f"missions/m/funds/f{number}" for number in range(5)]


def test_a_list_brings_the_items_of_all_pages(osi: Any, script: Scripted) -> None:
    funds = osi.funding.list_funds(parent="missions/m", page_size=2, filter="free > 0")
    assert [fund.name for fund in funds] == ALL
    assert [request.page_token for request in script.requests("ListFunds")] == ["", "2", "4"]
    assert {request.filter for request in script.requests("ListFunds")} == {"free > 0"}


def test_a_list_can_be_gone_through_again(osi: Any) -> None:
    funds = osi.funding.list_funds(parent="missions/m")
    assert [fund.name for fund in funds] == [fund.name for fund in funds] == ALL


def test_nothing_is_asked_for_before_it_is_wanted(osi: Any, script: Scripted) -> None:
    osi.funding.list_funds(parent="missions/m")
    assert not script.calls


def test_whole_pages_say_how_many_there_are(osi: Any) -> None:
    funds = osi.funding.list_funds(parent="missions/m")
    assert [len(page.funds) for page in funds.pages()] == [2, 2, 1]
    assert funds.page().total_size == 5


def test_a_page_is_tried_again(osi: Any, script: Scripted) -> None:
    script.before["ListFunds"].extend([None, fails(StatusCode.UNAVAILABLE)])
    assert [fund.name for fund in osi.funding.list_funds(parent="missions/m")] == ALL


def test_a_decision_is_waited_for(osi: Any, script: Scripted) -> None:
    told: list[DecisionProgress] = []
    operation = osi.funding.close_grant_round(name="missions/m/grant-rounds/r")
    assert not operation.done
    assert operation.result(told=told.append) == GrantRound(name="missions/m/grant-rounds/r")
    assert [progress.stage for progress in told] == [DECISION_STAGE_RUNNING] * 3
    assert operation.done


def test_waiting_goes_on_where_a_call_fails(osi: Any, script: Scripted) -> None:
    script.before["WaitOperation"].extend([fails(StatusCode.UNAVAILABLE), fails(StatusCode.DEADLINE_EXCEEDED)])
    operation = osi.funding.close_grant_round(name="missions/m/grant-rounds/r")
    assert operation.result().name == "missions/m/grant-rounds/r"


def test_waiting_has_an_end(osi: Any) -> None:
    operation = osi.funding.close_grant_round(name="missions/m/grant-rounds/r")
    with pytest.raises(osi_client.DeadlineExceeded, match="has not ended yet"):
        operation.result(timeout=0)


def test_what_an_operation_failed_by_is_raised(osi: Any) -> None:
    operation = osi.operation("missions/m/operations/7", GrantRound, DecisionProgress)
    operation.refresh()
    with pytest.raises(osi_client.FailedPrecondition, match="stopped"):
        operation.result()


def test_an_operation_is_cancelled(osi: Any, script: Scripted) -> None:
    osi.operation("missions/m/operations/7", GrantRound, DecisionProgress).cancel()
    assert script.requests("CancelOperation")[0].name == "missions/m/operations/7"


def test_another_result_than_the_contract_has_is_named(osi: Any) -> None:
    operation = osi.operation("missions/m/operations/7", DecisionProgress, DecisionProgress)
    with pytest.raises(TypeError, match=r"tells osi.funding.v1.GrantRound, where osi.type.v1.DecisionProgress is due"):
        operation.result()


def test_a_stream_that_breaks_off_goes_on_behind_the_last(osi: Any, script: Scripted) -> None:
    script.after["event"].extend([None, fails(StatusCode.UNAVAILABLE), None, fails(StatusCode.UNAVAILABLE)])
    replies = osi.log.read_public(mission="missions/m", chain="funding-1")
    assert [reply.events[0].position for reply in replies] == [1, 2, 3, 4, 5, 6]
    assert [request.after for request in script.requests("ReadPublic")] == [0, 2, 4]


def test_a_stream_ends_with_what_stays(osi: Any, script: Scripted) -> None:
    script.after["event"].extend([None, fails(StatusCode.PERMISSION_DENIED)])
    seen: list[int] = []
    replies = osi.log.read_public(mission="missions/m", chain="funding-1")
    with pytest.raises(osi_client.PermissionDenied):
        seen.extend(reply.events[0].position for reply in replies)
    assert seen == [1, 2]
