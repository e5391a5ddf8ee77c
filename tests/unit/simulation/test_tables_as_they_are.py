"""Tables as people have them: what can be read is read, what cannot is listed, and what is ambiguous is asked."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from osi_core.simulation import FolderInvalid, Plan, read_folder
from osi_core.simulation.material import Material
from osi_core.words import OWN
from tests.unit.files.tables.making import xlsx
from tests.unit.simulation.conftest import CHALLENGES, COMMENTS, MISSION, POLIS, POLIS_VOTES, VOTES, Folder


def material_of(plan: Plan) -> Material:
    assert plan.material is not None
    return plan.material


def notes(path: Path) -> list[str]:
    return [f"{file}: {OWN.say(note, 'en')}" for file, note in material_of(read_folder(path)).notes]


def test_a_row_that_cannot_be_read_is_left_out_with_line_field_and_reason(polis: Folder) -> None:
    path = polis(
        challenges=COMMENTS + "1651000800000,Tue,3,21,0,0,-1,\n",
        votes=POLIS_VOTES + "1651001000003,Tue,77,21,1\n1651001000004,Tue,1,22,5\n",
    )
    assert notes(path) == [
        "challenges.csv: line 6, column comment-body: the row was left out: is empty; it takes a text",
        "votes.csv: line 7, column vote: the row was left out: found '5'; expected one of -1, 0, 1",
        "votes.csv: 1 vote was left out: challenges.csv does not hold what it is on (1 ids)",
    ]
    assert len(material_of(read_folder(path)).votes) == 4
    with pytest.raises(FolderInvalid, match=r"challenges\.csv, line 6, field comment-body"):
        read_folder(path, strict=True)


def test_a_line_whose_quotes_do_not_fit_is_left_out_and_harms_no_other(polis: Folder) -> None:
    torn = '1651000800000,Tue,3,21,0,0,0,"The ""old"" square" is hot\n'
    path = polis(challenges=COMMENTS + torn + "1651000800000,Tue,4,21,0,0,0,Benches in the shade\n")
    assert notes(path)[0].startswith("challenges.csv: line 6: the row was left out: has 1 field, the header 8")
    assert material_of(read_folder(path)).contributions[-1].title == "Benches in the shade"


def test_of_many_rows_left_out_the_first_are_named_and_the_others_counted(polis: Folder) -> None:
    told = notes(polis(votes=POLIS_VOTES + "1651001000003,Tue,1,21,5\n" * 120))
    assert len(told) == 101
    assert told[-1] == "votes.csv: 20 more rows were left out"


def test_an_account_that_is_gone_is_somebody_unknown_each_time(polis: Folder) -> None:
    path = polis(challenges=COMMENTS.replace(",20,5,", ",,5,").replace(",21,0,9,-1", ",,0,9,-1"))
    authors = [one.author for one in material_of(read_folder(path, strict=True)).contributions]
    assert authors == ["unknown-2", "0", "unknown-5"]


def test_a_vote_older_than_its_statement_is_dated_like_it_and_told(polis: Folder) -> None:
    path = polis(votes=POLIS_VOTES.replace("1651001000001", "1650000000000"))
    assert notes(path) == ["votes.csv: 1 vote is older than its statement, and was dated like it"]
    votes = material_of(read_folder(path)).votes
    assert votes[0].time == datetime.fromtimestamp(1_651_000_000, UTC)


def test_other_peoples_columns_and_dates(folder: Folder) -> None:
    columns = 'votes = "votes.csv"\ncolumns = {id = "Nr.", title = "Worum geht es?", author = "Wer", time = "Wann"}\n'
    table = "Nr.;Wann;Worum geht es?;Wer\n1;3/4/2026;Kein Schatten;a1\n2;25/4/2026 17:30;Zu heiß;a2\n"
    votes = VOTES.replace("platz", "1").replace("bus", "2")
    mission = MISSION.replace('votes = "votes.csv"\n', columns).replace("begins = 2026-01-12\n", "")
    read = material_of(read_folder(folder(mission=mission, challenges=table, votes=votes)))
    assert [one.time.isoformat() for one in read.contributions if one.time] == [
        "2026-04-03T00:00:00+00:00",
        "2026-04-25T17:30:00+00:00",
    ]
    assert [note.code for _, note in read.notes] == ["table.no-zone"]
    unclear = folder(mission=mission, challenges=table.replace("25/4", "5/4"), votes=votes)
    with pytest.raises(FolderInvalid, match=r"line 2, field Wann: 3/4/2026 may be 2026-04-03 or 2026-03-04; say which"):
        read_folder(unclear)
    said = mission.replace('Wann"}', 'Wann"}\ndates = "month-first"')
    declared = read_folder(folder(mission=said, challenges=table.replace("25/4", "5/4"), votes=votes))
    first = material_of(declared).contributions[0].time
    assert first is not None
    assert first.month == 3
    wrong = mission.replace("title = ", "tytle = ").replace("tytle", "title", 1)
    with pytest.raises(FolderInvalid, match=r"columns\.tytle: is none of the columns that can be named; these are id"):
        read_folder(folder(mission=wrong, challenges=table, votes=votes))


def test_a_workbook_from_the_evening_at_the_library(folder: Folder) -> None:
    rows = [line.split(",") for line in ("id,title,author", "a,Kein Schatten,p1", "b,Zu heiß,p2")]
    mission = MISSION.replace('"challenges.csv"', '"abend.xlsx"').replace('votes = "votes.csv"\n', "")
    path = folder(mission=mission, votes=None)
    (path / "abend.xlsx").write_bytes(xlsx([["Ideen vom Abend"], [], *rows]))
    assert [one.title for one in material_of(read_folder(path)).contributions] == ["Kein Schatten", "Zu heiß"]
    assert notes(path) == ["abend.xlsx: line 1: 1 row above the titles of the columns was passed over"]


@pytest.mark.parametrize("form", [1651000900, "1651000900000.0", "2022-04-26T19:21:40Z", "26.04.2022 19:21:40"])
def test_times_in_any_form(form: object, polis: Folder) -> None:
    path = polis(challenges=COMMENTS.replace("1651000900000", str(form)))
    assert material_of(read_folder(path, strict=True)).contributions[0].time == datetime(
        2022, 4, 26, 19, 21, 40, tzinfo=UTC
    )


def test_times_that_a_spreadsheet_has_rounded_are_refused(polis: Folder) -> None:
    with pytest.raises(FolderInvalid, match="a spreadsheet has rounded it; export the file anew"):
        read_folder(polis(challenges=COMMENTS.replace("1651000900000", "1.651E+12")))


def test_a_deadline_before_the_discussion_is_found_while_reading(polis: Folder) -> None:
    early = POLIS.replace("2029-12-31", "2022-01-31")
    with pytest.raises(
        FolderInvalid, match=r"mission\.toml, line 9, field indicator\.deadline: lies before or too close"
    ):
        read_folder(polis(mission=early))


def test_more_challenges_than_are_ever_invented(folder: Folder) -> None:
    many = CHALLENGES + "".join(f"c{n},Frage {n},,a1,,\n" for n in range(5_200))
    assert len(material_of(read_folder(folder(challenges=many))).contributions) == 5_202


SURVEY = '"Antwort ID","Datum Abgeschickt","Letzte Seite","Was stört Sie in der Stadt?"\n'
SENT = "".join(f'"{number}","{{}}","3","Zu wenig Schatten auf dem Platz {number}"\n' for number in (1, 3))


@pytest.mark.parametrize(("said", "dated"), [("2026-03-01 10:00:00", True), ("1980-01-01 00:00:00", False)])
def test_what_was_begun_and_not_sent_is_left_out_and_told(folder: Folder, said: str, dated: bool) -> None:
    path = folder(
        challenges=SURVEY + SENT.format(said, said) + '"4","","1","Halb getippt und nie gesendet"\n', votes=None
    )
    (path / "mission.toml").write_text(MISSION.replace('votes = "votes.csv"\n', ""))
    found = material_of(read_folder(path)).contributions
    assert [(one.source_id, one.time is not None) for one in found] == [("1", dated), ("3", dated)]
    assert any("line 4, column Datum Abgeschickt: the row was left out: is empty" in note for note in notes(path))


def test_rows_that_add_up_the_others_are_left_out_and_told(folder: Folder) -> None:
    total = CHALLENGES.splitlines()[0].count(",")
    path = folder(challenges=CHALLENGES + "Summe:" + "," * total + "\n" + "," * total + "1.234\n")
    line = CHALLENGES.count("\n") + 1
    assert f"challenges.csv: line {line}: the row was left out: adds up the rows above it" in notes(path)
    found = material_of(read_folder(path)).contributions
    assert found == material_of(read_folder(folder())).contributions


def test_where_too_little_is_left_the_first_reason_is_told(folder: Folder) -> None:
    path = folder(challenges=CHALLENGES.splitlines()[0] + "\n1,Ein Satz\n2,Noch einer\n")
    with pytest.raises(FolderInvalid, match=r"rows left out: 2, the first of them: line 2: .* has 2 fields"):
        read_folder(path)
