"""From a granted command to the events of the log: their envelopes, and what lies beside them by chance."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from osi_core.domain import Box, BoxUse, Command, Context, Event, Recorded, Sealed, State
from osi_core.log.envelope import Entry, Head, encode, event_id, format_time, refs_of
from osi_core.log.store import PrivateText
from osi_core.process.chance import Chance
from osi_core.process.judging import Case
from osi_core.process.memory import MissionMemory
from osi_core.process.request import Request


class Step(NamedTuple):
    """One event on its way into the log, and how things stand after it."""

    entry: Entry
    record: Recorded
    state: State | None
    head: Head


def steps_of(
    memory: MissionMemory,
    case: Case,
    request: Request,
    context: Context,
    events: tuple[Event, ...],
    command_id: str,
) -> list[Step]:
    """What the events will be in the log; nothing is changed yet, so that what fails here fails alone."""
    command = case.command
    state, version, head = case.state, case.version, memory.head
    actor = request.actor_name
    if command.uses_box is BoxUse.CASTS:
        assert context.box is not None, "the conditions refuse what is cast into no box"
        actor = context.box.name(actor)
    stream, chain, facts_at = case.stream, memory.chain or "", memory.facts_at
    time, steps, origin = format_time(context.time), [], request.origin or context.origin
    for event in events:
        version += 1
        if command.state is not None:
            state = command.state.evolve(state, event)
        entry = encode(
            event,
            head,
            chain=chain,
            mission=memory.mission,
            stream=stream,
            version=version,
            time=time,
            actor=actor,
            command_id=command_id,
            origin=origin,
            facts_at=facts_at,
        )
        record = Recorded(
            mission=memory.mission,
            position=entry.position,
            stream=stream,
            version=version,
            id=event_id(chain, memory.mission, entry.position),
            chain=chain,
            time=context.time,
            actor=actor,
            command_id=command_id,
            origin=origin,
            refs=refs_of(event, memory.mission),
            facts_at=facts_at,
            event=event,
            hash=entry.hash,
        )
        head = Head(entry.position, entry.hash, time)
        steps.append(Step(entry, record, state, head))
    return steps


def sealed_in(command: Command, author: str, chance: Chance) -> tuple[list[PrivateText], dict[str, Sealed]]:
    """A command's texts that are sealed, each under a salt of its own, and their seals by field."""
    texts, seals = [], {}
    for name in command.sealed_fields():
        text = getattr(command, name)
        if text is not None:
            salt = chance(16, f"salt {name}")
            seals[name] = hashlib.sha256(salt + text.encode()).hexdigest()
            texts.append(PrivateText(seals[name], author, salt, text))
    return texts, seals


def box_of(case: Case, chance: Chance) -> Box | None:
    """The box of a command, which one that opens it brings along where none is open."""
    command = case.command
    if command.uses_box is BoxUse.OPENS and command.box_sha256(case.state, case.context.facts) is None:
        return Box.of(chance(32, "box"))
    return case.context.box
