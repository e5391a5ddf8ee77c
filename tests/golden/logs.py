"""Keeps the log of a whole mission for each version of the phase rules; one that stands is never changed.

    python -m tests.golden.logs

The bundle of the newest version is written if there is none yet. Do it before a rule changes: what was written under
the version before is to verify for ever.
"""

from __future__ import annotations

from pathlib import Path

from osi_core.domain import RULES_VERSION
from osi_core.process.export import write_bundle
from tests.unit.process.journey import travelled

LOGS = Path(__file__).with_name("logs")


def bundle_of(version: int) -> Path:
    """Where the bundle of a version of the rules lies."""
    return LOGS / f"rules-{version}"


if __name__ == "__main__":
    if not bundle_of(RULES_VERSION).exists():
        LOGS.mkdir(exist_ok=True)
        write_bundle(travelled().engine.store, "m", bundle_of(RULES_VERSION))
        print("written:", bundle_of(RULES_VERSION))
