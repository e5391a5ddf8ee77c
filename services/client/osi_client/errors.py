"""Errors with types: one for each status of gRPC, with all that a service says of it.

`Refused` are those that stay: asked again, the same is refused again. The others may pass.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import grpc
from google.protobuf.message import Message
from google.rpc.status_pb2 import Status

from osi_client.details import Details, Field, Precondition, Reason, details_of


class ServiceError(Exception):
    """A call that did not succeed. `str()` of it says all that is known, for a log or a terminal."""

    code: ClassVar[grpc.StatusCode] = grpc.StatusCode.UNKNOWN
    advice: ClassVar[str] = "The service did not say more. Look at its log."
    """What to do where the service itself does not say it."""

    def __init__(
        self, message: str = "", details: Details | None = None, *, method: str = "", sent_as: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        """What the service says, in one sentence."""
        self.details = details or Details()
        """All that the status carries, with what this client does not know."""
        self.method = method
        """The method that was called."""
        self.request_id = sent_as
        """The `request_id` that it was called with: the same request under it finds out what became of it."""

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why, as a code with its values."""
        return self.details.reasons

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, for programs to compare: of the reasons, of the preconditions and of the fields, each once."""
        found = [reason.code for reason in self.details.reasons]
        found += (one.type for one in self.details.preconditions)
        found += (one.reason for one in self.details.fields)
        return tuple(dict.fromkeys(code for code in found if code))

    @property
    def values(self) -> Mapping[str, str]:
        """The values of the first reason."""
        return self.details.reasons[0].values if self.details.reasons else {}

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of the request that do not fit, each with why."""
        return self.details.fields

    @property
    def preconditions(self) -> tuple[Precondition, ...]:
        """What would have to hold first."""
        return self.details.preconditions

    @property
    def sentences(self) -> Mapping[str, tuple[str, ...]]:
        """What to tell people, by language."""
        return self.details.sentences

    @property
    def retry_delay(self) -> float | None:
        """Seconds to wait before asking again, where the service names them."""
        return self.details.retry_delay

    @property
    def unknown(self) -> tuple[Message, ...]:
        """Details of kinds that this client does not know, unpacked where their type is known."""
        return self.details.unknown

    @property
    def what_to_do(self) -> tuple[str, ...]:
        """What the service says to do about it, or else the `advice`."""
        return self.details.help or (self.advice,)

    def __str__(self) -> str:
        lines = [f"{self.method}: {self.code.name}: {self.message}".removeprefix(": ")]
        lines += (f"  {one.field}: {one.description or one.reason}" for one in self.details.fields)
        lines += (f"  {one.type} {one.subject}: {one.description}" for one in self.details.preconditions)
        told = "\n".join(lines)
        said = {text for texts in self.details.sentences.values() for text in texts}
        lines += (f"  {text}" for text in sorted(said) if text not in told)
        lines += (f"  {advice}" for advice in self.what_to_do)
        return "\n".join(lines)


class Refused(ServiceError):
    """The service understood and says no; the same request is refused again until something else changes."""


class InvalidArgument(Refused):
    """Fields of the request do not fit, whatever the state of the mission."""

    code = grpc.StatusCode.INVALID_ARGUMENT
    advice = "Set the fields right that are named."


class OutOfRange(Refused):
    """Something lies behind an end."""

    code = grpc.StatusCode.OUT_OF_RANGE
    advice = "Ask for what exists."


class FailedPrecondition(Refused):
    """What must hold first does not."""

    code = grpc.StatusCode.FAILED_PRECONDITION
    advice = "Bring about what is unmet, then ask again."


class PermissionDenied(Refused):
    """Whoever asks may not."""

    code = grpc.StatusCode.PERMISSION_DENIED
    advice = "Ask as somebody who may, or have a mandate or role granted first."


class NotFound(Refused):
    """There is no such resource, or none that whoever asks may know of."""

    code = grpc.StatusCode.NOT_FOUND
    advice = "Check the name, and that the token is one of this mission."


class AlreadyExists(Refused):
    """The id is taken."""

    code = grpc.StatusCode.ALREADY_EXISTS
    advice = "Choose another id, or leave it empty to have one minted."


class Aborted(Refused):
    """It has moved on since it was read: the `etag` is an older one."""

    code = grpc.StatusCode.ABORTED
    advice = "Read it again, decide again, and send the new etag."


class Unauthenticated(Refused):
    """The token is missing, has expired, or is not trusted here."""

    code = grpc.StatusCode.UNAUTHENTICATED
    advice = "Give connect() a token of this mission, or a callable that gets a new one."


class Unimplemented(Refused):
    """The service does not have the method."""

    code = grpc.StatusCode.UNIMPLEMENTED
    advice = "Check that this address serves what was called, and the releases of both sides."


class Unavailable(ServiceError):
    """The service cannot be reached, or is starting, draining or behind. Where an answer was lost on its way, the
    change may have happened all the same.
    """

    code = grpc.StatusCode.UNAVAILABLE
    advice = "Check the address and that the service runs; ask again with the same request_id."


class ResourceExhausted(ServiceError):
    """The service takes no more for now, or the request is too large."""

    code = grpc.StatusCode.RESOURCE_EXHAUSTED
    advice = "Send less or later; the service's settings name its limits."


class DeadlineExceeded(ServiceError):
    """The time was over before the answer came. The change may have happened all the same."""

    code = grpc.StatusCode.DEADLINE_EXCEEDED
    advice = "It may have happened. Send the same request with the same request_id to find out; it happens once."


class Cancelled(ServiceError):
    """The call was cancelled. The change may have happened all the same."""

    code = grpc.StatusCode.CANCELLED
    advice = DeadlineExceeded.advice


class Internal(ServiceError):
    """A fault of the service."""

    code = grpc.StatusCode.INTERNAL
    advice = "A fault of the service: report it with the service's log of this moment."


class DataLoss(ServiceError):
    """The service's store is damaged."""

    code = grpc.StatusCode.DATA_LOSS
    advice = "The operator has to restore the store."


class Unknown(ServiceError):
    """A fault of the service, or of something between."""


_BY_CODE: dict[grpc.StatusCode, type[ServiceError]] = {
    kind.code: kind
    for kind in (
        *(InvalidArgument, OutOfRange, FailedPrecondition, PermissionDenied, NotFound, AlreadyExists, Aborted),
        *(Unauthenticated, Unimplemented, Unavailable, ResourceExhausted, DeadlineExceeded, Cancelled),
        *(Internal, DataLoss, Unknown),
    )
}
_BY_NUMBER: dict[int, grpc.StatusCode] = {code.value[0]: code for code in grpc.StatusCode}


def error_of(
    code: grpc.StatusCode, message: str, status: Status | None = None, *, method: str = "", sent_as: str = ""
) -> ServiceError:
    """The error of a status code, with the details of the status where there is one."""
    details = details_of(status) if status is not None else Details()
    return _BY_CODE.get(code, Unknown)(message, details, method=method, sent_as=sent_as)


def error_of_status(status: Status, *, method: str = "") -> ServiceError:
    """The error of a status that came within a reply: of one ballot of many, or of an operation."""
    return error_of(_BY_NUMBER.get(status.code, grpc.StatusCode.UNKNOWN), status.message, status, method=method)
