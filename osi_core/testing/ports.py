"""Ports for servers that a test or an example starts."""

from __future__ import annotations

import os
import secrets
import socket

__all__ = ["free_ports", "is_free"]

_FROM, _UPTO = 21_000, 32_000
"""Below those that systems give to whoever asks for any, so that no other program is given one meanwhile."""


def free_ports(count: int) -> list[int]:
    """So many ports of this machine in a row that nobody listens at now."""
    room = _room()
    while True:
        ports = list(room[(at := secrets.randbelow(len(room) - count)) : at + count])
        if all(map(is_free, ports)):
            return ports


def is_free(port: int) -> bool:
    """Whether nobody listens at a port of this machine."""
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) != 0


def _room() -> range:
    """What this process draws from. Nobody listens yet at what another one has just drawn, so tests that pytest-xdist
    runs beside each other each have a part of their own.
    """
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    each = (_UPTO - _FROM) // int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    return range(_FROM + number * each, _FROM + (number + 1) * each)
