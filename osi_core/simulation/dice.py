"""Chance from a seed: the same draws on every run, machine and version of Python."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from typing import TypeVar

from osi_core.process.chance import Chance, by_seed

T = TypeVar("T")


class Dice:
    """Draws from one seed. All of them come from `random()`, the one method whose sequence Python promises to keep.

    No logarithm or exponential is used either: the last bit of those differs between mathematics libraries.
    """

    def __init__(self, seed: int, *names: object) -> None:
        self._draw = random.Random("/".join(map(str, (seed, *names)))).random

    def share(self) -> float:
        """A number from 0 up to, not including, 1."""
        return self._draw()

    def happens(self, probability: float) -> bool:
        """Whether something of this probability happens."""
        return self._draw() < probability

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self._draw() * (high - low + 1))

    def pick(self, things: Sequence[T]) -> T:
        """One of the things, each as likely."""
        return things[int(self._draw() * len(things))]

    def some(self, things: Sequence[T], count: int) -> list[T]:
        """So many different ones of the things (all, if there are fewer), in a random order."""
        left, count = list(things), min(count, len(things))
        for place in range(count):
            other = place + int(self._draw() * (len(left) - place))
            left[place], left[other] = left[other], left[place]
        return left[:count]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """All the things in a random order."""
        return self.some(things, len(things))

    def weighted(self, things: Sequence[T], weights: Sequence[int]) -> T:
        """One of the things, as likely as its weight says; the weights are whole numbers of 0 or more, not all 0."""
        target = int(self._draw() * sum(weights))
        for thing, weight in zip(things, weights, strict=True):
            target -= weight
            if target < 0:
                return thing
        raise AssertionError("the target lies below the sum of the weights")

    def around(self, middle: int, spread: int) -> int:
        """A whole number near the middle, at most `spread` away, the nearer the likelier."""
        return middle + round((self._draw() + self._draw() + self._draw() - 1.5) / 1.5 * spread)


def seeded_chance(seed: int, mission: str) -> Chance:
    """What an engine takes for chance in a simulation: salts, secrets and the key of the receipts follow from the seed.

    Whoever knows the seed can compute them, so nothing that is real may rest on it.
    """
    return by_seed(f"osi simulation {seed} {mission}".encode())


def seeded_id(seed: int, *names: object) -> str:
    """Twelve hexadecimal characters that follow from the seed and what they name."""
    return _digest(seed, *names)[:12]


def seeded_participant(seed: int, *names: object) -> str:
    """A participant's id of the form that engines mint. Nothing of a real person may be among the names: whoever knows
    the seed can try them.
    """
    return f"p-{_digest(seed, *names)[:32]}"


def _digest(seed: int, *names: object) -> str:
    return hashlib.sha256("/".join(map(str, (seed, *names))).encode()).hexdigest()
