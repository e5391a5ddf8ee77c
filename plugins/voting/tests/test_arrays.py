"""Ballots as arrays: views, turned round, merged."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osi_core.plugins import Profile
from osi_voting.arrays import Ballots, column

ITEMS = ["a", "b", "c", "d"]
rows = st.lists(st.lists(st.sampled_from(ITEMS), unique=True, max_size=4), max_size=30)


def counted(ballots: Ballots, ordered: bool) -> dict[tuple[tuple[int, int], ...], int]:
    """How often each ballot stands there."""
    found: dict[tuple[tuple[int, int], ...], int] = {}
    for number in range(ballots.n):
        span = slice(ballots.offsets[number], ballots.offsets[number + 1])
        values = ballots.values[span].tolist() if ballots.values is not None else [0] * (span.stop - span.start)
        row = list(zip(ballots.choices[span].tolist(), values, strict=True))
        key = tuple(row if ordered else sorted(row))
        found[key] = found.get(key, 0) + int(ballots.weight_array()[number])
    return found


@settings(deadline=None)
@given(rows, st.sampled_from(["approval", "ranked", "points"]), st.integers(0, 3))
def test_merging_keeps_every_ballot_and_its_weight(ballots, kind, seed):
    cast = (
        [{item: (seed + place) % 3 for place, item in enumerate(b)} for b in ballots] if kind == "points" else ballots
    )
    profile = Profile.of(kind, ITEMS, cast, weights=[1 + n % 3 for n in range(len(ballots))])
    whole = Ballots.of(profile)
    merged = whole.grouped()
    assert counted(merged, kind == "ranked") == counted(whole, kind == "ranked")
    assert merged.n == len(counted(whole, kind == "ranked"))


@settings(deadline=None)
@given(rows)
def test_turned_round_each_item_has_its_ballots(ballots):
    turned = Ballots.of(Profile.of("approval", ITEMS, ballots)).transposed()
    for number, item in enumerate(ITEMS):
        assert turned.of(number).tolist() == [place for place, row in enumerate(ballots) if item in row]


@settings(deadline=None)
@given(rows)
def test_support_is_what_the_core_counts(ballots):
    profile = Profile.of("points", ITEMS, [{item: n % 2 for n, item in enumerate(row)} for row in ballots])
    assert Ballots.of(profile).support().tolist() == profile.support()


def test_the_profiles_columns_are_not_copied():
    profile = Profile.of("approval", ITEMS, [["a", "b"], ["c"]])
    ballots = Ballots.of(profile)
    assert not ballots.choices.flags.writeable
    assert not ballots.choices.flags.owndata


def test_a_column_takes_only_what_fits():
    with pytest.raises(ValueError, match="does not fit i4"):
        column("i4", np.array([2**40]))
