"""The command line `osi` (extra `cli`): entry, words in two languages, one file for each group of commands.

Commands translate and print, nothing else: what they show is computed by `osi_core.process`, `report` and
`simulation`, which they import when they run, so that `osi --help` answers at once. A plugin adds commands of its own
through the hook `osi_cli_commands(app)`; there `current()` tells it the language asked for and whether to print JSON,
and `binding.bound(command, current(), words)` makes a command whose session knows the plugin's own words.
"""

from osi_core.cli.entry import main
from osi_core.cli.session import Session, Stop, current

__all__ = ["Session", "Stop", "current", "main"]
