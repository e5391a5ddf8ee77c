"""What the hook `osi_cli_commands` calls. Cyclopts looks a command up here when a call means it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from osi_conformance.services import SERVICES
from osi_conformance.words import CATALOGUE
from osi_core.cli import current

__all__ = ["GROUP", "add_commands"]

GROUP, SCOPE = "conformance", "conformance"


def add_commands(app: Any) -> None:
    """Adds a command for each service to `osi conformance`, which the library has already."""
    session = current().with_words(SCOPE, CATALOGUE)
    for name in SERVICES:
        words = session.say(f"cmd.{name}")
        app[GROUP].command(f"{__name__}:{name}", name=name, help=words, help_epilogue="")


def __getattr__(name: str) -> Callable[..., int | None]:
    if name not in SERVICES:
        raise AttributeError(name)
    from osi_conformance.command import command_of
    from osi_core.cli.binding import bound

    return bound(command_of(name), current(), SCOPE, CATALOGUE)
