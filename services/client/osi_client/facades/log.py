"""The methods of osi.log.v1.LogService: made of the contract by `make protos`; do not edit."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TypedDict, Unpack

from osi.log.v1 import log_service_pb2

from osi_client.aio import AsyncChannel
from osi_client.methods import method
from osi_client.pages import AsyncPages, Pages
from osi_client.plain import Channel
from osi_client.resuming import behind_events

_SERVICE = log_service_pb2.DESCRIPTOR.services_by_name["LogService"]


class ListHeadsFields(TypedDict, total=False):
    """Fields of `ListHeadsRequest`."""

    page_size: int
    page_token: str


class GetHeadFields(TypedDict, total=False):
    """Fields of `GetHeadRequest`."""

    mission: str


class ReadPublicFields(TypedDict, total=False):
    """Fields of `ReadPublicRequest`."""

    mission: str
    chain: str
    after: int
    upto: int
    follow: bool


class GetHeardHeadFields(TypedDict, total=False):
    """Fields of `GetHeardHeadRequest`."""

    mission: str
    chain: str


_LIST_HEADS = method(_SERVICE, "ListHeads", log_service_pb2.ListHeadsRequest, log_service_pb2.ListHeadsResponse)
_GET_HEAD = method(_SERVICE, "GetHead", log_service_pb2.GetHeadRequest, log_service_pb2.Head)
_READ_PUBLIC = method(_SERVICE, "ReadPublic", log_service_pb2.ReadPublicRequest, log_service_pb2.ReadPublicResponse)
_GET_HEARD_HEAD = method(_SERVICE, "GetHeardHead", log_service_pb2.GetHeardHeadRequest, log_service_pb2.HeardHead)


class LogMethods:
    """Reads the public events of a service's own chains. For the other services of a mission alone, known by
    certificate or token, and for the operator.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def list_heads(
        self,
        request: log_service_pb2.ListHeadsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListHeadsFields],
    ) -> Pages[log_service_pb2.Head, log_service_pb2.ListHeadsRequest, log_service_pb2.ListHeadsResponse]:
        """Lists the missions that this service has a chain for, with where each chain ends."""
        return Pages(self._channel, _LIST_HEADS, _LIST_HEADS.made(request, fields), timeout)

    def get_head(
        self,
        request: log_service_pb2.GetHeadRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetHeadFields],
    ) -> log_service_pb2.Head:
        """Gets where a mission's chain ends. Whoever has everything up to the `last_public` told here knew all that
        this service had said when it was asked: from this moment the age of that knowledge counts.
        """
        return self._channel.unary(_GET_HEAD, _GET_HEAD.made(request, fields), timeout)

    def read_public(
        self,
        request: log_service_pb2.ReadPublicRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ReadPublicFields],
    ) -> Iterator[log_service_pb2.ReadPublicResponse]:
        """Reads the public events of a mission's chain behind a position, in order. With `follow` the stream stays
        open and brings each further event as soon as it is durable.
        """
        return self._channel.receive(_READ_PUBLIC, _READ_PUBLIC.made(request, fields), timeout, behind_events)

    def get_heard_head(
        self,
        request: log_service_pb2.GetHeardHeadRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetHeardHeadFields],
    ) -> log_service_pb2.HeardHead:
        """Gets how far this service has heard another chain: by that a service that was restored from an older copy
        finds out that others know more of its chain than itself.
        """
        return self._channel.unary(_GET_HEARD_HEAD, _GET_HEARD_HEAD.made(request, fields), timeout)


class AsyncLogMethods:
    """Reads the public events of a service's own chains. For the other services of a mission alone, known by
    certificate or token, and for the operator.
    """

    def __init__(self, channel: AsyncChannel) -> None:
        self._channel = channel

    def list_heads(
        self,
        request: log_service_pb2.ListHeadsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListHeadsFields],
    ) -> AsyncPages[log_service_pb2.Head, log_service_pb2.ListHeadsRequest, log_service_pb2.ListHeadsResponse]:
        """Lists the missions that this service has a chain for, with where each chain ends."""
        return AsyncPages(self._channel, _LIST_HEADS, _LIST_HEADS.made(request, fields), timeout)

    async def get_head(
        self,
        request: log_service_pb2.GetHeadRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetHeadFields],
    ) -> log_service_pb2.Head:
        """Gets where a mission's chain ends. Whoever has everything up to the `last_public` told here knew all that
        this service had said when it was asked: from this moment the age of that knowledge counts.
        """
        return await self._channel.unary(_GET_HEAD, _GET_HEAD.made(request, fields), timeout)

    def read_public(
        self,
        request: log_service_pb2.ReadPublicRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ReadPublicFields],
    ) -> AsyncIterator[log_service_pb2.ReadPublicResponse]:
        """Reads the public events of a mission's chain behind a position, in order. With `follow` the stream stays
        open and brings each further event as soon as it is durable.
        """
        return self._channel.receive(_READ_PUBLIC, _READ_PUBLIC.made(request, fields), timeout, behind_events)

    async def get_heard_head(
        self,
        request: log_service_pb2.GetHeardHeadRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetHeardHeadFields],
    ) -> log_service_pb2.HeardHead:
        """Gets how far this service has heard another chain: by that a service that was restored from an older copy
        finds out that others know more of its chain than itself.
        """
        return await self._channel.unary(_GET_HEARD_HEAD, _GET_HEARD_HEAD.made(request, fields), timeout)
