"""Davidson's model of paired comparisons with ties, fitted with its uncertainty."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np

from osi_voting.pairs.comparisons import Comparisons
from osi_voting.pairs.newton import Data, Floats, curvature, minimise, slopes
from osi_voting.refusal import CannotDecide

__all__ = ["Fit", "fit", "slope_at"]

_MOST_STEPS = 200


@dataclass(frozen=True, eq=False)
class Fit:
    """Estimated strengths. `strengths[i]` is θ of item i, on a logarithmic scale with mean 0; `tie` is η = ln ν, None
    where the model has no ties (ν = 0); `slope` is the length of the gradient that is left, `steps` the Newton steps.
    """

    comparisons: Comparisons
    penalty: float
    strengths: Floats
    tie: float | None
    slope: float
    steps: int

    @property
    def error(self) -> float:
        """How far strengths may be from the true maximum, at most: a function whose second derivative is at least
        the penalty has its minimum no further than gradient / penalty. Infinite without a penalty.
        """
        return self.slope / self.penalty if self.penalty else math.inf

    @cached_property
    def covariance(self) -> Floats:
        """The inverse of the observed information (with the penalty: the covariance of the posterior, by Laplace);
        the last row is that of η where something tied. Without a penalty strengths are taken as summing to 0.

        Room m², time m³.
        """
        m, c = self.comparisons.m, self.comparisons
        data = _data(c, self.tie is not None)
        gradient, own, mixed = np.empty(m + 1), np.empty(len(c.first)), np.empty(len(data[4]))
        last = slopes(_at(m, self.strengths, self.tie), data, self.penalty, gradient, own, mixed)
        full = curvature(m + (self.tie is not None), data, own, mixed, self.penalty, last)
        if not self.penalty:
            full[:m, :m] += 1.0 / max(m, 1)
        inverse: Floats = np.linalg.inv(full).astype(np.float64, copy=False)
        if not self.penalty:
            inverse[:m, :m] -= 1.0 / max(m, 1)
        return inverse

    def standard_errors(self) -> Floats:
        """The standard error of each strength."""
        errors: Floats = np.sqrt(np.maximum(np.diag(self.covariance)[: self.comparisons.m], 0.0))
        return errors

    def chances(self, one: int, other: int) -> tuple[float, float, float]:
        """How likely it is that `one` is preferred to `other`, that they end equal, that `other` is preferred."""
        a, b = (math.exp(self.strengths[item] / 2) for item in (one, other))
        even = a * b * math.exp(self.tie) if self.tie is not None else 0.0
        total = a * a + b * b + even
        return a * a / total, even / total, b * b / total


def fit(comparisons: Comparisons, penalty: float = 1.0, goal: float = 1e-9, half: bool = False) -> Fit:
    """The strengths that make the comparisons most likely, each strength p = e^θ:

        P(i preferred to j) = p_i / (p_i + p_j + ν √(p_i p_j)),   P(equal) = ν √(p_i p_j) / (p_i + p_j + ν √(p_i p_j))

    R. A. Bradley, M. E. Terry, "Rank Analysis of Incomplete Block Designs: I. The Method of Paired Comparisons", 1952,
    doi:10.1093/biomet/39.3-4.324; R. R. Davidson, "On Extending the Bradley-Terry Model to Accommodate Ties in Paired
    Comparison Experiments", 1970, doi:10.1080/01621459.1970.10481082. As E. Zermelo found in 1929
    (doi:10.1007/BF01180541), the likelihood may have no maximum: an item that always wins, or items that no comparison
    connects. A `penalty` λ > 0 adds λ/2 (Σ θ² + η²): a normal prior of variance 1/λ. Then there is always one maximum,
    each connected part has the mean 0, and an item that nobody compared has the strength 0. Without a penalty the
    comparisons must be strongly connected. Where nothing ended equal, ν is 0, and the model that of Bradley and Terry;
    so it is with `half`, which counts what ended equal as half a win for each.

    In θ and η the log-likelihood is that of a log-linear model, so concave: Newton's method, with steps halved where
    needed, comes to the maximum. Stops where the gradient is no longer than `goal`, or no
    float makes it shorter. A step costs time linear in the pairs for each of a few conjugate gradients.
    Raises `ValueError` for a negative penalty, or where without one there is no maximum.
    """
    if not penalty >= 0:
        raise CannotDecide("voting.option.penalty-negative", penalty=Decimal(str(penalty)))
    if not penalty and not comparisons.strongly_connected():
        raise CannotDecide("voting.option.penalty-needed-for-islands")
    tying = not half and bool(comparisons.even.any())
    if not penalty and tying and not (comparisons.wins.any() or comparisons.losses.any()):
        raise CannotDecide("voting.option.penalty-needed-for-equals")
    at = _start(comparisons)
    slope, steps = minimise(at, _data(comparisons, tying), float(penalty), float(goal), _MOST_STEPS)
    strengths = at[:-1] if penalty or not comparisons.m else at[:-1] - at[:-1].mean()
    return Fit(comparisons, float(penalty), strengths, float(at[-1]) if tying else None, float(slope), int(steps))


def slope_at(comparisons: Comparisons, penalty: float, strengths: Floats, tie: float | None) -> float:
    """The length of the gradient at given strengths: what proves a fit without computing it again."""
    data = _data(comparisons, tie is not None)
    gradient, own, mixed = np.empty(comparisons.m + 1), np.empty(len(data[0])), np.empty(len(data[4]))
    slopes(_at(comparisons.m, strengths, tie), data, penalty, gradient, own, mixed)
    return math.sqrt(float((gradient * gradient).sum()))


def _start(c: Comparisons) -> Floats:
    """Where to begin: the log of wins to losses, right if all had met all others alike."""
    won, even, lost = c.of_items()
    at = np.zeros(c.m + 1)
    at[: c.m] = np.log((won + even / 2 + 1) / (lost + even / 2 + 1))
    return at


def _data(c: Comparisons, tying: bool) -> Data:
    """The comparisons as floats, exact up to 2^53."""
    even = c.even.astype(np.float64)
    return c.first, c.second, c.totals().astype(np.float64), c.wins + even / 2, even if tying else np.empty(0)


def _at(m: int, strengths: Floats, tie: float | None) -> Floats:
    values = np.zeros(m + 1)
    values[:m] = strengths
    values[m] = tie or 0.0
    return values
