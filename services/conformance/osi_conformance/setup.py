"""How the kit and the service that is tested find and believe each other."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

__all__ = ["AUDIENCE", "ELSEWHERE", "LOGIN", "ORGANISATION", "PARTICIPATION", "Setup", "settings_text"]

ORGANISATION, ELSEWHERE = "conformance", "elsewhere"
"""The organisation whose missions the kit plays, and another one that the service also knows operators of."""
PARTICIPATION = "https://participation.conformance.example"
"""`iss` of mission tokens."""
LOGIN = "https://login.conformance.example"
"""`iss` of the tokens of operators and services."""
AUDIENCE = "osi"


class Setup(NamedTuple):
    """What a run is told."""

    target: str
    """`HOST:PORT` of the service that is tested."""
    folder: Path = Path("osi-conformance")
    """Where the kit keeps its keys; the service reads `jwks.json` there."""
    listen: str = "127.0.0.1"
    """Where the kit's own services listen, and how the service reaches them."""
    ports: tuple[int, int] = (7171, 7172)
    """Of participation and of matching."""
    chain: str = "funding-1"
    """The chain that the service writes; the recorded missions list this one."""
    patience: float = 20.0
    """Seconds that the service has to hear of a mission."""

    @property
    def jwks(self) -> Path:
        """The public keys."""
        return self.folder.absolute() / "jwks.json"

    def address(self, service: str) -> str:
        """Where a played service listens."""
        return f"{self.listen}:{self.ports[service == 'matching']}"


def settings_text(setup: Setup) -> str:
    """The settings of `osi serve funding`, as TOML, that let it be tested."""
    peers = "".join(
        f'''
[[peers.services]]
organisation = "{ORGANISATION}"
service = "{service}"
address = "{setup.address(service)}"
'''
        for service in ("participation", "matching")
    )
    return f'''# What a service is told so that `osi conformance funding` can test it.
address = "{setup.target}"
chain = "{setup.chain}"

[limits]
calls_per_second = 0
waits_per_caller = 100

[[auth.missions]]
organisation = "{ORGANISATION}"
issuer = "{PARTICIPATION}"
jwks = "{setup.jwks}"
audience = "{AUDIENCE}"

[[auth.oidc]]
issuer = "{LOGIN}"
jwks = "{setup.jwks}"
audience = ["{AUDIENCE}"]
organisations = ["{ORGANISATION}", "{ELSEWHERE}"]

[peers]
head_seconds = 0.2
retry_most_seconds = 0.5
compare_seconds = 0
streams = 1000
{peers}'''
