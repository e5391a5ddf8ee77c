"""Priceability: the same answer as the kit's exact programme, and real elections decided either way."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from osi_core.plugins import AllocationProblem, Profile
from osi_core.testing.axioms import priceability as plainly
from osi_voting.audits import Judged, priceability
from osi_voting.audits.price_programme import PriceProgramme
from osi_voting.formats import read_pabulib
from plugins.voting.tests.audits.elections import allocations, committees


def problem(ballots: list[str], costs: list[int], budget: int) -> AllocationProblem:
    return AllocationProblem.of(
        "approval", "abc"[: len(costs)], [list(one) for one in ballots], cost=costs, budget=budget, currency="EUR"
    )


def test_all_money_to_the_majority_cannot_be_explained():
    """Two want a and b for 5 each, two want c for 5: with enough for a and b, the other two could buy c twice."""
    found = priceability(Judged.of(problem(["ab", "ab", "c", "c"], [5, 5, 5], 10), ["a", "b"]))
    assert found.holds is False
    assert found.low is not None
    assert found.low > 0
    assert found.item == "c"


def test_the_share_of_the_proof_pays_for_everything():
    """A share of 5 each: two pay 5 for a, two pay 5 for c, and b's supporters have exactly its cost left."""
    found = priceability(Judged.of(problem(["ab", "ab", "c", "c"], [5, 5, 5], 10), ["a", "c"]))
    assert found.holds is True
    assert found.share is not None
    assert 2 * found.share >= 5


def test_nobody_pays_for_what_nobody_wants():
    found = priceability(Judged.of(problem(["a"], [1, 1], 2), ["b"]))
    assert (found.holds, found.item) == (False, "b")


@settings(max_examples=60)
@given(allocations())
def test_allocations_get_the_exact_answer(election):
    given_problem, outcome = election
    found = priceability(Judged.of(given_problem, [award.item for award in outcome.awards]))
    expected = plainly.priceability(given_problem, outcome) is None
    if found.holds is None:  # a tie to the last unit, which rounding cannot prove
        assert found.low is not None
        assert found.high is not None
        assert found.low <= 0 <= found.high
        assert found.high - found.low < 1
    else:
        assert found.holds is expected


@settings(max_examples=60)
@given(committees())
def test_committees_get_the_exact_answer(election):
    profile, outcome = election
    found = priceability(Judged.of(profile, outcome.order))
    if found.holds is not None:
        assert found.holds is (plainly.priceability(profile, outcome) is None)


def test_wrong_multipliers_and_payments_prove_nothing_false():
    """Whatever floats say: the bound stays below the truth, and the excess of any payments above it."""
    seen = Judged.of(problem(["ab", "ab", "c", "c"], [5, 5, 5], 10), ["a", "b"]).merged()
    programme = PriceProgramme.of(seen, seen.unchosen())
    truth = priceability(seen).high
    assert truth is not None
    rows = seen.ballots.n + len(programme.bought) + len(programme.watched)
    random = np.random.default_rng(5)
    for _ in range(50):
        assert programme.bound(random.normal(0, 2, rows)) <= truth
        assert programme.excess(random.uniform(0, 40, len(programme.payer))).most >= truth
    assert programme.bound(np.full(rows, np.nan)) <= truth


def test_watching_one_item_more_at_a_time_answers_as_the_whole_programme_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """300 elections with up to 9 items and anything chosen; some take one round, some several."""
    monkeypatch.setattr(import_module("osi_voting.audits.priceability"), "_MORE", 1)
    random, answers, rounds = np.random.default_rng(11), set(), set()
    for _ in range(300):
        items = "abcdefghi"[: random.integers(3, 10)]
        ballots = [[item for item in items if random.random() < 0.3] for _ in range(random.integers(2, 30))]
        costs = random.integers(1, 20, len(items)).tolist()
        budget = int(random.integers(5, 60))
        election = AllocationProblem.of("approval", items, ballots, cost=costs, budget=budget, currency="EUR")
        supported = [item for item, support in zip(items, election.support(), strict=True) if support]
        chosen = [item for item in supported if random.random() < 0.4]
        judged, told = Judged.of(election, chosen), list[float]()
        found = priceability(judged, progress=told.append)
        if found.holds is None or len(chosen) == len(supported):
            continue
        seen = judged.merged()
        whole = PriceProgramme.of(seen, [item for item in seen.unchosen() if seen.support[item]])
        solution = whole.solve(60)
        assert solution is not None
        if whole.excess(solution.payments).most <= 0:
            assert found.holds
        elif whole.bound(solution.multipliers) > 0:
            assert not found.holds
        assert told == sorted(told)
        answers.add(found.holds)
        rounds.add(len(told))
    assert answers == {True, False}
    assert {0, 1, 2} <= rounds


def test_real_elections_are_decided_either_way(pabulib: Path):
    """Equal shares is priceable by its own payments; greedy in these towns is not."""
    reference = json.loads((pabulib / "reference.json").read_text())
    for file in ("Poland_Lodz_2024_Chojny.pb", "Poland_Warszawa_2018_rejon_1.pb", "Poland_Lodz_2023_Rokicie.pb"):
        election = read_pabulib(pabulib / file).problem
        assert priceability(Judged.of(election, reference[file]["equal-shares"]["winners"])).holds is True
        assert priceability(Judged.of(election, reference[file]["greedy"]["winners"])).holds is False


def test_a_committee_may_be_filled_up_with_what_nobody_approves():
    profile = Profile.of("approval", "abc", [["a"], ["a"]], size=2)
    assert priceability(Judged.of(profile, ["a", "b"])).holds is True
