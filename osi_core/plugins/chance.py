"""Chance and ties: everything random comes from the seed of the decision, the same on every machine and Python.

The standard `random` promises that only for `random()`; `shuffle` and `choice` have changed between versions. `Chance`
therefore draws from SHA-256 in counter mode (as the hash generators of NIST SP 800-90A do), and from whole numbers
only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, Literal, TypeVar

__all__ = ["Chance", "TieRule", "TieRuleWithoutCost", "by_tie_rule", "tie_key", "tie_ranks"]

T = TypeVar("T")

TieRule = Literal["seed", "name", "cheaper", "dearer"]
"""How ties are broken: what the option `ties` of every strategy may say.

* `seed`: by lot, SHA-256(seed ‖ id) decides, so no id is favoured and the order of the input says nothing.
* `name`: by id in alphabetical order of its UTF-8 bytes, which favours whoever is called first; only where the playbook
  says so.
* `cheaper`, `dearer`: by cost, and by lot among those of equal cost.
"""
TieRuleWithoutCost = Literal["seed", "name"]
"""The tie rules for problems in which nothing costs anything, such as a timetable."""


def tie_key(seed: bytes, name: str, rule: TieRuleWithoutCost = "seed") -> bytes:
    """The key by which tied items are sorted, lowest first."""
    return name.encode() if rule == "name" else hashlib.sha256(seed + name.encode()).digest()


def tie_ranks(
    names: Sequence[str], seed: bytes, rule: TieRule = "seed", costs: Sequence[int] | None = None
) -> list[int]:
    """For each name its place in the order of the tie rule, 0 first: of those tied, the lowest wins.

    Raises `ValueError` for a rule by cost without costs.
    """
    keys: list[Any] = [tie_key(seed, name, "name" if rule == "name" else "seed") for name in names]
    if rule in ("cheaper", "dearer"):
        if costs is None:
            raise ValueError(f"ties: {rule!r} needs the cost of each item")
        sign = 1 if rule == "cheaper" else -1
        keys = [(sign * cost, key) for cost, key in zip(costs, keys, strict=True)]
    ranks = [0] * len(names)
    for rank, place in enumerate(sorted(range(len(names)), key=keys.__getitem__)):
        ranks[place] = rank
    return ranks


def by_tie_rule(names: Iterable[str], seed: bytes, rule: TieRuleWithoutCost = "seed") -> list[str]:
    """Names in the order in which the tie rule prefers them."""
    return sorted(names, key=lambda name: tie_key(seed, name, rule))


class Chance:
    """A deterministic source of random whole numbers: `Chance(seed).below(6)`.

    `purpose` keeps two draws of one decision apart.
    """

    def __init__(self, seed: bytes, purpose: str = "") -> None:
        self._key = hashlib.sha256(purpose.encode() + b"\0" + seed).digest()
        self._counter = 0

    def bits(self, count: int) -> int:
        """A number of `count` random bits, at most 256 a block."""
        blocks = -(-count // 256)
        drawn = b"".join(self._block() for _ in range(blocks))
        return int.from_bytes(drawn, "big") >> (256 * blocks - count)

    def below(self, limit: int) -> int:
        """A number from 0 to limit - 1, each as likely as the others. Raises `ValueError` for a limit below 1."""
        if limit < 1:
            raise ValueError(f"limit: {limit} leaves nothing to draw from")
        size = limit.bit_length()
        while (drawn := self.bits(size)) >= limit:
            pass
        return drawn

    def choice(self, options: Sequence[T]) -> T:
        """One of several, each as likely as the others."""
        return options[self.below(len(options))]

    def shuffled(self, options: Iterable[T]) -> list[T]:
        """All of them in random order (Fisher and Yates, as in Knuth, TAOCP 2, 3.4.2)."""
        result = list(options)
        for last in range(len(result) - 1, 0, -1):
            other = self.below(last + 1)
            result[last], result[other] = result[other], result[last]
        return result

    def _block(self) -> bytes:
        self._counter += 1
        return hashlib.sha256(self._key + self._counter.to_bytes(8, "big")).digest()
