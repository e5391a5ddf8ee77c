"""Bringing a record as the engine does, past the gate of `Request`: what the table's conditions alone say to it."""

from __future__ import annotations

from osi_core.log.decisions import RecordDecision
from osi_core.plugins import Decided
from osi_core.process.deciding import compute
from osi_core.process.due import Due
from osi_core.process.request import Handled, by_engine
from osi_core.testing.scenario import Scenario


def bring(scenario: Scenario, command: RecordDecision, blobs: tuple[bytes, ...] = ()) -> Handled:
    """The engine's own answer to a record. Raises Refused."""
    request = by_engine(command, blobs=blobs)
    (answer,) = scenario.engine.answer_each([request])
    if isinstance(answer, Exception):
        raise answer
    return answer


def computed(scenario: Scenario) -> tuple[RecordDecision, Decided]:
    """The decision that is due, computed and not recorded, and the command that would record it."""
    (row,) = scenario.facts(Due).values()
    closing = scenario.records()[row.position - 1]
    line = scenario.engine.share.decision_of(closing.event)
    decided = compute(scenario.engine, line, closing)
    return line.command(closing, decided.record, decided.outcome), decided
