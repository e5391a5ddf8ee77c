"""The development issuer: tokens for a laptop, where no OpenID provider and no participation service run.

Never for an installation that others use: whoever can read its folder is whoever they want.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from osi_core.domain import Service
from osi_core.files import MIB, read_input
from osi_runtime.auth.key_folder import KEY_SET, KeyFolder
from osi_runtime.auth.minting import Minted, MissionTokens, minted
from osi_runtime.auth.settings import AUDIENCE, MISSION_SECONDS, OidcIssuer

PORT = 4180
DEVELOPMENT_ISSUER = f"http://127.0.0.1:{PORT}"
"""What its tokens say as `iss`, for people, participants, operators and services alike."""
_NAMES = OidcIssuer(issuer=DEVELOPMENT_ISSUER, jwks=KEY_SET, audience=(AUDIENCE,))
"""How claims and scopes are called, as long as settings say nothing else."""


class DevelopmentIssuer:
    """Signs whatever one asks for, with the newest key of a folder."""

    def __init__(self, folder: KeyFolder, issuer: str = DEVELOPMENT_ISSUER, audience: str = AUDIENCE) -> None:
        self.folder, self.issuer, self.audience = folder, issuer, audience
        self._key = folder.or_new_key()

    def participant(self, mission: str, participant: str, seconds: int = MISSION_SECONDS) -> Minted:
        """A mission token, as participation gives it."""
        tokens = MissionTokens(self.issuer, self._key, audience=self.audience, seconds=seconds)
        return tokens.mint(mission, participant)

    def person(self, subject: str, seconds: int) -> Minted:
        """A person's own token, as an OpenID provider gives it: to be exchanged."""
        return self._minted({"sub": subject}, seconds)

    def operator(self, organisations: Sequence[str], subject: str, seconds: int) -> Minted:
        """The token of an operator of some organisations."""
        claims = {"sub": subject, "scope": _NAMES.operator_scope, _NAMES.organisations_claim: [*organisations]}
        return self._minted(claims, seconds)

    def peer(self, service: Service, chains: Sequence[str], organisations: Sequence[str], seconds: int) -> Minted:
        """The token of another service."""
        claims = {
            "sub": service.value,
            "scope": _NAMES.peer_scope,
            _NAMES.service_claim: service.value,
            _NAMES.chains_claim: [*chains],
            _NAMES.organisations_claim: [*organisations],
        }
        return self._minted(claims, seconds)

    def _minted(self, claims: Mapping[str, object], seconds: int) -> Minted:
        return minted(self._key, self.issuer, {"aud": self.audience, **claims}, seconds)


def key_server(folder: KeyFolder, port: int = PORT, issuer: str = DEVELOPMENT_ISSUER) -> ThreadingHTTPServer:
    """A server of the public keys on the loopback address; it answers once `serve_forever` is called, and reads the
    file each time, so a new key is there at once. Raises OSError where the port is taken.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            where = f"http://127.0.0.1:{server.server_port}/{KEY_SET}"
            match self.path:
                case "/jwks.json":
                    self._answer(200, read_input(folder.key_set, limit=MIB))
                case "/.well-known/openid-configuration":
                    self._answer(200, json.dumps({"issuer": issuer, "jwks_uri": where}).encode())
                case _:
                    self._answer(404, b"{}")

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing: who fetches keys is nobody's business."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    return server
