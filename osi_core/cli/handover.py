"""`osi handover` and `osi handover take`: a successor answers for the receipts of the chain that it succeeds."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from osi_core.cli.binding import MissionOption, StoreOption
from osi_core.cli.session import Exit, Session
from osi_core.cli.stores import chosen, opened, place

FileOption = Annotated[Path, Parameter(help="opt.handover_to", metavar="FILE")]


def handover(session: Session, *, to: FileOption, mission: MissionOption = None, store: StoreOption = None) -> int:
    """Writes what the store of a retired chain hands over to its successor; the file is for that one alone."""
    from osi_core.process.handover import hand_over

    with opened(session, store) as source:
        name = chosen(session, source, mission)
        given = hand_over(source, name)
    if to.exists():
        raise session.stop(Exit.CANNOT, "handover.exists", file=to)
    part = to.with_name(f".{to.name}.part")  # killed meanwhile, the same command goes on
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # it holds a key
    with os.fdopen(descriptor, "wb") as file:
        file.write(given.as_bytes())
    os.replace(part, to)
    chains = [one.chain for one in given.chains]
    receipts = sum(len(one.receipts) for one in given.chains)
    if session.json:
        session.emit({"mission": name, "file": str(to), "chains": chains, "receipts": receipts})
    else:
        session.show(session.say("handover.done", file=to, receipts=session.number(receipts), chains=chains))
    return 0


def take(session: Session, file: Annotated[Path, Parameter(help="opt.handover")], *, store: StoreOption = None) -> int:
    """Lets the store of the successor answer for these receipts; the same again changes nothing."""
    from osi_core.files import MIB, read_input
    from osi_core.log.sql import SqlStore
    from osi_core.process import Engine, share_of
    from osi_core.process.handover import handover_of, service_in, take_over

    given = handover_of(read_input(file, limit=1_024 * MIB))
    with closing(SqlStore.open(place(session, store))) as target:
        share = share_of(service_in(target, given))
        taken = take_over(Engine(target, plugins=session.plugins, share=share), given)
    if session.json:
        session.emit({"mission": given.mission, **taken._asdict()})
        return 0
    key = "handover.known" if taken.known else "handover.taken"
    session.show(session.say(key, receipts=session.number(taken.receipts), chains=list(taken.chains)))
    return 0
