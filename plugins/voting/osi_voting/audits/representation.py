"""Who gets what: the proportionality degree, the share of voters with nothing, and voters by what they get.

Source: P. Skowron, "Proportionality Degree of Multiwinner Rules", EC 2021, doi:10.1145/3465456.3467641. There the
groups agree on l items; finding these groups is hard. Here they agree on one unchosen item, as in EJR+ (M. Brill, J.
Peters, EC 2023, doi:10.1145/3580507.3597785): that takes a sort. A group of Skowron's either has all its l items or is
among these, so up to l the degree stated is never above his.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from osi_voting.arrays import Ints
from osi_voting.audits.judged import Judged

__all__ = ["Degree", "Spread", "proportionality_degree", "spread"]


@dataclass(frozen=True)
class Degree:
    """Groups large enough to claim `level` items like `item`: the least satisfied of them gets `average` chosen items
    a head. EJR+ would guarantee `guaranteed` = (level - 1) / 2.
    """

    level: int
    average: Fraction
    item: str
    group: int

    @property
    def guaranteed(self) -> Fraction:
        """What every outcome with EJR+ reaches."""
        return Fraction(self.level - 1, 2)


@dataclass(frozen=True)
class Spread:
    """Voters by the number of chosen items that they approve: `by_count[k]` of `voters` have k."""

    voters: int
    by_count: tuple[int, ...]

    @property
    def nothing(self) -> int:
        """How many have nothing."""
        return self.by_count[0] if self.by_count else 0


def spread(judged: Judged) -> Spread:
    """How many voters get nothing, one item, two, and so on."""
    counts = judged.gets()
    voters = np.zeros(int(counts.max(initial=0)) + 1, np.int64)
    np.add.at(voters, counts, judged.weights)
    return Spread(judged.voters, tuple(voters.tolist()))


def proportionality_degree(judged: Judged, highest: int = 20) -> list[Degree]:
    """For each level l that some supporters of an unchosen item may claim, the worst average: the l n cost / B least
    satisfied supporters of each unchosen item, exactly.
    """
    seen = judged.merged()
    counts, worst = seen.gets(), dict[int, Degree]()
    for item in seen.unchosen():
        cost = int(seen.costs[item])
        if not cost or not seen.voters:
            continue
        claimed = min(int(seen.support[item]) * seen.budget // (seen.voters * cost), highest)
        if not claimed:
            continue
        ballots = seen.supporters.of(item)
        order = np.argsort(counts[ballots], kind="stable")
        gets, weights = counts[ballots][order], seen.weights[ballots][order]
        for level in range(1, claimed + 1):
            group = -(-level * seen.voters * cost // seen.budget)
            average = Fraction(_least(gets, weights, group), group)
            if level not in worst or average < worst[level].average:
                worst[level] = Degree(level, average, seen.names[item], group)
    return [worst[level] for level in sorted(worst)]


def _least(gets: Ints, weights: Ints, group: int) -> int:
    """What the `group` least satisfied voters get together."""
    heads = np.cumsum(weights)
    full = int(np.searchsorted(heads, group, side="left"))
    before = int(heads[full - 1]) if full else 0
    return int((gets[:full] * weights[:full]).sum()) + (group - before) * int(gets[full])
