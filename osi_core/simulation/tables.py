"""Text files and CSV tables of a mission folder, read strictly: each error names file, line and column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from osi_core.domain import Unmet
from osi_core.files import MIB, InputRefused, read_input, text_of
from osi_core.simulation.folder_invalid import FolderInvalid
from osi_core.words.visible import is_blank

LARGEST_FILE = 512 * MIB
"""Bytes; a folder with more than this is not read at all."""
LARGEST_SETTINGS = MIB
"""Bytes of `mission.toml`."""


class Row(NamedTuple):
    """One line of a table, which may span several lines of the file."""

    file: str
    line: int
    """On which it begins."""
    values: dict[str, str]

    def invalid(self, unmet: Unmet) -> FolderInvalid:
        """What is wrong with one of its fields."""
        return FolderInvalid(self.file, unmet, self.line)

    def text(self, column: str, limit: int, *, optional: bool = False) -> str:
        """A person's words: not empty, not longer than the limit."""
        value = self.values.get(column, "").strip()
        if is_blank(value) and not (optional and not value):
            raise self.invalid(Unmet("folder.text-missing", column))
        if len(value) > limit:
            raise self.invalid(Unmet("folder.text-long", column, length=len(value), limit=limit))
        if "\0" in value:
            raise self.invalid(Unmet("folder.text-nul", column))
        return value

    def whole(self, column: str, allowed: Collection[int] | None = None) -> int:
        """A whole number, one of the allowed ones if any are named."""
        value = self.values[column].strip()
        number = int(value) if re.fullmatch(r"-?[0-9]{1,20}", value) else None
        found = repr(value[:40])
        if allowed is not None and number not in allowed:
            raise self.invalid(Unmet("folder.not-among", column, found=found, allowed=tuple(allowed)))
        if number is None:
            raise self.invalid(Unmet("folder.no-number", column, found=found))
        return number


def read_bytes(folder: Path, name: str, limit: int = LARGEST_FILE) -> bytes:
    """A file that lies in the folder itself; a link may lead to another one there, and nowhere else."""
    try:
        return read_input(name, limit=limit, within=folder)
    except InputRefused as refused:
        if refused.problem.code == "file.missing":
            raise FolderInvalid(name, Unmet("folder.file-missing", folder=str(folder))) from None
        raise unfit(name, refused) from refused


def unfit(name: str, refused: InputRefused) -> FolderInvalid:
    """What is raised for a file of a folder that the gate does not take."""
    return FolderInvalid(name, Unmet(refused.problem.code, None, **refused.problem.values), refused.line)


def read_text(folder: Path, name: str, limit: int = LARGEST_FILE) -> str:
    """A text file in UTF-8, with or without a byte-order mark."""
    try:
        text = text_of(read_bytes(folder, name, limit), name)
    except InputRefused as refused:
        raise unfit(name, refused) from refused
    if not text.strip():
        raise FolderInvalid(name, Unmet("folder.file-empty"))
    return text


def read_table(folder: Path, name: str, needed: tuple[str, ...], text_column: str = "") -> Iterator[Row]:
    """The rows of a CSV file (comma, quotes doubled) that has at least the needed columns.

    `text_column` names the column of free text, for the message on a field that is far too long.
    """
    reader = csv.reader(io.StringIO(read_text(folder, name), newline=""), strict=True)
    header: list[str] | None = None
    line = 1
    while True:
        try:
            fields = next(reader, None)
        except csv.Error as error:
            raise not_csv(name, line, text_column, error) from error
        if fields is None:
            break
        if header is None:
            header = _header(name, fields, needed)
        elif fields:
            if len(fields) != len(header):
                raise FolderInvalid(name, Unmet("folder.row-uneven", count=len(fields), header=len(header)), line)
            yield Row(name, line, dict(zip(header, fields, strict=True)))
        line = reader.line_num + 1


def not_csv(name: str, line: int, text_column: str, error: csv.Error) -> FolderInvalid:
    """What is raised for a line that is no CSV."""
    if "field limit" in str(error):
        unmet = Unmet("folder.field-huge", text_column or None, limit=csv.field_size_limit())
        return FolderInvalid(name, unmet, line)
    return FolderInvalid(name, Unmet("folder.not-csv", said=str(error)), line)


def _header(name: str, fields: list[str], needed: tuple[str, ...]) -> list[str]:
    header = [field.strip() for field in fields]
    missing = [column for column in needed if column not in header]
    if missing:
        found = ", ".join(header)[:200]
        raise FolderInvalid(name, Unmet("folder.columns-missing", missing[0], missing=tuple(missing), found=found), 1)
    repeated = next((column for column in header if header.count(column) > 1), None)
    if repeated is not None:
        raise FolderInvalid(name, Unmet("folder.column-twice", repeated), 1)
    return header
