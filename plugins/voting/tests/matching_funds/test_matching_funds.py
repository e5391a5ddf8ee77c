"""Matching funds: the formulas by hand, money to the cent, and what must not change an award."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osi_core.plugins import Allocation, AllocationProblem, Explanation, Pot, no_progress
from osi_core.testing import StrategyConformance, samples
from osi_voting.matching_funds import (
    RULES,
    MatchingFundsOptions,
    PairwiseBoundedFunding,
    PairwiseBoundedOptions,
    QuadraticFunding,
)
from osi_voting.matching_funds.contributions import Contributions
from osi_voting.matching_funds.filling import Limit, filled, whole_units
from osi_voting.matching_funds.formulas import pairwise_matches, quadratic_matches
from osi_voting.matching_funds.roots import FRACTION_BITS, rounded
from osi_voting.words import CATALOGUE
from plugins.voting.tests.matching_funds.cases import co_funding, given_by_ballots, problem
from plugins.voting.tests.telling import english, german, minor

SEED = bytes(32)
UNIT = 1 << FRACTION_BITS


def stopped_by(one: Explanation) -> str:
    """What an award ends at: the last part of the code."""
    return str(one.values["stopped_by"].code.rpartition(".")[2])


def solved(asked: AllocationProblem, rule: Any = None, seed: bytes = SEED, **options: Any) -> Allocation:
    rule = rule or QuadraticFunding()
    outcome: Allocation = rule.solve(asked, rule.Options(**options), seed, no_progress)
    assert asked.valid(outcome) == []
    return outcome


def awards(outcome: Allocation) -> dict[str, int]:
    return {award.item: award.amount for award in outcome.awards}


class Given(StrategyConformance):
    """The kit's elections, with contributions."""

    __test__ = False
    catalogues = (CATALOGUE,)

    def problems(self) -> list[Any]:
        return [
            given_by_ballots(cast(AllocationProblem, sample)) for sample in samples("allocation", self.rule.ballots)
        ]

    def elections(self, ballots: Any, form: Any) -> Any:
        return super().elections(ballots, form).map(given_by_ballots)


class TestQuadraticKeepsWhatTheHookPromises(Given):
    __test__ = True
    strategy = QuadraticFunding()


class TestPairwiseKeepsWhatTheHookPromises(Given):
    __test__ = True
    strategy = PairwiseBoundedFunding()


def test_whole_roots_by_hand() -> None:
    """(1 + 2 + 3)² - (1 + 4 + 9) = 22."""
    assert awards(solved(problem("a", [(0, "a", 1), (1, "a", 4), (2, "a", 9)], 1000))) == {"a": 22}


def test_n_people_with_one_each_are_due_n_squared_minus_n_and_one_alone_nothing() -> None:
    gifts = [(n, "a", 100) for n in range(10)] + [(99, "b", 1000)]
    assert awards(solved(problem("ab", gifts, 10**6))) == {"a": 9000}


def test_what_one_person_gives_in_parts_counts_once() -> None:
    parts = [(0, "a", 1), (0, "a", 3), (1, "a", 4)]
    assert awards(solved(problem("a", parts, 100))) == {"a": 8}


def test_short_money_is_shared_by_one_rate() -> None:
    """Buterin, Hitzig, Weyl, section 5: α = budget / Σ match; here matches of 90, 30 and a budget of 60."""
    gifts = [(0, "a", 45), (1, "a", 45), (2, "b", 15), (3, "b", 15)]
    outcome = solved(problem("ab", gifts, 60))
    assert awards(outcome) == {"a": 45, "b": 15}
    assert stopped_by(outcome.explanations[0]) == "budget"


def test_what_a_cap_frees_goes_to_the_others() -> None:
    gifts = [(0, "a", 45), (1, "a", 45), (2, "b", 15), (3, "b", 15)]
    assert awards(solved(problem("ab", gifts, 60, [32, 99]))) == {"a": 32, "b": 28}
    assert awards(solved(problem("ab", gifts, 60), largest_share=50)) == {"a": 30, "b": 30}


def test_contributions_that_pay_a_part_leave_the_rest_as_the_most() -> None:
    gifts = [(0, "a", 45), (1, "a", 45)]
    assert awards(solved(problem("a", gifts, 1000, 100), contributions_pay=True)) == {"a": 10}
    with pytest.raises(ValueError, match="contributions_pay: an item that must get its whole cost"):
        solved(problem("a", gifts, 1000, 100, partial=False), contributions_pay=True)


def test_the_whole_budget_may_be_shared_out() -> None:
    gifts = [(0, "a", 45), (1, "a", 45), (2, "b", 15), (3, "b", 15)]
    assert solved(problem("ab", gifts, 1000)).spent == 120
    assert awards(solved(problem("ab", gifts, 1000), whole_budget=True)) == {"a": 750, "b": 250}


def test_pots_bind_only_their_own() -> None:
    gifts = [(0, "a", 45), (1, "a", 45), (2, "b", 15), (3, "b", 15)]
    pots: dict[str, Any] = {"districts": ("north", "south"), "district_pots": (Pot(id="north", amount=7),)}
    outcome = solved(problem("ab", gifts, 60, **pots))
    assert awards(outcome) == {"b": 30, "a": 7}
    assert german(outcome.explanations[1]).endswith("0,07 €: das Geld des Bezirks north ist aufgebraucht.")


def test_whole_costs_leave_out_the_one_furthest_from_its_cost() -> None:
    gifts = [(0, "a", 45), (1, "a", 45), (2, "b", 40), (3, "b", 40)]
    outcome = solved(problem("ab", gifts, 90, [80, 80], partial=False))
    assert awards(outcome) == {"a": 80}
    left_out = next(one for one in outcome.explanations if one.item == "b")
    assert stopped_by(left_out) == "whole"
    assert minor(left_out.values["lacked"]) == 80 - math.floor(Fraction(90 * 80, 170))


def test_conflicts_and_minimum_support() -> None:
    gifts = [(0, "a", 45), (1, "a", 45), (2, "b", 40), (3, "b", 40), (4, "c", 9)]
    outcome = solved(problem("abc", gifts, 900, conflicts=(("a", "b"),), minimum_support=2))
    assert awards(outcome) == {"a": 90}
    assert {one.item: stopped_by(one) for one in outcome.explanations} == {
        "a": "all-due", "b": "conflict", "c": "support",
    }  # fmt: skip


def test_equal_sums_of_different_roots_are_equal() -> None:
    """√8 + √2 = √18, though no float and no finite number of digits shows it."""
    assert math.sqrt(8) + math.sqrt(2) != math.sqrt(18)
    gifts = [(0, "a", 2), (1, "a", 8), (2, "b", 1), (3, "b", 16)]  # both 2 √16 = 8
    assert awards(solved(problem("ab", gifts, 100))) == {"a": 8, "b": 8}
    three = [(0, "a", 2), (1, "a", 8), (2, "a", 18), (3, "b", 18), (4, "b", 18)]
    assert awards(solved(problem("ab", three, 10_000))) == {"a": 44, "b": 36}


def test_a_pair_of_people_is_bounded_over_all_items() -> None:
    """K = M / (M + 2 · 100) for two who each give 100 to a and to b: 2 · 100 · k each."""
    gifts = [(person, item, 100) for person in (0, 1) for item in "ab"]
    outcome = solved(problem("ab", gifts, 10**6), PairwiseBoundedFunding(), pair_bound=100)
    assert awards(outcome) == {"a": 67, "b": 66} or awards(outcome) == {"a": 66, "b": 67}
    assert len(outcome.tied) == 1


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from("ab"), st.integers(1, 10**9)), max_size=12))
def test_k_people_never_gain_more_than_their_bound(gifts: list[tuple[int, str, int]]) -> None:
    people = len({person for person, _, _ in gifts})
    due, _ = pairwise_matches(Contributions.of(problem("ab", gifts, 1)), 50)
    assert sum(due) <= people * (people - 1) * 50 * UNIT


@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from("abc"), st.integers(1, 10**6)), max_size=14))
def test_formulas_are_those_of_the_papers_and_one_becomes_the_other(gifts: list[tuple[int, str, int]]) -> None:
    contributions = Contributions.of(problem("abc", gifts, 1))
    plain, uncertain = quadratic_matches(contributions)
    assert uncertain == 0
    bounded = sum(pairwise_matches(contributions, 300)[0]) / UNIT
    unbounded, _ = pairwise_matches(contributions, 10**40)
    by_person: dict[tuple[int, str], int] = {}
    for person, item, amount in gifts:
        by_person[person, item] = by_person.get((person, item), 0) + amount
    for number, item in enumerate("abc"):
        amounts = [amount for (_, of), amount in by_person.items() if of == item]
        expected = sum(map(math.sqrt, amounts)) ** 2 - sum(amounts)
        assert plain[number] / UNIT == pytest.approx(expected, rel=1e-9, abs=1e-5)
        assert unbounded[number] / UNIT == pytest.approx(plain[number] / UNIT, rel=1e-12, abs=1e-12)
    expected = 0.0
    for one in range(7):
        for other in range(one):
            shared = sum(math.sqrt(by_person.get((one, of), 0) * by_person.get((other, of), 0)) for of in "abc")
            expected += 2 * 300 * shared / (300 + shared)
    assert bounded == pytest.approx(expected)


def test_rounding_asks_for_more_digits_until_it_is_certain() -> None:
    """A value a hair above half a unit needs 1,024 bits; one of exactly half a unit is never told, and rounds up."""
    asked: list[int] = []

    def values(bits: int) -> list[tuple[int, int]]:
        asked.append(bits)
        half = 1 << (bits - FRACTION_BITS - 1)
        hair = (1 << (bits - 600)) if bits > 600 else 0
        return [(half + hair - (not hair), half + hair + 1)]

    assert rounded(values) == ([1], 0)
    assert asked == [256, 512, 1024]
    assert rounded(lambda bits: [((1 << (bits - FRACTION_BITS - 1)) - 1, 1 << (bits - FRACTION_BITS - 1))]) == ([1], 1)


@settings(max_examples=150, deadline=None)
@given(co_funding(), st.sampled_from(RULES), st.booleans())
def test_money_adds_up_and_no_limit_is_passed(asked: AllocationProblem, rule: Any, beyond: bool) -> None:
    outcome = solved(asked, rule, whole_budget=beyond)
    assert outcome.counters["uncertain"] == 0
    assert sum(minor(one.values["award"]) for one in outcome.explanations) == outcome.spent <= asked.budget


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 7), st.sampled_from("abc"), st.integers(1, 5000)), max_size=20),
       st.integers(0, 30_000))  # fmt: skip
def test_all_of_a_short_budget_is_spent_to_the_cent(gifts: list[tuple[int, str, int]], budget: int) -> None:
    contributions = Contributions.of(problem("abc", gifts, budget))
    due = Fraction(sum(quadratic_matches(contributions)[0]), UNIT)
    assert solved(problem("abc", gifts, budget)).spent == min(budget, math.floor(due))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 7), st.sampled_from("abc"), st.integers(1, 5000)), min_size=1, max_size=20),
       st.integers(2, 9))  # fmt: skip
def test_giving_times_n_changes_nothing_where_money_is_short_and_else_is_due_times_n(
    gifts: list[tuple[int, str, int]], times: int
) -> None:
    more = [(person, item, amount * times) for person, item, amount in gifts]
    short = Fraction(sum(quadratic_matches(Contributions.of(problem("abc", gifts, 1)))[0]), UNIT) // 2
    assert awards(solved(problem("abc", gifts, int(short)))) == awards(solved(problem("abc", more, int(short))))
    once, often = (quadratic_matches(Contributions.of(problem("abc", part, 1)))[0] for part in (gifts, more))
    assert all(abs(a * times - b) <= times for a, b in zip(once, often, strict=True))


@given(st.lists(st.fractions(0, 100, max_denominator=12), min_size=1, max_size=6), st.integers(0, 200),
       st.lists(st.integers(0, 60), min_size=6, max_size=6), st.integers(0, 60), st.booleans())  # fmt: skip
def test_shares_can_grow_only_at_the_expense_of_one_with_no_higher_rate(
    due: list[Fraction], budget: int, caps: list[int], pot: int, beyond: bool
) -> None:
    limits = [
        Limit("budget", budget, frozenset(range(len(due)))),
        Limit("pot", pot, frozenset({0, 2}) & set(range(len(due)))),
    ]
    shares = filled(due, caps, limits, beyond)
    rates = [amount / part if part else Fraction(0) for amount, part in zip(shares.amounts, due, strict=True)]
    full = [limit for limit in limits if sum(shares.amounts[item] for item in limit.members) == limit.amount]
    assert all(sum(shares.amounts[item] for item in limit.members) <= limit.amount for limit in limits)
    for item, amount in enumerate(shares.amounts):
        assert amount <= caps[item]
        if not due[item] or amount == caps[item] or (rates[item] == 1 and not beyond):
            continue
        assert any(item in limit.members and rates[item] == max(rates[other] for other in limit.members)
                   for limit in full)  # fmt: skip


def test_single_units_go_by_remainder_and_equal_ones_by_rank() -> None:
    shares, limits = [Fraction(7, 3), Fraction(7, 3), Fraction(4, 3)], [Limit("budget", 6, frozenset(range(3)))]
    assert whole_units(shares, [9, 9, 9], limits, [2, 1, 0]) == ([2, 2, 2], [2, 1, 0])


def test_no_contribution_no_award() -> None:
    outcome = solved(problem("ab", [], 100))
    assert outcome.awards == ()
    assert english(outcome.explanations[0]) == (
        "0 people gave €0. The formula adds €0; awarded are €0: nothing is due."
    )
    assert MatchingFundsOptions().largest_share == 100
    assert PairwiseBoundedOptions().pair_bound == 10_000


def test_one_person_gave_and_no_currency_is_not_named() -> None:
    (only,) = solved(problem("a", [(0, "a", 400)], 100, currency="XXX")).explanations
    assert english(only) == "1 person gave 4.00. The formula adds 0.00; awarded are 0.00: nothing is due."
    assert german(only) == (
        "1 Mensch gab 4,00. Die Formel fügt 0,00 hinzu; bewilligt sind 0,00: es steht ihm nichts zu."
    )


@given(co_funding(partial=True), st.randoms(use_true_random=False))
@settings(max_examples=300)
def test_what_needs_something_that_receives_nothing_is_left_out_as_if_nobody_had_given_to_it(
    asked: AllocationProblem, chance: Any
) -> None:
    order = chance.sample(asked.items, len(asked.items))
    requires = tuple((a, b) for at, a in enumerate(order) for b in order[at + 1 :] if chance.random() < 0.4)
    free = asked.model_copy(update={"conflicts": ()})
    outcome = solved(free.model_copy(update={"requires": requires}), ties="name")
    lonely = {one.item for one in outcome.explanations if stopped_by(one) == "needs"}
    gifts = [
        (person, asked.items[item], amount)
        for person, item, amount in zip(asked.contributor, asked.contribution_item, asked.contribution, strict=True)
        if asked.items[item] not in lonely
    ]
    kept = problem("".join(asked.items), gifts, 0)
    columns = {name: getattr(kept, name) for name in ("contributor", "contribution_item", "contribution")}
    assert awards(solved(free.model_copy(update=columns), ties="name")) == awards(outcome)
    if not requires:
        assert not lonely
    beside = awards(solved(free, ties="name"))  # without it, what it needs may receive a cent after all
    for item in lonely:
        assert any(a == item and not (b in awards(outcome) and b in beside) for a, b in requires)


def test_of_a_category_or_district_at_most_so_many_receive_anything() -> None:
    gifts = [(n, "abc"[n % 3], 100 + 10 * (n % 3)) for n in range(9)]  # c is due most, a least
    limits: dict[str, Any] = {"categories": (("green",), ("green",), ()), "districts": ("south", "south", "south")}
    asked = problem("abc", gifts, 10**6, **limits)
    assert set(awards(solved(asked, at_most={"green": 1}))) == {"b", "c"}
    outcome = solved(asked, at_most={"south": 1})
    assert set(awards(outcome)) == {"c"}
    assert {one.item: stopped_by(one) for one in outcome.explanations} == {
        "a": "quota", "b": "quota", "c": "all-due",
    }  # fmt: skip
    assert solved(asked, at_most={"green": 0, "south": 0}).awards == ()
    with pytest.raises(ValueError, match="at_most: no item is in category or district 'north'"):
        solved(asked, at_most={"north": 1})


@settings(max_examples=150, deadline=None)
@given(co_funding(), st.sampled_from(RULES), st.integers(0, 2))
def test_no_quota_is_passed_and_who_is_left_out_for_it_is_due_no_more(
    asked: AllocationProblem, rule: Any, bound: int
) -> None:
    north = {item for item, district in zip(asked.items, asked.districts, strict=False) if district == "north"}
    outcome = solved(asked, rule, at_most={"north": bound} if north else {})
    assert len(north & awards(outcome).keys()) <= bound or not north
    match = {one.item: minor(one.values["match"]) for one in outcome.explanations}
    out = {one.item for one in outcome.explanations if stopped_by(one) == "quota"}
    assert out <= north
    assert all(match[item] <= match[other] for item in out for other in north & awards(outcome).keys())


def test_of_equal_ones_beyond_a_quota_the_tie_rule_chooses() -> None:
    gifts = [(n, "ab"[n % 2], 100) for n in range(8)]
    asked = problem("ab", gifts, 10**6, districts=("south", "south"))
    found = {tuple(awards(solved(asked, seed=bytes([n]) * 32, at_most={"south": 1}))) for n in range(20)}
    assert found == {("a",), ("b",)}
    assert solved(asked, at_most={"south": 1}).tied == (("a", "b"),)
