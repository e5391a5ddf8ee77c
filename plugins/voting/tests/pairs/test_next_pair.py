"""The next pair to ask: where least is known, then where it is close."""

from __future__ import annotations

import numpy as np
import pytest

from osi_voting.pairs import Comparisons, fit, next_pair, next_pairs
from osi_voting.pairs.next_pair import gains

SEED = bytes(32)


def after(m: int, rows: list[tuple[int, int, int, int]]) -> Comparisons:
    """(preferred, other, kind, times)."""
    a, b, kinds, times = (np.array([row[part] for row in rows]) for part in range(4))
    return Comparisons.counted(m, a.astype(np.int32), b.astype(np.int32), kinds.astype(np.uint8), times)


def test_a_pair_never_compared_goes_before_one_well_known() -> None:
    found = fit(after(4, [(0, 1, 0, 20), (1, 0, 0, 20), (0, 2, 0, 20), (2, 0, 0, 20)]))
    assert 3 in next_pair(found, SEED)


def test_of_equally_known_pairs_the_closest_is_asked() -> None:
    rows = [(a, b, 0, times) for a, b, times in [(0, 1, 10), (1, 0, 10), (0, 2, 19), (2, 0, 1), (1, 2, 19), (2, 1, 1)]]
    assert set(next_pair(fit(after(3, rows)), SEED)) == {0, 1}


@pytest.mark.parametrize("kind", [0, 2])
def test_the_gain_is_what_one_comparison_adds_to_the_determinant(kind: int) -> None:
    """½ ln det of the information before and after, with the second derivative taken at the same strengths."""
    rows = [(0, 1, 0, 4), (1, 2, 0, 2), (2, 0, 0, 1), (0, 2, kind, 3)]
    found = fit(after(3, rows))
    told = gains(found, found.covariance, np.arange(3))
    win, even, loss = found.chances(0, 1)
    size = len(found.covariance)
    score = np.zeros((3, size))  # the derivative of the log-chance of each result: win, equal, loss
    score[:, 0], score[:, 1] = [1, 0.5, 0], [0, 0.5, 1]
    if found.tie is not None:
        score[1, 3] = 1
    weight = np.array([win, even, loss])
    mean = weight @ score
    information = (score - mean).T @ np.diag(weight) @ (score - mean)
    before = np.linalg.slogdet(np.linalg.inv(found.covariance))[1]
    now = np.linalg.slogdet(np.linalg.inv(found.covariance) + information)[1]
    assert told[0, 1] == pytest.approx((now - before) / 2)


def test_several_pairs_at_once_spread_over_the_items() -> None:
    found = fit(Comparisons.counted(6, np.zeros(0, np.int32), np.zeros(0, np.int32)))
    pairs = next_pairs(found, 3, SEED)
    assert sorted(item for pair in pairs for item in pair) == [0, 1, 2, 3, 4, 5]
    assert pairs == next_pairs(found, 3, SEED)
    assert len({next_pairs(found, 1, bytes([n]) * 32)[0] for n in range(40)}) > 10


def test_only_what_may_be_asked() -> None:
    found = fit(after(4, [(0, 1, 0, 1), (2, 3, 0, 1)]))
    assert set(next_pair(found, SEED, among=[1, 3])) == {1, 3}
    assert set(next_pair(found, SEED, among=[0, 1, 3], asked=[(3, 0), (0, 1)])) == {1, 3}
    with pytest.raises(ValueError, match="no pair is left to ask"):
        next_pair(found, SEED, among=[1, 3], asked=[(3, 1)])
    with pytest.raises(ValueError, match="among: items are numbers from 0 to 3"):
        next_pair(found, SEED, among=[1, 4])
