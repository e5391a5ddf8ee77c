"""Tokens: those of people in a mission, of operators and of services; and forged ones, which nobody may believe."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from joserfc import jws
from joserfc.jwk import OKPKey

from osi_conformance.setup import AUDIENCE, ELSEWHERE, LOGIN, ORGANISATION, PARTICIPATION

__all__ = ["MISSION_TYPE", "Issuer"]

MISSION_TYPE = "osi-mission+jwt"
"""`typ` of a mission token: no other token of the same keys passes for one."""
_SECONDS = 600


class _Signatures(jws.JWSRegistry):
    """What the kit signs with, without the library's advice to call it by its newer name, which few know yet."""

    def get_alg(self, name: str) -> Any:
        return self.algorithms[name]


_REGISTRY = _Signatures(algorithms=["EdDSA"])


class Issuer:
    """Signs as the participation service and as the OpenID provider of the kit. For tests alone: trust its keys nowhere
    else.
    """

    def __init__(self, folder: Path) -> None:
        """Makes keys in the folder where there are none. Raises OSError."""
        self._key = _key_in(folder)
        self._stranger = OKPKey.generate_key("Ed25519", {"use": "sig", "kid": str(self._key.kid)}, private=True)

    # Good ones

    def person(self, mission: str, participant: str, **claims: Any) -> str:
        """The token of a participant in a mission."""
        return self._signed(self._claims(PARTICIPATION, participant, mission=mission, **claims), typ=MISSION_TYPE)

    def operator(self, organisation: str = ORGANISATION) -> str:
        """The token of whoever runs the software for an organisation."""
        claims = {"scope": "osi.operator", "osi_organisations": [organisation]}
        return self._signed(self._claims(LOGIN, "operator", **claims))

    def service(self, service: str = "participation", organisation: str = ORGANISATION) -> str:
        """The token of a service that the kit plays."""
        named = {"osi_service": service, "osi_chains": [f"{service}-1"], "osi_organisations": [organisation]}
        return self._signed(self._claims(LOGIN, service, scope="osi.peer", **named))

    def login(self, subject: str, **claims: Any) -> str:
        """A person's own token of the OpenID provider, to be exchanged for one of a mission."""
        return self._signed(self._claims(LOGIN, subject, **claims))

    # Forged ones

    def login_of_a_stranger(self, subject: str) -> str:
        """A person's own token, signed by another key."""
        return self._signed(self._claims(LOGIN, subject), key=self._stranger)

    def of_a_stranger(self, mission: str, participant: str) -> str:
        """Signed by another key, under the good one's id."""
        claims = self._claims(PARTICIPATION, participant, mission=mission)
        return self._signed(claims, typ=MISSION_TYPE, key=self._stranger)

    def unsigned(self, mission: str, participant: str) -> str:
        """`alg: none`."""
        header = {"alg": "none", "typ": MISSION_TYPE, "kid": self._key.kid}
        return f"{_part(header)}.{_part(self._claims(PARTICIPATION, participant, mission=mission))}."

    def signed_by_the_public_key(self, mission: str, participant: str) -> str:
        """HMAC with what everybody knows as its secret (RFC 8725, section 2.1)."""
        header = {"alg": "HS256", "typ": MISSION_TYPE, "kid": self._key.kid}
        said = f"{_part(header)}.{_part(self._claims(PARTICIPATION, participant, mission=mission))}"
        public = json.dumps(self._key.as_dict(private=False)).encode()
        return f"{said}.{_base64(hmac.digest(public, said.encode(), hashlib.sha256))}"

    def of_no_mission(self, mission: str, participant: str) -> str:
        """A person's token that says it is none of a mission."""
        return self._signed(self._claims(PARTICIPATION, participant, mission=mission))

    def changed(self, mission: str, participant: str, other: str) -> str:
        """A good token of one, in which somebody has written another's id."""
        head, _, signature = self.person(mission, participant).split(".")
        return f"{head}.{_part(self._claims(PARTICIPATION, other, mission=mission))}.{signature}"

    @property
    def elsewhere(self) -> str:
        """The token of an operator of another organisation."""
        return self.operator(ELSEWHERE)

    def _claims(self, issuer: str, subject: str, **claims: Any) -> dict[str, Any]:
        now = int(time.time())
        return {"iss": issuer, "aud": AUDIENCE, "sub": subject, "iat": now, "exp": now + _SECONDS, **claims}

    def _signed(self, claims: Mapping[str, Any], typ: str = "JWT", key: OKPKey | None = None) -> str:
        header = {"alg": "EdDSA", "typ": typ, "kid": self._key.kid}
        return jws.serialize_compact(header, json.dumps(claims), key or self._key, registry=_REGISTRY)


def _key_in(folder: Path) -> OKPKey:
    path = folder / "private.json"
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = OKPKey.generate_key("Ed25519", {"use": "sig"}, private=True, auto_kid=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            json.dump(key.as_dict(private=True), file)
    key = OKPKey.import_key(json.loads(path.read_text(encoding="ascii")))
    public = json.dumps({"keys": [key.as_dict(private=False)]}, indent=2) + "\n"
    known = folder / "jwks.json"
    if not known.exists() or known.read_text(encoding="ascii") != public:
        known.write_text(public, encoding="ascii")
    return key


def _part(value: Mapping[str, Any]) -> str:
    return _base64(json.dumps(value).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
