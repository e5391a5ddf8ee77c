"""What an operator sets about other services; the runtime's settings include `PeersSettings` as `peers`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from osi_core.domain import Id, Model, Service

_SECONDS: dict[str, Any] = {"unit": "seconds"}
_EVENTS: dict[str, Any] = {"unit": "events"}
_CALLS: dict[str, Any] = {"unit": "calls"}

Address = Annotated[str, StringConstraints(pattern=r"^[^\s/]+:[0-9]{1,5}$", max_length=300)]
"""`HOST:PORT`."""


class PeerTls(Model):
    """How a connection to another service is secured."""

    ca: Path | None = None
    """File (PEM) with the authorities that its certificate is checked against. None: those of the system."""
    cert: Path | None = None
    """File (PEM) with the certificate that this service shows. None: it is known by token, or not at all."""
    key: Path | None = None
    """File (PEM) with the certificate's private key."""
    name: str | None = None
    """The name that its certificate has to bear, where that is not the address's host."""


class PeerSettings(Model):
    """Another service whose public log is heard."""

    organisation: Id
    """Whose it is. A mission is that of the participation that it was first heard of from."""
    service: Service
    """Which one it is: what it says of another is not heard."""
    address: Address
    """Where it answers: `HOST:PORT`."""
    tls: PeerTls | None = None
    """None: in plain text, which is for loopback addresses."""
    token_file: Path | None = None
    """File with the token that this service shows. It is read again whenever it has changed, for tokens expire."""


class PeersSettings(Model):
    """Which services are heard, and how."""

    organisation: Id | None = None
    """Whose the missions are that begin here, where this service is a participation. None: it is another one."""
    services: tuple[PeerSettings, ...] = ()
    """The other services. Where missions say at which addresses their chains answer, participation is enough; what
    stands here goes before that, until a mission has replaced that service by one elsewhere.
    """
    tls: PeerTls | None = None
    """How connections are secured to services whose address a mission says that began here. None: those at loopback
    addresses alone are asked. For missions of another organisation it is what its participation is asked with.
    """
    token_file: Path | None = None
    """File with the token that is shown to these."""
    head_seconds: Annotated[float, Field(ge=0.05, le=3_600, json_schema_extra=_SECONDS)] = 10
    """Seconds between two times that a service is asked where its chains end: what is known is never called younger
    than this.
    """
    call_seconds: Annotated[float, Field(gt=0, le=600, json_schema_extra=_SECONDS)] = 10
    """Seconds that another service has for an answer."""
    silence_seconds: Annotated[float, Field(gt=0, le=3_600, json_schema_extra=_SECONDS)] = 60
    """Seconds without a word, not even a heartbeat, after which a stream is begun anew."""
    retry_first_seconds: Annotated[float, Field(gt=0, le=60, json_schema_extra=_SECONDS)] = 0.2
    """Seconds before what has failed is tried again; twice as long each time."""
    retry_most_seconds: Annotated[float, Field(gt=0, le=3_600, json_schema_extra=_SECONDS)] = 30
    """Seconds between two tries at most."""
    compare_seconds: Annotated[float, Field(ge=0, le=600, json_schema_extra=_SECONDS)] = 10
    """Seconds that a start waits to hear whether others know more of the own chains than the store does."""
    batch_events: Annotated[int, Field(ge=1, le=1_000, json_schema_extra=_EVENTS)] = 512
    """Events that are handed to the writer at once, of one chain."""
    waiting_events: Annotated[int, Field(ge=1, le=8_000, json_schema_extra=_EVENTS)] = 4_096
    """Events that wait for the writer at most, of all chains; below what its queue takes, so that nobody waits for it
    who must not.
    """
    streams: Annotated[int, Field(ge=1, le=10_000, json_schema_extra=_CALLS)] = 100
    """Streams that stay open to one service; what is said in further missions is asked for when heads are."""
    heartbeat_seconds: Annotated[float, Field(gt=0, le=600, json_schema_extra=_SECONDS)] = 15
    """Seconds after which those who follow this service's log are told that it is still there."""
