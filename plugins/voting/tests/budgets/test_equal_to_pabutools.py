"""On random elections the rules find what pabutools finds with rational numbers."""

from __future__ import annotations

import warnings

import pytest

from osi_voting.budgets import EqualShares, Greedy, MaximinSupport, Phragmen
from plugins.voting.tests.budgets.elections import Small, small

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    election = pytest.importorskip("pabutools.election")
    rules = pytest.importorskip("pabutools.rules")

pytestmark = pytest.mark.filterwarnings("ignore")


def theirs(one: Small) -> tuple[object, object, list[object]]:
    """The same election in pabutools' words."""
    projects = [election.Project(name, cost) for name, cost in zip(one.names, one.costs, strict=True)]
    instance = election.Instance(projects, budget_limit=one.problem.budget)
    ballots = [election.ApprovalBallot([projects[p] for p in voter]) for voter in one.voters]
    return instance, election.ApprovalProfile(ballots), projects


def named(allocation) -> list[str]:
    return sorted(project.name for project in allocation)


def ours(one: Small, rule, **options) -> list[str]:
    return sorted(one.names[p] for p in one.decided(rule, **options))


@pytest.mark.parametrize("block", range(4))
def test_equal_shares_greedy_and_phragmen(block):
    for seed in range(50 * block, 50 * (block + 1)):
        one = small(seed)
        instance, profile, _ = theirs(one)
        for measure, sat in (("cost", election.Cost_Sat), ("count", election.Cardinality_Sat)):
            found = rules.method_of_equal_shares(instance, profile, sat_class=sat)
            assert ours(one, EqualShares(), satisfaction=measure) == named(found), f"election {seed}, {measure}"
        found = rules.greedy_utilitarian_welfare(instance, profile, sat_class=election.Cost_Sat)
        assert ours(one, Greedy()) == named(found), f"election {seed}"
        if all(any(p in voter for voter in one.voters) for p in range(len(one.costs))):
            assert ours(one, Phragmen()) == named(rules.sequential_phragmen(instance, profile)), f"election {seed}"


@pytest.mark.parametrize("dear", [False, True])
def test_add1_that_stops_when_the_outcome_is_exhaustive(dear):
    for seed in range(60):
        one = small(seed, dear=dear)
        instance, profile, _ = theirs(one)
        found = rules.method_of_equal_shares(instance, profile, sat_class=election.Cost_Sat, voter_budget_increment=1)
        options = {"completion": "add1", "increment": 1, "stop_when_exhaustive": True}
        assert ours(one, EqualShares(), **options) == named(found), f"election {seed}"


def test_maximin_support():
    for seed in range(12):
        one = small(seed, projects=4, voters=6)
        instance, profile, _ = theirs(one)
        supported = sorted({one.names[p] for voter in one.voters for p in voter})
        found = [name for name in named(rules.maximin_support(instance, profile)) if name in supported]
        assert ours(one, MaximinSupport()) == found, f"election {seed}"
