"""Files of a mission folder: texts, and the rows of its tables, of which each error names file, line and column."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from osi_core.domain import Unmet
from osi_core.files import MIB, InputRefused, read_input, text_of
from osi_core.files.tables import Columns, Note, Order, Times, TimeUnclear, read_table, whole_number
from osi_core.simulation.folder_invalid import FolderInvalid
from osi_core.words import Message
from osi_core.words.visible import is_blank

LARGEST_FILE = 512 * MIB
"""Bytes; a folder with more than this is not read at all."""
MOST_NAMED = 100
"""Rows of a file that are named one by one when they are left out; beyond, they are counted."""
_OF_ALL_ROWS = frozenset(("table.time-two-readings", "table.time-rounded", "table.time-other-order"))
LARGEST_SETTINGS = MIB
"""Bytes of `mission.toml`."""


class Row(NamedTuple):
    """One line of a table, which may span several lines of the file."""

    file: str
    line: int
    """On which it begins."""
    values: dict[str, str]
    called: Mapping[str, str] = {}
    """What the file calls our columns, where it calls them otherwise."""

    def invalid(self, unmet: Unmet) -> FolderInvalid:
        """What is wrong with one of its fields."""
        return FolderInvalid(self.file, self._as_called(unmet), self.line)

    def _as_called(self, unmet: Unmet) -> Unmet:
        if unmet.field is None or unmet.field not in self.called:
            return unmet
        return Unmet(unmet.code, self.called[unmet.field], **unmet.values)

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

    def whole(self, column: str, allowed: Collection[int]) -> int:
        """A whole number, one of those allowed."""
        number = whole_number(self.values[column])
        if number not in allowed or number is None:
            found = repr(self.values[column].strip()[:40])
            raise self.invalid(Unmet("folder.not-among", column, found=found, allowed=tuple(allowed)))
        return number

    def time(self, column: str, times: Times) -> datetime:
        """A moment, in UTC."""
        try:
            return times.read(self.values[column])
        except TimeUnclear as unclear:
            raise self.invalid(Unmet(unclear.problem.code, column, **unclear.problem.values)) from None


class FileNote(NamedTuple):
    """What was odd in a file and read all the same."""

    file: str
    note: Message


@dataclass
class Tables:
    """The tables of a folder; `order` is how dates such as 3/4/2026 are meant. What is odd in them, `notes` tell."""

    folder: Path
    order: Order | None = None
    strict: bool = False
    """Whether a row that cannot be read refuses the folder, and is not only left out."""
    notes: list[FileNote] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    """How many rows of each file were left out."""

    def rows(self, name: str, columns: Columns, text_column: str = "") -> Iterator[Row]:
        """The rows of a table. `text_column` names the column of free text, for a field that is far too long."""
        try:
            table = read_table(name, columns, limit=LARGEST_FILE, within=self.folder)
            for line, cells in table:
                if len(cells) != len(table.titles):
                    raise FolderInvalid(
                        name, Unmet("table.row-uneven", count=len(cells), header=len(table.titles)), line
                    )
                yield Row(name, line, dict(zip(table.titles, cells, strict=True)), columns.called)
        except InputRefused as refused:
            raise self._unfit(name, refused, columns.called.get(text_column, text_column)) from refused
        self.add(name, table.notes)

    @contextmanager
    def row(self) -> Iterator[None]:
        """Around the reading of one row: where it cannot be read it is left out, and the notes say why.

        What may be read in two ways, or has lost its digits, is no matter of one row, and refuses the folder always.
        """
        try:
            yield
        except FolderInvalid as invalid:
            if self.strict or invalid.unmet.code in _OF_ALL_ROWS:
                raise
            self.left_out[invalid.file] = self.left_out.get(invalid.file, 0) + 1
            if self.left_out[invalid.file] <= MOST_NAMED:
                note = Note(Message.of("folder.row-left-out", why=invalid.unmet.message), invalid.line, invalid.field)
                self.add(invalid.file, [note])

    def told(self) -> tuple[FileNote, ...]:
        """All that was odd; of rows left out beyond the first hundred of a file only how many."""
        more = {file: count - MOST_NAMED for file, count in self.left_out.items() if count > MOST_NAMED}
        self.add_counts("folder.rows-left-out", more)
        return tuple(self.notes)

    def add_counts(self, code: str, counts: Mapping[str, int]) -> None:
        """Tells of how many rows of each file something holds."""
        for file, count in counts.items():
            self.add(file, [Note(Message.of(code, count=count))])

    def times(self, rows: Iterable[Row], column: str) -> Times:
        """What reads the times of a column, having seen them all."""
        times = Times(self.order)
        times.learn(row.values.get(column, "") for row in rows)
        return times

    def add(self, name: str, notes: Iterable[Note]) -> None:
        """Keeps what was found odd."""
        self.notes.extend(FileNote(name, note.placed) for note in notes)

    def add_times(self, name: str, times: Times) -> None:
        """Tells by which conventions times were read."""
        self.add(name, (Note(Message.of(code, count=count)) for code, count in times.taken.items()))

    def _unfit(self, name: str, refused: InputRefused, text_column: str) -> FolderInvalid:
        if refused.problem.code == "file.missing":
            return FolderInvalid(name, Unmet("folder.file-missing", folder=str(self.folder)))
        if refused.problem.code == "table.field-huge":
            return FolderInvalid(
                name, Unmet("table.field-huge", text_column or None, **refused.problem.values), refused.line
            )
        return unfit(name, refused)


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
    return FolderInvalid(name, Unmet(refused.problem.code, refused.field, **refused.problem.values), refused.line)


def read_text(folder: Path, name: str, limit: int = LARGEST_FILE) -> str:
    """A text file in UTF-8, with or without a byte-order mark."""
    try:
        text = text_of(read_bytes(folder, name, limit), name)
    except InputRefused as refused:
        raise unfit(name, refused) from refused
    if not text.strip():
        raise FolderInvalid(name, Unmet("folder.file-empty"))
    return text


def says_a_number(text: str) -> bool:
    """Whether a cell holds a number greater than zero."""
    return re.fullmatch(r"0*[1-9][0-9]*(\.0*)?", text.strip(), re.ASCII) is not None
