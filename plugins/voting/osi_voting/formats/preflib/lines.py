"""A ballot's line in a PrefLib file: groups of numbers, "4,2,{1,3},{}"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from osi_voting.words import Told, shown

__all__ = ["Groups", "groups_of", "line_of"]

Groups = list[list[int]]

_PIECE = re.compile(r"\s*(?:(\d+)|\{\s*((?:\d+\s*(?:,\s*\d+\s*)*)?)\})\s*(,|$)", re.ASCII)


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
