"""The trace that a call belongs to."""

from __future__ import annotations

import sys

__all__ = ["trace_context"]


def trace_context() -> list[tuple[str, str]]:
    """What tells a service of the caller's running span, where the program uses OpenTelemetry. Where it does not, it is
    nothing, and nothing of it is loaded.
    """
    if "opentelemetry.trace" not in sys.modules:
        return []
    from opentelemetry import propagate

    carrier: dict[str, str] = {}
    propagate.inject(carrier)
    return list(carrier.items())
