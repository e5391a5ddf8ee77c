"""`google.rpc.Status` with its details."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import islice
from typing import Any, NamedTuple

from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message as ProtoMessage
from google.rpc import error_details_pb2 as details
from google.rpc.status_pb2 import Status
from grpc import StatusCode

from osi_core.words import Message, Value, plain_of, term_of

__all__ = ["DOMAIN", "Told", "Violation", "plain_text", "status_message"]

DOMAIN = "osi"
"""The domain of all our codes in ErrorInfo."""
_LARGEST = 5_000
"""Bytes of a whole status: it goes as one line of metadata, in base64, and its message as another one; for all of them
many clients have 8 KiB, and cut the call off beyond.
"""
_LONGEST_VALUE = 300
_LONGEST_SENTENCE = 600
_LONGEST_MESSAGE = 500
"""In bytes; each may become three when it is sent."""
_LONGEST_LOCAL = 1_500


class Violation(NamedTuple):
    """One thing that does not fit or hold."""

    code: str
    subject: str
    """The field's path, or the name of what it is about; may be empty."""
    english: str
    local: str


class Told(NamedTuple):
    """An error as it is answered."""

    status: StatusCode
    message: str
    """English, for developers."""
    reason: str
    """A code, for programs."""
    values: Mapping[str, Value] = {}
    fields: Sequence[Violation] = ()
    conditions: Sequence[Violation] = ()
    local: str = ""
    """The sentence in the caller's language."""
    language: str = "en"
    retry_seconds: float | None = None
    incident: str = ""
    """The id of what was unexpected, by which it is found in the program's log."""


def status_message(told: Told) -> Status:
    """The message; where it is larger than metadata takes, texts and the longest lists are cut."""
    message = _cut(told.message, _LONGEST_MESSAGE)
    most = max(len(told.fields), len(told.conditions), len(told.values))
    while True:
        status = Status(code=told.status.value[0], message=message, details=_packed(told))
        if status.ByteSize() <= _LARGEST or not most:
            return status
        most //= 2
        few = dict(islice(told.values.items(), most))
        told = told._replace(fields=told.fields[:most], conditions=told.conditions[:most], values=few)


def _cut(text: str, most: int) -> str:
    """At most so many bytes of a text."""
    raw = text.encode("utf-8", "replace")
    return text if len(raw) <= most else raw[: most - 3].decode("utf-8", "ignore") + "…"


def _packed(told: Told) -> list[AnyMessage]:
    metadata = {name: plain_text(value) for name, value in told.values.items()}
    if told.incident:
        metadata["incident"] = told.incident
    found: list[ProtoMessage] = [details.ErrorInfo(reason=told.reason, domain=DOMAIN, metadata=metadata)]
    if told.fields:
        found.append(details.BadRequest(field_violations=[_field(one, told.language) for one in told.fields]))
    if told.conditions:
        found.append(details.PreconditionFailure(violations=[_condition(one) for one in told.conditions]))
    if told.retry_seconds is not None:
        delay = Duration()
        delay.FromNanoseconds(int(told.retry_seconds * 1e9))
        found.append(details.RetryInfo(retry_delay=delay))
    if told.local:
        found.append(details.LocalizedMessage(locale=told.language, message=_cut(told.local, _LONGEST_LOCAL)))
    return [_any(one) for one in found]


def _field(one: Violation, language: str) -> details.BadRequest.FieldViolation:
    local = details.LocalizedMessage(locale=language, message=_cut(one.local, _LONGEST_SENTENCE))
    description = _cut(one.english, _LONGEST_SENTENCE)
    return details.BadRequest.FieldViolation(
        field=_cut(one.subject, _LONGEST_VALUE), description=description, reason=one.code, localized_message=local
    )


def _condition(one: Violation) -> details.PreconditionFailure.Violation:
    subject, description = _cut(one.subject, _LONGEST_VALUE), _cut(one.english, _LONGEST_SENTENCE)
    return details.PreconditionFailure.Violation(type=one.code, subject=subject, description=description)


def _any(message: ProtoMessage) -> AnyMessage:
    packed = AnyMessage()
    packed.Pack(message)
    return packed


def plain_text(value: Value) -> str:
    """A value as ErrorInfo's metadata holds it: texts as they are, numbers in digits, dates and times by ISO 8601,
    terms by their full name, amounts and lists as JSON.
    """
    return _text(value)[:_LONGEST_VALUE]


def _text(value: Any) -> str:
    if isinstance(value, StrEnum):
        return str(term_of(value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | Decimal | Fraction):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Message):
        return value.code
    if isinstance(value, list | tuple | frozenset):
        return json.dumps([_text(one) for one in value], ensure_ascii=False)
    try:
        plain = plain_of(value)
    except TypeError:
        return type(value).__name__
    inner = next(iter(plain.values())) if isinstance(plain, dict) and len(plain) == 1 else plain
    return inner if isinstance(inner, str) else json.dumps(inner, ensure_ascii=False, separators=(",", ":"))
