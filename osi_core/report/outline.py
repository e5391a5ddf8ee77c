"""The states of Germany and Austria, as far as a map needs them: `states.json`, which says where they come from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

Point = tuple[float, float]
"""Longitude and latitude in degrees."""


class State(NamedTuple):
    """A state by its borders; a ring within another one is a hole."""

    name: str
    rings: tuple[tuple[Point, ...], ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        longitudes, latitudes = zip(*(point for ring in self.rings for point in ring), strict=True)
        return min(longitudes), min(latitudes), max(longitudes), max(latitudes)

    @property
    def corners(self) -> tuple[Point, Point]:
        """South-west and north-east."""
        west, south, east, north = self.box
        return (west, south), (east, north)

    def holds(self, point: Point) -> bool:
        """Whether a point lies in it: a line from there to the east crosses its borders an odd number of times."""
        x, y = point
        crossings = 0
        for ring in self.rings:
            for (x1, y1), (x2, y2) in pairwise((*ring, ring[0])):
                if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                    crossings += 1
        return crossings % 2 == 1


@cache
def states() -> tuple[State, ...]:
    """All that are known."""
    said = json.loads((Path(__file__).parent / "states.json").read_text(encoding="utf-8"))
    return tuple(State(name, tuple(map(_ring, rings))) for name, rings in said["states"].items())


def states_with(points: Iterable[Point]) -> list[State]:
    """Those in which some of the points lie."""
    given = list(points)
    return [state for state in states() if any(map(state.holds, given))]


def _ring(numbers: list[int]) -> tuple[Point, ...]:
    degrees = [number / 100 for number in numbers]
    return tuple(zip(degrees[::2], degrees[1::2], strict=True))
