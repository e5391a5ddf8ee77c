"""`osi may`: what a person may do now, what the rest waits for, and what will be asked of the fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from osi_core.cli.access import reached
from osi_core.cli.binding import Flag, MissionOption, StoreOption
from osi_core.cli.rules import says
from osi_core.cli.session import Exit, Session
from osi_core.cli.standing import unmet_as_json

if TYPE_CHECKING:
    from osi_core.process.judging import May

_NAMES_WIDTH = 24


def may(
    session: Session,
    *,
    by: Annotated[str, Parameter(name="--as", help="opt.do_as", metavar="PARTICIPANT")] = "",
    at: Annotated[str | None, Parameter(help="opt.at", metavar="RESOURCE")] = None,
    all: Annotated[bool, Flag, Parameter(help="opt.may_all")] = False,
    mission: MissionOption = None,
    store: StoreOption = None,
) -> int:
    """Lists commands by phase, role and state; without one at hand, what depends on its fields is only named."""
    with reached(session, store, mission, by) as access:
        whole = _whole(access.mission, at) if at else None
        told = access.may(whole)
    if whole is not None and not told:
        raise session.stop(Exit.USAGE, "may.no_resource", name=at)
    if session.json:
        session.emit([_as_json(session, one) for one in told])
        return 0
    now = [one for one in told if not one.unmet]
    _show(session, "may.now", now)
    if all or not now:
        _show(session, "may.not_now", [one for one in told if one.unmet])
    elif len(told) > len(now):
        session.show("", session.say("may.more", count=len(told) - len(now)))
    return 0


def _whole(mission: str, name: str) -> str:
    """The full name of a resource of this mission, which may be given already."""
    from osi_core.domain import full_name
    from osi_core.mission.resources import MISSION

    own = MISSION.within(mission)
    return name if name == own or name.startswith(f"{own}/") else full_name(mission, name)


def _show(session: Session, key: str, told: list[May]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from osi_core.cli.terminal import heading, rows

    if not told:
        return
    table = rows("name", "quiet")
    table.columns[0].min_width = _NAMES_WIDTH
    for one in told:
        lines = [session.tell(unmet.message) for unmet in one.unmet] or [says(session, ask) for ask in one.asked]
        table.add_row(one.line.name, Text("\n".join(f"– {line}" for line in lines)))
    session.show("", heading(session.say(key)), Padding(table, (0, 0, 0, 2)))


def _as_json(session: Session, one: May) -> dict[str, Any]:
    return {
        "command": one.line.name,
        "now": not one.unmet,
        "unmet": [unmet_as_json(unmet, session.tell) for unmet in one.unmet],
        "asked": [{"name": ask.__name__, "says": says(session, ask)} for ask in one.asked],
    }
