"""Elections from papers, with the order they give; and what holds for every ranking."""

import itertools
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osi_core.plugins import Profile, no_progress
from osi_core.plugins.builtin.borda import Borda
from osi_core.testing.problems import sample
from osi_voting.arrays import Ballots
from osi_voting.rankings import RULES, FastBorda, pairwise_matrix
from osi_voting.rankings.linear_ordering import _Search, best_order

OURS = {rule.name: rule for rule in RULES}
SEED = b"r" * 32


def order(name: str, *counted: tuple[int, str]) -> str:
    items = sorted({item for _, row in counted for item in row})
    profile = Profile.of("ranked", items, [list(row) for _, row in counted], weights=[n for n, _ in counted])
    rule = OURS[name]
    return "".join(rule.solve(profile, rule.Options(), SEED, no_progress).order)


# M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner election
# method", 2011, section 3
SCHULZE_2011 = [(8, "acdb"), (2, "badc"), (4, "cdba"), (4, "dbac"), (3, "dcba")]

# The example of five items with which his method is mostly explained
SCHULZE = [
    (5, "acbed"),
    (5, "adecb"),
    (8, "bedac"),
    (3, "cabed"),
    (7, "caebd"),
    (2, "cbade"),
    (7, "dceba"),
    (8, "ebadc"),
]


def test_schulzes_examples():
    assert order("schulze", *SCHULZE_2011) == "dacb"
    assert order("schulze", *SCHULZE) == "eacbd"


def test_ranked_pairs_on_the_same_election():
    """Binding by votes for it: bd 33, ed 31, ad 30, cb 29, not dc 28, eb 27, ac 26, not ba 25, ce 24, not ea 23."""
    assert order("ranked-pairs", *SCHULZE) == "acebd"


# The capital of Tennessee: M(emphis), N(ashville), C(hattanooga), K(noxville). N beats all, then C, then K.
TENNESSEE = [(42, "MNCK"), (26, "NCKM"), (15, "CKNM"), (17, "KCNM")]


@pytest.mark.parametrize("name", ["copeland", "schulze", "ranked-pairs", "kemeny"])
def test_majorities_order_the_capitals_of_tennessee(name):
    assert order(name, *TENNESSEE) == "NCKM"


def test_borda_counts_the_capitals():
    assert order("borda-fast", *TENNESSEE) == "NCMK"


# Condorcet 1785: a beats b by 7, b beats c by 11, c beats a by 1; the weakest majority gives way.
CONDORCET = [(23, "abc"), (17, "bca"), (2, "bac"), (10, "cab"), (8, "cba")]


@pytest.mark.parametrize("name", ["schulze", "ranked-pairs", "kemeny"])
def test_condorcets_circle_is_broken_at_its_weakest_link(name):
    assert order(name, *CONDORCET) == "bca"


@pytest.mark.parametrize("kind", ["approval", "ranked", "points", "paired"])
def test_borda_is_the_built_in_rule_to_the_letter(kind):
    for number in range(40):
        profile = sample("prioritisation", 30, 700 + number, kind)
        fast = FastBorda().solve(profile, FastBorda.Options(), SEED, no_progress)
        built_in = Borda().solve(profile, Borda.Options(), SEED, no_progress)
        assert (fast.order, fast.scores, fast.tied) == (built_in.order, built_in.scores, built_in.tied)
        for ours, theirs in zip(fast.explanations, built_in.explanations, strict=True):
            assert ours.reason == theirs.reason
            assert {**ours.values, **theirs.values} == ours.values


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcde"), unique=True), max_size=8))
def test_the_matrix_counts_who_stands_above_whom(ballots):
    items = list("abcde")
    matrix = pairwise_matrix(Ballots.of(Profile.of("ranked", items, ballots)))
    for (i, a), (j, b) in itertools.permutations(enumerate(items), 2):
        expected = sum(a in row and (b not in row or row.index(a) < row.index(b)) for row in ballots)
        assert matrix[i, j] == expected


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@settings(max_examples=40, deadline=None)
@given(cast=st.lists(st.permutations("abcde"), min_size=1, max_size=6), times=st.integers(2, 4))
def test_everybody_voting_several_times_changes_nothing(rule, cast, times):
    once, often = (
        rule.solve(Profile.of("ranked", list("abcde"), ballots), rule.Options(), SEED, no_progress).order
        for ballots in (cast, list(cast) * times)
    )
    assert once == often


def test_linear_programmes_find_what_dynamic_programming_finds():
    chance = random.Random("linear ordering")
    for _ in range(60):
        count = chance.choice([5, 8, 11])
        upper = np.triu(np.array([[chance.randint(-5, 5) for _ in range(count)] for _ in range(count)]), 1)
        margins = upper - upper.T
        exact, searched = best_order(margins, 1), _Search(margins, 10_000).run()
        assert exact.value == searched.value == searched.bound


def test_a_gap_is_stated_when_the_work_is_bounded():
    chance = random.Random("gap")
    names = [f"i{number:02d}" for number in range(40)]
    ballots = [chance.sample(names, len(names)) for _ in range(7)]
    rule = OURS["kemeny"]
    profile = Profile.of("ranked", names, ballots)
    outcome = rule.solve(profile, rule.Options(programmes=1), SEED, no_progress)
    assert outcome.counters["optimal"] == 0
    assert outcome.counters["gap"] > 0
    assert rule.check(profile, rule.Options(programmes=1), outcome) == []
    boast = outcome.model_copy(update={"counters": outcome.counters | {"gap": 0}})
    assert "is stated" in rule.check(profile, rule.Options(programmes=1), boast)[0]
