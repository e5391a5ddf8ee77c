"""The methods of osi.participation.v1.TokenService: made of the contract by `make protos`; do not edit."""

from __future__ import annotations

from typing import TypedDict, Unpack

from osi.participation.v1 import token_service_pb2

from osi_client.aio import AsyncChannel
from osi_client.methods import method
from osi_client.plain import Channel

_SERVICE = token_service_pb2.DESCRIPTOR.services_by_name["TokenService"]


class ExchangeTokenFields(TypedDict, total=False):
    """Fields of `ExchangeTokenRequest`."""

    grant_type: str
    subject_token: str
    subject_token_type: str
    mission: str
    requested_token_type: str


_EXCHANGE_TOKEN = method(
    _SERVICE, "ExchangeToken", token_service_pb2.ExchangeTokenRequest, token_service_pb2.ExchangeTokenResponse
)


class TokensMethods:
    """Exchanges tokens. Only participation knows which person a participant id belongs to; the other services trust
    its tokens alone, and learn nothing of the person.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def exchange_token(
        self,
        request: token_service_pb2.ExchangeTokenRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ExchangeTokenFields],
    ) -> token_service_pb2.ExchangeTokenResponse:
        """Turns a person's OpenID Connect token into a signed one that names mission and participant, by the fields
        of RFC 8693. Who was not in the mission joins it.
        """
        return self._channel.unary(_EXCHANGE_TOKEN, _EXCHANGE_TOKEN.made(request, fields), timeout)


class AsyncTokensMethods:
    """Exchanges tokens. Only participation knows which person a participant id belongs to; the other services trust
    its tokens alone, and learn nothing of the person.
    """

    def __init__(self, channel: AsyncChannel) -> None:
        self._channel = channel

    async def exchange_token(
        self,
        request: token_service_pb2.ExchangeTokenRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ExchangeTokenFields],
    ) -> token_service_pb2.ExchangeTokenResponse:
        """Turns a person's OpenID Connect token into a signed one that names mission and participant, by the fields
        of RFC 8693. Who was not in the mission joins it.
        """
        return await self._channel.unary(_EXCHANGE_TOKEN, _EXCHANGE_TOKEN.made(request, fields), timeout)
