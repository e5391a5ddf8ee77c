"""Reading a table, whatever form it has: by the content of the file, not by its ending."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, dropwhile, islice
from pathlib import Path
from typing import Final

from osi_core.files.gate import read_input, too_large
from osi_core.files.refused import InputRefused
from osi_core.files.tables.columns import Columns
from osi_core.files.tables.json_rows import json_rows, looks_like_json
from osi_core.files.tables.separated import LOOKED_AT, separated_rows
from osi_core.files.tables.table import Form, Note, Numbered, Table
from osi_core.files.tables.workbook import looks_like_workbook, workbook_rows
from osi_core.words import Message

__all__ = ["LARGEST", "read_table"]

LARGEST: Final = 512 * 2**20
"""Bytes; a file with more than this is not read at all."""
LARGEST_JSON: Final = 128 * 2**20
"""Bytes; JSON is held as a whole, and takes ten times as much memory."""
_ANY: Final = Columns()


def read_table(
    path: Path | str,
    columns: Columns = _ANY,
    *,
    limit: int = LARGEST,
    within: Path | str | None = None,
    comments: bool = False,
    torn: bool = False,
) -> Table:
    """The table of a file: CSV, xlsx, ods, xls, JSON or JSON Lines. Raises `InputRefused` with file, line and column,
    for rows that are no CSV while these are asked for.

    The titles are the row that fits best among the first 20, of several the first; where no columns are asked for, the
    first row that is not empty. `comments` passes over lines that begin with "#". With `torn` a line of CSV whose
    quotes do not fit is a row of one cell, and refuses nothing else. `within` is the folder that `path` lies in, as for
    `read_input`.
    """
    raw = read_input(path, limit=limit, within=within)
    file, notes, form = str(path), list[Note](), Form()
    if looks_like_workbook(raw):
        rows = workbook_rows(raw, file, columns, notes, form)
    elif looks_like_json(raw):
        if len(raw) > LARGEST_JSON:
            raise too_large(file, LARGEST_JSON)
        rows = json_rows(raw, file, notes, form)
    else:
        rows = separated_rows(raw, file, columns, notes, form, comments, torn)
    del raw
    return _table(file, rows, columns, notes, form, comments)


def _table(
    file: str, rows: Iterator[Numbered], columns: Columns, notes: list[Note], form: Form, comments: bool
) -> Table:
    filled: Iterator[Numbered] = (row for row in rows if any(map(str.strip, row[1])))
    if comments:
        filled = dropwhile(lambda row: row[1][0].startswith("#"), filled)
    before = list(islice(filled, LOOKED_AT))
    if not before:
        raise InputRefused(file, Message("table.empty"))
    stripped = [tuple(cell.strip() for cell in cells) for _, cells in before]
    at = max(range(len(stripped)), key=lambda row: columns.rated(stripped[row]))
    line = before[at][0]
    titles = columns.named(file, line, stripped[at])
    while titles and not titles[-1]:
        titles = titles[:-1]
    if at:
        notes.append(Note(Message.of("table.above-titles", count=at), before[0][0]))
    behind = _without_titles(chain(before[at + 1 :], filled), before[at][1], notes)
    wide = len(before[at][1])
    return Table(file, titles, line, _of_width(behind, len(titles), wide, comments, notes), notes, form)


def _without_titles(rows: Iterator[Numbered], titles: list[str], notes: list[Note]) -> Iterator[Numbered]:
    """Rows without those that are the titles once more: files that were put one behind the other."""
    for line, cells in rows:
        if cells == titles:
            notes.append(Note(Message("table.titles-again"), line))
        else:
            yield line, cells


def _of_width(rows: Iterator[Numbered], width: int, wide: int, comments: bool, notes: list[Note]) -> Iterator[Numbered]:
    """Rows without comments, and without the cells that stand behind the last title: empty ones, and those of columns
    that are there and have none, up to `wide`.
    """
    is_told = False
    for line, cells in rows:
        if len(cells) != width:
            if comments and cells[0].startswith("#"):
                continue
            while len(cells) > width and not cells[-1].strip():
                cells.pop()
            if width < len(cells) <= wide:
                del cells[width:]
                if not is_told:
                    notes.append(Note(Message("table.columns-untitled"), line))
                is_told = True
        yield line, cells
