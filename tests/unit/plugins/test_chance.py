"""Chance comes from the seed alone, and is the same on every machine and every Python."""

from collections import Counter

import pytest

from osi_core.plugins import Chance, by_tie_rule, tie_ranks


def test_known_draws():
    """Golden: these numbers are part of every recorded decision that draws."""
    chance = Chance(b"seed")
    assert [chance.below(100) for _ in range(5)] == [23, 63, 61, 67, 18]
    assert Chance(b"seed", "teams").shuffled("abcdef") == list("cbefda")


def test_all_numbers_are_about_as_likely():
    chance = Chance(b"x")
    counts = Counter(chance.below(6) for _ in range(6000))
    assert set(counts) == set(range(6))
    assert all(850 < count < 1150 for count in counts.values())


def test_purposes_are_independent():
    assert Chance(b"seed", "a").bits(64) != Chance(b"seed", "b").bits(64)


def test_wide_numbers():
    drawn = Chance(b"seed").bits(1000)
    assert drawn.bit_length() > 950


def test_nothing_to_draw_from():
    with pytest.raises(ValueError, match="limit: 0"):
        Chance(b"seed").below(0)


def test_ties_by_seed_depend_on_neither_order_nor_alphabet():
    names = [f"n{number}" for number in range(5)]
    assert by_tie_rule(names, b"1") == by_tie_rule(reversed(names), b"1")
    assert {by_tie_rule(names, bytes([seed]))[0] for seed in range(60)} == set(names)


def test_ties_by_name_are_alphabetical():
    assert by_tie_rule(["b", "a"], b"any", "name") == ["a", "b"]


def test_ties_go_by_lot_by_name_or_by_cost():
    names = ["b", "a", "c"]
    assert tie_ranks(names, b"", "name") == [1, 0, 2]
    assert tie_ranks(names, b"", "cheaper", [3, 2, 1]) == [2, 1, 0]
    assert tie_ranks(names, b"", "dearer", [3, 2, 1]) == [0, 1, 2]
    lots = {tuple(tie_ranks(names, bytes([seed]))) for seed in range(60)}
    assert len(lots) == 6, "every order is drawn"


def test_of_equal_cost_the_lot_decides():
    lots = [tie_ranks(["b", "a", "c"], bytes([seed]), "cheaper", [1, 1, 0]) for seed in range(60)]
    assert {tuple(ranks) for ranks in lots} == {(1, 2, 0), (2, 1, 0)}


def test_ties_by_cost_need_costs():
    with pytest.raises(ValueError, match="ties: 'dearer' needs the cost of each item"):
        tie_ranks(["b", "a"], b"", "dearer")
