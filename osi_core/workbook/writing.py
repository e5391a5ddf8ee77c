"""The workbook as a file: sheet by sheet and row by row; a large mission takes little more memory than a small one."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from osi_core.view import View
from osi_core.words import Catalogues, visible
from osi_core.workbook.cells import Cell, Writing
from osi_core.workbook.sheets import PARENTS, Sheet, Source, rows_of, sheets, title_of

__all__ = ["Written", "write_workbook"]

Written = dict[str, int]
"""The names of the sheets, and how many rows each has."""

MOST_ROWS: Final = 1_048_575
"""Of a sheet, below its headings; what is more stands on a further sheet."""
_NAME: Final = 31
"""Characters of a sheet's name."""
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\]")
_WIDEST, _NARROWEST = 50, 10
"""Characters of a column."""
_MEASURED: Final = 500
"""Rows that say how wide a column is."""
_BY_NAME: Final = {"challenge": "challenges/{challenge}", "initiative": "solutions/{solution}"}
"""What is named by the id of something else: a gap by its challenge, a plan by its initiative."""
_CALLED_LIKE: Final = {"initiatives/{initiative}": "solutions/{solution}"}
"""An initiative has the id and the title of its solution."""
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_workbook(path: Path, source: Source, words: Catalogues, language: str) -> Written:
    """Writes what the source shows to a file, whole or not at all, and tells how many rows each sheet has.

    A sheet without rows is left out. Beside the id of another resource stands what that is called, as far as it may be
    seen. Raises OSError where the file cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            book = xlsxwriter.Workbook(file, _OPTIONS)
            try:
                written = _Book(book, Writing(words, language)).filled(source)
            finally:
                book.close()
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return written


class _Book:
    """One workbook while it is filled."""

    def __init__(self, book: Any, writing: Writing) -> None:
        self._book, self._writing = book, writing
        self._formats: dict[str, Any] = {}
        self._heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self._titles: dict[str, dict[str, str]] = {}
        """What resources are called, by the pattern of their names and by their ids."""
        self._known: dict[str, list[str]] = {}
        self._names: Counter[str] = Counter()

    def filled(self, source: Source) -> Written:
        """All sheets that have rows."""
        written: Written = {}
        for sheet in sheets():
            rows = self._noted(sheet, rows_of(sheet, source, self._known))
            first = next(rows, None)
            while first is not None:
                name = self._name(sheet)
                page = self._book.add_worksheet(name)
                written[name] = self._page(page, sheet, first, rows)
                first = next(rows, None)  # what did not find a place
        if not written:
            self._book.add_worksheet(self._writing.sheet("empty"))
        return written

    def _noted(self, sheet: Sheet, rows: Iterable[View]) -> Iterator[View]:
        """The rows, whose ids and titles are kept for those that come after."""
        pattern = sheet.view.at.pattern
        titles, ids = self._titles.setdefault(pattern, {}), self._known.setdefault(pattern, [])
        for row in rows:
            if row.ids():
                if title := title_of(row):
                    titles[row.ids()[-1]] = title
                if pattern in PARENTS:
                    ids.append(row.ids()[-1])
            yield row

    def _page(self, page: Any, sheet: Sheet, first: View, rows: Iterator[View]) -> int:
        columns, widths = list(self._columns(sheet)), list[int]()
        for at, (field, of) in enumerate(columns):
            heading = self._writing.column(field)
            said = self._writing.say("workbook.called", what=heading) if of is not None else heading
            widths.append(max(_NARROWEST, len(said)))
            page.write_string(0, at, said, self._heading)
        page.freeze_panes(1, 1)
        number, row = 0, first
        while True:
            number += 1
            for at, (field, of) in enumerate(columns):
                value = getattr(row, field)
                cell = self._writing.cell(value if of is None else self._called(of, value))
                self._put(page, number, at, cell)
                if cell is not None and number <= _MEASURED:
                    widths[at] = max(widths[at], len(str(cell.value)))
            if number == MOST_ROWS or (following := next(rows, None)) is None:
                break
            row = following
        page.autofilter(0, 0, number, len(columns) - 1)
        for at, width in enumerate(widths):
            page.set_column(at, at, min(width + 2, _WIDEST))
        return number

    def _columns(self, sheet: Sheet) -> Iterator[tuple[str, str | None]]:
        """Field by field; behind one that names one other resource, what that is called: with its pattern."""
        for field in sheet.columns:
            yield field, None
            of = self._refers(sheet.view, field)
            if of is not None and self._titles.get(of):
                yield field, of

    def _refers(self, view: type[View], field: str) -> str | None:
        """The pattern of the resource whose title says what a field names; None where it names none, or several."""
        if "tuple" in str(view.model_fields[field].annotation):
            return None
        found = view.refers.get(field)
        pattern = found.pattern if found is not None else _BY_NAME.get(field, "")
        pattern = _CALLED_LIKE.get(pattern, pattern)
        return pattern if pattern != view.at.pattern else None

    def _called(self, pattern: str, id: Any) -> str | None:
        return self._titles[pattern].get(id) if isinstance(id, str) else None

    def _put(self, page: Any, row: int, column: int, cell: Cell | None) -> None:
        if cell is None:
            return
        shown = self._format(cell.shown)
        if isinstance(cell.value, str):
            page.write_string(row, column, cell.value, shown)
        elif isinstance(cell.value, date):
            page.write_datetime(row, column, cell.value, shown)
        else:
            page.write_number(row, column, float(cell.value), shown)

    def _format(self, shown: str) -> Any:
        if not shown:
            return None
        if shown not in self._formats:
            self._formats[shown] = self._book.add_format({"num_format": shown})
        return self._formats[shown]

    def _name(self, sheet: Sheet) -> str:
        """A name that no sheet has yet."""
        name = _NOT_IN_NAMES.sub(" ", visible(self._writing.sheet(sheet.key))).strip("' ")[: _NAME - 4]
        self._names[name.casefold()] += 1
        times = self._names[name.casefold()]
        return name if times == 1 else f"{name} {times}"
