"""`osi serve`, `osi migrate` and `osi config check`."""

from osi_runtime.commands.registration import add_commands

__all__ = ["add_commands"]
