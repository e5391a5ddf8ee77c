"""Every rule against abcvoting on random elections, ties included.

abcvoting gives all committees that tie (`resolute=False`). Ours gives one for each seed: each must be among them, and
where ours says that nothing was tied, abcvoting knows one committee only, or knows ties on the way that lead to the
same one. OSI_MANY=20 multiplies the elections.
"""

from __future__ import annotations

import os
import random

import pytest

from osi_core.plugins import PrioritisationRule, Profile, Ranking, no_progress
from osi_voting.committees import RULES

pytest.importorskip("abcvoting", reason="abcvoting is a test-only dependency")

MANY = int(os.environ.get("OSI_MANY", "1"))
OURS = {rule.name: rule for rule in RULES}
SEEDS = [bytes([number]) * 32 for number in range(5)]

# our rule, abcvoting's name, the algorithm that is exact, elections
PEERS = [
    ("approval-committee", "av", "standard", 400),
    ("pav-sequential", "seqpav", "standard", 300),
    ("pav-exact", "pav", "brute-force", 60),
    ("phragmen-sequential", "seqphragmen", "standard-fractions", 400),
    ("equal-shares-committee", "equal-shares", "standard-fractions", 400),
    ("chamberlin-courant-greedy", "seqcc", "standard", 300),
    ("chamberlin-courant-exact", "cc", "brute-force", 60),
]


def election(chance: random.Random) -> tuple[int, int, list[list[int]]]:
    """Items, seats and ballots: few of each, so that ties are common."""
    items = chance.randint(3, 6)
    ballots = [chance.sample(range(items), chance.randint(1, items - 1)) for _ in range(chance.randint(2, 9))]
    return items, chance.randint(1, items - 1), ballots


def solved(rule: PrioritisationRule, items: int, seats: int, ballots: list[list[int]], seed: bytes) -> Ranking:
    names = [f"c{item}" for item in range(items)]
    profile = Profile.of("approval", names, [[names[item] for item in row] for row in ballots], size=seats)
    return rule.solve(profile, rule.Options(), seed, no_progress)


def committee(outcome: Ranking) -> frozenset[int]:
    return frozenset(int(name[1:]) for name in outcome.order)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("name", "peer", "algorithm", "count"), PEERS)
def test_chooses_what_abcvoting_chooses(name: str, peer: str, algorithm: str, count: int) -> None:
    from abcvoting import abcrules, preferences

    chance = random.Random(f"abcvoting {name}")
    for _ in range(count * MANY):
        items, seats, ballots = election(chance)
        theirs = preferences.Profile(items)
        theirs.add_voters(ballots)
        computed = abcrules.compute(peer, theirs, committeesize=seats, algorithm=algorithm, resolute=False)
        expected = {frozenset(found) for found in computed}
        found = [solved(OURS[name], items, seats, ballots, seed) for seed in SEEDS]
        assert {committee(outcome) for outcome in found} <= expected, (ballots, seats)
        if not found[0].tied:
            assert len(expected) == 1, (ballots, seats)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("name", "peer", "algorithm"), [row[:3] for row in PEERS])
def test_every_tied_committee_wins_with_some_seed(name: str, peer: str, algorithm: str) -> None:
    from abcvoting import abcrules, preferences

    ballots = [[0, 1], [0, 1], [2, 3], [2, 3]]
    theirs = preferences.Profile(4)
    theirs.add_voters(ballots)
    computed = abcrules.compute(peer, theirs, committeesize=1, algorithm=algorithm, resolute=False)
    expected = {frozenset(found) for found in computed}
    many = [bytes([number]) * 32 for number in range(60)]
    assert {committee(solved(OURS[name], 4, 1, ballots, seed)) for seed in many} == expected
