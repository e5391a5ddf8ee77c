"""Text files and CSV tables of a mission folder, read strictly: each error names file, line and column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from osi_core.simulation.folder_invalid import FolderInvalid

LARGEST_FILE = 512 * 2**20
"""Bytes; a folder with more than this is not read at all."""


class Row(NamedTuple):
    """One line of a table, which may span several lines of the file."""

    file: str
    line: int
    """On which it begins."""
    values: dict[str, str]

    def invalid(self, column: str, en: str, de: str) -> FolderInvalid:
        """What is wrong with one of its fields."""
        return FolderInvalid(self.file, en, de, line=self.line, column=column)

    def text(self, column: str, limit: int, *, optional: bool = False) -> str:
        """A person's words: not empty, not longer than the limit."""
        value = self.values.get(column, "").strip()
        if not value and not optional:
            raise self.invalid(column, "is empty; it takes a text", "ist leer; hier gehört ein Text hin")
        if len(value) > limit:
            raise self.invalid(
                column,
                f"has {len(value):,} characters; at most {limit:,} are taken",
                f"hat {len(value)} Zeichen; höchstens {limit} sind möglich",
            )
        if "\0" in value:
            raise self.invalid(column, "holds a NUL character", "enthält ein NUL-Zeichen")
        return value

    def whole(self, column: str, allowed: Collection[int] | None = None) -> int:
        """A whole number, one of the allowed ones if any are named."""
        value = self.values[column].strip()
        number = int(value) if re.fullmatch(r"-?[0-9]{1,20}", value) else None
        if number is None or (allowed is not None and number not in allowed):
            some = ", ".join(map(str, allowed)) if allowed is not None else ""
            raise self.invalid(
                column,
                f"found {value[:40]!r}; expected {f'one of {some}' if some else 'a whole number'}",
                f"gefunden {value[:40]!r}; erwartet {f'eines von {some}' if some else 'eine ganze Zahl'}",
            )
        return number


def read_text(folder: Path, name: str) -> str:
    """A text file in UTF-8, with or without a byte-order mark."""
    try:
        if (folder / name).stat().st_size > LARGEST_FILE:
            size = f"{LARGEST_FILE // 2**20} MiB"
            raise FolderInvalid(name, f"is larger than {size}", f"ist größer als {size}")
        raw = (folder / name).read_bytes()
    except FileNotFoundError:
        where = str(folder)
        raise FolderInvalid(name, f"is missing in {where}", f"fehlt in {where}") from None
    except OSError as error:
        why = error.strerror or str(error)
        raise FolderInvalid(name, f"cannot be read: {why}", f"kann nicht gelesen werden: {why}") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        offset = error.start + (3 if raw.startswith(b"\xef\xbb\xbf") else 0)
        raise FolderInvalid(
            name,
            f"byte {offset} (0x{raw[offset]:02x}) is not UTF-8; save the file as UTF-8",
            f"Byte {offset} (0x{raw[offset]:02x}) ist kein UTF-8; bitte die Datei als UTF-8 speichern",
            line=raw.count(b"\n", 0, offset) + 1,
        ) from error
    if not text.strip():
        raise FolderInvalid(name, "is empty", "ist leer")
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
            raise _unreadable(name, line, text_column, error) from error
        if fields is None:
            break
        if header is None:
            header = _header(name, fields, needed)
        elif fields:
            if len(fields) != len(header):
                raise FolderInvalid(
                    name,
                    f"has {len(fields)} fields, the header {len(header)}; is a quote or a comma missing?",
                    f"hat {len(fields)} Felder, die Kopfzeile {len(header)}; fehlt ein Anführungszeichen oder Komma?",
                    line=line,
                )
            yield Row(name, line, dict(zip(header, fields, strict=True)))
        line = reader.line_num + 1


def _unreadable(name: str, line: int, text_column: str, error: csv.Error) -> FolderInvalid:
    if "field limit" in str(error):
        limit = csv.field_size_limit()
        return FolderInvalid(
            name,
            f"a field has more than {limit:,} characters",
            f"ein Feld hat mehr als {limit} Zeichen",
            line=line,
            column=text_column or None,
        )
    return FolderInvalid(name, f"is not CSV: {error}", f"ist kein CSV: {error}", line=line)


def _header(name: str, fields: list[str], needed: tuple[str, ...]) -> list[str]:
    header = [field.strip() for field in fields]
    missing = [column for column in needed if column not in header]
    if missing:
        listed = ", ".join(missing)
        raise FolderInvalid(
            name,
            f"the header lacks {listed}; found {', '.join(header)[:200]}",
            f"in der Kopfzeile fehlt {listed}; gefunden {', '.join(header)[:200]}",
            line=1,
            column=missing[0],
        )
    repeated = next((column for column in header if header.count(column) > 1), None)
    if repeated is not None:
        raise FolderInvalid(
            name, "stands twice in the header", "steht doppelt in der Kopfzeile", line=1, column=repeated
        )
    return header
