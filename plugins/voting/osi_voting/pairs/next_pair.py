"""Which pair to ask next: the one whose answer is expected to tell most."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from osi_core.plugins import Chance
from osi_voting.arrays import Ints
from osi_voting.kernels import jit
from osi_voting.pairs.davidson import Fit
from osi_voting.pairs.newton import Floats

__all__ = ["gains", "next_pair", "next_pairs"]

_ALIKE = 1e-9
"""Gains that differ by less than this part are equal."""


def next_pair(
    found: Fit, seed: bytes, among: Iterable[int] | None = None, asked: Iterable[tuple[int, int]] = ()
) -> tuple[int, int]:
    """The pair of items whose comparison gains most information on all strengths: the largest D-optimal gain

        ½ ln det(I + F C),   F the information of one comparison, C the covariance of (θ_i - θ_j, η)

    which is, by Laplace, the information expected from the answer. It asks first where little is known, then where two
    are near each other. D. V. Lindley, "On a Measure of the Information Provided by an Experiment", 1956,
    doi:10.1214/aoms/1177728069; U. Graßhoff, R. Schwabe, "Optimal design for the Bradley-Terry paired comparison
    model", 2008, doi:10.1007/s10260-007-0058-4; Y. Guo, P. Tian, J. Kalpathy-Cramer et al., "Experimental Design under
    the Bradley-Terry Model", 2018, doi:10.24963/ijcai.2018/304.

    `among` are the items to choose from (by number, as in the comparisons; all without it), `asked` pairs not to ask
    again. Of equal gains the seed draws one, and which of both is shown first. Time m², after m³ once for each fit.
    Raises `ValueError` where no pair is left.
    """
    return next_pairs(found, 1, seed, among, asked)[0]


def next_pairs(
    found: Fit, count: int, seed: bytes, among: Iterable[int] | None = None, asked: Iterable[tuple[int, int]] = ()
) -> list[tuple[int, int]]:
    """Up to `count` pairs to ask at once: each the best after the answers to those before it, which add their expected
    information whatever they are. No pair twice. Time m² for each. Raises `ValueError` where there is none at all.
    """
    items = np.arange(found.comparisons.m) if among is None else np.array(sorted(set(among)), np.int64)
    if len(items) and not 0 <= items[0] <= items[-1] < found.comparisons.m:
        raise ValueError(f"among: items are numbers from 0 to {found.comparisons.m - 1}")
    covariance, chance = found.covariance.copy(), Chance(seed, "next pair")
    place = {int(item): index for index, item in enumerate(items)}
    closed = [(place[a], place[b]) for a, b in asked if a in place and b in place]
    chosen: list[tuple[int, int]] = []
    while len(chosen) < count:
        table = gains(found, covariance, items)
        for a, b in closed:
            table[min(a, b), max(a, b)] = 0.0
        most = table.max(initial=0.0)
        if most <= 0:
            break
        a, b = (int(one) for one in chance.choice(np.argwhere(table >= most * (1 - _ALIKE)).tolist()))
        closed.append((a, b))
        pair = int(items[a]), int(items[b])
        covariance = _after(found, covariance, *pair)
        chosen.append(pair if chance.bits(1) else (pair[1], pair[0]))
    if not chosen and count > 0:
        raise ValueError("among: no pair is left to ask")
    return chosen


def gains(found: Fit, covariance: Floats, items: Ints) -> Floats:
    """The gain of each pair of these items, in nats, above the diagonal; 0 elsewhere."""
    table: Floats = _gains(found.strengths, found.tie is not None, found.tie or 0.0, covariance, items)
    return table


@jit
def _information(apart: float, tying: bool, tie: float) -> tuple[float, float, float]:
    """Of one comparison of items so far `apart`: the variances of its score and of ending equal, their covariance."""
    win = math.exp(apart / 2)
    loss = 1 / win
    even = math.exp(tie) if tying else 0.0
    total = win + loss + even
    win, loss, even = win / total, loss / total, even / total
    return win * loss + even * (win + loss) / 4, even * (win + loss), even * (loss - win) / 2


@jit
def _gains(strengths: Floats, tying: bool, tie: float, covariance: Floats, items: Ints) -> Floats:
    table = np.zeros((len(items), len(items)))
    m = len(strengths)
    for a in range(len(items)):
        i = items[a]
        for b in range(a + 1, len(items)):
            j = items[b]
            own, last, mixed = _information(strengths[i] - strengths[j], tying, tie)
            spread = covariance[i, i] + covariance[j, j] - 2 * covariance[i, j]
            trace, determinant = own * spread, 0.0
            if tying:
                both = covariance[i, m] - covariance[j, m]
                trace += 2 * mixed * both + last * covariance[m, m]
                determinant = (own * last - mixed * mixed) * (spread * covariance[m, m] - both * both)
            table[a, b] = max(math.log1p(trace + determinant) / 2, 0.0)
    return table


def _after(found: Fit, covariance: Floats, one: int, other: int) -> Floats:
    """The covariance with one more comparison's information: (Σ⁻¹ + U F Uᵀ)⁻¹ by Woodbury's identity."""
    tying = found.tie is not None
    own, last, mixed = _information(float(found.strengths[one] - found.strengths[other]), tying, found.tie or 0.0)
    columns = (covariance[:, one] - covariance[:, other])[:, None]
    told = np.array([[own]])
    if tying:
        columns = np.column_stack([columns[:, 0], covariance[:, -1]])
        told = np.array([[own, mixed], [mixed, last]])
    inner = columns[[one]] - columns[[other]]
    if tying:
        inner = np.vstack([inner, columns[[-1]]])
    rest: Floats = covariance - columns @ np.linalg.solve(np.eye(len(told)) + told @ inner, told) @ columns.T
    return rest
