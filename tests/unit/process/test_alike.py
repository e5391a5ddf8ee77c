"""Challenges that share most of their words are proposed to whoever moderates; what sets them apart is said too."""

from __future__ import annotations

import random

import pytest

from osi_core.process.alike import alike, words_of


def pairs(*texts: str, least: int = 60) -> list[tuple[str, str, int]]:
    named = ((str(number), text) for number, text in enumerate(texts))
    return [(pair.first, pair.second, pair.percent) for pair in alike(named, least)]


def test_almost_equal_wordings_are_a_pair_and_the_earlier_one_comes_first() -> None:
    said = ("Reparieren muss billiger werden", "Billiger muss das Reparieren werden!", "Neues muss teurer werden", "Ja")
    assert pairs(*said) == [("0", "1", 80)]


@pytest.mark.parametrize(
    ("first", "second", "only"),
    [
        ("Ban cars from the old town", "Don't ban cars from the old town", "don't"),
        ("Tempo 30 in allen Straßen der Stadt", "Tempo 50 in allen Straßen der Stadt", "50"),
        ("Mehr Busse auf dem Land", "Keine Busse auf dem Land", "keine"),
    ],
)
def test_the_small_word_that_turns_a_meaning_round_is_said(first: str, second: str, only: str) -> None:
    (pair,) = alike([("a", first), ("b", second)])
    assert pair.second_only == (only,)
    assert pair.percent < 100


SCRIPTS = [
    "Wohnungen im Alter",
    "社会の平等を守るべきです",
    "我們需要更多的公園",
    "เราต้องการสวนสาธารณะ",
    "Больше парков",
    "Μεγάλο πάρκο",
]


@pytest.mark.parametrize("text", SCRIPTS)
def test_a_full_stop_sets_nothing_apart_in_any_script(text: str) -> None:
    assert pairs(text, f"{text}.") == [("0", "1", 100)]
    assert pairs(text, f"{text}。") == [("0", "1", 100)]


def test_a_text_is_proposed_with_the_one_that_is_most_like_it() -> None:
    said = ("a b c d e f g x y", "a b c d e f g h i", "a b c d e f g h j")
    assert pairs(*said) == [("0", "1", 63), ("1", "2", 80)]


def test_no_pair_is_missed_by_looking_at_the_rarest_words_alone() -> None:
    chance = random.Random(7)
    texts = [" ".join(chance.choices("abcdefgh", k=chance.randint(1, 7))) for _ in range(150)]
    bags = [set(words_of(text)) for text in texts]
    for least in (30, 60, 61, 100):
        best = {}
        for later, bag in enumerate(bags):
            found = max(100 * len(bag & bags[n]) // len(bag | bags[n]) for n in range(later)) if later else 0
            if found >= least:
                best[str(later)] = found
        assert {second: percent for _, second, percent in pairs(*texts, least=least)} == best
