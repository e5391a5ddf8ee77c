"""Rows of a spreadsheet: xlsx, xlsm, xlsb, ods and xls, by python-calamine."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from osi_core.files.refused import InputRefused
from osi_core.files.tables.cells import text_of_cell
from osi_core.files.tables.columns import Columns
from osi_core.files.tables.extra import calamine_for
from osi_core.files.tables.old_workbook import old_sheets
from osi_core.files.tables.separated import LOOKED_AT
from osi_core.files.tables.table import Form, Note, Numbered
from osi_core.files.tables.unpacking import Cell, Packed, examined
from osi_core.words import Message

__all__ = ["looks_like_workbook", "workbook_rows"]

_PACKED: Final = b"PK\x03\x04"
_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EXACT: Final = 10**15
"""From here on a spreadsheet keeps no last digits."""
_NAMED: Final = 20
"""Cells of a kind that are noted one by one; the others are counted."""


def looks_like_workbook(raw: bytes) -> bool:
    """Whether this is a packed file, or one of the programs of before 2007."""
    return raw.startswith((_PACKED, _OLD))


def workbook_rows(raw: bytes, file: str, columns: Columns, notes: list[Note], form: Form) -> Iterator[Numbered]:
    """The rows of the sheet that has the columns, else of the first that is not empty. Raises `InputRefused`.

    What the library would pass over in silence is noted: hidden and further sheets, merged cells, formulas that no
    program has worked out, errors, macros, numbers with more digits than a spreadsheet keeps.
    """
    calamine = calamine_for(file)
    packed = examined(raw, file) if raw.startswith(_PACKED) else Packed("xls")
    try:
        if raw.startswith(_OLD):
            sheets = _shown([(one.name, one.shown, one) for one in old_sheets(raw, file)], notes)
        else:
            sheets = _sheets(calamine, calamine.load_workbook(io.BytesIO(raw)), notes)
        name, sheet = _chosen(sheets, file, columns, notes)
    except calamine.PasswordError:
        raise InputRefused(file, Message("table.encrypted")) from None
    except calamine.CalamineError:
        raise InputRefused(file, Message("table.damaged")) from None
    except InputRefused:
        raise
    except BaseException as error:  # the library's own panics are no `Exception`
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit | MemoryError):
            raise
        raise InputRefused(file, Message("table.damaged")) from None
    form.kind, form.sheet = packed.kind, name
    if packed.macros:
        notes.append(Note(Message("table.macros")))
    _note_cells(notes, "table.formula-empty", packed.unworked.get(name, []))
    _note_cells(notes, "table.cell-error", packed.errors.get(name, []))
    for (top, left), (bottom, right) in islice(sheet.merged_cell_ranges or (), _NAMED):
        where = f"{_letters(left)}{top + 1}:{_letters(right)}{bottom + 1}"
        notes.append(Note(Message.of("table.merged", cells=where), top + 1, _letters(left)))
    return _rows(sheet, notes)


def _sheets(calamine: Any, book: Any, notes: list[Note]) -> dict[str, Any]:
    visible, kind = calamine.SheetVisibleEnum.Visible, calamine.SheetTypeEnum.WorkSheet
    about = [one for one in book.sheets_metadata if one.typ is kind]
    return _shown([(one.name, one.visible is visible, book.get_sheet_by_name(one.name)) for one in about], notes)


def _shown(sheets: list[tuple[str, bool, Any]], notes: list[Note]) -> dict[str, Any]:
    """The sheets that are shown and hold something."""
    hidden = tuple(name for name, shown, _ in sheets if not shown)
    if hidden:
        notes.append(Note(Message.of("table.sheets-hidden", count=len(hidden), sheets=hidden)))
    return {name: sheet for name, shown, sheet in sheets if shown and sheet.start is not None}


def _chosen(sheets: dict[str, Any], file: str, columns: Columns, notes: list[Note]) -> tuple[str, Any]:
    if not sheets:
        raise InputRefused(file, Message("table.empty"))
    fit = [name for name, sheet in sheets.items() if _has(sheet, columns)]
    name = fit[0] if fit else next(iter(sheets))
    others = tuple(one for one in sheets if one != name)
    if others:
        notes.append(Note(Message.of("table.sheets-other", count=len(others), sheet=name, sheets=others)))
    return name, sheets[name]


def _has(sheet: Any, columns: Columns) -> bool:
    rows = islice(sheet.iter_rows(), LOOKED_AT)
    return columns.asked and any(columns.fit([text_of_cell(cell) for cell in row]) for row in rows)


def _rows(sheet: Any, notes: list[Note]) -> Iterator[Numbered]:
    """All rows with their numbers; the library gives the empty ones above the first too, for some formats."""
    rounded = False
    for number, row in enumerate(sheet.iter_rows(), 1):
        if not rounded and any(isinstance(cell, float) and abs(cell) >= _EXACT for cell in row):
            rounded = True
            notes.append(Note(Message("table.digits-lost"), number))
        yield number, [text_of_cell(cell) for cell in row]


def _note_cells(notes: list[Note], code: str, cells: list[Cell]) -> None:
    for row, letters in cells[:_NAMED]:
        notes.append(Note(Message.of(code), row, letters))
    if len(cells) > _NAMED:
        notes.append(Note(Message.of("table.cells-more", count=len(cells) - _NAMED)))


def _letters(column: int) -> str:
    """The letters of a column that is counted from 0.

    >>> _letters(0), _letters(25), _letters(26), _letters(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
