"""What services tell across kinds of resources, as the library has it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import Any

from google.protobuf.struct_pb2 import Struct
from osi.log.v1 import receipt_service_pb2 as receipts
from osi.reads.v1 import read_service_pb2 as reads
from osi.type.v1 import terms_pb2

from osi_core.domain import DataOrigin, Phase, Rule, Unmet, condition_name, within_mission
from osi_core.process import Trail
from osi_core.process.gates_ahead import GateAhead
from osi_core.process.judging import May
from osi_core.process.reads import DueItem
from osi_core.process.trail import Step
from osi_core.process.ways import TOLD
from osi_core.way import Stage
from osi_core.words import Message, message_of

__all__ = ["due_of", "gate_of", "may_of", "trail_of"]


def gate_of(gate: reads.GateOutlook) -> GateAhead:
    """The next gate of a phase."""
    phase = Phase(terms_pb2.Phase.Name(gate.phase).removeprefix("PHASE_").lower())
    return GateAhead(phase, gate.open, _unmet(gate.unmet))


def may_of(outlook: reads.CommandOutlook, line: Rule) -> May:
    """What the asker may do with a line of the phase rules."""
    asked = {one.code for one in outlook.asked}
    return May(line, _unmet(outlook.unmet), tuple(one for one in line.when if condition_name(one) in asked))


def due_of(due: reads.Due) -> DueItem:
    """Something with a day."""
    return DueItem(due.time.ToDatetime(UTC), due.name, due.code)


def trail_of(told: receipts.Trail) -> Trail:
    """The way of a contribution. Which chain each step stands in, a service does not tell."""
    position, _, digest = told.place.partition(":")
    return Trail(
        mission=told.mission.removeprefix("missions/"),
        chain="",
        position=int(position),
        hash=digest,
        id="",
        resource=within_mission(told.resource),
        words=told.words if told.HasField("words") else None,
        steps=tuple(map(_step, told.steps)),
        reached=Stage(told.reached),
        end=_message(told.end),
    )


def _step(told: receipts.TrailStep) -> Step:
    type_ = told.code.removeprefix("step.")
    stage = TOLD[type_].stage if type_ in TOLD else Stage.CONTRIBUTION
    origin = DataOrigin(terms_pb2.DataOrigin.Name(told.origin).removeprefix("DATA_ORIGIN_").lower())
    time = told.time.ToDatetime(UTC)
    return Step("", 0, time, type_, stage, within_mission(told.resource), origin, _message(told))


def _message(told: receipts.TrailStep | reads.Condition) -> Message:
    values = {name: _whole(value) for name, value in told.values.items()}
    return message_of({"code": told.code, "values": values})


def _unmet(conditions: Iterable[reads.Condition]) -> tuple[Unmet, ...]:
    return tuple(Unmet(one.code, one.field or None, **_message(one).values) for one in conditions)


def _whole(value: Any) -> Any:
    """A value as it was written: a Struct holds numbers as floats, and all of ours are whole."""
    if isinstance(value, float):
        return int(value)
    if isinstance(value, Struct):
        return {name: _whole(inner) for name, inner in value.items()}
    if hasattr(value, "values") and not isinstance(value, str):  # a ListValue
        return [_whole(inner) for inner in value]
    return value
