"""`osi inspect`: what a file is, what of it is understood, what is asked, and the mapping that it writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from osi_core.simulation import read_folder
from tests.unit.cli.conftest import Osi
from tests.unit.files.tables.making import xlsx

HEAD = """\
title = "Heat"
language = "en"

[indicator]
name = "Calls"
unit = "a year"
baseline = 21
target = 12
deadline = 2031-12-31
"""
DECIDIM = "id;title/ca;title/en;body/en;state;component/id;authors/emails\n" + "".join(
    f"{number};Ombra;Shade {number};<p>More</p>;accepted;3;a@example.org\n" for number in (1, 2, 3)
)
FORM = "Timestamp,Email Address,What?,Why?\n" + "".join(
    f"3/{day}/2026 10:00:00,a@example.org,No shade on square {day},It is far too hot on day {day}\n" for day in (4, 5)
)
COMMENTS = "timestamp,comment-id,author-id,moderated,comment-body\n1650000000000,0,1,1,A\n1650000000001,1,1,1,B\n"
VOTES = "timestamp,comment-id,voter-id,vote\n1650000000002,0,1,1\n1650000000002,1,,1\n"


def write(folder: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        path = folder / name.replace("_", ".")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def test_a_file_is_told_by_program_form_columns_and_rows(osi: Osi, tmp_path: Path) -> None:
    write(tmp_path, proposals_csv=DECIDIM)
    answer = osi("inspect", str(tmp_path / "proposals.csv"), "--json")
    (table,) = answer.json["tables"]
    assert answer.code == 0
    assert (table["program"], table["table"], table["kind"]) == ("Decidim, proposals", "challenges", "csv")
    assert (table["separator"], table["encoding"], table["titles_line"]) == (";", "utf-8", 1)
    assert (table["rows"], table["taken"], table["usable"]) == (3, 3, True)
    means = {column["title"]: (column["means"], column["how"]) for column in table["columns"]}
    assert means["title/ca"] == means["title/en"] == ("title", "known")
    assert means["authors/emails"] == (None, "address")
    assert "example.org" not in answer.out


def test_people_read_it_in_both_languages(osi: Osi, tmp_path: Path) -> None:
    write(tmp_path, proposals_csv=DECIDIM)
    english = osi("inspect", str(tmp_path)).out
    german = osi("inspect", str(tmp_path), "--lang", "de").out
    assert "Decidim, proposals, csv, utf-8, separated by semicolons" in english
    assert "addresses, never read" in english
    assert "3 Zeilen unter den Titeln in Zeile 1; 3 sind lesbar" in german
    assert 'title = "title/*"' in english


def test_the_mapping_is_written_and_is_enough_to_play(osi: Osi, tmp_path: Path) -> None:
    write(tmp_path, mission_toml=HEAD, comments_csv=COMMENTS, votes_csv=VOTES)
    assert osi("inspect", str(tmp_path), "--write").code == 0
    text = (tmp_path / "mission.toml").read_text(encoding="utf-8")
    assert text.startswith(HEAD)
    plan = read_folder(tmp_path)
    assert plan.material is not None
    assert (len(plan.material.contributions), len(plan.material.votes)) == (2, 1)
    again = osi("inspect", str(tmp_path), "--write")
    assert (again.code, "is there already" in again.err) == (1, True)
    assert (tmp_path / "mission.toml").read_text(encoding="utf-8") == text


def test_without_a_mission_toml_one_is_begun(osi: Osi, tmp_path: Path) -> None:
    write(tmp_path, comments_csv=COMMENTS)
    assert osi("inspect", str(tmp_path / "comments.csv"), "--write").code == 0
    assert (tmp_path / "mission.toml").read_text(encoding="utf-8").startswith("[challenges]\n")


def test_everything_that_is_ambiguous_is_asked_at_once(osi: Osi, tmp_path: Path) -> None:
    write(tmp_path, form_csv=FORM)
    answer = osi("inspect", str(tmp_path / "form.csv"), "--json")
    (table,) = answer.json["tables"]
    assert answer.code == 1
    assert not table["usable"]
    assert any("does not say which question" in one for one in table["asked"])
    assert [column["title"] for column in table["columns"] if column["how"] == "question"] == ["What?", "Why?"]
    assert '# title = "What?"\n# title = "Why?"\n' in answer.json["mapping"]
    declared = HEAD + '[challenges]\nchallenges = "form.csv"\ncolumns.title = "What?"\n'
    write(tmp_path, mission_toml=declared)
    (table,) = osi("inspect", str(tmp_path), "--json").json["tables"]
    assert [one for one in table["asked"] if "dates" in one]
    write(tmp_path, mission_toml=declared + 'dates = "day-first"\n')
    answer = osi("inspect", str(tmp_path), "--json")
    assert (answer.code, answer.json["tables"][0]["usable"]) == (0, True)


def test_addresses_are_not_shown_whatever_their_column_is_called(osi: Osi, tmp_path: Path) -> None:
    write(tmp_path, a_csv="id,title,author,Reach me\na,Shade,p,a@example.org\nb,Buses,q,b@example.org\n")
    answer = osi("inspect", str(tmp_path / "a.csv"), "--json")
    assert answer.json["tables"][0]["columns"][3] == {
        "title": "Reach me",
        "means": None,
        "how": "address",
        "example": "",
    }
    assert "example.org" not in answer.out


def test_what_is_left_out_is_listed_with_line_and_reason(osi: Osi, tmp_path: Path) -> None:
    write(tmp_path, comments_csv=COMMENTS + "1650000000003,2,1,1,\nsoon,3,1,1,C\n")
    answer = osi("inspect", str(tmp_path / "comments.csv"), "--json")
    (table,) = answer.json["tables"]
    assert (table["rows"], table["taken"]) == (4, 2)
    assert [note["says"].partition(":")[0] for note in table["notes"]] == [
        "line 4, column comment-body",
        "line 5, column timestamp",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Nr,Wer\n1,a\n", "none of the columns is known"),
        ("Identifier,Title,Currency,Amount Awarded,Funding Org:Name\n1,A,GBP,3,F\n", "a grant says what was given"),
        ("", "is empty"),
        (b"PK\x03\x04 no archive", "damaged"),
        ("<html><body>Sign in</body></html>", "web page"),
    ],
)
def test_what_cannot_be_used_says_why(osi: Osi, tmp_path: Path, content: str | bytes, said: str) -> None:
    write(tmp_path, a_csv=content)
    answer = osi("inspect", str(tmp_path / "a.csv"))
    assert answer.code == 1
    assert said in " ".join(answer.out.split())


def test_a_folder_without_tables(osi: Osi, tmp_path: Path) -> None:
    answer = osi("inspect", str(tmp_path))
    assert (answer.code, "holds no tables" in answer.err) == (1, True)


def test_of_a_workbook_the_sheet_and_what_a_program_would_hide_is_told(osi: Osi, tmp_path: Path) -> None:
    def change(book: object) -> None:
        sheet = book.active  # type: ignore[attr-defined]
        sheet.merge_cells("A6:C6")
        book.create_sheet("Notes").sheet_state = "hidden"  # type: ignore[attr-defined]

    rows = [
        ["Ideas of the evening"],
        [],
        ["id", "title", "author"],
        ["a", "Shade", "p"],
        ["b", "=1+1", "q"],
        ["c", "C", "r"],
    ]
    write(tmp_path, ideas_xlsx=xlsx(rows, change))
    answer = osi("inspect", str(tmp_path / "ideas.xlsx"), "--json")
    (table,) = answer.json["tables"]
    codes = {note["code"] for note in table["notes"]}
    assert (table["kind"], table["sheet"], table["titles_line"]) == ("xlsx", "Sheet", 3)
    assert "table.sheets-hidden" in codes
    assert any("formula" in note["says"] for note in table["notes"])
    assert any("merged" in note["says"] for note in table["notes"])
