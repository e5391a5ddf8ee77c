"""`osi erase`: a person's words and the tie to the person go; chain, results and receipts' proofs stay."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from cyclopts import Parameter

from osi_core.cli.binding import Flag, MissionOption, StoreOption
from osi_core.cli.session import Exit, Session
from osi_core.cli.stores import chosen, opened


def erase(
    session: Session,
    *,
    participant: Annotated[str, Parameter(help="opt.participant", metavar="ID")],
    yes: Annotated[bool, Flag, Parameter(help="opt.yes")] = False,
    mission: MissionOption = None,
    store: StoreOption = None,
) -> int:
    """Erases a participant; this cannot be undone, so it asks for `--yes`."""
    from osi_core.domain import Malformed
    from osi_core.mission.commands import EraseParticipant
    from osi_core.process import Engine, erasures_of

    with opened(session, store, write=True) as target:
        name = chosen(session, target, mission)
        try:
            command = EraseParticipant(mission=name, participant=participant)
        except Malformed:
            raise session.stop(Exit.USAGE, "erase.malformed", participant=participant) from None
        if not yes:
            raise session.stop(Exit.USAGE, "erase.confirm", participant=participant, mission=name)
        engine = Engine(target, plugins=session.plugins)
        handled = engine.handle(command, time=_time(engine, name))
        position = handled.events[0].position
        standings = erasures_of(engine.memory(name))
        waits = any(one.silent for one in standings if one.erasure.position == position)
    if session.json:
        session.emit({"mission": name, "participant": participant, "position": position, "scrubbed": not waits})
        return 0
    session.show(session.say("erase.done", participant=participant, position=session.number(position)))
    if waits:
        session.show(session.say("erase.waits"))
    return 0


def _time(engine: object, mission: str) -> datetime | None:
    """An imported or simulated mission keeps no clock: there it happens right after the last event."""
    from osi_core.domain import DataOrigin
    from osi_core.process import Engine

    assert isinstance(engine, Engine)
    state = engine.memory(mission).mission_state(engine.store)
    return datetime.fromisoformat(engine.head(mission).time) if state and state.origin is not DataOrigin.REAL else None
