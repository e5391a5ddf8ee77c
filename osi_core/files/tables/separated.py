"""Rows of text with fields between commas, semicolons, tabs or bars (RFC 4180, and what spreadsheets make of it)."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from osi_core.files.refused import InputRefused
from osi_core.files.tables.columns import Columns
from osi_core.files.tables.encodings import encoding_of
from osi_core.files.tables.table import Form, Note, Numbered
from osi_core.words import Message

__all__ = ["LOOKED_AT", "separated_rows"]

LOOKED_AT: Final = 20
"""Rows among which the titles are looked for."""
_MARK: Final = "\ufeff"
_SIGNS: Final = ",;\t|"
_SAMPLE_ROWS: Final = 100
_SAMPLE: Final = 1 << 18
_DECLARED: Final = re.compile(r"\ufeff?\"?sep=(.)\"?\r?\n?\Z", re.IGNORECASE)
_WEB_PAGE: Final = re.compile(r"\s*<(?:!doctype html|html|table|\?xml|head|meta)\b", re.IGNORECASE)


def separated_rows(
    raw: bytes, file: str, columns: Columns, notes: list[Note], form: Form, comments: bool, torn: bool
) -> Iterator[Numbered]:
    """All rows, the titles among them, with the lines on which they begin. Raises `InputRefused`, also while reading.

    `form` learns encoding and separator. `comments` passes over lines that begin with "#" in front of the titles;
    behind them a row of another length is one. `torn`: a line whose quotes do not fit is a row of one cell.
    """
    encoding, said = encoding_of(raw, file)
    if said is not None:
        notes.append(Note(said))
    text = io.TextIOWrapper(io.BytesIO(raw), encoding, newline="")
    begin = text.read(_SAMPLE)
    if _WEB_PAGE.match(begin):
        raise InputRefused(file, Message("table.web-page"))
    text.seek(0)
    first, before = text.readline(), 1
    declared = _DECLARED.match(first)
    if declared is None:
        text.seek(0)
        before = 0
    sign = declared[1] if declared else _sign(begin, columns, comments)
    form.kind, form.encoding, form.separator = "csv", encoding, sign
    lines = _without_marks(text) if _MARK in begin[1:] or raw.find(codecs.BOM_UTF8, 1) > 0 else text
    return _rows(lines, sign, file, before, torn)


def _without_marks(lines: Iterable[str]) -> Iterator[str]:
    """Without the marks that stand inside, where files were put one behind the other."""
    return (line.removeprefix(_MARK) for line in lines)


def _rows(lines: Iterable[str], sign: str, file: str, before: int, torn: bool) -> Iterator[Numbered]:
    last = ""

    def noted() -> Iterator[str]:
        nonlocal last
        for one in lines:
            last = one
            yield one

    reader = csv.reader(noted(), delimiter=sign, strict=True)
    line = before + 1
    while True:
        try:
            fields = next(reader, None)
        except csv.Error as error:
            # Of a row of several lines, or of one that is not ended, nobody can say what belongs to it.
            if not torn or _is_limit(error) or _is_open(error) or before + reader.line_num != line:
                raise _no_table(file, line, error) from None
            fields = [last.rstrip("\r\n")]
        if fields is None:
            return
        yield line, fields
        line = before + reader.line_num + 1


def _is_limit(error: csv.Error) -> bool:
    return "field limit" in str(error)


def _is_open(error: csv.Error) -> bool:
    return "unexpected end" in str(error)


def _no_table(file: str, line: int, error: csv.Error) -> InputRefused:
    if _is_limit(error):
        return InputRefused(file, Message.of("table.field-huge", limit=csv.field_size_limit()), line)
    if _is_open(error):
        return InputRefused(file, Message("table.quote-open"), line)
    return InputRefused(file, Message.of("table.not-csv", said=str(error)), line)


def _sign(begin: str, columns: Columns, comments: bool) -> str:
    """What stands between the fields: what gives all columns that are needed, else what most rows agree on."""
    best, found, recognised = (0.0, 0), ",", (0, 0)
    for sign in _SIGNS:
        rows = [row for row in _sampled(begin, sign) if any(map(str.strip, row))]
        rows = [row for row in rows if not (comments and row[0].startswith("#"))]
        if columns.recognised is not None:
            rating = max((columns.rated(row) for row in rows[:LOOKED_AT]), default=0)
            recognised = max(recognised, (rating, -_SIGNS.index(sign)))
        elif len(columns.needed) > 1 and any(map(columns.fit, rows[:LOOKED_AT])):
            return sign
        header = next((len(row) for row in rows if len(row) > 1), 0)
        if header and (rated := (sum(len(row) == header for row in rows) / len(rows), header)) > best:
            best, found = rated, sign
    return _SIGNS[-recognised[1]] if recognised[0] > 1 else found


def _sampled(begin: str, sign: str) -> Iterator[list[str]]:
    """The first rows, all but the last, which may be cut off."""
    cut = len(begin) >= _SAMPLE
    try:
        rows = list(islice(csv.reader(io.StringIO(begin, newline=""), delimiter=sign), _SAMPLE_ROWS))
    except csv.Error:
        return
    yield from rows[:-1] if cut and 1 < len(rows) < _SAMPLE_ROWS else rows
