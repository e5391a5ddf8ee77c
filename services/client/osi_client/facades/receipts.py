"""The methods of osi.log.v1.ReceiptService: made of the contract by `make protos`; do not edit."""

from __future__ import annotations

from typing import TypedDict, Unpack

from osi.log.v1 import receipt_service_pb2

from osi_client.aio import AsyncChannel
from osi_client.methods import method
from osi_client.plain import Channel

_SERVICE = receipt_service_pb2.DESCRIPTOR.services_by_name["ReceiptService"]


class GetTrailFields(TypedDict, total=False):
    """Fields of `GetTrailRequest`."""

    code: str


_GET_TRAIL = method(_SERVICE, "GetTrail", receipt_service_pb2.GetTrailRequest, receipt_service_pb2.Trail)


class ReceiptsMethods:
    """Tells the way of contributions. A code says by its prefix which chain issued it, and that chain alone answers
    for it; asked for another's, a service names the one that answers.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def get_trail(
        self,
        request: receipt_service_pb2.GetTrailRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetTrailFields],
    ) -> receipt_service_pb2.Trail:
        """Gets the way of the contribution that a code stands for. The code is all that is asked for: whoever holds
        it may know.
        """
        return self._channel.unary(_GET_TRAIL, _GET_TRAIL.made(request, fields), timeout)


class AsyncReceiptsMethods:
    """Tells the way of contributions. A code says by its prefix which chain issued it, and that chain alone answers
    for it; asked for another's, a service names the one that answers.
    """

    def __init__(self, channel: AsyncChannel) -> None:
        self._channel = channel

    async def get_trail(
        self,
        request: receipt_service_pb2.GetTrailRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetTrailFields],
    ) -> receipt_service_pb2.Trail:
        """Gets the way of the contribution that a code stands for. The code is all that is asked for: whoever holds
        it may know.
        """
        return await self._channel.unary(_GET_TRAIL, _GET_TRAIL.made(request, fields), timeout)
