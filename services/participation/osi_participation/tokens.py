"""ExchangeToken: a person's own OpenID token becomes one of a mission, which whoever is new in it joins by that."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakKeyDictionary

from grpc import StatusCode
from osi.participation.v1 import token_service_pb2 as pb

from osi_runtime.auth import Exchange, MissionTokens, TokenExchange, joining
from osi_runtime.auth.key_folder import KeyFolder
from osi_runtime.calls import current_call
from osi_runtime.declaration import Table
from osi_runtime.errors import CallRefused
from osi_runtime.methods import By, Custom
from osi_runtime.runtime import Runtime

__all__ = ["TOKENS", "tokens_given"]

_RUNNING: WeakKeyDictionary[Any, TokenExchange] = WeakKeyDictionary()


@asynccontextmanager
async def tokens_given(runtime: Runtime) -> AsyncIterator[None]:
    """Gives tokens until the context is left, where the settings name keys to sign with: a `Background`."""
    signing = runtime.settings.auth.signing
    if signing is not None:
        key = KeyFolder(signing.keys).or_new_key()
        tokens = MissionTokens(signing.issuer, key, audience=signing.audience, seconds=signing.seconds)
        _RUNNING[runtime] = TokenExchange(
            runtime.authenticator, tokens, joining(runtime.engine, runtime.read, runtime.handle)
        )
    try:
        yield
    finally:
        _RUNNING.pop(runtime, None)


async def exchange_token(runtime: Runtime, request: pb.ExchangeTokenRequest) -> pb.ExchangeTokenResponse:
    """A token of a mission for a person's own. Raises AuthError, Refused where the mission is not there, and WriterFull
    where too many wait for somebody new to come in.
    """
    exchange = _RUNNING.get(runtime)
    if exchange is None:
        raise CallRefused(StatusCode.UNIMPLEMENTED, "participation.signs-nothing")
    done = await exchange.exchange(
        Exchange(
            request.subject_token,
            request.subject_token_type,
            request.mission,
            request.requested_token_type,
            request.grant_type,
            current_call().time,
        )
    )
    answer = pb.ExchangeTokenResponse(
        access_token=done.access_token,
        issued_token_type=done.issued_token_type,
        token_type=done.token_type,
        participant=done.participant,
    )
    answer.expire_time.FromDatetime(done.expire_time)
    return answer


TOKENS = Table(
    descriptors=(pb.DESCRIPTOR.services_by_name["TokenService"],),
    methods={"TokenService.ExchangeToken": Custom(exchange_token, By.PUBLIC, mission="")},
)
