"""Small random elections full of ties, and the real ones."""

from __future__ import annotations

import json
import os
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from osi_core.plugins import Allocation, AllocationProblem, AllocationRule, no_progress
from osi_voting.formats import Election, read_pabulib

_HERE = Path(__file__).resolve()
DATA = Path(os.environ.get("OSI_TEST_DATA", _HERE.parents[4].parent / "shared" / "data")) / "pabulib"
"""Real elections, which are not part of the repository."""

needs_data = pytest.mark.skipif(
    not (DATA / "reference.json").is_file(), reason=f"no real elections in {DATA} (set OSI_TEST_DATA)"
)


@cache
def reference() -> dict[str, dict[str, Any]]:
    """What pabutools 1.2.3 finds on the real elections, by file name."""
    found: dict[str, dict[str, Any]] = json.loads((DATA / "reference.json").read_text(encoding="utf-8"))
    return found


def real_files() -> list[str]:
    """The names of the real elections."""
    return sorted(path.name for path in DATA.glob("*.pb")) or ["none"]


@cache
def real(name: str) -> Election:
    """A real election."""
    return read_pabulib(DATA / name)


@dataclass(frozen=True)
class Small:
    """A small election twice: as a problem, and as lists of numbers with a voter a ballot."""

    problem: AllocationProblem
    costs: list[int]
    voters: list[dict[int, int]]
    names: list[str]

    def before(self, project: int) -> str:
        """The order of ties: by name."""
        return self.names[project]

    def decided(self, rule: AllocationRule, **options: Any) -> list[int]:
        """What the rule funds, in its order, ties by name; the outcome is valid besides."""
        outcome = decide(rule, self.problem, **options)
        return [self.names.index(award.item) for award in outcome.awards]


def decide(rule: AllocationRule, problem: AllocationProblem, seed: bytes = b"seed", **options: Any) -> Allocation:
    """The outcome, ties by name unless said otherwise; checked against the problem."""
    chosen = rule.Options.model_validate({"ties": "name"} | options)
    outcome = rule.solve(problem, chosen, seed, no_progress)
    assert problem.valid(outcome) == []
    return outcome


def small(seed: int, kind: str = "approval", projects: int = 7, voters: int = 20) -> Small:
    """Election number `seed`: equal costs, equal ballots and equal sums are frequent. `kind` as a core profile's."""
    chance = random.Random(seed)
    m, n = chance.randint(1, projects), chance.randint(1, voters)
    names = [f"p{number}" for number in chance.sample(range(10, 99), m)]
    unit, most = chance.choice([1, 1, 7, 100]), chance.choice([3, 9, 40])
    costs = [unit * chance.randint(1, most) for _ in range(m)]
    patterns = [chance.sample(range(m), chance.randint(0, min(m, 6))) for _ in range(chance.randint(1, n))]
    rows = [chance.choice(patterns) for _ in range(n)]
    weights = [chance.randint(1, 3) for _ in rows] if chance.random() < 0.5 else [1] * n
    ballots: list[Any] = []
    utilities: list[dict[int, int]] = []
    for row in rows:
        if kind == "points":
            points = {p: chance.randint(0, 4) for p in row}
            ballots.append({names[p]: value for p, value in points.items()})
            utilities.append({p: value for p, value in points.items() if value})
        else:
            ballots.append([names[p] for p in row])
            borda = {p: len(row) - place - 1 for place, p in enumerate(row) if place + 1 < len(row)}
            utilities.append(borda if kind == "ranked" else dict.fromkeys(row, 1))
    problem = AllocationProblem.of(
        kind,  # type: ignore[arg-type] # a kind of ballots
        names,
        ballots,
        cost=costs,
        weights=weights,
        budget=chance.randint(max(costs), sum(costs) + 2),
        currency="EUR",
    )
    spread = [u for u, weight in zip(utilities, weights, strict=True) for _ in range(weight)]
    return Small(problem, costs, spread, names)
