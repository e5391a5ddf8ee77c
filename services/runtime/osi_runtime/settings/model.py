"""All settings of a service, with their defaults; sizes and limits stand here and nowhere else."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from osi_core.domain import Id
from osi_core.files import MIB
from osi_runtime.auth.settings import AuthSettings
from osi_runtime.bus.settings import BusSettings
from osi_runtime.peers.settings import PeersSettings
from osi_runtime.settings.field import Section, setting

__all__ = ["Deadlines", "Drain", "Health", "Limits", "Log", "LogCalls", "LogFormat", "Settings", "Tls"]


def _host_and_port(address: str) -> str:
    host, colon, port = address.rpartition(":")
    if not colon or not host or not port.isdigit() or int(port) > 65535:
        raise PydanticCustomError("address_form", "HOST:PORT is expected, such as 127.0.0.1:7070 or [::]:7070")
    return address


Address = Annotated[str, AfterValidator(_host_and_port)]
"""Where a server listens: `HOST:PORT`; port 0 takes a free one."""


class Tls(Section):
    """Certificates. Without one the server speaks in plain text, for loopback addresses and behind a proxy."""

    cert: Path | None = setting(None)
    key: Path | None = setting(None)
    client_ca: Path | None = setting(None)
    reload_seconds: float = setting(60.0, unit="seconds", ge=0.1, le=86_400)

    @model_validator(mode="after")
    def _whole(self) -> Tls:
        if (self.cert is None) is not (self.key is None):
            raise PydanticCustomError("tls_half", "tls.cert and tls.key are given together")
        if self.cert is None and self.client_ca is not None:
            raise PydanticCustomError("tls_client_alone", "tls.client_ca needs tls.cert and tls.key")
        return self


class Limits(Section):
    """How much is taken, of all callers and of each."""

    message_bytes: int = setting(4 * MIB, unit="bytes", ge=1024, le=256 * MIB)
    metadata_bytes: int = setting(16 * 1024, unit="bytes", ge=1024, le=MIB)
    concurrent_calls: int = setting(1024, unit="calls", ge=1, le=1_000_000)
    concurrent_streams: int = setting(256, unit="calls", ge=1, le=1_000_000)
    waiting_requests: int = setting(10_000, unit="calls", ge=1, le=1_000_000)
    calls_per_second: float = setting(100.0, unit="calls-per-second", ge=0, le=1_000_000)
    burst: int = setting(500, unit="calls", ge=1, le=1_000_000)
    callers: int = setting(100_000, unit="callers", ge=100, le=10_000_000)
    waits_per_caller: int = setting(4, unit="calls", ge=1, le=1000)


class Deadlines(Section):
    """How long things may take."""

    default_seconds: float = setting(10.0, unit="seconds", gt=0, le=3600)
    largest_seconds: float = setting(60.0, unit="seconds", gt=0, le=3600)
    stream_seconds: float = setting(3600.0, unit="seconds", gt=0, le=86_400)
    reserve_seconds: float = setting(0.02, unit="seconds", ge=0, le=1)
    after_seconds: float = setting(2.0, unit="seconds", ge=0, le=60)


class Drain(Section):
    """How a server ends."""

    notice_seconds: float = setting(0.0, unit="seconds", ge=0, le=600)
    seconds: float = setting(20.0, unit="seconds", ge=0, le=3600)


class Health(Section):
    """How often what the service stands on is looked at, and who else may ask."""

    every_seconds: float = setting(5.0, unit="seconds", ge=0.1, le=3600)
    address: Address | None = setting(None)


class LogFormat(StrEnum):
    """How a line of the program's log is written."""

    JSON = "json"
    PLAIN = "plain"


class LogCalls(StrEnum):
    """Which calls have a line in the program's log."""

    NONE = "none"
    FAILED = "failed"
    """Those that failed through no fault of the caller."""
    ALL = "all"


class Log(Section):
    """The program's own log, on standard error. It never holds people's words."""

    level: Literal["debug", "info", "warning", "error"] = setting("info")
    format: LogFormat = setting(LogFormat.PLAIN)
    calls: LogCalls = setting(LogCalls.FAILED)


class Telemetry(Section):
    """Traces and metrics; where they go is said by OpenTelemetry's own variables (`OTEL_…`)."""

    enabled: bool = setting(False)


class Settings(BaseSettings):
    """What a service is told when it starts."""

    model_config = SettingsConfigDict(
        env_prefix="OSI_", env_nested_delimiter="__", frozen=True, extra="forbid", hide_input_in_errors=True
    )

    address: Address = setting("127.0.0.1:7070")
    peer_address: Address | None = setting(None)
    store: str | None = setting(None)
    chain: Id | None = setting(None)
    readers: int = setting(4, unit="threads", ge=1, le=64)
    reflection: bool = setting(True)
    tls: Tls = setting(Tls)
    auth: AuthSettings = setting(AuthSettings)
    peers: PeersSettings = setting(PeersSettings)
    bus: BusSettings = setting(BusSettings)
    limits: Limits = setting(Limits)
    deadlines: Deadlines = setting(Deadlines)
    drain: Drain = setting(Drain)
    health: Health = setting(Health)
    log: Log = setting(Log)
    telemetry: Telemetry = setting(Telemetry)

    @model_validator(mode="after")
    def _peers_show_certificates(self) -> Settings:
        if self.peer_address is not None and self.tls.client_ca is None:
            raise PydanticCustomError("peer_address_alone", "peer_address needs tls.client_ca")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given alone: `read_settings` puts the sources together, and knows which said what."""
        return (init_settings,)
