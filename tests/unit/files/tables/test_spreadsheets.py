"""What a spreadsheet hides from who reads it by program: noted with row and column, or refused before memory fills."""

from __future__ import annotations

import io
import sys
import time
import zipfile
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from osi_core.files import InputRefused
from osi_core.files.tables import Columns, Table, read_table
from tests.unit.files.tables.making import ods, repacked, xls, xlsx
from tests.unit.files.tables.test_reading import refusal, table

MOMENT = datetime(2026, 3, 4, 5, 6)  # noqa: DTZ001 - spreadsheets know no zones


def notes(found: Table) -> list[str]:
    list(found)
    return [
        str(note.placed.code) if note.line is None else f"{note.message.code} {note.line}{note.field or ''}"
        for note in found.notes
    ]


def test_values_become_text_that_can_be_read_in_one_way(tmp_path: Path) -> None:
    values = [1, 2.0, 1.125, 0.1, True, MOMENT, date(2026, 3, 4), clock(3, 4), timedelta(hours=30)]
    [(_, cells)] = table(tmp_path, xlsx([[f"c{n}" for n in range(9)], values]))
    assert cells[:5] == ["1", "2", "1.1250", "0.1", "true"]
    assert cells[5:] == ["2026-03-04 05:06:00", "2026-03-04", "03:04:00", "30:00:00"]


def test_rows_have_the_numbers_that_people_see(tmp_path: Path) -> None:
    rows = [["", "", ""], ["", "", ""], ["", "id", "n"], ["", "a", "1"]]
    for raw in (xlsx(rows), ods(rows), xls(rows)):
        found = table(tmp_path, raw, Columns(("id", "n")))
        assert (found.line, [line for line, _ in found]) == (3, [4])


def change(book: Workbook) -> None:
    sheet = book.active
    sheet["A3"], sheet["B3"] = "b", "=1+1"
    sheet["B4"], sheet["B4"].data_type = "#REF!", "e"
    sheet["A5"], sheet["B5"] = "c", 12345678901234567
    sheet.merge_cells("A7:B8")
    sheet["A7"] = "d"
    book.create_sheet("Geheim").sheet_state = "hidden"
    book["Geheim"]["A1"] = "x"
    book.create_sheet("Leer")
    book.create_sheet("Mehr")["A1"] = "x"


def test_what_would_be_passed_over_in_silence_is_noted_with_its_place(tmp_path: Path) -> None:
    found = table(tmp_path, xlsx([["id", "n"], ["a", 1]], change), Columns(("id", "n")))
    assert notes(found) == [
        "table.sheets-hidden",
        "table.sheets-other",
        "table.formula-empty 3B",
        "table.cell-error 4B",
        "table.merged 7A",
        "table.digits-lost 5",
    ]


def test_the_sheet_that_has_the_columns_is_read(tmp_path: Path) -> None:
    def second(book: Workbook) -> None:
        book.create_sheet("Daten").append(["id", "n"])
        book["Daten"].append(["a", 1])

    found = table(tmp_path, xlsx([["Notizen"], ["x"]], second), Columns(("id", "n")))
    assert [cells for _, cells in found] == [["a", "1"]]
    assert found.notes[0].message.values["sheet"] == "Daten"


def test_macros_are_told_and_never_run(tmp_path: Path) -> None:
    raw = repacked(xlsx([["id"], ["a"]]), lambda name, content: content, xl__vbaProject_bin=b"")
    raw = raw.replace(b"vbaProject_bin", b"vbaProject.bin")
    assert notes(table(tmp_path, raw)) == ["table.macros"]


def test_a_spreadsheet_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("osi_core.files.tables.unpacking.MOST_BYTES", 2**24)
    raw = repacked(xlsx([["id"], ["a"]]), lambda name, content: content, xl__media__x=b"\0" * 2**25)
    assert "is larger than 16 MiB when it is unpacked" in refusal(tmp_path, raw)
    lying = raw.replace((2**25).to_bytes(4, "little"), (2**10).to_bytes(4, "little"))
    assert lying != raw
    assert "is larger than 16 MiB when it is unpacked" in refusal(tmp_path, lying)


def far(name: str, content: bytes) -> bytes:
    return content.replace(b'r="A2"', b'r="XFD1048576"') if name.endswith("sheet1.xml") else content


def repeated(name: str, content: bytes) -> bytes:
    if name != "content.xml":
        return content
    return content.replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1000000">').replace(
        b"<table:table-cell ", b'<table:table-cell table:number-columns-repeated="16000" '
    )


@pytest.mark.parametrize("raw", [repacked(xlsx([["id"], ["a"]]), far), repacked(ods([["id"], ["a"]]), repeated)])
def test_a_few_cells_that_span_a_vast_sheet_are_refused(raw: bytes, tmp_path: Path) -> None:
    began = time.monotonic()
    assert "more than are read; delete what is empty" in refusal(tmp_path, raw)
    assert time.monotonic() - began < 5


def test_cells_that_have_nothing_but_a_colour_take_no_place(tmp_path: Path) -> None:
    def coloured(name: str, content: bytes) -> bytes:
        far_away = b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
        return content.replace(b"</sheetData>", far_away) if name.endswith("sheet1.xml") else content

    assert len(list(table(tmp_path, repacked(xlsx([["id"], ["a"]]), coloured)))) == 1


def test_every_cut_off_or_changed_spreadsheet_ends_in_an_error_or_a_table(tmp_path: Path) -> None:
    for raw in (xlsx([["id", "n"], ["a", 1]]), ods([["id", "n"], ["a", "1"]]), xls([["id", "n"], ["a", 1]])):
        pieces = 40 if raw.startswith(b"PK") else 5  # the others are read in a process each
        for at in range(9, len(raw), max(1, len(raw) // pieces)):
            for bad in (raw[:at], raw[:at] + b"\xff\x00" + raw[at + 2 :]):
                try:
                    list(table(tmp_path, bad))
                except InputRefused:
                    continue


def test_one_that_is_locked_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO(xlsx([["id"], ["a"]]))
    raw = bytearray(packed.getvalue())
    for at in [i for i in range(len(raw)) if raw[i : i + 4] == b"PK\x01\x02"]:
        raw[at + 8] |= 1  # the archive's flag of encryption
    for at in [i for i in range(len(raw)) if raw[i : i + 4] == b"PK\x03\x04"]:
        raw[at + 6] |= 1
    assert zipfile.is_zipfile(io.BytesIO(bytes(raw)))
    assert "is locked with a password" in refusal(tmp_path, bytes(raw))


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    assert "pip install 'osi-core[tables]', or save it as CSV in UTF-8" in refusal(tmp_path, xlsx([["id"], ["a"]]))


def test_a_hundred_thousand_rows_are_read_in_ten_seconds(tmp_path: Path) -> None:
    book: Any = Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(100_000):
        sheet.append([number, f"title {number}", "some words of a citizen", number * 1.25])
    book.save(tmp_path / "a.xlsx")
    began = time.process_time()
    assert sum(1 for _ in read_table(tmp_path / "a.xlsx")) == 99_999
    assert time.process_time() - began < 10


def test_reading_an_old_workbook_that_finds_no_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("osi_core.files.tables.old_workbook.SECONDS", 0.2)
    monkeypatch.setattr("osi_core.files.tables.old_workbook._CHILD", "while True: pass")
    assert "is damaged, or no spreadsheet" in refusal(tmp_path, xls([["id"], ["a"]]))


def test_an_old_workbook_tells_what_it_hides_too(tmp_path: Path) -> None:
    assert notes(table(tmp_path, xls([["id", "n"], ["a", 1.125], ["b", 12345678901234567]]))) == ["table.digits-lost 3"]
