"""`osi plugins`: what is installed, who provides it, and what failed and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from osi_core.cli.session import Exit, Session

if TYPE_CHECKING:
    from osi_core.plugins.report import PluginRow

_STYLES = {"ok": "good", "partly": "warn", "left out": "bad"}


def plugins(session: Session) -> int:
    """Lists all plugins; answers no when one of them, or a part of one, had to be left out."""
    report = session.plugins.report()
    if session.json:
        session.emit([row.as_dict() for row in report])
    else:
        for row in report:
            _show(session, row)
        _show_missing_protections(session)
    return Exit.NO if any(row.failures for row in report) else Exit.FINE


def _show(session: Session, row: PluginRow) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from osi_core.cli.terminal import rows

    head = Text.assemble(
        (row.origin.plugin, "title"),
        f"  {row.origin}  ",
        (session.say(f"plugin.{row.status.replace(' ', '_')}"), _STYLES[row.status]),
    )
    table = rows("quiet", "")
    table.columns[0].min_width = 16
    for kind, names in _by_kind(row.provides).items():
        table.add_row(_kind_in_words(session, kind), ", ".join(names))
    for failure in row.failures:
        table.add_row(Text(session.say("plugin.failure"), style="bad"), session.tell(failure))
    session.show("", head, Padding(table, (0, 0, 0, 2)))


def _show_missing_protections(session: Session) -> None:
    """What this machine cannot do against a strategy that goes wrong; on Linux there is nothing of that."""
    from osi_core.plugins.protections import missing_protections, without

    for protection in missing_protections():
        session.show("", session.tell(without(protection)))


def _by_kind(provides: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in provides:
        kind, _, name = line.partition(": ")
        found.setdefault(kind, []).append(name)
    return found


def _kind_in_words(session: Session, kind: str) -> Any:
    key = f"kind.{kind}"
    return session.say(key) if session.knows(key) else kind
