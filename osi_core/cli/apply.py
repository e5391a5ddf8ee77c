"""`osi apply`: brings tables into a living mission; without `--yes` it tells what would happen, and nothing does."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from osi_core.cli.binding import Flag, MissionOption, StoreOption
from osi_core.cli.inspect import tables_of
from osi_core.cli.session import Exit, Session
from osi_core.cli.stores import chosen, opened

if TYPE_CHECKING:
    from osi_core.applying import Applied, Bringing
    from osi_core.process import Engine, Office

_SHOWN = 20
"""Rows of a file that are named one by one on the terminal."""


def apply(
    session: Session,
    path: Annotated[Path, Parameter(help="opt.applied")],
    /,
    *,
    by: Annotated[str, Parameter(name="--as", help="opt.do_as", metavar="PARTICIPANT")] = "",
    document: Annotated[str, Parameter(help="opt.document", metavar="TEXT")] = "",
    yes: Annotated[bool, Flag, Parameter(help="opt.apply_yes")] = False,
    receipts: Annotated[Path | None, Parameter(help="opt.receipts_to", metavar="FILE")] = None,
    strict: Annotated[bool, Flag, Parameter(help="opt.strict")] = False,
    time: Annotated[datetime | None, Parameter(help="opt.do_time", metavar="TIME")] = None,
    mission: MissionOption = None,
    store: StoreOption = None,
) -> int:
    """Brings institutions, people, challenges, solutions and ballots of a table, or of a folder of them.

    Ends with 1 where rows were left out or refused.
    """
    from osi_core.process import OPERATOR, Engine

    if not by:
        raise session.stop(Exit.USAGE, "do.as")
    if time is not None and time.tzinfo is None:
        raise session.stop(Exit.USAGE, "do.time")
    with opened(session, store, write=yes) as source:
        mission = chosen(session, source, mission)
        engine = Engine(source, plugins=session.plugins)
        brought = _read(session, engine, mission, path, strict)
        if yes and brought.for_others and not document.strip():
            raise session.stop(Exit.USAGE, "apply.document", files=", ".join(sorted(brought.for_others)))
        if not yes:
            engine = _on_a_copy(session, engine, mission)
        actor: str | Office = OPERATOR if by == OPERATOR.name else by
        applied = _applied(engine, mission, brought, actor, document, time)
    if yes and receipts is not None:
        _keep(receipts, applied)
    _tell(session, brought, applied, yes)
    left_out = any(brought.left_out.values()) or any(one.why for one in applied)
    return Exit.NO if left_out else Exit.FINE


def _read(session: Session, engine: Engine, mission: str, path: Path, strict: bool) -> Bringing:
    from osi_core.applying import read
    from osi_core.simulation.proposing import declared_in

    state = engine.memory(mission).mission_state(engine.store)
    assert state is not None
    folder = path if path.is_dir() else path.parent
    said = declared_in(folder) if path.is_dir() else {}
    beside = [one for one in tables_of(session, path, []) if one.name not in said] if path.is_dir() else []
    return read(
        path,
        [*(folder / name for name in said), *beside] if path.is_dir() else [path],
        longest=state.playbook.challenges.statement_length,
        any_order=_any_order(engine, mission),
        language=state.language,
        strict=strict,
    )


def _any_order(engine: Engine, mission: str) -> Callable[[str], bool]:
    from osi_core.challenges.views import RoundView
    from osi_core.domain import Rejected
    from osi_core.plugins.problems import BallotKind
    from osi_core.process import OPERATOR

    def any_order(round_: str) -> bool:
        try:
            return engine.read(mission, OPERATOR).get(RoundView, round_).kind is BallotKind.APPROVAL
        except Rejected:  # a round that is not there, which the ballots are refused for
            return True

    return any_order


def _on_a_copy(session: Session, engine: Engine, mission: str) -> Engine:
    from osi_core.applying import tried_on
    from osi_core.process import Engine

    return Engine(tried_on(engine.store, mission), plugins=session.plugins)


def _applied(
    engine: Engine, mission: str, brought: Bringing, actor: str | Office, document: str, time: datetime | None
) -> list[Applied]:
    from osi_core.applying import apply

    return list(apply(engine, mission, brought, by=actor, document=document or "–", time=time))


def _keep(path: Path, applied: Iterable[Applied]) -> None:
    """Adds the receipts to a file, which is for handing them out: nobody else has them."""
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        if is_new:
            writer.writerow(("file", "line", "receipt"))
        writer.writerows((one.entry.file, one.entry.line, one.receipt) for one in applied if one.receipt)


# Telling


def _tell(session: Session, brought: Bringing, applied: list[Applied], yes: bool) -> None:
    if session.json:
        session.emit(_as_json(session, brought, applied, yes))
        return
    from rich.text import Text

    from osi_core.cli.terminal import heading

    for file in brought.sha256:
        own = [one for one in applied if one.entry.file == file]
        counts = Counter(one.outcome.value for one in own)
        left_out = brought.left_out.get(file, 0)
        session.show("", heading(file))
        session.show(session.say("apply.would" if not yes else "apply.did", count=counts["new"]))
        if counts["before"]:
            session.show(session.say("apply.before", count=counts["before"]))
        if counts["refused"] + left_out:
            session.show(Text(session.say("apply.left_out", count=counts["refused"] + left_out), style="warn"))
        refused = [one for one in own if one.why]
        for one in refused[:_SHOWN]:
            why = "; ".join(map(session.tell, one.why))
            session.show(Text("  " + session.say("apply.refused", line=str(one.entry.line), why=why)))
        if len(refused) > _SHOWN:
            session.show("  " + session.say("apply.more", count=len(refused) - _SHOWN))
    for file, note in brought.notes:
        session.show(Text(f"  {file}: {session.tell(note)}", style="quiet"))
    if not yes:
        session.show("", session.say("apply.nothing_yet"))


def _as_json(session: Session, brought: Bringing, applied: list[Applied], yes: bool) -> dict[str, Any]:
    return {
        "applied": yes,
        "rows": [
            {
                "file": one.entry.file,
                "line": one.entry.line,
                "request": one.entry.request,
                "outcome": one.outcome.value,
                "why": [{"code": message.code, "says": session.tell(message)} for message in one.why],
                "receipt": one.receipt if yes else "",
            }
            for one in applied
        ],
        "left_out": brought.left_out,
        "notes": [{"file": file, "code": note.code, "says": session.tell(note)} for file, note in brought.notes],
    }
