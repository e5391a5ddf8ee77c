"""The server of gRPC: what it takes at most, where it listens, and how it ends."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from ipaddress import ip_address
from typing import Any

from grpc import aio
from grpc_health.v1 import health_pb2_grpc  # type: ignore[import-untyped]
from grpc_reflection.v1alpha import reflection  # type: ignore[import-untyped]

from osi_core.words import WordedError
from osi_runtime.declaration import Table
from osi_runtime.health import Watch
from osi_runtime.runtime import Runtime
from osi_runtime.servicing import handlers_of
from osi_runtime.settings import Settings
from osi_runtime.tls import server_credentials

__all__ = ["HEALTH", "ListenFailed", "Listening", "listen"]

HEALTH = "grpc.health.v1.Health"
_logger = logging.getLogger(__name__)
_LARGEST_REPLY = 64 * 2**20
"""Bytes of an answer: a page of the largest resources."""


class ListenFailed(WordedError):
    """The address cannot be listened at."""


class Listening:
    """A server that listens: `addresses` with the ports that were taken, and `health_address` of the one that tells
    the health alone, if there is one.
    """

    def __init__(self, server: aio.Server, addresses: Sequence[str], health: aio.Server, health_address: str) -> None:
        self.server, self.addresses = server, tuple(addresses)
        self._health, self.health_address = health, health_address

    async def stop(self, seconds: float) -> None:
        """Takes no new calls, and waits so long for those under way; the health is told until then."""
        await self.server.stop(seconds)
        await self._health.stop(0)


async def listen(runtime: Runtime, tables: Sequence[Table], watch: Watch) -> Listening:
    """A server with all methods of the tables, health, and reflection if the settings say so. Raises ListenFailed."""
    settings = runtime.settings
    server = aio.server(options=_options(settings))
    server.add_generic_rpc_handlers(tuple(handlers_of(runtime, tables)))
    health_pb2_grpc.add_HealthServicer_to_server(watch.servicer, server)
    if settings.reflection:
        names = [service.full_name for table in tables for service in table.descriptors]
        reflection.enable_server_reflection((*names, HEALTH, reflection.SERVICE_NAME), server)
    addresses = [_bind(server, settings.address, settings, mutual=settings.peer_address is None)]
    if settings.peer_address is not None:
        addresses.append(_bind(server, settings.peer_address, settings, mutual=True))
    health, health_address = aio.server(options=_options(settings)), ""
    if settings.health.address is not None:
        health_pb2_grpc.add_HealthServicer_to_server(watch.servicer, health)
        health_address = _taken(settings.health.address, health.add_insecure_port)
    await server.start()
    await health.start()
    return Listening(server, addresses, health, health_address)


def _options(settings: Settings) -> list[tuple[str, Any]]:
    limits = settings.limits
    return [
        ("grpc.max_receive_message_length", limits.message_bytes),
        ("grpc.max_send_message_length", _LARGEST_REPLY),
        ("grpc.max_metadata_size", limits.metadata_bytes),
        ("grpc.absolute_max_metadata_size", limits.metadata_bytes * 2),
        ("grpc.max_concurrent_streams", limits.concurrent_calls + limits.concurrent_streams),
        ("grpc.so_reuseport", 0),  # a second server at one address is a mistake, and is told so
        ("grpc.http2.min_recv_ping_interval_without_data_ms", 10_000),
        ("grpc.keepalive_permit_without_calls", 1),
    ]


def _bind(server: aio.Server, address: str, settings: Settings, *, mutual: bool) -> str:
    credentials = server_credentials(settings.tls, of_clients=mutual and settings.tls.client_ca is not None)
    if credentials is not None:
        return _taken(address, lambda at: server.add_secure_port(at, credentials))
    if not _is_loopback(address):
        _logger.warning("%s speaks in plain text: give tls.cert and tls.key, or put a proxy before it", address)
    return _taken(address, server.add_insecure_port)


def _taken(address: str, add: Callable[[str], int]) -> str:
    """The address with the port that was taken. Raises ListenFailed."""
    try:
        port = add(address)
    except RuntimeError as error:
        raise ListenFailed("runtime.address-taken", address=address) from error
    if not port:
        raise ListenFailed("runtime.address-taken", address=address)
    return f"{address.rpartition(':')[0]}:{port}"


def _is_loopback(address: str) -> bool:
    host = address.rpartition(":")[0].strip("[]")
    if host in ("localhost", "unix"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
