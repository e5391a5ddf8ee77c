"""Files that are not what they should be: each is refused with file, line and what was expected, and nothing decided.

With `--lenient` what can be repaired is, and each repair stands in the record.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plugins.voting.tests.commands.calling import Osi

META = "META\nkey;value\ndescription;Little Town\nbudget;100\ncurrency;EUR\nvote_type;{kind}\nnum_votes;{votes}\n"
PROJECTS = "PROJECTS\nproject_id;cost;name\n1;50;Park\n2;30;Pool\n3;40;Path\n"
APPROVAL = META.format(kind="approval", votes=3) + PROJECTS + "VOTES\nvoter_id;vote\na;1,2\nb;2\nc;3\n"
POINTS = META.format(kind="cumulative", votes=2) + PROJECTS + "VOTES\nvoter_id;vote;points\na;1,2;3,1\nb;2;{points}\n"
RANKED = META.format(kind="ordinal", votes=2) + PROJECTS + "VOTES\nvoter_id;vote\na;1,2\nb;{vote}\n"


def written(folder: Path, text: str | bytes, name: str = "town.pb") -> Path:
    """A file in the folder."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


BAD = {
    "a negative cost": (APPROVAL.replace("2;30;", "2;-30;"), 11, "from 0 to 10^13, found '-30'"),
    "a cost of zero": (APPROVAL.replace("2;30;", "2;0;"), 11, "expected a cost above 0 for project '2'"),
    "an enormous cost": (APPROVAL.replace("2;30;", f"2;1{'0' * 40};"), 11, "from 0 to 10^13"),
    "a cost that is no number": (APPROVAL.replace("2;30;", "2;cheap;"), 11, "expected a number as cost of project '2'"),
    "a cost of NaN": (APPROVAL.replace("2;30;", "2;NaN;"), 11, "expected a number"),
    "a cost of 1e308": (APPROVAL.replace("2;30;", "2;1e308;"), 11, "from 0 to 10^13"),
    "an unknown project": (APPROVAL.replace("a;1,2", "a;1,9"), 15, "names an unknown project (vote: '1,9')"),
    "a budget of zero": (APPROVAL.replace("budget;100", "budget;0"), 4, "expected a budget above 0"),
    "no budget": (APPROVAL.replace("budget;100\n", ""), 0, "META has no budget"),
    "no voter": (APPROVAL.partition("a;1,2")[0].replace("num_votes;3", "num_votes;0"), 0, "at least one vote"),
    "no project": (APPROVAL.replace("1;50;Park\n2;30;Pool\n3;40;Path\n", ""), 0, "expected at least one project"),
    "a project twice": (APPROVAL.replace("3;40;", "2;40;"), 12, "project '2' stands there twice"),
    "a voter twice": (APPROVAL.replace("b;2", "a;2"), 16, "voter 'a' has voted before, on line 15"),
    "points of NaN": (POINTS.format(points="NaN"), 16, "points that are no number from 0 to 10^12"),
    "points of 1e308": (POINTS.format(points="1e308"), 16, "points that are no number from 0 to 10^12"),
    "too many points": (POINTS.format(points="1,2"), 16, "another number of points than of projects"),
    "a ranked project twice": (RANKED.format(vote="2,2"), 16, "names a project twice"),
    "a truncated file": (APPROVAL[:-4], 0, "META announces 3 votes, there are 2 (is the file cut off?)"),
    "Latin-1": (APPROVAL.replace("Park", "Bäume").encode("latin-1"), 10, "expected UTF-8, byte 0xe4 is not"),
}
UNREPAIRED = {
    "a file cut off before the votes": (APPROVAL.partition("VOTES")[0], "expected the section VOTES"),
    "an empty file": ("", "expected the section VOTES"),
    "no column of votes": (APPROVAL.replace("voter_id;vote\n", "voter_id;choice\n"), "expected the column vote"),
    "no column of costs": (APPROVAL.replace("project_id;cost", "project_id;price"), "expected the column cost"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_refused_with_file_line_and_what_was_expected(osi: Osi, tmp_path: Path, case: str) -> None:
    text, line, expected = BAD[case]
    file = written(tmp_path, text)
    answer = osi("tally", file, "--rule", "equal-shares", "--json")
    assert (answer.code, answer.out) == (1, "")
    assert f"{file}, line {line}: " in answer.err if line else str(file) in answer.err
    assert expected in answer.err
    assert "Nothing was decided; --lenient repairs" in answer.err


@pytest.mark.parametrize("case", BAD)
def test_lenient_repairs_and_lists_each_repair_in_the_record(osi: Osi, tmp_path: Path, case: str) -> None:
    text, line, expected = BAD[case]
    answer = osi("tally", written(tmp_path, text), "--rule", "equal-shares", "--lenient", "--json")
    assert answer.code == 0, answer.err
    record = json.loads(answer.out)
    repairs = [(one["line"], one["what"]) for one in record["repairs"]]
    assert any(expected in what and (not line or at == line) for at, what in repairs), repairs
    assert record["spent"] <= record["budget"]
    assert len(record["explanations"]) in (0, 2, 3)


@pytest.mark.parametrize("cost", ["-30", "NaN", "cheap", "", "1e308"])
def test_a_project_of_unknown_cost_is_left_out_and_not_funded_for_nothing(osi: Osi, tmp_path: Path, cost: str) -> None:
    file = written(tmp_path, APPROVAL.replace("2;30;", f"2;{cost};"))
    record = json.loads(osi("tally", file, "--rule", "greedy", "--lenient", "--json").out)
    assert next(one["what"] for one in record["repairs"] if one["line"] == 11).endswith(": left the project out")
    assert sorted(record["winners"]) == ["1", "3"]


@pytest.mark.parametrize("case", UNREPAIRED)
def test_what_nothing_can_repair_is_refused_all_the_same(osi: Osi, tmp_path: Path, case: str) -> None:
    text, expected = UNREPAIRED[case]
    for more in ((), ("--lenient",)):
        answer = osi("tally", written(tmp_path, text), "--rule", "equal-shares", *more)
        assert (answer.code, answer.out) == (1, "")
        assert expected in answer.err


def test_fractions_of_points_are_counted_exactly(osi: Osi, tmp_path: Path) -> None:
    answer = osi("tally", written(tmp_path, POINTS.format(points="0.125")), "--rule", "greedy", "--json")
    assert answer.code == 0, answer.err
    assert json.loads(answer.out)["repairs"] == []


@pytest.mark.parametrize("case", [*BAD, *UNREPAIRED])
def test_every_complaint_about_a_file_is_said_in_german(osi: Osi, tmp_path: Path, case: str) -> None:
    text = BAD[case][0] if case in BAD else UNREPAIRED[case][0]
    answer = osi("tally", written(tmp_path, text), "--rule", "equal-shares", "--lang", "de")
    assert answer.code == 1
    for english in ("expected", "found", "there", "names", "has ", "line ", "twice", "voted", "says"):
        assert english not in answer.err.replace(str(tmp_path), ""), answer.err


PREFLIB = "# TITLE: Rathaus\n# DATA TYPE: soi\n# NUMBER ALTERNATIVES: 3\n{names}2: 1,2\n1: {last}\n"
NAMES = "".join(f"# ALTERNATIVE NAME {number}: {name}\n" for number, name in enumerate("abc", 1))


@pytest.mark.parametrize(
    ("last", "expected"),
    [("3,3", "alternative 3 stands on the ballot twice"), ("9", "alternative 9: there are 3")],
)
def test_a_ranked_ballot_of_preflib_is_refused_or_repaired(osi: Osi, tmp_path: Path, last: str, expected: str) -> None:
    file = written(tmp_path, PREFLIB.format(names=NAMES, last=last), "town.soi")
    refused = osi("tally", file, "--rule", "schulze", "--json")
    assert (refused.code, refused.out) == (1, "")
    assert f"{file}, line 8: {expected}" in refused.err
    record = json.loads(osi("tally", file, "--rule", "schulze", "--lenient", "--json").out)
    assert [expected in one["what"] for one in record["repairs"]] == [True]
    assert record["winners"][0] == "a"


def test_an_ending_that_is_not_known_is_wrong_usage(osi: Osi, tmp_path: Path) -> None:
    for rule in ("schulze", "equal-shares"):
        answer = osi("tally", written(tmp_path, APPROVAL, "town.txt"), "--rule", rule)
        assert answer.code == 2
        assert "Expected is one of .pb, .soc, .soi, .toc, .toi, .cat, .blt, .csv" in answer.err


def test_a_table_of_an_unknown_kind_is_refused_with_both_that_are_known(osi: Osi, tmp_path: Path) -> None:
    file = written(tmp_path, "name,age\nanna,31\n", "town.csv")
    for more, known in (((), "expected is"), (("--lang", "de"), "erwartet wird")):
        answer = osi("tally", file, "--rule", "schulze", "--json", *more)
        assert (answer.code, answer.out) == (1, "")
        said = answer.err.casefold()
        assert f"{known} left,right,preferred" in said
        assert "contributor,project,amount" in said


GIFTS = "contributor,project,amount\nanna,park,12.50\nben,park,{amount}\n"


@pytest.mark.parametrize(
    ("arguments", "code", "english", "german"),
    [
        ((), 2, "--budget AMOUNT has to say how much money", "muss --budget BETRAG sagen"),
        (("--budget", "much"), 1, "--budget: expected a number as budget, found 'much'", "erwartet wird eine Zahl"),
        (("--budget", "-5"), 1, "--budget: expected a budget from 0 to 10^13", "erwartet wird von 0 bis 10^13: Budget"),
        (("--budget", "9", "--currency", "Euro"), 2, "'Euro' is no code of three letters", "ist kein Code aus drei"),
    ],
)
def test_a_fund_has_to_say_how_much_there_is(
    osi: Osi, tmp_path: Path, arguments: tuple[str, ...], code: int, english: str, german: str
) -> None:
    file = written(tmp_path, GIFTS.format(amount=5), "gifts.csv")
    for said, more in ((english, ()), (german, ("--lang", "de"))):
        answer = osi("tally", file, "--rule", "quadratic-funding", *arguments, *more)
        assert (answer.code, answer.out) == (code, "")
        assert said in " ".join(answer.err.split())


def test_a_budget_is_refused_where_the_file_says_its_own(osi: Osi, tmp_path: Path) -> None:
    answer = osi("tally", written(tmp_path, APPROVAL), "--rule", "greedy", "--budget", "5")
    assert (answer.code, answer.out) == (2, "")
    assert "belong to contributions," in answer.err


@pytest.mark.parametrize("amount", ["-5", "0", "five", ""])
def test_contributions_that_are_none_are_refused_in_both_languages(osi: Osi, tmp_path: Path, amount: str) -> None:
    file = written(tmp_path, GIFTS.format(amount=amount), "gifts.csv")
    given = ("--rule", "quadratic-funding", "--budget", "10", "--currency", "EUR")
    assert f"{file}, line 3: expected a" in osi("tally", file, *given).err
    german = osi("tally", file, *given, "--lang", "de")
    assert (german.code, german.out) == (1, "")
    assert f"{file}, Zeile 3: erwartet wird" in german.err
    assert "contribution" not in german.err.replace(str(tmp_path), "")
    lenient = json.loads(osi("tally", file, *given, "--lenient", "--json").out)
    assert {one["line"] for one in lenient["repairs"]} == {3}
