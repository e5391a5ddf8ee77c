"""Ports for servers that a test or an example starts."""

from __future__ import annotations

import secrets
import socket

__all__ = ["free_ports", "is_free"]

_FROM, _UPTO = 21_000, 32_000
"""Below those that systems give to whoever asks for any, so that no other program is given one meanwhile."""


def free_ports(count: int) -> list[int]:
    """So many ports of this machine in a row that nobody listens at now."""
    while True:
        ports = list(range(first := _FROM + secrets.randbelow(_UPTO - _FROM - count), first + count))
        if all(map(is_free, ports)):
            return ports


def is_free(port: int) -> bool:
    """Whether nobody listens at a port of this machine."""
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) != 0
