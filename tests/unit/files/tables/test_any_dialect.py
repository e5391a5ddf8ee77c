"""Any table, written in any dialect that offices and programs write, reads back the same."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from osi_core.files.tables import Columns, read_table
from tests.unit.files.tables.making import ods, xls, xlsx

TITLES = ("id", "größe", "text")
LETTERS = st.characters(categories=["L", "N", "P", "S", "Zs"], exclude_characters="\u2028\u2029")
WESTERN = st.sampled_from(list("abc xyzäöüßéèçñ€„“–;,|\"'\t.:!?19"))
WORDS = st.text(LETTERS, max_size=12) | st.text(WESTERN, max_size=12)
LINES = st.lists(WORDS, max_size=3).map("\n".join)


@st.composite
def rows_of(draw: st.DrawFn, cells: st.SearchStrategy[str]) -> list[list[str]]:
    """Rows of three cells, of which the first says something; spaces around a cell are nobody's."""
    count = draw(st.integers(1, 6))
    return [[f"r{number}", *(draw(cells).strip() for _ in TITLES[1:])] for number in range(count)]


def read(raw: bytes) -> tuple[tuple[str, ...], list[list[str]]]:
    with TemporaryDirectory() as folder:
        Path(folder, "a.table").write_bytes(raw)
        table = read_table("a.table", Columns(TITLES), within=folder)
        return table.titles, [cells for _, cells in table]


@given(
    rows_of(LINES),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    st.booleans(),
    st.integers(0, 3),
)
def test_separated_text(
    rows: list[list[str]], sign: str, end: str, quoting: int, encoding: str, declared: bool, tail: int
) -> None:
    text = io.StringIO(newline="")
    if end == "\r":  # then Python's writer leaves other line ends in a cell without quotes
        quoting = csv.QUOTE_ALL
    writer = csv.writer(text, delimiter=sign, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([*([*row, *[""] * tail] for row in (TITLES, *rows)), *[[""] * 3] * tail])
    begin = f"sep={sign}{end}" if declared and encoding == "utf-8" and end != "\r" else ""
    assert read((begin + text.getvalue()).encode(encoding)) == (TITLES, rows)


@given(rows_of(st.text(WESTERN, max_size=12)), st.sampled_from(",;\t"))
def test_text_of_western_offices(rows: list[list[str]], sign: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=sign).writerows([TITLES, *rows])
    assert read(text.getvalue().encode("windows-1252")) == (TITLES, rows)


@given(rows_of(LINES), st.booleans(), st.booleans())
def test_json(rows: list[list[str]], by_line: bool, plain: bool) -> None:
    objects = [dict(zip(TITLES, row, strict=True)) for row in rows]
    if by_line:
        text = "\n".join(json.dumps(one, ensure_ascii=plain) for one in objects)
    else:
        text = json.dumps({"meta": 1, "rows": objects}, ensure_ascii=plain, indent=1)
    assert read(text.encode()) == (TITLES, rows)


@given(rows_of(st.text(WESTERN, max_size=12)), st.sampled_from([xlsx, ods, xls]))
def test_spreadsheets(rows: list[list[str]], write: object) -> None:
    kept = [[" ".join(cell.replace("\t", " ").split()) for cell in row] for row in rows]
    kept = [[cell if not cell.startswith("=") else "x" for cell in row] for row in kept]
    assert callable(write)
    titles, found = read(write([TITLES, *kept]))
    assert titles == TITLES
    assert [[cell.strip() for cell in row] for row in found] == kept
