"""The gates as they stood in version 1 of the rules: for logs that were written under it."""

from __future__ import annotations

from osi_core.domain import Condition, Gate, Phase
from osi_core.solutions import gate as solutions

_BEFORE: dict[Condition, Condition] = {
    solutions.priorities_are_taken_up: solutions.a_priority_is_committed_to,
    solutions.every_kickoff_is_settled: solutions.every_kickoff_is_held,
}
"""Condition of today → what stood in its place."""


def as_before(phase: Phase, gate: Gate) -> Gate:
    """A phase's own gate as it was; nothing asked what would hang."""
    return gate._replace(
        opens_when=tuple(_BEFORE.get(one, one) for one in gate.opens_when),
        closes_when=tuple(_BEFORE.get(one, one) for one in gate.closes_when),
    )
