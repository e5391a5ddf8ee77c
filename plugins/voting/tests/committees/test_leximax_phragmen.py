"""Leximax Phragmén against a definition so slow that nobody doubts it: all committees, all subsets of each."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable
from fractions import Fraction
from itertools import chain, combinations

import pytest

from osi_core.plugins import Profile, no_progress
from osi_voting.committees import LeximaxPhragmen
from osi_voting.committees.phragmen.loads import fairest_loads, loads_unless_worse

MANY = int(os.environ.get("OSI_MANY", "1"))
RULE = LeximaxPhragmen()
Ballots = list[frozenset[int]]


def loads(committee: Iterable[int], ballots: Ballots) -> list[Fraction]:
    """The heaviest unavoidable load, for its largest group; then the rest."""
    members = tuple(committee)
    if not members:
        return [Fraction(0)] * len(ballots)
    groups = chain.from_iterable(combinations(members, size) for size in range(1, len(members) + 1))
    load, _, group = max(
        (Fraction(len(group), sum(bool(row & set(group)) for row in ballots)), len(group), group) for group in groups
    )
    rest = [row for row in ballots if not row & set(group)]
    return [load] * (len(ballots) - len(rest)) + loads(set(members) - set(group), rest)


def test_loads_are_shared_as_fairly_as_possible() -> None:
    chance = random.Random("loads")
    for _ in range(150 * MANY):
        items = chance.randint(2, 6)
        ballots = [frozenset(chance.sample(range(items), chance.randint(1, items))) for _ in range(9)]
        members = [item for item in range(items) if any(item in row for row in ballots)]
        runs = fairest_loads(members, [(row, 1) for row in ballots])
        assert [load for load, times in runs for _ in range(times)] == loads(members, ballots), ballots


def test_less_fair_loads_are_given_up() -> None:
    chance, given_up = random.Random("unless"), 0
    for _ in range(150 * MANY):
        ballots = [(frozenset(chance.sample(range(5), chance.randint(1, 3))), chance.randint(1, 3)) for _ in range(7)]
        members = {item for row, _ in ballots for item in row}
        one, other = (tuple(chance.sample(sorted(members), 2)) for _ in range(2))
        loads, mark = fairest_loads(one, ballots), fairest_loads(other, ballots)
        assert loads_unless_worse(one, ballots, mark) == (None if loads > mark else loads), (ballots, one, other)
        given_up += loads > mark
    assert given_up > 30


def test_no_committee_is_fairer() -> None:
    chance = random.Random("leximax")
    for _ in range(60 * MANY):
        items, seats = chance.randint(3, 6), chance.randint(1, 3)
        ballots = [frozenset(chance.sample(range(items), chance.randint(1, 3))) for _ in range(chance.randint(3, 9))]
        supported = {item for row in ballots for item in row}
        if len(supported) < seats or seats >= items:
            continue
        best = min(loads(one, ballots) for one in combinations(sorted(supported), seats))
        equal = {one for one in combinations(sorted(supported), seats) if loads(one, ballots) == best}
        names = [f"c{item}" for item in range(items)]
        profile = Profile.of("approval", names, [[names[item] for item in row] for row in ballots], size=seats)
        for seed in (b"1" * 32, b"2" * 32):
            outcome = RULE.solve(profile, RULE.Options(), seed, no_progress)
            assert tuple(sorted(int(name[1:]) for name in outcome.order)) in equal, ballots
            assert outcome.counters["optimal"] == 1
            assert outcome.tied or len(equal) == 1, ballots


def test_a_wrong_committee_is_found_out() -> None:
    ballots = [["a"], ["a"], ["b"], ["b"], ["a", "c"]]
    profile = Profile.of("approval", ["a", "b", "c"], ballots, size=2)
    outcome = RULE.solve(profile, RULE.Options(), b"0" * 32, no_progress)
    assert set(outcome.order) == {"a", "b"}
    assert RULE.check(profile, RULE.Options(), outcome) == []
    swapped = outcome.model_copy(update={"order": ("a", "c")})
    assert RULE.check(profile, RULE.Options(), swapped) == ["order: b, a would be fairer"] or (
        "would be fairer" in RULE.check(profile, RULE.Options(), swapped)[0]
    )


@pytest.mark.parametrize("seats", [3, 6])
def test_parties_get_seats_by_size(seats: int) -> None:
    ballots = [[f"red{n}" for n in range(6)]] * 4 + [[f"blue{n}" for n in range(6)]] * 2
    names = sorted({name for row in ballots for name in row})
    outcome = RULE.solve(Profile.of("approval", names, ballots, size=seats), RULE.Options(), b"0" * 32, no_progress)
    assert sum(name.startswith("red") for name in outcome.order) == 2 * seats // 3
