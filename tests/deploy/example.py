"""What the tests of examples/deploy ask of its settings."""

from __future__ import annotations

from osi_core.domain import Service
from osi_runtime.settings import Settings, read_settings
from tests.deploy.installation import DEPLOY

SERVICES = [service.value for service in Service]


def settings_of(service: str, **environ: str) -> Settings:
    """As the example's file has them, and variables."""
    read = read_settings(file=DEPLOY / "config" / f"{service}.toml", environ=environ)
    assert read.notes == ()
    return read.settings


def port_of(address: str | None) -> int:
    """Of an address that is there."""
    assert address is not None
    return int(address.rpartition(":")[2])
