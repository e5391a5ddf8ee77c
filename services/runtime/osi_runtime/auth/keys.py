"""An issuer's public keys: read when they are needed, again when an unknown one is named, and then not too often."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, OKPKey, RSAKey

from osi_runtime.auth.fetching import FetchFailed, fetched
from osi_runtime.auth.refused import KeysUnavailable
from osi_runtime.auth.settings import ALGORITHMS, Keys

_logger = logging.getLogger(__name__)

PublicKey = OKPKey | ECKey | RSAKey
_CURVES = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521", "EdDSA": "Ed25519", "Ed25519": "Ed25519"}
_SAME_BY_ANOTHER_NAME = {"EdDSA": "Ed25519"}
_SMALLEST_RSA = 2_048
MOST_KEYS = 100
"""Of one set; nobody has more, and each costs time to read."""


class KeySource:
    """The keys of one issuer, by kid. For one event loop; reading and fetching happen beside it."""

    def __init__(self, settings: Keys, issuer: str = "", clock: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._issuer, self._clock = settings, issuer, clock
        self._keys: Mapping[str | None, tuple[PublicKey, ...]] = {}
        self._known: frozenset[str] = frozenset()
        self._looked = float("-inf")
        """When it was last looked for, with or without success."""
        self._read = float("-inf")
        self._failed = ""
        self._looking = asyncio.Lock()
        self.generation = 0
        """Rises when a key was withdrawn: what was verified with it is to be verified again."""

    async def fitting(self, kid: str | None, algorithm: str) -> tuple[PublicKey, ...]:
        """The keys of this kid that such a signature can be of; without a kid, the only key that there is.

        Raises KeysUnavailable where there are none at all, for nobody could read them yet.
        """
        if self._clock() - self._read > self._settings.max_age_seconds or not self._names(kid):
            await self._look_again()
        if not self._known and self._failed:
            raise KeysUnavailable(self._issuer, self._failed)
        return tuple(key for key in self._named(kid) if fits(key, algorithm))

    def _named(self, kid: str | None) -> tuple[PublicKey, ...]:
        if kid is not None:
            return self._keys.get(kid, ())
        everything = [key for keys in self._keys.values() for key in keys]
        return tuple(everything) if len(everything) == 1 else ()

    def _names(self, kid: str | None) -> bool:
        return bool(self._named(kid))

    async def _look_again(self) -> None:
        async with self._looking:
            if self._clock() - self._looked < self._settings.refresh_seconds:
                return  # also for all who have waited while somebody looked
            try:
                raw = await asyncio.to_thread(
                    fetched,
                    self._settings.jwks,
                    timeout=self._settings.timeout_seconds,
                    max_bytes=self._settings.max_bytes,
                )
                self._take(keys_of(raw))
            except FetchFailed as failed:  # keys that are known go on to hold
                self._failed = str(failed)
                _logger.warning("keys of %s: %s", self._issuer or self._settings.jwks, failed)
            finally:
                self._looked = self._clock()

    def _take(self, keys: Mapping[str | None, tuple[PublicKey, ...]]) -> None:
        known = frozenset(key.thumbprint() for named in keys.values() for key in named)
        if self._known - known:
            self.generation += 1
        self._keys, self._known, self._failed = keys, known, ""
        self._read = self._clock()


def keys_of(raw: bytes) -> dict[str | None, tuple[PublicKey, ...]]:
    """The keys of a set (RFC 7517) that can verify signatures, by kid; others are passed over. Raises FetchFailed for
    what is no key set.
    """
    try:
        given = json.loads(raw)["keys"]
        if not isinstance(given, list):
            raise TypeError
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise FetchFailed("this is no JSON Web Key Set: an object whose `keys` is a list is expected") from error
    found: dict[str | None, tuple[PublicKey, ...]] = {}
    for one in given[:MOST_KEYS]:
        key = _key_of(one)
        if key is not None:
            kid = one.get("kid")
            found[kid] = (*found.get(kid, ()), key)
    return found


def _key_of(one: Any) -> PublicKey | None:
    if not isinstance(one, dict) or one.get("kty") not in ("OKP", "EC", "RSA") or one.get("use", "sig") != "sig":
        return None
    if not isinstance(one.get("kid"), str | None):
        return None
    if "d" in one:
        _logger.error("a key set holds a private key: it is known to others now; make a new one")
        return None
    try:
        key = JWKRegistry.import_key(dict(one))
    except (JoseError, ValueError, TypeError, LookupError, Warning):  # e.g. a number that is on no curve
        return None
    if isinstance(key, RSAKey) and key.raw_value.key_size < _SMALLEST_RSA:
        return None
    return key if isinstance(key, OKPKey | ECKey | RSAKey) else None


def fits(key: PublicKey, algorithm: str) -> bool:
    """Whether a signature by this algorithm can be of this key: the token's word for it is never enough."""
    said = key.get("alg")
    if said is not None and _plain(said) != _plain(algorithm):
        return False
    if algorithm not in ALGORITHMS:
        return False
    curve = _CURVES.get(algorithm)
    return isinstance(key, RSAKey) if curve is None else key.get("crv") == curve


def _plain(algorithm: Any) -> Any:
    return _SAME_BY_ANOTHER_NAME.get(algorithm, algorithm) if isinstance(algorithm, str) else algorithm
