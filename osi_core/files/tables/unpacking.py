"""What a packed spreadsheet (xlsx, ods) brings before it is opened: bounded, and what its program would not show."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree

from osi_core.files.refused import InputRefused
from osi_core.words import Message

__all__ = ["Cell", "Packed", "examined"]

MOST_BYTES: Final = 2**30
"""Unpacked; a million rows of twenty columns have less."""
MOST_CELLS: Final = 20_000_000
"""Of the rectangle that a sheet's cells lie in: the library keeps a place for each, also for the empty ones."""
_PIECE: Final = 1 << 20
_OVERLAP: Final = 4096

Cell = tuple[int, str]
"""A row, and the letters of a column."""

_PLACE: Final = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*+(?<!/)>')
"""Of cells that hold something: one that has nothing but a colour takes no place."""
_EMPTY_FORMULA: Final = re.compile(
    rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)
_ERROR: Final = re.compile(rb'<c\b(?=[^>]*?\bt="e")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_ODS_ROW: Final = re.compile(rb"<table:table-row\b([^>]*?)(?:/>|>(.*?)</table:table-row>)", re.DOTALL)
_ODS_CELL: Final = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*?)(?:/>|>)")
_ODS_TIMES: Final = re.compile(rb'number-(?:rows|columns)-repeated="(\d{1,9})"')
_WORKSHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)


@dataclass
class Packed:
    """The kind of file, whether there are macros, and by sheet the cells whose formula has no value or that hold an
    error.
    """

    kind: str = "xlsx"
    unworked: dict[str, list[Cell]] = field(default_factory=dict)
    errors: dict[str, list[Cell]] = field(default_factory=dict)
    macros: bool = False


def examined(raw: bytes, file: str) -> Packed:
    """Unpacks all of it once, counting, so that nothing is opened that would fill the memory. Raises `InputRefused`."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            return _examined(packed, file)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, KeyError) as error:
        if isinstance(error, InputRefused):
            raise
        encrypted = "encrypted" in str(error)
        raise InputRefused(file, Message("table.encrypted" if encrypted else "table.damaged")) from None
    except (zipfile.zlib.error, zipfile.lzma.LZMAError):  # type: ignore[attr-defined]
        raise InputRefused(file, Message("table.damaged")) from None


def _examined(packed: zipfile.ZipFile, file: str) -> Packed:
    found, left = Packed(), MOST_BYTES
    titles = _titles(packed)
    names = {name.lower() for name in packed.namelist()}
    found.kind = "ods" if "content.xml" in names else "xlsb" if "xl/workbook.bin" in names else "xlsx"
    for info in packed.infolist():
        found.macros |= info.filename.lower().endswith(("vbaproject.bin", "basic/script-lc.xml"))
        sheet = titles.get(info.filename, info.filename) if _WORKSHEET.fullmatch(info.filename) else None
        rows, columns = 0, 0
        for piece, size in _pieces(packed, info):
            left -= size
            if left < 0:
                raise InputRefused(file, Message.of("table.unpacked-large", mebibytes=MOST_BYTES // 2**20))
            if sheet is None:
                continue
            places = set(_PLACE.findall(piece))
            rows = max([rows, *(int(row) for _, row in places)])
            columns = max([columns, *map(_number, {letters for letters, _ in places})])
            if rows * columns > MOST_CELLS:
                raise InputRefused(file, Message.of("table.wide", sheet=sheet, rows=rows, columns=columns))
            _note(found.unworked, sheet, _EMPTY_FORMULA.findall(piece))
            _note(found.errors, sheet, _ERROR.findall(piece))
        if info.filename == "content.xml":
            _check_ods(packed.read(info.filename), file)
    if found.macros and found.kind == "xlsx":
        found.kind = "xlsm"
    return found


def _pieces(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[tuple[bytes, int]]:
    """The file piece by piece with the end of the piece before it, so that no cell is cut; and the bytes that are new.

    The size that the archive states is not believed.
    """
    stated, info.file_size = info.file_size, MOST_BYTES + 1
    try:
        with packed.open(info) as stream:
            last = b""
            while piece := stream.read(_PIECE):
                yield last + piece, len(piece)
                last = piece[-_OVERLAP:]
    finally:
        info.file_size = stated


def _note(found: dict[str, list[Cell]], sheet: str, cells: list[tuple[bytes, bytes]]) -> None:
    for letters, row in cells:
        cell = (int(row), letters.decode())
        if cell not in found.setdefault(sheet, [])[-100:]:
            found[sheet].append(cell)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _titles(packed: zipfile.ZipFile) -> dict[str, str]:
    """The names of sheets by the files that they lie in; empty where the workbook is none of Excel's."""
    names = set(packed.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    if any(packed.getinfo(name).file_size > 2**24 for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")):
        return {}
    try:
        targets = {
            one.get("Id"): str(one.get("Target")).removeprefix("/xl/").removeprefix("./")
            for one in ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
        }
        sheets = [
            one for one in ElementTree.fromstring(packed.read("xl/workbook.xml")).iter() if one.tag.endswith("}sheet")
        ]
    except ElementTree.ParseError:
        return {}
    return {
        f"xl/{targets.get(next((value for key, value in one.items() if key.endswith('}id')), ''), '')}": str(
            one.get("name")
        )
        for one in sheets
    }


def _check_ods(content: bytes, file: str) -> None:
    """Rows and cells of an ods file may be said to be repeated: a short file, and no end of cells."""
    cells = 0
    for attributes, inner in _ODS_ROW.findall(content):
        if b"office:value" not in inner and b"<text:" not in inner:
            continue
        wide = [(_times(cell), cell) for cell in _ODS_CELL.findall(inner)]
        while wide and b"office:value" not in wide[-1][1]:
            wide.pop()
        cells += _times(attributes) * sum(times for times, _ in wide)
        if cells > MOST_CELLS:
            raise InputRefused(file, Message.of("table.wide", sheet="content.xml", rows=cells, columns=1))


def _times(attributes: bytes) -> int:
    found = _ODS_TIMES.search(attributes)
    return int(found[1]) if found else 1
