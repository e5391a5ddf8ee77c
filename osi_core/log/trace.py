"""Trace context: what an event was done for, as one field of text that leads from service to service.

It stands beside an event, outside of what is hashed, and serves for as long as somebody looks at the trace: neither an
export nor a mission that moves takes it along. The format is `traceparent` of https://www.w3.org/TR/trace-context/.
"""

from __future__ import annotations

import re

__all__ = ["TRACE", "is_trace"]

TRACE = re.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


def is_trace(text: str) -> bool:
    """Whether a text is a trace context."""
    return TRACE.fullmatch(text) is not None
