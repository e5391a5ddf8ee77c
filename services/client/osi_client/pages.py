"""Lists that are longer than an answer: iterate over their items, or over whole answers with `pages()`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, Generic, TypeVar, cast

from google.protobuf.descriptor import FieldDescriptor

from osi_client.aio import AsyncChannel
from osi_client.methods import Method, ReplyT, RequestT
from osi_client.plain import Channel

ItemT = TypeVar("ItemT")


class Pages(Generic[ItemT, RequestT, ReplyT]):
    """A list, asked for page by page while it is iterated over; each iteration asks anew."""

    def __init__(
        self, channel: Channel, method: Method[RequestT, ReplyT], request: RequestT, timeout: float | None
    ) -> None:
        self._channel, self._method, self._request, self._timeout = channel, method, request, timeout

    def pages(self) -> Iterator[ReplyT]:
        """Whole answers, each with `next_page_token` and, where the service counts, `total_size`."""
        request: RequestT | None = self._request
        while request is not None:
            reply = self._channel.unary(self._method, request, self._timeout)
            yield reply
            request = following(request, reply)

    def page(self) -> ReplyT:
        """The first answer alone."""
        return next(self.pages())

    def __iter__(self) -> Iterator[ItemT]:
        for reply in self.pages():
            yield from items(self._method, reply)


class AsyncPages(Generic[ItemT, RequestT, ReplyT]):
    """A list, asked for page by page while it is iterated over; each iteration asks anew."""

    def __init__(
        self, channel: AsyncChannel, method: Method[RequestT, ReplyT], request: RequestT, timeout: float | None
    ) -> None:
        self._channel, self._method, self._request, self._timeout = channel, method, request, timeout

    async def pages(self) -> AsyncIterator[ReplyT]:
        """Whole answers, each with `next_page_token` and, where the service counts, `total_size`."""
        request: RequestT | None = self._request
        while request is not None:
            reply = await self._channel.unary(self._method, request, self._timeout)
            yield reply
            request = following(request, reply)

    async def page(self) -> ReplyT:
        """The first answer alone."""
        return await self._channel.unary(self._method, self._request, self._timeout)

    async def __aiter__(self) -> AsyncIterator[ItemT]:
        async for reply in self.pages():
            for item in items(self._method, reply):
                yield item


def item_field(method: Any) -> FieldDescriptor:
    """The field that holds the items of a page: the only repeated one (AIP-158)."""
    (field,) = (one for one in method.output_type.fields if one.is_repeated)
    return cast(FieldDescriptor, field)


def items(method: Method[Any, ReplyT], reply: ReplyT) -> Iterator[Any]:
    """The items of one page."""
    yield from getattr(reply, item_field(method.descriptor).name)


def following(request: RequestT, reply: Any) -> RequestT | None:
    """The request for the next page; None behind the last."""
    if not reply.next_page_token:
        return None
    asked = type(request)()
    asked.CopyFrom(request)
    setattr(asked, "page_token", reply.next_page_token)  # noqa: B010 - `Message` alone declares none
    return asked
