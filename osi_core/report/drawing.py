"""Where things stand in a drawing, as plain numbers: axes of time and value, columns, the map. No markup here.

Horizontal places are percent of the width, so that a drawing stretches with the page while its words keep their size.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from math import cos, radians, sqrt
from typing import NamedTuple

from osi_core.report.measures.scaling import Place, Progress
from osi_core.report.outline import states, states_with
from osi_core.scaling.facts import Reading


def share(part: float | Decimal, whole: float | Decimal) -> str:
    """A part as percent of the whole, to two decimals, for a width or a place; 0 of nothing."""
    return f"{100 * float(part) / float(whole):.2f}" if whole else "0"


# Axes

STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1_200)
"""Months from one tick of an axis of time to the next."""
TICKS = 7
"""How many ticks an axis of time may have, so that their words have room on a telephone."""


class Tick(NamedTuple):
    """A mark on an axis: its place in percent, and the day or value it stands for."""

    place: str
    value: date | Decimal


class Span(NamedTuple):
    """A bar on an axis of time, in percent."""

    left: str
    width: str


class TimeAxis:
    """Days from a first to a last one."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, max(last, first + timedelta(days=1))

    def place(self, day: date) -> str:
        """Where a day stands; days outside stand at the ends."""
        return share(min(max((day - self.first).days, 0), self._days), self._days)

    def span(self, begin: date, end: date) -> Span:
        """The bar from one day to another, at least wide enough to be seen."""
        return Span(self.place(begin), share(max((min(end, self.last) - begin).days, self._days // 160, 1), self._days))

    def ticks(self) -> list[Tick]:
        """First days of months, quarters, half-years or years: the finest that leave room for their words."""
        first = 12 * self.first.year + self.first.month - (self.first.day == 1)
        last = 12 * self.last.year + self.last.month - 1
        for step in STEPS:
            months = range(-(-first // step) * step, last + 1, step)
            if len(months) <= TICKS:
                return [Tick(self.place(day), day) for day in (date(m // 12, m % 12 + 1, 1) for m in months)]
        return []

    @property
    def _days(self) -> int:
        return (self.last - self.first).days


class ValueAxis:
    """Values from a round number below all to a round number above all; larger ones stand higher."""

    def __init__(self, values: Iterable[Decimal]) -> None:
        low, high = min(kept := list(values)), max(kept)
        self._step = _round_step((high - low) / 4 or Decimal(1))
        self._low = (low / self._step).to_integral_value("ROUND_FLOOR") * self._step
        self._high = (high / self._step).to_integral_value("ROUND_CEILING") * self._step

    def place(self, value: Decimal) -> str:
        """Where a value stands, in percent from the top."""
        return share(self._high - value, self._high - self._low)

    def ticks(self) -> list[Tick]:
        """Round values from the lowest to the highest."""
        count = int((self._high - self._low) / self._step)
        values = (self._low + number * self._step for number in range(count + 1))
        return [Tick(self.place(value), value) for value in values]


def _round_step(rough: Decimal) -> Decimal:
    """The next of 1, 2, 5 times a power of ten."""
    power = Decimal(1).scaleb(rough.adjusted())
    return next(power * times for times in (1, 2, 5, 10) if power * times >= rough)


class IndicatorDrawing:
    """The even path from baseline to target, and the readings."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        readings = progress.readings
        last = max([progress.deadline, *(reading.on for reading in readings)])
        self.time = TimeAxis(progress.start, last)
        self.value = ValueAxis([progress.baseline, progress.target, *(reading.value for reading in readings)])
        self.points = [(self.time.place(one.on), self.value.place(one.value), one) for one in readings]

    def labelled(self) -> list[tuple[str, str, Reading]]:
        """The readings that are labelled: all of a few, of many some that leave room, and always the last."""
        step = -(-len(self.points) // TICKS)
        return self.points[::-1][::step][::-1] if self.points else []

    @property
    def line(self) -> list[tuple[str, str, str, str]]:
        """The pieces of the line through baseline and readings."""
        begin = (self.time.place(self.progress.start), self.value.place(self.progress.baseline))
        places = [begin, *((x, y) for x, y, _ in self.points)]
        return [(*a, *b) for a, b in pairwise(places)]


# Columns


class Column(NamedTuple):
    """An upright bar: left edge, width and height in percent, and what it stands for."""

    left: str
    width: str
    top: str
    height: str
    key: int
    times: int


def columns(counts: dict[int, int]) -> list[Column]:
    """A bar for every whole number from the smallest key to the largest, also where nothing is counted."""
    if not counts:
        return []
    keys = range(min(counts), max(counts) + 1)
    highest, slot = max(counts.values()), 100 / len(keys)
    return [
        Column(
            f"{slot * (place + 0.1):.2f}",
            f"{slot * 0.8:.2f}",
            share(highest - counts.get(key, 0), highest),
            share(counts.get(key, 0), highest),
            key,
            counts.get(key, 0),
        )
        for place, key in enumerate(keys)
    ]


# The map


class Dot(NamedTuple):
    """A place on the map, in its units: the area goes with the adoptions; a label only where there is room for it."""

    x: float
    y: float
    radius: float
    place: Place
    label: tuple[float, float, str] | None
    """x, y and text-anchor."""


class MapDrawing:
    """Places on an equirectangular projection that is true to scale along the middle parallel; the states that they lie
    in are shown whole. Where none is known, there is a grid of degrees.
    """

    width, margin, letter = 440, 34, 7.9

    def __init__(self, places: Sequence[Place]) -> None:
        points = [(float(place.longitude), float(place.latitude)) for place in places]
        around = [point for state in states_with(points) for point in state.corners]
        self.outlined = bool(around)
        longitudes, latitudes = zip(*points, *around, strict=True)
        self._south, self._north = min(latitudes) - 0.25, max(latitudes) + 0.25
        self._west, self._east = min(longitudes) - 0.25, max(longitudes) + 0.25
        self._shrink = cos(radians((self._south + self._north) / 2))
        inner = self.width - 2 * self.margin
        self._scale = min(inner / ((self._east - self._west) * self._shrink), 620 / (self._north - self._south))
        self.height = round((self._north - self._south) * self._scale + 2 * self.margin)
        self.dots = self._dots(places)

    def x(self, longitude: float) -> float:
        """Where a meridian runs."""
        middle = (self._west + self._east) / 2
        return round(self.width / 2 + (longitude - middle) * self._shrink * self._scale, 1)

    def y(self, latitude: float) -> float:
        """Where a parallel runs."""
        return round(self.margin + (self._north - latitude) * self._scale, 1)

    def outlines(self) -> list[str]:
        """Of each state that is seen, its border as a path."""
        seen = (self._west, self._south, self._east, self._north)
        found = [state for state in states() if self.outlined and _overlap(state.box, seen)]
        return ["".join(map(self._ring, state.rings)) for state in found]

    def _ring(self, ring: Sequence[tuple[float, float]]) -> str:
        return "M" + "L".join(f"{self.x(longitude)} {self.y(latitude)}" for longitude, latitude in ring) + "Z"

    def meridians(self) -> list[tuple[float, int]]:
        """Whole degrees east, and where they run."""
        return [(self.x(degree), degree) for degree in range(int(self._west) + 1, int(self._east) + 1)]

    def parallels(self) -> list[tuple[float, int]]:
        """Whole degrees north, and where they run."""
        return [(self.y(degree), degree) for degree in range(int(self._south) + 1, int(self._north) + 1)]

    def _dots(self, places: Sequence[Place]) -> list[Dot]:
        """The places with most adoptions get their names first; who has none gets none."""
        spots = [
            (self.x(float(p.longitude)), self.y(float(p.latitude)), 5 * sqrt(p.adoptions) or 3.0, p) for p in places
        ]
        around = [((x - r, y - r, x + r, y + r), place.adoptions) for x, y, r, place in spots]
        self._taken = [box for box, adoptions in around if adoptions]
        self._rings = [box for box, adoptions in around if not adoptions]
        return [
            Dot(x, y, round(r, 1), place, self._label(x, y, r, place.name) if place.adoptions else None)
            for x, y, r, place in spots
        ]

    def _label(self, x: float, y: float, radius: float, name: str) -> tuple[float, float, str] | None:
        """Beside, below or above its dot, where it covers nothing; then where it covers no dot but rings."""
        length, gap = len(name) * self.letter, radius + 4
        tries = (
            (x + gap, y + 4, "start", x + gap),
            (x - gap, y + 4, "end", x - gap - length),
            (x, y - gap - 1, "middle", x - length / 2),
            (x, y + gap + 9, "middle", x - length / 2),
        )
        for kept_free in (self._taken + self._rings, self._taken):
            for text_x, text_y, anchor, left in tries:
                box = (left, text_y - 11, left + length, text_y + 3)
                inside = left >= 2 and left + length <= self.width - 2
                if inside and not any(_overlap(box, other) for other in kept_free):
                    self._taken.append(box)
                    return (round(text_x, 1), round(text_y, 1), anchor)
        return None


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
