"""How settings are given on the command line, the same for every command that reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from osi_core.cli import Session, Stop
from osi_core.cli.session import Exit
from osi_core.words import WordedError
from osi_runtime.settings import Read, SettingsInvalid, read_settings

__all__ = ["AddressOption", "ConfigOption", "SetOption", "StoreOption", "settings_of", "stopped"]

ConfigOption = Annotated[Path | None, Parameter(help="opt.config", metavar="FILE")]
SetOption = Annotated[
    list[str] | None,
    Parameter(name="--set", help="opt.set", metavar="KEY=VALUE", negative="", allow_leading_hyphen=True),
]
StoreOption = Annotated[str | None, Parameter(help="opt.store", metavar="PATH|URL")]
AddressOption = Annotated[str | None, Parameter(help="opt.address", metavar="HOST:PORT")]


def settings_of(session: Session, config: Path | None, assigned: list[str] | None, **named: Any) -> Read:
    """The settings that a call says. Raises `Stop`, which names everything that is wrong; notes are told."""
    flags = {name: value for name, value in named.items() if value is not None}
    for one in assigned or ():
        key, sign, value = one.partition("=")
        if not sign or not key.strip():
            raise session.stop(Exit.USAGE, "set_form", given=one)
        flags[key.strip()] = value
    try:
        read = read_settings(flags, config)
    except SettingsInvalid as invalid:
        raise Stop(
            Exit.NO, session.say("config.wrong", problems=invalid.say(session.language, session.words))
        ) from None
    for note in read.notes:
        session.note(note.say(session.language, session.words))
    return read


def stopped(session: Session, error: WordedError) -> Stop:
    """How a command ends on an error that says what to do."""
    return Stop(Exit.CANNOT, session.tell(error.message))
