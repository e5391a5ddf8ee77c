"""`osi issuer` and `osi token ...`: `add_commands` is what the hook `osi_cli_commands` calls.

Cyclopts looks a command up in this module when a call means it: only then what signs tokens is imported.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from osi_runtime.auth.words import CATALOGUE

__all__ = ["add_commands"]

_SCOPE = "auth"
_KINDS = ("person", "operator", "peer")


def add_commands(app: Any) -> None:
    """Adds `issuer` and `token` to the app, in the language of the running command."""
    from cyclopts import App

    from osi_core.cli import current

    session = current().with_words(_SCOPE, CATALOGUE)
    app.command(f"{__name__}:issuer", name="issuer", help=session.say("cmd.issuer"), help_epilogue="")
    token = App(name="token", help=session.say("cmd.token"), help_epilogue="")
    for kind in _KINDS:
        token.command(f"{__name__}:{kind}", name=kind, help=session.say(f"cmd.token.{kind}"), help_epilogue="")
    app.command(token)


def __getattr__(name: str) -> Callable[..., int | None]:
    if name not in ("issuer", *_KINDS):
        raise AttributeError(name)
    from osi_core.cli import current
    from osi_core.cli.binding import bound
    from osi_runtime.auth import issuer_commands

    return bound(getattr(issuer_commands, name), current(), _SCOPE, CATALOGUE)
