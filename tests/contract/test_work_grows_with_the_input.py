"""Checking an outcome is near-linear: four times the problem takes about four times the work, counted and not timed.

A set made once an item, a list searched once an item, a method of the problem asked once an item: all of them take
minutes where 28,000 people and 1,500 teams are concerned, and nothing where six are.
"""

from __future__ import annotations

import inspect
from collections import Counter
from typing import Any

import pytest
from pydantic import BaseModel

from osi_core.plugins import (
    KINDS,
    Allocation,
    AllocationProblem,
    Award,
    Column,
    Explanation,
    Matching,
    MatchingProblem,
    Offer,
    Plugins,
    Problem,
    Ranking,
    Seeker,
    no_progress,
)
from osi_core.testing import sample

STRATEGIES = [
    pytest.param(strategy, ballots, id=f"{strategy.kind}-{strategy.name}-{ballots}")
    for _, strategy in Plugins.load().strategies()
    for ballots in sorted(getattr(strategy, "ballot_kinds", ["approval"]))
    if strategy.worst_case == "polynomial"
]
SMALL, LARGE = 40, 160
NEAR_LINEAR = 6.0
"""Four times the problem at most so many times the work; what is quadratic comes to 16."""


class Id(str):
    """A text that counts how often any of its kind is hashed or compared."""

    touched = 0

    def __hash__(self) -> int:
        Id.touched += 1
        return super().__hash__()

    def __eq__(self, other: object) -> bool:
        Id.touched += 1
        return super().__eq__(other)


def counting(value: Any) -> Any:
    """A problem or outcome in which every text counts."""
    if isinstance(value, BaseModel):
        return type(value).model_construct(**{n: counting(getattr(value, n)) for n in type(value).model_fields})
    if isinstance(value, dict):
        return {counting(key): counting(entry) for key, entry in value.items()}
    if isinstance(value, tuple) and not isinstance(value, Column):
        return tuple(map(counting, value))
    return Id(value) if type(value) is str else value


def touches(problem: Problem, outcome: Any) -> int:
    """How often ids are hashed or compared while the outcome is checked."""
    problem, outcome = counting(problem), counting(outcome)
    Id.touched = 0
    assert problem.valid(outcome) == []
    return Id.touched


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the problem's own methods are called, each of which goes through all of it."""
    counted = Counter[str]()
    for owner in {one for kind in KINDS.values() for one in kind.problem.__mro__ if issubclass(one, Problem)}:
        for name, method in vars(owner).items():
            if inspect.isfunction(method) and not name.startswith("_"):
                monkeypatch.setattr(owner, name, counted_in(counted, name, method))
    return counted


def counted_in(counted: Counter[str], name: str, method: Any) -> Any:
    def call(self: Any, *given: Any, **named: Any) -> Any:
        counted[name] += 1
        return method(self, *given, **named)

    return call


@pytest.mark.parametrize(("strategy", "ballots"), STRATEGIES)
def test_a_strategy_asks_its_problem_as_often_and_its_outcome_is_checked_in_near_linear_work(
    strategy: Any, ballots: str, asked: Counter[str]
) -> None:
    for number in range(3):
        found = []
        for size in (SMALL, LARGE):
            problem = sample(strategy.kind, size, number, ballots)
            asked.clear()
            outcome = strategy.solve(problem, strategy.Options(), bytes(32), no_progress)
            found.append((Counter(asked), touches(problem, outcome)))
        (once, few), (again, many) = found
        assert {name: times for name, times in again.items() if times > once[name] + 2} == {}
        assert many <= NEAR_LINEAR * few


def test_twenty_thousand_seekers_and_a_thousand_offers_are_checked_at_once() -> None:
    """A set made once an explanation would go through 400 million ids here."""
    seekers = [Seeker(id=f"s{number}") for number in range(20_000)]
    offers = [Offer(id=f"o{number}", maximum=20) for number in range(1_000)]
    problem = MatchingProblem.of(seekers, offers, {one.id: [f"o{at % 1_000}"] for at, one in enumerate(seekers)})
    matching = Matching(
        pairs=tuple((one.id, f"o{at % 1_000}") for at, one in enumerate(seekers)),
        explanations=tuple(Explanation(item=one.id, reason="test.placed") for one in seekers),
    )
    assert problem.valid(matching) == []


def test_twenty_thousand_projects_are_checked_at_once() -> None:
    items = [f"p{number}" for number in range(20_000)]
    problem = AllocationProblem.of("approval", items, [items], cost=[1] * len(items), budget=len(items), currency="EUR")
    awards = tuple(Award(item=item, amount=1) for item in items)
    explanations = tuple(Explanation(item=item, reason="test.funded") for item in items)
    assert problem.valid(Allocation(currency="EUR", awards=awards, spent=20_000, explanations=explanations)) == []
    assert super(AllocationProblem, problem).valid(Ranking(order=tuple(items), explanations=explanations)) == []
