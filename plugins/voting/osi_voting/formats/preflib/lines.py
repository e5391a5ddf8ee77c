"""A ballot's line in a PrefLib file: groups of numbers, "4,2,{1,3},{}"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from osi_voting.words import Told, shown

__all__ = ["Groups", "as_of_2022", "groups_of", "line_of"]

Groups = list[list[int]]

_PIECE = re.compile(r"\s*(?:(\d+)|\{\s*((?:\d+\s*(?:,\s*\d+\s*)*)?)\})\s*(,|$)", re.ASCII)


def as_of_2022(lines: Iterator[str], old: Callable[[], None]) -> Iterator[str]:
    """The lines of a file; those of a file from before 2022 as the format has them since. Then the number of
    alternatives stood first, "1,name" for each, "voters,sum,different orders", and "3,1,2" for each order; `old` is
    called for such a file.
    """
    first = next(lines, "")
    if not first.isdecimal() or len(first) > 7:
        yield from (one for part in ((first,) if first else (), lines) for one in part)
        return
    old()
    yield f"# NUMBER ALTERNATIVES: {first}"
    for _ in range(int(first)):
        number, _, name = next(lines, "").partition(",")
        yield f"# ALTERNATIVE NAME {number.strip()}: {name.strip()}"
    totals = [one.strip() for one in next(lines, "").split(",")]
    if len(totals) == 3:
        yield f"# NUMBER VOTERS: {totals[0]}"
        yield f"# NUMBER UNIQUE ORDERS: {totals[2]}"
    for line in lines:
        count, _, order = line.partition(",")
        yield f"{count}: {order}"


def groups_of(text: str) -> Groups:
    """The groups of a line, single items as groups of one. Raises `Told` that says where it breaks off."""
    groups: Groups = []
    text, at, comma = text.strip(), 0, bool(text.strip())
    while comma:
        piece = _PIECE.match(text, at)
        if piece is None:
            raise Told("voting.file.no-group", found=shown(text[at:]))
        single, group, separator = piece.groups()
        groups.append([int(single)] if single else [int(item) for item in group.split(",") if item.strip()])
        at, comma = piece.end(), separator == ","
    return groups


def line_of(groups: Iterable[Iterable[int]]) -> str:
    """The line of groups; one item alone stands without braces."""
    shown = []
    for group in groups:
        items = list(group)
        shown.append(str(items[0]) if len(items) == 1 else "{" + ",".join(map(str, items)) + "}")
    return ",".join(shown)
