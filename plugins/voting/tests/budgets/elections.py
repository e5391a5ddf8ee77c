"""Small random elections full of ties, and the real ones."""

from __future__ import annotations

import json
import os
import random
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from osi_core.plugins import Allocation, AllocationProblem, AllocationRule, Pot, no_progress
from osi_voting.formats import PabulibElection, read_pabulib
from plugins.voting.tests.budgets import plain

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
def real(name: str) -> PabulibElection:
    """A real election."""
    return read_pabulib(DATA / name)


@dataclass(frozen=True)
class Small:
    """A small election twice: as a problem, and as lists of numbers with a voter a ballot. `at_most` is the option."""

    problem: AllocationProblem
    costs: list[int]
    voters: list[dict[int, int]]
    names: list[str]
    limits: plain.Limits = plain.NONE
    at_most: dict[str, int] = field(default_factory=dict)

    def before(self, project: int) -> str:
        """The order of ties: by name."""
        return self.names[project]

    def decided(self, rule: AllocationRule, **options: Any) -> list[int]:
        """What the rule funds, in its order, ties by name; the outcome is valid besides."""
        outcome = decide(rule, self.problem, at_most=self.at_most, **options)
        return [self.names.index(award.item) for award in outcome.awards]


def decide(rule: AllocationRule, problem: AllocationProblem, seed: bytes = b"seed", **options: Any) -> Allocation:
    """The outcome, ties by name unless said otherwise; checked against the problem."""
    chosen = rule.Options.model_validate({"ties": "name"} | options)
    outcome = rule.solve(problem, chosen, seed, no_progress)
    assert problem.valid(outcome) == []
    return outcome


def small(
    seed: int, kind: str = "approval", projects: int = 7, voters: int = 20, limited: bool = False, dear: bool = False
) -> Small:
    """Election number `seed`: equal costs, equal ballots and equal sums are frequent. `kind` as a core profile's.
    `limited` ones have limits of all kinds, and projects that cost nothing; in `dear` ones some cost more than all.
    """
    chance = random.Random(seed)
    m, n = chance.randint(1, projects), chance.randint(1, voters)
    names = [f"p{number}" for number in chance.sample(range(10, 99), m)]
    unit, most = chance.choice([1, 1, 7, 100]), chance.choice([3, 9, 40])
    costs = [unit * chance.randint(1, most) for _ in range(m)]
    if limited and m > 1 and chance.random() < 0.3:
        costs[chance.randrange(m)] = 0
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
    budget = chance.randint((max(costs) + 1) // 3 if dear else max(costs), sum(costs) + 2)
    fields, limits, at_most = _limits(chance, names, costs) if limited else ({}, plain.NONE, {})
    problem = AllocationProblem.of(
        kind,  # type: ignore[arg-type] # a kind of ballots
        names,
        ballots,
        cost=costs,
        weights=weights,
        budget=budget,
        currency="EUR",
        **fields,
    )
    spread = [u for u, weight in zip(utilities, weights, strict=True) for _ in range(weight)]
    return Small(problem, costs, spread, names, limits, at_most)


def late(seed: int, kind: str = "approval") -> Small:
    """An election in which cheap projects that many want need dear ones that few want: once they are open, their
    supporters have long had the money.
    """
    chance = random.Random(seed)
    m, dear = 6, chance.randint(1, 3)
    names = [f"p{number}" for number in chance.sample(range(10, 99), m)]
    costs = [chance.randint(12, 40) if p < dear else chance.randint(1, 9) for p in range(m)]
    voters = [
        {
            p: chance.randint(1, 3) if kind == "points" else 1
            for p in range(m)
            if chance.random() < (0.3, 0.6)[p >= dear]
        }
        for _ in range(chance.randint(4, 9))
    ]
    requires = {(p, chance.randrange(p)) for p in range(dear, m) if chance.random() < 0.8}
    problem = AllocationProblem.of(
        kind,  # type: ignore[arg-type] # a kind of ballots
        names,
        [
            {names[p]: u for p, u in voter.items()} if kind == "points" else [names[p] for p in voter]
            for voter in voters
        ],
        cost=costs,
        budget=chance.randint(max(costs), sum(costs) + 9),
        currency="EUR",
        requires=tuple((names[p], names[needed]) for p, needed in sorted(requires)),
    )
    return Small(problem, costs, voters, names, plain.Limits(requires=frozenset(requires)))


def _limits(
    chance: random.Random, names: list[str], costs: list[int]
) -> tuple[dict[str, Any], plain.Limits, dict[str, int]]:
    """Some of all kinds of limits: as fields of a problem, for the plain rules, and the option `at_most`."""
    m, often = len(names), 0.5
    pairs = [(one, other) for one in range(m) for other in range(one)]
    conflicts = chance.sample(pairs, min(len(pairs), chance.choice([0, 0, 1, 2])))
    requires = chance.sample(pairs, min(len(pairs), chance.choice([0, 1, 1, 2, 3])))
    groups, rest = list[list[int]](), chance.sample(range(m), m)
    while len(rest) > 1 and len(groups) < 2 and chance.random() < 0.8:
        size = chance.randint(2, min(3, len(rest)))
        groups.append(rest[:size])
        rest = rest[size:]
    green = [item for item in range(m) if chance.random() < often]
    north = [item for item in range(m) if chance.random() < often]
    both = {"green": [frozenset(green)], "north": [frozenset(north)]}
    if chance.random() < 0.3:  # the district is called like the category
        both, district = {"green": [frozenset(green), frozenset(north)]}, "green"
    else:
        district = "north"
    at_most = {name: chance.randint(0, 3) for name, of in both.items() if any(of) and chance.random() < often}
    pots = [(items, chance.randint(0, sum(costs))) if chance.random() < often else None for items in (green, north)]
    minimum = chance.choice([0, 0, 2, 4, 7])
    fields = {
        "conflicts": tuple((names[one], names[other]) for one, other in conflicts),
        "requires": tuple((names[one], names[other]) for one, other in requires),
        "substitutes": tuple(tuple(names[item] for item in group) for group in groups),
        "categories": tuple(("green",) if item in green else () for item in range(m)),
        "districts": tuple(district if item in north else "south" for item in range(m)),
        "category_pots": (Pot(id="green", amount=pots[0][1]),) if pots[0] else (),
        "district_pots": (Pot(id=district, amount=pots[1][1]),) if pots[1] else (),
        "minimum_support": minimum,
    }
    limits = plain.Limits(
        pots=tuple((frozenset(pot[0]), pot[1]) for pot in pots if pot),
        quotas=tuple((members, bound) for name, bound in at_most.items() for members in both[name]),
        conflicts=frozenset(frozenset(pair) for pair in conflicts),
        requires=frozenset(requires),
        groups=tuple(frozenset(group) for group in groups),
        minimum=minimum,
    )
    return fields, limits, at_most
