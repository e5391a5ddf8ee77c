"""A table of any kind, opened by the library's common reader, with its errors as this package says them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from osi_core.files import InputRefused
from osi_core.files.tables import Columns, Table, read_table
from osi_core.words import Message
from osi_voting.formats.ballot_columns import recognised
from osi_voting.formats.names import normal
from osi_voting.formats.reporting import FormatError, Reporter
from osi_voting.formats.table_form import TableForm

__all__ = ["TABLES", "Sheet", "titles_of"]

TABLES = (".csv", ".tsv", ".xlsx", ".xlsm", ".ods", ".xls", ".json", ".jsonl")
"""The endings of tables; what a file is then, its content tells."""


class Sheet:
    """The titles of a table, and its rows with the lines on which they begin."""

    def __init__(self, path: str | Path, report: Reporter, columns: Columns) -> None:
        self.report = report
        self._table = _opened(path, columns)
        self.line = self._table.line
        self.titles = list(map(normal, self._table.titles))
        self.header = [name.lower() for name in self.titles]

    def columns(self, needed: Sequence[str]) -> list[int]:
        """Where these columns stand, which were asked for when the table was opened."""
        return [self.header.index(name) for name in needed]

    def column(self, name: str) -> int | None:
        """Where a column stands that need not be there."""
        return self.header.index(name) if name in self.header else None

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row, with all its fields. Raises `FormatError` for one that has fewer or more, or is no row."""
        wanted = len(self.titles)
        try:
            for line, row in self._table:
                if len(row) != wanted:
                    row = self._mended(line, row)
                yield line, row if "".join(row).isascii() else list(map(normal, row))
        except InputRefused as refused:
            raise _unread(refused) from None
        self.report.notices.extend(note.placed for note in self._table.notes)

    def _mended(self, line: int, row: list[str]) -> list[str]:
        """A row with too few fields filled up, and one with too many as it is."""
        wanted = len(self.titles)
        said = Message.of("voting.file.fields", count=len(row), header=wanted)
        if len(row) < wanted:
            self.report.wrong(line, said, Message.of("voting.done.missing-empty"))
        else:
            self.report.wrong(line, said, Message.of("voting.done.surplus-passed-over"))
        return row + [""] * (wanted - len(row))


def titles_of(path: str | Path, form: TableForm) -> list[str]:
    """The titles of a table's columns, in lower case, with the names that people gave them. Raises `FormatError`."""
    about = Path(path).stat() if Path(path).is_file() else None
    changed = (about.st_mtime_ns, about.st_size) if about else None
    key = (str(path), changed, repr(form))
    if key not in _KEPT:  # asked more than once of the same file, while it is found out what it holds
        _KEPT.clear()
        _KEPT[key] = _opened(path, recognised(form)).titles
    return [normal(title).lower() for title in _KEPT[key]]


_KEPT: dict[tuple[str, object, str], tuple[str, ...]] = {}


def _opened(path: str | Path, columns: Columns) -> Table:
    try:
        return read_table(path, columns, comments=True)
    except InputRefused as refused:
        raise _unread(refused) from None


def _unread(refused: InputRefused) -> FormatError:
    problem = refused.problem
    if refused.field is not None and refused.problem.code != "table.columns-missing":
        problem = Message.of("voting.file.in-column", column=refused.field, problem=problem)
    return FormatError(refused.file, refused.line or 0, problem)
