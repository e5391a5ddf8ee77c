"""`osi inspect`: what a file or a folder is, what of it is understood and how, and what is asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from osi_core.cli.binding import Flag
from osi_core.cli.session import Exit, Session

if TYPE_CHECKING:
    from osi_core.simulation.inspecting import Inspected

_TABLES = frozenset((".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".ods", ".xls", ".json", ".jsonl", ".ndjson"))
_SIGNS = {",": "inspect.comma", ";": "inspect.semicolon", "\t": "inspect.tab", "|": "inspect.bar"}


def inspect(
    session: Session,
    path: Annotated[Path, Parameter(help="opt.inspected")],
    /,
    *,
    write: Annotated[bool, Flag, Parameter(help="opt.write_mapping")] = False,
) -> int:
    """Says what a table is, or all tables of a folder, and proposes how `mission.toml` names their columns.

    Ends with 1 where something is asked or cannot be used.
    """
    from osi_core.simulation import FolderInvalid
    from osi_core.simulation.inspecting import inspect_file
    from osi_core.simulation.mappings import APPLIED
    from osi_core.simulation.proposing import declared_in, mapping_of, write_mapping

    folder = path if path.is_dir() else path.parent
    said = declared_in(folder)
    told: list[Inspected] = []
    failed: list[dict[str, Any]] = []
    for file in tables_of(session, path, list(said)):
        try:
            told.append(inspect_file(file, said.get(file.name)))
        except FolderInvalid as error:
            failed.append({"file": file.name, "refused": session.tell(error.message)})
    mapping = mapping_of(told)
    written = str(write_mapping(folder, mapping)) if write and mapping else None
    if session.json:
        tables = [*(_as_json(session, one) for one in told), *failed]
        session.emit({"tables": tables, "mapping": mapping, "written": written})
    else:
        _show(session, told, failed, mapping, written)
    understood = mapping or any(one.table in APPLIED for one in told)
    return Exit.FINE if not failed and understood and all(_settled(one) for one in told) else Exit.NO


def _settled(one: Inspected) -> bool:
    """Whether nothing stands against using it; what is not for a play at all needs no use."""
    return one.usable or one.table == "summary"


def tables_of(session: Session, path: Path, declared: list[str]) -> list[Path]:
    """The file, or the tables that a folder names, else all that lie in it."""
    if not path.is_dir():
        return [path]
    if declared:
        return [path / name for name in declared]
    found = sorted(one for one in path.iterdir() if one.is_file() and one.suffix.lower() in _TABLES)
    if not found:
        raise session.stop(Exit.NO, "inspect.no_tables", path=path)
    return found


def _as_json(session: Session, one: Inspected) -> dict[str, Any]:
    plain = one.model_dump(mode="json", exclude={"asked", "refused", "notes"})
    return plain | {
        "usable": one.usable,
        "asked": [session.tell(message) for message in one.asked],
        "refused": session.tell(one.refused) if one.refused else None,
        "notes": [{"code": note.code, "says": session.tell(note)} for note in one.notes],
    }


def _show(
    session: Session, told: list[Inspected], failed: list[dict[str, Any]], mapping: str, written: str | None
) -> None:
    from rich.text import Text

    from osi_core.cli.terminal import heading

    for one in told:
        _show_table(session, one)
    for other in failed:
        session.show("", heading(other["file"]), Text(other["refused"], style="bad"))
    if mapping:
        session.show("", heading(session.say("inspect.mapping")))
        for line in mapping.splitlines():
            session.line(line)
    if written:
        session.show("", session.say("inspect.written", path=written))


def _show_table(session: Session, one: Inspected) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from osi_core.cli.terminal import heading, rows

    session.show("", heading(one.file), Text(_what(session, one)))
    table = rows("name", "", "quiet", "quiet")
    for column in one.columns:
        example = column.example if len(column.example) < 40 else column.example[:39] + "…"
        table.add_row(column.title, column.means or "–", session.say(f"how.{column.how}"), example)
    session.show(Padding(table, (0, 0, 0, 2)))
    session.show(session.say("inspect.rows", rows=one.rows, taken=one.taken, line=one.titles_line))
    for note in one.notes:
        session.show(Text("  " + session.tell(note), style="quiet"))
    for message in one.asked:
        session.show(Text(session.say("inspect.asked", what=session.tell(message)), style="warn"))
    if one.refused:
        session.show(Text(session.say("inspect.refused", why=session.tell(one.refused)), style="bad"))


def _what(session: Session, one: Inspected) -> str:
    """Program, kind of file, encoding, separator and sheet in a line."""
    parts = [one.program or session.say("inspect.own" if one.own else "inspect.unknown"), one.kind]
    if one.encoding:
        parts.append(one.encoding)
    if one.separator:
        parts.append(session.say(_SIGNS[one.separator]) if one.separator in _SIGNS else repr(one.separator))
    if one.sheet:
        parts.append(session.say("inspect.sheet", sheet=one.sheet))
    return ", ".join(parts)
