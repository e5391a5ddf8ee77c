"""`osi parked list|show|replay`: messages of other chains that could not be taken in, in a store or at a service."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from osi_core.cli import Session, Stop
from osi_core.cli.session import Exit
from osi_core.cli.terminal import rows
from osi_core.words import WordedError
from osi_runtime.commands.options import StoreOption
from osi_runtime.commands.parked_places import Place, place_at
from osi_runtime.parked import Waiting

__all__ = ["replay", "show", "waiting"]

TargetOption = Annotated[str | None, Parameter(help="opt.parked_target", metavar="HOST:PORT")]
TokenOption = Annotated[Path | None, Parameter(help="opt.parked_token", metavar="FILE")]
CaOption = Annotated[Path | None, Parameter(help="opt.parked_ca", metavar="FILE")]
Chosen = Annotated[str, Parameter(help="opt.parked_message", metavar="MISSION/CHAIN/POSITION")]


def waiting(
    session: Session,
    *,
    store: StoreOption = None,
    target: TargetOption = None,
    token_file: TokenOption = None,
    ca: CaOption = None,
    mission: Annotated[str | None, Parameter(help="opt.parked_mission", metavar="ID")] = None,
) -> int:
    """What waits, why, since when, and behind what; exit code 1 where anything does."""
    with place_at(session, store, target, token_file, ca) as place:
        found = [one for name in place.missions(mission) for one in place.waiting(name)]
    if session.json:
        session.emit([_plain(one) for one in found])
    elif found:
        table = rows("name", "", "", "")
        for one in found:
            table.add_row(_name(one), one.type, one.subject, _why(session, one))
        session.show(table)
    else:
        session.line(session.say("parked.none"))
    return Exit.NO if found else Exit.FINE


def show(
    session: Session,
    message: Chosen,
    /,
    *,
    store: StoreOption = None,
    target: TargetOption = None,
    token_file: TokenOption = None,
    ca: CaOption = None,
) -> int:
    """One message that waits, and those that wait behind it."""
    with place_at(session, store, target, token_file, ca) as place:
        one, behind = _chosen(session, place, message)
        said = place.event(one)
    if session.json:
        session.emit({**_plain(one), "waiting_behind": [each.position for each in behind], "event": said})
        return Exit.FINE
    values = {**_plain(one), "count": len(behind), "why": _why(session, one)}
    session.line(session.say("parked.shown", **values))
    session.line(said or session.say("parked.at-origin", chain=one.chain))
    return Exit.FINE


def replay(
    session: Session,
    message: Chosen,
    /,
    *,
    store: StoreOption = None,
    target: TargetOption = None,
    token_file: TokenOption = None,
    ca: CaOption = None,
) -> int:
    """Takes in a message that waits, and then what waits behind it, in order; stops at the first that cannot be."""
    with place_at(session, store, target, token_file, ca) as place:
        one, behind = _chosen(session, place, message)
        told: list[dict[str, object]] = []
        for each in (one, *behind):
            wrong = place.take_up(each)
            told.append({**_plain(each), "taken_in": not wrong, "said": wrong})
            if not session.json:
                key = "parked.not-taken" if wrong else "parked.taken"
                session.line(session.say(key, message=_name(each), type=each.type, said=wrong))
            if wrong:
                break
        left = [each for each in place.waiting(one.mission) if (each.chain, each.subject) == (one.chain, one.subject)]
    if session.json:
        session.emit({"replayed": told, "waiting": [_plain(each) for each in left]})
    else:
        session.line(session.say("parked.left", count=len(left), subject=one.subject))
    return Exit.NO if left else Exit.FINE


def _chosen(session: Session, place: Place, message: str) -> tuple[Waiting, Sequence[Waiting]]:
    """The message that is meant, and those behind it in their order. Raises `Stop` where none waits there."""
    mission, _, rest = message.removeprefix("missions/").partition("/")
    chain, _, position = rest.removeprefix("hearing/").rpartition("/")
    try:
        found = list(place.waiting(mission))
    except WordedError as error:
        raise Stop(Exit.CANNOT, session.tell(error.message)) from error
    for one in found:
        if (one.chain, str(one.position)) == (chain, position):
            alike = [each for each in found if (each.chain, each.subject) == (one.chain, one.subject)]
            later = (each for each in alike if each.position > one.position)
            return one, sorted(later, key=lambda each: each.position)
    raise session.stop(Exit.USAGE, "parked.not-there", message=message)


def _name(one: Waiting) -> str:
    return f"{one.mission}/{one.chain}/{one.position}"


def _why(session: Session, one: Waiting) -> str:
    key = "parked.behind" if one.behind else "parked.first"
    return session.say(key, reason=one.reason, since=one.since.isoformat(timespec="seconds"), first=one.behind)


def _plain(one: Waiting) -> dict[str, object]:
    return {**one._asdict(), "since": one.since.isoformat()}
