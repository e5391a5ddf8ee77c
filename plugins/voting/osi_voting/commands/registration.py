"""What the hook `osi_cli_commands` calls."""

from __future__ import annotations

from typing import Any

__all__ = ["add_commands"]


def add_commands(app: Any) -> None:
    """Adds `tally` and `audit` to the app, in the language of the running command."""
    from osi_core.cli import current
    from osi_voting.commands.audit import audit_command
    from osi_voting.commands.tally import tally
    from osi_voting.commands.voice import Voice, bound

    session = current()
    voice = Voice(session)
    for name, command in (("tally", tally), ("audit", audit_command)):
        app.command(bound(command, session), name=name, help=voice.say(f"cmd.{name}"), help_epilogue="")
