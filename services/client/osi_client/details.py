"""What a `google.rpc.Status` says of an error, read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from google.protobuf import any_pb2, symbol_database
from google.protobuf.message import DecodeError, Message
from google.rpc import error_details_pb2 as kinds
from google.rpc.status_pb2 import Status


class Reason(NamedTuple):
    """One thing that is unmet or wrong."""

    code: str
    """Stable, for programs to compare."""
    domain: str
    """Whose code it is."""
    values: Mapping[str, str]
    """What varies, by name."""


class Field(NamedTuple):
    """A field of the request that does not fit."""

    field: str
    """Its path: `fund.amount.currency_code`."""
    description: str
    """Why, for those who write programs."""
    reason: str
    """Why, as a code."""
    sentence: str
    """Why, for people, in the language that was asked for; may be empty."""


class Precondition(NamedTuple):
    """What would have to hold first."""

    type: str
    """What kind of condition it is, or its code."""
    subject: str
    """What it is about."""
    description: str
    """What is unmet."""


@dataclass(frozen=True)
class Details:
    """All details of a status."""

    reasons: tuple[Reason, ...] = ()
    fields: tuple[Field, ...] = ()
    preconditions: tuple[Precondition, ...] = ()
    resources: tuple[str, ...] = ()
    """Names of the resources that it is about."""
    sentences: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By language."""
    help: tuple[str, ...] = ()
    """What to do, each with a link where there is one."""
    quotas: tuple[str, ...] = ()
    """Limits that were reached."""
    retry_delay: float | None = None
    unknown: tuple[Message, ...] = ()
    """Of other kinds; an `Any` where even the type is not known."""


_KINDS: tuple[type[Message], ...] = (
    *(kinds.ErrorInfo, kinds.BadRequest, kinds.PreconditionFailure, kinds.ResourceInfo),
    *(kinds.LocalizedMessage, kinds.Help, kinds.QuotaFailure, kinds.RetryInfo),
)
_BY_NAME = {kind.DESCRIPTOR.full_name: kind for kind in _KINDS}


def details_of(status: Status) -> Details:
    """Reads all details of a status; what is not known, or cannot be read, is kept as it came."""
    found: dict[type[Message], list[Any]] = {kind: [] for kind in _KINDS}
    unknown: list[Message] = []
    for packed in status.details:
        detail = _unpacked(packed)
        found.get(type(detail), unknown).append(detail)
    violations = (one for bad in found[kinds.BadRequest] for one in bad.field_violations)
    conditions = (one for failure in found[kinds.PreconditionFailure] for one in failure.violations)
    sentences: dict[str, tuple[str, ...]] = {}
    for one in found[kinds.LocalizedMessage]:
        sentences[one.locale] = (*sentences.get(one.locale, ()), one.message)
    return Details(
        reasons=tuple(Reason(one.reason, one.domain, dict(one.metadata)) for one in found[kinds.ErrorInfo]),
        fields=tuple(
            Field(one.field, one.description, one.reason, one.localized_message.message) for one in violations
        ),
        preconditions=tuple(Precondition(one.type, one.subject, one.description) for one in conditions),
        resources=tuple(one.resource_name for one in found[kinds.ResourceInfo]),
        sentences=sentences,
        help=tuple(f"{link.description} {link.url}".strip() for one in found[kinds.Help] for link in one.links),
        quotas=tuple(
            f"{one.subject}: {one.description}" for failure in found[kinds.QuotaFailure] for one in failure.violations
        ),
        retry_delay=min((_seconds(one.retry_delay) for one in found[kinds.RetryInfo]), default=None),
        unknown=tuple(unknown),
    )


def _seconds(duration: Any) -> float:
    return float(duration.seconds + duration.nanos / 1e9)


def _unpacked(packed: any_pb2.Any) -> Message:
    name = packed.TypeName()
    try:
        kind = _BY_NAME.get(name) or symbol_database.Default().GetSymbol(name)
        return kind.FromString(packed.value)
    except (KeyError, DecodeError):
        return packed
