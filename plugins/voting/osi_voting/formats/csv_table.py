"""A CSV file with a header, read row by row: comma, semicolon or tab, UTF-8 (Latin-1 as a repair), quotes as usual."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from osi_core.words import Message
from osi_voting.formats.opening import opened, whole
from osi_voting.formats.reporting import NOTHING, Reporter, decoded
from osi_voting.words import shown

__all__ = ["CsvTable", "csv_header"]


class CsvTable:
    """The header of a file, and its rows with the lines on which they begin."""

    def __init__(self, path: str | Path, report: Reporter) -> None:
        self.report = report
        text, _ = decoded(whole(path), 1, report)
        delimiter = _delimiter(_first_line(text))
        # Faulty quotes are taken as they stand; the number of fields then tells.
        self._reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        self.header = []
        self.line, header = next(self.rows(), (1, []))
        self.titles = [name.strip() for name in header]
        self.header = [name.lower() for name in self.titles]

    def columns(self, needed: Sequence[str]) -> list[int]:
        """Where these columns stand. Raises `FormatError` for one that is not there, or there twice."""
        for name in needed:
            if self.header.count(name) != 1:
                found = shown(",".join(self.header), 200) or NOTHING
                wrong = Message.of("voting.file.no-header", wanted=",".join(needed), found=found)
                raise self.report.fatal(self.line, wrong)
        return [self.header.index(name) for name in needed]

    def column(self, name: str) -> int | None:
        """Where a column stands that need not be there."""
        return self.header.index(name) if name in self.header else None

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row that is not empty, with all its fields. Raises `FormatError` for one that has fewer or more."""
        reader, wanted = self._reader, len(self.header)
        before = reader.line_num
        try:
            for row in reader:
                if row and row[0].startswith("#") and len(row) != wanted:
                    pass  # a comment
                elif row and len(row) == wanted and row[0]:
                    yield before + 1, row
                elif any(map(str.strip, row)):
                    yield before + 1, self._mended(before + 1, row) if wanted else row
                before = reader.line_num
        except csv.Error as error:
            raise self.report.fatal(reader.line_num, Message.of("voting.file.no-fields", error=str(error))) from None

    def _mended(self, line: int, row: list[str]) -> list[str]:
        """A row with too few fields filled up, and one with too many as it is."""
        wanted = len(self.header)
        said = Message.of("voting.file.fields", count=len(row), header=wanted)
        if len(row) < wanted:
            self.report.wrong(line, said, Message.of("voting.done.missing-empty"))
        elif any(cell.strip() for cell in row[wanted:]):
            self.report.wrong(line, said, Message.of("voting.done.surplus-passed-over"))
        return row + [""] * (wanted - len(row))


def csv_header(path: str | Path) -> list[str]:
    """The names of the columns of a CSV file, in lower case, from its first line."""
    with opened(path) as file:
        for raw in file:
            if raw.strip() and not raw.startswith(b"#"):
                text = raw.decode("utf-8-sig", "replace")
                row = next(csv.reader([text], delimiter=_delimiter(text)), [])
                return [name.strip().lower() for name in row]
    return []


def _first_line(text: str) -> str:
    """The first line that is neither empty nor a comment."""
    return next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")


def _delimiter(header: str) -> str:
    return "\t" if "\t" in header else ";" if ";" in header and "," not in header else ","
