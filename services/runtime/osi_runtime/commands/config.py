"""`osi config check`: all settings as they would be taken, with where each was said, and all that is wrong."""

from __future__ import annotations

from osi_core.cli import Session
from osi_core.cli.terminal import rows
from osi_core.words import Message
from osi_runtime.commands.options import ConfigOption, SetOption, settings_of
from osi_runtime.settings import Place, Read, setting_entries
from osi_runtime.settings.entries import Setting, shown

__all__ = ["check"]


def check(session: Session, *, config: ConfigOption = None, assigned: SetOption = None) -> int:
    """Prints every setting: its key, its value with the unit, where that was said, and what it means."""
    read = settings_of(session, config, assigned)
    entries = list(setting_entries(read.settings))
    if session.json:
        session.emit([_plain(session, one, read.places[one.key]) for one in entries])
        return 0
    table = rows("name", "", "quiet", "")
    for one in entries:
        table.add_row(one.key, _value(session, one), _place(session, read, one), meaning(session, one.key))
    session.show(table)
    return 0


def meaning(session: Session, key: str) -> str:
    """What a setting means."""
    return session.say(f"key.{key}")


def _value(session: Session, entry: Setting) -> str:
    text = shown(entry.value)
    if not entry.unit or entry.value is None:
        return text
    return f"{text} {session.tell(Message(f'runtime.unit.{entry.unit}'))}"


def _place(session: Session, read: Read, entry: Setting) -> str:
    place = read.places[entry.key]
    return session.say("place.default") if place.kind == "default" else str(place)


def _plain(session: Session, entry: Setting, place: Place) -> dict[str, object]:
    return {
        "key": entry.key,
        "value": shown(entry.value) if not isinstance(entry.value, bool | int | float) else entry.value,
        "default": shown(entry.default) if not isinstance(entry.default, bool | int | float) else entry.default,
        "unit": entry.unit or None,
        "from": {"kind": place.kind, "name": place.name, "line": place.line},
        "means": meaning(session, entry.key),
    }
