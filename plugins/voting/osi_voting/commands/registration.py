"""What the hook `osi_cli_commands` calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from osi_voting.commands.words import WORDS

__all__ = ["add_commands"]

_COMMANDS = ("tally", "audit")


def add_commands(app: Any) -> None:
    """Adds `tally` and `audit` to the app, in the language of the running command.

    Cyclopts looks one up in this module when a call means it: only then the rules and numpy are imported.
    """
    from osi_core.cli import current

    german = current().language == "de"
    for name in _COMMANDS:
        app.command(f"{__name__}:{name}", name=name, help=WORDS[f"cmd.{name}"][german], help_epilogue="")


def __getattr__(name: str) -> Callable[..., int | None]:
    if name not in _COMMANDS:
        raise AttributeError(name)
    from osi_core.cli import current
    from osi_voting.commands.voice import bound

    if name == "tally":
        from osi_voting.commands.tally import tally

        return bound(tally, current())
    from osi_voting.commands.audit import audit_command

    return bound(audit_command, current())
