"""The page in a language made up for that: outside of its words stand data, names and numbers alone."""

from __future__ import annotations

import re
from html import unescape

import numpy as np
import pytest

from osi_core.plugins import AllocationProblem, Profile
from osi_voting.audits import OwnPrices, audit, robustness, voter_groups
from osi_voting.formats.election import Election
from osi_voting.pictures.page import render
from osi_voting.words import WORDS
from plugins.voting.tests.telling import MADE_UP, made_up, outside_of_words

ITEMS = [f"p{number}" for number in range(9)]
NUMBER = re.compile(r"[€(]*-?[\d.,]+[%)+]*|:")
DATA = {*ITEMS, "green", "North", "South", "official", "other", "Town", "€", "∞", "–", "/"}


def town() -> Election:
    """Money, districts of projects and of voters."""
    random = np.random.default_rng(3)
    ballots = [sorted(random.choice(ITEMS, random.integers(1, 4), replace=False)) for _ in range(40)]
    problem = AllocationProblem.of(
        "approval", ITEMS, ballots, cost=[int(cost) for cost in random.integers(1_000, 90_000, 9)], budget=150_000,
        currency="EUR", categories=(("green",),) * 9, districts=tuple(("North", "South")[n % 2] for n in range(9)),
    )  # fmt: skip
    voters = {"district": [("North", "South")[number % 2] for number in range(40)]}
    return Election("town.pb", problem, "Town", {item: item for item in ITEMS}, voters, currency="EUR")


def council() -> Election:
    """No money."""
    profile = Profile.of("ranked", ITEMS, [["p0", "p1"]] * 3 + [["p2"]] * 2, size=2)
    return Election("town.soi", profile, "Town", {item: item for item in ITEMS})


@pytest.mark.parametrize("election", [town(), council()], ids=["town", "council"])
def test_outside_of_words_stand_data_and_numbers_alone(election: Election) -> None:
    problem, groups = election.problem, voter_groups(election.voters)
    robust = robustness(problem, ITEMS[:2], lambda _: ITEMS[1:3], runs=2)
    own = OwnPrices("price", {"p0": 1200}, {"p0": 700}) if election.currency else None
    first = audit(problem, ITEMS[:2], "official", groups=groups, robust=robust, own=own)
    page = render(election, [first, audit(problem, ITEMS[1:3], "other")], MADE_UP, made_up(WORDS))
    visible = re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL)
    assert visible.count("⟦") > 60
    words = outside_of_words(unescape(visible)).replace("\N{NO-BREAK SPACE}", " ").split()
    strange = [word for word in words if not NUMBER.fullmatch(word) and word.strip(":.,()") not in DATA]
    assert strange == []
