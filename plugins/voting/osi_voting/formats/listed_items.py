"""Several items in one cell, as forms write the answers to a question with several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

__all__ = ["always_together", "parted", "sign_between"]


def sign_between(cells: Iterable[str]) -> str:
    """What stands between the items of all cells: ">" of a ranking, ";" or ","."""
    cells = list(cells)
    return next((sign for sign in ">;" if any(sign in cell for cell in cells)), ",")


def parted(cell: str, sign: str, items: Sequence[str] = ()) -> list[str]:
    """The items in a cell; of those that are named, each is one, whatever signs it holds.

    >>> parted("Park, north side, Pool", ",", ["Park, north side"])
    ['Park, north side', 'Pool']
    """
    found, rest = [], cell.strip()
    longest = sorted(items, key=len, reverse=True)
    while rest:
        named = next((one for one in longest if rest.startswith(one) and _ends(rest[len(one) :], sign)), None)
        item, _, rest = (named, "", rest[len(named) :].lstrip()[1:]) if named else rest.partition(sign)
        found.append(item.strip())
        rest = rest.lstrip()
    return [one for one in found if one]


def _ends(rest: str, sign: str) -> bool:
    return not rest.strip() or rest.lstrip().startswith(sign)


def always_together(lists: Iterable[Sequence[str]]) -> list[tuple[str, str]]:
    """Pairs of which neither is named without the other right beside it: perhaps one item with a comma in its name.

    >>> always_together([["Park", "north side"], ["Pool", "Park", "north side"], ["Pool"]])
    [('Park', 'north side')]
    """
    alone: Counter[str] = Counter()
    beside: Counter[tuple[str, str]] = Counter()
    for one in lists:
        alone.update(one)
        beside.update(pairwise(one))
    return [pair for pair, times in beside.items() if times > 1 and times == alone[pair[0]] == alone[pair[1]]]
