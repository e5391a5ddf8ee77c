"""Pabulib files: what is read, what is refused and with which words, what a lenient reader repairs."""

from __future__ import annotations

import pytest

from osi_voting.formats import FormatError, Pabulib, read_pabulib, write_pabulib
from plugins.voting.tests.budgets.elections import DATA, needs_data, real_files, reference

HEAD = """META
key;value
budget;100
vote_type;approval
currency;EUR
num_votes;3
PROJECTS
project_id;cost;name;category;selected
p1;60;"Bäume; und ""Bänke"" neu";"green,sport";1
p2;40.50;Library;;0
VOTES
"""
VOTES = "voter_id;vote;age\nv1;p1,p2;20\nv2;p2;\nv3;;x\n"
POINTS = HEAD.replace("approval", "cumulative")


@pytest.fixture
def file(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "election.pb"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write


def rows(election):
    problem = election.problem
    return [[problem.items[item] for item in row] for row in problem.rows()]


def test_a_whole_file(file):
    election = read_pabulib(file(HEAD + VOTES))
    problem = election.problem
    assert problem.items == ("p1", "p2")
    assert problem.costs() == {"p1": 6000, "p2": 4050}
    assert (problem.budget, problem.currency, problem.kind) == (10000, "EUR", "approval")
    assert problem.categories == (("green", "sport"), ())
    assert rows(election) == [["p1", "p2"], ["p2"], []]
    assert election.called("p1") == 'Bäume; und "Bänke" neu'
    assert list(election.voters["age"]) == ["20", "", "x"]
    assert list(election.voters["voter_id"]) == ["v1", "v2", "v3"]
    assert election.official == {"p1"}
    assert election.repairs == ()


def test_what_is_read_passes_the_checks_of_the_core(file):
    problem = read_pabulib(file(HEAD + VOTES)).problem
    fields = {name: getattr(problem, name) for name in type(problem).model_fields}
    assert type(problem).model_validate(fields) == problem


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.rstrip("\n"),
        lambda text: text.replace("v1;p1,p2;20", 'v1;"p1,p2";20'),
        lambda text: text.replace("v1;p1,p2;20", "v1; p1 , p2 ;20"),
        lambda text: text.replace("v2;p2;", "\n\nv2;p2;"),
        lambda text: text.replace("META\n", "META;;\n").replace("VOTES\n", "votes\n"),
        lambda text: text.replace("budget;100", "budget;100,00"),
        lambda text: text.replace("\n", ";;\n"),
        lambda text: text.replace("v2;p2;\n", "v2;p2;;;\n\n;\n").replace("VOTES\n", "VOTES\n;\n\n"),
        lambda text: (
            "PROJECTS" + text.partition("PROJECTS")[2].replace("VOTES", text.partition("PROJECTS")[0] + "VOTES")
        ),
        lambda text: text.replace("key;value\n", "").replace("currency;EUR\n", "currency;EUR\nbudget;100\n"),
    ],
    ids=[
        "byte-order mark",
        "CRLF",
        "no line break at the end",
        "quotes",
        "spaces",
        "empty lines",
        "marks",
        "comma",
        "semicolons fill up all lines",
        "semicolons fill up some lines",
        "projects first",
        "no header of META, a key twice",
    ],
)
def test_oddities_make_no_difference(file, change):
    plain = read_pabulib(file(HEAD + VOTES))
    odd = read_pabulib(file(change(HEAD + VOTES)))
    assert odd.problem == plain.problem
    assert list(odd.voters["age"]) == list(plain.voters["age"])


def test_a_text_of_meta_may_stand_there_twice(file):
    election = read_pabulib(file(HEAD.replace("currency;EUR", "currency;EUR\ncomment;one\ncomment;two") + VOTES))
    assert election.meta["comment"] == "one; two"


def test_semicolons_quotes_and_line_breaks_inside_quotes(file):
    votes = 'voter_id;vote;comment\nv1;p1;"a; ""b""\nc"\nv2;p2;\nv3;"p1,p2";d\n'
    election = read_pabulib(file(HEAD + votes))
    assert list(election.voters["comment"]) == ['a; "b"\nc', "", "d"]
    assert rows(election) == [["p1"], ["p2"], ["p1", "p2"]]


def test_lines_are_counted_through_line_breaks_in_quotes(file):
    votes = 'voter_id;vote;comment\nv1;p1;"a\nb"\nv2;p9;\nv3;;\n'
    with pytest.raises(FormatError, match=r"line 15: names an unknown project"):
        read_pabulib(file(HEAD + votes))


def test_points_with_decimals_become_whole(file):
    votes = "voter_id;vote;points\nv1;p1,p2;1.5,2\nv2;p2;0.25\nv3;;\n"
    election = read_pabulib(file(POINTS + votes))
    assert election.points_scale == 100
    assert list(election.problem.values) == [150, 200, 25]


def test_ordinal_votes_keep_their_order(file):
    votes = "voter_id;vote\nv1;p2,p1\nv2;p1\nv3;\n"
    election = read_pabulib(file(HEAD.replace("approval", "ordinal") + votes))
    assert election.problem.kind == "ranked"
    assert rows(election) == [["p2", "p1"], ["p1"], []]


WRONG = {
    "unknown project": (VOTES.replace("v2;p2", "v2;p3"), r"line 14: names an unknown project \(vote: 'p3'\)"),
    "a project twice": (VOTES.replace("p1,p2", "p1,p1"), r"line 13: names a project twice"),
    "a voter twice": (VOTES.replace("v2", "v1"), r"line 14: voter 'v1' has voted before, on line 13"),
    "too few fields": (VOTES.replace("v2;p2;", "v2;p2"), r"line 14: has too few fields .*expected voter_id;vote;age"),
    "too many fields": (VOTES.replace("v2;p2;", "v2;p2;1;2"), r"line 14: has too many fields .*needs quotes"),
    "cut off": (VOTES.replace("v3;;x\n", ""), r"META announces 3 votes, there are 2 \(is the file cut off\?\)"),
    "cut off in a line": (VOTES[:-5], r"line 15: has too few fields"),
    "an open quote": (VOTES.replace("v2;p2;", 'v2;"p2;'), r"line 14: opens a quote that is never closed"),
    "no votes": ("voter_id;vote;age\n", r"META announces 3 votes, there are 0"),
    "no column for votes": (VOTES.replace("vote;", "ballot;"), r"line 12: expected the column vote"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_with_votes_is_said_with_its_line(file, case):
    votes, words = WRONG[case]
    with pytest.raises(FormatError, match=words) as error:
        read_pabulib(file(HEAD + votes))
    assert "election.pb" in str(error.value)


HEADS = {
    "negative cost": (("p1;60", "p1;-60"), r"line 9: expected a cost of project 'p1' from 0 to 10\^13, found '-60'"),
    "free": (("p1;60", "p1;0"), r"line 9: expected a cost above 0 for project 'p1'"),
    "enormous cost": (("p1;60", "p1;1e308"), r"line 9: expected a cost of project 'p1' from 0 to 10\^13"),
    "no number": (("p1;60", "p1;NaN"), r"line 9: expected a number as cost of project 'p1', found 'NaN'"),
    "fractions of a cent": (("40.50", "40.5012"), r"line 10: expected whole minor units"),
    "a project twice": (("p2;40.50", "p1;40.50"), r"line 10: project 'p1' stands there twice"),
    "no id": (("p2;40.50", ";40.50"), r"line 10: expected an id in the column project_id"),
    "a long id": (("p2;40.50", f"{'p' * 301};40.50"), r"line 10: expected an id of at most 300 characters"),
    "budget of 0": (("budget;100", "budget;0"), r"line \d: expected a budget above 0"),
    "no budget": (("budget;100\n", ""), r"META has no budget"),
    "two budgets": (("currency;EUR", "budget;90"), r"line 5: META says 'budget' twice"),
    "no vote type": (("vote_type;approval\n", ""), r"META has no vote_type, expected one of approval"),
    "strange vote type": (("approval", "guess"), r"line \d: META says the vote type is 'guess'"),
    "surplus semicolon": (("Library", "Li;brary"), r"line 10: has 6 fields, the header 5"),
    "no cost column": (("project_id;cost", "project_id;price"), r"line 8: expected the column cost"),
    "no votes at all": (("VOTES\n", ""), r"expected the section VOTES, found the end of the file"),
}


@pytest.mark.parametrize("case", HEADS)
def test_what_is_wrong_with_the_head_is_said_with_its_line(file, case):
    (old, new), words = HEADS[case]
    votes = "" if case == "no votes at all" else VOTES
    with pytest.raises(FormatError, match=words):
        read_pabulib(file(HEAD.replace(old, new, 1) + votes))


@pytest.mark.parametrize("points", ["NaN,1", "1e308,1", "-1,1", "1", "1,2,3", "1.0000001,1", "x,1"])
def test_points_that_are_no_points(file, points):
    votes = f"voter_id;vote;points\nv1;p1,p2;{points}\nv2;;\nv3;;\n"
    with pytest.raises(FormatError, match=r"line 13: has (points|another number of points)"):
        read_pabulib(file(POINTS + votes))


def test_more_than_one_choice_where_one_is_allowed(file):
    with pytest.raises(FormatError, match=r"line 13: names more projects than choose-1 allows"):
        read_pabulib(file(HEAD.replace("approval", "choose-1") + VOTES))


def test_latin_1_is_refused_with_its_line_and_read_when_lenient(file):
    path = file(HEAD + VOTES, "latin-1")
    with pytest.raises(FormatError, match=r"line 9: expected UTF-8, byte 0xe4 is not"):
        read_pabulib(path)
    election = read_pabulib(path, lenient=True)
    assert election.called("p1") == 'Bäume; und "Bänke" neu'
    assert election.repairs[0].what.endswith("read the file as Latin-1")


def test_a_lenient_reader_lists_every_repair(file):
    votes = "voter_id;vote;age\nv1;p1,p9,p2;20\nv1;p2;21\nv2;p2,p2;\nv3;p1\n"
    election = read_pabulib(file(HEAD + votes), lenient=True)
    assert rows(election) == [["p1", "p2"], ["p2"], ["p1"]]
    assert list(election.voters["age"]) == ["20", "", ""]
    assert [repair.line for repair in election.repairs] == [13, 15, 16, 14]
    assert "left the unknown project out" in election.repairs[0].what
    assert "kept the first line only" in election.repairs[3].what


def test_a_lenient_reader_leaves_out_what_has_no_points(file):
    votes = "voter_id;vote;points\nv1;p1,p2;-1,2\nv2;p1,p2;3\nv3;;\n"
    election = read_pabulib(file(POINTS + votes), lenient=True)
    assert rows(election) == [["p2"], ["p1"], []]
    assert list(election.problem.values) == [2, 3]


@pytest.mark.parametrize(
    ("old", "new"), [("budget;100", "budget;0"), ("p1;60", "p1;-60"), ("vote_type;approval\n", "")]
)
def test_a_lenient_reader_goes_on_with_a_broken_head(file, old, new):
    election = read_pabulib(file(HEAD.replace(old, new) + VOTES), lenient=True)
    assert len(election.repairs) >= 1
    assert rows(election)[1] == ["p2"]


def test_what_is_written_is_read_the_same(file, tmp_path):
    votes = "voter_id;vote;points;sex\nv1;p1,p2;1.5,2;F\nv2;p2;3;\nv3;;;\n"
    election = read_pabulib(file(POINTS + votes))
    write_pabulib(election, tmp_path / "again.pb")
    again = read_pabulib(tmp_path / "again.pb")
    assert again.problem == election.problem
    assert dict(again.projects) == dict(election.projects)
    assert {name: list(column) for name, column in again.voters.items()} == {
        name: list(column) for name, column in election.voters.items()
    }


def test_nothing_is_left_when_writing_fails(file, tmp_path):
    election = read_pabulib(file(HEAD + VOTES))
    election.voters["age"] = ["too short"]  # type: ignore[index] # whoever does that
    with pytest.raises(ValueError, match="voters: age has 1 entries, expected 3"):
        write_pabulib(election, tmp_path / "again.pb")
    assert [path.name for path in tmp_path.iterdir()] == ["election.pb"]


def test_the_hooks_importer_and_exporter_pass_records(file, tmp_path):
    reader = Pabulib()
    records = list(reader.read(file(HEAD + VOTES)))
    assert [record["section"] for record in records] == ["meta", "project", "project", "vote", "vote", "vote"]
    assert records[3] == {"section": "vote", "voter_id": "v1", "age": "20", "vote": ["p1", "p2"]}
    reader.write(records, tmp_path / "again.pb")
    assert read_pabulib(tmp_path / "again.pb").problem.offsets == read_pabulib(file(HEAD + VOTES)).problem.offsets


def test_a_file_in_many_pieces(file, monkeypatch):
    monkeypatch.setattr("osi_voting.formats.pabulib.reader._PIECE", 64)
    votes = "voter_id;vote;age\n" + "".join(f'v{n};"p1,p2";{n}\n' for n in range(300))
    election = read_pabulib(file(HEAD.replace("num_votes;3", "num_votes;300") + votes))
    assert election.problem.ballots == 300
    assert list(election.voters["age"]) == [str(n) for n in range(300)]


@needs_data
@pytest.mark.parametrize("name", real_files())
def test_the_real_elections_are_read_whole(name):
    election = read_pabulib(DATA / name)
    assert election.problem.ballots == reference()[name]["voters"]
    assert len(election.problem.items) == reference()[name]["projects"]
    assert election.repairs == ()


@needs_data
@pytest.mark.parametrize("name", [name for name in real_files() if "Lodz_2022" not in name])
def test_the_real_elections_survive_being_written(name, tmp_path):
    election = read_pabulib(DATA / name)
    write_pabulib(election, tmp_path / "again.pb")
    assert read_pabulib(tmp_path / "again.pb").problem == election.problem
