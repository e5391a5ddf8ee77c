"""`osi report`: the page of a mission, made anew from what its store holds now."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from osi_core.cli.binding import MissionOption, StoreOption
from osi_core.cli.session import Exit, Session
from osi_core.cli.stores import chosen, opened


def report(
    session: Session,
    *,
    out: Annotated[Path | None, Parameter(help="opt.pages", metavar="FOLDER")] = None,
    single: Annotated[Path | None, Parameter(name=("--single", "--to"), help="opt.single", metavar="FILE")] = None,
    stories: Annotated[bool, Parameter(help="opt.stories", negative="--no-stories", show_default=False)] = True,
    contact: Annotated[str | None, Parameter(help="opt.contact", metavar="TEXT")] = None,
    receipt: Annotated[tuple[str, ...], Parameter(help="opt.receipts", negative="")] = (),
    mission: MissionOption = None,
    store: StoreOption = None,
) -> int:
    """Writes the report as pages in both languages, or as one file; words that were erased are no longer in it."""
    from osi_core.process import Engine
    from osi_core.report import MissionReport

    if out is None and single is None:
        raise session.stop(Exit.USAGE, "report.where")

    with opened(session, store) as source:
        name = chosen(session, source, mission)
        engine = Engine(source, plugins=session.plugins)
        made = MissionReport(engine, name, receipts=receipt, contact=contact)
        if out is not None:
            made.pages(out, session.language, stories=stories)
        if single is not None:
            made.single(single, session.language)
    written = [str(path) for path in (out and out / "index.html", single) if path is not None]
    if session.json:
        session.emit({"mission": name, "report": written[-1], "pages": str(out) if out else None})
    else:
        for path in written:
            session.show(session.say("report.done", path=path, mission=name))
    return 0
