"""Lost ballots: as many as said, the same ones for the same seed, and what that changes."""

from __future__ import annotations

import hashlib
from collections import Counter

import numpy as np

from osi_core.plugins import Profile, input_sha256
from osi_voting.audits import robustness
from osi_voting.audits.robustness import lost_ballots, without


def most_votes(profile: Profile) -> list[str]:
    support = dict(zip(profile.items, profile.support(), strict=True))
    return [max(sorted(support), key=support.__getitem__)]


def test_as_many_are_lost_as_said_and_the_seed_alone_says_which():
    gone = lost_ballots(1_000, 10, "7")
    assert gone.sum() == 10
    assert np.array_equal(gone, lost_ballots(1_000, 10, "7"))
    assert not np.array_equal(gone, lost_ballots(1_000, 10, "8"))


def test_the_draw_is_splitmix_as_published():
    """The same numbers by plain Python's integers: so on every machine, whatever numpy there."""

    def drawn(start: int, place: int) -> int:
        z = (start + (place + 1) * 0x9E3779B97F4A7C15) % 2**64
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ z >> 27) * 0x94D049BB133111EB % 2**64
        return z ^ z >> 31

    start = int.from_bytes(hashlib.sha256(b"7").digest()[:8], "little")
    smallest = sorted(range(500), key=lambda place: drawn(start, place))[:20]
    assert np.flatnonzero(lost_ballots(500, 20, "7")).tolist() == sorted(smallest)


def test_every_ballot_is_lost_about_equally_often():
    times = Counter(int(one) for run in range(2_000) for one in np.flatnonzero(lost_ballots(20, 1, str(run))))
    assert set(times) == set(range(20))
    assert max(times.values()) < 150


def test_what_is_left_is_a_problem_of_its_own():
    profile = Profile.of("points", "ab", [{"a": 3}, {"a": 1, "b": 2}, {"b": 5}])
    left = without(profile, np.array([False, True, False]))
    assert input_sha256(left) == input_sha256(Profile.of("points", "ab", [{"a": 3}, {"b": 5}]))


def test_a_ballot_with_a_weight_loses_heads_and_goes_with_the_last():
    profile = Profile.of("approval", "ab", [["a"], ["b"]], weights=[3, 1])
    left = without(profile, np.array([True, False, False, True]))
    assert input_sha256(left) == input_sha256(Profile.of("approval", "ab", [["a"]], weights=[2]))


def test_a_close_winner_wavers_and_a_clear_one_does_not():
    close = Profile.of("approval", "ab", [["a"]] * 501 + [["b"]] * 499)
    clear = Profile.of("approval", "ab", [["a"]] * 900 + [["b"]] * 100)
    seen: list[float] = []
    found = robustness(close, ["a"], most_votes, runs=60, seed="1", progress=seen.append)
    assert (found.lost, found.runs) == (10, 60)
    assert 0 < found.same < 60
    assert found.changed == {"a": found.same, "b": 60 - found.same}
    assert seen[-1] == 1.0
    assert robustness(clear, ["a"], most_votes, runs=20).changed == {}
