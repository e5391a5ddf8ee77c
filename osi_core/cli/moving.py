"""`osi move` and `osi move undo`: one mission goes on in another store."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from osi_core.cli.binding import Flag, MissionOption, StoreOption
from osi_core.cli.session import Session
from osi_core.cli.stores import chosen, place

if TYPE_CHECKING:
    from osi_core.log.sql import SqlStore

ToOption = Annotated[str, Parameter(help="opt.move_to", metavar="PATH|URL")]


def move(
    session: Session,
    *,
    to: ToOption,
    new: Annotated[bool, Flag, Parameter(help="opt.move_new")] = False,
    mission: MissionOption = None,
    store: StoreOption = None,
) -> int:
    """Fences the mission, copies it, compares, and lets go of it here; run again, it goes on where it was cut off."""
    from osi_core.log.sql import SqlStore
    from osi_core.process.moving import Place
    from osi_core.process.moving import move as moved

    with closing(SqlStore.open(place(session, store))) as source, closing(_target(to, new)) as target:
        name = chosen(session, source, mission)
        done = moved(name, Place(source, source.name), Place(target, target.name))
    if session.json:
        head = {"position": done.head.position, "hash": done.head.hash.hex()}
        session.emit({"mission": name, "to": target.name, "copied": done.copied, "head": head})
        return 0
    from osi_core.process.witnesses import place_of

    session.show(session.say("move.done", mission=name, to=target.name, events=session.number(done.copied)))
    session.show(
        session.say("verify.store_head", mission=name, place=place_of(done.head.position, done.head.hash.hex()))
    )
    session.show(session.say("move.left", store=source.name))
    return 0


def undo(session: Session, *, to: ToOption, mission: MissionOption = None, store: StoreOption = None) -> int:
    """Lifts the fence, unless the other store has taken the mission."""
    from osi_core.log.sql import SqlStore
    from osi_core.process.moving import Place, take_back

    with closing(SqlStore.open(place(session, store))) as source, closing(SqlStore.open(to)) as target:
        name = chosen(session, source, mission)
        take_back(name, Place(source, source.name), Place(target, target.name))
    if session.json:
        session.emit({"mission": name, "store": source.name})
    else:
        session.show(session.say("move.undone", mission=name, store=source.name))
    return 0


def _target(to: str, new: bool) -> SqlStore:
    from osi_core.log.sql import SqlStore
    from osi_core.log.store import StoreError

    try:
        return SqlStore.open(to)
    except StoreError as error:
        if not new or error.code not in ("store.missing", "store.none-there"):
            raise
    return SqlStore.create(to)
