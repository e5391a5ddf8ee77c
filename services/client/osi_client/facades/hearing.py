"""The methods of osi.log.v1.HearingService: made of the contract by `make protos`; do not edit."""

from __future__ import annotations

from typing import TypedDict, Unpack

from osi.log.v1 import hearing_service_pb2

from osi_client.aio import AsyncChannel
from osi_client.methods import method
from osi_client.pages import AsyncPages, Pages
from osi_client.plain import Channel

_SERVICE = hearing_service_pb2.DESCRIPTOR.services_by_name["HearingService"]


class ListParkedFields(TypedDict, total=False):
    """Fields of `ListParkedRequest`."""

    parent: str
    page_size: int
    page_token: str


class TakeUpMessageFields(TypedDict, total=False):
    """Fields of `TakeUpMessageRequest`."""

    name: str
    position: int
    request_id: str


class CorrectClockFields(TypedDict, total=False):
    """Fields of `CorrectClockRequest`."""

    name: str
    reason: str
    request_id: str


_LIST_PARKED = method(
    _SERVICE, "ListParked", hearing_service_pb2.ListParkedRequest, hearing_service_pb2.ListParkedResponse
)
_TAKE_UP_MESSAGE = method(
    _SERVICE, "TakeUpMessage", hearing_service_pb2.TakeUpMessageRequest, hearing_service_pb2.TakeUpMessageResponse
)
_CORRECT_CLOCK = method(
    _SERVICE, "CorrectClock", hearing_service_pb2.CorrectClockRequest, hearing_service_pb2.CorrectClockResponse
)


class HearingMethods:
    """Messages of other chains that could not be taken in wait here until an operator takes them up; nothing about
    the same subject is heard meanwhile, and no phase closes over them. For the operator alone.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def list_parked(
        self,
        request: hearing_service_pb2.ListParkedRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListParkedFields],
    ) -> Pages[
        hearing_service_pb2.ParkedMessage, hearing_service_pb2.ListParkedRequest, hearing_service_pb2.ListParkedResponse
    ]:
        """Lists the messages that wait, in the order in which they were parked."""
        return Pages(self._channel, _LIST_PARKED, _LIST_PARKED.made(request, fields), timeout)

    def take_up_message(
        self,
        request: hearing_service_pb2.TakeUpMessageRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[TakeUpMessageFields],
    ) -> hearing_service_pb2.TakeUpMessageResponse:
        """Takes in a message that was parked, now that what stood in its way is mended. What waits behind it is
        taken up next, in its order.
        """
        return self._channel.unary(_TAKE_UP_MESSAGE, _TAKE_UP_MESSAGE.made(request, fields), timeout)

    def correct_clock(
        self,
        request: hearing_service_pb2.CorrectClockRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CorrectClockFields],
    ) -> hearing_service_pb2.CorrectClockResponse:
        """Says that the time of the last event of the service's own chain is wrong, because a clock was ahead, and
        goes on from the clock as it is now. Deadlines are judged by the corrected time from here on.
        """
        return self._channel.unary(_CORRECT_CLOCK, _CORRECT_CLOCK.made(request, fields), timeout)


class AsyncHearingMethods:
    """Messages of other chains that could not be taken in wait here until an operator takes them up; nothing about
    the same subject is heard meanwhile, and no phase closes over them. For the operator alone.
    """

    def __init__(self, channel: AsyncChannel) -> None:
        self._channel = channel

    def list_parked(
        self,
        request: hearing_service_pb2.ListParkedRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListParkedFields],
    ) -> AsyncPages[
        hearing_service_pb2.ParkedMessage, hearing_service_pb2.ListParkedRequest, hearing_service_pb2.ListParkedResponse
    ]:
        """Lists the messages that wait, in the order in which they were parked."""
        return AsyncPages(self._channel, _LIST_PARKED, _LIST_PARKED.made(request, fields), timeout)

    async def take_up_message(
        self,
        request: hearing_service_pb2.TakeUpMessageRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[TakeUpMessageFields],
    ) -> hearing_service_pb2.TakeUpMessageResponse:
        """Takes in a message that was parked, now that what stood in its way is mended. What waits behind it is
        taken up next, in its order.
        """
        return await self._channel.unary(_TAKE_UP_MESSAGE, _TAKE_UP_MESSAGE.made(request, fields), timeout)

    async def correct_clock(
        self,
        request: hearing_service_pb2.CorrectClockRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CorrectClockFields],
    ) -> hearing_service_pb2.CorrectClockResponse:
        """Says that the time of the last event of the service's own chain is wrong, because a clock was ahead, and
        goes on from the clock as it is now. Deadlines are judged by the corrected time from here on.
        """
        return await self._channel.unary(_CORRECT_CLOCK, _CORRECT_CLOCK.made(request, fields), timeout)
