"""What services are shown: the token as it is, or, where it is a person's own, the mission's token that it buys."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

__all__ = ["GRANT_TYPE", "JWT_TYPE", "claims_of", "is_a_person_s"]

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:token-exchange"
JWT_TYPE = "urn:ietf:params:oauth:token-type:jwt"
_SCOPES = ("osi.operator", "osi.peer")


def claims_of(token: str) -> dict[str, Any]:
    """What a signed token (JWT) says, unverified: that is the services' part. Nothing of one of another kind."""
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (binascii.Error, ValueError):
        return {}
    return claims if isinstance(claims, dict) else {}


def is_a_person_s(token: str) -> bool:
    """Whether it is a person's own, as a login gives it: no mission stands in it, and no office."""
    claims = claims_of(token)
    scopes = str(claims.get("scope", "")).split()
    return bool(claims) and "mission" not in claims and not any(one in scopes for one in _SCOPES)
