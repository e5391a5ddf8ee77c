"""Bradley and Terry's strengths, ours beside choix's I-LSR in one run: `python plugins/voting/bench/pairs.py`.

Needs choix (L. Maystre; test-only). Both get the same comparisons, without ties and without a penalty, each in the form
that it takes: choix a list of pairs, ours two columns. Ours runs before and after choix, since other work on the
machine comes and goes; the ratio is to the median of ours, and to the slowest. Both stop by their own rule; the largest
difference of a strength is printed, and the length of the gradient that each leaves, so that nobody is fast by being
less exact. Compiling is not in the times: kernels are cached, and run once before.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable
from importlib.metadata import version
from time import perf_counter
from typing import Any

import choix
import numpy as np

from osi_core.plugins import Column, Profile, no_progress
from osi_voting.pairs import BradleyTerry, BradleyTerryOptions, Comparisons, fit, next_pair
from osi_voting.pairs.davidson import slope_at


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what came of it."""
    start = perf_counter()
    result = work()
    return perf_counter() - start, result


def drawn(m: int, n: int, seed: int) -> tuple[Any, Any]:
    """Comparisons of items with normal strengths: who was preferred, and to whom."""
    chance = np.random.default_rng(seed)
    strengths = chance.normal(size=m)
    one = chance.integers(0, m, n)
    other = (one + chance.integers(1, m, n)) % m
    won = chance.random(n) < 1 / (1 + np.exp(strengths[other] - strengths[one]))
    return np.where(won, one, other).astype(np.int32), np.where(won, other, one).astype(np.int32)


def main() -> None:
    """Prints times and ratio."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--items", type=int, default=1500)
    told.add_argument("--pairs", type=int, default=1_000_000)
    told.add_argument("--seed", type=int, default=1)
    told.add_argument("--rule", action="store_true", help="also the whole rule, from a profile to its explanations")
    asked = told.parse_args()
    a, b = drawn(asked.items, asked.pairs, asked.seed)

    def ours() -> Any:
        return fit(Comparisons.counted(asked.items, a, b), penalty=0)

    ours()
    times = [timed(ours) for _ in range(5)]
    pairs = list(zip(a.tolist(), b.tolist(), strict=True))
    theirs, peer = timed(lambda: choix.ilsr_pairwise(asked.items, pairs))
    times += [timed(ours) for _ in range(5)]
    seconds, found = [time for time, _ in times], times[0][1]
    median, slowest = statistics.median(seconds), max(seconds)
    peer = peer - peer.mean()
    print(f"{asked.items} items, {asked.pairs} comparisons")
    left = slope_at(found.comparisons, 0.0, peer, None)
    print(f"choix {version('choix')}, ilsr_pairwise  {theirs:8.3f} s   gradient {left:.1e}")
    print(
        f"osi_voting, count and fit  {median:8.3f} s   gradient {found.slope:.1e}   (10 runs, slowest {slowest:.3f} s)"
    )
    print(f"ratio {theirs / median:.0f} (to the slowest {theirs / slowest:.0f})")
    print(f"largest difference of a strength {np.abs(peer - found.strengths).max():.1e}")
    if asked.rule:
        whole_rule(asked.items, a, b)


def whole_rule(m: int, a: Any, b: Any) -> None:
    """From columns to a profile, to a ranking with standard errors and explanations; and the next pair to ask."""
    sides = Column("i4", np.column_stack([a, b]).astype("<i4").tobytes())
    ends = Column("i8", np.arange(0, 2 * len(a) + 1, 2).astype("<i8").tobytes())
    names = tuple(f"item-{number:05d}" for number in range(m))
    making, profile = timed(lambda: Profile(items=names, kind="paired", offsets=ends, choices=sides))
    solving, _ = timed(lambda: BradleyTerry().solve(profile, BradleyTerryOptions(), bytes(32), no_progress))
    found = fit(Comparisons.of(profile))
    errors, _ = timed(found.standard_errors)
    next_pair(found, bytes(32))
    asking, _ = timed(lambda: next_pair(found, bytes(32)))
    print(f"profile validated {making:.2f} s, rule {solving:.2f} s (standard errors {errors:.2f} s of it)")
    print(f"next pair of {m * (m - 1) // 2}, covariance known: {asking:.3f} s")


if __name__ == "__main__":
    main()
