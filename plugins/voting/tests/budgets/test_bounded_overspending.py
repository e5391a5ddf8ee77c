"""Bounded overspending on the examples of its authors, and its measure at prices that the rule does not look at."""

from __future__ import annotations

from fractions import Fraction

import pytest

from osi_core.plugins import AllocationProblem
from osi_voting.budgets import BosEqualShares
from plugins.voting.tests.budgets import plain
from plugins.voting.tests.budgets.elections import Small, decide, small
from plugins.voting.tests.telling import english, minor


def funded(kind, costs, ballots, budget, **options):
    problem = AllocationProblem.of(kind, list(costs), ballots, cost=costs.values(), budget=budget, currency="EUR")
    return [award.item for award in decide(BosEqualShares(), problem, **options).awards]


def test_a_project_of_nearly_all_is_not_lost_for_a_few_who_pay_theirs_in_full():
    """Helenka: 403 voters can pay 97 % of one project, 11 voters all of another; equal shares takes the other."""
    ballots = [["large"]] * 403 + [["small"]] * 11
    assert funded("approval", {"large": 310_000, "small": 6_000}, ballots, 310_000) == ["large"]


def test_six_projects_of_ten_voters():
    costs = {"A": 300, "B": 400, "C": 300, "D": 240, "E": 170, "F": 100}
    ballots = [list(b) for b in ("A", "ABCE", "ABC", "ABC", "ABC", "ABF", "DE", "DE", "DEF", "CDF")]
    assert funded("approval", costs, ballots, 1_000) == ["A", "C", "D", "F"]


def test_it_says_what_supporters_really_paid():
    """At the turn of "half" its two supporters have 5 and 25 left, and it costs 50."""
    costs = {"first": 40, "half": 50, "other": 60, "own": 10}
    ballots = [["first", "half"], ["half"], ["other", "own"], ["first"]]
    problem = AllocationProblem.of(
        "approval", list(costs), ballots, cost=[100 * cost for cost in costs.values()], budget=10_000, currency="EUR"
    )
    outcome = decide(BosEqualShares(), problem, ties="name")
    (half,) = (one for one in outcome.explanations if one.item == "half")
    assert (minor(half.values["paid_at_most"]), half.values["covered_permille"]) == (2500, 600)
    assert english(half).startswith("Funded as number 3: 2 supporters paid up to €25 each, 60% of its cost.")


@pytest.mark.parametrize(("cheap", "dear", "first"), [(4, 6, "cheap"), (3, 7, "dear")])
def test_what_is_paid_for_in_part_counts_by_the_square_of_the_part(cheap, dear, first):
    """Per euro the cheap one costs 1/4 or 1/3 of a voter's share, the dear one 1/6 / 0.6² or 1/7 / 0.7²."""
    ballots = [["cheap"]] * cheap + [["dear"]] * dear
    assert funded("approval", {"cheap": 30, "dear": 100}, ballots, 100)[0] == first


def test_one_voter_who_cares_little_does_not_keep_out_what_all_others_want():
    """Tail utilities: paid in full, the last supporter of `most` would set a price above that of `all`."""
    ballots = [{"most": 100, "all": 2}] * 99 + [{"most": 1, "all": 2}]
    assert funded("points", {"most": 1_000, "all": 1_000}, ballots, 1_000) == ["most"]


def test_parties_get_their_shares():
    parties = {"a": 20, "b": 30, "c": 50}
    costs = {f"{party}{number}": 1 for party in parties for number in range(10)}
    ballots = [[f"{party}{number}" for number in range(10)] for party, size in parties.items() for _ in range(size)]
    won = funded("approval", costs, ballots, 10)
    assert [sum(item.startswith(party) for item in won) for party in parties] == [2, 3, 5]


def test_the_first_project_has_the_least_measure_at_whatever_price():
    """Small elections of points, at every 250th of a voter's share up to four times of it."""
    looked = 0
    for seed in range(60):
        one = small(seed, "points", projects=4, voters=8)
        bought = one.decided(BosEqualShares())
        if not bought:
            continue
        share = Fraction(one.problem.budget, len(one.voters))
        theirs = [(share, u[bought[0]]) for u in one.voters if u.get(bought[0])]
        prices = {share / worth for _, worth in theirs} | {plain.price_of(one.costs[bought[0]], theirs)} - {None}
        least = min(measure(one, bought[0], price) for price in prices)
        for project in range(len(one.costs)):
            if any(u.get(project) for u in one.voters) and one.costs[project] <= one.problem.budget:
                looked += 1
                assert least <= min(measure(one, project, share * step / 250) for step in range(1, 1001)), seed
    assert looked > 60


def measure(one: Small, project: int, price: Fraction) -> Fraction:
    """The price by the square of the part that it covers, where every voter has an equal share."""
    share = Fraction(one.problem.budget, len(one.voters))
    given = sum((min(share, price * u.get(project, 0)) for u in one.voters), Fraction(0))
    return price / min(given / one.costs[project], Fraction(1)) ** 2
