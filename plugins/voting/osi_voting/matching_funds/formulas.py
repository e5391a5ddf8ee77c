"""What each item is due by the formula, as whole numbers of 2^-96 minor units."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from osi_voting.matching_funds.contributions import Contributions, Gift
from osi_voting.matching_funds.roots import Interval, product_root, quotient, root, rounded

__all__ = ["pairwise_matches", "quadratic_matches"]


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

    People who gave exactly the same count as one kind: time is quadratic in the kinds that meet at an item.
    """
    kinds = list(given.gifts)
    meetings = _meetings(kinds)

    def values(bits: int) -> list[Interval]:
        sums = [[0, 0] for _ in given.amounts]
        for (one, other), items in meetings.items():
            times = given.gifts[kinds[one]] * given.gifts[kinds[other]]
            _add(sums, [(item, product_root(a, b, bits)) for item, a, b in items], bound, times, bits)
        for gift, people in given.gifts.items():
            if people > 1:
                _add(sums, [(item, root(c * c, bits)) for item, c in gift], bound, people * (people - 1) // 2, bits)
        return [(low, high) for low, high in sums]

    return rounded(values)


def _meetings(kinds: list[Gift]) -> dict[tuple[int, int], list[tuple[int, int, int]]]:
    """For each two kinds of giver that gave to a common item: (item, what one gave, what the other gave)."""
    givers: dict[int, list[tuple[int, int]]] = {}
    for kind, gift in enumerate(kinds):
        for item, amount in gift:
            givers.setdefault(item, []).append((kind, amount))
    meetings: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
    for item, here in givers.items():
        for (one, a), (other, b) in combinations(here, 2):
            meetings.setdefault((one, other), []).append((item, a, b))
    return meetings


def _add(sums: list[list[int]], roots: list[tuple[int, Interval]], bound: int, times: int, bits: int) -> None:
    """Adds what `times` pairs of people, alike in what they gave, bring to each item."""
    low, high = (sum(ends[side] for _, ends in roots) for side in (0, 1))
    below = (bound << bits) + low, (bound << bits) + high
    for item, (least, most) in roots:
        part = quotient((bound * least, bound * most), below, bits)
        sums[item][0] += 2 * times * part[0]
        sums[item][1] += 2 * times * part[1]
