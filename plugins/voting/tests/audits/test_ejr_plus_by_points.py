"""EJR+ for additive utilities: equal to its definition over all groups, kept by equal shares, and broken by greedy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings

from osi_core.plugins import AllocationProblem, no_progress
from osi_voting.audits import Judged, ejr_plus
from osi_voting.budgets import RULES, EqualShares, GreedyVotes
from osi_voting.formats import read_pabulib
from plugins.voting.tests.audits.elections import allocations, scored


def utilities(problem: AllocationProblem) -> list[dict[str, int]]:
    """What each voter gives to each item, one entry a head: points, or on a ranked ballot the items named after."""
    heads = []
    for ballot, (row, weight) in enumerate(zip(problem.rows(), problem.ballot_weights(), strict=True)):
        names = [problem.items[index] for index in row]
        if problem.kind == "points":
            given = dict(zip(names, list(problem.value_rows())[ballot], strict=True))
        else:
            given = {name: len(names) - place for place, name in enumerate(names, 1)}
        heads += [given] * weight
    return heads


def plainly(problem: AllocationProblem, winners: list[str]) -> set[str]:
    """The items by which some group breaks EJR+: every group of ballots is tried, and every share of their heads."""
    heads, costs = utilities(problem), problem.costs()
    found = set()
    for item in set(problem.items) - set(winners):
        wanting = [one for one in heads if one.get(item, 0)]
        for group in groups(wanting):
            given = sum(one[item] for one in group)
            beyond = max(sum(one.get(name, 0) for name in winners) + one[item] for one in group)
            if not costs[item] or beyond <= Fraction(problem.budget, len(heads)) * given / costs[item]:
                found.add(item)
    return found


def groups(heads: list[dict[str, int]]) -> Iterator[tuple[dict[str, int], ...]]:
    for size in range(1, len(heads) + 1):
        yield from combinations(heads, size)


@settings(max_examples=300)
@given(scored())
def test_points_and_ranks_are_judged_as_the_definition_says(election: tuple[AllocationProblem, list[str]]) -> None:
    problem, winners = election
    if len(utilities(problem)) > 10:
        problem = problem.model_copy(update={"weights": None})
    found = ejr_plus(Judged.of(problem, winners), "points")
    assert {one.item for one in found} == plainly(problem, winners)
    for one in found:
        assert one.claim is None or one.beyond <= one.claim
        assert one.most < one.beyond
        assert one.group <= one.supporters


@settings(max_examples=300)
@given(scored())
def test_equal_shares_keeps_it(election: tuple[AllocationProblem, list[str]]) -> None:
    problem, _ = election
    for completion in ("none", "add1", "epsilon"):
        outcome = EqualShares().solve(problem, EqualShares.Options(completion=completion), bytes(32), no_progress)
        assert ejr_plus(Judged.of(problem, [award.item for award in outcome.awards]), "points") == []


@given(allocations())
def test_points_that_are_all_equal_say_what_approval_says(election: tuple[AllocationProblem, object]) -> None:
    """Approval by count, and points of 3 for everything approved: the same groups go short."""
    problem, outcome = election
    winners = [award.item for award in outcome.awards]  # type: ignore[attr-defined] # an allocation
    ballots = [{problem.items[index]: 3 for index in row} for row in problem.rows()]
    given = {"weights": problem.weights, "cost": problem.cost, "budget": problem.budget, "currency": "EUR"}
    points = AllocationProblem.of("points", problem.items, ballots, **given)
    by_points = ejr_plus(Judged.of(points, winners), "points")
    by_count = ejr_plus(Judged.of(problem, winners), "count")
    assert [(one.item, one.group, one.most) for one in by_points] == [
        (one.item, one.group, 3 * one.most) for one in by_count
    ]


TOWN = AllocationProblem.of(
    "points",
    ["park", "bigger park", "library"],
    [{"park": 9, "bigger park": 9, "library": 1}] * 6 + [{"library": 2, "park": 1}] * 4,
    cost=[50, 50, 20],
    budget=100,
    currency="EUR",
)


def test_greedy_leaves_a_minority_with_a_point_each() -> None:
    """Six of ten give both parks 9 points; four give the library 2, which a fifth of the money would pay for, and get
    one point for the park. Their 40 would buy the library twice: 4 points each, and with it they would have 3.
    """
    rules = {rule.name: rule for rule in RULES}
    outcomes = {}
    for name in ("greedy", "equal-shares"):
        options = rules[name].Options(satisfaction="points")
        outcome = rules[name].solve(TOWN, options, bytes(32), no_progress)
        outcomes[name] = [award.item for award in outcome.awards]
    assert sorted(outcomes["greedy"]) == ["bigger park", "park"]
    (one,) = ejr_plus(Judged.of(TOWN, outcomes["greedy"]), "points")
    assert (one.item, one.group, one.supporters, one.share) == ("library", 4, 10, 40)
    assert (one.most, one.beyond, one.claim) == (1, 3, 4)
    assert ejr_plus(Judged.of(TOWN, outcomes["equal-shares"]), "points") == []


def test_points_may_differ_within_a_group() -> None:
    """Who gives 1 and who gives 5 have together a share that buys 3 each; alone, neither could claim anything."""
    problem = AllocationProblem.of("points", "ab", [{"a": 1}, {"a": 5}], cost=[2, 9], budget=4, currency="EUR")
    (one,) = ejr_plus(Judged.of(problem, []), "points")
    assert (one.group, one.most, one.beyond, one.claim) == (2, 0, 5, 6)
    dearer = AllocationProblem.of("points", "ab", [{"a": 1}, {"a": 5}], cost=[3, 9], budget=4, currency="EUR")
    assert ejr_plus(Judged.of(dearer, []), "points") == []


def test_the_last_named_of_a_ranked_ballot_claims_nothing() -> None:
    problem = AllocationProblem.of("ranked", "ab", [["a", "b"]] * 3, cost=[1, 1], budget=2, currency="EUR")
    assert [one.item for one in ejr_plus(Judged.of(problem, []), "points")] == ["a"]


def test_points_too_large_for_64_bits_are_added_up_exactly() -> None:
    """Two voters with 2^62 points each: a budget of the cost buys exactly what the item gives, a unit less does not."""
    large = 2**62
    for budget, broken in ((10**6, True), (10**6 - 1, False)):
        problem = AllocationProblem.of("points", "a", [{"a": large}] * 2, cost=[10**6], budget=budget, currency="EUR")
        assert bool(ejr_plus(Judged.of(problem, []), "points")) is broken


def test_approval_ballots_give_no_points() -> None:
    problem = AllocationProblem.of("approval", "a", [["a"]], cost=[1], budget=1, currency="EUR")
    judged = Judged.of(problem, [])
    assert judged.measures == ("cost", "count")
    with pytest.raises(ValueError, match="give no points"):
        ejr_plus(judged, "points")


def test_real_points_and_ranks_are_judged(pabulib: Path) -> None:
    """Equal shares, as pabutools counts it, keeps it; the most votes win in all five towns, and break it in each."""
    votes, kinds, broken = GreedyVotes(), set(), 0
    for file, found in json.loads((pabulib / "reference.json").read_text()).items():
        if found["type"] != "ApprovalProfile":
            problem = read_pabulib(pabulib / file).problem
            kinds.add(problem.kind)
            assert ejr_plus(Judged.of(problem, found["equal-shares"]["winners"]), "points") == [], file
            outcome = votes.solve(problem, votes.Options(ties="name"), bytes(32), no_progress)
            broken += bool(ejr_plus(Judged.of(problem, [award.item for award in outcome.awards]), "points"))
    assert (kinds, broken) == ({"points", "ranked"}, 5)
