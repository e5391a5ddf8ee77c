"""The writer of Pabulib files (.pb): what `read_pabulib` has read comes back the same."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Sequence
from itertools import repeat
from pathlib import Path
from typing import Any

from osi_core.money.currency import decimals_of
from osi_voting.formats.pabulib.election import PabulibElection
from osi_voting.formats.pabulib.points import points_text

__all__ = ["write_pabulib"]


def write_pabulib(election: PabulibElection, path: str | Path, selected: Iterable[str] | None = None) -> None:
    """Writes a whole file or, should anything fail, none. `selected` marks the chosen projects in their column."""
    target = Path(path)
    part = target.with_name(target.name + ".part")
    chosen = None if selected is None else frozenset(selected)
    for name, texts in election.voters.items():
        if len(texts) != election.problem.ballots:
            raise ValueError(f"voters: {name} has {len(texts)} entries, expected {election.problem.ballots}")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";", lineterminator="\n")
            _write_meta(writer, election)
            _write_projects(writer, election, chosen)
            _write_votes(writer, election)
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)


def _write_meta(writer: Any, election: PabulibElection) -> None:
    problem = election.problem
    meta = dict(election.meta) | {
        "num_projects": str(len(problem.items)),
        "num_votes": str(sum(problem.ballot_weights())),
        "budget": _decimal(problem.budget, problem.currency),
        "vote_type": election.vote_type,
    }
    if problem.currency != "XXX":
        meta["currency"] = problem.currency
    writer.writerows([["META"], ["key", "value"], *meta.items()])


def _write_projects(writer: Any, election: PabulibElection, chosen: frozenset[str] | None) -> None:
    problem = election.problem
    header = dict.fromkeys(["project_id", "cost"])
    header |= dict.fromkeys(name for columns in election.projects.values() for name in columns)
    header |= {} if chosen is None else {"selected": None}
    writer.writerows([["PROJECTS"], list(header)])
    for item, cost in problem.costs().items():
        columns = dict(election.projects.get(item, {}))
        columns |= {"project_id": item, "cost": _decimal(cost, problem.currency)}
        if chosen is not None:
            columns["selected"] = str(int(item in chosen))
        writer.writerow([columns.get(name, "") for name in header])


def _write_votes(writer: Any, election: PabulibElection) -> None:
    problem, items = election.problem, election.problem.items
    names = [name for name in election.voters if name != "voter_id"]
    scored = problem.kind == "points"
    writer.writerows([["VOTES"], ["voter_id", "vote", *(["points"] if scored else []), *names]])
    rows = zip(problem.rows(), problem.value_rows() if scored else repeat([]), problem.ballot_weights(), strict=False)
    ids: Sequence[str] = election.voters.get("voter_id", ())
    others = zip(*(election.voters[name] for name in names), strict=True) if names else repeat(())
    number = 0
    for (row, values, weight), other in zip(rows, others, strict=False):
        vote = ",".join(items[item] for item in row)
        points = [",".join(points_text(value, election.points_scale) for value in values)] if scored else []
        for _ in range(weight):
            voter = ids[number] if number < len(ids) and weight == 1 else str(number)
            writer.writerow([voter, vote, *points, *other])
            number += 1


def _decimal(amount: int, currency: str) -> str:
    """Minor units as a decimal number of whole units."""
    digits = decimals_of(currency)
    whole, rest = divmod(amount, 10**digits)
    return f"{whole}.{rest:0{digits}d}" if rest else str(whole)
