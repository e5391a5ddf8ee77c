"""What is known of a method before it is called: read off its descriptor, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from uuid import uuid4

from google.api import annotations_pb2
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from google.protobuf.message import Message

RequestT = TypeVar("RequestT", bound=Message)
ReplyT = TypeVar("ReplyT", bound=Message)

SAFE_AGAIN = frozenset(
    {
        "osi.funding.v1.FundingService.BatchCastGrantBallots",
        "osi.funding.v1.FundingService.StreamGrantBallots",
        "osi.participation.v1.ParticipationService.BatchCastBallots",
        "osi.participation.v1.ParticipationService.StreamBallots",
        "osi.participation.v1.ParticipationService.StreamVotes",
        "osi.participation.v1.TokenService.ExchangeToken",
        "google.longrunning.Operations.CancelOperation",
        "google.longrunning.Operations.DeleteOperation",
        "google.longrunning.Operations.WaitOperation",
    }
)
"""Methods that change something, take no `request_id`, and change nothing more when they are called again: ballots are
known by their own ids, who has joined a mission is in it, and what was cancelled stays so."""

_PLACES = ("parent", "name", "mission")
"""The fields that may say which mission a request is about."""


@dataclass(frozen=True)
class Method(Generic[RequestT, ReplyT]):
    """One method of a service, with the types of what it takes and what it gives."""

    descriptor: MethodDescriptor
    request: type[RequestT]
    reply: type[ReplyT]
    path: str = field(init=False)
    """As gRPC calls it: `/osi.funding.v1.FundingService/CreateFund`."""
    takes_request_id: bool = field(init=False)
    """Whether `request_id` makes it safe to send again."""
    takes_etag: bool = field(init=False)
    """Whether the caller may say what it has seen."""
    is_safe_again: bool = field(init=False)
    """Whether sent twice it happens once."""
    is_meant_to_last: bool = field(init=False)
    """Whether it streams, or is told how long to wait: an attempt may then take as long as the whole call."""
    place: str = field(init=False)
    """The field that says which mission it is about; empty where none does."""

    def __post_init__(self) -> None:
        fields = {one.name: one for one in self.descriptor.input_type.fields}
        options: Any = self.descriptor.GetOptions()
        reads = options.Extensions[annotations_pb2.http].WhichOneof("pattern") == "get"
        takes_id = "request_id" in fields
        known: dict[str, Any] = {
            "path": f"/{self.descriptor.containing_service.full_name}/{self.descriptor.name}",
            "takes_request_id": takes_id,
            "takes_etag": "etag" in fields,
            "is_safe_again": takes_id or reads or self._only_receives() or self.descriptor.full_name in SAFE_AGAIN,
            "is_meant_to_last": self._streams() or "timeout" in fields,
            "place": next((name for name in _PLACES if name in fields), ""),
        }
        for name, value in known.items():
            object.__setattr__(self, name, value)

    def _only_receives(self) -> bool:
        return self.descriptor.server_streaming and not self.descriptor.client_streaming

    def _streams(self) -> bool:
        return self.descriptor.server_streaming or self.descriptor.client_streaming

    def made(self, given: RequestT | None, fields: Mapping[str, Any]) -> RequestT:
        """The request, of a message or of fields, with a `request_id` of its own where it has none.

        A message that was given stays as it is. Raises TypeError where both are given, or a field does not exist or
        takes another type.
        """
        if given is None:
            request = self.request(**fields)
        elif fields:
            raise TypeError(f"{self.descriptor.name} takes a message or fields, not both: {', '.join(sorted(fields))}")
        elif not isinstance(given, self.request):
            raise TypeError(f"{self.descriptor.name} takes {self.request.__name__}, not {type(given).__name__}")
        else:
            request = self.request()
            request.CopyFrom(given)
        if self.takes_request_id and not getattr(request, "request_id"):  # noqa: B009 - `Message` alone declares none
            setattr(request, "request_id", str(uuid4()))  # noqa: B010
        return request

    def mission_of(self, request: Message) -> str:
        """Id of the mission that a request is about; empty where it does not say."""
        said: str = getattr(request, self.place) if self.place else ""
        collection, _, rest = said.partition("/")
        return rest.partition("/")[0] if collection == "missions" else ""


def method(
    service: ServiceDescriptor, name: str, request: type[RequestT], reply: type[ReplyT]
) -> Method[RequestT, ReplyT]:
    """The method of that name."""
    return Method(service.methods_by_name[name], request, reply)
