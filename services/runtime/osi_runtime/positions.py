"""Positions of a mission's chains, as they go over the wire: `funding-1=12,participation-1=40`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from grpc import StatusCode

from osi_core.domain import LARGEST_INTEGER, Recorded
from osi_runtime.errors import CallRefused
from osi_runtime.metadata import AFTER

__all__ = ["position_after", "read_positions", "written_positions"]

_MOST_CHAINS = 50
_ONE = re.compile(r"\s*([a-z0-9/-]{1,80})=(\d{1,16})\s*")


def written_positions(positions: Mapping[str, int]) -> str:
    """Chain → position, in one line."""
    return ",".join([f"{chain}={position}" for chain, position in sorted(positions.items())])


def read_positions(text: str) -> dict[str, int]:
    """The positions in a line. Raises CallRefused for what `written_positions` never writes."""
    found: dict[str, int] = {}
    parts = text.split(",", _MOST_CHAINS) if text.strip() else []
    for part in parts:
        one = _ONE.fullmatch(part)
        if one is None or len(parts) > _MOST_CHAINS or int(one[2]) > LARGEST_INTEGER:
            raise CallRefused(StatusCode.INVALID_ARGUMENT, "runtime.positions-malformed", field=AFTER)
        found[one[1]] = max(int(one[2]), found.get(one[1], 0))
    return found


def position_after(record: Recorded) -> dict[str, int]:
    """The positions as they stand right behind an event."""
    known = dict(record.facts_at)
    own = record.chain or f"missions/{record.mission}"
    known[own] = record.position
    return known
