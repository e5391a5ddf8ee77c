"""What each item is due by the formula, as whole numbers of 2^-96 minor units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from osi_voting.matching_funds.contributions import Contributions
from osi_voting.matching_funds.roots import Interval, quotient, root, rounded

__all__ = ["pairwise_matches", "quadratic_matches"]

Encounter = tuple[tuple[int, int], ...]
"""Where two people meet: each item that both give to, with the product of what they give."""


def quadratic_matches(given: Contributions) -> tuple[list[int], int]:
    """(Σ √c)² - Σ c of each item, and how many could not be told for certain (see `rounded`).

    Time linear in the different amounts of each item.
    """

    def values(bits: int) -> list[Interval]:
        return [_quadratic(amounts, bits) for amounts in given.amounts]

    return rounded(values)


def _quadratic(amounts: Counter[int], bits: int) -> Interval:
    inner = bits + 64  # squaring magnifies the width of the interval
    roots = [(root(amount, inner), times) for amount, times in amounts.items()]
    low, high = (sum(ends[side] * times for ends, times in roots) for side in (0, 1))
    raised = sum(amount * times for amount, times in amounts.items()) << (2 * inner)
    shift = 2 * inner - bits
    return (low * low - raised) >> shift, -(-(high * high - raised) >> shift)


def pairwise_matches(given: Contributions, bound: int) -> tuple[list[int], int]:
    """Σ over pairs of people of 2 k √(c c'), k = M / (M + Σ over all items of √(c c')), with M = `bound`; and how many
    could not be told for certain.

    Pairs that are alike count once: time is quadratic in the different amounts of an item, and linear in the pairs of
    people that have two items or more in common.
    """
    encounters = _encounters(given)

    def values(bits: int) -> list[Interval]:
        sums = [[0, 0] for _ in given.amounts]
        roots: dict[int, Interval] = {}
        for encounter, times in encounters.items():
            here = [
                (item, roots.get(number) or roots.setdefault(number, root(number, bits))) for item, number in encounter
            ]
            _add(sums, here, bound, times, bits)
        return [(low, high) for low, high in sums]

    return rounded(values)


def _encounters(given: Contributions) -> Counter[Encounter]:
    """How many pairs of people meet at these items, with these products of what they give."""
    found: Counter[Encounter] = Counter()
    for item, amounts in enumerate(given.amounts):
        for one, times in amounts.items():
            found[((item, one * one),)] += times * (times - 1) // 2
        for (one, times), (other, often) in combinations(amounts.items(), 2):
            found[((item, one * other),)] += times * often
    for encounter, times in _at_several(given):
        found[encounter] += times
        for at in encounter:  # counted above as if they met here alone
            found[(at,)] -= times
    return Counter({encounter: times for encounter, times in found.items() if times})


def _at_several(given: Contributions) -> Iterator[tuple[Encounter, int]]:
    """The pairs of people that meet at more than one item."""
    kinds = [(gift, people) for gift, people in given.gifts.items() if len(gift) > 1]
    meet: dict[tuple[int, int], list[int]] = {}
    for kind, (gift, people) in enumerate(kinds):
        if people > 1:
            yield tuple((item, amount * amount) for item, amount in gift), people * (people - 1) // 2
        for (one, _), (other, _) in combinations(gift, 2):
            meet.setdefault((one, other), []).append(kind)
    for couple, here in meet.items():
        for one, other in combinations(here, 2):
            theirs = dict(kinds[other][0])
            common = tuple((item, amount * theirs[item]) for item, amount in kinds[one][0] if item in theirs)
            if (common[0][0], common[1][0]) == couple:  # so that a pair is met once, at its first two items
                yield common, kinds[one][1] * kinds[other][1]


def _add(sums: list[list[int]], roots: Sequence[tuple[int, Interval]], bound: int, times: int, bits: int) -> None:
    """Adds what `times` pairs of people, alike in what they gave, bring to each item."""
    low, high = (sum(ends[side] for _, ends in roots) for side in (0, 1))
    below = (bound << bits) + low, (bound << bits) + high
    for item, (least, most) in roots:
        part = quotient((bound * least, bound * most), below, bits)
        sums[item][0] += 2 * times * part[0]
        sums[item][1] += 2 * times * part[1]
