"""Without limits, Phragmén's rule says exactly how many more votes a project lacked, however near a tie is."""

from __future__ import annotations

import random

import pytest

from osi_core.plugins import AllocationProblem, no_progress
from osi_voting.budgets import Phragmen
from osi_voting.kernels import compiling


def election(seed: int, items: int, voters: int) -> AllocationProblem:
    """Costs and ballots of few sorts, so that many times are the same."""
    chance = random.Random(seed)
    names = [f"p{number}" for number in range(items)]
    ballots = [chance.sample(names, chance.randint(1, 4)) for _ in range(voters)]
    cost = [chance.choice((6, 12, 24, 30)) for _ in names]
    weights = [chance.randint(1, 3) for _ in ballots]
    return AllocationProblem.of("approval", names, ballots, weights=weights, cost=cost, budget=90, currency="EUR")


def with_more(problem: AllocationProblem, item: str, votes: int) -> AllocationProblem:
    ballots = [[problem.items[at] for at in row] for row in problem.rows()]
    return AllocationProblem.of(
        "approval", problem.items, [*ballots, [item]], weights=[*problem.ballot_weights(), votes],
        cost=problem.item_costs(), budget=problem.budget, currency="EUR",
    )  # fmt: skip


@pytest.mark.parametrize("over_budget", ["stop", "skip"])
@pytest.mark.parametrize("compiled", [False, True])
def test_so_many_are_enough_and_one_fewer_is_not(over_budget: str, compiled: bool) -> None:
    rule, met = Phragmen(), 0
    options = rule.Options(over_budget=over_budget)
    with compiling(compiled):
        for seed in range(25):
            problem = election(seed, 9, 14)
            for told in rule.solve(problem, options, bytes(32), no_progress).explanations:
                more = told.values.get("more_votes")
                if more is None:
                    continue
                met += 1
                assert isinstance(more, int)
                for votes, wins in ((more, True), (more - 1, False)):
                    again = with_more(problem, told.item, votes) if votes else problem
                    awards = rule.solve(again, options, bytes(32), no_progress).awards
                    assert (told.item in {award.item for award in awards}) is wins, (seed, told, votes)
    assert met > 60
