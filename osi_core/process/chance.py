"""Chance is given, as time is: what an engine takes it from, and what for.

Where it is made from a seed, it depends on what it is for and on nothing else, so that the same commands lead to the
same salts, secrets and decisions wherever they are decided: in one engine or in several, whoever came first.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable

from osi_core.process.request import Request

Chance = Callable[[int, str], bytes]
"""`(count, purpose)` → that many bytes."""


def by_the_system(count: int, purpose: str) -> bytes:
    """Chance that nobody can tell before, whatever it is for."""
    return os.urandom(count)


def by_seed(seed: bytes) -> Chance:
    """Chance for missions that are not real: HMAC-SHA256(seed, purpose), drawn out to the length.

    Whoever knows the seed can compute it, so nothing that is real may rest on it.
    """

    def chance(count: int, purpose: str) -> bytes:
        return hashlib.shake_256(hmac.digest(seed, purpose.encode(), "sha256")).digest(count)

    return chance


def purpose_of(request: Request, version: int) -> str:
    """What the things of one command are for: its id names it, or else where its aggregate stands. Which of the things
    is meant is put behind it.
    """
    command = request.command
    named = f"{request.actor_name}\0{request.command_id}" if request.command_id else f"{command.stream()}@{version}"
    return f"{command.mission}\0{named}"
