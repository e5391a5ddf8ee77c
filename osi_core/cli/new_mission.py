"""`osi new mission`: asks, proposes, and writes a mission folder; with `--store` it begins the mission there too."""

from __future__ import annotations

import json
import re
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from osi_core.cli.session import Exit, Session

if TYPE_CHECKING:
    from osi_core.domain import Command

_TABLES = {
    "institutions.csv": "id,name,sector,place",
    "people.csv": "login,role,institution,document",
    "challenges.csv": "id,title,author,text,tags",
    "solutions.csv": "id,title,author,challenges,origin,text",
    "ballots.csv": "round,ballot,choices,counter,voter",
}
"""What `osi apply` reads, with nothing in them yet."""
_PLAIN = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"}
_YEARS = 4
"""How long a mission is proposed to take."""


def new_mission(
    session: Session,
    folder: Annotated[Path | None, Parameter(help="opt.new_folder")] = None,
    /,
    *,
    title: Annotated[str, Parameter(help="new.title", metavar="TEXT")] = "",
    goal: Annotated[str, Parameter(help="new.goal", metavar="TEXT")] = "",
    indicator: Annotated[str, Parameter(help="new.indicator", metavar="TEXT")] = "",
    unit: Annotated[str, Parameter(help="new.unit", metavar="TEXT")] = "",
    baseline: Annotated[str, Parameter(help="new.baseline", metavar="N")] = "",
    target: Annotated[str, Parameter(help="new.target", metavar="N")] = "",
    deadline: Annotated[str, Parameter(help="new.deadline", metavar="DATE")] = "",
    language: Annotated[str, Parameter(help="new.language", metavar="TAG")] = "",
    store: Annotated[Path | None, Parameter(help="opt.new_store", metavar="FILE")] = None,
    playbook: Annotated[Path | None, Parameter(help="opt.new_playbook", metavar="FILE")] = None,
    origin: Annotated[Literal["real", "simulated"], Parameter(help="opt.new_origin")] = "real",
    time: Annotated[datetime | None, Parameter(help="opt.do_time", metavar="TIME")] = None,
) -> int:
    """Asks for what is not said, on a terminal; without one, what is not said and cannot be proposed is an error."""
    if time is not None and time.tzinfo is None:
        raise session.stop(Exit.USAGE, "do.time")
    given = {"title": title, "goal": goal, "indicator": indicator, "unit": unit, "baseline": baseline}
    said = _asked(session, {**given, "target": target, "deadline": deadline, "language": language})
    mission = _id_of(folder.name if folder else said["title"])
    place = folder or Path(mission)
    commands = _commands(mission, said, playbook, origin)  # raises for what does not fit, before a file is written
    written = _write(session, place, mission, said)
    if store is not None:
        _begin(session, store, commands, time)
    _tell(session, mission, place, written, store)
    return 0


# Asking


def _asked(session: Session, given: dict[str, str]) -> dict[str, str]:
    said: dict[str, str] = {}
    for name, value in given.items():
        proposed = _proposed(session, name, said)
        while not value.strip():
            value = _answer(session, name, proposed)
        said[name] = _read(session, name, value.strip())
    return said


def _answer(session: Session, name: str, proposed: str) -> str:
    """What somebody says, or agrees to by an empty line. Without a terminal it is what is proposed."""
    if not sys.stdin.isatty():
        if not proposed:
            raise session.stop(Exit.USAGE, "new.missing", option=f"--{name}")
        return proposed
    known = f" [{proposed}]" if proposed else ""
    session.err.print(f"{session.say(f'new.{name}')}{known}:", end=" ")
    line = sys.stdin.readline()
    if not line:
        raise session.stop(Exit.USAGE, "new.missing", option=f"--{name}")
    return line.strip() or proposed


def _proposed(session: Session, name: str, said: dict[str, str]) -> str:
    match name:
        case "goal":
            return said["title"]
        case "deadline":
            return date(datetime.now(UTC).year + _YEARS, 12, 31).isoformat()
        case "language":
            return session.language
    return ""


def _read(session: Session, name: str, value: str) -> str:
    """What was said, as the folder has it. Raises Stop for what is no number or date."""
    kind = {"baseline": "number", "target": "number", "deadline": "date"}.get(name)
    try:
        if kind == "number":
            return str(Decimal(value))
        return date.fromisoformat(value).isoformat() if kind == "date" else value
    except (InvalidOperation, ValueError):
        raise session.stop(
            Exit.USAGE, "usage.value", name=f"--{name}", given=value, wanted=session.say(f"kind.{kind}")
        ) from None


def _id_of(title: str) -> str:
    plain = title.lower().translate(_PLAIN)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "mission"


# Writing


def _commands(mission: str, said: dict[str, str], playbook: Path | None, origin: str) -> list[Command]:
    from osi_core.domain import DataOrigin
    from osi_core.mission.commands import CreateMission, Indicator, SetGoal
    from osi_core.process.playbook import read_playbook

    rules: dict[str, Any] = {"playbook": read_playbook(playbook)} if playbook else {}
    measured = Indicator(
        name=said["indicator"],
        unit=said["unit"],
        baseline=Decimal(said["baseline"]),
        target=Decimal(said["target"]),
        deadline=date.fromisoformat(said["deadline"]),
    )
    begun = CreateMission(
        mission=mission, title=said["title"], language=said["language"], origin=DataOrigin(origin), **rules
    )
    return [begun, SetGoal(mission=mission, statement=said["goal"], indicator=measured)]


def _write(session: Session, place: Path, mission: str, said: dict[str, str]) -> list[str]:
    """Writes `mission.toml` and empty tables. Raises Stop where there is a mission already; tables there stay."""
    if (place / "mission.toml").exists():
        raise session.stop(Exit.NO, "new.exists", path=place / "mission.toml")
    place.mkdir(parents=True, exist_ok=True)
    lines = [f"{key} = {_quoted(value)}" for key, value in (("id", mission), *_first(said))]
    lines += ["", "[indicator]", f"name = {_quoted(said['indicator'])}", f"unit = {_quoted(said['unit'])}"]
    lines += [f"{key} = {said[key]}" for key in ("baseline", "target", "deadline")]
    (place / "mission.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    new = [name for name in _TABLES if not (place / name).exists()]
    for name in new:
        (place / name).write_text(f"{_TABLES[name]}\n", encoding="utf-8")
    return ["mission.toml", *new]


def _first(said: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((key, said[key]) for key in ("title", "language", "goal"))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=not text.isprintable())


def _begin(session: Session, store: Path, commands: list[Command], time: datetime | None) -> None:
    """Begins the mission in a store, which is made where there is none; given again, it happens once."""
    from osi_core.log.sql import SqlStore
    from osi_core.process import Engine

    with closing(SqlStore.open(str(store)) if store.exists() else SqlStore.create(store)) as source:
        engine = Engine(source, plugins=session.plugins)
        for number, command in enumerate(commands):
            engine.handle(command, command_id=f"new mission:{number}", time=time)


def _tell(session: Session, mission: str, place: Path, written: list[str], store: Path | None) -> None:
    if session.json:
        session.emit({"mission": mission, "folder": str(place), "files": written, "store": store and str(store)})
        return
    session.show(session.say("new.written", folder=place, files=", ".join(written)))
    if store is not None:
        session.show(session.say("new.begun", mission=mission, store=store))
    at = f" --store {store}" if store else ""
    for line in (f"osi inspect {place}", f"osi apply {place} --as operator{at}", f"osi do --as operator{at}"):
        session.line(f"  {line}")
