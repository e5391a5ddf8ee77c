"""Truncated Newton for Davidson's likelihood, compiled: linear solves by conjugate gradients over the list of pairs.

`Data` is the pairs as (first, second, times, scored, even): how often they were compared, how often the first was
preferred with half of what ended equal, and what ended equal; `even` is empty for the model without ties. The last
entry of each vector of length m + 1 belongs to η = ln ν. Sums run in a fixed order, and no library of linear algebra
takes part, so that a machine always gives the same bits.
"""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from osi_voting.arrays import Indices
from osi_voting.kernels import jit

__all__ = ["Data", "Floats", "curvature", "minimise", "slopes"]

Floats = NDArray[np.float64]
Data: TypeAlias = tuple[Indices, Indices, Floats, Floats, Floats]

_LONGEST = 4.0
"""How far one step may change a log-strength."""


@jit
def slopes(at: Floats, data: Data, penalty: float, gradient: Floats, own: Floats, mixed: Floats) -> float:
    """Fills the gradient of the penalised negative log-likelihood, and for each pair the variance of its score (`own`)
    and its covariance with ending equal (`mixed`), both times the comparisons. Returns the second derivative in η.
    """
    first, second, times, scored, even = data
    m = len(at) - 1
    tying = len(even) > 0
    half = np.empty(m)
    for i in range(m):
        half[i] = math.exp(at[i] / 2)  # numpy has an exp of its own, which differs in the last bit
    gradient[:m] = penalty * at[:m]
    nu = math.exp(at[m]) if tying else 0.0
    tie_slope, tie_curve = 0.0, 0.0
    for e in range(len(first)):
        i, j = first[e], second[e]
        a, b = half[i], half[j]
        square, other = a * a, b * b
        tie = nu * a * b
        share = 1.0 / (square + other + tie)
        win, loss, tie = square * share, other * share, tie * share
        pull = times[e] * (win + tie / 2) - scored[e]
        gradient[i] += pull
        gradient[j] -= pull
        # variance and covariance as sums of products, so that no nearly equal numbers are subtracted
        own[e] = times[e] * (win * loss + tie * (win + loss) / 4)
        if tying:
            mixed[e] = times[e] * tie * (loss - win) / 2
            tie_slope += times[e] * tie - even[e]
            tie_curve += times[e] * tie * (win + loss)
    gradient[m] = tie_slope + penalty * at[m] if tying else 0.0
    return tie_curve + penalty if tying else 1.0


@jit
def _times(x: Floats, data: Data, own: Floats, mixed: Floats, penalty: float, last: float, out: Floats) -> None:
    """The second derivative times a vector. The pairs of one first item stand together."""
    first, second = data[0], data[1]
    m = len(x) - 1
    tie, total, held, at = x[m], last * x[m], 0.0, -1
    out[:m] = penalty * x[:m]
    for e in range(len(first)):
        i, j = first[e], second[e]
        if i != at:
            if at >= 0:
                out[at] += held
            held, at = 0.0, i
        apart = x[i] - x[j]
        pull = own[e] * apart
        if len(mixed):
            pull += mixed[e] * tie
            total += mixed[e] * apart
        held += pull
        out[j] -= pull
    if at >= 0:
        out[at] += held
    out[m] = total


@jit
def _dot(x: Floats, y: Floats) -> float:
    total = 0.0
    for i in range(len(x)):
        total += x[i] * y[i]
    return total


@jit
def _step(
    gradient: Floats, data: Data, own: Floats, mixed: Floats, penalty: float, last: float, precision: float
) -> Floats:
    """Minus the inverse second derivative times the gradient, by conjugate gradients scaled by the diagonal (M. R.
    Hestenes, E. Stiefel, 1952, doi:10.6028/jres.049.044), until the rest is `precision` of what it was.
    """
    first, second = data[0], data[1]
    size = len(gradient)
    diagonal = np.full(size, penalty)
    for e in range(len(first)):
        diagonal[first[e]] += own[e]
        diagonal[second[e]] += own[e]
    diagonal[size - 1] = last
    scale = np.zeros(size)
    for i in range(size):
        if diagonal[i] > 0:
            scale[i] = 1.0 / diagonal[i]
    found, rest = np.zeros(size), -gradient
    scaled = scale * rest
    way, image = scaled.copy(), np.empty(size)
    before = _dot(rest, scaled)
    goal = before * precision * precision
    for _ in range(10 * size + 50):
        if before <= goal or before == 0.0:
            break
        _times(way, data, own, mixed, penalty, last, image)
        bend = _dot(way, image)
        if bend <= 0:
            break
        far = before / bend
        found += far * way
        rest -= far * image
        scaled = scale * rest
        now = _dot(rest, scaled)
        way = scaled + now / before * way
        before = now
    return found


@jit
def minimise(at: Floats, data: Data, penalty: float, goal: float, most: int) -> tuple[float, int]:
    """Moves `at` to where the gradient is no longer than `goal`, or as short as floats make it. Returns its length
    and the number of steps.

    A step is halved until the slope along it is below zero or at most half as steep as at its start: along a line a
    convex function falls up to there, or nearly so.
    """
    gradient, trial = np.empty(len(at)), at.copy()
    own, mixed = np.empty(len(data[0])), np.empty(len(data[4]))
    last = slopes(at, data, penalty, gradient, own, mixed)
    norm = math.sqrt(_dot(gradient, gradient))
    start, stalled, steps = norm, 0, 0
    while norm > goal and steps < most and stalled < 2:
        precision = min(0.1, max(norm / start, goal / norm / 4, 1e-8))
        way = _step(gradient, data, own, mixed, penalty, last, precision)
        slope = -_dot(gradient, way)
        far = min(1.0, _LONGEST / max(np.abs(way).max(), 1e-300))
        for _ in range(40):
            trial = at + far * way
            last = slopes(trial, data, penalty, gradient, own, mixed)
            if _dot(gradient, way) <= 0.5 * slope:
                break
            far /= 2
        at[:] = trial
        after = math.sqrt(_dot(gradient, gradient))
        # judged only near the end: far from it a good step may lengthen the gradient
        stalled = stalled + 1 if after > 0.5 * norm and norm < 1e-6 * max(start, 1.0) else 0
        norm = after
        steps += 1
    return norm, steps


@jit
def curvature(size: int, data: Data, own: Floats, mixed: Floats, penalty: float, last: float) -> Floats:
    """The second derivative as a full matrix of `size`, the row of η last where the model has ties."""
    first, second = data[0], data[1]
    full = np.zeros((size, size))
    for i in range(size):
        full[i, i] = penalty
    for e in range(len(first)):
        i, j = first[e], second[e]
        full[i, i] += own[e]
        full[j, j] += own[e]
        full[i, j] -= own[e]
        full[j, i] -= own[e]
        if len(mixed):
            full[i, size - 1] += mixed[e]
            full[size - 1, i] += mixed[e]
            full[j, size - 1] -= mixed[e]
            full[size - 1, j] -= mixed[e]
    if len(mixed):
        full[size - 1, size - 1] = last
    return full
