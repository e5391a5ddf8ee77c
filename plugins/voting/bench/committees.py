"""Committees and rankings on many ballots: seconds from the profile to the outcome, kernels compiled before.

python bench/committees.py [ballots] [items] [seats]
"""

from __future__ import annotations

import sys
import time

import numpy as np

from osi_core.plugins import Profile, no_progress
from osi_voting.arrays import column
from osi_voting.committees import RULES as COMMITTEES
from osi_voting.rankings import RULES as RANKINGS

SEED = b"b" * 32
NOT_FOR_MANY = {"pav-exact", "phragmen-leximax", "chamberlin-courant-exact"}


def ballots(kind: str, count: int, items: int, seats: int | None) -> Profile:
    """Eight groups, each with its own taste; five items on each ballot, or ten in order."""
    chance, length = np.random.default_rng(1), 5 if kind == "approval" else min(10, items)
    taste = chance.gumbel(size=(8, items)) * 2
    group = chance.integers(0, 8, count)
    choices = np.empty((count, length), np.int32)
    for start in range(0, count, 100_000):
        part = slice(start, min(start + 100_000, count))
        noisy = taste[group[part]] + chance.gumbel(size=(part.stop - start, items))
        choices[part] = np.argsort(-noisy, axis=1)[:, :length]
    return Profile.model_construct(
        items=tuple(f"i{number:03d}" for number in range(items)), kind=kind, size=seats,
        offsets=column("i8", np.arange(count + 1) * length), choices=column("i4", choices.ravel()),
    )  # fmt: skip


def main() -> None:
    """Prints one line a rule."""
    count, items, seats = (int(a) for a in [*sys.argv[1:], *["1000000", "100", "20"][len(sys.argv) - 1 :]])
    for rules, top in ((COMMITTEES, seats), (RANKINGS, None)):
        for rule in (rule for rule in rules if rule.name not in NOT_FOR_MANY):
            kind = "approval" if top and "approval" in rule.ballot_kinds else "ranked"
            rule.solve(ballots(kind, 1000, items, top), rule.Options(), SEED, no_progress)
            profile = ballots(kind, count, items, top)
            began = time.perf_counter()
            outcome = rule.solve(profile, rule.Options(), SEED, no_progress)
            told = ", ".join(f"{name} {number}" for name, number in outcome.counters.items())
            line = f"{rule.name:28} {count:>10,} {kind} ballots  {time.perf_counter() - began:8.2f} s  {told}"
            print(line, flush=True)


if __name__ == "__main__":
    main()
