"""Files of a mission folder: texts, and its tables, of which what cannot be read is left out and told."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from osi_core.domain import Unmet
from osi_core.files import MIB, InputRefused, read_input, text_of
from osi_core.files.tables import Columns, Note, Numbered, Order, Table, Times, read_table
from osi_core.files.tables.columns import alike
from osi_core.simulation.folder_invalid import FolderInvalid
from osi_core.simulation.rows import Row, RowReader
from osi_core.simulation.understood import Understood, Wanted, not_understood, understood
from osi_core.words import Message, Value

LARGEST_FILE = 128 * MIB
"""Bytes; a table with more than this is not read at all: its rows are held, and take many times as much memory."""
MOST_NAMED = 100
"""Rows of a file that are named one by one when they are left out; beyond, they are counted."""
_OF_ALL_ROWS = frozenset(
    ("table.time-two-readings", "table.time-rounded", "table.time-other-order", "table.number-two-readings")
)
_TOTALS_AT_MOST = 3
"""Rows at the end of a table that may add up the others."""
_TOTAL = re.compile(
    r"(?:(?:grand|sub|gesamt|zwischen)[- ]?)?"
    r"(?:totals?|sum|summe|gesamt|insgesamt|total général|somme|totale|suma|totaal"
    r"|average|mean|mittelwert|durchschnitt|moyenne|media)\s*:?",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"[-+\d\s.,'’%€$£]*")
LARGEST_SETTINGS = MIB
"""Bytes of `mission.toml`."""


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
    language: str = ""
    """Of texts in several languages, the one that is taken where it is there."""
    notes: list[FileNote] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    """How many rows of each file were left out."""
    first_left_out: dict[str, Note] = field(default_factory=dict)
    """Of each file the first such row, with its reason."""

    def read(self, name: str, wanted: Wanted, text_column: str = "") -> tuple[Understood, list[Row]]:
        """What the columns of a table mean, and its rows under our names. Raises FolderInvalid.

        `text_column` names the column of free text, for a field that is far too long.
        """
        found, rows = self.opened(name, wanted, text_column)
        return found, list(rows)

    def opened(self, name: str, wanted: Wanted, text_column: str = "") -> tuple[Understood, Iterator[Row]]:
        """As `read`, with the rows one after the other, which a long table is better held in; they raise it too."""
        try:
            recognised = Columns(recognised=wanted.rated)
            table = read_table(name, recognised, limit=LARGEST_FILE, within=self.folder, torn=True)
            found = understood(table.titles, wanted)
            if found is None:
                raise FolderInvalid(name, not_understood(table.titles, wanted), table.line)
            _check_once(table, found)
        except InputRefused as refused:
            raise self._unfit(name, refused, wanted.usually(text_column)) from refused
        return found, self._read_on(name, table, found, wanted, found.called.get(text_column, text_column))

    def _read_on(self, name: str, table: Table, found: Understood, wanted: Wanted, text_title: str) -> Iterator[Row]:
        try:
            yield from self._rows(table, found)
        except InputRefused as refused:
            raise self._unfit(name, refused, text_title) from refused
        self.add(name, table.notes)
        if found.mapping is not None and not found.mapping.own and found.mapping.name != wanted.usual:
            self.say(name, "folder.read-as", program=found.mapping.name)
        for title in found.addresses:
            self.say(name, "folder.column-addresses", title=title)

    def _rows(self, table: Table, found: Understood) -> Iterator[Row]:
        reader, width = RowReader(found, self.language), len(table.titles)
        for line, cells in self._without_totals(table):
            if len(cells) == width:
                values, languages = reader.values(cells)
                yield Row(table.file, line, values, found.called, languages)
                continue
            with self.row():
                raise FolderInvalid(table.file, Unmet("table.row-uneven", count=len(cells), header=width), line)

    def _without_totals(self, table: Table) -> Iterator[Numbered]:
        """The rows without those at the end that add up the others."""
        last: deque[Numbered] = deque()
        for one in table:
            last.append(one)
            if len(last) > _TOTALS_AT_MOST:
                yield last.popleft()
        for line, cells in last:
            if not adds_up(cells):
                yield line, cells
                continue
            with self.row():
                raise FolderInvalid(table.file, Unmet("table.totals"), line)

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
                self.first_left_out.setdefault(invalid.file, note)
                self.add(invalid.file, [note])

    def told(self) -> tuple[FileNote, ...]:
        """All that was odd; of rows left out beyond the first hundred of a file only how many."""
        more = {file: count - MOST_NAMED for file, count in self.left_out.items() if count > MOST_NAMED}
        self.add_counts("folder.rows-left-out", more)
        return tuple(self.notes)

    def too_few(self, code: str, name: str, **values: Value) -> Unmet:
        """That what is left of a file is not enough; where rows were left out, with the first reason."""
        if name not in self.first_left_out:
            return Unmet(code, **values)
        few, why = Message(code, values), self.first_left_out[name].placed
        return Unmet("folder.rows-too-few", few=few, left_out=self.left_out[name], why=why)

    def add_counts(self, code: str, counts: Mapping[str, int]) -> None:
        """Tells of how many rows of each file something holds."""
        for file, count in counts.items():
            if count:
                self.add(file, [Note(Message.of(code, count=count))])

    def say(self, name: str, code: str, **values: Value) -> None:
        """Tells what holds for a file."""
        self.add(name, [Note(Message.of(code, **values))])

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


def _check_once(table: Table, found: Understood) -> None:
    """A column of ours that two of the file's titles name alike is asked about."""
    for places in found.places.values():
        titles = [alike(place.title) for place in places]
        twice = next((place for place, title in zip(places, titles, strict=True) if titles.count(title) > 1), None)
        if twice is not None:
            raise InputRefused(table.file, Message.of("table.column-twice"), table.line, twice.title)


def adds_up(cells: Sequence[str]) -> bool:
    """Whether a row adds up others: one cell says so, and all others are numbers or empty.

    >>> adds_up(["Summe:", "", "1.234", "56 %"]), adds_up(["17", "Total chaos at the station"])
    (True, False)
    """
    words = [cell.strip() for cell in cells if not _AMOUNT.fullmatch(cell)]
    return len(words) == 1 and _TOTAL.fullmatch(words[0]) is not None


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
