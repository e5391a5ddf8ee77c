"""What invented people say, and how real texts find their place among it."""

from __future__ import annotations

from itertools import islice

from osi_core.simulation.dice import Dice
from osi_core.simulation.words import places, subjects, theme_of, themes


def test_titles_differ_at_the_scale_of_the_demo() -> None:
    dice = Dice(1)
    titles = [subject.title(dice) for subject in islice(subjects(Dice(2)), 1_000)]
    assert len({title.replace(", gerade", ", vor allem") for title in titles}) > 990
    assert max(map(len, titles)) <= 300


def test_every_theme_has_two_wordings_for_each_problem() -> None:
    for theme in themes():
        assert len(theme.problems) == len(set(theme.problems))
        assert all(first != second for first, second in theme.problems)


def test_places_are_invented_and_different_even_if_there_are_more_than_names() -> None:
    names = places(Dice(1), 450)
    assert len(set(names)) == 450


def test_a_real_text_finds_its_theme_by_its_words() -> None:
    assert theme_of("Reparieren soll billiger sein als neu kaufen", Dice(1)).id == "konsum"
    assert theme_of("Mehr Busse auf dem Land", Dice(1)).id == "mobilitaet"
