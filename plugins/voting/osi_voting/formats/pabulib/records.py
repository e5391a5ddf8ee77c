"""Pabulib files through the hooks for importers and exporters: a record a line of meaning, as plain values.

First `{"section": "meta", ...}` with all keys of META, then one `{"section": "project", ...}` a project and one
`{"section": "vote", ...}` a voter with the file's own columns; a vote's projects and points are lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import repeat
from pathlib import Path
from typing import Any

from osi_core.plugins import AllocationProblem
from osi_voting.formats.pabulib.election import PabulibElection
from osi_voting.formats.pabulib.head import head_of
from osi_voting.formats.pabulib.points import points_text, whole_points
from osi_voting.formats.pabulib.reader import read_pabulib
from osi_voting.formats.pabulib.votes import KINDS
from osi_voting.formats.pabulib.writer import write_pabulib
from osi_voting.formats.reporting import Reporter

__all__ = ["Pabulib"]


class Pabulib:
    """Reads and writes .pb files, as importer and as exporter."""

    name = "pabulib"
    suffixes: tuple[str, ...] = (".pb",)

    def election(self, path: str | Path, *, lenient: bool = False) -> PabulibElection:
        """The whole election at once; see `read_pabulib`."""
        return read_pabulib(path, lenient=lenient)

    def read(self, path: Path) -> Iterator[dict[str, Any]]:
        """The records of the file. Raises `ValueError` that names file and line."""
        election = read_pabulib(path)
        problem = election.problem
        yield {"section": "meta", **election.meta}
        for columns in election.projects.values():
            yield {"section": "project", **columns}
        names = list(election.voters)
        others = zip(*election.voters.values(), strict=True) if names else repeat(())
        points = problem.value_rows() if problem.kind == "points" else repeat(None)
        for row, values, other in zip(problem.rows(), points, others, strict=False):
            vote: dict[str, Any] = {"section": "vote", **dict(zip(names, other, strict=True))}
            vote["vote"] = [problem.items[item] for item in row]
            if values is not None:
                vote["points"] = [points_text(value, election.points_scale) for value in values]
            yield vote

    def write(self, records: Iterable[Mapping[str, Any]], path: Path) -> None:
        """Writes all records or leaves no file. Raises `ValueError` naming the record where one does not fit."""
        write_pabulib(_election(records, str(path)), path)


def _election(records: Iterable[Mapping[str, Any]], path: str) -> PabulibElection:
    meta: dict[str, str] = {}
    projects: dict[str, dict[str, str]] = {}
    votes: list[Mapping[str, Any]] = []
    for number, record in enumerate(records, 1):
        rest = {str(key): str(value) for key, value in record.items() if key not in ("section", "vote", "points")}
        section = record.get("section")
        if section == "meta":
            meta |= rest
        elif section == "project":
            if not rest.get("project_id") or rest["project_id"] in projects:
                raise ValueError(f"record {number}: project_id is missing or there already")
            projects[rest["project_id"]] = rest
        elif section == "vote":
            votes.append(record)
        else:
            raise ValueError(f"record {number}: section: {section!r}, expected meta, project or vote")
    head = head_of(meta, projects, Reporter(path, lenient=False))
    kind = KINDS.get(meta.get("vote_type", ""), "approval")
    scale, scored = whole_points([list(vote.get("points", ())) for vote in votes]) if kind == "points" else (1, [])
    ballots: list[Any] = [list(vote.get("vote", ())) for vote in votes]
    if kind == "points":
        ballots = [dict(zip(row, values, strict=True)) for row, values in zip(ballots, scored, strict=True)]
    problem = AllocationProblem.of(
        kind, list(projects), ballots, cost=head.costs, budget=head.budget, currency=head.currency
    )
    names = dict.fromkeys(key for vote in votes for key in vote if key not in ("section", "vote", "points"))
    voters = {name: [str(vote.get(name, "")) for vote in votes] for name in names}
    return PabulibElection(problem, meta.get("vote_type", "approval"), meta, projects, voters, head.official(), scale)
