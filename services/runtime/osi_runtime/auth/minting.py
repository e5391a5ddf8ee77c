"""Signing tokens: mission tokens, which participation gives for a person's own, and those of the development issuer."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from joserfc import jwt
from joserfc.jwk import ECKey, OKPKey

from osi_runtime.auth.settings import AUDIENCE, MISSION_SECONDS
from osi_runtime.auth.tokens import MISSION_TYPE, SIGNATURES

PrivateKey = OKPKey | ECKey
"""An Ed25519 key, or one on the curve P-256; its `kid` names it."""


class Minted(NamedTuple):
    """A token, and when it ends. What is printed of it never shows the token."""

    token: str
    ends: datetime

    def __repr__(self) -> str:
        return f"Minted(ends={self.ends.isoformat()})"


class MissionTokens:
    """Signs mission tokens: the act of participation, which alone knows which person an id belongs to."""

    def __init__(
        self,
        issuer: str,
        key: PrivateKey,
        *,
        audience: str = AUDIENCE,
        seconds: int = MISSION_SECONDS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        if not 0 < seconds <= MISSION_SECONDS:
            raise ValueError(f"a mission token holds {MISSION_SECONDS} seconds at most")
        self._issuer, self._key, self._audience, self._seconds, self._clock = issuer, key, audience, seconds, clock

    def mint(self, mission: str, participant: str) -> Minted:
        """A token that says who somebody is in one mission, by ids."""
        claims = {"aud": self._audience, "sub": participant, "mission": mission}
        return minted(self._key, self._issuer, claims, self._seconds, self._clock, MISSION_TYPE)


def minted(
    key: PrivateKey,
    issuer: str,
    claims: Mapping[str, Any],
    seconds: float,
    clock: Callable[[], float] = time.time,
    kind: str = "JWT",
) -> Minted:
    """A signed token with these claims, which begins now and ends after so many seconds."""
    now = int(clock())
    ends = now + int(seconds)
    header = {"alg": algorithm_of(key), "kid": key.kid, "typ": kind}
    token = jwt.encode(
        header, {"iss": issuer, **claims, "iat": now, "exp": ends}, key, registry=SIGNATURES, default_type=None
    )
    return Minted(token, datetime.fromtimestamp(ends, UTC))


def algorithm_of(key: PrivateKey) -> str:
    """What a key signs with. Raises ValueError for one of another kind."""
    found = {"Ed25519": "EdDSA", "P-256": "ES256"}.get(str(key.get("crv")))
    if found is None:
        raise ValueError("an Ed25519 key or one on the curve P-256 is expected")
    return found
