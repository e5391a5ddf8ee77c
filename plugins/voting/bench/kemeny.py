"""Kemeny's rule on noisy orders of many items (Mallows): seconds, and whether the optimum is proven.

python bench/kemeny.py
"""

from __future__ import annotations

import time

import numpy as np

from osi_core.plugins import Profile, no_progress
from osi_voting.rankings import Kemeny

CASES = [(30, 15, 0.90), (60, 25, 0.95), (100, 25, 0.97), (120, 51, 0.98), (150, 101, 0.98), (100, 9, 0.99)]


def mallows(items: int, voters: int, dispersion: float) -> Profile:
    """Orders that keep a common one, each pair the more often the smaller the dispersion."""
    chance, names = np.random.default_rng(7), [f"i{number:03d}" for number in range(items)]
    ballots = []
    for _ in range(voters):
        order: list[str] = []
        for number in range(items):
            weights = dispersion ** np.arange(number, -1, -1.0)
            order.insert(chance.choice(number + 1, p=weights / weights.sum()), names[number])
        ballots.append(order)
    return Profile.of("ranked", names, ballots)


if __name__ == "__main__":
    for case in CASES:
        profile, began = mallows(*case), time.perf_counter()
        counters = Kemeny().solve(profile, Kemeny.Options(), b"k" * 32, no_progress).counters
        items, voters, dispersion = case
        told = f"items {items}, voters {voters}, dispersion {dispersion:.2f}: {time.perf_counter() - began:.2f} s"
        print(told, counters, flush=True)
