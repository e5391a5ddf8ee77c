"""What a service says of the ballots that are cast with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from grpc import StatusCode

from osi_core.domain import Command, Resource, full_name
from osi_runtime.errors import CallRefused

__all__ = ["BallotBox", "pattern_of"]


@dataclass(frozen=True, kw_only=True)
class BallotBox:
    """Ballots of one kind; `command` has the fields of `CastBallot`: round, participant, ballot, revision, choices and
    points.
    """

    command: type[Command]
    round: Resource
    """In what they are cast."""
    item: Resource
    """What their choices name."""
    items: str
    """The field of a stream's first part that lists what choices count by."""
    asks: type[Any]
    """The message that asks for the command; its `ballot` is what a batch holds."""
    batch: type[Any]
    """The answer to a batch."""
    stream: type[Any]
    """The answer to a stream."""
    result: type[Any]
    """What became of one ballot, in both."""

    def round_in(self, name: str) -> dict[str, str]:
        """The ids in the name of a round. Raises CallRefused."""
        if not self.round.matches(name):
            pattern = pattern_of(self.round)
            raise CallRefused(StatusCode.INVALID_ARGUMENT, "runtime.name-malformed", field="name", pattern=pattern)
        return self.round.parse(name)


def pattern_of(resource: Resource) -> str:
    """How full names of a kind look."""
    return full_name("{mission}", resource.pattern)
