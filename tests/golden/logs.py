"""Keeps the log of a whole mission for each version of the phase rules; one that stands is never changed.

    python -m tests.golden.logs

The bundle of the newest version is written if there is none yet. Do it before a rule changes: what was written under
the version before is to verify for ever.
"""

from __future__ import annotations

from pathlib import Path

from osi_core.domain import RULES_VERSION, Service
from osi_core.process.export import write_bundle
from tests.unit.process.apart import played
from tests.unit.process.journey import travelled

LOGS = Path(__file__).with_name("logs")


def bundle_of(version: int) -> Path:
    """Where the bundle of a version of the rules lies."""
    return LOGS / f"rules-{version}"


APART = 3
"""The first version of the rules under which a mission may be of several services."""


def bundles_apart(version: int) -> dict[Service, Path]:
    """Where the bundles of the same mission lie, played by three services."""
    return {service: LOGS / f"rules-{version}-apart" / service.value for service in Service}


if __name__ == "__main__":
    if not bundle_of(RULES_VERSION).exists():
        LOGS.mkdir(exist_ok=True)
        write_bundle(travelled().engine.store, "m", bundle_of(RULES_VERSION))
        print("written:", bundle_of(RULES_VERSION))
    for service, folder in bundles_apart(RULES_VERSION).items():
        if not folder.exists():
            folder.parent.mkdir(exist_ok=True)
            write_bundle(played().engine.engines[service].store, "m", folder, share=service.value)
            print("written:", folder)
