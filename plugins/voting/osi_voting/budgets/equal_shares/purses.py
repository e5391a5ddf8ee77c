"""What voters have left, as whole numbers over one denominator, for rules whose rounds are few enough to count so.

Voters who have paid the same are at one node; a purchase moves them to new nodes. Nothing here is rounded but by its
user.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["Purses", "Row"]

Ints = NDArray[np.int64]

Row = tuple[int, int, int]
"""Voters alike: node, value of the project to them, weight."""


@dataclass
class Purses:
    """`node[ballot]` is where each voter stands, `left[node] / bottom` what each voter there has left."""

    node: Ints
    weights: Ints | None
    left: list[int]
    bottom: int = 1
    _floats: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))

    def floats(self) -> NDArray[np.float64]:
        """What is left at each node, each the nearest float."""
        known = len(self._floats)
        if known < len(self.left):
            more = np.array([top / self.bottom for top in self.left[known:]])
            self._floats = np.concatenate([self._floats, more])
        return self._floats

    def rows(self, ballots: NDArray[np.int32], values: Ints | None) -> tuple[Ints, Ints, Ints]:
        """Nodes, values and weights of those voters with anything left, the same ones together."""
        nodes = self.node[ballots]
        worth = np.ones(len(nodes), np.int64) if values is None else values
        weights = np.ones(len(nodes), np.int64) if self.weights is None else self.weights[ballots]
        alive = nodes > 0
        nodes, worth, weights = nodes[alive], worth[alive], weights[alive]
        kinds = int(worth.max(initial=0)) + 1
        if kinds * len(self.left) < 2**62:
            keys, place = np.unique(nodes * kinds + worth, return_inverse=True)
            nodes, worth = keys // kinds, keys % kinds
        else:
            pairs, place = np.unique(np.stack([nodes, worth]), axis=1, return_inverse=True)
            nodes, worth = pairs
        sums = np.zeros(len(nodes), np.int64)
        np.add.at(sums, place, weights)
        return nodes, worth, sums

    def exact_rows(self, ballots: NDArray[np.int32], values: Ints | None) -> list[Row]:
        """The same as whole numbers of Python."""
        nodes, worth, weights = self.rows(ballots, values)
        return list(zip(nodes.tolist(), worth.tolist(), weights.tolist(), strict=True))

    def scale(self, factor: int) -> None:
        """Multiplies the denominator, and all that stands over it."""
        self.bottom *= factor
        self.left = [top * factor for top in self.left]

    def pay(self, ballots: NDArray[np.int32], values: Ints | None, due: Callable[[int, int], int]) -> None:
        """Each of these voters pays `due(node, value)` over the denominator; who has no more than that pays all."""
        nodes = self.node[ballots]
        worth = np.ones(len(nodes), np.int64) if values is None else values
        moved: dict[tuple[int, int], int] = {}
        for node, value, _ in self.exact_rows(ballots, values):
            rest = self.left[node] - due(node, value)
            if rest <= 0:
                moved[node, value] = 0
            else:
                moved[node, value] = len(self.left)
                self.left.append(rest)
        if values is None:
            table = np.zeros(len(self.left), np.int64)
            for (node, _), to in moved.items():
                table[node] = to
            self.node[ballots] = table[nodes]
        else:
            pairs = zip(nodes.tolist(), worth.tolist(), strict=True)
            self.node[ballots] = [moved.get(pair, 0) for pair in pairs]
