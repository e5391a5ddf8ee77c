"""Greedy rules that stop or give a part, points by rank, and a threshold of points."""

from __future__ import annotations

import random
from typing import Any, cast

import pytest

from osi_core.plugins import Allocation, AllocationProblem, no_progress
from osi_core.testing.problems import sample
from osi_voting.budgets import GreedyVotes
from osi_voting.refusal import CannotDecide


def problem(
    ballots: list[Any], costs: list[int], budget: int, kind: Any = "approval", **fields: Any
) -> AllocationProblem:
    names = [chr(ord("a") + at) for at in range(len(costs))]
    made = AllocationProblem.of(kind, names, ballots, cost=costs, budget=budget, currency="EUR")
    return made.model_copy(update=fields)


def decided(one: AllocationProblem, **options: Any) -> Allocation:
    rule = GreedyVotes()
    found = rule.solve(one, rule.Options(ties="name", **options), b"", no_progress)
    assert one.valid(found) == []
    return found


def plain(one: AllocationProblem, over_budget: str, least: int = 0) -> dict[str, int]:
    """By falling points and then name; what fits is paid, what does not is skipped, or ends it."""
    points, costs = dict(zip(one.items, one.points(), strict=True)), one.costs()
    left, paid = one.budget, {}
    for item in sorted(one.items, key=lambda name: (-points[name], name)):
        if points[item] < one.minimum_points or (one.minimum_points and not points[item]):
            continue
        if costs[item] <= left:
            paid[item] = costs[item]
            left -= costs[item]
        elif over_budget != "skip":
            if over_budget == "part" and left and 100 * left >= least * costs[item]:
                paid[item] = left
            break
    return paid


@pytest.mark.parametrize("kind", ["approval", "points", "ranked"])
@pytest.mark.parametrize("over_budget", ["skip", "stop", "part"])
def test_it_is_the_plain_rule(kind: str, over_budget: str) -> None:
    for seed in range(150):
        draw = random.Random(f"{kind} {seed}")
        m, n = draw.randint(1, 6), draw.randint(1, 8)
        costs = [draw.randint(1, 40) for _ in range(m)]
        names = [chr(ord("a") + at) for at in range(m)]
        rows: list[Any] = [draw.sample(names, draw.randint(0, m)) for _ in range(n)]
        if kind == "points":
            rows = [{name: draw.randint(1, 5) for name in row} for row in rows]
        fields: dict[str, Any] = {"partial": True, "minimum_points": draw.choice([0, 0, 3])}
        if kind == "ranked":
            fields["places"] = draw.choice([None, m, m + 2])
        one, least = problem(rows, costs, draw.randint(5, 90), kind, **fields), draw.choice([0, 50, 80])
        found = decided(one, over_budget=over_budget, least_part=least)
        paid = {award.item: award.amount for award in found.awards}
        assert paid == plain(one, over_budget, least), f"election {seed}"
        assert {one.item for one in found.explanations} == set(one.items)


def test_the_last_named_of_three_counts_a_point() -> None:
    ballots = [["a", "b", "c"]] * 4 + [["a", "b", "c"], ["d", "a", "b"]]
    one = problem(ballots, [30, 30, 40, 40], 100, "ranked")
    assert one.points() == [17, 11, 5, 3]
    assert [award.item for award in decided(one, unsupported=False).awards] == ["a", "b", "c"]
    assert [award.item for award in decided(one, satisfaction="borda", unsupported=False).awards] == ["a", "b", "d"]


def test_places_that_nobody_used_count_too() -> None:
    ballots = [["a"], ["a"], ["b", "a"], ["c", "b"], ["c", "b"]]
    one = problem(ballots, [10, 10, 10], 10, "ranked")
    assert one.points() == [5, 4, 4]
    assert one.model_copy(update={"places": 5}).points() == [14, 13, 10]


def test_who_has_too_few_points_is_told_so() -> None:
    one = problem([{"a": 5, "b": 1}, {"b": 1}], [10, 10], 100, "points", minimum_points=3)
    found = decided(one)
    assert [award.item for award in found.awards] == ["a"]
    told = next(one for one in found.explanations if one.item == "b")
    assert (told.reason, told.values["count"], told.values["points"]) == ("budgets.too-few-points", 3, 2)
    wrong = found.model_copy(update={"awards": (*found.awards, found.awards[0].model_copy(update={"item": "b"}))})
    assert "awards: 'b' has 2 of 3 points" in one.valid(wrong)


def test_what_costs_more_than_the_whole_budget_ends_it_too() -> None:
    one = problem([["a", "b"], ["a", "b"], ["a", "c"]], [500, 20, 10], 100)
    assert decided(one, over_budget="stop").awards == ()
    assert {award.item for award in decided(one).awards} == {"b", "c"}


@pytest.mark.parametrize("kind", ["approval", "points", "ranked"])
@pytest.mark.parametrize("over_budget", ["stop", "part"])
def test_what_ends_it_keeps_every_limit(kind: str, over_budget: str) -> None:
    """Conflicts, needs, substitutes, pots and quotas hold for what ends a count and for what gets a part too."""
    for number in range(200):
        one = cast(AllocationProblem, sample("allocation", 4 + number % 16, number, cast(Any, kind)))
        if one.partial or over_budget == "stop":
            found = decided(one, over_budget=over_budget)
            assert {one.item for one in found.explanations} == set(one.items)


def test_what_may_not_be_funded_ends_nothing() -> None:
    """One that costs more than the budget, and conflicts with a funded one or needs one that is not, is passed over."""
    ballots, costs = [["a", "b", "c"], ["a", "b", "c"], ["a", "b"], ["a"]], [10, 500, 20, 30]
    for limit in ({"conflicts": (("a", "b"),)}, {"requires": (("b", "d"),)}):
        one = problem(ballots, costs, 100, partial=True, **limit)
        for over_budget in ("stop", "part"):
            paid = {award.item: award.amount for award in decided(one, over_budget=over_budget).awards}
            assert {"a": 10, "c": 20}.items() <= paid.items()


def test_a_part_is_given_only_where_the_problem_allows_it() -> None:
    with pytest.raises(CannotDecide, match="part gives less than the cost"):
        decided(problem([["a"]], [50], 20), over_budget="part")
