"""What can be done in a mission now: the judge's answer without a command at hand, for whoever asks a service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from google.protobuf.struct_pb2 import Struct
from osi.reads.v1 import read_service_pb2 as pb
from osi.type.v1 import terms_pb2

from osi_core.domain import Condition, Unmet, condition_name
from osi_core.mission.resources import MISSION
from osi_core.process import Office
from osi_core.process.gates import OpenPhase
from osi_core.process.gates_ahead import gates_ahead
from osi_core.words import Message, plain_values
from osi_runtime.admission import actor_of
from osi_runtime.auth.callers import Operator, Person
from osi_runtime.calls import Call, current_call
from osi_runtime.names import name_in
from osi_runtime.runtime import Runtime

__all__ = ["get_outlook"]


async def get_outlook(runtime: Runtime, request: pb.GetOutlookRequest) -> pb.Outlook:
    """What the caller may do now, and what the gates of the phases wait for."""
    (mission,) = name_in(MISSION, request.parent, "parent")
    call = current_call()

    def shown() -> pb.Outlook:
        outlook = pb.Outlook(gates=_gates(runtime, mission, call.language))
        if isinstance(call.caller, Person | Operator):
            outlook.commands.extend(_commands(runtime, mission, actor_of(call.caller), request.resource, call))
        return outlook

    return await runtime.read(shown)


def _commands(
    runtime: Runtime, mission: str, actor: str | Office, resource: str, call: Call
) -> Iterator[pb.CommandOutlook]:
    given = {command.__name__ for command in runtime.wire.commands}
    for one in runtime.engine.may(mission, actor, resource or None):
        if one.line.name not in given:  # the engine's own, and what stands in no contract
            continue
        unmet = _conditions(runtime, one.unmet, call.language)
        yield pb.CommandOutlook(
            command=one.line.name, unmet=unmet, asked=[_asked(runtime, ask, call.language) for ask in one.asked]
        )


def _gates(runtime: Runtime, mission: str, language: str) -> Iterator[pb.GateOutlook]:
    if OpenPhase not in runtime.engine.share.rules:
        return
    for gate in gates_ahead(runtime.engine, mission):
        phase = terms_pb2.Phase.Value(f"PHASE_{gate.phase.upper()}")
        yield pb.GateOutlook(phase=phase, open=gate.open, unmet=_conditions(runtime, gate.unmet, language))


def _conditions(runtime: Runtime, unmet: Iterable[Unmet], language: str) -> list[pb.Condition]:
    told = []
    for one in unmet:
        values = Struct()
        values.update(plain_values(one.values))
        sentence = runtime.words.say(one.message, language)
        told.append(pb.Condition(code=one.code, values=values, field=one.field or "", sentence=sentence))
    return told


def _asked(runtime: Runtime, condition: Condition, language: str) -> pb.Condition:
    name = condition_name(condition)
    return pb.Condition(code=name, sentence=runtime.words.say(Message(f"cli.rule.{name}"), language))
