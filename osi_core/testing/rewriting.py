"""The same problem written down otherwise: ballots shuffled, items permuted. The answer must stay the same."""

from __future__ import annotations

from itertools import accumulate
from typing import Any, TypeVar

from pydantic import BaseModel

from osi_core.plugins import (
    AllocationProblem,
    Chance,
    Column,
    Evidence,
    MatchingProblem,
    Outcome,
    Problem,
    Profile,
    ScalingProblem,
    TextBatch,
    TimetableProblem,
    VoteTable,
)
from osi_core.plugins.frames import pack

__all__ = ["normal_form", "rewritten", "spread_out"]

P = TypeVar("P", bound=Problem)

_WITHOUT_ORDER = {"pairs", "unplaced", "not_running", "entries", "left_out", "criteria", "statements", "tied",
                  "explanations"}  # fmt: skip


def normal_form(outcome: Outcome) -> Any:
    """An outcome as plain values, with all lists sorted whose order says nothing, and without counters of work."""
    fields = pack(outcome)
    fields.pop("counters", None)
    return {name: _sorted(value) if name in _WITHOUT_ORDER else value for name, value in fields.items()}


def _sorted(values: list[Any]) -> list[Any]:
    return sorted(values, key=repr)


def rewritten(problem: P, chance: Chance) -> P:
    """The same problem in another order."""
    if isinstance(problem, Profile):
        return _profile(problem, chance)  # type: ignore[return-value]
    if isinstance(problem, VoteTable):
        return _votes(problem, chance)  # type: ignore[return-value]
    if isinstance(problem, MatchingProblem):
        return _matching(problem, chance)  # type: ignore[return-value]
    fields = {TimetableProblem: ("rooms", "sessions"), Evidence: ("criteria", "reviews", "pilots"),
              ScalingProblem: ("institutions",), TextBatch: ()}[type(problem)]  # fmt: skip
    return _anew(problem, **{name: tuple(chance.shuffled(getattr(problem, name))) for name in fields})


def _anew(problem: P, **changes: Any) -> P:
    """A validated copy."""
    return type(problem).model_validate({name: getattr(problem, name) for name in type(problem).model_fields} | changes)


def spread_out(problem: Profile) -> Profile:
    """The same profile with each ballot as often as it weighs, and no weights."""
    values = list(problem.value_rows()) if problem.values is not None else [[] for _ in problem.rows()]
    ballots = [
        (row, given)
        for row, given, weight in zip(problem.rows(), values, problem.ballot_weights(), strict=True)
        for _ in range(weight)
    ]
    changes: dict[str, Any] = {
        "offsets": Column.of("i8", accumulate((len(row) for row, _ in ballots), initial=0)),
        "choices": Column.of("i4", [item for row, _ in ballots for item in row]),
        "weights": None,
    }
    if problem.values is not None:
        changes["values"] = Column.of("i8", [value for _, given in ballots for value in given])
    return _anew(problem, **changes)


def _profile(problem: Profile, chance: Chance) -> Profile:
    order = chance.shuffled(range(len(problem.items)))
    place = {old: new for new, old in enumerate(order)}
    values = list(problem.value_rows()) if problem.values is not None else [[0] * len(row) for row in problem.rows()]
    ballots = chance.shuffled(zip(problem.rows(), values, problem.ballot_weights(), strict=True))
    if problem.kind in ("approval", "points"):
        ballots = [(*_together(row, given, chance), weight) for row, given, weight in ballots]
    changes: dict[str, Any] = {
        "items": tuple(problem.items[old] for old in order),
        "offsets": Column.of("i8", accumulate((len(row) for row, _, _ in ballots), initial=0)),
        "choices": Column.of("i4", [place[item] for row, _, _ in ballots for item in row]),
        "conflicts": tuple((b, a) for a, b in chance.shuffled(problem.conflicts)),
        "requires": tuple(chance.shuffled(problem.requires)),
    }
    if problem.values is not None:
        changes["values"] = Column.of("i8", [value for _, given, _ in ballots for value in given])
    if problem.weights is not None:
        changes["weights"] = Column.of("i8", [weight for _, _, weight in ballots])
    if problem.cost is not None:
        changes["cost"] = Column.of("i8", [problem.cost[old] for old in order])
    for name in ("categories", "districts", "scores"):
        if entries := getattr(problem, name, ()):
            changes[name] = tuple(entries[old] for old in order)
    if isinstance(problem, AllocationProblem):
        changes["contribution_item"] = Column.of("i4", [place[item] for item in problem.contribution_item])
        groups = chance.shuffled(problem.substitutes)
        changes["substitutes"] = tuple(tuple(chance.shuffled(group)) for group in groups)
    return _anew(problem, **changes)


def _together(row: list[int], given: list[int], chance: Chance) -> tuple[list[int], list[int]]:
    mixed = chance.shuffled(zip(row, given, strict=True))
    return [item for item, _ in mixed], [value for _, value in mixed]


def _votes(problem: VoteTable, chance: Chance) -> VoteTable:
    names = problem.statements
    votes = zip(problem.person, (names[index] for index in problem.statement), problem.vote, strict=True)
    return VoteTable.of(problem.persons, chance.shuffled(names), chance.shuffled(votes))


def _matching(problem: MatchingProblem, chance: Chance) -> MatchingProblem:
    def named(seekers: Column, offers: Column) -> list[tuple[str, str]]:
        pairs = zip(seekers, offers, strict=True)
        return [(problem.seekers[seeker].id, problem.offers[offer].id) for seeker, offer in pairs]

    rows = zip(problem.seekers, problem.wish_rows(), strict=True)
    scored = zip(named(problem.affinity_seeker, problem.affinity_offer), problem.affinity, strict=True)
    return MatchingProblem.of(
        [_mixed(seeker, chance) for seeker in chance.shuffled(problem.seekers)],
        [_mixed(offer, chance) for offer in chance.shuffled(problem.offers)],
        {seeker.id: [problem.offers[offer].id for offer in row] for seeker, row in rows},
        affinities=dict(chance.shuffled(scored)),
        conflicts=chance.shuffled(named(problem.conflict_seeker, problem.conflict_offer)),
        previous=chance.shuffled(named(problem.previous_seeker, problem.previous_offer)),
        anywhere=problem.anywhere,
    )


def _mixed(one: Any, chance: Chance) -> Any:
    assert isinstance(one, BaseModel)
    return one.model_copy(update={"skills": tuple(chance.shuffled(one.skills))})  # type: ignore[attr-defined]
