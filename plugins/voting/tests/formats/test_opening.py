"""Files as spreadsheets and older tools save them: UTF-16, CR alone, comments, PrefLib from before 2022."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from osi_voting.formats import read_ballot_table, read_blt, read_comparisons, read_pabulib, read_preflib
from osi_voting.words import WORDS
from plugins.voting.tests.commands.calling import Osi

HEAD = "META\nkey;value\nbudget;90\nvote_type;approval\n"
TOWN = HEAD + "PROJECTS\nproject_id;cost\nä;60\nb;50\nVOTES\nvoter_id;vote\n1;ä,b\n2;ä\n"
ENCODINGS = {
    "utf-16": TOWN.encode("utf-16"),
    "utf-16-le": TOWN.encode("utf-16-le"),
    "utf-16-be": TOWN.encode("utf-16-be"),
    "utf-16, CR": TOWN.replace("\n", "\r").encode("utf-16"),
    "utf-16, CRLF": TOWN.replace("\n", "\r\n").encode("utf-16"),
    "CR": TOWN.replace("\n", "\r").encode(),
    "CRLF": TOWN.replace("\n", "\r\n").encode(),
    "BOM": TOWN.encode("utf-8-sig"),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_it_makes_no_difference_how_a_file_is_saved(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "town.pb"
    path.write_bytes(TOWN.encode())
    plain = read_pabulib(path)
    path.write_bytes(ENCODINGS[encoding])
    found = read_pabulib(path)
    assert found.problem == plain.problem
    assert (found.repairs, list(found.voters["voter_id"])) == ((), ["1", "2"])


def test_other_readers_open_files_in_the_same_way(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_bytes("left,right,preferred\rä,b,left\r".encode("utf-16"))
    assert read_comparisons(pairs).profile.items == ("ä", "b")
    soi = tmp_path / "ward.soi"
    soi.write_bytes("# NUMBER ALTERNATIVES: 2\n# ALTERNATIVE NAME 1: Ä\n3: 1,2\n".encode("utf-16-le"))
    assert read_preflib(soi).profile.items == ("Ä", "2")


def test_comments_are_passed_over_and_lines_still_counted(tmp_path: Path) -> None:
    path = tmp_path / "town.pb"
    with_comments = TOWN.replace("PROJECTS", "# from the office\nPROJECTS").replace("2;ä", "# paper votes\n2;c")
    path.write_text(with_comments, encoding="utf-8")
    with pytest.raises(ValueError, match="line 14: names an unknown project"):
        read_pabulib(path)
    path.write_text(with_comments.replace("2;c", "2;b"), encoding="utf-8")
    assert read_pabulib(path).problem.ballots == 2
    form = tmp_path / "form.csv"
    form.write_text("# exported today\nrank1,rank2\n# first box\nHut,Jetty\n")
    assert read_ballot_table(form).profile.items == ("Hut", "Jetty")
    form.write_text("# exported today\nRank [Hut]\tRank [Jetty, old]\n1\t2\n", encoding="utf-16")  # a spreadsheet's
    assert read_ballot_table(form).profile.items == ("Hut", "Jetty, old")
    blt = tmp_path / "ward.blt"
    blt.write_text('# from the office\n\n2 1  # seats\n1 2 0\n0\n"A"\n"B"\n"Ward"\n')
    assert list(read_blt(blt).profile.choices.view()) == [1]
    soi = tmp_path / "ward.soi"
    soi.write_text("# a remark without any key\n# NUMBER ALTERNATIVES: 2\n1: 2,1\n")
    assert list(read_preflib(soi).profile.choices.view()) == [1, 0]


OLD = "3\n1,Elm\n2,Fir\n3,Oak\n6,6,3\n3,2,1,3\n2,1,{2,3}\n1,3\n"


def test_preflib_from_before_2022_is_read_and_named(tmp_path: Path) -> None:
    path = tmp_path / "old.toi"
    path.write_text(OLD)
    found = read_preflib(path)
    assert found.profile.items == ("Elm", "Fir", "Oak")
    assert [list(row) for row in found.profile.rows()] == [[1, 0, 2], [0], [2]]
    assert list(found.profile.ballot_weights()) == [3, 2, 1]
    assert [WORDS.say(one) for one in found.notices] == ["This is PrefLib's format from before 2022, read as such"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("6,6,3", "7,7,3", "NUMBER VOTERS is 7, but the file has 6"),
        ("3,2,1,3", "three,2,1", 'line 6: expected "count: items"'),
        ("3\n", "9\n", "line"),
        ("2,1,{2,3}", "2,1,{2,3", "line 7: expected a number or a group in braces"),
    ],
)
def test_what_is_wrong_with_an_old_file_is_said_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "old.toi"
    path.write_text(OLD.replace(old, new, 1))
    with pytest.raises(ValueError, match=said):
        read_preflib(path)


def test_a_form_and_a_ward_can_be_counted(osi: Osi, tmp_path: Path) -> None:
    form = tmp_path / "form.csv"
    form.write_text("Time,Rank [Hut],Rank [Jetty]\na,2,1\nb,1st,2nd\nc,,1\n")
    assert json.loads(osi("tally", form, "--rule", "copeland", "--json").out)["winners"] == ["Jetty", "Hut"]
    ward = tmp_path / "ward.blt"
    ward.write_text('3 1\n3 1 0\n2 2 3 0\n2 3 2 0\n0\n"A"\n"B"\n"C"\n"Ward"\n')
    record = json.loads(osi("tally", ward, "--rule", "stv-scottish", "--json").out)
    assert record["limits"] == {"size": 1}
    assert record["winners"][0] in ("B", "C")
    two = osi("tally", ward, "--rule", "stv-scottish", "--size", "2", "--json")
    assert len(json.loads(two.out)["winners"]) == 2
    plain = tmp_path / "plain.csv"
    plain.write_text("Hut,Jetty\n5,3\n1,4\n")
    refused = osi("tally", plain, "--rule", "borda")
    assert "--ballots ranks, approval or points" in " ".join(refused.err.split())
    counted = osi("tally", plain, "--rule", "schulze", "--ballots", "points", "--json")
    assert counted.code == 0, counted.err
