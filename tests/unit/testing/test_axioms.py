"""The axioms, held against the examples of the papers, against each other, and against their definitions."""

from fractions import Fraction
from itertools import chain, combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from osi_core.plugins import Allocation, AllocationProblem, Award, Profile, Ranking
from osi_core.plugins.claims import CLAIMS, claim_named
from osi_core.testing import AXIOMS, elections
from osi_core.testing.axioms.completeness import droop_psc, exhaustiveness
from osi_core.testing.axioms.condorcet import condorcet, condorcet_loser, smith, smith_set
from osi_core.testing.axioms.ejr_plus import ejr_plus
from osi_core.testing.axioms.linear import solution
from osi_core.testing.axioms.pareto import pareto
from osi_core.testing.axioms.priceability import priceability
from osi_core.testing.axioms.reading import chosen
from osi_core.testing.axioms.representation import ejr, jr, pjr
from osi_core.testing.axioms.up_to_one import ejr_up_to_one


def committee(size, *ballots, items=None):
    """An election of a committee from ballots such as (3, "ab")."""
    names = items or sorted(set(chain.from_iterable(names for _, names in ballots)))
    return Profile.of("approval", names, [n for _, n in ballots], weights=[w for w, _ in ballots], size=size)


def ranked(*ballots):
    return Profile.of("ranked", sorted(ballots[0][1]), [n for _, n in ballots], weights=[w for w, _ in ballots])


def budget(amount, costs, *ballots):
    weights, cast = [w for w, _ in ballots], [n for _, n in ballots]
    fields = {"cost": list(costs.values()), "budget": amount, "currency": "EUR", "weights": weights}
    return AllocationProblem.of("approval", list(costs), cast, **fields)


def order(names):
    return Ranking(order=tuple(names))


def funded(problem, names):
    awards = tuple(Award(item=name, amount=problem.costs()[name]) for name in names)
    return Allocation(currency="EUR", awards=awards, spent=sum(award.amount for award in awards))


def test_there_is_an_axiom_for_each_claim_and_a_source():
    assert AXIOMS.keys() == CLAIMS.keys()
    assert all("doi:" in claim.source or "Voting Matters" in claim.source for claim in CLAIMS.values())


def test_a_claim_is_found_by_its_aliases_and_in_any_spelling():
    assert claim_named("Monotone") is CLAIMS["monotonicity"]
    assert claim_named("house_monotonicity") is CLAIMS["committee monotonicity"]
    assert claim_named("EJR") is not claim_named("EJR+")
    assert claim_named("beauty") is None


# Proportionality


def test_jr_a_group_of_a_places_size_is_left_with_nothing():
    problem = committee(3, (2, "abc"), (1, "d"))
    assert jr(problem, order("abc")) == "1 voter (d) is for d and can pay for it, but approve nothing that is chosen"
    assert jr(problem, order("abd")) is None


def test_pjr_but_not_ejr():
    """Two of four places go to a group of four of six; each place pleases only half of the group."""
    problem = committee(3, (1, "abx"), (1, "aby"), (1, "abx"), (1, "aby"), (2, "z"), items="abxyz")
    assert pjr(problem, order("xyz")) is None
    assert "a satisfaction of 2; none of them gets more than 1" in str(ejr(problem, order("xyz")))


def test_ejr_but_not_ejr_plus():
    """No two items are approved by all of a group of two places, so EJR asks for nothing but one each."""
    problem = committee(2, (1, "cw"), (1, "cx"), (1, "cw"), (1, "cx"), items="cwxyz")
    assert ejr(problem, order("wx")) is None
    assert (
        ejr_plus(problem, order("wx"))
        == "4 supporters of c, with a share of 4/4 of 2, get at most 1 each, and c is not chosen"
    )
    assert ejr_plus(problem, order("cw")) is None


def test_with_costs_ejr_plus_allows_to_fall_short_by_less_than_the_item():
    problem = budget(10, {"a": 6, "b": 6}, (1, "ab"))
    assert ejr_plus(problem, funded(problem, "a")) is None
    assert "of b" in str(ejr_plus(budget(12, {"a": 6, "b": 6}, (1, "ab")), funded(problem, "a")))
    assert ejr(problem, funded(problem, "a")) is None


def test_by_count_one_dear_item_is_no_substitute_for_two_cheap_ones():
    problem = budget(4, {"dear": 4, "one": 2, "two": 2}, (1, ("dear", "one", "two")))
    assert ejr_plus(problem, funded(problem, ["dear"])) is None
    assert "get" in str(ejr_plus(problem, funded(problem, ["dear"]), by_count=True))


def test_ejr_up_to_one_with_points():
    fields = {"cost": [1, 1, 1, 3], "budget": 3, "currency": "EUR"}
    problem = AllocationProblem.of("points", list("abcd"), [{"a": 2, "b": 2, "c": 2, "d": 1}], **fields)
    assert "can pay for a, b, a satisfaction of 4" in str(ejr_up_to_one(problem, funded(problem, "d")))
    assert ejr_up_to_one(problem, funded(problem, "abc")) is None
    assert "6; each has less" in str(ejr_up_to_one(problem, funded(problem, "ab"))), (
        "one more must bring more, not equal"
    )


def outcomes(problem):
    """All committees of an election."""
    return [order(names) for names in combinations(problem.items, problem.size)]


COMMITTEES = elections("prioritisation", ["approval"], "committee")


@given(COMMITTEES)
def test_each_stronger_axiom_implies_the_weaker(problem):
    for outcome in outcomes(problem):
        broken = [check(problem, outcome) is not None for check in (jr, pjr, ejr, ejr_plus)]
        assert broken == sorted(broken)


@given(COMMITTEES)
def test_what_is_priceable_and_full_is_proportional(problem):
    """Peters and Skowron 2020, proposition 1; a committee filled up with what nobody approves is no exception."""
    for outcome in outcomes(problem):
        assert priceability(problem, outcome) is not None or pjr(problem, outcome) is None


@given(COMMITTEES, st.data())
def test_ejr_plus_is_its_definition(problem, data):
    """Brill and Peters 2023, definition 4, by trying all groups of voters."""
    outcome = data.draw(st.sampled_from(outcomes(problem)))
    voters = [
        {problem.items[index] for index in row}
        for row, weight in zip(problem.rows(), problem.ballot_weights(), strict=True)
        for _ in range(weight)
    ]
    assume(len(voters) <= 8)
    groups = chain.from_iterable(combinations(voters, size) for size in range(1, len(voters) + 1))
    broken = any(
        set.intersection(*group) - set(outcome.order)
        and max(len(ballot & set(outcome.order)) for ballot in group) < len(group) * problem.size // len(voters)
        for group in groups
    )
    assert (ejr_plus(problem, outcome) is not None) == broken


# Prices


def test_a_majority_that_takes_all_has_no_price_system():
    """Two thirds each pay for a and b; then the others have 4/3 left, and c costs 1."""
    problem = committee(2, (3, "ab"), (2, "cd"))
    assert priceability(problem, order("ac")) is None
    assert (
        priceability(problem, order("ab")) == "no equal shares of money explain this outcome: there is no price system"
    )


def test_nobody_pays_for_what_they_do_not_approve():
    problem = budget(2, {"a": 1, "b": 1}, (1, "a"))
    assert priceability(problem, funded(problem, "a")) is None
    assert priceability(problem, funded(problem, "ab")) is not None


def test_with_costs_nothing_is_not_explained_by_having_no_money():
    problem = budget(2, {"a": 1, "b": 1}, (1, "a"))
    assert priceability(problem, funded(problem, "")) is not None


def test_an_item_that_costs_more_than_the_budget_is_nobodys_alternative():
    problem = budget(2, {"a": 2, "c": 3}, (1, "a"), (3, "c"))
    assert priceability(problem, funded(problem, "a")) is None
    assert priceability(budget(3, {"a": 2, "c": 3}, (1, "a"), (3, "c")), funded(problem, "a")) is not None


def test_a_committee_is_filled_up_for_nothing_once_all_that_is_approved_is_chosen():
    assert priceability(committee(2, (1, "a"), items="abc"), order("ab")) is None
    assert priceability(committee(2, (1, "ab"), items="abc"), order("ac")) is not None


def test_a_linear_program_has_an_exact_solution_or_none():
    assert solution(2, [((3, 1), "==", 1), ((0, 3), "==", 1)]) == [Fraction(2, 9), Fraction(1, 3)]
    assert solution(1, [((1,), "<=", 1), ((-1,), "<=", -2)]) is None
    assert solution(1, [((-1,), "<=", -2)]) == [Fraction(2)]
    assert solution(1, []) == [Fraction(0)]


# Majorities


def test_condorcets_example_against_borda():
    """Condorcet 1785: 81 voters, Borda's winner is beaten by a majority."""
    problem = ranked((30, "abc"), (1, "acb"), (29, "bac"), (10, "bca"), (10, "cab"), (1, "cba"))
    assert condorcet(problem, order("bac")) == "a beats every other item by a majority, but b is first"
    assert condorcet(problem, order("abc")) is None
    assert condorcet_loser(problem, order("cab")) == "c loses to every other item by a majority, and is first"


def test_a_cycle_is_smiths_set_and_what_all_beat_is_not():
    problem = ranked((1, "abcd"), (1, "bcad"), (1, "cabd"))
    assert smith_set(problem) == frozenset("abc")
    assert smith(problem, order("abcd")) is None
    assert "but d is first" in str(smith(problem, order("dabc")))


def test_what_a_ranking_does_not_name_stands_below():
    problem = Profile.of("ranked", ["a", "b"], [["b"]])
    assert condorcet(problem, order("ab")) is not None


def test_a_solid_coalition_gets_what_its_quotas_are_worth():
    problem = Profile.of("ranked", list("abcd"), [list("abc"), list("bac"), list("abd"), list("dca")], size=2)
    assert "2 voters put a above all others; with a quota of 2 1 of" in str(droop_psc(problem, order("cd")))
    assert droop_psc(problem, order("ad")) is None


# Efficiency


def test_pareto_compares_choices_voter_by_voter():
    problem = committee(1, (1, "ab"), (1, "b"))
    assert pareto(problem, order("a")) == "b would be better for some voters and worse for none"
    assert pareto(problem, order("b")) is None


def test_pareto_holds_an_order_to_what_all_prefer():
    problem = ranked((1, "abc"), (1, "acb"))
    assert pareto(problem, order("bac")) == "every voter prefers a to b, but b is put before a"
    assert pareto(problem, order("acb")) is None


def test_nothing_that_fits_is_left_out():
    problem = budget(5, {"a": 3, "b": 2}, (1, "a"))
    assert exhaustiveness(problem, funded(problem, "a")) == "b costs 2 and is not funded, though 2 are left"
    assert exhaustiveness(problem, funded(problem, "ab")) is None


@pytest.mark.parametrize(("outcome", "first"), [(order("ba"), ("b",)), (order(""), ())])
def test_where_all_are_put_in_order_the_first_counts_as_chosen(outcome, first):
    assert chosen(ranked((1, "ab")), outcome) == first
