"""What the next gate of each phase waits for: asked of the judge, as if an operator were to pass it now."""

from __future__ import annotations

from typing import NamedTuple

from osi_core.domain import Phase, Unmet
from osi_core.process.engine import Engine
from osi_core.process.gates import ClosePhase, OpenPhase

__all__ = ["GateAhead", "gates_ahead"]


class GateAhead(NamedTuple):
    """The next gate of a phase."""

    phase: Phase
    open: bool
    """Whether the phase is open, so that the gate is that of its closing."""
    unmet: tuple[Unmet, ...]
    """What does not hold yet; empty where it could be passed now."""


def gates_ahead(engine: Engine, mission: str) -> list[GateAhead]:
    """The gates of all phases that are not closed, in their order. Raises Refused for an unknown mission."""
    engine.read(mission)
    state = engine.memory(mission).mission_state(engine.store)
    assert state is not None, "a mission that can be read begins with its creation"
    found = []
    for phase in Phase:
        if phase not in state.closed:
            opened = phase in state.opened
            command = (ClosePhase if opened else OpenPhase)(mission=mission, phase=phase)
            found.append(GateAhead(phase, opened, engine.unmet(command)))
    return found
