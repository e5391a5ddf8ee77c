"""Who gets what: counted by hand."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given

from osi_core.plugins import AllocationProblem
from osi_voting.audits import (
    Judged,
    by_group_of_items,
    by_group_of_voters,
    payments,
    proportionality_degree,
    spread,
    voter_groups,
)
from plugins.voting.tests.audits.elections import allocations

TOWN = AllocationProblem.of(
    "approval",
    ["park", "pool", "path"],
    [["park", "pool"], ["park"], ["path"], []],
    cost=[60, 30, 30],
    budget=100,
    currency="EUR",
    categories=(("green",), ("sport",), ("sport", "green")),
    districts=("North", "North", "South"),
)


def test_voters_are_counted_by_what_they_get():
    judged = Judged.of(TOWN, ["park", "pool"])
    found = spread(judged)
    assert found.by_count == (2, 1, 1)
    assert found.nothing == 2
    assert (judged.average("count"), judged.average("cost")) == (Fraction(3, 4), Fraction(150, 4))


def test_money_by_category_splits_what_is_in_two():
    lines = {line.name: line for line in by_group_of_items(Judged.of(TOWN, ["park", "path"]), TOWN.categories)}
    assert (lines["green"].asked, lines["green"].won) == (75, 75)
    assert (lines["sport"].asked, lines["sport"].won) == (45, 15)
    assert round(lines["green"].demand + lines["sport"].demand) == 75  # the fourth voter wants nothing


def test_voters_of_a_district_receive_their_part_of_each_cost():
    judged = Judged.of(TOWN, ["park", "path"])
    north, south = by_group_of_voters(judged, np.array([0, 0, 1, 1], np.int32), ["North", "South"])
    assert (north.voters, north.demand, north.received) == (2, 50, 60)
    assert (south.voters, south.demand, south.received) == (2, 50, 30)


def test_ages_become_bands_in_order_and_other_columns_stand_largest_first():
    found = voter_groups({"age": ["70", "17", "", "33"], "sex": ["F", "M", "M", "M"], "voter_id": list("abcd")})
    assert [(one.column, one.names) for one in found] == [
        ("age", ("0–17", "30–44", "60–74", "")),
        ("sex", ("M", "F")),
    ]
    assert found[0].numbers.tolist() == [2, 0, 3, 1]


def test_supporters_pay_exactly_the_cost_and_nobody_more_than_the_share():
    judged = Judged.of(TOWN, ["park", "pool"])
    found = payments(judged)
    paid = np.zeros(4)
    for item, (ballots, amounts) in zip(found.items, found.paid, strict=True):
        assert amounts.sum() == pytest.approx(judged.costs[item])
        paid[ballots] += amounts
    assert paid.max() <= found.share * (1 + 1e-9)
    assert found.share == pytest.approx(60, rel=1e-4)
    assert found.fair == 25


def test_winners_that_are_no_projects_are_refused_by_name():
    with pytest.raises(ValueError, match="'lake' is none of the 3 items"):
        Judged.of(TOWN, ["lake"])
    with pytest.raises(ValueError, match="'park' stands there twice"):
        Judged.of(TOWN, ["park", "park"])


@given(allocations())
def test_the_degree_is_the_worst_average_of_all_groups(election):
    """By trying every group of supporters of every unchosen project that could pay for so many like it."""
    problem, outcome = election
    judged = Judged.of(problem, [award.item for award in outcome.awards])
    weights = problem.ballot_weights()
    heads = [set(row) for row, weight in zip(problem.rows(), weights, strict=True) for _ in range(weight)][:9]
    problem = AllocationProblem.of(
        "approval",
        problem.items,
        [[problem.items[item] for item in sorted(head)] for head in heads],
        cost=list(problem.costs().values()),
        budget=problem.budget,
        currency="EUR",
    )
    judged = Judged.of(problem, [award.item for award in outcome.awards])
    gets = judged.gets().tolist()
    worst: dict[int, Fraction] = {}
    for item in judged.unchosen():
        supporters = [voter for voter, head in enumerate(heads) if item in head]
        for size in range(1, len(supporters) + 1):
            level = size * judged.budget // (judged.voters * int(judged.costs[item]))
            for group in combinations(supporters, size) if level else ():
                average = Fraction(sum(gets[voter] for voter in group), size)
                for claimed in range(1, min(level, 20) + 1):
                    worst[claimed] = min(worst.get(claimed, average), average)
    assert {one.level: one.average for one in proportionality_degree(judged)} == worst
