"""Bradley and Terry's rule: published figures, a peer, and what must not change the strengths."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any, ClassVar

import choix
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osi_core.plugins import Column, Profile, no_progress
from osi_core.testing import StrategyConformance
from osi_core.words import OWN
from osi_voting.pairs import BradleyTerry, BradleyTerryOptions, Comparisons, fit
from osi_voting.pairs.davidson import slope_at
from osi_voting.words import CATALOGUE

SEED = bytes(32)


class TestKeepsWhatTheHookPromises(StrategyConformance):
    strategy = BradleyTerry()
    catalogues = (CATALOGUE,)


class TestKeepsItWithHalves(StrategyConformance):
    strategy = BradleyTerry()
    catalogues = (CATALOGUE,)
    options: ClassVar[dict[str, Any]] = {"equal": "half"}


def counted(table: list[list[int]], ties: list[list[int]] | None = None) -> Comparisons:
    m = len(table)
    rows = [(i, j, 0, table[i][j]) for i in range(m) for j in range(m) if table[i][j]]
    rows += [(i, j, 2, ties[i][j]) for i in range(m) for j in range(i, m) if ties and ties[i][j]]
    a, b, kinds, weights = (np.array(part) for part in zip(*rows, strict=True))
    return Comparisons.counted(m, a.astype(np.int32), b.astype(np.int32), kinds.astype(np.uint8), weights)


# American League, Eastern Division, 1987: A. Agresti, Categorical Data Analysis, table 10.10. The figures, with
# Baltimore at 0, are those in H. Turner, D. Firth, "Bradley-Terry Models in R: The BradleyTerry2 Package", 2012,
# doi:10.18637/jss.v048.i09, section 2. In order: Milwaukee, Detroit, Toronto, New York, Boston, Cleveland, Baltimore.
BASEBALL = [
    [0, 7, 9, 7, 7, 9, 11], [6, 0, 7, 5, 11, 9, 9], [4, 6, 0, 7, 7, 8, 12], [6, 8, 6, 0, 6, 7, 10],
    [6, 2, 6, 7, 0, 7, 12], [4, 4, 5, 6, 6, 0, 6], [2, 4, 1, 3, 1, 7, 0],
]  # fmt: skip
ABILITIES = [1.5814, 1.4364, 1.2945, 1.2476, 1.1077, 0.6839, 0]
ERRORS = [0.3433, 0.3396, 0.3367, 0.3359, 0.3339, 0.3319, 0]


def test_strengths_and_errors_of_the_1987_baseball_season_are_the_published_ones() -> None:
    found = fit(counted(BASEBALL), penalty=0)
    c = found.covariance
    against_baltimore = np.sqrt(np.maximum(np.diag(c) + c[6, 6] - 2 * c[:, 6], 0))
    assert found.strengths - found.strengths[6] == pytest.approx(ABILITIES, abs=6e-5)
    assert against_baltimore == pytest.approx(ERRORS, abs=6e-5)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(3, 12))
def test_without_ties_strengths_equal_those_of_choix(number: int, m: int) -> None:
    chance = np.random.default_rng(number)
    a = chance.integers(0, m, 40 * m)
    b = (a + chance.integers(1, m, 40 * m)) % m
    comparisons = Comparisons.counted(m, a.astype(np.int32), b.astype(np.int32))
    if comparisons.strongly_connected():
        theirs = choix.ilsr_pairwise(m, list(zip(a.tolist(), b.tolist(), strict=True)), max_iter=500)
        assert fit(comparisons, penalty=0).strengths == pytest.approx(theirs, abs=1e-5)
    theirs = choix.opt_pairwise(m, list(zip(a.tolist(), b.tolist(), strict=True)), alpha=0.5, tol=1e-9)
    # choix penalises with alpha · Σ θ²; ours with half of it
    assert fit(comparisons, penalty=1).strengths == pytest.approx(theirs, abs=1e-3)


def test_two_items_have_a_closed_form() -> None:
    """With wins a, b and t ties: p / q = a / b, and ν = t / √(a b)."""
    found = fit(counted([[0, 9], [4, 0]], [[0, 6], [0, 0]]), penalty=0)
    assert found.strengths[0] - found.strengths[1] == pytest.approx(math.log(9 / 4))
    assert found.tie is not None
    assert math.exp(found.tie) == pytest.approx(1)
    assert found.chances(0, 1) == pytest.approx((9 / 19, 6 / 19, 4 / 19))


def test_expected_results_equal_those_observed_at_the_maximum() -> None:
    """Davidson 1970, equations (3.4): each item's score, and the number of ties, are what the model expects."""
    ties = [[0, 3, 1, 2], [0, 0, 2, 0], [0, 0, 0, 4], [0] * 4]
    wins = [[0, 5, 2, 6], [1, 0, 4, 3], [3, 2, 0, 1], [1, 2, 5, 0]]
    found = fit(counted(wins, ties), penalty=0)
    for i in range(4):
        others = [j for j in range(4) if j != i]
        even = {j: ties[min(i, j)][max(i, j)] for j in others}
        expected = sum((wins[i][j] + wins[j][i] + even[j]) * (found.chances(i, j)[0] + found.chances(i, j)[1] / 2)
                       for j in others)  # fmt: skip
        assert sum(wins[i]) + sum(even.values()) / 2 == pytest.approx(expected)


def test_without_a_maximum_and_without_a_penalty_it_refuses() -> None:
    with pytest.raises(ValueError, match="the likelihood has no maximum, since wins do not lead from each to each"):
        fit(counted([[0, 1], [0, 0]]), penalty=0)
    with pytest.raises(ValueError, match="since all comparisons ended equal"):
        fit(counted([[0, 0], [0, 0]], [[0, 3], [0, 0]]), penalty=0)
    with pytest.raises(ValueError, match="penalty: -1 is not 0 or more"):
        fit(counted([[0, 1], [1, 0]]), penalty=-1)


def test_each_unconnected_part_has_the_mean_0_and_the_record_counts_the_parts() -> None:
    pairs = [[("a", "b")]] * 3 + [[("c", "d")]] + [[("d", "c")]]
    outcome = BradleyTerry().solve(Profile.of("paired", "abcde", pairs), BradleyTerryOptions(), SEED, no_progress)
    strengths = {one.item: float(one.values["log_strength"]) for one in outcome.explanations}
    assert outcome.counters["parts"] == 3
    assert strengths["a"] == pytest.approx(-strengths["b"])
    assert outcome.order[0] == "a"
    assert outcome.order[-1] == "b"
    assert outcome.tied == (("c", "d", "e"),)


def test_what_is_alike_is_tied_and_the_seed_decides() -> None:
    circle = Profile.of("paired", "abc", [[("a", "b"), ("b", "c"), ("c", "a")]])
    orders = {BradleyTerry().solve(circle, BradleyTerryOptions(), bytes([n]) * 32, no_progress).order[0]
              for n in range(20)}  # fmt: skip
    assert orders == {"a", "b", "c"}


def test_counting_all_twice_is_halving_the_penalty() -> None:
    once, twice = counted(BASEBALL), counted([[2 * n for n in row] for row in BASEBALL])
    assert fit(twice, penalty=2).strengths == pytest.approx(fit(once, penalty=1).strengths, abs=1e-9)


def test_penalty_outweighs_few_comparisons() -> None:
    """One win out of one does not stand above nine out of ten."""
    wins = [[0, 9, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0]]
    found = fit(counted(wins), penalty=1)
    assert found.strengths[0] > found.strengths[2]
    assert found.standard_errors()[0] < found.standard_errors()[2]


def test_values_say_who_was_preferred() -> None:
    fields = Profile.of("paired", "ab", [[("a", "b")]] * 3, weights=[3, 2, 1]).model_dump()
    profile = Profile.model_validate(fields | {"values": Column.of("i8", [2, 0, 1, 1, 0, 2])})
    c = Comparisons.of(profile)
    assert (c.wins.tolist(), c.even.tolist(), c.losses.tolist()) == ([3], [2], [1])


def test_halves_make_a_win_for_each_side_of_two_ties() -> None:
    one = fit(counted([[0, 3], [1, 0]], [[0, 2], [0, 0]]), half=True)
    assert one.strengths == pytest.approx(fit(counted([[0, 4], [2, 0]])).strengths)


def test_check_finds_other_strengths_and_another_order() -> None:
    rule, options = BradleyTerry(), BradleyTerryOptions()
    profile = Profile.of("paired", "abc", [[("a", "b"), ("b", "c")], [("a", "c")]])
    outcome = rule.solve(profile, options, SEED, no_progress)
    assert rule.check(profile, options, outcome) == []
    assert "is stronger than" in rule.check(profile, options, outcome.model_copy(update={"order": ("b", "a", "c")}))[0]
    bent = [
        one.model_copy(update={"values": {**one.values, "log_strength": Decimal("0.1")}})
        for one in outcome.explanations
    ]
    wrong = rule.check(profile, options, outcome.model_copy(update={"explanations": tuple(bent)}))
    assert wrong[0].startswith("log_strength: may be ")


def test_the_slope_of_a_fit_is_what_it_says() -> None:
    found = fit(counted(BASEBALL), penalty=0.5)
    assert slope_at(found.comparisons, 0.5, found.strengths, found.tie) == pytest.approx(found.slope, abs=1e-12)
    assert found.error < 1e-8


def test_other_ballots_are_refused() -> None:
    with pytest.raises(ValueError, match="kind: comparisons are paired ballots, not approval"):
        Comparisons.of(Profile.of("approval", "ab", [["a"]]))


def test_the_explanation_says_how_sure_a_place_is() -> None:
    few = Profile.of("paired", "ab", [[("a", "b")]] * 3 + [[("b", "a")]])
    many = Profile.of("paired", "ab", [[("a", "b")]] * 300 + [[("b", "a")]] * 100)
    sure = [
        float(BradleyTerry().solve(one, BradleyTerryOptions(), SEED, no_progress).explanations[0].values["above_next"])
        for one in (few, many)
    ]
    assert 0.5 < sure[0] < 0.9
    assert sure[1] > 0.999


def test_the_rule_names_the_next_pair_to_ask() -> None:
    profile = Profile.of("paired", "zab", [[("a", "b")], [("b", "a")]])
    pair = BradleyTerry().next_pair(profile, BradleyTerryOptions(), SEED)
    assert "z" in pair
    assert set(BradleyTerry().next_pair(profile, BradleyTerryOptions(), SEED, [pair])) == {"a", "b", "z"} - (
        set(pair) - {"z"}
    )


@pytest.mark.parametrize("penalty", ["0.0001", "1", "1000000"])
def test_chains_and_total_orders_are_found_at_any_penalty(penalty: str) -> None:
    """Where all wins go one way the likelihood alone has no maximum."""
    names = [f"item-{number:02d}" for number in range(40)]
    total = Profile.of("paired", names, [[(a, b)] for n, a in enumerate(names) for b in names[n + 1 :]])
    options = BradleyTerryOptions.model_validate({"penalty": penalty, "tolerance": "0.000000001"})
    outcome = BradleyTerry().solve(total, options, SEED, no_progress)
    assert list(outcome.order) == names
    assert outcome.tied == ()
    assert BradleyTerry().check(total, options, outcome) == []


def test_items_of_different_islands_are_said_to_be_beyond_comparison() -> None:
    """Two pairs that nobody compared with each other, and one that nobody compared at all."""
    pairs = [[("a", "b")]] * 5 + [[("x", "y")]]
    problem = Profile.of("paired", ["a", "b", "x", "y", "alone"], pairs)
    outcome = BradleyTerry().solve(problem, BradleyTerryOptions(ties="name"), SEED, no_progress)
    assert outcome.counters["parts"] == 3
    told = {one.item: one for one in outcome.explanations}
    assert outcome.order == ("a", "x", "alone", "y", "b")
    for item in "abxy":
        (said,) = [dict(m.values) for m in told[item].messages if m.code == "bradley-terry.island"]
        assert said == {"count": 1, "others": 3}
    assert not any("above_next" in one.values for one in told.values()), "the next is of another island, each time"
    assert [m.code for m in told["alone"].messages][-1] == "bradley-terry.never-compared"
    words = told["a"].say("en", OWN.with_(CATALOGUE))
    assert "Comparisons connect it with 1 item only; how it stands to the other 3 nobody has said." in words


def test_where_all_are_connected_nothing_is_said_of_islands() -> None:
    problem = Profile.of("paired", ["a", "b", "c"], [[("a", "b")], [("b", "c")]])
    outcome = BradleyTerry().solve(problem, BradleyTerryOptions(), SEED, no_progress)
    assert "island" not in str(outcome.explanations)
    assert [("above_next" in one.values) for one in outcome.explanations] == [True, True, False]
