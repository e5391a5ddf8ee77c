"""Of several ballots of a person the latest counts; numbered ones count the same in whatever order they came."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osi_core.ballots import UNNUMBERED, CountedBallot, counted, moved, that_count
from osi_core.plugins.problems import BallotKind

PERSONS, ITEMS = st.integers(0, 4), st.integers(0, 5)
REVISIONS = st.integers(UNNUMBERED, 3)


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
    return CountedBallot(draw(PERSONS), draw(REVISIONS), choices, values)


def _numbered(cast):
    """The same ballots, each person's in their order and with revisions of their own."""
    return [ballot._replace(revision=number) for number, ballot in enumerate(cast)]


@pytest.mark.parametrize("kind", list(BallotKind))
@given(data=st.data())
def test_shuffling_and_repeating_numbered_ballots_changes_nothing(kind, data):
    cast = _numbered(data.draw(st.lists(_ballot(kind), max_size=20)))
    again = cast + (data.draw(st.lists(st.sampled_from(cast), max_size=10)) if cast else [])
    assert counted(kind, data.draw(st.permutations(again))) == counted(kind, cast)


@pytest.mark.parametrize("kind", ["approval", "ranked", "points"])
@given(data=st.data())
def test_each_person_counts_once_and_with_the_last_that_no_revision_forbids(kind, data):
    cast = data.draw(st.lists(_ballot(kind), max_size=20))
    found = counted(kind, cast)
    assert [ballot.person for ballot in found] == sorted({ballot.person for ballot in cast})
    for ballot in found:
        own = [other for other in cast if other.person == ballot.person]
        last = max(
            n for n, one in enumerate(own) if one.revision in (UNNUMBERED, max(o.revision for o in own[: n + 1]))
        )
        assert ballot == own[last]


@given(data=st.data())
def test_a_changed_ballot_replaces_the_persons_earlier_one_and_nobody_elses(data):
    cast = data.draw(st.lists(_ballot("approval"), min_size=1, max_size=20))
    changed = data.draw(st.sampled_from(cast))._replace(revision=UNNUMBERED, choices=(5,))
    others = [ballot for ballot in counted(BallotKind.APPROVAL, cast) if ballot.person != changed.person]
    assert counted(BallotKind.APPROVAL, [*cast, changed]) == sorted([*others, changed])


@pytest.mark.parametrize("revision", [UNNUMBERED, 0, 7])
def test_of_votes_with_the_same_revision_or_none_the_later_counts(revision):
    for values in ((1, -1), (-1, 1), (1, -1, 1), (-1, -1)):
        assert that_count(("s", revision, value) for value in values) == {"s": values[-1]}


def test_a_vote_that_its_successor_has_overtaken_changes_nothing():
    assert that_count([("s", 2, "second"), ("s", 1, "first")]) == {"s": "second"}
    assert that_count([("s", 2, "second"), ("s", UNNUMBERED, "third"), ("s", 1, "first")]) == {"s": "third"}


@given(cast=st.lists(_ballot("paired"), max_size=20))
def test_each_pair_of_a_person_counts_once(cast):
    places = [(ballot.person, frozenset(ballot.choices)) for ballot in counted(BallotKind.PAIRED, cast)]
    assert len(places) == len(set(places))


# Where items were merged, split or taken down: 0 into 1, 2 into 3 and 4, 5 nowhere; 1, 3 and 4 stand, as 0, 1 and 2
HEIRS = ((0,), (0,), (1, 2), (1,), (2,), ())


def over_heirs(kind, choices, values=()):
    after = moved(kind, CountedBallot(0, 0, choices, values), HEIRS)
    return after.choices, after.values


def test_an_heir_is_approved_once_by_each_person():
    assert over_heirs("approval", (1, 0, 5, 2, 4)) == ((0, 1, 2), ())


def test_an_heir_stands_where_the_best_of_its_own_stood():
    assert over_heirs("ranked", (4, 0, 2, 1)) == ((2, 0, 1), ())


def test_points_are_added_where_challenges_merge_and_shared_where_they_split():
    assert over_heirs("points", (0, 1, 2, 5), (3, 4, 5, 9)) == ((0, 1, 2), (7, 3, 2))


def test_a_comparison_is_one_with_each_heir_and_none_of_an_heir_with_itself():
    assert over_heirs("paired", (0, 1, 0, 2, 5, 3), (2, 0, 0, 2, 1, 1)) == ((0, 1, 0, 2), (0, 2, 0, 2))
    assert over_heirs("paired", (1, 4)) == ((0, 2), ())


@pytest.mark.parametrize("kind", list(BallotKind))
@given(data=st.data())
def test_where_all_stands_nothing_is_moved(kind, data):
    ballot = data.draw(_ballot(kind))
    if kind != "paired":
        ballot = ballot._replace(choices=tuple(dict.fromkeys(ballot.choices)))
    assert moved(kind, ballot, [(item,) for item in range(6)]) == ballot
