"""Twins: two that differ in nothing but their names, and room for one. Either must win at times, or names decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from osi_core.plugins import (
    AllocationProblem,
    BallotKind,
    Column,
    Institution,
    KindName,
    MatchingProblem,
    Offer,
    Problem,
    Profile,
    Room,
    ScalingProblem,
    Seeker,
    Session,
    Slot,
    TimetableProblem,
)

__all__ = ["Twins", "twins"]

NAMES = ("aaa", "zzz")


@dataclass(frozen=True)
class Twins:
    """A problem with two alike, and how to read from an outcome which of them won."""

    problem: Problem
    winner: Callable[[Any], str | None]


def twins(kind: KindName, ballots: str = BallotKind.APPROVAL) -> Twins | None:
    """Twins of a kind; None for kinds in which nobody competes."""
    one, other = NAMES
    if kind == "prioritisation":
        return Twins(Profile.of(ballots, NAMES, _even(ballots), size=1), lambda out: _first(out.order))
    if kind == "allocation":
        money = {"cost": [5, 5], "budget": 5, "currency": "EUR"}
        gifts = {  # three people give to both
            "contributor": Column.of("i4", [0, 0, 1, 1, 2, 2]),
            "contribution_item": Column.of("i4", [0, 1] * 3),
            "contribution": Column.of("i8", [100] * 6),
        }
        problem = AllocationProblem.of(ballots, NAMES, _even(ballots), **money, **gifts)
        return Twins(problem, lambda out: _first([award.item for award in out.awards]))
    if kind == "matching":
        seekers, offers = [Seeker(id=one), Seeker(id=other)], [Offer(id="offer", maximum=1)]
        matching = MatchingProblem.of(seekers, offers, {one: ["offer"], other: ["offer"]})
        return Twins(matching, lambda out: _first([seeker for seeker, _ in out.pairs]))
    if kind == "timetable":
        sessions = (Session(id=one), Session(id=other))
        table = TimetableProblem(slots=(Slot(id="s", day="d"),), rooms=(Room(id="r", seats=1),), sessions=sessions)
        return Twins(table, lambda out: _first([entry.session for entry in out.entries]))
    if kind == "scaling":
        institutions = tuple(Institution(id=name, capacity=5, commitment=1) for name in NAMES)
        plan = ScalingProblem(initiative="initiative", institutions=institutions, target=5)
        return Twins(plan, lambda out: _first([step.institution for step in out.steps]))
    return None


def _even(ballots: str) -> Any:
    one, other = NAMES
    return {
        "approval": [[one, other]] * 3,
        "ranked": [[one, other], [other, one]],
        "points": [{one: 2, other: 2}],
        "paired": [[(one, other)], [(other, one)]],
    }[ballots]


def _first(names: Any) -> str | None:
    return names[0] if names else None
