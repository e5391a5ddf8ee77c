"""What the hook `osi_cli_commands` calls. Cyclopts looks the command up here when a call means it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from osi_conformance.words import CATALOGUE
from osi_core.cli import current

__all__ = ["GROUP", "add_commands"]

GROUP, SCOPE = "conformance", "conformance"


def add_commands(app: Any) -> None:
    """Adds `funding` to `osi conformance`, which the library has already."""
    session = current().with_words(SCOPE, CATALOGUE)
    words = session.say("cmd.funding")
    app[GROUP].command(f"{__name__}:funding", name="funding", help=words, help_epilogue="")


def __getattr__(name: str) -> Callable[..., int | None]:
    if name != "funding":
        raise AttributeError(name)
    from osi_conformance.command import funding
    from osi_core.cli.binding import bound

    return bound(funding, current(), SCOPE, CATALOGUE)
