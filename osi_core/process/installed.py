"""What is installed here, as far as a rule may ask for it: what conditions judge by beside the log and the request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from osi_core.domain import Command
from osi_core.part import Part
from osi_core.plugins import Plugins


class Installed(NamedTuple):
    """The installation, at the moment of a command."""

    plugins: Plugins
    parts: tuple[Part, ...]
    """The parts of the process that run here."""
    newest_rules: int
    """The newest version of the phase rules that is known here."""
    facts: Mapping[Any, Any]
    """All facts of the mission, kind → key → fact, as an institution's own gates may read them."""

    def part_of(self, command: type[Command]) -> Part:
        """The part whose table has the command's line."""
        return next(part for part in self.parts if any(line.command is command for line in part.rules))
