"""Mission folders that cannot be read: one clear error that names file, line and column, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from osi_core.simulation import FolderInvalid, read_folder
from tests.unit.simulation.conftest import CHALLENGES, COMMENTS, MISSION, POLIS_VOTES, VOTES, Folder


def refusal(path: Path) -> FolderInvalid:
    with pytest.raises(FolderInvalid) as caught:
        read_folder(path, strict=True)
    assert caught.value.say("de") != caught.value.say("en")
    assert len(str(caught.value)) < 400, "an error is read by people"
    return caught.value


def test_no_folder(tmp_path: Path) -> None:
    assert "is not a folder; name one that holds mission.toml" in str(refusal(tmp_path / "nowhere"))


@pytest.mark.parametrize("missing", ["mission", "challenges", "votes"])
def test_a_file_is_missing(folder: Folder, missing: str) -> None:
    error = refusal(folder(**{missing: None}))
    assert error.file.startswith(missing)
    assert "is missing in" in str(error)


@pytest.mark.parametrize("empty", ["mission", "challenges", "votes"])
@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n"])
def test_a_file_is_empty(folder: Folder, empty: str, content: bytes) -> None:
    assert str(refusal(folder(**{empty: content}))).endswith("is empty")


def test_a_table_has_a_header_alone(folder: Folder) -> None:
    assert "holds 0 statements" in str(refusal(folder(challenges=CHALLENGES.splitlines()[0])))


@pytest.mark.parametrize("broken", ["mission", "challenges"])
def test_two_encodings_in_one_file_are_refused_with_byte_and_line(folder: Folder, broken: str) -> None:
    content = {"mission": MISSION, "challenges": CHALLENGES}[broken].encode()
    where = content.index(b"\n") + 1
    error = refusal(folder(**{broken: content[:where] + b"\xfc" + content[where:]}))
    assert error.line == 2
    assert f"byte {where} (0xfc) is not UTF-8" in str(error)


def test_broken_encoding_counts_bytes_from_the_start_of_the_file(folder: Folder) -> None:
    assert "byte 5 (0xff)" in str(refusal(folder(votes=b"\xef\xbb\xbfid\xff")))


@pytest.mark.parametrize("column", ["id", "title", "author"])
def test_a_column_is_missing(folder: Folder, column: str) -> None:
    error = refusal(folder(challenges=CHALLENGES.replace(column, "other", 1)))
    assert (error.line, error.field) == (1, column)
    assert f"the header lacks {column}" in str(error)


def test_a_column_stands_twice(folder: Folder) -> None:
    assert "stands twice in the header" in str(refusal(folder(challenges=CHALLENGES.replace("tags", "title", 1))))


def test_a_row_has_too_few_fields(folder: Folder) -> None:
    error = refusal(folder(votes=VOTES + "v5,a1\n"))
    assert str(error).startswith("votes.csv, line 6: has 2 fields, the header 4")


def test_a_quote_is_never_closed(folder: Folder) -> None:
    error = refusal(folder(challenges=CHALLENGES + 'kita,"Kein kühler Raum,,a9,,\n'))
    assert (error.file, error.line) == ("challenges.csv", 5)
    assert "is not CSV" in str(error)


def test_a_line_whose_quotes_do_not_fit(folder: Folder) -> None:
    error = refusal(folder(challenges=CHALLENGES + 'kita,"Kein" Raum,,a9,,\n'))
    assert str(error).startswith("challenges.csv, line 5: has 1 field, the header")


@pytest.mark.parametrize("length", [301, 100_000, 1_000_000])
def test_a_statement_is_far_too_long(polis: Folder, length: int) -> None:
    error = refusal(polis(challenges=COMMENTS + f"1651000800000,Tue,3,21,0,0,1,{'x' * length}\n"))
    assert (error.line, error.field) == (6, "comment-body")
    assert "the playbook allows 300" in str(error) or "characters" in str(error)


def test_a_statement_is_empty(polis: Folder) -> None:
    error = refusal(polis(challenges=COMMENTS + "1651000800000,Tue,3,21,0,0,1,  \n"))
    assert str(error) == "challenges.csv, line 6, field comment-body: is empty; it takes a text"


def test_a_statement_stands_there_twice(polis: Folder) -> None:
    error = refusal(polis(challenges=COMMENTS + "1651000800000,Tue,1,21,0,0,1,Noch einmal\n"))
    assert str(error) == "challenges.csv, line 6, field comment-id: '1' stands there twice (first on line 2)"


def test_a_votes_id_stands_there_twice(folder: Folder) -> None:
    error = refusal(folder(votes=VOTES + "v1,a3,bus,1\n"))
    assert (error.line, error.field) == (6, "id")


def test_a_vote_is_on_an_unknown_challenge(folder: Folder) -> None:
    error = refusal(folder(votes=VOTES + "v5,a3,zug,1\n"))
    assert str(error) == "votes.csv, line 6, field challenge: 'zug' is not among the statements"


@pytest.mark.parametrize("value", ["2", "-2", "yes", "", "1.5", '"1,000"', "٣"])
def test_a_vote_has_a_value_that_there_is_not(folder: Folder, value: str) -> None:
    error = refusal(folder(votes=VOTES + f"v5,a3,bus,{value}\n"))
    assert (error.line, error.field) == (6, "value")
    assert "expected one of -1, 0, 1" in str(error)


@pytest.mark.parametrize("time", ["soon", "1651", "-5", "99999999999999999999"])
def test_a_vote_has_no_time(polis: Folder, time: str) -> None:
    error = refusal(polis(votes=POLIS_VOTES + f"{time},Tue,1,20,1\n"))
    assert (error.line, error.field) == (6, "timestamp")


def test_nobody_has_cast_a_vote(folder: Folder) -> None:
    error = refusal(folder(votes=VOTES + "v5,,bus,1\n"))
    assert (error.line, error.field) == (6, "participant")


def test_nobody_agrees_with_anything(folder: Folder) -> None:
    assert "holds no agreement" in str(refusal(folder(votes=VOTES.replace(",1\n", ",0\n"))))


def test_mission_toml_is_not_toml(folder: Folder) -> None:
    error = refusal(folder(mission='title = "a"\nbegins = = 3\n'))
    assert str(error).startswith("mission.toml, line 2: is not TOML: ")


@pytest.mark.parametrize(
    ("before", "after", "column", "line"),
    [
        ('title = "Hitzeschutz"', 'tytle = "Hitzeschutz"', "tytle", 1),
        ('title = "Hitzeschutz"', "", "title", None),
        ("target = 12", "target = 12\ngoal = 3", "indicator.goal", 9),
        ("unit = ", "# unit = ", "indicator.unit", 4),
        ("deadline = 2029-12-31", 'deadline = "soon"', "indicator.deadline", 9),
        ('"csv"', '"xlsx"', "challenges.format", 12),
        ("months = 9", "months = 90", "programme.months", 20),
        ("months = 9", "people = 3", "programme.people", 20),
        ("months = 9", "[playbook]\nlanguage = 3", "playbook.language", 21),
        ("months = 9", "[playbook.challenges]\ntop = 0", "playbook.challenges.top", 21),
        ("months = 9", "[playbook.support]\nmonths = 60", "playbook.support.months", 21),
        ('"challenges.csv"', '"../challenges.csv"', "challenges.challenges", 13),
        ('challenges = "challenges.csv"', "", "challenges.challenges", 11),
    ],
)
def test_a_key_of_mission_toml_does_not_fit(
    folder: Folder, before: str, after: str, column: str, line: int | None
) -> None:
    error = refusal(folder(mission=MISSION.replace(before, after)))
    assert (error.file, error.field, error.line) == ("mission.toml", column, line)


def test_the_mission_begins_after_its_discussion(polis: Folder) -> None:
    path = polis()
    text = (path / "mission.toml").read_text(encoding="utf-8").replace("# begins", "begins")
    (path / "mission.toml").write_text(text, encoding="utf-8")
    assert "lies too close to the first statement; 2022-03-17 or earlier" in str(refusal(path))
