"""Waiting for what real processes do in their own time."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["PATIENCE", "until"]

PATIENCE = 180.0
"""Seconds, on a machine that does other things too."""


def until(question: Callable[[], object], what: str) -> None:
    """Waits until something holds; `what` says that it does not."""
    ends = time.monotonic() + PATIENCE
    while not question():
        assert time.monotonic() < ends, what
        time.sleep(0.05)
