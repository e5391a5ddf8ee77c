"""The services that the kit can test, and what it plays around each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["SERVICES", "Service", "chain_of"]

LOGS = ("osi.log.v1.LogService", "osi.log.v1.ReceiptService", "google.longrunning.Operations")
"""What every service answers beside its own methods."""


class Service(NamedTuple):
    """One service of the contract."""

    name: str
    """`funding`: the command, the folder of its cases, and what their names begin with."""
    methods: str
    """The gRPC service of its own methods."""
    beside: tuple[str, ...]
    """The other gRPC services that it answers."""
    peers: tuple[str, ...]
    """The services that the kit plays around it, in the order of their ports."""
    parts: tuple[str, ...] = ()
    """What its recorded peers may say behind the beginning of a simulated mission, each a story of its own."""
    begins: bool = False
    """Whether missions begin at it. Otherwise it hears of them."""

    @property
    def all(self) -> tuple[str, ...]:
        """Every gRPC service that it answers, its own first."""
        return (self.methods, *self.beside)


SERVICES: Mapping[str, Service] = {
    "participation": Service(
        "participation",
        "osi.participation.v1.ParticipationService",
        ("osi.participation.v1.TokenService", "osi.reads.v1.ReadService", *LOGS, "osi.log.v1.HearingService"),
        ("matching", "funding"),
        begins=True,
    ),
    "matching": Service(
        "matching",
        "osi.matching.v1.MatchingService",
        ("osi.reads.v1.ReadService", *LOGS, "osi.log.v1.HearingService"),
        ("participation", "funding"),
        ("people", "stipends", "playbook", "larger-teams", "closing", "going-on", "closed", "ending"),
    ),
    "funding": Service(
        "funding",
        "osi.funding.v1.FundingService",
        LOGS,
        ("participation", "matching"),
        ("people", "stipends", "playbook", "closing", "closed"),
    ),
}


def chain_of(service: str) -> str:
    """The name of the chain of a service that the kit plays."""
    return f"{service}-1"
