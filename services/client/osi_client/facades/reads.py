"""The methods of osi.reads.v1.ReadService: made of the contract by `make protos`; do not edit."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import TypedDict, Unpack

from google.protobuf import duration_pb2
from osi.reads.v1 import read_service_pb2

from osi_client.aio import AsyncChannel
from osi_client.methods import method
from osi_client.pages import AsyncPages, Pages
from osi_client.plain import Channel

_SERVICE = read_service_pb2.DESCRIPTOR.services_by_name["ReadService"]


class SearchFields(TypedDict, total=False):
    """Fields of `SearchRequest`."""

    parent: str
    query: str
    page_size: int
    page_token: str


class ListDueFields(TypedDict, total=False):
    """Fields of `ListDueRequest`."""

    parent: str
    page_size: int
    page_token: str


class WatchDueFields(TypedDict, total=False):
    """Fields of `WatchDueRequest`."""

    parent: str
    interval: duration_pb2.Duration


class GetOutlookFields(TypedDict, total=False):
    """Fields of `GetOutlookRequest`."""

    parent: str
    resource: str


class BatchGetTextsFields(TypedDict, total=False):
    """Fields of `BatchGetTextsRequest`."""

    parent: str
    seals: Iterable[str]


_SEARCH = method(_SERVICE, "Search", read_service_pb2.SearchRequest, read_service_pb2.SearchResponse)
_LIST_DUE = method(_SERVICE, "ListDue", read_service_pb2.ListDueRequest, read_service_pb2.ListDueResponse)
_WATCH_DUE = method(_SERVICE, "WatchDue", read_service_pb2.WatchDueRequest, read_service_pb2.WatchDueResponse)
_GET_OUTLOOK = method(_SERVICE, "GetOutlook", read_service_pb2.GetOutlookRequest, read_service_pb2.Outlook)
_BATCH_GET_TEXTS = method(
    _SERVICE, "BatchGetTexts", read_service_pb2.BatchGetTextsRequest, read_service_pb2.BatchGetTextsResponse
)


class ReadsMethods:
    """Reads across the resources of a service."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def search(
        self,
        request: read_service_pb2.SearchRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[SearchFields],
    ) -> Pages[read_service_pb2.SearchResult, read_service_pb2.SearchRequest, read_service_pb2.SearchResponse]:
        """Searches the words of a mission's resources that the caller may see: titles, texts, purposes. Nothing is
        found that moderation has taken down, nor what was erased.
        """
        return Pages(self._channel, _SEARCH, _SEARCH.made(request, fields), timeout)

    def list_due(
        self,
        request: read_service_pb2.ListDueRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListDueFields],
    ) -> Pages[read_service_pb2.Due, read_service_pb2.ListDueRequest, read_service_pb2.ListDueResponse]:
        """Lists what somebody has to do, or what ends, by its day: decisions that were closed and have no result
        yet, and everything with a date that waits for somebody. The earliest first.
        """
        return Pages(self._channel, _LIST_DUE, _LIST_DUE.made(request, fields), timeout)

    def watch_due(
        self,
        request: read_service_pb2.WatchDueRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[WatchDueFields],
    ) -> Iterator[read_service_pb2.WatchDueResponse]:
        """Watches what is due: tells all of it once, and again whenever it has changed, at most once in `interval`.
        A reader who is slow misses states in between, never the last one.
        """
        return self._channel.receive(_WATCH_DUE, _WATCH_DUE.made(request, fields), timeout)

    def get_outlook(
        self,
        request: read_service_pb2.GetOutlookRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetOutlookFields],
    ) -> read_service_pb2.Outlook:
        """Gets what the caller may do now, of the commands that the service takes, and what the rest waits for; of
        participation, which owns the gates, also what the phases wait for. It is judged by phase, role and state
        alone: a command's fields are asked when it is given.
        """
        return self._channel.unary(_GET_OUTLOOK, _GET_OUTLOOK.made(request, fields), timeout)

    def batch_get_texts(
        self,
        request: read_service_pb2.BatchGetTextsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[BatchGetTextsFields],
    ) -> read_service_pb2.BatchGetTextsResponse:
        """Gets the words behind seals that stand in public events of the service's own chain. For the other services
        of the mission alone; never what was erased, or what moderation has taken down.
        """
        return self._channel.unary(_BATCH_GET_TEXTS, _BATCH_GET_TEXTS.made(request, fields), timeout)


class AsyncReadsMethods:
    """Reads across the resources of a service."""

    def __init__(self, channel: AsyncChannel) -> None:
        self._channel = channel

    def search(
        self,
        request: read_service_pb2.SearchRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[SearchFields],
    ) -> AsyncPages[read_service_pb2.SearchResult, read_service_pb2.SearchRequest, read_service_pb2.SearchResponse]:
        """Searches the words of a mission's resources that the caller may see: titles, texts, purposes. Nothing is
        found that moderation has taken down, nor what was erased.
        """
        return AsyncPages(self._channel, _SEARCH, _SEARCH.made(request, fields), timeout)

    def list_due(
        self,
        request: read_service_pb2.ListDueRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListDueFields],
    ) -> AsyncPages[read_service_pb2.Due, read_service_pb2.ListDueRequest, read_service_pb2.ListDueResponse]:
        """Lists what somebody has to do, or what ends, by its day: decisions that were closed and have no result
        yet, and everything with a date that waits for somebody. The earliest first.
        """
        return AsyncPages(self._channel, _LIST_DUE, _LIST_DUE.made(request, fields), timeout)

    def watch_due(
        self,
        request: read_service_pb2.WatchDueRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[WatchDueFields],
    ) -> AsyncIterator[read_service_pb2.WatchDueResponse]:
        """Watches what is due: tells all of it once, and again whenever it has changed, at most once in `interval`.
        A reader who is slow misses states in between, never the last one.
        """
        return self._channel.receive(_WATCH_DUE, _WATCH_DUE.made(request, fields), timeout)

    async def get_outlook(
        self,
        request: read_service_pb2.GetOutlookRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetOutlookFields],
    ) -> read_service_pb2.Outlook:
        """Gets what the caller may do now, of the commands that the service takes, and what the rest waits for; of
        participation, which owns the gates, also what the phases wait for. It is judged by phase, role and state
        alone: a command's fields are asked when it is given.
        """
        return await self._channel.unary(_GET_OUTLOOK, _GET_OUTLOOK.made(request, fields), timeout)

    async def batch_get_texts(
        self,
        request: read_service_pb2.BatchGetTextsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[BatchGetTextsFields],
    ) -> read_service_pb2.BatchGetTextsResponse:
        """Gets the words behind seals that stand in public events of the service's own chain. For the other services
        of the mission alone; never what was erased, or what moderation has taken down.
        """
        return await self._channel.unary(_BATCH_GET_TEXTS, _BATCH_GET_TEXTS.made(request, fields), timeout)
