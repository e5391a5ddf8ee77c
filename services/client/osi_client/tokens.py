"""The token that calls carry: given, or got from a callable whenever the last one ends."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Awaitable, Callable
from typing import NamedTuple

EARLY = 30.0
"""Seconds before its end from which a token is renewed."""


class Token(NamedTuple):
    """A token and when it ends."""

    value: str
    """As it stands behind `Bearer`."""
    expires: float | None = None
    """Seconds since 1970; None: not known, it is used until a service refuses it."""


Given = str | Token
"""What a callable may return; of a signed token (JWT) the end is read from the token itself."""
Source = Given | Callable[[], Given] | Callable[[], Awaitable[Given]]
"""What `connect` takes. The plain client takes no callable that has to be awaited."""


class Held:
    """The token in use."""

    def __init__(self, source: Source | None) -> None:
        self._source = source
        self._token = None if source is None or callable(source) else token_of(source)

    @property
    def source(self) -> Callable[[], Given | Awaitable[Given]] | None:
        """Where a new one comes from; None where none does."""
        return self._source if callable(self._source) else None

    def current(self, now: float) -> str | None:
        """The token to send, empty for none; None where a new one has to be got first."""
        if self._source is None:
            return ""
        if self._token is None:
            return None
        ends = self._token.expires
        return None if self.source is not None and ends is not None and ends - EARLY <= now else self._token.value

    def put(self, given: Given) -> str:
        """Takes a new one."""
        self._token = token_of(given)
        return self._token.value

    def drop(self, value: str) -> None:
        """Forgets one that a service refused, unless another has come since."""
        if self.source is not None and self._token is not None and self._token.value == value:
            self._token = None


def token_of(given: Given) -> Token:
    """The token with its end, where it is known. Raises TypeError for what is none, ValueError for one that no header
    can carry.
    """
    token = given if isinstance(given, Token) else Token(given)
    if not isinstance(token.value, str):
        raise TypeError(f"a token is a str or a Token, not {type(token.value).__name__}")
    if not token.value.isascii() or not token.value.isprintable() or token.value != token.value.strip():
        raise ValueError("a token is printable ASCII without spaces around it, and without `Bearer`")
    return token if token.expires is not None else token._replace(expires=end_of(token.value))


def end_of(value: str) -> float | None:
    """When a JWT says that it ends, unverified: that is the service's part. None for tokens of another kind."""
    parts = value.split(".")
    if len(parts) != 3:
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (binascii.Error, ValueError):
        return None
    ends = claims.get("exp") if isinstance(claims, dict) else None
    return float(ends) if isinstance(ends, int | float) else None
