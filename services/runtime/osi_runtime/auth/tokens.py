"""A token as it comes: cut into its parts and looked at, before anything of it is believed."""

from __future__ import annotations

import binascii
import json
import re
from typing import Any, NamedTuple

from joserfc.errors import JoseError
from joserfc.jws import JWSRegistry
from joserfc.util import urlsafe_b64decode

from osi_runtime.auth.refused import Unauthenticated
from osi_runtime.auth.settings import ALGORITHMS

MISSION_TYPE = "osi-mission+jwt"
"""What a mission token says it is (`typ`, RFC 8725): no other token of the same issuer passes for one."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")


class Said(NamedTuple):
    """What a token says; nothing of it is proven."""

    algorithm: str
    kid: str | None
    type: str
    claims: dict[str, Any]

    @property
    def issuer(self) -> str:
        """Its `iss`; empty where that is no text."""
        found = self.claims.get("iss")
        return found if isinstance(found, str) else ""

    @property
    def is_of_mission(self) -> bool:
        """Whether it says it is a mission token."""
        return self.type == MISSION_TYPE


def said_by(token: str, max_bytes: int) -> Said:
    """What a signed token says. Raises Unauthenticated for what is none."""
    if len(token) > max_bytes:
        raise Unauthenticated("size")
    if _TOKEN.fullmatch(token) is None:
        raise Unauthenticated("form")
    header_part, claims_part, _ = token.split(".")
    header, claims = _object(header_part), _object(claims_part)
    algorithm, kid, kind = header.get("alg"), header.get("kid"), header.get("typ", "JWT")
    if not isinstance(algorithm, str) or not isinstance(kid, str | None) or not isinstance(kind, str):
        raise Unauthenticated("header")
    if "crit" in header or "b64" in header:  # extensions that nobody here knows
        raise Unauthenticated("critical header")
    return Said(algorithm, kid, kind.lower().removeprefix("application/"), claims)


def _object(part: str) -> dict[str, Any]:
    try:
        found = json.loads(urlsafe_b64decode(part.encode()))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise Unauthenticated("form") from error
    if not isinstance(found, dict):
        raise Unauthenticated("form")
    return found


class Signatures(JWSRegistry):
    """Which signatures there are here: those of the list, whatever a library would take besides."""

    max_header_length = 2_048
    max_payload_length = 65_536

    def __init__(self) -> None:
        super().__init__(algorithms=ALGORITHMS, strict_check_header=False)

    def get_alg(self, name: str) -> Any:
        """As the base's, without its advice to call EdDSA by its new name: issuers say either."""
        if name not in ALGORITHMS:
            raise JoseError(f"{name!r:.40} is not allowed")
        return self.algorithms[name]


SIGNATURES = Signatures()
