"""How a decision stands, by its own stream."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from osi_core.log.envelope import Entry, decode
from osi_core.process import Engine
from osi_runtime.deciding.declared import Decision

__all__ = ["Outcome", "Standing", "standing_of"]


class Outcome(StrEnum):
    """What became of a close."""

    DUE = "due"
    DECIDED = "decided"
    CANCELLED = "cancelled"
    UNDECIDED = "undecided"
    """There was nothing to decide."""


class Standing(NamedTuple):
    """A close, and what became of it."""

    position: int
    outcome: Outcome
    reason: str = ""
    """Why it was cancelled."""


def standing_of(engine: Engine, decision: Decision, stream: str, position: int | None = None) -> Standing | None:
    """How the close at a position stands, or the latest one; None where there is none. For a reader's thread."""
    found: Standing | None = None
    ends = _ends(engine, decision)
    for entry in engine.store.read_stream(stream):
        if entry.type == decision.closing.type and position in (None, entry.position):
            found = Standing(entry.position, Outcome.DUE)
        elif decision.undecided is not None and entry.type == decision.undecided.type:
            found = Standing(entry.position, Outcome.UNDECIDED)
        elif found is not None and found.outcome is Outcome.DUE and (outcome := ends.get(entry.type)) is not None:
            found = Standing(found.position, outcome, _reason(entry) if outcome is Outcome.CANCELLED else "")
    return found


def _ends(engine: Engine, decision: Decision) -> dict[str, Outcome]:
    kind = next(one for one in engine.share.decisions if one.closing is decision.closing)
    ends = {kind.recorded.type: Outcome.DECIDED}
    if kind.cancelled is not None:
        ends[kind.cancelled.type] = Outcome.CANCELLED
    return ends


def _reason(entry: Entry) -> str:
    return str(getattr(decode(entry).event, "reason", ""))
