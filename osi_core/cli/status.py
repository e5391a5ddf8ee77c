"""`osi status`: where a mission stands, and what it takes to go on."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from osi_core.cli.access import Access, reached
from osi_core.cli.binding import MissionOption, StoreOption
from osi_core.cli.receipt import day
from osi_core.cli.session import Session
from osi_core.cli.terminal import heading, rows
from osi_core.domain import DataOrigin, full_name, within_mission
from osi_core.words import Message

if TYPE_CHECKING:
    from osi_core.cli.standing import PhaseStanding, Standing
    from osi_core.process.reads import DueItems

_SHOWN = 5
"""How many unmet conditions of one gate, and of what is due, are shown."""
_DUE = 50
_TIED = "\N{NO-BREAK SPACE}"
_SIGNS = {"closed": ("✓", "x", "good"), "open": ("●", "*", "name"), "not_opened": ("○", "-", "quiet")}


def status(session: Session, *, mission: MissionOption = None, store: StoreOption = None) -> int:
    """Shows the phases with dates, what the next gates still ask for, and what is due; of a store that is at hand, also
    how much there is of everything.
    """
    from osi_core.cli.embedded import Embedded
    from osi_core.cli.standing import Standing

    with reached(session, store, mission) as access:
        if isinstance(access, Embedded):
            _at_hand(session, access, Standing(access.engine, access.mission))
        else:
            _elsewhere(session, access)
    return 0


def _at_hand(session: Session, access: Access, standing: Standing) -> None:
    due = access.due(page_size=_DUE)
    if session.json:
        session.emit({**standing.as_json(session.tell), "due": _due_as_json(session, due)})
        return
    mission, head = standing.mission, standing.engine.head(standing.name)
    events, last = session.number(head.position), day(session, standing.last)
    where = session.say("status.where", mission=standing.name, events=events, last=last)
    _show_head(session, mission.title, where, mission.origin)
    for kind, parts in standing.origins().items():
        named = ", ".join(session.say(f"part.{part}") for part in parts)
        session.show(Text(f"{session.term(kind)}: {named}", style="quiet"))
    _show_phases(session, standing.phases(), due)
    goal = standing.proposed_goal()
    if goal is not None:
        said = session.say("status.goal", **goal.values)
        session.show("", f"  {said}")
    session.show("", heading(session.say("status.counts")))
    _show_counts(session, standing)
    _show_joinings(session, standing)
    _show_erasures(session, standing)
    _show_proposals(session, standing)


def _elsewhere(session: Session, access: Access) -> None:
    """What services tell of a mission: they are asked as everybody may ask them."""
    from osi_core.cli.standing import phase_as_json, phases_told
    from osi_core.mission.views import MissionView

    charter, due = access.get(MissionView), access.due(page_size=_DUE)
    phases = phases_told(charter, access.gates())
    if session.json:
        told = {"mission": access.mission, "title": charter.title, "origin": charter.origin}
        plain = [phase_as_json(one, session.tell) for one in phases]
        session.emit({**told, "phases": plain, "due": _due_as_json(session, due)})
        return
    _show_head(session, charter.title, full_name(access.mission, ""), charter.origin)
    _show_phases(session, phases, due)


def _show_head(session: Session, title: str, where: str, origin: DataOrigin) -> None:
    session.show("", heading(title), Text.assemble((where, "quiet"), (f" · {session.term(origin)}", "warn")))


def _show_phases(session: Session, phases: list[PhaseStanding], due: DueItems) -> None:
    session.show("", heading(session.say("status.phases")))
    for one in phases:
        _show_phase(session, one)
    if not due.items:
        return
    table = rows("quiet", "name", "")
    for item in due.items[:_SHOWN]:
        table.add_row(day(session, item.time), within_mission(item.name), session.tell(Message.of(item.code)))
    session.show("", heading(session.say("status.due")), Padding(table, (0, 0, 0, 2)))
    if len(due.items) > _SHOWN:
        more = "+" if due.next_page_token else ""
        session.show(f"  {session.say('status.more', count=f'{len(due.items) - _SHOWN}{more}')}")


def _due_as_json(session: Session, due: DueItems) -> list[dict[str, str]]:
    return [
        {"name": one.name, "code": one.code, "time": one.time.isoformat(), "says": session.tell(Message.of(one.code))}
        for one in due.items
    ]


def _show_joinings(session: Session, standing: Standing) -> None:
    """Institutions that are said to have been entered twice, and wait for a yes."""
    for name, into in standing.joined.proposed.items():
        session.show(heading(session.say("status.joining", institution=name, into=into)))


def _show_erasures(session: Session, standing: Standing) -> None:
    """The services that have not said that somebody who was erased is gone."""
    for one in standing.silent():
        session.show(heading(session.say("status.erasure_silent", **one.values)))
    for one in standing.retired():
        session.show(heading(session.say("status.erasure_retired", **one.values)))


def _show_proposals(session: Session, standing: Standing) -> None:
    """Challenges that share most of their words, and what only one of them says."""
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
    from osi_core.cli.standing import PART_OF

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
