"""`osi letters`: what must be told to whom, as files in an outbox; `osi letters sent` puts aside what was sent."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from osi_core.cli.binding import Flag, MissionOption, StoreOption
from osi_core.cli.session import Exit, Session
from osi_core.cli.stores import chosen, opened

if TYPE_CHECKING:
    from osi_core.process import Engine

OUTBOX = Path("outbox")
Outbox_ = Annotated[Path, Parameter(help="opt.outbox", metavar="DIR")]
_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")


def letters(
    session: Session,
    *,
    outbox: Outbox_ = OUTBOX,
    contacts: Annotated[Path | None, Parameter(help="opt.contacts", metavar="FILE")] = None,
    sender: Annotated[str, Parameter(help="opt.sender", metavar="ADDRESS")] = "",
    on: Annotated[str, Parameter(help="opt.letters_on", metavar="DATE")] = "",
    mission: MissionOption = None,
    store: StoreOption = None,
) -> int:
    """Writes what is new to be told: decisions with reasons, promises, and what is due in 14 and in 3 days, or over."""
    from osi_core.letters import Outbox
    from osi_core.letters import letters as to_be_told
    from osi_core.process import Engine

    day = _day(session, on)
    if contacts is not None and not _ADDRESS.fullmatch(sender):
        raise session.stop(Exit.USAGE, "letters.sender", given=sender)
    with opened(session, store) as source:
        mission = chosen(session, source, mission)
        engine = Engine(source, plugins=session.plugins)
        addresses = _addresses(session, engine, mission, contacts) if contacts else {}
        found = to_be_told(engine, mission, day)
        box = Outbox(outbox)
        new = box.write(found, session.tell, addresses, sender, mission)
    waiting = box.waiting()
    if session.json:
        told = [
            {"letter": one.id, "to": one.to, "about": one.about, "subject": session.tell(one.subject)} for one in new
        ]
        session.emit({"new": told, "waiting": waiting, "outbox": str(outbox)})
        return 0
    from osi_core.cli.terminal import rows

    table = rows("quiet", "name", "")
    for one in new:
        table.add_row(one.id, one.to, session.tell(one.subject))
    session.show(table)
    session.show(session.say("letters.written", count=len(new), waiting=len(waiting), outbox=outbox))
    without = sorted({one.to for one in new if one.to not in addresses}) if contacts else []
    if without:
        session.note(session.say("letters.no_address", who=", ".join(without)))
    return 0


def sent(
    session: Session,
    *ids: Annotated[str, Parameter(help="opt.letter")],
    outbox: Outbox_ = OUTBOX,
    all: Annotated[bool, Flag, Parameter(help="opt.letters_all")] = False,
) -> int:
    """Puts letters aside as sent, so that nobody is told twice."""
    from osi_core.letters import Outbox

    box = Outbox(outbox)
    wanted = box.waiting() if all else list(ids)
    marked = box.mark(wanted)
    unknown = [one for one in wanted if one not in marked]
    if unknown:
        raise session.stop(Exit.NO, "letters.unknown", ids=", ".join(unknown), outbox=outbox)
    if session.json:
        session.emit({"sent": marked})
    else:
        session.show(session.say("letters.marked", count=len(marked)))
    return 0


def _day(session: Session, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise session.stop(
            Exit.USAGE, "usage.value", name="--on", given=text, wanted=session.say("kind.date")
        ) from None


def _addresses(session: Session, engine: Engine, mission: str, contacts: Path) -> dict[str, str]:
    """Whom a letter is for → where it goes. `who` is a name such as `institutions/town`, or a person's login."""
    from osi_core.files.tables import Columns, read_table
    from osi_core.mission.resources import PARTICIPANT
    from osi_core.process.aliases import tied_to

    found: dict[str, str] = {}
    table = read_table(contacts.name, Columns(needed=("who", "address")), within=contacts.parent)
    who, address = table.titles.index("who"), table.titles.index("address")
    for line, cells in table:
        login, where = (cells[at].strip() if at < len(cells) else "" for at in (who, address))
        if not _ADDRESS.fullmatch(where):
            raise session.stop(Exit.NO, "letters.address", file=contacts, line=str(line), given=where)
        participant = tied_to(engine.store, mission, login) if login else None
        found[PARTICIPANT(participant) if participant else login] = where
    return found
