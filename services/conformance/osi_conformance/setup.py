"""How the kit and the service that is tested find and believe each other."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from osi_conformance.services import SERVICES, Service, chain_of

__all__ = ["AUDIENCE", "ELSEWHERE", "LOGIN", "ORGANISATION", "PARTICIPATION", "Setup", "settings_text"]

ORGANISATION, ELSEWHERE = "conformance", "elsewhere"
"""The organisation whose missions the kit plays, and another one that the service also knows operators of."""
PARTICIPATION = "https://participation.conformance.example"
"""`iss` of mission tokens."""
LOGIN = "https://login.conformance.example"
"""`iss` of the tokens of operators and services."""
AUDIENCE = "osi"
SIGNED = "https://tested.conformance.example"
"""`iss` of the mission tokens that a tested participation service signs itself."""
_BEGINS = f'''
[auth.signing]
issuer = "{SIGNED}"
keys = "{{folder}}"
audience = "{AUDIENCE}"

[[auth.missions]]
organisation = "{ORGANISATION}"
issuer = "{SIGNED}"
jwks = "{{folder}}/jwks.json"
audience = "{AUDIENCE}"
'''


class Setup(NamedTuple):
    """What a run is told."""

    target: str
    """`HOST:PORT` of the service that is tested."""
    service: str
    """Its name: `funding`."""
    folder: Path = Path("osi-conformance")
    """Where the kit keeps its keys; the service reads `jwks.json` there."""
    listen: str = "127.0.0.1"
    """Where the kit's own services listen, and how the service reaches them."""
    ports: tuple[int, int] = (7171, 7172)
    """Of the services that the kit plays, in the order in which `tested` names them."""
    writes: str = ""
    """The chain that the service writes, and that the recorded missions list; empty: `<service>-1`."""
    patience: float = 20.0
    """Seconds that the service has to hear of a mission."""

    @property
    def tested(self) -> Service:
        """The service that is tested."""
        return SERVICES[self.service]

    @property
    def chain(self) -> str:
        """The chain that the service writes."""
        return self.writes or chain_of(self.service)

    @property
    def jwks(self) -> Path:
        """The public keys."""
        return self.folder.absolute() / "jwks.json"

    def address(self, service: str) -> str:
        """Where a played service listens."""
        return f"{self.listen}:{self.ports[self.tested.peers.index(service)]}"


def settings_text(setup: Setup) -> str:
    """The settings of `osi serve`, as TOML, that let the service be tested."""
    peers = "".join(
        f'''
[[peers.services]]
organisation = "{ORGANISATION}"
service = "{service}"
address = "{setup.address(service)}"
'''
        for service in setup.tested.peers
    )
    begins = _BEGINS.format(folder=setup.folder.absolute() / "tokens") if setup.tested.begins else ""
    organisation = f'organisation = "{ORGANISATION}"\n' if setup.tested.begins else ""
    return f'''# What a service is told so that `osi conformance {setup.service}` can test it.
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
{begins}
[peers]
{organisation}head_seconds = 0.2
retry_most_seconds = 0.5
compare_seconds = 0
streams = 1000
{peers}'''
