"""Elections and outcomes are told so that a person can read them."""

import pytest
from hypothesis import given

from osi_core.plugins import AllocationProblem, Pot, Profile, Ranking
from osi_core.testing import elections
from osi_core.testing.promises import order_unheeded, valid
from osi_core.testing.rule import Rule
from osi_core.testing.telling import told, told_outcome
from tests.unit.testing import broken as rules


def test_ballots_that_are_the_same_stand_together():
    problem = Profile.of("ranked", ["a", "b"], [["b", "a"], [], ["b", "a"]], weights=[2, 1, 1], size=1)
    assert told(problem) == "ranked ballots, 4 voters, items a, b; 1 to be chosen:\n  3 × b > a\n  1 × (empty)"


def test_points_and_comparisons_are_told_by_their_signs():
    assert "  1 × a 2, b 0" in told(Profile.of("points", ["a", "b"], [{"a": 2, "b": 0}]))
    assert "  1 × b > a, a > b" in told(Profile.of("paired", ["a", "b"], [[("b", "a"), ("a", "b")]]))


def test_money_conflicts_and_pots_are_told():
    problem = AllocationProblem.of(
        "approval", ["a", "b"], [["a"]], cost=[3, 4], budget=5, currency="EUR", conflicts=(("a", "b"),),
        districts=("north", "south"), district_pots=(Pot(id="north", amount=2),), minimum_support=1,
        requires=(("b", "a"),), substitutes=(("a", "b"),),
    )  # fmt: skip
    assert told(problem) == (
        "approval ballots, 1 voter, items a, b; budget 5, costs: a 3, b 4:\n"
        "  1 × a\n"
        "  at most one of a and b\n"
        "  b only beside a\n"
        "  supported by at least 1\n"
        "  one of a, b is enough for a ballot\n"
        "  district north has 2 for a"
    )


def test_an_outcome_without_anything_says_so():
    assert told_outcome(Ranking(order=())) == "outcome: nothing"


@pytest.mark.parametrize("kind", ["prioritisation", "allocation"])
@pytest.mark.parametrize("form", ["any", "plain", "committee", "winner", "complete"])
def test_every_form_of_election_can_be_drawn_and_told(kind, form):
    @given(elections(kind, ["approval", "ranked", "points", "paired"], form))
    def drawn(problem):
        assert told(problem).count("\n") <= 10
        if form == "committee" and kind == "prioritisation":
            assert problem.size < len(problem.items)
        if form == "complete" and problem.kind == "ranked":
            assert all(len(row) == len(problem.items) for row in problem.rows())

    drawn()


@given(elections("prioritisation", ["approval", "ranked", "points", "paired"]))
def test_an_honest_rule_has_nothing_to_tell(problem):
    assert valid(problem, Rule(rules.Honest())) is None
    assert order_unheeded(problem, Rule(rules.Honest())) is None
