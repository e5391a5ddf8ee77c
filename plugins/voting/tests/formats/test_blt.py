"""OpaVote's files of ranked ballots, in and out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from osi_core.plugins import Profile
from osi_voting.formats import Blt, FormatError, read_blt, write_blt

WARD = """4 2
# two seats
-2
5 1 2 3 0
2 3 2 0   # a remark
1 - 4 0
(17) 1 4 3 0
1 0
0
"Ida"
"Jan"
"Kai"
"Lea"
"Hill ward"
"""


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "ward.blt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def rows(profile: Profile) -> list[list[str]]:
    return [[profile.items[item] for item in row] for row in profile.rows()]


def test_papers_seats_names_and_who_has_withdrawn(tmp_path: Path) -> None:
    election = read_blt(written(tmp_path, WARD))
    profile = election.profile
    assert (profile.items, profile.size, election.title) == (("Ida", "Kai", "Lea"), 2, "Hill ward")
    assert election.withdrawn == ("Jan",)
    assert rows(profile) == [["Ida", "Kai"], ["Kai"], ["Lea"], ["Lea", "Kai"], []]
    assert list(profile.ballot_weights()) == [5, 2, 1, 1, 1]


def test_names_that_are_shared_or_missing(tmp_path: Path) -> None:
    text = WARD.replace('"Kai"', '"Ida"')
    assert read_blt(written(tmp_path, text)).profile.items == ("Ida (1)", "Ida (3)", "Lea")
    short = written(tmp_path, WARD.partition('"Kai"')[0])
    with pytest.raises(FormatError, match="has 2 names for 4 candidates"):
        read_blt(short)
    assert read_blt(short, lenient=True).profile.items == ("Ida", "3", "4")


def test_equal_preferences_are_points_or_end_a_paper(tmp_path: Path) -> None:
    path = written(tmp_path, WARD.replace("5 1 2 3 0", "5 1 3=4 0"))
    with pytest.raises(FormatError, match="line 4: alternatives 2 and 3 are tied") as error:
        read_blt(path)
    assert error.value.repairable
    assert next(iter(read_blt(path, equal_ranks="points").profile.value_rows())) == [2, 1, 1]
    ended = read_blt(path, equal_ranks="end")
    assert rows(ended.profile)[0] == ["Ida"]
    assert [one.what.partition("say: ")[2] for one in ended.repairs] == ["5 papers end there and keep Ida"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("4 2\n", "four two\n", "line 1: expected the numbers of candidates and seats, as in 4 2, found 'four two'"),
        ("5 1 2 3 0", "5 1 2 3", "line 4: expected a number of papers, their candidates and 0, as in 4 1 2 0, found"),
        ("5 1 2 3 0", "5.5 1 2 0", "line 4: expected a number of papers"),
        ("5 1 2 3 0", "5 1 9 0", "line 4: alternative 9: there are 4"),
        ("5 1 2 3 0", "5 1 1 0", "line 4: alternative 1 stands on the ballot twice"),
        ("1 0\n0\n", "1 0\n", "line 9: expected a number of papers"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(FormatError, match=re.escape(said)):
        read_blt(written(tmp_path, WARD.replace(old, new, 1)))


def test_a_file_that_ends_among_its_papers(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="found the end of the file"):
        read_blt(written(tmp_path, "2 1\n1 1 0\n"))


def test_what_is_written_is_read_the_same(tmp_path: Path) -> None:
    profile = read_blt(written(tmp_path, WARD)).profile
    write_blt(tmp_path / "again.blt", profile, 2, 'The "Hill"')
    again = read_blt(tmp_path / "again.blt")
    assert sorted(zip(rows(again.profile), again.profile.ballot_weights(), strict=True)) == sorted(
        zip(rows(profile), profile.ballot_weights(), strict=True)
    )
    assert (again.profile.items, again.profile.size, again.title) == (profile.items, 2, "The 'Hill'")
    points = Profile.of("points", ["a"], [{"a": 1}])
    with pytest.raises(ValueError, match="ranked ballots, not points"):
        write_blt(tmp_path / "points.blt", points, 1)
    assert not (tmp_path / "points.blt").exists()


def test_importer_and_exporter_pass_records(tmp_path: Path) -> None:
    records = list(Blt().read(written(tmp_path, WARD)))
    assert records[0] == {"section": "meta", "TITLE": "Hill ward", "SEATS": "2"}
    assert records[4] == {"section": "ballot", "count": 5, "order": [["Ida"], ["Kai"]]}
    Blt().write(records, tmp_path / "again.blt")
    assert read_blt(tmp_path / "again.blt").profile.items == ("Ida", "Kai", "Lea")
    with pytest.raises(ValueError, match="record 1: order: 'x' is none of the 0"):
        Blt().write([{"section": "ballot", "order": [["x"]]}], tmp_path / "wrong.blt")
