"""With needs, quotas, substitutes, conflicts, pots and minimum support mixed, all rules decide as the plain ones do."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest

from osi_core.plugins import AllocationRule
from osi_voting.budgets import (
    BosEqualShares,
    EqualShares,
    Greedy,
    GreedyVotes,
    Instance,
    MaximinSupport,
    Phragmen,
    WelfareOptimum,
)
from osi_voting.budgets.equal_shares.count import SharesCounter
from plugins.voting.tests.budgets import plain
from plugins.voting.tests.budgets.elections import Small, decide, late, small

KINDS = ("approval", "points", "ranked")
FIELDS = ("conflicts", "requires", "substitutes", "category_pots", "district_pots", "minimum_support")


def limited(seed: int, kind: str = "approval", projects: int = 7, voters: int = 20) -> Small:
    return small(seed, kind, projects, voters, limited=True)


def measure(kind: str) -> str:
    return "cost" if kind == "approval" else "points"


def share(one: Small) -> Fraction:
    return Fraction(one.problem.budget, len(one.voters))


def test_the_elections_have_limits_of_all_kinds_and_these_matter():
    """In many of them each kind of limit alone changes what equal shares funds."""
    there, matters = Counter[str](), Counter[str]()
    for seed in range(300):
        one = limited(seed)
        there.update([field for field in FIELDS if getattr(one.problem, field)] + ["at_most"] * bool(one.at_most))
        there.update(["free"] * (0 in one.costs))
        funded = one.decided(EqualShares())
        for field in FIELDS:
            other = one.problem.model_copy(update={field: 0 if field == "minimum_support" else ()})
            awards = decide(EqualShares(), other, at_most=one.at_most).awards
            matters[field] += [award.item for award in awards] != [one.names[p] for p in funded]
        awards = decide(EqualShares(), one.problem).awards
        matters["at_most"] += [award.item for award in awards] != [one.names[p] for p in funded]
    assert min(there.values()) > 50, there
    assert len(there) == len(FIELDS) + 2
    assert min(matters.values()) > 5, matters


@pytest.mark.parametrize("kind", KINDS)
def test_equal_shares(kind):
    for seed in range(600):
        one = limited(seed, kind)
        expected = plain.equal_shares(one.costs, one.voters, share(one), one.before, measure(kind), one.limits)
        assert one.decided(EqualShares()) == expected, f"election {seed}"


def test_equal_shares_where_every_project_counts_the_same():
    for seed in range(400):
        one = limited(seed)
        expected = plain.equal_shares(one.costs, one.voters, share(one), one.before, "count", one.limits)
        assert one.decided(EqualShares(), satisfaction="count") == expected, f"election {seed}"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("precision", [2.0**-62, 0.0])
def test_equal_shares_with_more_money_than_there_is_and_in_whole_numbers_alone(kind, precision):
    for seed in range(150):
        one = limited(seed, kind)
        more = share(one) + seed % 7
        counter = SharesCounter(Instance.of(one.problem, "auto", "name", often=True, at_most=one.at_most))
        counter.precision = precision
        expected = plain.equal_shares(one.costs, one.voters, more, one.before, measure(kind), one.limits)
        assert counter.count(more).bought == expected, f"election {seed}"


@pytest.mark.parametrize("exhaustive", [False, True])
@pytest.mark.parametrize("completion", ["add1", "add1u"])
def test_add1(completion, exhaustive):
    for seed in range(200):
        one = limited(seed)
        budget = one.problem.budget
        expected = plain.add1(one.costs, one.voters, budget, one.before, one.limits, exhaustive)
        if completion == "add1u":
            expected = plain.greedy(
                one.costs, one.voters, budget, one.before, "cost", one.limits, unsupported=False, first=expected
            )
        found = one.decided(EqualShares(), completion=completion, increment=1, stop_when_exhaustive=exhaustive)
        assert found == expected, f"election {seed}"


@pytest.mark.parametrize("kind", ["approval", "points"])
def test_epsilon_completion(kind):
    for seed in range(500):
        one = limited(seed, kind)
        expected = plain.equal_shares_epsilon(one.costs, one.voters, share(one), one.before, measure(kind), one.limits)
        assert one.decided(EqualShares(), completion="epsilon") == expected, f"election {seed}"


@pytest.mark.parametrize("kind", ["approval", "points"])
def test_epsilon_completion_where_what_opens_late_can_be_paid_by_its_supporters(kind):
    for seed in range(500):
        one = late(seed, kind)
        expected = plain.equal_shares_epsilon(one.costs, one.voters, share(one), one.before, measure(kind), one.limits)
        assert one.decided(EqualShares(), completion="epsilon") == expected, f"election {seed}"


@pytest.mark.parametrize("kind", ["approval", "points"])
def test_bounded_overspending(kind):
    for seed in range(400):
        one = limited(seed, kind, voters=12)
        expected = plain.bos_equal_shares(
            one.costs, one.voters, one.problem.budget, one.before, measure(kind), one.limits
        )
        assert one.decided(BosEqualShares()) == expected, f"election {seed}"


@pytest.mark.parametrize("over_budget", ["stop", "skip"])
def test_phragmen(over_budget):
    for seed in range(800):
        one = limited(seed)
        expected = plain.phragmen(
            one.costs, one.voters, one.problem.budget, one.before, one.limits, over_budget == "skip"
        )
        assert one.decided(Phragmen(), over_budget=over_budget) == expected, f"election {seed}"


@pytest.mark.parametrize("over_budget", ["stop", "skip"])
def test_phragmen_where_supporters_had_the_money_before_a_project_was_open(over_budget):
    for seed in range(600):
        one = late(seed)
        expected = plain.phragmen(
            one.costs, one.voters, one.problem.budget, one.before, one.limits, over_budget == "skip"
        )
        assert one.decided(Phragmen(), over_budget=over_budget) == expected, f"election {seed}"


def test_maximin_support():
    for seed in range(300):
        one = limited(seed, projects=6)
        expected = plain.maximin_support(one.costs, one.voters, one.problem.budget, one.before, one.limits)
        assert one.decided(MaximinSupport()) == expected, f"election {seed}"


@pytest.mark.parametrize("unsupported", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_greedy(kind, unsupported):
    for seed in range(400):
        one = limited(seed, kind)
        arguments: Any = (one.costs, one.voters, one.problem.budget, one.before)
        expected = plain.greedy(*arguments, measure(kind), one.limits, unsupported)
        assert one.decided(Greedy(), unsupported=unsupported) == expected, f"election {seed}"
        expected = plain.greedy(*arguments, "count", one.limits, unsupported, votes=True)
        satisfaction = "borda" if kind == "ranked" else "auto"
        votes = one.decided(GreedyVotes(), unsupported=unsupported, satisfaction=satisfaction)
        assert votes == expected, f"election {seed}"


@pytest.mark.parametrize("kind", KINDS)
def test_welfare_optimum(kind):
    for seed in range(250):
        one = limited(seed, kind)
        found = frozenset(one.decided(WelfareOptimum()))
        assert one.limits.allow(list(found), one.costs)
        expected = plain.welfare(one.costs, one.voters, one.problem.budget, measure(kind), one.limits)
        assert plain.worth(found, one.costs, one.voters, measure(kind), one.limits) == expected, f"election {seed}"


def test_welfare_optimum_with_lower_bounds():
    rule: AllocationRule = WelfareOptimum()
    refused = 0
    for seed in range(300):
        one, chance = limited(seed), random.Random(seed)
        members = {
            name: [
                {p for p, names in enumerate(one.problem.categories) if name in names},
                {p for p, district in enumerate(one.problem.districts) if district == name},
            ]
            for name in ("green", "south")
        }
        floors = {name: chance.randint(0, 2) for name, of in members.items() if any(of)}
        wanted = [(of, bound) for name, bound in floors.items() for of in members[name] if of]
        sets = [
            s
            for s in plain.sets_within(one.costs, one.voters, one.problem.budget, one.limits)
            if all(len(s & of) >= bound for of, bound in wanted)
        ]
        if not sets:
            refused += 1
            with pytest.raises(ValueError, match="at_least: no set"):
                one.decided(rule, at_least=floors)
            continue
        found = frozenset(one.decided(rule, at_least=floors))
        assert found in sets
        best = max(plain.worth(s, one.costs, one.voters, "cost", one.limits) for s in sets)
        assert plain.worth(found, one.costs, one.voters, "cost", one.limits) == best, f"election {seed}"
    assert 20 < refused < 280


def test_what_a_welfare_optimum_is_checked_for():
    """The rule's own check passes its outcomes, and no other set that is worth less."""
    rule = WelfareOptimum()
    for seed in range(80):
        one = limited(seed)
        options = rule.Options(ties="name", at_most=one.at_most)
        outcome = decide(rule, one.problem, at_most=one.at_most)
        assert rule.check(one.problem, options, outcome) == []
        worse = outcome.model_copy(update={"awards": (), "spent": 0})
        value = plain.worth(
            frozenset(one.names.index(award.item) for award in outcome.awards),
            one.costs,
            one.voters,
            "cost",
            one.limits,
        )
        assert bool(rule.check(one.problem, options, worse)) == (value > 0), f"election {seed}"
