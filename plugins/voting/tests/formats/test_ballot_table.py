"""Tables of ballots, as forms and election tools write them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from osi_core.plugins import Profile
from osi_voting.formats import FormatError, read_ballot_table
from osi_voting.formats.table_form import Cells, TableForm

FORM = 'Timestamp,Rank [Hut],Rank [Jetty],Rank [Kiosk]\n"1/1, 9:00",2nd,1st,3rd\n2/1,1,,2\n3/1,Choice 3,Choice 1,\n'
LIME = "id,submitdate,Order them [Rank 1],Order them [Rank 2]\n1,x,Jetty,Hut\n2,x,Hut,\n3,x,Jetty,Kiosk\n"
CODES = "id;Q1[1];Q1[2]\n1;Jetty;Hut\n2;Hut;\n3;Jetty;Kiosk\n"
RCVIS = "Precinct,rank1,rank2\nA,Jetty,Hut\nA,Hut,skipped\nB,Jetty,Kiosk\n"
CHOICES = "Ballot ID,Choice 1,Choice 2\n1,Jetty,Hut\n2,Hut,undervote\n3,Jetty,Kiosk\n"


def table(folder: Path, text: str) -> Path:
    path = folder / "form.csv"
    path.write_text(text, encoding="utf-8")
    return path


def rows(profile: Profile) -> list[Any]:
    named = [[profile.items[item] for item in row] for row in profile.rows()]
    if profile.kind == "points":
        return [dict(zip(row, values, strict=True)) for row, values in zip(named, profile.value_rows(), strict=True)]
    return named


def test_a_grid_with_a_column_for_each_item(tmp_path: Path) -> None:
    profile = read_ballot_table(table(tmp_path, FORM)).profile
    assert (profile.kind, profile.items) == ("ranked", ("Hut", "Jetty", "Kiosk"))
    assert rows(profile) == [["Jetty", "Hut", "Kiosk"], ["Hut", "Kiosk"], ["Jetty", "Hut"]]


@pytest.mark.parametrize("text", [LIME, CODES, RCVIS, CHOICES], ids=["limesurvey", "its codes", "rcvis", "choices"])
def test_a_column_for_each_place(tmp_path: Path, text: str) -> None:
    profile = read_ballot_table(table(tmp_path, text)).profile
    assert rows(profile) == [["Jetty", "Hut"], ["Hut"], ["Jetty", "Kiosk"]]


@pytest.mark.parametrize(
    ("one", "two"),
    [("First", "Second"), ("first choice", "Second Choice"), ("1. Wahl", "2. Wahl"), ("Erste Wahl", "zweite Wahl"),
     ("Platz 1", "Platz 2"), ("1st choice", "2nd preference")],
)  # fmt: skip
def test_places_in_words(tmp_path: Path, one: str, two: str) -> None:
    """In the cells of a grid, and where they are said with a noun as names of columns."""
    by_item = f"When,Rank [Hut],Rank [Jetty]\na,{two},{one}\n"
    assert rows(read_ballot_table(table(tmp_path, by_item)).profile) == [["Jetty", "Hut"]]
    if " " in one:
        by_place = f"When,{two},{one}\na,Hut,Jetty\n"
        assert rows(read_ballot_table(table(tmp_path, by_place)).profile) == [["Jetty", "Hut"]]


def test_one_question_beside_times_and_ids_is_a_list_if_it_is_said_what_it_holds(tmp_path: Path) -> None:
    forms = "ID,Start time,Completion time,Email,Name,What do you want?\n1,x,y,anonymous,,Jetty;Hut;\n2,x,y,a,,Hut;\n"
    path = table(tmp_path, forms)
    approved = read_ballot_table(path, form=TableForm(Cells.APPROVAL)).profile
    assert (approved.kind, rows(approved)) == ("approval", [["Jetty", "Hut"], ["Hut"]])
    ranked = read_ballot_table(path, form=TableForm(Cells.RANKS)).profile
    assert (ranked.kind, rows(ranked)) == ("ranked", [["Jetty", "Hut"], ["Hut"]])


@pytest.mark.parametrize("apart", [";", ", "])
def test_a_question_with_several_answers(tmp_path: Path, apart: str) -> None:
    text = f'when,Votes\na,"Hut{apart}Jetty"\nb,Hut\nc,""\n'
    profile = read_ballot_table(table(tmp_path, text)).profile
    assert (profile.kind, rows(profile)) == ("approval", [["Hut", "Jetty"], ["Hut"], []])


def test_a_ranking_in_one_cell(tmp_path: Path) -> None:
    profile = read_ballot_table(table(tmp_path, "ranking,weight\nHut>Jetty,3\nKiosk,2\n")).profile
    assert (profile.kind, rows(profile)) == ("ranked", [["Hut", "Jetty"], ["Kiosk"]])
    assert list(profile.ballot_weights()) == [3, 2]


@pytest.mark.parametrize(
    ("cells", "kind", "found"),
    [
        (Cells.POINTS, "points", [{"Hut": 5, "Jetty": 2}, {"Jetty": 1}]),
        (Cells.RANKS, "ranked", [["Jetty", "Hut"], ["Jetty"]]),
    ],
)
def test_plain_columns_hold_what_is_said(tmp_path: Path, cells: Cells, kind: str, found: Any) -> None:
    path = table(tmp_path, "ballot_id,precinct,Hut,Jetty\n1,A,5,2\n2,A,,1\n")
    profile = read_ballot_table(path, form=TableForm(cells)).profile
    assert (profile.kind, rows(profile)) == (kind, found)


def test_marks_are_approvals(tmp_path: Path) -> None:
    path = table(tmp_path, "Which do you like? [Hut],Which do you like? [Jetty]\nyes,no\nJa,x\n,\n")
    profile = read_ballot_table(path).profile
    assert (profile.kind, rows(profile)) == ("approval", [["Hut"], ["Hut", "Jetty"]])
    path = table(tmp_path, "Hut,Jetty\n1,0\nmaybe,1\n")
    with pytest.raises(FormatError, match="line 3: expected a mark such as x or yes, or nothing, found 'maybe'"):
        read_ballot_table(path, form=TableForm(Cells.APPROVAL))
    assert rows(read_ballot_table(path, form=TableForm(Cells.APPROVAL), lenient=True).profile) == [["Hut"], ["Jetty"]]


def test_what_may_be_places_or_points_is_for_people_to_say(tmp_path: Path) -> None:
    path = table(tmp_path, "How good? [Hut],How good? [Jetty]\n3,1\n")
    with pytest.raises(FormatError, match="'3' may be a place or points; say with --ballots"):
        read_ballot_table(path, lenient=True)
    assert rows(read_ballot_table(path, form=TableForm(Cells.POINTS)).profile) == [{"Hut": 3, "Jetty": 1}]


def test_two_in_one_place_are_refused_points_or_the_end(tmp_path: Path) -> None:
    path = table(tmp_path, "Rank [Hut],Rank [Jetty],Rank [Kiosk]\n1,2,2\n")
    with pytest.raises(FormatError, match="line 2: Jetty, Kiosk stand in one place") as error:
        read_ballot_table(path)
    assert error.value.repairable
    assert rows(read_ballot_table(path, equal_ranks="points").profile) == [{"Hut": 2, "Jetty": 1, "Kiosk": 1}]
    ended = read_ballot_table(path, equal_ranks="end")
    assert rows(ended.profile) == [["Hut"]]
    assert ended.repairs[0].what.endswith("1 paper ends there and keeps Hut")
    over = table(tmp_path, "rank1,rank2,rank3\nHut,overvote,Jetty\n")
    assert rows(read_ballot_table(over, equal_ranks="end").profile) == [["Hut"]]
    with pytest.raises(FormatError, match="line 2: an overvote"):
        read_ballot_table(over)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Rank [Hut],Rank [Jetty]\n1,best\n", "line 2: expected a place such as 1 or 1st for 'Jetty', found 'best'"),
        ("Rank [Hut],Rank [Jetty]\n0,1\n", "expected a place such as 1 or 1st for 'Hut', found '0'"),
        ("rank1,rank2\nHut,Hut\n", "line 2: 'Hut' stands on the ballot twice"),
        ("rank1,rank2,weight\nHut,,many\n", "expected a whole number from 1 to 10^9 as weight, found 'many'"),
        ("rank1,rank2\n", "line 1: expected at least one vote"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_or_repaired(tmp_path: Path, text: str, said: str) -> None:
    path = table(tmp_path, text)
    with pytest.raises(FormatError, match=re.escape(said)):
        read_ballot_table(path)
    assert len(read_ballot_table(path, lenient=True).repairs) == 1
