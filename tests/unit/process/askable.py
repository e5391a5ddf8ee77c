"""The table as it is looked at by somebody who may ask for anything: each line with what its fields are about."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from osi_core.domain import Command, Rule, Target
from osi_core.log.decisions import RecordDecision
from osi_core.process.share import share_of
from tests.unit.process.drawn import package_of

LEFT_OUT = {"CreateMission", "CloseMissionEarly", "ResumeMission", "CorrectClock", "AdoptRules"}
"""What is no step of a mission, or has a turn of its own."""
ENDINGS = (
    "Abandon",
    "Cancel",
    "Close",
    "Decline",
    "Drop",
    "End",
    "Erase",
    "Mark",
    "Reject",
    "Release",
    "Revoke",
    "Withdraw",
)
"""What ends something begins with one of these words; it is asked for less often, or nothing would last."""
RESOURCES = tuple(
    {line.command.at.pattern: (line.command.at, package_of(line.command)) for line in share_of("all").lines}.values()
)
"""The kinds of things there are, and in which package their commands stand."""
KINDS = frozenset(name for resource, _ in RESOURCES for name in resource.variables)


class Askable(NamedTuple):
    """A line of the table that anybody may ask for, and what is looked at of it at every step."""

    line: Rule
    name: str
    package: str
    names: frozenset[str]
    referred: tuple[str, ...]
    """The fields that have to name something that there is."""
    weight: float


@cache
def askable(rules: int) -> tuple[Askable, ...]:
    return tuple(
        Askable(
            line,
            line.name,
            package_of(line.command),
            names_of(line.command),
            _referred(line),
            0.3 if line.name.startswith(ENDINGS) else 1,
        )
        for line in share_of("all").rules_in(rules).values()
        if line.name not in LEFT_OUT and not issubclass(line.command, RecordDecision)
    )


def names_of(kind: type[Command]) -> frozenset[str]:
    """What a command of a phase names: what follows from one names the same."""
    package = package_of(kind)
    return frozenset(f"{package}.{name}" for name in KINDS.intersection(kind.model_fields) - {"participant"})


def _referred(line: Rule) -> tuple[str, ...]:
    kind = line.command
    own = kind.at.variables[-1:] if line.target is Target.NEW else ()
    fields = kind.model_fields.items()
    return tuple(name for name, info in fields if info.is_required() and name in KINDS and name not in own)
