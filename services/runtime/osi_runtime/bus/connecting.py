"""How a connection to NATS is made: where to, secured by what, and as whom."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from nats.aio.client import Client
from nats.errors import Error as NatsError

from osi_core.files import InputRefused, read_input
from osi_core.words import WordedError
from osi_runtime.bus.settings import BusSettings

__all__ = ["BusUnusable", "connect", "inbox_of"]

_LARGEST_FILE = 1 << 20
_CLOSE_SECONDS = 2.0


class BusUnusable(WordedError, OSError):
    """What the settings name for the bus cannot be used; the sentence says which file, and what is wrong with it."""


class _Client(Client):
    """nats-py's, but for reading headers: it looks at each letter of their names, a third of what hearing costs."""

    @staticmethod
    def _parse_header_lines(raw: bytes) -> dict[str, str]:
        lines = (line.partition(":") for line in raw.decode("utf-8", "replace").split("\r\n"))
        return {name.strip(): value.strip() for name, colon, value in lines if colon}


def inbox_of(name: str) -> str:
    """Where answers come to whoever connects by this name: a place of its own, so that nobody else may listen there."""
    return f"_INBOX.{name}"


async def connect(
    settings: BusSettings,
    name: str,
    *,
    closed: Callable[[], Awaitable[None]],
    said: Callable[[Exception], Awaitable[None]],
) -> Client:
    """A connection that is not made again once it is lost: `closed` is called then, and `said` with what goes wrong.

    Raises BusUnusable, and what nats-py raises.
    """
    client = _Client()
    secured = settings.tls is not None or any(one.startswith("tls://") for one in settings.servers)
    options: dict[str, Any] = {
        "servers": [*settings.servers],
        "name": name,
        "inbox_prefix": inbox_of(name),
        "allow_reconnect": False,
        "max_reconnect_attempts": 1,  # of the first connection, and of each server; whoever calls waits and tries again
        "reconnect_time_wait": 0,
        "connect_timeout": settings.answer_seconds,
        "ping_interval": settings.heartbeat_seconds,
        "max_outstanding_pings": 2,
        "closed_cb": closed,
        "disconnected_cb": closed,
        "error_cb": said,
    }
    if secured:
        options |= {"tls": _context(settings), "tls_hostname": settings.tls.name if settings.tls else None}
    if options.get("tls_hostname") is None:
        options.pop("tls_hostname", None)

    def password() -> str:
        """Called before it is sent: not in plain text to a server that was to be known by its certificate."""
        if secured:
            _require_tls(client)
        assert settings.password_file is not None
        return _text(settings.password_file)

    if settings.user is not None:
        options |= {"user": settings.user, "password": password}
    if settings.nkey_file is not None:
        options["nkeys_seed_str"] = _text(settings.nkey_file)
    if settings.creds_file is not None:
        _text(settings.creds_file)
        options["user_credentials"] = str(settings.creds_file)
    try:
        await client.connect(**options)
        if secured:
            _require_tls(client)
    except ModuleNotFoundError as error:
        raise BusUnusable("bus.no-nkeys") from error
    except BaseException:
        with suppress(TimeoutError):  # it waits for ever where the handshake failed, for a transport that never was
            async with asyncio.timeout(_CLOSE_SECONDS):
                await client.close()
        raise
    return client


def _require_tls(client: Client) -> None:
    """nats-py speaks in plain text with a server that does not ask for more, whatever it was told."""
    if not client._server_info.get("tls_required"):
        raise NatsError("nats: this server offers no TLS, and the settings ask for it")


def _context(settings: BusSettings) -> ssl.SSLContext:
    tls = settings.tls
    try:
        context = ssl.create_default_context(cafile=tls.ca if tls else None)
        if tls is not None and tls.cert is not None:
            context.load_cert_chain(tls.cert, tls.key)
    except (OSError, ssl.SSLError) as error:
        raise BusUnusable("bus.tls-unusable", said=getattr(error, "strerror", None) or type(error).__name__) from error
    return context


def _text(file: Path) -> str:
    try:
        return read_input(file, limit=_LARGEST_FILE).decode("ascii", "replace").strip()
    except InputRefused as refused:
        raise BusUnusable("bus.file-unreadable", file=str(file), problem=refused.problem) from refused
