"""All commands in one list; each is imported when a call means it.

Cyclopts looks a command up in this module by its name (`from osi_core.cli.commands import demo`), and only then.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import NamedTuple, cast

from osi_core.cli.binding import bound
from osi_core.cli.session import current


class Line(NamedTuple):
    """One command: its words, and the function (module:name in this package) that is called."""

    name: str
    function: str
    group: str
    reaches_services: bool = False
    """Whether it may ask running services instead of a store here (`--server`)."""


COMMANDS: tuple[Line, ...] = (
    Line("demo", "play:demo", "play"),
    Line("run", "play:run", "play"),
    Line("inspect", "inspect:inspect", "play"),
    Line("status", "status:status", "read", True),
    Line("show", "show:show", "read", True),
    Line("search", "search:search", "read", True),
    Line("log", "log:log", "read"),
    Line("log find", "log:find", "read"),
    Line("receipt", "receipt:receipt", "read", True),
    Line("report", "report:report", "read"),
    Line("export", "export:export", "check", True),
    Line("verify", "bundles:verify", "check"),
    Line("checkpoint", "checkpoint:checkpoint", "check"),
    Line("erase", "erase:erase", "check"),
    Line("correct-clock", "clock:correct_clock", "check"),
    Line("backup", "copies:backup", "check"),
    Line("restore", "copies:restore", "check"),
    Line("move", "moving:move", "check"),
    Line("move undo", "moving:undo", "check"),
    Line("handover", "handover:handover", "check"),
    Line("handover take", "handover:take", "check"),
    Line("snapshots drop", "copies:drop", "check"),
    Line("do", "do:do", "act", True),
    Line("new mission", "new_mission:new_mission", "act"),
    Line("apply", "apply:apply", "act"),
    Line("moderate", "moderate:moderate", "act", True),
    Line("letters", "letters:letters", "act"),
    Line("letters sent", "letters:sent", "act"),
    Line("may", "may:may", "act", True),
    Line("rules", "rules:rules", "know"),
    Line("codes", "codes:codes", "know"),
    Line("playbook show", "playbook:show", "know"),
    Line("playbook check", "playbook:check", "know"),
    Line("plugins", "plugins:plugins", "know"),
    Line("completion", "completion:completion", "know"),
    Line("conformance plugin", "conformance:plugin", "know"),
)


def __getattr__(name: str) -> Callable[..., int | None]:
    line = next((line for line in COMMANDS if line.name == name), None)
    if line is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, function = line.function.split(":")
    command = cast(Callable[..., int | None], getattr(importlib.import_module(f"osi_core.cli.{module}"), function))
    return bound(command, current())
