"""What a table cannot say of itself, and people may: which columns are meant, and what their cells hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["COMPARISONS", "CONTRIBUTIONS", "NAMED", "PLAIN", "Cells", "TableForm"]

COMPARISONS = ("left", "right", "preferred")
CONTRIBUTIONS = ("contributor", "project", "amount")
"""The columns that have to be there."""

NAMED = ("vote", "ranking", "weight", "voter", *COMPARISONS, *CONTRIBUTIONS)
"""Columns that a file may call otherwise."""


class Cells(StrEnum):
    """What the cells of columns that stand for items say."""

    RANKS = "ranks"
    APPROVAL = "approval"
    POINTS = "points"


@dataclass(frozen=True)
class TableForm:
    """`cells` of columns that stand for items; `called`, our name → the file's; columns that are no part of a ballot
    (`aside`); which question counts, where there are several; and the names of `items`, where one holds the sign that
    stands between two of them.
    """

    cells: Cells | None = None
    called: Mapping[str, str] = field(default_factory=dict)
    aside: tuple[str, ...] = ()
    question: str | None = None
    items: tuple[str, ...] = ()


PLAIN = TableForm()
"""Nothing is said of it."""
