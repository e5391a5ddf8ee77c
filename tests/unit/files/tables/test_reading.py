"""Tables as people have them: whatever form they are saved in, the same rows come out, and what is odd is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from osi_core.files import InputRefused
from osi_core.files.tables import Columns, Table, read_table
from tests.unit.files.tables.making import Rows, ods, xls, xlsx

ROWS: Rows = [["id", "title", "größe"], ["a", "Schöner Platz", "3"], ["b", 'Der "Bus"; zu heiß', "4"]]
CSV = 'id,title,größe\na,Schöner Platz,3\nb,"Der ""Bus""; zu heiß",4\n'
OBJECTS = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]
FORMS = {
    "commas": CSV.encode(),
    "a mark": CSV.encode("utf-8-sig"),
    "semicolons": b'id;title;gr\xc3\xb6\xc3\x9fe\na;Sch\xc3\xb6ner Platz;3\nb;"Der ""Bus""; zu hei\xc3\x9f";4\n',
    "tabs, utf-16": CSV.replace(",", "\t").encode("utf-16"),
    "utf-16-le": CSV.encode("utf-16-le"),
    "utf-16-be": CSV.encode("utf-16-be"),
    "utf-32": CSV.encode("utf-32"),
    "CR": CSV.replace("\n", "\r").encode(),
    "CRLF": CSV.replace("\n", "\r\n").encode(),
    "sep=": ("sep=,\r\n" + CSV).encode(),
    "empty tails": (CSV.replace("\n", ",,,\n") + ",,,,,\n\n,,,,,\n").encode(),
    "windows-1252": CSV.encode("windows-1252"),
    "json": json.dumps(OBJECTS).encode(),
    "json under a key": json.dumps({"count": 2, "rows": OBJECTS}).encode(),
    "json lines": "\n".join(map(json.dumps, OBJECTS)).encode(),
    "json, utf-16": json.dumps(OBJECTS, ensure_ascii=False).encode("utf-16"),
    "xlsx": xlsx(ROWS),
    "ods": ods(ROWS),
    "xls": xls(ROWS),
}

ANY = Columns()


def table(
    folder: Path, raw: bytes | str, columns: Columns = ANY, *, comments: bool = False, torn: bool = False
) -> Table:
    (folder / "a.csv").write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    return read_table("a.csv", columns, within=folder, comments=comments, torn=torn)


def refusal(folder: Path, raw: bytes | str, columns: Columns = ANY) -> str:
    with pytest.raises(InputRefused) as refused:
        list(table(folder, raw, columns))
    assert refused.value.say("de") != refused.value.say("en")
    return str(refused.value)


@pytest.mark.parametrize("form", FORMS)
def test_it_makes_no_difference_how_a_table_is_saved(form: str, tmp_path: Path) -> None:
    found = table(tmp_path, FORMS[form])
    assert found.titles == ("id", "title", "größe")
    assert [cells for _, cells in found] == [["a", "Schöner Platz", "3"], ["b", 'Der "Bus"; zu heiß', "4"]]
    assert [note.message.code for note in found.notes] == (["table.encoding"] if form == "windows-1252" else [])


@pytest.mark.parametrize(
    ("form", "lines"),
    [
        ('id,text\na,"one\ntwo"\n\n,\nb,x\n', [2, 6]),
        ("sep=;\nid;text\na;b\n", [3]),
        ('[{"id": 1},\n\n {"id": 2}, {"id":\n 3}]', [1, 3, 3]),
        ('{"a": [1], "rows":\n[\n{"id": 1}\n,{"id": 2}]}', [3, 4]),
        ('{"id": 1}\n\n{"id": 2}\n', [1, 3]),
    ],
)
def test_rows_keep_the_lines_on_which_they_begin(form: str, lines: list[int], tmp_path: Path) -> None:
    assert [line for line, _ in table(tmp_path, form)] == lines


def test_json_nests_and_holds_values_of_all_kinds(tmp_path: Path) -> None:
    values = {"title": {"de": "Bus", "en": "bus"}, "n": 1.125, "on": True, "none": None, "tags": ["a", "b"]}
    found = table(tmp_path, json.dumps([values, {"more": 1650000000000.0}]))
    assert found.titles == ("title/de", "title/en", "n", "on", "none", "tags", "more")
    assert [cells for _, cells in found] == [
        ["Bus", "bus", "1.1250", "true", "", "a;b", ""],
        ["", "", "", "", "", "", "1650000000000"],
    ]


def test_which_encoding_it_is_where_nothing_tells_is_the_most_likely_and_said(tmp_path: Path) -> None:
    russian = "id,title\n" + "1,Автобус ходит слишком редко по выходным\n2,На площади совсем нет тени летом\n" * 9
    found = table(tmp_path, russian.encode("windows-1251"))
    assert next(iter(found))[1][1].startswith("Автобус")
    assert found.notes[0].message.code == "table.encoding-guessed"


def test_two_encodings_in_one_file_are_none(tmp_path: Path) -> None:
    assert refusal(tmp_path, "id,ä,ö\n".encode() + b"1,\xfc,x\n").startswith(
        "a.csv, line 2: byte 11 (0xfc) is not UTF-8"
    )
    assert "byte 6 (0xff)" in refusal(tmp_path, b"\xef\xbb\xbfid,\xff")


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_what_stands_between_fields_is_what_gives_the_columns(sign: str, tmp_path: Path) -> None:
    other = ";" if sign == "," else ","
    text = sign.join(("id", f"a{other} b{other} c", "n")) + f"\n1{sign}x{other} y{sign}2{other}5\n"
    assert [cells for _, cells in table(tmp_path, text, Columns(("id", "n")))] == [["1", f"x{other} y", f"2{other}5"]]


def test_other_peoples_columns_under_our_names(tmp_path: Path) -> None:
    columns = Columns(("id", "title"), ("tags",), {"id": "Nr.", "title": "Worum geht es?"})
    found = table(tmp_path, "Nr.;id; worum geht  es? \n7;x;Bus\n", columns)
    assert found.titles == ("id", "", "title")
    assert found.place("title") == 2
    said = refusal(tmp_path, "Nummer;Titel\n7;Bus\n", columns)
    assert said == "a.csv, line 1, column Nr.: the header lacks Nr., Worum geht es?; found Nummer, Titel"
    assert "stands twice in the header" in refusal(tmp_path, "Nr.,Nr.,Worum geht es?\n1,2,3\n", columns)


def test_titles_stand_below_other_rows(tmp_path: Path) -> None:
    text = "Ergebnisse der Umfrage,,\nStand: heute,,\n,,\nid,title,n\n1,Bus,2\n"
    found = table(tmp_path, text, Columns(("id", "title")))
    assert (found.titles, found.line, [line for line, _ in found]) == (("id", "title", "n"), 4, [5])
    assert found.notes[0].placed.code == "file.on-line"
    assert "the header lacks id; found Ergebnisse" in refusal(tmp_path, text.replace("id", "Nr"), Columns(("id",)))


def test_comments_where_a_format_has_them(tmp_path: Path) -> None:
    found = table(tmp_path, "# from the office\na,b\n# first box\n1,2\n#3,4\n", comments=True)
    assert (found.titles, list(found)) == (("a", "b"), [(4, ["1", "2"]), (5, ["#3", "4"])])


def test_a_line_whose_quotes_do_not_fit_is_a_row_of_one_cell_where_that_is_asked_for(tmp_path: Path) -> None:
    text = 'id,title\n1,"a" b\n2,"two\nlines"\n3,he said "x"\n4,"c" d\n'
    found = table(tmp_path, text, torn=True)
    assert list(found) == [(2, ['1,"a" b']), (3, ["2", "two\nlines"]), (5, ["3", 'he said "x"']), (6, ['4,"c" d'])]


def test_what_belongs_to_a_row_of_several_lines_with_a_quote_too_many_nobody_can_say(tmp_path: Path) -> None:
    text = 'id,title\n1,"two\nlines" more\n2,x\n'
    with pytest.raises(InputRefused, match="line 2: is not CSV"):
        list(table(tmp_path, text, torn=True))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("", "a.csv: is empty"),
        (" \n,,\n\n", "a.csv: is empty"),
        ('id,a\n1,x\n2,"y\n3,z\n', "a.csv, line 3: is not CSV: a quote that opens here is never closed"),
        ('id,a\n1,"x"y\n', "line 2: is not CSV"),
        ("id,a\n1," + "x" * 200_000, "line 2: a field has more than 131072 characters"),
        ("<!DOCTYPE html><table><tr><td>id", "is a web page, whatever its ending"),
        ('<?xml version="1.0"?>\n<Workbook>', "is a web page"),
        ('{"a": [{}],\n"b": [{}]}', "line 1: holds more than one list of objects (found a, b)"),
        ('[{"id": 1},\n 7]', "line 2: expected an object in braces, found 7"),
        ('[{"id": 1},\n {"id": }]', "line 2: is not JSON"),
        ('{"id": 1}\n{"id": NaN}\n', "line 2: NaN is no number of JSON"),
        ("[" * 1000, "nests more than 64 levels"),
        (b"\xff\xfea\0b", "begins like UTF-16, and is not"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "is not UTF-8"),
        (b"PK\x03\x04 no archive", "is damaged, or no spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "is damaged, or no spreadsheet"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(raw: bytes | str, said: str, tmp_path: Path) -> None:
    assert said in refusal(tmp_path, raw)


def test_a_row_of_another_length_is_left_as_it_is(tmp_path: Path) -> None:
    found = table(tmp_path, "a,b\n1\n1,2,\n1,2,3\n")
    assert [cells for _, cells in found] == [["1"], ["1", "2"], ["1", "2", "3"]]


def test_files_that_were_put_one_behind_the_other_are_one_table(tmp_path: Path) -> None:
    again = table(tmp_path, CSV.encode("utf-8-sig") * 2)
    rows = [cells for _, cells in again]
    assert rows == [*ROWS[1:], *ROWS[1:]]
    assert [(note.message.code, note.line) for note in again.notes] == [("table.titles-again", 4)]


def test_columns_that_have_no_title_are_not_read_and_told(tmp_path: Path) -> None:
    read = table(tmp_path, "id,title,,\na,Bus,1,2\nb,Tram,,\nc,Bike,1,2,3\n")
    assert [cells for _, cells in read] == [["a", "Bus"], ["b", "Tram"], ["c", "Bike", "1", "2", "3"]]
    assert [note.message.code for note in read.notes] == ["table.columns-untitled"]


def test_polish_is_not_taken_for_a_western_language(tmp_path: Path) -> None:
    read = table(tmp_path, "id,title\n1,Za mało drzew\n".encode("cp1250"))
    assert [note.message.code for note in read.notes] == ["table.encoding-guessed"]


def test_json_that_would_take_too_much_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("osi_core.files.tables.reading.LARGEST_JSON", 20)
    assert "MiB" in refusal(tmp_path, json.dumps(OBJECTS))
    assert len(list(table(tmp_path, CSV))) == 2
