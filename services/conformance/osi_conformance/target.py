"""The service that is tested, as a client sees it: calls by the methods' names, and refusals as values."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from typing import Any, NamedTuple

import grpc
from google.longrunning import operations_pb2  # noqa: F401 - brings its descriptors
from google.protobuf import descriptor_pool, message_factory
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message
from google.rpc import error_details_pb2 as details
from google.rpc.status_pb2 import Status
from osi.funding.v1 import funding_service_pb2  # noqa: F401
from osi.log.v1 import hearing_service_pb2, log_service_pb2, receipt_service_pb2  # noqa: F401
from osi.matching.v1 import matching_service_pb2  # noqa: F401
from osi.participation.v1 import participation_service_pb2, token_service_pb2  # noqa: F401
from osi.reads.v1 import read_service_pb2  # noqa: F401

from osi_conformance import services

__all__ = ["SERVICES", "Refusal", "Reply", "Target", "method_named", "methods_of", "new_request"]

SERVICES = tuple(dict.fromkeys(name for service in services.SERVICES.values() for name in service.all))
"""Every gRPC service of the contract. No two of them have methods of one name."""
Metadata = Sequence[tuple[str, str | bytes]]
_DETAILS = "grpc-status-details-bin"
_KINDS: tuple[type[Message], ...] = (
    details.ErrorInfo,
    details.BadRequest,
    details.PreconditionFailure,
    details.LocalizedMessage,
    details.RetryInfo,
    details.ResourceInfo,
)


class Reply(NamedTuple):
    """An answer, with what came beside it."""

    message: Any
    metadata: dict[str, str]

    @property
    def position(self) -> str:
        """What the answer stands on, as `osi-after` takes it."""
        return self.metadata.get("osi-position", "")


class Refusal(Exception):
    """A call was answered with no."""

    def __init__(self, method: str, code: grpc.StatusCode, message: str, status: Status | None) -> None:
        self.method, self.code, self.text, self.status = method, code, message, status
        super().__init__(f"{method} was answered {code.name}: {message}")

    @property
    def details(self) -> list[Message]:
        """The details of kinds that are known."""
        found = []
        for packed in self.status.details if self.status else ():
            kind = next((one for one in _KINDS if packed.TypeName() == one.DESCRIPTOR.full_name), None)
            if kind is not None:
                found.append(_unpacked(packed, kind))
        return found

    def of(self, kind: type[Any]) -> list[Any]:
        """The details of one kind."""
        return [one for one in self.details if isinstance(one, kind)]

    @property
    def codes(self) -> set[str]:
        """All codes that the refusal names."""
        reasons = {one.reason for one in self.of(details.ErrorInfo)}
        fields = {one.reason for bad in self.of(details.BadRequest) for one in bad.field_violations}
        unmet = {one.type for failed in self.of(details.PreconditionFailure) for one in failed.violations}
        return (reasons | fields | unmet) - {""}

    @property
    def fields(self) -> set[str]:
        """The fields of the request that it names."""
        return {one.field for bad in self.of(details.BadRequest) for one in bad.field_violations}

    @property
    def localized(self) -> tuple[str, str]:
        """Language and sentence for people; empty where there is none."""
        found = self.of(details.LocalizedMessage)
        return (found[0].locale, found[0].message) if found else ("", "")


class Target:
    """One connection to the service."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.channel = grpc.aio.insecure_channel(
            address,
            options=[
                ("grpc.max_receive_message_length", 64 * 2**20),
                ("grpc.max_send_message_length", 64 * 2**20),
                ("grpc.use_local_subchannel_pool", 1),
                ("grpc.enable_retries", 0),
            ],
        )

    async def close(self) -> None:
        """Lets go of the connection."""
        await self.channel.close()

    async def call(self, method: str, request: Message, metadata: Metadata = (), timeout: float = 20.0) -> Reply:
        """Calls `CreateFund` or `osi.log.v1.LogService/GetHead`. Raises Refusal."""
        found = method_named(method)
        stub: Callable[..., Any] = self.channel.unary_unary(
            _path(found), type(request).SerializeToString, _reader(found)
        )
        call = stub(request, metadata=tuple(metadata), timeout=timeout)
        try:
            answer = await call
        except grpc.aio.AioRpcError as error:
            raise _refusal(found.name, error) from None
        return Reply(answer, {**_plain(await call.initial_metadata()), **_plain(await call.trailing_metadata())})

    async def stream(
        self, method: str, request: Message, metadata: Metadata = (), timeout: float = 20.0
    ) -> AsyncIterator[Any]:
        """The messages of a stream from the service. Raises Refusal."""
        found = method_named(method)
        stub: Callable[..., Any] = self.channel.unary_stream(
            _path(found), type(request).SerializeToString, _reader(found)
        )
        try:
            async for one in stub(request, metadata=tuple(metadata), timeout=timeout):
                yield one
        except grpc.aio.AioRpcError as error:
            raise _refusal(found.name, error) from None

    async def send(self, method: str, requests: Any, metadata: Metadata = (), timeout: float = 20.0) -> Reply:
        """Calls a method that takes a stream. Raises Refusal."""
        found = method_named(method)
        stub: Callable[..., Any] = self.channel.stream_unary(_path(found), _bytes, _reader(found))
        call = stub(requests, metadata=tuple(metadata), timeout=timeout)
        try:
            answer = await call
        except grpc.aio.AioRpcError as error:
            raise _refusal(found.name, error) from None
        return Reply(answer, {**_plain(await call.initial_metadata()), **_plain(await call.trailing_metadata())})


def methods_of(service: str) -> list[MethodDescriptor]:
    """The methods of a service of the contract, in their order."""
    found = descriptor_pool.Default().FindServiceByName(service)
    return list(found.methods)


def method_named(name: str) -> MethodDescriptor:
    """The method of this name, with its service in front of it or not. Raises LookupError."""
    service, _, short = name.rpartition("/")
    for one in (service,) if service else SERVICES:
        for method in methods_of(one):
            if method.name == short:
                return method
    raise LookupError(name)


def new_request(method: MethodDescriptor) -> Any:
    """An empty request."""
    return message_factory.GetMessageClass(method.input_type)()


def _bytes(message: Message) -> bytes:
    return message.SerializeToString()


def _path(method: MethodDescriptor) -> str:
    return f"/{method.containing_service.full_name}/{method.name}"


def _reader(method: MethodDescriptor) -> Callable[[bytes], Message]:
    return message_factory.GetMessageClass(method.output_type).FromString


def _refusal(method: str, error: grpc.aio.AioRpcError) -> Refusal:
    raw = next((value for key, value in error.trailing_metadata() or () if key == _DETAILS), None)
    status = Status.FromString(raw) if isinstance(raw, bytes) else None
    return Refusal(method, error.code(), error.details() or "", status)


def _plain(metadata: Iterable[tuple[str, Any]] | None) -> dict[str, str]:
    return {key: value for key, value in metadata or () if isinstance(value, str)}


def _unpacked(packed: AnyMessage, kind: type[Message]) -> Message:
    message = kind()
    packed.Unpack(message)
    return message
