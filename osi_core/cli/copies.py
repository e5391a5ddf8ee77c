"""`osi backup`, `osi restore` and `osi snapshots drop`: what an operator does with a store's files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from osi_core.cli.binding import Flag, StoreOption
from osi_core.cli.session import Session
from osi_core.cli.stores import opened, place

if TYPE_CHECKING:
    from osi_core.log.sql import Copied


def backup(
    session: Session,
    to: Annotated[Path, Parameter(help="opt.backup_to", metavar="FILE")],
    /,
    *,
    store: StoreOption = None,
) -> int:
    """Copies a SQLite store as it is at one moment, and reads the copy through."""
    from osi_core.log.sql import back_up

    copied = back_up(place(session, store), to)
    if session.json:
        session.emit(_as_json(copied, to))
    else:
        session.show(session.say("backup.done", to=to, events=session.number(copied.events)))
        _show_heads(session, copied)
    return 0


def restore(
    session: Session,
    backup: Annotated[Path, Parameter(help="opt.backup", metavar="FILE")],
    /,
    *,
    to: Annotated[Path, Parameter(help="opt.restore_to", metavar="FILE")],
    accept_loss: Annotated[bool, Flag, Parameter(help="opt.accept_loss")] = False,
) -> int:
    """Puts a copy in the place of a store that is lost or damaged; nothing is lost unless the option says so."""
    from osi_core.log.sql import restore as restored

    copied = restored(backup, to, accept_loss=accept_loss)
    if session.json:
        former = str(copied.former) if copied.former else None
        session.emit({**_as_json(copied, to), "lost": copied.lost, "former": former})
        return 0
    session.show(session.say("restore.done", to=to, events=session.number(copied.events)))
    _show_heads(session, copied)
    if copied.lost:
        session.show(session.say("restore.lost", count=copied.lost))
    if copied.former:
        session.show(session.say("restore.former", former=copied.former))
    session.show(session.say("restore.erasures"))
    return 0


def drop(session: Session, *, store: StoreOption = None) -> int:
    """Removes the snapshots of a store, for whoever doubts them."""
    with opened(session, store, write=True) as target:
        count = target.drop_snapshots()
    if session.json:
        session.emit({"dropped": count})
    else:
        session.show(session.say("snapshots.dropped", count=count))
    return 0


def _as_json(copied: Copied, to: Path) -> dict[str, Any]:
    heads = {name: {"position": head.position, "hash": head.hash.hex()} for name, head in copied.missions.items()}
    return {"file": str(to), "events": copied.events, "missions": heads}


def _show_heads(session: Session, copied: Copied) -> None:
    from osi_core.process.witnesses import place_of

    for mission, head in copied.missions.items():
        session.show(session.say("verify.store_head", mission=mission, place=place_of(head.position, head.hash.hex())))
