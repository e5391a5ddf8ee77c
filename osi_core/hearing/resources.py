"""The resource of this part."""

from __future__ import annotations

from osi_core.domain import Resource

HEARING = Resource("hearing/{chain}")
"""What became of the messages of another chain."""
