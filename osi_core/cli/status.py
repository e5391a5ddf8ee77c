"""`osi status`: where a mission stands, and what it takes to go on."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from osi_core.cli.binding import MissionOption, StoreOption
from osi_core.cli.receipt import day
from osi_core.cli.session import Session
from osi_core.cli.stores import chosen, opened

if TYPE_CHECKING:
    from osi_core.cli.standing import PhaseStanding, Standing

_SHOWN = 5
"""How many unmet conditions of one gate are shown."""
_TIED = "\N{NO-BREAK SPACE}"
_SIGNS = {"closed": ("✓", "x", "good"), "open": ("●", "*", "name"), "not_opened": ("○", "-", "quiet")}


def status(session: Session, *, mission: MissionOption = None, store: StoreOption = None) -> int:
    """Shows the phases with dates, what the next gates still ask for, and how much there is of everything."""
    from osi_core.cli.standing import Standing
    from osi_core.process import Engine

    with opened(session, store) as source:
        name = chosen(session, source, mission)
        standing = Standing(Engine(source, plugins=session.plugins), name)
        if session.json:
            session.emit(standing.as_json(session.tell))
        else:
            _show(session, standing)
    return 0


def _show(session: Session, standing: Standing) -> None:
    from rich.text import Text

    from osi_core.cli.terminal import heading

    mission, head = standing.mission, standing.engine.head(standing.name)
    origin = f" · {session.term(mission.origin)}"
    events, last = session.number(head.position), day(session, standing.last)
    where = session.say("status.where", mission=standing.name, events=events, last=last)
    session.show("", heading(mission.title), Text.assemble((where, "quiet"), (origin, "warn")))
    for kind, parts in standing.origins().items():
        named = ", ".join(session.say(f"part.{part}") for part in parts)
        session.show(Text(f"{session.term(kind)}: {named}", style="quiet"))
    session.show("", heading(session.say("status.phases")))
    for one in standing.phases():
        _show_phase(session, one)
    goal = standing.proposed_goal()
    if goal is not None:
        said = session.say("status.goal", **goal.values)
        session.show("", f"  {said}")
    session.show("", heading(session.say("status.counts")))
    _show_counts(session, standing)
    _show_joinings(session, standing)
    _show_erasures(session, standing)
    _show_proposals(session, standing)


def _show_joinings(session: Session, standing: Standing) -> None:
    """Institutions that are said to have been entered twice, and wait for a yes."""
    from osi_core.cli.terminal import heading

    for name, into in standing.joined.proposed.items():
        session.show(heading(session.say("status.joining", institution=name, into=into)))


def _show_erasures(session: Session, standing: Standing) -> None:
    """The services that have not said that somebody who was erased is gone."""
    from osi_core.cli.terminal import heading

    for one in standing.silent():
        session.show(heading(session.say("status.erasure_silent", **one.values)))
    for one in standing.retired():
        session.show(heading(session.say("status.erasure_retired", **one.values)))


def _show_proposals(session: Session, standing: Standing) -> None:
    """Challenges that share most of their words, and what only one of them says."""
    from rich.padding import Padding

    from osi_core.cli.terminal import heading, rows

    found = standing.proposals()
    if not found:
        return
    table = rows("quiet", "name", "")
    table.columns[0].justify = "right"
    for pair in found[:_SHOWN]:
        apart = f"{' '.join(pair.first_only) or '–'} / {' '.join(pair.second_only) or '–'}"
        table.add_row(f"{pair.percent} %", f"{pair.second} → {pair.first}", apart)
    said = session.say("status.proposals", count=len(found))
    session.show(heading(said), Padding(table, (0, 0, 0, 2)))
    if len(found) > _SHOWN:
        session.show(f"  {session.say('status.more', count=session.number(len(found) - _SHOWN))}")
    session.show("")


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
        f" {session.say(f'phase.{one.phase}'):<20}",
        (dates, "quiet"),
        (f"  {session.term(one.origin)}" if one.origin else "", "warn"),
    )
    session.show(line)
    if one.state == "closed":
        return
    table = rows("quiet", "quiet")
    key = "status.opens" if one.state == "not_opened" else "status.closes"
    lines = [session.tell(unmet.message) for unmet in one.unmet]
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


def _show_counts(session: Session, standing: Standing) -> None:
    from rich.padding import Padding

    from osi_core.cli.standing import PART_OF
    from osi_core.cli.terminal import rows

    lines = [
        (
            session.say(f"count.{subject}"),
            ", ".join(map(session.term, standing.origins_in(PART_OF.get(subject, subject)))),
            *_row(session, subject, parts),
        )
        for subject, parts in standing.counts().items()
        if parts
    ]
    left = 8 + sum(max((len(line[column]) for line in lines), default=0) for column in (0, 1, 2))
    table = rows("", "warn", "", "quiet")
    table.columns[2].justify = "right"
    for subject, origins, number, parts in lines:
        table.add_row(subject, origins, number, _wrapped(parts, session.out.width - left))
    session.show(Padding(table, (0, 0, 0, 2)), "")


def _row(session: Session, subject: str, parts: dict[str, int]) -> tuple[str, list[str]]:
    """The sum, and its parts; where the parts are no parts of one sum, the first is the number."""
    from osi_core.cli.standing import BESIDE

    if subject in ("people", "kickoff", "gaps"):
        (first, count), *others = parts.items()
        said = [session.say(f"is.{first}")]
        said += [f"{session.number(number)} {session.say(f'is.{name}')}" for name, number in others if number]
        return session.number(count), said
    said = [f"{session.number(number)} {session.say(f'is.{name}')}" for name, number in parts.items()]
    return session.number(sum(number for name, number in parts.items() if name not in BESIDE)), said


def _wrapped(parts: list[str], width: int) -> str:
    """The parts one after the other; no line ends between a number and what it counts."""
    whole = ", ".join(part.replace(" ", _TIED) for part in parts)
    return "\n".join(textwrap.wrap(whole, max(width, 20), break_long_words=False)).replace(_TIED, " ")
