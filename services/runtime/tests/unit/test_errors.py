"""Each error with its status and its details."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from google.rpc import error_details_pb2 as kinds
from grpc import StatusCode

from osi_core.domain import Malformed, Phase, Refused, Unmet
from osi_core.log.opening import StoreDamaged
from osi_core.log.store import Conflict, MissionMoved, StoreBusy, StoreError, StoreFull
from osi_core.money import Money
from osi_core.process import ReceiptUnknown, WriterClosed, WriterFull
from osi_core.process.receipt_codes import ReceiptMalformed
from osi_core.words import Message, Name
from osi_runtime.auth import KeysUnavailable, NotExchanged, Unauthenticated
from osi_runtime.errors import CallRefused, Told, Violation, status_message, told_of
from osi_runtime.errors.rich import plain_text
from osi_runtime.errors.told import Speaker
from osi_runtime.peers.refused import MISSING, TOO_OLD
from osi_runtime.words import WORDS

ENGLISH = Speaker("en", WORDS)


@pytest.mark.parametrize(
    ("error", "status", "reason"),
    [
        (Malformed("X", [Unmet("missing", "fund.amount")]), StatusCode.INVALID_ARGUMENT, "missing"),
        (Refused("X", [Unmet("role-missing", "actor")]), StatusCode.PERMISSION_DENIED, "role-missing"),
        (Refused("X", [Unmet("deadline-past", "closes_at")]), StatusCode.FAILED_PRECONDITION, "deadline-past"),
        (Refused("X", [Unmet("mission-unknown", "mission")]), StatusCode.NOT_FOUND, "mission-unknown"),
        (Refused("X", [Unmet("not-of-this-share")]), StatusCode.UNIMPLEMENTED, "not-of-this-share"),
        (StoreBusy("store.busy", store="s", process=1), StatusCode.UNAVAILABLE, "store.busy"),
        (StoreFull("store.full", store="s", said=""), StatusCode.RESOURCE_EXHAUSTED, "store.full"),
        (Conflict("store.overtaken-often", count=20), StatusCode.ABORTED, "store.overtaken-often"),
        (StoreError("store.failed", store="s", said=""), StatusCode.UNAVAILABLE, "store.failed"),
        (StoreDamaged("store.key-missing", mission="m"), StatusCode.DATA_LOSS, "store.key-missing"),
        (MissionMoved("store.moved", mission="m", to="x"), StatusCode.FAILED_PRECONDITION, "store.moved"),
        (WriterFull("writer.full"), StatusCode.RESOURCE_EXHAUSTED, "writer.full"),
        (WriterClosed("writer.closed"), StatusCode.UNAVAILABLE, "writer.closed"),
        (ReceiptUnknown("receipt.unknown", code="c"), StatusCode.NOT_FOUND, "receipt.unknown"),
        (ReceiptMalformed("receipt.malformed", code="c"), StatusCode.INVALID_ARGUMENT, "receipt.malformed"),
        (Unauthenticated("signature"), StatusCode.UNAUTHENTICATED, "token-invalid"),
        (KeysUnavailable("https://x.example", "refused"), StatusCode.UNAVAILABLE, "keys-unavailable"),
        (NotExchanged("grant-type", "grant_type"), StatusCode.INVALID_ARGUMENT, "grant-type"),
        (CallRefused(StatusCode.OUT_OF_RANGE, "runtime.rate"), StatusCode.OUT_OF_RANGE, "runtime.rate"),
        (KeyError("what"), StatusCode.INTERNAL, "runtime.incident"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_every_error_has_its_status(error, status, reason):
    told = told_of(error, ENGLISH)
    assert (told.status, told.reason) == (status, reason)
    assert status_message(told).code == status.value[0]
    assert bool(told.incident) == (reason == "runtime.incident")


def test_of_several_conditions_the_weightiest_gives_the_status_and_all_are_told():
    unmet = [Unmet("deadline-past", "closes_at", deadline=1), Unmet("role-missing", "actor", roles=("expert",))]
    told = told_of(Refused("OpenFund", unmet), ENGLISH)
    assert (told.status, told.reason) == (StatusCode.PERMISSION_DENIED, "role-missing")
    assert [one.code for one in told.conditions] == ["deadline-past", "role-missing"]
    assert [one.subject for one in told.fields] == ["closes_at"]
    assert told.values["2.code"] == "deadline-past"
    assert told.values["2.deadline"] == 1


def test_fields_of_the_command_are_told_by_their_paths_in_the_request():
    speaker = Speaker("en", WORDS, lambda field: f"round.{field}")
    told = told_of(
        Refused("X", [Unmet("deadline-past", "closes_at"), Unmet("version-moved", "expected_version")]), speaker
    )
    assert [one.subject for one in told.fields] == ["round.closes_at", "etag"]
    told = told_of(Malformed("X", [Unmet("missing", "round.closes_at"), Unmet("missing", "command_id")]), speaker)
    assert [one.subject for one in told.fields] == ["round.closes_at", "request_id"]


def test_what_it_is_about_is_the_subject_where_there_is_no_field():
    told = told_of(Refused("X", [Unmet("not-found", name=Name("funds/f"))]), ENGLISH)
    assert told.conditions[0].subject == "funds/f"


def test_words_are_in_the_callers_language_and_the_message_in_english():
    told = told_of(CallRefused(StatusCode.UNAUTHENTICATED, "runtime.token-needed"), Speaker("de", WORDS))
    assert told.message.startswith("bring a token")
    assert (told.language, told.local[:14]) == ("de", "bring ein Toke")


def test_nothing_of_the_unexpected_is_told():
    told = told_of(ValueError("Rita's secret"), ENGLISH)
    assert "secret" not in str(status_message(told))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a b", "a b"),
        (7, "7"),
        (True, "true"),
        (Decimal("1.50"), "1.50"),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 9, tzinfo=UTC), "2026-03-01T09:00:00+00:00"),
        (Phase.SUPPORT, "Phase.support"),
        (Name("funds/f"), "funds/f"),
        (("a", 1), '["a", "1"]'),
        (Money(minor=150, currency="EUR"), '{"minor":150,"currency":"EUR"}'),
        (Message.of("store.full"), "store.full"),
        (object(), "object"),
    ],
    ids=lambda one: one if isinstance(one, str) else type(one).__name__,
)
def test_values_are_plain_texts(value, text):
    assert plain_text(value) == text


def test_details_fit_into_a_line_of_metadata():
    many = [Violation("code", f"fund.field{number}", "x" * 200, "y" * 200) for number in range(500)]
    told = Told(StatusCode.INVALID_ARGUMENT, "m" * 5000, "code", {}, many, many, "l" * 5000, "de")
    message = status_message(told)
    assert message.ByteSize() < 8000
    assert any(one.Is(kinds.BadRequest.DESCRIPTOR) for one in message.details)


@pytest.mark.parametrize("code", [MISSING, TOO_OLD])
def test_what_passes_once_others_answer_says_when_to_ask_again(code):
    passing, other = Unmet(code, lag=1, most=1, chain="c"), Unmet("deadline-past", "closes_at")
    assert told_of(Refused("X", [passing]), ENGLISH).retry_seconds
    assert told_of(Refused("X", [passing, other]), ENGLISH).retry_seconds is None


@pytest.mark.parametrize("size", [1, 100, 20_000])
def test_however_much_is_wrong_a_status_goes_into_metadata(size):
    unmet = [Unmet("missing", f"choices[{number}]", name="ü" * 500) for number in range(size)]
    status = status_message(told_of(Malformed("X", unmet), ENGLISH))
    assert status.ByteSize() <= 5_000
    told = Told(StatusCode.NOT_FOUND, "ü" * size, "x", {"x": "ü" * size}, local="ü" * size)
    assert status_message(told).ByteSize() <= 5_000
