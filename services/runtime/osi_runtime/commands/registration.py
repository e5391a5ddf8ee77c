"""What the hook `osi_cli_commands` calls."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from osi_runtime.words import CATALOGUE

if TYPE_CHECKING:
    from osi_core.cli import Session

__all__ = ["add_commands"]

_COMMANDS = {
    "serve": "serving:serve_command",
    "migrate": "migrating:migrate",
    "adopt": "adopting:adopt",
    "health": "asking:health",
    "config check": "config:check",
    "parked list": "parked:waiting",
    "parked show": "parked:show",
    "parked replay": "parked:replay",
}
_SCOPE = "runtime"


def add_commands(app: Any) -> None:
    """Adds the commands to the app, in the language of the running command.

    Cyclopts looks one up in this module when a call means it: only then gRPC is imported.
    """
    from cyclopts import App

    from osi_core.cli import current

    session = current().with_words(_SCOPE, CATALOGUE)
    for name in ("serve", "migrate", "adopt", "health"):
        app.command(f"{__name__}:{name}", name=name, help=session.say(f"cmd.{name}"), help_epilogue="")
    config = App(name="config", help=session.say("cmd.config"), help_epilogue="")
    config.command(f"{__name__}:config check", name="check", help=session.say("cmd.config.check"), help_epilogue="")
    app.command(config)
    parked = App(name="parked", help=session.say("cmd.parked"), help_epilogue="")
    for name in ("list", "show", "replay"):
        words = session.say(f"cmd.parked.{name}")
        parked.command(f"{__name__}:parked {name}", name=name, help=words, help_epilogue="")
    app.command(parked)


def __getattr__(name: str) -> Callable[..., int | None]:
    if name not in _COMMANDS:
        raise AttributeError(name)
    from osi_core.cli import current
    from osi_core.cli.binding import bound

    module, function = _COMMANDS[name].split(":")
    found = getattr(import_module(f"osi_runtime.commands.{module}"), function)
    command = cast("Callable[[Session], int | None]", found)
    return bound(command, current(), _SCOPE, CATALOGUE)
