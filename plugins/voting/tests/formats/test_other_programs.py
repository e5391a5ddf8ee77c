"""Ballots as forms and election tools export them, each in the form of the program, with made-up answers.

Google Forms: grids `Question [Item]`, several answers with ", " between. Microsoft Forms: a workbook; answers, in order
or not, each with ";" behind it. LimeSurvey: codes `Q1[SQ001]`, texts `Question [Item]`, ranks `Q1[1]` or `[Rank 1]`.
BetterVoting: a column a candidate, `Race!!Candidate` where there are several races, and for ranks two columns of its
own. RCVis and New York's cast vote records: a column a place, with `skipped`, `undervote`, `overvote`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from osi_voting.formats import FormatError, read_ballot_table
from osi_voting.formats.table_form import PLAIN, Cells, TableForm
from osi_voting.words import WORDS
from plugins.voting.tests.commands.calling import Osi
from plugins.voting.tests.formats.test_ballot_table import rows
from tests.unit.files.tables.making import xlsx

RANKED = [["Jetty", "Hut"], ["Hut"], ["Jetty", "Kiosk"]]
GOOGLE_GRID = """Timestamp,Email Address,Rank these [Hut],Rank these [Jetty],Rank these [Kiosk],Anything else?
"2026/05/01 9:00:00 AM GMT+2",a@example.org,2nd choice,1st choice,,no
"2026/05/01 9:01:00 AM GMT+2",b@example.org,1st choice,,,
"2026/05/01 9:02:00 AM GMT+2",c@example.org,,1st choice,2nd choice,"thanks, all"
"""
LIMESURVEY_RANKS = """"Antwort ID";"Datum abgeschickt";"Letzte Seite";"Start-Sprache";"Was? [Rang 1]";"Was? [Rang 2]"
"1";"2026-05-01 09:00:00";"1";"de";"Jetty";"Hut"
"2";"2026-05-01 09:01:00";"1";"de";"Hut";""
"3";"2026-05-01 09:02:00";"1";"de";"Jetty";"Kiosk"
"""
LIMESURVEY_CODES = """id,submitdate,lastpage,startlanguage,seed,"Q1[1]","Q1[2]"
1,2026-05-01,1,de,77,Jetty,Hut
2,2026-05-01,1,de,78,Hut,
3,2026-05-01,1,de,79,Jetty,Kiosk
"""
BETTERVOTING = """ballot_id,precinct,Hut,Jetty,Kiosk,overvote_rank,has_duplicate_rank
b-1,,2,1,,,FALSE
b-2,,1,,,,FALSE
b-3,,,1,2,,FALSE
"""
RCVIS = "Precinct,rank1,rank2\nA,Jetty,Hut\nA,Hut,skipped\nB,Jetty,Kiosk\n"
NEW_YORK = """Cast Vote Record,Precinct,Ballot Style,Mayor Choice 1 of 2 City (0269),Mayor Choice 2 of 2 City (0269)
1,AD: 01,x,Jetty,Hut
2,AD: 01,x,Hut,undervote
3,AD: 02,x,Jetty,Kiosk
"""
FORMS: dict[str, tuple[str, TableForm]] = {
    "google forms, grid": (GOOGLE_GRID, PLAIN),
    "limesurvey, texts": (LIMESURVEY_RANKS, PLAIN),
    "limesurvey, codes": (LIMESURVEY_CODES, PLAIN),
    "bettervoting": (BETTERVOTING, PLAIN),
    "rcvis": (RCVIS, PLAIN),
    "cast vote records": (NEW_YORK, PLAIN),
}


def table(folder: Path, content: str | bytes, name: str = "export.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("program", FORMS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_ranks_as_each_program_writes_them(program: str, encoding: str, tmp_path: Path) -> None:
    text, form = FORMS[program]
    found = read_ballot_table(table(tmp_path, text.encode(encoding)), form)
    assert (found.profile.kind, rows(found.profile)) == ("ranked", RANKED)
    assert (found.repairs, found.notices) == ((), ())


def test_microsoft_forms_writes_workbooks(osi: Osi, tmp_path: Path) -> None:
    head = ["ID", "Start time", "Completion time", "Email", "Name", "Put in order", "Any remark?"]
    answers = [["Jetty;Hut;", "no"], ["Hut;", ""], ["Jetty;Kiosk;", "yes; indeed"]]
    book = [head, *([n, "5/1/26 9:00:00", "5/1/26 9:01:00", "anonymous", "", *one] for n, one in enumerate(answers))]
    path = table(tmp_path, xlsx(book), "form.xlsx")
    form = TableForm(called={"ranking": "put in order"})
    assert rows(read_ballot_table(path, form).profile) == RANKED
    without = TableForm(Cells.RANKS, aside=("Any remark?",))
    assert rows(read_ballot_table(path, without).profile) == RANKED
    approved = read_ballot_table(path, TableForm(called={"vote": "Put in order"})).profile
    assert (approved.kind, rows(approved)) == ("approval", RANKED)
    counted = osi("tally", path, "--rule", "copeland", "--column", "ranking=Put in order", "--json")
    assert json.loads(counted.out)["winners"][0] == "Jetty", counted.err


@pytest.mark.parametrize(
    ("text", "form", "found"),
    [
        ("id,Q1[SQ001],Q1[SQ002]\n1,Y,\n2,,\n3,Y,Y\n", PLAIN, [["SQ001"], [], ["SQ001", "SQ002"]]),
        ("id,Wer? [Hut],Wer? [Jetty]\n1,Nein,Nein\n2,Ja,Nein\n", PLAIN, [[], ["Hut"]]),
        ("ballot_id,precinct,Hut,Jetty\nb-1,,1,0\nb-2,,1,1\n", TableForm(Cells.APPROVAL), [["Hut"], ["Hut", "Jetty"]]),
        ('When,Votes\na,"Hut, Jetty"\nb,Hut\n', PLAIN, [["Hut", "Jetty"], ["Hut"]]),
        ('[{"when": 1, "votes": ["Hut", "Jetty"]}, {"when": 2, "votes": ["Hut"]}]', PLAIN, [["Hut", "Jetty"], ["Hut"]]),
    ],
)
def test_approvals_as_programs_write_them(text: str, form: TableForm, found: Any, tmp_path: Path) -> None:
    profile = read_ballot_table(table(tmp_path, text), form).profile
    assert (profile.kind, rows(profile)) == ("approval", found)


def test_points_of_a_star_vote(tmp_path: Path) -> None:
    path = table(tmp_path, "ballot_id,precinct,Hut,Jetty\nb-1,,5,0\nb-2,,,3\n")
    assert rows(read_ballot_table(path, TableForm(Cells.POINTS)).profile) == [{"Hut": 5}, {"Jetty": 3}]


SEVERAL = {
    "bettervoting": "ballot_id,precinct,Place!!Hut,Place!!Jetty,Time!!Day,Time!!Night\nb,,1,2,2,1\n",
    "google forms": "When,Place? [Hut],Place? [Jetty],Time? [Day],Time? [Night]\na,1st,2nd,2nd,1st\n",
    "cast vote records": (
        "CVRID,Place Choice 1 of 2,Place Choice 2 of 2,Time Choice 1 of 2,Time Choice 2 of 2\n1,Hut,Jetty,Night,Day\n"
    ),
}


@pytest.mark.parametrize("program", SEVERAL)
def test_of_several_questions_people_say_which(program: str, tmp_path: Path) -> None:
    path = table(tmp_path, SEVERAL[program])
    with pytest.raises(FormatError, match=r"holds several questions, Place\??, Time\??; say with --question"):
        read_ballot_table(path)
    for asked, first in (("place", "Hut"), ("Time", "Night")):
        assert rows(read_ballot_table(path, TableForm(Cells.RANKS, question=asked)).profile)[0][0] == first
    with pytest.raises(FormatError, match="holds no question 'Weather'"):
        read_ballot_table(path, TableForm(question="Weather"))


def test_a_column_that_was_named_and_is_not_there_is_said_with_those_that_are(tmp_path: Path) -> None:
    path = table(tmp_path, "When,Wish\na,Hut\n")
    for form in (TableForm(called={"vote": "Wishes"}), TableForm(Cells.POINTS, aside=("Wishes",))):
        with pytest.raises(FormatError, match="line 1: the header lacks Wishes; found When, Wish"):
            read_ballot_table(path, form)


def test_a_comma_within_a_name_is_asked_about_and_can_be_told(tmp_path: Path) -> None:
    path = table(tmp_path, 'When,Votes\na,"Park, north side, Hut"\nb,"Park, north side"\nc,"Hut, Jetty"\n')
    split = read_ballot_table(path)
    assert list(map(WORDS.say, split.notices)) == [
        (
            "'Park' and 'north side' stand side by side wherever either is named; if they are one item with a comma, "
            "say --item 'Park, north side'"
        )
    ]
    told = read_ballot_table(path, TableForm(items=("Park, north side",)))
    assert rows(told.profile) == [["Park, north side", "Hut"], ["Park, north side"], ["Hut", "Jetty"]]
    assert told.notices == ()


def test_a_title_above_and_an_encoding_of_long_ago_are_read_and_said(osi: Osi, tmp_path: Path) -> None:
    above = "Umfrage im Mai;;\n;;\n"
    text = above + "Wann;Rang [Hütte];Rang [Steg]\n1.5.;1. Wahl;2. Wahl\n2.5.;2. Wahl;1. Wahl\n3.5.;1. Wahl;\n"
    path = table(tmp_path, text.encode("windows-1252"))
    answer = osi("tally", path, "--rule", "copeland", "--json")
    record = json.loads(answer.out)
    assert record["winners"] == ["Hütte", "Steg"]
    assert [one["code"] for one in record["notices"]] == ["table.encoding", "file.on-line"]


def test_first_rows_without_an_answer_tell_nothing_of_the_others(tmp_path: Path) -> None:
    path = table(tmp_path, "When,Good? [Hut],Good? [Jetty]\na,,\nb,1,\nc,yes,no\n")
    assert rows(read_ballot_table(path).profile) == [[], ["Hut"], ["Hut"]]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("--column", "votes=x"), "a column is written NAME=TITLE, and the names are vote, ranking"),
        (("--column", "vote"), "a column is written NAME=TITLE"),
        (("--question", "Weather"), "holds no question 'Weather'"),
    ],
)
def test_the_command_says_what_does_not_fit(osi: Osi, call: tuple[str, ...], said: str, tmp_path: Path) -> None:
    answer = osi("tally", table(tmp_path, SEVERAL["google forms"]), "--rule", "copeland", *call)
    assert answer.code in (1, 2)
    assert said in " ".join(answer.err.split())


def test_what_belongs_to_tables_is_refused_elsewhere(osi: Osi, tmp_path: Path) -> None:
    ward = table(tmp_path, '2 1\n1 1 0\n0\n"A"\n"B"\n"Ward"\n', "ward.blt")
    answer = osi("tally", ward, "--rule", "copeland", "--question", "Place")
    assert answer.code == 2
    assert "belong to tables" in answer.err
