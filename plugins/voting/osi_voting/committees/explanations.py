"""What the explanations of several rules share."""

from __future__ import annotations

from osi_core.words import Message
from osi_voting.reasons import numbered

__all__ = ["supported"]


def supported(count: int) -> Message:
    """So many supporters, as a part of a sentence."""
    return numbered("committees.supporters", count)
