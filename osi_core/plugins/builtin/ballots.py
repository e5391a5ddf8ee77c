"""How the built-in rules read ballots of all four kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from osi_core.plugins.problems import Profile

__all__ = ["Points", "points_of"]

Points = Mapping[tuple[tuple[int, int], ...], int]
"""Ballots as ((item, points), ...) in the order of items, each with how often it was cast."""


def points_of(profile: Profile, ranked_points: Callable[[int], int]) -> Points:
    """What each ballot gives to each item, like ballots together; entries of 0 points are left out.

    Approval: 1 each. Ranked: `ranked_points(position)`, the best at position 0. Points: as they are. Paired: 2 for a
    comparison won, 1 for one that ended equal.
    """
    ballots: dict[tuple[tuple[int, int], ...], int] = {}
    for row, values, weight in zip(profile.rows(), _values(profile), profile.ballot_weights(), strict=True):
        if profile.kind == "approval":
            given = [(item, 1) for item in row]
        elif profile.kind == "ranked":
            given = [(item, ranked_points(position)) for position, item in enumerate(row)]
        elif profile.kind == "points":
            given = [(item, points) for item, points in zip(row, values, strict=True) if points]
        else:
            given = _won(row, values)
        key = tuple(sorted(given))
        ballots[key] = ballots.get(key, 0) + weight
    return ballots


def _values(profile: Profile) -> list[list[int]]:
    return list(profile.value_rows()) if profile.values is not None else [[]] * profile.ballots


def _won(row: Sequence[int], values: Sequence[int]) -> list[tuple[int, int]]:
    won: dict[int, int] = {}
    for position, item in enumerate(row):
        points = values[position] if values else 2 * (position % 2 == 0)
        if points:
            won[item] = won.get(item, 0) + points
    return list(won.items())
