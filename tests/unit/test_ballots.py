"""Which ballots count does not depend on the order in which they came, nor on one that came twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osi_core.ballots import CountedBallot, counted
from osi_core.plugins.problems import BallotKind

PERSONS, ITEMS = st.integers(0, 4), st.integers(0, 5)
KEYS = st.tuples(st.integers(0, 3), st.sampled_from(["a", "b"]))


@st.composite
def _ballot(draw, kind):
    choices = tuple(draw(st.lists(ITEMS, unique=True, max_size=6)))
    values = ()
    if kind == "points":
        values = tuple(draw(st.lists(st.integers(0, 9), min_size=len(choices), max_size=len(choices))))
    if kind == "paired":
        choices = choices[: len(choices) // 2 * 2]
        sides = draw(st.lists(st.sampled_from([(2, 0), (0, 2), (1, 1)]), min_size=len(choices) // 2))
        values = tuple(side for pair in sides[: len(choices) // 2] for side in pair) if draw(st.booleans()) else ()
    return CountedBallot(draw(PERSONS), draw(KEYS), choices, values)


@pytest.mark.parametrize("kind", ["approval", "ranked", "points", "paired"])
@given(data=st.data())
def test_shuffling_and_repeating_ballots_changes_nothing(kind, data):
    cast = data.draw(st.lists(_ballot(kind), max_size=20))
    again = cast + (data.draw(st.lists(st.sampled_from(cast), max_size=10)) if cast else [])
    assert counted(kind, data.draw(st.permutations(again))) == counted(kind, cast)


@pytest.mark.parametrize("kind", ["approval", "ranked", "points"])
@given(data=st.data())
def test_each_person_counts_once_with_the_highest_revision(kind, data):
    cast = data.draw(st.lists(_ballot(kind), max_size=20))
    found = counted(kind, cast)
    assert [ballot.person for ballot in found] == sorted({ballot.person for ballot in cast})
    for ballot in found:
        assert ballot.key == max(other.key for other in cast if other.person == ballot.person)


@given(data=st.data())
def test_a_revised_ballot_replaces_the_persons_earlier_one_and_nobody_elses(data):
    cast = data.draw(st.lists(_ballot("approval"), min_size=1, max_size=20))
    revised = data.draw(st.sampled_from(cast))._replace(key=(9, "a"), choices=(5,))
    after = counted(BallotKind.APPROVAL, data.draw(st.permutations([*cast, revised])))
    others = [ballot for ballot in counted(BallotKind.APPROVAL, cast) if ballot.person != revised.person]
    assert sorted([*others, revised]) == after


@given(cast=st.lists(_ballot("paired"), max_size=20))
def test_each_pair_of_a_person_counts_once(cast):
    places = [(ballot.person, frozenset(ballot.choices)) for ballot in counted(BallotKind.PAIRED, cast)]
    assert len(places) == len(set(places))
