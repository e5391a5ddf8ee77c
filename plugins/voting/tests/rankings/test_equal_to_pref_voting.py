"""Rankings and STV against pref_voting on random elections, ties included.

pref_voting names all winners that tie, or all optimal orders; ours stand in one order for each seed. The first must be
among theirs, and where ours lists no tie for the first place there is one winner only. OSI_MANY=20 multiplies the
elections.
"""

from __future__ import annotations

import os
import random
from typing import Any

import pytest

from osi_core.plugins import PrioritisationRule, Profile, Ranking, no_progress
from osi_voting.committees import ScottishSTV
from osi_voting.rankings import Copeland, FastBorda, Kemeny, RankedPairs, Schulze

pytest.importorskip("pref_voting", reason="pref_voting is a test-only dependency")
pytestmark = pytest.mark.filterwarnings("ignore")

MANY = int(os.environ.get("OSI_MANY", "1"))
SEEDS = [bytes([number]) * 32 for number in range(4)]


def election(chance: random.Random, most: int = 6) -> tuple[list[list[int]], list[int]]:
    """Different orders of all items, and how often each was cast."""
    items, count = chance.randint(2, most), chance.randint(1, 7)
    return [chance.sample(range(items), items) for _ in range(count)], [chance.randint(1, 4) for _ in range(count)]


def solved(
    rule: PrioritisationRule, orders: list[list[int]], weights: list[int], seed: bytes, **fields: Any
) -> Ranking:
    names = [f"c{item}" for item in range(max(max(row) for row in orders) + 1)]
    profile = Profile.of("ranked", names, [[names[i] for i in row] for row in orders], weights=weights, **fields)
    return rule.solve(profile, rule.Options(), seed, no_progress)


def theirs(orders: list[list[int]], weights: list[int]) -> Any:
    from pref_voting.profiles import Profile as Linear

    return Linear([tuple(row) for row in orders], weights)


@pytest.mark.parametrize(
    ("rule", "module", "function", "count"),
    [
        (FastBorda(), "scoring_methods", "borda", 500),
        (Copeland(), "c1_methods", "copeland", 500),
        (Schulze(), "margin_based_methods", "beat_path", 500),
        (RankedPairs(), "margin_based_methods", "ranked_pairs", 100),
        (Kemeny(), "other_methods", "kemeny_young", 60),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_the_first_is_a_winner_of_pref_voting(rule: PrioritisationRule, module: str, function: str, count: int) -> None:
    import importlib

    peer = getattr(importlib.import_module(f"pref_voting.{module}"), function)
    chance = random.Random(f"pref_voting {function}")
    for _ in range(count * MANY):
        orders, weights = election(chance, {"ranked_pairs": 4, "kemeny_young": 5}.get(function, 7))
        winners = {f"c{item}" for item in peer(theirs(orders, weights))}
        found = [solved(rule, orders, weights, seed) for seed in SEEDS]
        assert {outcome.order[0] for outcome in found} <= winners, (orders, weights)
        if function != "ranked_pairs" and not any(found[0].order[0] in group for group in found[0].tied):
            assert len(winners) == 1, (orders, weights)


def test_kemeny_orders_are_those_of_pref_voting() -> None:
    from pref_voting.other_methods import kemeny_young_rankings

    chance = random.Random("kemeny")
    for _ in range(60 * MANY):
        orders, weights = election(chance, 6)
        best, distance = kemeny_young_rankings(theirs(orders, weights))
        outcome = solved(Kemeny(), orders, weights, SEEDS[0])
        assert tuple(int(name[1:]) for name in outcome.order) in {tuple(one) for one in best}, (orders, weights)
        assert outcome.counters["disagreements"] == distance


@pytest.mark.parametrize("rule", [Copeland(), Schulze()], ids=lambda rule: rule.name)
def test_what_is_not_named_stands_below_all_that_is(rule: PrioritisationRule) -> None:
    from pref_voting.c1_methods import copeland
    from pref_voting.margin_based_methods import beat_path
    from pref_voting.profiles_with_ties import ProfileWithTies

    peer = copeland if rule.name == "copeland" else beat_path
    chance = random.Random(f"incomplete {rule.name}")
    for _ in range(300 * MANY):
        orders, weights = election(chance)
        short = [row[: chance.randint(1, len(row))] for row in orders]
        profile = ProfileWithTies(
            [{item: place for place, item in enumerate(row)} for row in short], weights, candidates=sorted(orders[0])
        )
        profile.use_extended_strict_preference()
        names = [f"c{item}" for item in sorted(orders[0])]
        ours = Profile.of("ranked", names, [[names[item] for item in row] for row in short], weights=weights)
        first = rule.solve(ours, rule.Options(), SEEDS[0], no_progress).order[0]
        assert int(first[1:]) in peer(profile), (short, weights)


def test_scottish_stv_elects_whom_pref_voting_elects() -> None:
    """Where no tie is met: they draw lots, we ask the tie rule. Values are cut off after five digits, as they do."""
    from pref_voting.proportional_methods import stv_scottish

    chance, compared = random.Random("stv"), 0
    for _ in range(400 * MANY):
        orders, weights = election(chance, 7)
        weights = [weight * 7 + chance.randint(0, 6) for weight in weights]
        seats = chance.randint(1, max(1, len(orders[0]) - 1))
        runs = {
            frozenset(stv_scottish(theirs(orders, weights), num_seats=seats, rng=random.Random(n))) for n in range(5)
        }
        rule = ScottishSTV()
        names = [f"c{item}" for item in range(len(orders[0]))]
        profile = Profile.of("ranked", names, [[names[i] for i in row] for row in orders], weights=weights, size=seats)
        options = rule.Options(transfer_decimals=5)
        ours = {
            frozenset(int(name[1:]) for name in rule.solve(profile, options, seed, no_progress).order) for seed in SEEDS
        }
        if len(runs) == 1 and len(ours) == 1:
            compared += 1
            assert ours == runs, (orders, weights, seats)
    assert compared > 200
