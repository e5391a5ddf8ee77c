"""Pots, conflicts, minimum support and ties, on every rule; and what is said about them."""

from __future__ import annotations

import pytest

from osi_core.plugins import AllocationProblem, Pot
from osi_voting.budgets import EqualShares, Greedy, Phragmen, budget_rules
from plugins.voting.tests.budgets.elections import decide

RULES = {rule.name: rule for rule in budget_rules()}
ITEMS = ["park", "pool", "path"]


def problem(ballots, cost, budget, **fields):
    return AllocationProblem.of("approval", ITEMS, ballots, cost=cost, budget=budget, currency="EUR", **fields)


def funded(outcome):
    return [award.item for award in outcome.awards]


def told(outcome, item):
    return next(one for one in outcome.explanations if one.item == item)


@pytest.mark.parametrize("name", RULES)
def test_a_pot_gives_no_more_than_it_has(name):
    pots = {"categories": (("green",), ("green",), ("roads",)), "category_pots": (Pot(id="green", amount=100),)}
    outcome = decide(RULES[name], problem([ITEMS] * 4, [100, 90, 50], 240, **pots))
    assert len({"park", "pool"} & set(funded(outcome))) == 1
    assert "path" in funded(outcome)
    out = ({"park", "pool"} - set(funded(outcome))).pop()
    if name != "welfare-optimum":
        assert "category green" in told(outcome, out).en
        assert "Kategorie green" in told(outcome, out).de


@pytest.mark.parametrize("name", RULES)
def test_of_two_that_conflict_one_is_funded(name):
    outcome = decide(RULES[name], problem([ITEMS] * 4, [100, 100, 100], 300, conflicts=(("park", "pool"),)))
    assert len(funded(outcome)) == 2
    assert "path" in funded(outcome)


@pytest.mark.parametrize("name", RULES)
def test_minimum_support_is_asked_for(name):
    ballots = [["park", "path"]] * 3 + [["pool", "path"]]
    outcome = decide(RULES[name], problem(ballots, [10, 10, 10], 300, minimum_support=2))
    assert sorted(funded(outcome)) == ["park", "path"]
    assert told(outcome, "pool").data["more_supporters"] == 1
    assert told(outcome, "pool").en == "Not funded: of 2 supporters needed it has 1."


@pytest.mark.parametrize("name", RULES)
def test_what_costs_more_than_the_budget_is_out_of_the_question(name):
    outcome = decide(RULES[name], problem([ITEMS] * 3, [10, 400, 10], 300))
    assert sorted(funded(outcome)) == ["park", "path"]
    assert told(outcome, "pool").data["reason"] == "dearer than the budget"


@pytest.mark.parametrize("name", RULES)
def test_ties_are_broken_as_the_option_says(name):
    one = problem([["park", "pool"]] * 3, [60, 60, 60], 100)
    assert funded(decide(RULES[name], one, ties="name")) == ["park"]
    by_lot = {funded(decide(RULES[name], one, seed=bytes([seed]), ties="seed"))[0] for seed in range(20)}
    assert by_lot == {"park", "pool"}


@pytest.mark.parametrize("rule", [EqualShares(), Phragmen(), Greedy()], ids=lambda rule: rule.name)
def test_ties_are_recorded(rule):
    outcome = decide(rule, problem([["park", "pool"]] * 3, [60, 60, 60], 100))
    assert outcome.tied == (("park", "pool"),)
    assert told(outcome, "park").data["tied"] == 1


@pytest.mark.parametrize("name", RULES)
def test_nobody_votes(name):
    outcome = decide(RULES[name], problem([], [10, 10, 10], 300))
    assert funded(outcome) == (sorted(ITEMS) if "greedy" in name else [])


def test_equal_shares_says_who_paid_what_and_who_lacked_how_much():
    outcome = decide(EqualShares(), problem([["park"]] * 3 + [["pool"]], [3000, 2000, 1], 4000))
    assert told(outcome, "park").data == {
        "cost": 3000, "supporters": 3, "place": 1, "round": 1, "price": 1000,
    }  # fmt: skip
    assert told(outcome, "park").en == "Funded in round 1: its 3 supporters paid up to 10.00 EUR each."
    lacking = told(outcome, "pool")
    assert (lacking.data["left"], lacking.data["missing"], lacking.data["more_supporters"]) == (1000, 1000, 1)
    assert "10.00 EUR less than it costs, which is the whole share of 1 more" in lacking.en
    assert "10,00 EUR weniger als die Kosten" in lacking.de


def test_what_would_not_fit_64_bits_is_refused():
    with pytest.raises(ValueError, match="cost: together more than"):
        decide(EqualShares(), problem([ITEMS], [2**61, 2**61, 2**61], 2**62 - 1))
