"""Whether a token is what it says: its signature by a key of its issuer, for us, and now."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, NamedTuple

from joserfc import jws
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwt import JWTClaimsRegistry

from osi_runtime.auth.keys import KeySource
from osi_runtime.auth.refused import Unauthenticated
from osi_runtime.auth.settings import Issuer
from osi_runtime.auth.tokens import SIGNATURES, Said

_LONGEST_SUBJECT = 255
"""Characters (OpenID Connect Core, section 2)."""


class Proven(NamedTuple):
    """What a token has proven."""

    issuer: str
    subject: str
    claims: dict[str, Any]
    until: float
    """Seconds since 1970: when it is no longer taken, with the leeway."""


class Verifier:
    """Verifies the tokens of one issuer.

    `longest` bounds, in seconds, the time between `iat` and `exp`, which both have to be there then.
    """

    def __init__(
        self,
        settings: Issuer,
        audience: tuple[str, ...],
        keys: KeySource | None = None,
        *,
        longest: float | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.settings, self.keys = settings, keys or KeySource(settings, settings.issuer)
        self._allowed = frozenset(map(str, settings.algorithms))
        self._longest, self._clock = longest, clock
        self._leeway = settings.leeway_seconds
        # The registry counts whole seconds; the clock is asked for each token, and leeway is put into it.
        self._claims = JWTClaimsRegistry(
            iss={"essential": True, "value": settings.issuer},
            aud={"essential": True, "values": list(audience)},
            sub={"essential": True},
        )

    async def verify(self, token: str, said: Said) -> Proven:
        """What the token proves. Raises Unauthenticated, and KeysUnavailable where that cannot be told now."""
        if said.algorithm not in self._allowed:
            raise Unauthenticated("algorithm")
        keys = await self.keys.fitting(said.kid, said.algorithm)
        if not any(_is_signed(token, key) for key in keys):
            raise Unauthenticated("signature" if keys else "key")
        return self._proven(said.claims)

    def _proven(self, claims: dict[str, Any]) -> Proven:
        now = self._clock()
        try:
            self._claims.validate({name: claims[name] for name in ("iss", "aud", "sub") if name in claims})
        except ExpiredTokenError as error:  # pragma: no cover - times are compared below
            raise Unauthenticated("expired", "token-expired") from error
        except JoseError as error:
            raise Unauthenticated("issuer, audience or subject") from error
        subject, until = claims["sub"], _time(claims, "exp")
        if not 0 < len(subject) <= _LONGEST_SUBJECT or not subject.isprintable():
            raise Unauthenticated("subject")
        if until is None:
            raise Unauthenticated("no expiry")
        begun, issued = _time(claims, "nbf"), _time(claims, "iat")
        if any(one is not None and one > now + self._leeway for one in (begun, issued)):
            raise Unauthenticated("not yet valid", "token-not-yet-valid")
        if self._longest is not None and (issued is None or until - issued > self._longest):
            raise Unauthenticated("lifetime")
        if now >= until + self._leeway:
            raise Unauthenticated("expired", "token-expired")
        return Proven(self.settings.issuer, subject, claims, until + self._leeway)


def _is_signed(token: str, key: Any) -> bool:
    try:
        jws.deserialize_compact(token, key, registry=SIGNATURES)
    except (JoseError, ValueError, TypeError):
        return False
    return True


def _time(claims: dict[str, Any], name: str) -> float | None:
    """A NumericDate (RFC 7519, section 2). Raises Unauthenticated for anything else under this name."""
    value = claims.get(name)
    if value is None and name not in claims:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 2**53:
        raise Unauthenticated(name)
    return float(value)
