"""Spreadsheets for tests, made by the libraries that people's scripts make them with."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook
from xlwt import Workbook as OldWorkbook

Rows = Sequence[Sequence[Any]]


def xlsx(rows: Rows, change: Callable[[Workbook], object] = lambda book: None) -> bytes:
    """A workbook with one sheet; `change` gets it before it is saved."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def ods(rows: Rows) -> bytes:
    """A document of LibreOffice's kind; all cells are text."""
    document, table = OpenDocumentSpreadsheet(), Table(name="S")
    for row in rows:
        line = TableRow()
        for value in row:
            cell = TableCell(valuetype="string") if value else TableCell()
            if value:
                cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    file = io.BytesIO()
    document.write(file)
    return file.getvalue()


def xls(rows: Rows) -> bytes:
    """A workbook of the programs before 2007."""
    book = OldWorkbook()
    sheet = book.add_sheet("S")
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(raw: bytes, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """A packed file with other contents: `change` gets the name and the bytes of each file in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in more.items():
            new.writestr(name.replace("__", "/"), content)
    return made.getvalue()
