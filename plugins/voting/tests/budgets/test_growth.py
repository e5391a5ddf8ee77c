"""What rules do grows with the ballots, not with pairs of projects or of rounds: counted in lines that are run."""

from __future__ import annotations

import random
import sys
from fractions import Fraction
from types import FrameType
from typing import Any

import pytest

from osi_core.plugins import AllocationProblem, AllocationRule, no_progress
from osi_voting.budgets import EqualShares, Phragmen
from osi_voting.budgets.recurrence import Recurrence
from osi_voting.kernels import compiling


def sparse(projects: int) -> AllocationProblem:
    """A voter to five projects, who names five."""
    chance, names = random.Random(1), [f"p{number}" for number in range(projects)]
    ballots = [chance.sample(names, 5) for _ in range(projects // 5)]
    cost = [chance.randint(10_000, 1_000_000) for _ in names]
    return AllocationProblem.of("approval", names, ballots, cost=cost, budget=40_000 * projects, currency="EUR")


def lines_run(rule: AllocationRule, projects: int, options: dict[str, Any]) -> tuple[int, int]:
    """How many lines of the rules are run, kernels as plain Python; and how many projects are funded."""
    problem, lines = sparse(projects), 0

    def count(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return count if "osi_voting" in frame.f_code.co_filename else None

    before = sys.gettrace()
    with compiling(False):
        sys.settrace(count)
        try:
            outcome = rule.solve(problem, rule.Options(ties="name", **options), bytes(32), no_progress)
        finally:
            sys.settrace(before)
    return lines, len(outcome.awards)


@pytest.mark.parametrize(
    ("rule", "options"),
    [(EqualShares(), {"satisfaction": "count"}), (Phragmen(), {})],
    ids=["equal-shares", "phragmen"],
)
def test_four_times_the_projects_are_little_more_than_four_times_the_work(
    rule: AllocationRule, options: dict[str, Any]
) -> None:
    few, funded = lines_run(rule, 1000, options)
    many, more_funded = lines_run(rule, 4000, options)
    assert more_funded > 3 * funded > 100
    assert many < 5 * few


def test_a_common_denominator_grows_by_what_a_number_needs() -> None:
    """Thousands of prices of a few voters each have a small one; it was the product of all numbers of payers."""
    numbers, plain = Recurrence(), list[Fraction]()
    chance = random.Random(2)
    for k in range(500):
        of = sorted(chance.sample(range(k), min(k, chance.randint(0, 3)))) if k % 5 else []
        counts, units = [chance.randint(-2, 2) for _ in of], chance.randint(1, 6)
        plain.append(
            (chance.randint(1, 99) + sum(n * plain[j] for n, j in zip(counts, of, strict=True))) / Fraction(units)
        )
        constant = plain[k] * units - sum(n * plain[j] for n, j in zip(counts, of, strict=True))
        numbers.append(int(constant), of, counts, units)
        assert Fraction(*numbers.number(k)) == plain[k]
        assert Fraction(numbers.combined([k], [3]), numbers.denominator) == 3 * plain[k]
    alone = Recurrence()
    for k in range(500):
        alone.append(k, [], [], 1 + k % 6)
    assert alone.denominator <= 60
