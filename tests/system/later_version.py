"""The command `osi` of a later version, as far as one can be told from another: `later_version.py VERSION ARGUMENT...`

What a version keeps for itself, such as snapshots of facts, another one passes over; what is in the log both read.
"""

from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path

__all__ = ["of_version"]


def of_version(version: str) -> tuple[str, ...]:
    """What stands before the arguments of the command."""
    return (sys.executable, str(Path(__file__)), version)


def _main(version: str) -> int:
    known = importlib.metadata.version

    def version_of(distribution_name: str) -> str:
        return version if distribution_name.startswith("osi-") else known(distribution_name)

    importlib.metadata.version = version_of
    from osi_core.cli import main  # from here on all that is loaded is of that version

    return main(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1]))
