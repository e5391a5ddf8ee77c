"""A table as it was read: titles, rows with their lines, and what was odd."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from osi_core.files.refused import InputRefused
from osi_core.words import Message

__all__ = ["Form", "Note", "Numbered", "Table"]

Numbered = tuple[int, list[str]]
"""The line (or a spreadsheet's row) on which a row begins, and its cells."""


class Note(NamedTuple):
    """What was found odd in a table and read all the same; on which line and in which column, where it is of one."""

    message: Message
    line: int | None = None
    field: str | None = None

    @property
    def placed(self) -> Message:
        """The note with its place in front of it, in a sentence."""
        if self.line is None:
            return self.message
        if self.field is None:
            return Message.of("file.on-line", line=str(self.line), problem=self.message)
        return Message.of("table.on-line-in", line=str(self.line), field=self.field, problem=self.message)


@dataclass
class Form:
    """What a file was taken for, by its content."""

    kind: str = ""
    """csv, json, json-lines, xlsx, xlsm, xlsb, ods or xls."""
    encoding: str = ""
    """Of text, by Python's name."""
    separator: str = ""
    """What stands between the fields of csv."""
    sheet: str = ""
    """Of a spreadsheet, the one that was read."""


@dataclass
class Table:
    """The titles of the columns, and the rows, which are read as they are asked for, once.

    Each row has as many cells as there are titles, or is uneven: what the file brings is never filled up here. Rows
    without any text are left out, and so are empty columns behind the last title. `notes` grow while rows are read.
    """

    file: str
    titles: tuple[str, ...]
    line: int
    """Of the titles."""
    rows: Iterator[Numbered]
    notes: list[Note] = field(default_factory=list)
    form: Form = field(default_factory=Form)

    def __iter__(self) -> Iterator[Numbered]:
        return self.rows

    def place(self, title: str) -> int | None:
        """Where the column of this title stands; None where there is none.

        Raises `InputRefused` where it stands there twice.
        """
        found = [at for at, one in enumerate(self.titles) if one == title]
        if len(found) > 1:
            raise InputRefused(self.file, Message.of("table.column-twice"), self.line, title)
        return found[0] if found else None
