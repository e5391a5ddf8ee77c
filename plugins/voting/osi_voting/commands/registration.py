"""What the hook `osi_cli_commands` calls."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from osi_voting.loading import loading
from osi_voting.words import CATALOGUE

if TYPE_CHECKING:
    from osi_core.cli import Session

__all__ = ["add_commands"]

_COMMANDS = ("tally", "audit")


def add_commands(app: Any) -> None:
    """Adds `tally` and `audit` to the app, in the language of the running command.

    Cyclopts looks one up in this module when a call means it: only then the rules and numpy are imported.
    """
    from osi_core.cli import current

    session = current().with_words("voting", CATALOGUE)
    for name in _COMMANDS:
        app.command(f"{__name__}:{name}", name=name, help=session.say(f"cmd.{name}"), help_epilogue="")


def __getattr__(name: str) -> Callable[..., int | None]:
    if name not in _COMMANDS:
        raise AttributeError(name)
    from osi_core.cli import current
    from osi_core.cli.binding import bound

    command: Callable[..., int | None]
    with loading():
        if name == "tally":
            from osi_voting.commands.tally import tally as command
        else:
            from osi_voting.commands.audit import audit_command as command
    return bound(_telling(command), current(), "voting", CATALOGUE)


def _telling(command: Callable[..., int | None]) -> Callable[..., int | None]:
    """The command, which says when something that it reads or decides has to be compiled."""
    from osi_voting.commands.compiling_told import compiling_told

    @wraps(command)
    def call(session: Session, *given: Any, **named: Any) -> int | None:
        with compiling_told(session):
            return command(session, *given, **named)

    return call
