"""`osi completion SHELL`: the script with which a shell completes commands and options."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

from cyclopts import Parameter

from osi_core.cli.session import Session

_ANYTHING = "*"
"""No command of ours: whoever calls so may mean a plugin's."""
Shell = Literal["bash", "zsh", "fish", "powershell"]


def completion(
    session: Session,
    shell: Annotated[Shell, Parameter(help="opt.shell")],
    /,
) -> int:
    """Prints the script; it completes what is installed now, the commands of plugins too."""
    try:
        script = _script(session, shell, _ANYTHING)
    except Exception as error:  # a plugin's commands are its own, and may fail to be imported
        session.note(session.say("completion.without_plugins", why=f"{type(error).__name__}: {error}"))
        script = _script(session, shell)
    sys.stdout.write(script)
    return 0


def _script(session: Session, shell: Shell, *more: str) -> str:
    from osi_core.cli.app import build
    from osi_core.cli.commands import COMMANDS

    every = dict.fromkeys(line.name.split()[0] for line in COMMANDS)
    return build(session, [*more, *every]).generate_completion(prog_name="osi", shell=shell)
