"""`osi report`: the page of a mission, made anew from what its store holds now."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from osi_core.cli.binding import MissionOption, StoreOption
from osi_core.cli.session import Session
from osi_core.cli.stores import chosen, opened


def report(
    session: Session,
    *,
    to: Annotated[Path, Parameter(help="opt.page", metavar="FILE")],
    receipt: Annotated[tuple[str, ...], Parameter(help="opt.receipts", negative="")] = (),
    mission: MissionOption = None,
    store: StoreOption = None,
) -> int:
    """Writes the report in the session's language; words that were erased are no longer in it."""
    from osi_core.process import Engine
    from osi_core.report import write_report

    with opened(session, store) as source:
        name = chosen(session, source, mission)
        engine = Engine(source, plugins=session.plugins)
        write_report(engine, name, to, language=session.language, receipts=receipt)
    if session.json:
        session.emit({"mission": name, "report": str(to)})
    else:
        session.show(session.say("report.done", path=to, mission=name))
    return 0
