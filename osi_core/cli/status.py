"""`osi status`: where a mission stands, and what it takes to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from osi_core.cli.binding import MissionOption, StoreOption
from osi_core.cli.receipt import day
from osi_core.cli.session import Session
from osi_core.cli.stores import chosen, opened

if TYPE_CHECKING:
    from osi_core.cli.standing import PhaseStanding, Standing

_SHOWN = 5
"""How many unmet conditions of one gate are shown."""
_SIGNS = {"closed": ("✓", "x", "good"), "open": ("●", "*", "name"), "not_opened": ("○", "-", "quiet")}


def status(session: Session, *, mission: MissionOption = None, store: StoreOption = None) -> int:
    """Shows the phases with dates, what the next gates still ask for, and how much there is of everything."""
    from osi_core.cli.standing import Standing
    from osi_core.process import Engine

    with opened(session, store) as source:
        name = chosen(session, source, mission)
        standing = Standing(Engine(source, plugins=session.plugins), name)
        if session.json:
            session.emit(standing.as_json())
        else:
            _show(session, standing)
    return 0


def _show(session: Session, standing: Standing) -> None:
    from rich.text import Text

    from osi_core.cli.terminal import heading

    mission, head = standing.mission, standing.engine.head(standing.name)
    simulated = f"  {session.say('status.simulated')}" if mission.simulated else ""
    events, last = session.number(head.position), day(session, standing.last)
    where = session.say("status.where", mission=standing.name, events=events, last=last)
    session.show("", Text.assemble((mission.title, "title"), (simulated, "warn")), Text(where, style="quiet"))
    session.show("", heading(session.say("status.phases")))
    for one in standing.phases():
        _show_phase(session, one)
    session.show("", heading(session.say("status.counts")))
    _show_counts(session, standing.counts())


def _show_phase(session: Session, one: PhaseStanding) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from osi_core.cli.terminal import rows

    sign, plain, style = _SIGNS[one.state]
    opened = day(session, one.opened) if one.opened else ""
    closed = day(session, one.closed) if one.closed else ""
    arrow = "→" if session.unicode else "to"
    dates = f"{opened} {arrow} {closed}".rstrip() if opened else ""
    line = Text.assemble(
        ("  "),
        (sign if session.unicode else plain, style),
        f" {session.say(f'phase.{one.phase}'):<18}",
        (dates, "quiet"),
    )
    session.show(line)
    if one.state == "closed":
        return
    table = rows("quiet", "quiet")
    key = "status.opens" if one.state == "not_opened" else "status.closes"
    lines = [unmet.say(session.language) for unmet in one.unmet]
    if not lines:
        table.add_row("", Text(session.say(f"{key}_now"), style="good"))
    elif len(lines) == 1:
        table.add_row("", f"{session.say(key)} {lines[0]}")
    else:
        table.add_row("", session.say(key))
        for said in lines[:_SHOWN]:
            table.add_row("", f"– {said}")
        if len(lines) > _SHOWN:
            table.add_row("", session.say("status.more", count=session.number(len(lines) - _SHOWN)))
    session.show(Padding(table, (0, 0, 0, 4)))


def _show_counts(session: Session, counts: dict[str, dict[str, int]]) -> None:
    from rich.padding import Padding

    from osi_core.cli.terminal import rows

    table = rows("", "", "quiet")
    table.columns[1].justify = "right"
    for subject, parts in counts.items():
        if parts:
            table.add_row(session.say(f"count.{subject}"), *_row(session, subject, parts))
    session.show(Padding(table, (0, 0, 0, 2)), "")


def _row(session: Session, subject: str, parts: dict[str, int]) -> tuple[str, Any]:
    """The sum, and its parts; where the parts are no parts of one sum, the first is the number."""
    if subject in ("people", "kickoff", "gaps"):
        first, *others = parts.items()
        said = [f"{session.say(f'is.{first[0]}')}"]
        said += [f"{session.number(number)} {session.say(f'is.{name}')}" for name, number in others if number]
        return session.number(first[1]), ", ".join(said)
    said = [f"{session.number(number)} {session.say(f'is.{name}')}" for name, number in parts.items()]
    return session.number(sum(parts.values())), ", ".join(said)
