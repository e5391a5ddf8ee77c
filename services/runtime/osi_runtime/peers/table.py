"""The rows of `osi.log.v1.LogService`: for services and the operator, and for missions of theirs alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from grpc import StatusCode
from osi.log.v1 import log_service_pb2 as pb

from osi_runtime.declaration import Table
from osi_runtime.errors import CallRefused
from osi_runtime.methods import By, Custom
from osi_runtime.peers.background import peers_of
from osi_runtime.peers.public_log import PublicLog

_BY = (By.SERVICE, By.OPERATOR)


def _log(runtime: Any) -> PublicLog:
    peers = peers_of(runtime)
    if peers is None:
        raise CallRefused(StatusCode.UNAVAILABLE, "peers.not-yet", retry_seconds=1.0)
    return peers.log


async def _list_heads(runtime: Any, request: pb.ListHeadsRequest) -> pb.ListHeadsResponse:
    return await _log(runtime).list_heads(runtime.caller, request)


async def _get_head(runtime: Any, request: pb.GetHeadRequest) -> pb.Head:
    return await _log(runtime).get_head(runtime.caller, request)


async def _get_heard_head(runtime: Any, request: pb.GetHeardHeadRequest) -> pb.HeardHead:
    return await _log(runtime).get_heard_head(runtime.caller, request)


def _read_public(runtime: Any, request: pb.ReadPublicRequest) -> AsyncIterator[pb.ReadPublicResponse]:
    return _log(runtime).read_public(runtime.caller, request)


LOG_TABLE = Table(
    descriptors=(pb.DESCRIPTOR.services_by_name["LogService"],),
    methods={
        "LogService.ListHeads": Custom(_list_heads, _BY, mission=""),
        "LogService.GetHead": Custom(_get_head, _BY, mission=""),
        "LogService.GetHeardHead": Custom(_get_heard_head, _BY, mission=""),
        "LogService.ReadPublic": Custom(_read_public, _BY, mission=""),
    },
)
"""Whether a mission is open to the caller, these functions look themselves."""
