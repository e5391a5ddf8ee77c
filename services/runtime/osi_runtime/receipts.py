"""The way of a contribution, for whoever holds the code of its receipt: of codes that a service has issued."""

from __future__ import annotations

from google.protobuf.struct_pb2 import Struct
from osi.log.v1 import receipt_service_pb2 as pb
from osi.type.v1 import terms_pb2

from osi_core.domain import DataOrigin, full_name
from osi_core.mission.resources import MISSION
from osi_core.process import Trail, trail_of
from osi_core.process.trail import Step
from osi_core.process.witnesses import place_of
from osi_core.words import Message, plain_values
from osi_runtime.calls import current_call
from osi_runtime.declaration import Table
from osi_runtime.methods import By, Custom
from osi_runtime.runtime import Runtime

__all__ = ["RECEIPTS"]

_ORIGINS = {
    DataOrigin.REAL: terms_pb2.DATA_ORIGIN_REAL,
    DataOrigin.IMPORTED: terms_pb2.DATA_ORIGIN_IMPORTED,
    DataOrigin.SIMULATED: terms_pb2.DATA_ORIGIN_SIMULATED,
}


async def get_trail(runtime: Runtime, request: pb.GetTrailRequest) -> pb.Trail:
    """The way of the contribution that a code stands for. One that another chain issued is refused, and that named."""
    trail = await runtime.read(lambda: trail_of(runtime.engine, request.code))
    return _told(runtime, trail, current_call().language)


def _told(runtime: Runtime, trail: Trail, language: str) -> pb.Trail:
    told = pb.Trail(
        mission=MISSION.within(trail.mission),
        resource=full_name(trail.mission, trail.resource),
        place=place_of(trail.position, trail.hash),
        words=trail.words,
        steps=[_step(runtime, trail.mission, step, language) for step in trail.steps],
        reached=trail.reached.value,
        origin=_ORIGINS[trail.origin],
    )
    _say(runtime, told.end, trail.end, language)
    told.end.origin = _ORIGINS[trail.origin]
    return told


def _step(runtime: Runtime, mission: str, step: Step, language: str) -> pb.TrailStep:
    told = pb.TrailStep(resource=full_name(mission, step.resource), origin=_ORIGINS[step.origin])
    told.time.FromDatetime(step.time)
    _say(runtime, told, step.message, language)
    return told


def _say(runtime: Runtime, told: pb.TrailStep, message: Message, language: str) -> None:
    told.code = message.code
    told.values.CopyFrom(Struct())
    told.values.update(plain_values(message.values))
    told.sentence = runtime.words.say(message, language)


RECEIPTS = Table(
    descriptors=(pb.DESCRIPTOR.services_by_name["ReceiptService"],),
    methods={"ReceiptService.GetTrail": Custom(get_trail, By.PUBLIC, mission="")},
)
