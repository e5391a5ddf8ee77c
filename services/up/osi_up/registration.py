"""How `osi up` comes into the app: what it needs is imported when a call means it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from osi_up.words import CATALOGUE

__all__ = ["add_commands"]

_SCOPE = "up"


def add_commands(app: Any) -> None:
    """Adds the command to the app, in the language of the running command."""
    from osi_core.cli import current

    session = current().with_words(_SCOPE, CATALOGUE)
    app.command(f"{__name__}:up", name="up", help=session.say("cmd.up"), help_epilogue="")


def __getattr__(name: str) -> Callable[..., int | None]:
    if name != "up":
        raise AttributeError(name)
    from osi_core.cli import current
    from osi_core.cli.binding import bound
    from osi_up.command import up

    return bound(up, current(), _SCOPE, CATALOGUE)
