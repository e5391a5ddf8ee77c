"""Winning votes on ballots that do not name everything: plain rules, over all paths and over all majorities in turn."""

from __future__ import annotations

import random
from itertools import pairwise, permutations

import pytest

from osi_core.plugins import Profile, no_progress
from osi_voting.rankings import RankedPairs, Schulze, SchulzeOptions
from osi_voting.rankings.pairwise import Strength

Strengths = dict[tuple[str, str], tuple[int, ...]]


def election(seed: int) -> Profile:
    chance = random.Random(seed)
    names = "abcde"[: chance.randint(2, 5)]
    ballots = [chance.sample(names, chance.randint(1, len(names))) for _ in range(chance.randint(1, 9))]
    return Profile.of("ranked", names, ballots, weights=[chance.randint(1, 3) for _ in ballots])


def strengths(profile: Profile, strength: Strength) -> Strengths:
    """Every majority: its votes, and of equal ones the fewer against it; or the difference."""
    votes = dict.fromkeys(permutations(profile.items, 2), 0)
    for row, weight in zip(profile.rows(), profile.ballot_weights(), strict=True):
        named = [profile.items[item] for item in row]
        for one, other in votes:
            if one in named and (other not in named or named.index(one) < named.index(other)):
                votes[one, other] += weight
    found: Strengths = {}
    for (one, other), support in votes.items():
        against = votes[other, one]
        if support > against:
            found[one, other] = (support, -against) if strength == "winning-votes" else (support - against,)
    return found


def schulze(items: tuple[str, ...], majorities: Strengths) -> set[tuple[str, str]]:
    """Who stands above whom, by every path there is."""
    best: Strengths = {}
    for length in range(2, len(items) + 1):
        for path in permutations(items, length):
            links = list(pairwise(path))
            if all(link in majorities for link in links):
                ends = path[0], path[-1]
                best[ends] = max(best.get(ends, ()), min(majorities[link] for link in links))
    return {(a, b) for a, b in best if best[a, b] > best.get((b, a), ())}


def ranked_pairs(items: tuple[str, ...], majorities: Strengths) -> set[tuple[str, str]]:
    """Who stands above whom by chains of binding majorities; of equal ones by the names, last losers first."""

    def turn(pair: tuple[str, str]) -> tuple[list[int], str, int]:
        return [-part for part in majorities[pair]], pair[0], -ord(pair[1])

    above: set[tuple[str, str]] = set()
    for winner, loser in sorted(majorities, key=turn):
        if (loser, winner) not in above:
            higher = {winner} | {a for a, b in above if b == winner}
            lower = {loser} | {b for a, b in above if a == loser}
            above |= {(a, b) for a in higher for b in lower}
    return above


@pytest.mark.parametrize("strength", ["margins", "winning-votes"])
@pytest.mark.parametrize(("rule", "plain"), [(Schulze(), schulze), (RankedPairs(), ranked_pairs)])
def test_the_order_is_that_of_the_plain_rule(rule, plain, strength):
    for seed in range(400):
        profile = election(seed)
        above = plain(profile.items, strengths(profile, strength))
        left, expected = set(profile.items), []
        while left:
            expected.append(min(b for b in left if not any((a, b) in above for a in left)))
            left.remove(expected[-1])
        options = SchulzeOptions(strength=strength, ties="name")
        found = rule.solve(profile, options, b"", no_progress)
        assert list(found.order) == expected, (seed, profile)
        scores = [sum(pair[0] == item for pair in above) for item in found.order]
        assert [int(score) for score in found.scores] == scores, seed


def test_votes_against_decide_between_equal_votes_for_it():
    decided = 0
    for seed in range(400):
        profile = election(seed)
        majorities = strengths(profile, "winning-votes")
        by_votes_alone = {pair: strength[:1] for pair, strength in majorities.items()}
        decided += schulze(profile.items, majorities) != schulze(profile.items, by_votes_alone)
    assert decided, "or the test above would show nothing"
