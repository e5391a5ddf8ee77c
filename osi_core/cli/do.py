"""`osi do`: what a person may do now, and `osi do COMMAND`: does it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

from cyclopts import App, Group, Parameter

from osi_core.cli.access import Done, reached
from osi_core.cli.binding import Flag, MissionOption, StoreOption
from osi_core.cli.command_fields import fields_of, options_of, parameters
from osi_core.cli.rules import says
from osi_core.cli.session import Exit, Session, Stop
from osi_core.domain import Phase, Role, Rule

if TYPE_CHECKING:
    from osi_core.process.judging import May

_SHOWN = 12
_NAMES_WIDTH = 24
_WHO = Parameter(name="--as", help="opt.do_as", metavar="PARTICIPANT")


def do(
    session: Session,
    *,
    by: Annotated[str, _WHO] = "",
    all: Annotated[bool, Flag, Parameter(help="opt.do_all")] = False,
    mission: MissionOption = None,
    store: StoreOption = None,
) -> int:
    """Lists the commands that somebody may give now, with the options that each needs."""
    with reached(session, store, mission, by) as access:
        told = [one for one in access.may() if not one.unmet and one.line.name in _by_class()]
    told.sort(key=lambda one: not one.line.during)  # what the open phases are about comes first
    if session.json:
        session.emit([{"command": kebab(one.line), "options": _as_json(one.line)} for one in told])
        return 0
    _show(session, told if all else told[:_SHOWN])
    if not told:
        session.show(session.say("do.nothing"))
    elif len(told) > _SHOWN and not all:
        session.show("", session.say("do.more", count=len(told) - _SHOWN))
    return 0


def _show(session: Session, told: list[May]) -> None:
    from rich.text import Text

    from osi_core.cli.terminal import rows

    table = rows("name", "quiet")
    table.columns[0].min_width = _NAMES_WIDTH
    for one in told:
        needed = (option for option in options_of(one.line) if option.is_required)
        table.add_row(kebab(one.line), Text(" ".join(option.flag for option in needed)))
    session.show(table)


def _as_json(line: Rule) -> list[dict[str, Any]]:
    return [
        {"option": one.flag, "kind": one.kind, "required": one.is_required, "repeated": one.is_repeated}
        for one in options_of(line)
    ]


# The commands by name


def kebab(line: Rule) -> str:
    """A command as it is called: `accept-challenge`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", line.name).lower()


@cache
def _by_class() -> dict[str, Rule]:
    from osi_core.process import share_of

    return {line.name: line for line in share_of("all").rules.values() if line.by != {Role.ENGINE}}


def named(session: Session, name: str) -> Rule:
    """The line of a command, by either form of its name. Raises Stop, with one that is written alike."""
    known = {kebab(line): line for line in _by_class().values()}
    wanted = name if name in known else re.sub(r"(?<!^)(?<!-)(?=[A-Z])", "-", name).lower()
    if wanted in known:
        return known[wanted]
    import difflib

    sentence = session.say("do.unknown", name=name)
    close = difflib.get_close_matches(wanted, known, n=1)
    raise Stop(Exit.USAGE, f"{sentence} {session.say('usage.guess', known=close[0])}" if close else sentence)


def add_named(app: App, session: Session, name: str) -> None:
    """Adds the command that a call means below `osi do`. Raises Stop for one that is not there."""
    line = named(session, name)
    common = Group(session.say("group.call"), sort_key=95)

    def call(**given: Any) -> int:
        return _do(session, line, given)

    call.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [*parameters(session, options_of(line)), *_common(session, common)], return_annotation=int
    )
    call.__annotations__ = {one.name: one.annotation for one in inspect.signature(call).parameters.values()}
    sub = App(name=name, help=_help(session, line), help_epilogue="", version_flags=())
    sub.default(call)
    app.command(sub)


def _common(session: Session, group: Group) -> Iterator[inspect.Parameter]:
    """What can be said of every command; an underscore keeps them apart from fields."""
    said = (
        ("as", "PARTICIPANT", "opt.do_as"),
        ("request-id", "ID", "opt.request_id"),
        ("time", session.say("meta.time"), "opt.do_time"),
        ("mission", "ID", "opt.mission"),
        ("store", "PATH|URL", "opt.store"),
    )
    for name, meta, help_ in said:
        mark = Parameter(name=f"--{name}", help=session.say(help_), metavar=meta, group=group)
        written: Any = datetime if name == "time" else str
        hint = Annotated[written | None, mark]
        yield inspect.Parameter(
            f"_{name.replace('-', '_')}", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=hint
        )
    quiet = Annotated[bool, Flag, Parameter(name="--quiet", help=session.say("opt.do_quiet"), group=group)]
    yield inspect.Parameter("_quiet", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=quiet)


def _help(session: Session, line: Rule) -> str:
    """Who may give it, when, and what must hold first."""
    by = ", ".join(session.term(role) for role in Role if role in line.by) or session.say("rules.anyone")
    phases = ", ".join(session.term(phase) for phase in Phase if phase in line.during)
    first = f"{line.name}: {by}" + (f" · {session.say('rules.during', phases=phases)}" if phases else "")
    return "\n\n".join([first, *(f"– {says(session, condition)}" for condition in line.when)])


# Doing


def _do(session: Session, line: Rule, given: dict[str, Any]) -> int:
    request_id = given.get("_request_id") or str(uuid4())
    time = given.get("_time")
    if time is not None and time.tzinfo is None:
        raise session.stop(Exit.USAGE, "do.time")
    with reached(session, given.get("_store"), given.get("_mission"), given.get("_as") or "", write=True) as access:
        begins = line.name == "CreateMission"
        if begins and not given.get("_mission"):
            raise session.stop(Exit.USAGE, "do.mission")
        mission = str(given["_mission"]).removeprefix("missions/") if begins else access.mission
        fields = fields_of(session, line, given, request_id, access.participant)
        done = access.do(line.command(mission=mission, **fields), request_id, time)
    if given.get("_quiet"):
        session.line(done.resource.rpartition("/")[2])
    else:
        _tell(session, line, done, request_id)
    return 0


def _tell(session: Session, line: Rule, done: Done, request_id: str) -> None:
    from rich.text import Text

    if session.json:
        told = {"command": line.name, "resource": done.resource, "pending": done.is_pending}
        receipt = {"receipt": done.receipt, "place": done.place} if done.receipt else {}
        session.emit({**told, **receipt, "request_id": request_id})
        return
    session.line(Text.assemble((line.name, "name"), "  ", done.resource))
    if done.receipt:
        session.line(session.say("do.receipt", code=done.receipt, place=done.place))
    if done.is_pending:
        session.show(session.say("do.pending"))
    session.line(Text(session.say("do.request", id=request_id), style="quiet"))
