"""`osi up`: a network on this machine, until Ctrl-C."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from osi_core.cli import Session, Stop
from osi_core.cli.binding import Flag
from osi_core.cli.session import Exit
from osi_core.domain import Service
from osi_core.words import WordedError
from osi_up.house import House
from osi_up.supervising import supervise
from osi_up.telling import JsonLines, Lines, Screen, Teller

__all__ = ["up"]

_PORT = 7070
_FOLDER = Path("osi-up")


def up(
    session: Session,
    folder: Annotated[Path, Parameter(help="opt.folder", metavar="DIR")] = _FOLDER,
    /,
    *,
    port: Annotated[int, Parameter(help="opt.port")] = _PORT,
    nats: Annotated[str | None, Parameter(help="opt.nats", metavar="URL|none")] = None,
    postgresql: Annotated[str | None, Parameter(help="opt.postgresql", metavar="URL")] = None,
    without: Annotated[tuple[Service, ...], Parameter(help="opt.without", negative="")] = (),
    plain: Annotated[bool, Flag, Parameter(help="opt.plain")] = False,
) -> int:
    """Starts all installed services, and goes on where the last start in this folder has ended."""
    house = House(folder, port, nats=nats, postgresql=postgresql, without=without)
    try:
        with house.taken():
            house.prepare()
            with _teller(session, house, plain) as teller:
                asyncio.run(supervise(house, teller))
    except WordedError as error:
        raise Stop(Exit.CANNOT, session.tell(error.message)) from error
    return 0


def _teller(session: Session, house: House, plain: bool) -> Teller:
    if session.json:
        return JsonLines(session, house)
    return Lines(session, house) if plain or not session.out.is_terminal else Screen(session, house)
