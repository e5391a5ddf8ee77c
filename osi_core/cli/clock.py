"""`osi correct-clock`: says in the log that a clock had been wrong, so that time goes on from the right one."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from osi_core.cli.binding import MissionOption, StoreOption
from osi_core.cli.session import Session
from osi_core.cli.stores import chosen, opened


def correct_clock(
    session: Session,
    *,
    reason: Annotated[str, Parameter(help="opt.clock_reason", metavar="TEXT")],
    mission: MissionOption = None,
    store: StoreOption = None,
) -> int:
    """Lets a mission go on from this machine's clock, after another clock had been ahead; the log keeps both times."""
    from osi_core.mission.commands import CorrectClock
    from osi_core.process import Engine

    with opened(session, store, write=True) as target:
        name = chosen(session, target, mission)
        handled = Engine(target, plugins=session.plugins).handle(CorrectClock(mission=name, reason=reason))
    (record,) = handled.events
    if session.json:
        session.emit({"mission": name, "position": record.position, "time": record.time.isoformat()})
    else:
        session.show(session.say("clock.done", position=session.number(record.position), time=record.time))
    return 0
