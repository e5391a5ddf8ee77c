"""Committees within conflicts, needs and quotas, against plain versions of the rules that look at every choice."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Collection, Sequence
from fractions import Fraction
from itertools import chain, combinations
from typing import Any

import pytest

from osi_core.plugins import Profile, Ranking, no_progress
from osi_core.plugins.chance import by_tie_rule
from osi_voting.committees import RULES
from plugins.voting.tests.committees.limited_elections import SEED, fits, limited, solved
from plugins.voting.tests.committees.test_leximax_phragmen import loads
from plugins.voting.tests.telling import english

MANY = int(os.environ.get("OSI_MANY", "1"))
OURS = {rule.name: rule for rule in RULES}
Ballots = list[frozenset[str]]
Worth = Callable[[Ballots, Sequence[str], str], Fraction]


def approvals(ballots: Ballots, chosen: Sequence[str], item: str) -> Fraction:
    return Fraction(sum(item in row for row in ballots))


def reweighted(ballots: Ballots, chosen: Sequence[str], item: str) -> Fraction:
    return sum((Fraction(1, 1 + len(row & set(chosen))) for row in ballots if item in row), Fraction())


def uncovered(ballots: Ballots, chosen: Sequence[str], item: str) -> Fraction:
    return Fraction(sum(item in row and not row & set(chosen) for row in ballots))


def less_load(ballots: Ballots, chosen: Sequence[str], item: str) -> Fraction:
    """Minus the load that the supporters would come to; less than any, where there are none."""
    carried = [Fraction()] * len(ballots)
    for one in chosen:
        its = [number for number, row in enumerate(ballots) if one in row]
        level = (1 + sum(carried[number] for number in its)) / len(its) if its else Fraction()
        for number in its:
            carried[number] = level
    its = [number for number, row in enumerate(ballots) if item in row]
    return -(1 + sum(carried[number] for number in its)) / len(its) if its else Fraction(-(10**6))


@pytest.mark.parametrize(
    ("name", "worth"),
    [
        ("approval-committee", approvals),
        ("pav-sequential", reweighted),
        ("proportional-ranking-fast", reweighted),
        ("chamberlin-courant-greedy", uncovered),
        ("phragmen-sequential", less_load),
    ],
)
def test_each_seat_goes_to_the_best_that_limits_allow(name: str, worth: Worth) -> None:
    for profile, options, outcome in _elections(name, 250):
        if outcome is not None:
            order = by_tie_rule(profile.items, SEED, options["ties"])
            assert list(outcome.order) == _seat_by_seat(profile, options, order, worth), (profile, options)


def _seat_by_seat(profile: Profile, options: dict[str, Any], order: Sequence[str], worth: Worth) -> list[str]:
    able, ballots, chosen = _able(profile), _ballots(profile), list[str]()
    while len(chosen) < min(profile.size or 0, len(able)):
        free = [i for i in order if i in able and i not in chosen and fits(profile, options, {*chosen, i})]
        if not free:
            break
        chosen.append(max(free, key=lambda item: worth(ballots, chosen, item)))  # the first of equals
    return chosen


@pytest.mark.parametrize("name", ["pav-exact", "chamberlin-courant-exact"])
@pytest.mark.filterwarnings("ignore")
def test_no_committee_that_limits_allow_scores_more(name: str) -> None:
    for profile, options, outcome in _elections(name, 120):
        possible = _possible(profile, options, _able(profile), profile.size or 0)
        ballots = _ballots(profile)

        def score(chosen: Collection[str], ballots: Ballots = ballots) -> Fraction:
            held = (len(row & set(chosen)) for row in ballots)
            if name == "pav-exact":
                return sum((Fraction(1, step) for have in held for step in range(1, have + 1)), Fraction())
            return Fraction(sum(have > 0 for have in held))

        if outcome is not None:
            best = max((score(chosen), len(chosen)) for chosen in possible)
            assert set(outcome.order) in [set(chosen) for chosen in possible], (profile, options)
            assert (score(outcome.order), len(outcome.order)) == best, (profile, options)
            rule = OURS[name]
            assert rule.check(profile, rule.Options.model_validate(options), outcome) == []  # type: ignore[attr-defined]


@pytest.mark.filterwarnings("ignore")
def test_no_committee_that_limits_allow_is_fairer() -> None:
    for profile, options, outcome in _elections("phragmen-leximax", 120):
        if outcome is None:
            continue
        ballots, support = _ballots(profile), dict(zip(profile.items, profile.support(), strict=True))
        able = {item for item in _able(profile) if support[item]}
        while idle := {a for a, b in profile.requires if a in able and b not in able}:
            able -= idle
        possible = _possible(profile, options, able, profile.size or 0)
        most = max(map(len, possible))
        fairest = min(loads(chosen, ballots) for chosen in possible if len(chosen) == most)
        inside = [item for item in outcome.order if item in able]
        assert fits(profile, options, set(outcome.order)), (profile, options)
        assert len(inside) == most, (profile, options)
        assert loads(inside, ballots) == fairest, (profile, options)


@pytest.mark.parametrize("name", sorted(OURS))
@pytest.mark.filterwarnings("ignore")
def test_no_limit_is_broken_and_no_seat_left_that_somebody_could_take(name: str) -> None:
    for profile, options, outcome in _elections(name, 100):
        if outcome is not None:
            chosen, able = set(outcome.order), _able(profile)
            assert fits(profile, options, chosen), (profile, options)
            assert profile.valid(outcome) == []
            more = [item for item in able - chosen if fits(profile, options, {*chosen, item})]
            if name == "stv-scottish" and (profile.conflicts or options.get("at_most")):
                continue  # who was excluded does not come back when another is withdrawn
            assert len(chosen) >= min(profile.size or 0, len(able)) or not more, (profile, options)


def test_an_item_waits_for_what_it_needs_and_goes_with_it() -> None:
    """B has the quota at once but needs c, which has one vote: c is excluded, b withdrawn, and its ballots go to d."""
    rule = OURS["stv-scottish"]
    cast = [["b", "d"]] * 5 + [["a"]] * 4 + [["c"]] + [["d"]] * 2
    profile = Profile.of("ranked", list("abcd"), cast, size=2, requires=(("b", "c"),))
    outcome = rule.solve(profile, rule.Options(), SEED, no_progress)
    told = {one.item: dict(chain(*(said.values.items() for said in one.messages))) for one in outcome.explanations}
    assert outcome.order == ("d", "a")
    assert told["b"]["needs"] == "c"
    freed = Profile.of("ranked", list("abcd"), [*cast, *[["c"]] * 6], size=2, requires=(("b", "c"),))
    assert rule.solve(freed, rule.Options(), SEED, no_progress).order == ("c", "b")


def test_a_full_quota_is_named() -> None:
    rule = OURS["approval-committee"]
    cast = [["a", "b", "c"]] * 3 + [["a", "b"]] * 2 + [["a"]]
    profile = Profile.of("approval", list("abc"), cast, size=2, categories=(("green",), ("green",), ("blue",)))
    outcome = rule.solve(profile, rule.Options(at_most={"green": 1}), SEED, no_progress)
    told = {one.item: one for one in outcome.explanations}
    assert outcome.order == ("a", "c")
    assert (told["b"].values["quota"], told["b"].values["at_most"]) == ("green", 1)
    assert "No more than 1 of green may be chosen." in english(told["b"])
    assert "quota" not in told["a"].values


def _elections(name: str, count: int) -> Any:
    chance, met = random.Random(f"limits {name}"), 0
    kind = "approval" if "approval" in OURS[name].ballot_kinds else "ranked"
    for _ in range(count * MANY):
        profile, options = limited(chance, kind)
        outcome: Ranking | None = solved(OURS[name], profile, options)
        met += outcome is not None and bool(profile.requires)
        yield profile, options, outcome
    assert met > count / 10


def _able(profile: Profile) -> set[str]:
    support = zip(profile.items, profile.support(), strict=True)
    return {item for item, count in support if count >= profile.minimum_support}


def _ballots(profile: Profile) -> Ballots:
    rows = zip(profile.rows(), profile.ballot_weights(), strict=True)
    return [frozenset(profile.items[index] for index in row) for row, weight in rows for _ in range(weight)]


def _possible(profile: Profile, options: dict[str, Any], able: set[str], size: int) -> list[tuple[str, ...]]:
    """All committees that limits allow."""
    every = chain.from_iterable(combinations(sorted(able), number) for number in range(min(size, len(able)) + 1))
    return [chosen for chosen in every if fits(profile, options, set(chosen))]
