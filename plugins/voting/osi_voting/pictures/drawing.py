"""Where things stand in a picture, as plain numbers: rows of bars, in percent of the width. No markup here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Bar", "Picture", "Row", "picture"]

_LABEL, _BAR, _GAP, _BETWEEN = 17, 11, 3, 13
"""Heights in pixels: the words of a row, a bar, the gap below each bar, the space between rows."""
MOST_ROWS = 40
_LETTERS, _LETTERS_WIDE = 40, 90
"""What a telephone has room for, and what a desk has."""


@dataclass(frozen=True)
class Bar:
    """A piece of a row, in percent of the width; `line` counts the bars of a row from above."""

    x: float
    width: float
    tone: str
    title: str
    y: int


@dataclass(frozen=True)
class Row:
    """One row: its words, cut for a telephone and for a desk, the words at its right end, and its bars."""

    label: str
    wide: str
    end: str
    y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Picture:
    """All rows, and how high they are together; `left_out` rows stand in the table only."""

    rows: tuple[Row, ...]
    height: int
    left_out: int = 0


def picture(rows: Sequence[tuple[str, str, Sequence[Sequence[tuple[float, str, str]]]]], whole: float) -> Picture:
    """Rows of (label, end, lines); a line is a bar made of pieces (value, tone, title). `whole` fills the width."""
    drawn, y = [], 0
    for label, end, lines in rows[:MOST_ROWS]:
        top, bars = y, []
        y += _LABEL
        for line in lines:
            x = 0.0
            for value, tone, title in line:
                width = 100 * value / whole if whole else 0.0
                bars.append(Bar(round(x, 3), round(max(width, 0.0), 3), tone, title, y))
                x += width
            y += _BAR + _GAP
        y += _BETWEEN - _GAP
        short, wide = (_cut(label, letters - len(end) // 2) for letters in (_LETTERS, _LETTERS_WIDE))
        drawn.append(Row(short, wide, end, top + 12, tuple(bars)))
    return Picture(tuple(drawn), max(y - _BETWEEN + _GAP, 1), max(len(rows) - MOST_ROWS, 0))


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"
