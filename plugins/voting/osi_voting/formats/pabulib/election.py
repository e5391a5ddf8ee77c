"""What a Pabulib file says: the problem, and what stands there besides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from osi_core.plugins import AllocationProblem
from osi_core.words import Message
from osi_voting.formats.reporting import Repair

__all__ = ["PabulibElection"]


@dataclass(frozen=True)
class PabulibElection:
    """A participatory budgeting election as read from a file.

    `problem` is what rules decide on: amounts are minor units of its currency, points are multiplied by
    `points_scale` so that they are whole numbers. `projects` has the file's columns of each project by id, `voters` its
    columns of the voters (without votes and points), `official` the projects that were really chosen, if the file
    says; `notices` is what is not as META says and was counted as it stands.
    """

    problem: AllocationProblem
    vote_type: str
    meta: Mapping[str, str]
    projects: Mapping[str, Mapping[str, str]]
    voters: Mapping[str, Sequence[str]]
    official: frozenset[str] | None = None
    points_scale: int = 1
    repairs: tuple[Repair, ...] = field(default=())
    notices: tuple[Message, ...] = field(default=())

    def called(self, project: str) -> str:
        """What a project is called, or its id."""
        return self.projects.get(project, {}).get("name") or project

    @property
    def currency(self) -> str:
        """The ISO 4217 code of all amounts; XXX where the file names none."""
        return self.problem.currency
