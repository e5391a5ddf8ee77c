"""The sentences of every rule that ranks: German writes decimals with a comma, and one is not told as many."""

import random
import re

import pytest

from osi_core.plugins import Profile, no_progress
from osi_core.plugins.builtin.proportional_ranking import ProportionalRanking
from osi_voting.committees import RULES as COMMITTEES
from osi_voting.pairs import RULES as PAIRS
from osi_voting.rankings import RULES as RANKINGS
from plugins.voting.tests.telling import english, german

SEED = b"s" * 32
RULES = [*COMMITTEES, *RANKINGS, *PAIRS, ProportionalRanking()]
MANY_FOR_ONE = re.compile(r"(?<![\d.,])1 (supporters|ballots|votes|approvals|comparisons|times|others)\b")
OF_THE_LIBRARY = {"borda.ranked", "proportional-ranking.supported"}
"""Sentences that osi-core tells, as "1 of 3 ballots": they have no form for one."""
VIELE_FOR_ONE = re.compile(
    r"(?<![\d.,])1 (Stimmen\b|Stimmzetteln|Vergleichen|andere\b|die höchste tragen)|Die 1 |der 1 |: 1 [^;]*die hier"
)


def election(kind: str, number: int, times: int = 1) -> Profile:
    """Few ballots, so that there is often one; `times` as heavy."""
    chance, items = random.Random(number), list("abcde")
    rows = [chance.sample(items, 2 if kind == "paired" else chance.randint(1, 4)) for _ in range(chance.randint(1, 6))]
    return Profile.of(kind, items, rows, weights=[times] * len(rows), size=chance.randint(1, 4))


def explained(rule, profile):
    return rule.solve(profile, rule.Options.model_validate({"ties": "name"}), SEED, no_progress).explanations


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_numbers_are_written_as_each_language_does(rule):
    for kind in sorted(rule.ballot_kinds & {"approval", "ranked", "paired"}):
        for number in range(40):
            for one in explained(rule, election(kind, number)):
                en, de = english(one), german(one)
                if one.reason not in OF_THE_LIBRARY:
                    assert not MANY_FOR_ONE.search(en), en
                    assert not VIELE_FOR_ONE.search(de), de
                assert not re.search(r"\d\.\d", de), de
                numbers = [re.findall(r"\d+[.,]\d+", text) for text in (en, de)]
                assert [text.replace(".", ",") for text in numbers[0]] == numbers[1]
                assert not any("," in text for text in numbers[0])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_thousands_are_set_apart(rule):
    for kind in sorted(rule.ballot_kinds & {"approval", "ranked", "paired"}):
        told = [one for number in range(10) for one in explained(rule, election(kind, number, times=1234))]
        for one in told:
            en, de = english(one), german(one)
            assert not re.search(r"(?<![\d.])\d{4}", en), en
            assert not re.search(r"(?<![\d,])\d{4}", de), de
        assert any(re.search(r"\d,\d{3}", english(one)) and re.search(r"\d\.\d{3}", german(one)) for one in told)


def test_one_supporter_of_sequential_pav():
    (rule,) = (rule for rule in COMMITTEES if rule.name == "pav-sequential")
    first, second, _ = explained(rule, Profile.of("approval", ["a", "b", "c"], [["a", "b"], ["a"], ["c"]], size=2))
    assert english(first).startswith(
        "Place 1 of 2: its 2 supporters counted 2 at its turn, 1 more than the next, because"
    )
    assert german(second).startswith(
        "Platz 2 von 2: Der eine Stimmzettel dafür zählte, als es an der Reihe war, 1, also 0,5 mehr als das nächste,"
    )


@pytest.mark.parametrize("name", ["pav-exact", "chamberlin-courant-exact"])
def test_what_is_left_out_for_an_equal_one_would_add_no_more_than_that(name):
    (rule,) = (rule for rule in COMMITTEES if rule.name == name)
    explanations = {
        one.item: one for one in explained(rule, Profile.of("approval", ["a", "b"], [["a"], ["b"]], size=1))
    }
    assert english(explanations["b"]).startswith(
        "Not among those chosen: 1 supporter; it would add 1 to the score of 1, no more than what it displaces."
    )
    assert german(explanations["b"]).startswith(
        "Nicht unter den Ausgewählten: 1 Stimmzettel dafür; es brächte 1 zur Wertung 1, nicht mehr, als es verdrängt."
    )
