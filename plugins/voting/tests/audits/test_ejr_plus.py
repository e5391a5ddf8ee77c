"""EJR+: found where it is broken, on hand-made and real elections, and equal to the kit's plain definition."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given

from osi_core.plugins import AllocationProblem, Profile, no_progress
from osi_core.testing.axioms import ejr_plus as plainly
from osi_voting.audits import Judged, ejr_plus
from osi_voting.budgets import RULES
from osi_voting.formats import read_pabulib
from plugins.voting.tests.audits.elections import allocations, committees


def decided(name: str, problem: AllocationProblem, **options: object) -> list[str]:
    rule = next(rule for rule in RULES if rule.name == name)
    return [one.item for one in rule.solve(problem, rule.Options(**options), bytes(32), no_progress).awards]


def test_greedy_leaves_a_minority_without_anything():
    """Six of ten want the two parks, which together cost all; four want the small library, a fifth of the money."""
    ballots = [["park", "bigger park"]] * 6 + [["library"]] * 4
    items, costs = ["park", "bigger park", "library"], [50, 50, 20]
    problem = AllocationProblem.of("approval", items, ballots, cost=costs, budget=100, currency="EUR")
    for satisfaction in ("cost", "count"):
        (deprived,) = ejr_plus(Judged.of(problem, ["park", "bigger park"]), satisfaction)
        assert (deprived.item, deprived.group, deprived.supporters) == ("library", 4, 4)
        assert (deprived.share, deprived.most) == (40, 0)
    assert ejr_plus(Judged.of(problem, decided("equal-shares", problem)), "cost") == []
    assert sorted(decided("greedy", problem, satisfaction="cost")) == ["bigger park", "park"]


def test_what_each_of_a_group_gets_counts_and_not_what_they_get_together():
    """Four voters could pay for c, and three of them get d; the fourth alone could not pay."""
    problem = AllocationProblem.of("approval", "cd", [["c", "d"]] * 3 + [["c"]], cost=[3, 3], budget=4, currency="EUR")
    assert [(one.item, one.group) for one in ejr_plus(Judged.of(problem, []), "cost")] == [("c", 4), ("d", 3)]
    assert ejr_plus(Judged.of(problem, ["d"]), "cost") == []


def test_a_free_project_with_supporters_may_not_be_left_out_by_count():
    problem = AllocationProblem.of("approval", "ab", [["a"]], cost=[0, 5], budget=1, currency="EUR")
    assert [one.item for one in ejr_plus(Judged.of(problem, []), "count")] == ["a"]
    assert ejr_plus(Judged.of(problem, []), "cost") == []


def test_nobody_goes_short_where_nobody_votes():
    problem = AllocationProblem.of("approval", "ab", [], cost=[1, 1], budget=2, currency="EUR")
    assert ejr_plus(Judged.of(problem, []), "cost") == []


def test_costs_beyond_what_floats_tell_apart_are_compared_exactly():
    """Two voters, a budget of exactly twice the cost: one voter pays for the project. One cent less, and not."""
    cost = 10**15 + 1
    for budget, broken in ((2 * cost, True), (2 * cost - 1, False)):
        problem = AllocationProblem.of(
            "approval", "ab", [["a"], ["b"]], cost=[cost, 2 * cost - 1], budget=budget, currency="EUR"
        )
        assert bool(ejr_plus(Judged.of(problem, ["b"]), "cost")) is broken


@given(allocations())
def test_allocations_are_judged_as_the_definition_says(election):
    problem, outcome = election
    winners = [award.item for award in outcome.awards]
    for measure in ("cost", "count"):
        said = plainly.ejr_plus(problem, outcome, by_count=measure == "count")
        assert bool(ejr_plus(Judged.of(problem, winners), measure)) is (said is not None)


@given(committees())
def test_committees_are_judged_as_the_definition_says(election):
    problem, outcome = election
    said = plainly.ejr_plus(problem, outcome)
    assert bool(ejr_plus(Judged.of(problem, outcome.order), "count")) is (said is not None)


def test_a_group_is_as_large_as_it_is_said_to_be():
    problem = Profile.of("approval", "abc", [["a"]] * 3 + [["b"]] * 2 + [["a", "c"]], size=2)
    (one,) = ejr_plus(Judged.of(problem, ["b", "c"]), "count")
    assert (one.item, one.group, one.most, one.supporters) == ("a", 3, 0, 4)
    assert Fraction(one.group * 2, 6) >= one.most + 1


@pytest.mark.parametrize("rule", ["equal-shares", "equal-shares-add1"])
def test_equal_shares_keeps_it_on_real_elections(pabulib: Path, rule: str):
    """Approval ballots only: points and ranks are another satisfaction than cost. Winners are pabutools' own."""
    reference, judged = json.loads((pabulib / "reference.json").read_text()), 0
    for file, found in reference.items():
        if rule in found and found["type"] == "ApprovalProfile" and found["voters"] < 20_000:
            outcome = Judged.of(read_pabulib(pabulib / file).problem, found[rule]["winners"])
            assert ejr_plus(outcome, "cost") == [], file
            judged += 1
    assert judged >= 14


def test_greedy_breaks_it_in_lodz(pabulib: Path):
    """Chojny 2024: bicycle stands at a nursery, wanted by 92 who could have paid for them four times over."""
    file = "Poland_Lodz_2024_Chojny.pb"
    winners = json.loads((pabulib / "reference.json").read_text())[file]["greedy"]["winners"]
    found = ejr_plus(Judged.of(read_pabulib(pabulib / file).problem, winners), "cost")
    assert len(found) == 4
    assert (found[0].group, found[0].most, found[0].cost) == (92, 0, 500_000)
    assert found[0].share > 4 * found[0].cost
