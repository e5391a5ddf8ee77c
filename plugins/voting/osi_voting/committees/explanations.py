"""What the explanations of several rules share."""

from __future__ import annotations

from osi_core.words import Message

__all__ = ["supported"]


def supported(count: int) -> Message:
    """So many supporters, as a part of a sentence."""
    return Message("committees.supporters", {"count": count})
