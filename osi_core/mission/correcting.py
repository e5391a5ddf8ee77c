"""Correcting the clock: every chain has one of its own to correct, so each share does it as the mission's own does."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.domain import Context
from osi_core.mission.commands import CorrectClock
from osi_core.mission.events import ClockCorrected
from osi_core.mission.state import Mission


def correct_clock(command: CorrectClock, state: Mission, context: Context) -> Iterator[ClockCorrected]:
    """The chain's own clock, from behind its last event."""
    assert context.last is not None, "an empty log is ahead of nothing"
    yield ClockCorrected(reason=command.reason, ahead=context.last)
