"""Small elections for hypothesis to draw and to shrink: up to five items a, b, c, ... and six different ballots.

All ballots of a kind are listed once, simple ones first, so that a ballot with its weight is a single draw.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import chain, combinations, permutations, product
from typing import Any, Literal

from hypothesis import strategies as st

from osi_core.plugins import AllocationProblem, Column, KindName, Pot, Profile

__all__ = ["Form", "elections"]

Form = Literal["any", "plain", "committee", "winner", "complete"]
"""any: with conflicts, needs, minimum support, pots, substitutes and contributions; plain: without. For prioritisation
besides: committee, some of the items are to be chosen; winner, all are put in order or one chosen; complete, the same
with every item on every ballot.
"""

_NAMES = "abcde"
_WEIGHTS = (1, 2, 3)
_RARELY = st.integers(0, 3)
"""3 means yes."""


def elections(kind: KindName, ballots: Iterable[str], form: Form = "any") -> st.SearchStrategy[Profile]:
    """Elections of a kind with these kinds of ballots. A simpler one has fewer items, ballots and voters."""
    return _election(kind, sorted(ballots), form)


@st.composite
def _election(draw: st.DrawFn, kind: KindName, ballots: list[str], form: Form) -> Profile:
    least = 2 if form in ("committee", "winner", "complete") else 1
    items = list(_NAMES[: draw(st.integers(least, len(_NAMES)))])
    how = ballots[draw(st.integers(0, len(ballots) - 1))]
    counted = draw(_counted(how, len(items), form == "complete", _camp(draw, how, items, form)))
    cast, weights = [ballot for ballot, _ in counted], [weight for _, weight in counted]
    fields: dict[str, Any] = {}
    if any(weight > 1 for weight in weights):
        fields["weights"] = weights
    if form == "any":
        fields |= _conditions(draw, items)
    if kind == "allocation":
        fields |= _money(draw, items, form)
        return AllocationProblem.of(how, items, cast, **fields)
    fields["size"] = _size(draw, len(items), form, bool(fields.keys() & {"conflicts", "requires"}))
    return Profile.of(how, items, cast, **fields)


def _camp(draw: st.DrawFn, how: str, items: list[str], form: Form) -> tuple[str, ...]:
    """In half of the elections about fairness the voters are of two camps, one for these items, one for all others.

    Ballots that have nothing to do with each other nearly never show how a minority fares.
    """
    if how != "approval" or form not in ("plain", "committee") or not draw(st.booleans()):
        return ()
    return tuple(item for item in items if draw(st.booleans()))


@cache
def _counted(how: str, items: int, complete: bool, camp: tuple[str, ...]) -> st.SearchStrategy[list[tuple[Any, int]]]:
    """Some ballots, each with how often it is cast."""
    names = list(_NAMES[:items])
    ballots = _ballots(how, names, complete)
    if camp:
        camps = [camp, tuple(name for name in names if name not in camp)]
        ballots = [*camps * len(ballots), *ballots]
    return st.lists(st.sampled_from([(ballot, weight) for weight in _WEIGHTS for ballot in ballots]), max_size=6)


def _ballots(how: str, items: list[str], complete: bool) -> list[Any]:
    """All ballots of a kind, those that say little first; of paired ones those with up to two comparisons."""
    if how == "approval":
        return list(chain.from_iterable(combinations(items, size) for size in range(len(items) + 1)))
    if how == "ranked":
        lengths = [len(items)] if complete else range(len(items) + 1)
        return list(chain.from_iterable(permutations(items, length) for length in lengths))
    if how == "points":
        given = sorted(product(range(4), repeat=len(items)), key=sum)
        return [{item: points for item, points in zip(items, row, strict=True) if points} for row in given]
    return list(chain.from_iterable(product(permutations(items, 2), repeat=length) for length in range(3)))


def _size(draw: st.DrawFn, items: int, form: Form, needed: bool) -> int | None:
    if form == "committee":
        return draw(st.integers(1, items - 1))
    if form in ("winner", "complete"):
        return 1 if draw(st.booleans()) else None
    return draw(st.integers(int(needed), items)) or None


def _money(draw: st.DrawFn, items: list[str], form: Form) -> dict[str, Any]:
    least = 0 if form == "any" else 1
    cost = [draw(st.integers(least, 6)) for _ in items]
    budget = draw(st.integers(least, max(least, sum(cost) - 1)))  # money that is enough for all decides nothing
    fields: dict[str, Any] = {"cost": cost, "budget": budget, "currency": "EUR"}
    if form == "any" and draw(_RARELY) == 3:
        fields["districts"] = tuple("south" if draw(st.booleans()) else "north" for _ in items)
        fields["district_pots"] = (Pot(id="north", amount=draw(st.integers(0, 9))),)
    if form == "any" and draw(_RARELY) == 3 and len(items) > 1:
        fields["substitutes"] = (tuple(items[: draw(st.integers(2, len(items)))]),)
    if form == "any" and draw(_RARELY) == 3:
        fields |= _contributions(draw, len(items))
    return fields


def _contributions(draw: st.DrawFn, items: int) -> dict[str, Any]:
    """What up to three people contribute to items."""
    one = st.tuples(st.integers(0, 2), st.integers(0, items - 1), st.integers(1, 4))
    given = draw(st.lists(one, max_size=6))
    people, towards, amounts = ([entry[at] for entry in given] for at in range(3))
    return {
        "contributor": Column.of("i4", people),
        "contribution_item": Column.of("i4", towards),
        "contribution": Column.of("i8", amounts),
        "partial": draw(st.booleans()),
    }


def _conditions(draw: st.DrawFn, items: list[str]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if draw(_RARELY) == 3 and len(items) > 1:
        fields["conflicts"] = (draw(st.sampled_from(list(combinations(items, 2)))),)
    if draw(_RARELY) == 3 and len(items) > 1:
        fields["requires"] = (draw(st.sampled_from(list(permutations(items, 2)))),)
    if draw(_RARELY) == 3:
        fields["minimum_support"] = draw(st.integers(1, 3))
    return fields
