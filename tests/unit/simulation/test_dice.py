"""Chance from a seed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osi_core.simulation.dice import Dice, seeded_chance, seeded_id


def test_draws_are_the_same_everywhere_and_for_ever() -> None:
    dice = Dice(2021, "golden")
    assert [dice.whole(1, 1_000) for _ in range(8)] == [9, 635, 226, 803, 367, 731, 849, 38]


def test_parts_of_a_play_draw_from_different_chance() -> None:
    assert Dice(1, "a").share() != Dice(1, "b").share() != Dice(2, "b").share()


@given(st.lists(st.integers(), max_size=30), st.integers(0, 40))
def test_some_are_different_ones_of_all(things: list[int], count: int) -> None:
    places = Dice(0).some(list(enumerate(things)), count)
    assert len(places) == len(set(places)) == min(count, len(things))
    assert set(places) <= set(enumerate(things))


@given(st.lists(st.integers(0, 9), min_size=1, max_size=12).filter(any), st.integers())
def test_what_has_no_weight_is_never_drawn(weights: list[int], seed: int) -> None:
    assert weights[Dice(seed).weighted(range(len(weights)), weights)] > 0


@given(st.integers(-50, 50), st.integers(0, 20), st.integers())
def test_around_stays_within_its_spread(middle: int, spread: int, seed: int) -> None:
    assert abs(Dice(seed).around(middle, spread) - middle) <= spread


@pytest.mark.parametrize("length", [0, 16, 32, 64])
def test_the_engines_chance_is_as_long_as_asked_and_follows_from_what_it_is_for(length: int) -> None:
    chance, again, other = seeded_chance(7, "m"), seeded_chance(7, "m"), seeded_chance(8, "m")
    first, second = chance(length, "the first round"), chance(length, "the second round")
    assert len(first) == length
    assert (again(length, "the second round"), again(length, "the first round")) == (second, first)
    assert length == 0 or len({first, second, other(length, "the first round")}) == 3


def test_ids_follow_from_seed_and_name() -> None:
    assert seeded_id(1, "person", 1) == seeded_id(1, "person", 1) != seeded_id(1, "person", 11)
