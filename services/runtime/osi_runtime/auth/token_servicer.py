"""The servicer of `osi.participation.v1.TokenService`: it translates, `TokenExchange` does the rest."""

from __future__ import annotations

import grpc.aio
from osi.participation.v1 import token_service_pb2 as pb
from osi.participation.v1.token_service_pb2_grpc import TokenServiceServicer

from osi_runtime.auth.exchanging import Exchange, TokenExchange


class TokenServicer(TokenServiceServicer):
    """Exchanges tokens over gRPC. Its errors (`AuthError`, `Refused`) are for the runtime to put into a status."""

    def __init__(self, exchange: TokenExchange) -> None:
        self._exchange = exchange

    async def ExchangeToken(
        self,
        request: pb.ExchangeTokenRequest,
        context: grpc.aio.ServicerContext[pb.ExchangeTokenRequest, pb.ExchangeTokenResponse],
    ) -> pb.ExchangeTokenResponse:
        """A token of a mission for a person's own."""
        asked = Exchange(
            request.subject_token,
            request.subject_token_type,
            request.mission,
            request.requested_token_type,
            request.grant_type,
        )
        done = await self._exchange.exchange(asked)
        answer = pb.ExchangeTokenResponse(
            access_token=done.access_token,
            issued_token_type=done.issued_token_type,
            token_type=done.token_type,
            participant=done.participant,
        )
        answer.expire_time.FromDatetime(done.expire_time)
        return answer
