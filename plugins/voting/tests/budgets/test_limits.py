"""Pots, conflicts, minimum support and ties, on every rule; and what is said about them."""

from __future__ import annotations

import pytest

from osi_core.money import Money
from osi_core.plugins import AllocationProblem, Column, Pot
from osi_voting.budgets import RULES as ALL
from osi_voting.budgets import EqualShares, Greedy, Phragmen
from plugins.voting.tests.budgets.elections import decide
from plugins.voting.tests.telling import english, german, minor

RULES = {rule.name: rule for rule in ALL}
ITEMS = ["park", "pool", "path"]


def problem(ballots, cost, budget, **fields):
    return AllocationProblem.of("approval", ITEMS, ballots, cost=cost, budget=budget, currency="EUR", **fields)


def funded(outcome):
    return [award.item for award in outcome.awards]


def euros(amount):
    return Money(minor=100 * amount, currency="EUR")


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
        assert "category green" in english(told(outcome, out))
        assert "Kategorie green" in german(told(outcome, out))


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
    assert told(outcome, "pool").values["more_supporters"] == 1
    assert english(told(outcome, "pool")) == "Not funded: of 2 supporters needed it has 1."


@pytest.mark.parametrize("name", RULES)
def test_what_costs_more_than_the_budget_is_out_of_the_question(name):
    outcome = decide(RULES[name], problem([ITEMS] * 3, [10, 400, 10], 300))
    assert sorted(funded(outcome)) == ["park", "path"]
    assert told(outcome, "pool").reason == "budgets.too-dear"


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
    assert told(outcome, "park").values["tied"] is True


@pytest.mark.parametrize("name", RULES)
def test_nobody_votes(name):
    outcome = decide(RULES[name], problem([], [10, 10, 10], 300))
    assert funded(outcome) == (sorted(ITEMS) if "greedy" in name else [])


def test_equal_shares_says_who_paid_what_and_who_lacked_how_much():
    outcome = decide(EqualShares(), problem([["park"]] * 3 + [["pool"]], [3000, 2000, 1], 4000))
    assert told(outcome, "park").values == {
        "cost": euros(30), "supporters": 3, "place": 1, "round": 1, "price": euros(10), "count": 3,
    }  # fmt: skip
    assert english(told(outcome, "park")) == "Funded in round 1: its 3 supporters paid up to €10 each."
    lacking = told(outcome, "pool")
    assert (lacking.values["left"], lacking.values["missing"]) == (euros(10), euros(10))
    assert lacking.values["more_supporters_at_most"] == 1
    assert "its 1 supporter has €10 left, €10 less than it costs." in english(lacking)
    assert english(lacking).endswith(" 1 more voter with a whole share would have been enough.")
    assert "10 € weniger als die Kosten" in german(lacking)


def test_what_would_not_fit_64_bits_is_refused():
    with pytest.raises(ValueError, match="cost: together more than"):
        decide(EqualShares(), problem([ITEMS], [2**61, 2**61, 2**61], 2**62 - 1))


SEQUENTIAL = [name for name in RULES if name != "welfare-optimum"]


@pytest.mark.parametrize("name", RULES)
def test_a_project_waits_for_what_it_needs(name):
    """The path alone is the cheapest and best liked, and needs the pool."""
    ballots = [["path"]] * 5 + [["path", "pool"]] * 4 + [["park"]] * 2
    needs = {"requires": (("path", "pool"),)}
    outcome = decide(RULES[name], problem(ballots, [90, 30, 5], 130, **needs))
    assert {"pool", "path"} <= set(funded(outcome))
    if name in SEQUENTIAL:
        assert funded(outcome).index("pool") < funded(outcome).index("path")
    outcome = decide(RULES[name], problem(ballots, [90, 300, 5], 130, **needs))
    assert "path" not in funded(outcome)
    assert told(outcome, "path").reason == "budgets.needs"
    assert told(outcome, "path").values["needs"] == "pool"
    assert english(told(outcome, "path")) == "Not funded: it waits for pool, which is not funded."
    assert german(told(outcome, "path")) == "Nicht gefördert: es wartet auf pool, das nicht gefördert wird."


@pytest.mark.parametrize("name", RULES)
def test_of_a_category_or_district_at_most_so_many_are_funded(name):
    groups = {"categories": (("green",), ("green",), ()), "districts": ("south", "south", "south")}
    one = problem([ITEMS] * 4, [10, 0, 5], 240, **groups)
    outcome = decide(RULES[name], one, at_most={"green": 1})
    assert len({"park", "pool"} & set(funded(outcome))) == 1
    assert "path" in funded(outcome)
    out = told(outcome, ({"park", "pool"} - set(funded(outcome))).pop())
    if name in SEQUENTIAL:
        assert (out.reason, out.values["quota"], out.values["at_most"]) == ("budgets.quota", "green", 1)
        assert english(out).startswith("Not funded: the limit of 1 for green is reached.")
        assert german(out).startswith("Nicht gefördert: die Höchstzahl von 1 für green ist erreicht.")
    assert len(funded(decide(RULES[name], one, at_most={"green": 1, "south": 1}))) == 1
    assert funded(decide(RULES[name], one, at_most={"south": 0})) == []
    with pytest.raises(ValueError, match="at_most: no item is in category or district 'north'"):
        decide(RULES[name], one, at_most={"north": 1})


@pytest.mark.parametrize("name", RULES)
def test_who_is_served_by_one_of_a_group_does_not_support_the_others(name):
    """The pool has more supporters than the path, but for those who have the park."""
    ballots = [["park", "pool"]] * 5 + [["park"]] * 3 + [["pool"]] + [["path"]] * 3
    one = problem(ballots, [100, 100, 100], 200, substitutes=(("pool", "park"),))
    options = {"completion": "add1u"} if name == "equal-shares" else {}
    options = {"over_budget": "skip"} if name == "phragmen" else options
    outcome = decide(RULES[name], one, **options)
    assert sorted(funded(outcome)) == ["park", "path"]
    pool = told(outcome, "pool")
    assert (pool.values["supporters"], pool.values["served"], pool.values["served_by"]) == (6, 5, ("park",))
    assert english(pool).endswith(" 5 of its 6 supporters are served already (5 by park).")
    assert german(pool).endswith(" Von seinen 6 Unterstützenden ist 5 schon gedient (5 mit park).")
    assert "served" not in told(outcome, "park").values
    without = decide(RULES[name], one.model_copy(update={"substitutes": ()}), **options)
    assert sorted(funded(without)) == ["park", "path" if name == "bos-equal-shares" else "pool"]


@pytest.mark.parametrize("name", [name for name in SEQUENTIAL if "greedy" not in name])
def test_whose_supporters_are_all_served_is_out_though_there_is_money(name):
    one = problem(
        [["park", "pool"]] * 3 + [["park"]], [10, 0, 10], 200, substitutes=(("pool", "park"),), minimum_support=3
    )
    costs = one.model_copy(update={"cost": Column.of("i8", [10, 11, 10])})
    outcome = decide(RULES[name], costs)
    assert funded(outcome) == ["park"]
    assert told(outcome, "pool").reason == "budgets.all-served"
    assert english(told(outcome, "pool")).startswith("Not funded: what is funded serves all of its supporters already.")
    assert german(told(outcome, "pool")).startswith("Nicht gefördert: allen seinen Unterstützenden ist mit Gefördertem")


def test_minimum_support_is_judged_on_the_ballots_as_cast():
    ballots = [["park", "pool"]] * 2 + [["park"], ["pool"]] + [["path"]] * 3
    one = problem(ballots, [10, 10, 10], 200, substitutes=(("pool", "park"),), minimum_support=3)
    for rule in RULES.values():
        assert sorted(funded(decide(rule, one))) == ["park", "path", "pool"], rule.name


def test_a_welfare_optimum_must_have_at_least_so_many():
    rule, groups = RULES["welfare-optimum"], {"districts": ("south", "north", "north")}
    one = problem([["park"]] * 9 + [["pool", "path"]], [100, 60, 50], 130, **groups)
    assert funded(decide(rule, one)) == ["park"]
    assert sorted(funded(decide(rule, one, at_least={"north": 2}))) == ["path", "pool"]
    with pytest.raises(ValueError, match="at_least: no set that the other limits allow has 2 of 'north', 1 of 'south'"):
        decide(rule, one, at_least={"north": 2, "south": 1})
    with pytest.raises(ValueError, match="at_least: no item is in category or district 'east'"):
        decide(rule, one, at_least={"east": 1})
    chosen = rule.Options(ties="name", at_least={"north": 2})
    assert rule.check(one, chosen, decide(rule, one)) == ["awards: 0 of 'north', at_least says 2"]


def test_a_welfare_optimum_leaves_out_what_adds_nothing_to_its_substitutes():
    one = problem([["park", "pool"]] * 3 + [["park"]], [10, 10, 10], 200, substitutes=(("pool", "park"),))
    assert funded(decide(RULES["welfare-optimum"], one)) == ["park"]
    needed = one.model_copy(update={"requires": (("park", "pool"),)})
    assert sorted(funded(decide(RULES["welfare-optimum"], needed))) == ["park", "pool"]


def test_phragmen_lets_those_with_most_pay_for_what_opened_late():
    """The path's supporters have 30 each when the pool is bought. It costs 20: those three who have not paid for the
    pool pay it, 20/3 each, and whoever has paid keeps nothing; so the park, with two of them, comes at 50 + 20/3.
    """
    ballots = [["path", "park"]] * 2 + [["path"]] + [["path", "pool"]] + [["pool"]]
    one = problem(ballots, [100, 60, 20], 180, requires=(("path", "pool"),))
    outcome = decide(Phragmen(), one)
    assert funded(outcome) == ["pool", "path", "park"]
    assert [minor(told(outcome, item).values["time"]) for item in ("pool", "path", "park")] == [30, 30, 57]
