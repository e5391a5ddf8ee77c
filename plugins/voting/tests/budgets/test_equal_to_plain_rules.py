"""The compiled rules decide as the plain ones do, which follow their papers in fractions and know no haste."""

from __future__ import annotations

from fractions import Fraction

import pytest

from osi_core.plugins import AllocationProblem
from osi_voting.budgets import (
    BosEqualShares,
    EqualShares,
    Greedy,
    Instance,
    MaximinSupport,
    Phragmen,
    WelfareOptimum,
)
from osi_voting.budgets.equal_shares.count import SharesCounter
from plugins.voting.tests.budgets import plain
from plugins.voting.tests.budgets.elections import Small, small

KINDS = ("approval", "points", "ranked")


def measure(kind: str) -> str:
    return "cost" if kind == "approval" else "points"


def share(election: Small) -> Fraction:
    return Fraction(election.problem.budget, len(election.voters))


@pytest.mark.parametrize("kind", KINDS)
def test_equal_shares(kind):
    for seed in range(400):
        one = small(seed, kind)
        expected = plain.equal_shares(one.costs, one.voters, share(one), one.before, measure(kind))
        assert one.decided(EqualShares()) == expected, f"election {seed}"


def test_equal_shares_where_every_project_counts_the_same():
    for seed in range(400):
        one = small(seed)
        expected = plain.equal_shares(one.costs, one.voters, share(one), one.before, "count")
        assert one.decided(EqualShares(), satisfaction="count") == expected, f"election {seed}"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("merged", [False, True])
def test_equal_shares_with_more_money_than_there_is(kind, merged):
    for seed in range(200):
        one = small(seed, kind)
        more = share(one) + seed % 7
        counter = SharesCounter(Instance.of(one.problem, "auto", "name", often=merged))
        assert counter.count(more).bought == plain.equal_shares(
            one.costs, one.voters, more, one.before, measure(kind)
        ), f"election {seed}"


@pytest.mark.parametrize("exhaustive", [False, True])
@pytest.mark.parametrize("dear", [False, True])
def test_add1(exhaustive, dear):
    for seed in range(150):
        one = small(seed, dear=dear)
        expected = plain.add1(one.costs, one.voters, one.problem.budget, one.before, stop=exhaustive)
        found = one.decided(EqualShares(), completion="add1", increment=1, stop_when_exhaustive=exhaustive)
        assert found == expected, f"election {seed}"


@pytest.mark.parametrize("kind", ["approval", "points"])
def test_epsilon_completion(kind):
    for seed in range(300):
        one = small(seed, kind)
        expected = plain.equal_shares_epsilon(one.costs, one.voters, share(one), one.before, measure(kind))
        assert one.decided(EqualShares(), completion="epsilon") == expected, f"election {seed}"


@pytest.mark.parametrize("kind", ["approval", "points"])
def test_bounded_overspending(kind):
    for seed in range(300):
        one = small(seed, kind, projects=6, voters=12)
        expected = plain.bos_equal_shares(one.costs, one.voters, one.problem.budget, one.before, measure(kind))
        assert one.decided(BosEqualShares()) == expected, f"election {seed}"


def test_phragmen():
    for seed in range(600):
        one = small(seed)
        assert one.decided(Phragmen()) == plain.phragmen(one.costs, one.voters, one.problem.budget, one.before), (
            f"election {seed}"
        )


def test_maximin_support():
    for seed in range(200):
        one = small(seed, projects=6)
        assert one.decided(MaximinSupport()) == plain.maximin_support(
            one.costs, one.voters, one.problem.budget, one.before
        ), f"election {seed}"


@pytest.mark.parametrize("kind", KINDS)
def test_greedy(kind):
    for seed in range(300):
        one = small(seed, kind)
        expected = plain.greedy(one.costs, one.voters, one.problem.budget, one.before, measure(kind))
        assert one.decided(Greedy()) == expected, f"election {seed}"


def test_welfare_optimum():
    for seed in range(150):
        one = small(seed)
        found = one.decided(WelfareOptimum())
        worth = sum(one.costs[p] * sum(p in voter for voter in one.voters) for p in found)
        assert worth == plain.welfare(one.costs, one.voters, one.problem.budget, "cost"), f"election {seed}"


def test_a_thousand_voters_with_prices_that_differ_by_less_than_floats_can_tell():
    """Three projects of equal effect but for one minor unit in 10^15."""
    large = 10**15
    names = ["a", "b", "c"]
    ballots = [["a", "b"]] * 500 + [["b", "c"]] * 500
    for costs in ([large, large + 1, large], [large + 1, large, large], [large, large, large - 1]):
        problem = AllocationProblem.of("approval", names, ballots, cost=costs, budget=2 * large, currency="EUR")
        one = Small(problem, costs, [dict.fromkeys((names.index(n) for n in b), 1) for b in ballots], names)
        expected = plain.equal_shares(costs, one.voters, share(one), one.before, "count")
        assert one.decided(EqualShares(), satisfaction="count") == expected
        assert one.decided(Phragmen()) == plain.phragmen(costs, one.voters, 2 * large, one.before)


@pytest.mark.parametrize("kind", KINDS)
def test_equal_shares_where_no_price_in_floating_point_is_good_enough(kind):
    for seed in range(100):
        one = small(seed, kind)
        counter = SharesCounter(Instance.of(one.problem, "auto", "name"))
        counter.precision = 0.0
        count = counter.count(share(one))
        counter.keep(count)
        assert count.bought == plain.equal_shares(one.costs, one.voters, share(one), one.before, measure(kind))
        assert counter.exact_steps >= len(count.bought)
