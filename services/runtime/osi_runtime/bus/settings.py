"""What an operator sets about the bus; the runtime's settings include `BusSettings` as `bus`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from osi_core.domain import Model
from osi_runtime.peers.settings import PeerTls

_SECONDS: dict[str, Any] = {"unit": "seconds"}
_EVENTS: dict[str, Any] = {"unit": "events"}

Server = Annotated[str, StringConstraints(pattern=r"^(nats|tls)://[^\s/]+$", max_length=300)]
"""`nats://HOST:PORT`, or with TLS `tls://HOST:PORT`."""


class BusSettings(Model):
    """Whether there is a bus, and how it is used."""

    servers: tuple[Server, ...] = ()
    """NATS servers of one cluster. None: there is no bus, and services hear each other by gRPC alone."""
    tls: PeerTls | None = None
    """How connections are secured; they are so with this, or where a server is named by `tls://`."""
    user: str | None = None
    """The name that is shown, with `password_file`."""
    password_file: Path | None = None
    """File with the password. It is read anew for each connection, as the other files are."""
    nkey_file: Path | None = None
    """File with the seed of an nkey, which is shown instead of a name."""
    creds_file: Path | None = None
    """File with a token and the seed that goes with it, as `nsc` makes it."""
    replicas: Annotated[int, Field(ge=1, le=5)] = 1
    """On how many servers the stream lies, where this service is the first to make it."""
    window_events: Annotated[int, Field(ge=1, le=4_000, json_schema_extra=_EVENTS)] = 256
    """Events that are on their way to the stream at once."""
    batch_events: Annotated[int, Field(ge=1, le=1_000, json_schema_extra=_EVENTS)] = 512
    """Events that are asked of the stream at once; as many come while these are taken in."""
    answer_seconds: Annotated[float, Field(gt=0, le=60, json_schema_extra=_SECONDS)] = 5
    """Seconds that the stream has for an answer."""
    heartbeat_seconds: Annotated[float, Field(ge=0.1, le=60, json_schema_extra=_SECONDS)] = 2
    """Seconds between two signs of life of a subscription; after twice as many it is made anew."""
    look_seconds: Annotated[float, Field(ge=0.1, le=3_600, json_schema_extra=_SECONDS)] = 10
    """Seconds between two looks at how far the stream is, in case it was wiped or another process has written."""
    lease_seconds: Annotated[float, Field(ge=1, le=600, json_schema_extra=_SECONDS)] = 10
    """Seconds after which another process over the same PostgreSQL database relays and consumes, where the one that did
    so gives no sign of life.
    """
    retry_first_seconds: Annotated[float, Field(gt=0, le=60, json_schema_extra=_SECONDS)] = 0.2
    """Seconds before a connection that was lost is tried again; twice as long each time."""
    retry_most_seconds: Annotated[float, Field(gt=0, le=3_600, json_schema_extra=_SECONDS)] = 10
    """Seconds between two tries at most."""

    @model_validator(mode="after")
    def _shown_in_one_way(self) -> BusSettings:
        if (self.user is None) is not (self.password_file is None):
            raise PydanticCustomError("bus_user_half", "bus.user and bus.password_file are given together")
        if any("@" in one and (self.tls or one.startswith("tls://")) for one in self.servers):
            raise PydanticCustomError("bus_password_in_address", "bus.servers hold no password where TLS is asked for")
        ways = (self.user, self.nkey_file, self.creds_file)
        if sum(one is not None for one in ways) > 1:
            raise PydanticCustomError(
                "bus_shown_twice", "bus.user, bus.nkey_file and bus.creds_file exclude each other"
            )
        return self
