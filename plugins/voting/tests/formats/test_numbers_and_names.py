"""Amounts that may be read in two ways, names that are shared or missing, and ids that only look alike."""

from __future__ import annotations

import json
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest

from osi_core.files.tables import readings
from osi_core.plugins import AllocationProblem, no_progress
from osi_voting.budgets import EqualShares
from osi_voting.formats import FormatError, read_contributions, read_pabulib, read_preflib
from osi_voting.formats.names import distinct

META = "META\nkey;value\nbudget;{budget}\ncurrency;EUR\nvote_type;{kind}\n"
TOWN = META + "PROJECTS\nproject_id;cost\n{projects}VOTES\n"


def town(folder: Path, votes: str, budget: str = "90", projects: str = "x;60\ny;40\n", kind: str = "approval") -> Path:
    path = folder / "town.pb"
    text = TOWN.format(budget=budget, kind=kind, projects=projects) + votes
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("250,000", ("250.000", "250000")),
        ("1.500", ("1.500", "1500")),
        ("-12,345", ("-12.345", "-12345")),
        ("0,125", ("0.125",)),
        ("0.000", ("0.000",)),
        ("1234,567", ("1234.567",)),
        ("12,50", ("12.50",)),
        ("1,234,567", ("1234567",)),
        ("1.234.567", ("1234567",)),
        ("1,234,567.89", ("1234567.89",)),
        ("1.234,5", ("1234.5",)),
        ("1,234.50", ("1234.50",)),
        ("12 000", ("12000",)),
        ("1\u202f234\u202f567,5", ("1234567.5",)),
        ("3'000'000", ("3000000",)),
        (" 7 ", ("7",)),
        ("1e3", ("1000",)),
        ("12,34,56", ()),
        ("1.2345.678", ()),
        ("NaN", ()),
        ("cheap", ()),
        ("", ()),
    ],
)
def test_what_a_number_may_mean(text: str, found: tuple[str, ...]) -> None:
    assert readings(text) == tuple(map(Decimal, found))


@pytest.mark.parametrize("lenient", [False, True])
@pytest.mark.parametrize(
    ("budget", "projects", "line", "said"),
    [
        ("250,000", "x;60\n", 3, "'250,000' as budget may be 250.000 or 250000"),
        ("90", "x;1.500\n", 8, "'1.500' as cost of project 'x' may be 1.500 or 1500"),
    ],
)
def test_an_amount_with_two_readings_is_refused_with_both(
    tmp_path: Path, budget: str, projects: str, line: int, said: str, lenient: bool
) -> None:
    path = town(tmp_path, "voter_id;vote\n1;x\n", budget, projects)
    with pytest.raises(FormatError, match="without a separator of thousands") as error:
        read_pabulib(path, lenient=lenient)
    assert error.value.line == line
    assert said in str(error.value)
    assert not error.value.repairable
    assert "bitte ohne Tausendertrennzeichen" in error.value.say("de")


def test_gifts_and_pots_are_read_with_the_same_care(tmp_path: Path) -> None:
    gifts = tmp_path / "gifts.csv"
    gifts.write_text('contributor;project;amount\nanna;park;"2.000"\n')
    with pytest.raises(FormatError, match=r"2\.000 or 2000"):
        read_contributions(gifts, 10_000, "EUR")
    gifts.write_text('contributor;project;amount\nanna;park;"2.000,50"\n')
    assert list(read_contributions(gifts, 10_000, "EUR").problem.contribution.view()) == [200_050]


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (["Lee", "Lee", "Lee (2)"], ("Lee (1)", "Lee (2) (2)", "Lee (2)")),
        (["Lee", "Kim"], ("Lee", "Kim")),
        (["", "", ""], ("1", "2", "3")),
        (["2", "", ""], ("2", "2 (2)", "3")),
        (["A", "A", "A (1)", "A (1)"], ("A (1)", "A (2)", "A (1) (3)", "A (1) (4)")),
        ([], ()),
    ],
)
def test_each_has_a_name_of_its_own(given: list[str], names: tuple[str, ...]) -> None:
    assert distinct(given) == names
    assert len(set(names)) == len(names)


def test_shared_names_that_collide_with_another_can_be_counted(tmp_path: Path) -> None:
    path = tmp_path / "ward.soi"
    names = ("Lee", "Lee (1)", "Lee", "")
    head = "".join(f"# ALTERNATIVE NAME {n}: {name}\n" for n, name in enumerate(names, 1))
    path.write_text(f"# DATA TYPE: soi\n# NUMBER ALTERNATIVES: 4\n{head}2: 1,2\n1: 4,3\n")
    assert read_preflib(path).profile.items == ("Lee (1) (1)", "Lee (1)", "Lee (3)", "4")


COMPOSED, APART = unicodedata.normalize("NFC", "Bäume"), unicodedata.normalize("NFD", "Bäume")


def test_ids_that_look_alike_are_one(tmp_path: Path) -> None:
    assert COMPOSED != APART
    votes = f"voter_id;vote\n{COMPOSED}1;{APART},y\n2;{COMPOSED}\n"
    for one in (COMPOSED, APART):
        election = read_pabulib(town(tmp_path, votes, projects=f"{one};60\ny;40\n"))
        assert election.problem.items == (COMPOSED, "y")
        assert list(election.problem.choices.view()) == [0, 1, 0]
    with pytest.raises(FormatError, match="stands there twice"):
        read_pabulib(town(tmp_path, votes, projects=f"{COMPOSED};60\n{APART};40\n"))
    twice = f"voter_id;vote\n1{COMPOSED};y\n1{APART};y\n"
    with pytest.raises(FormatError, match="has voted before, on line 12"):
        read_pabulib(town(tmp_path, twice))


def test_ids_are_one_also_where_a_file_is_read_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("osi_voting.formats.pabulib.reader._PIECE", 50)
    votes = "voter_id;vote\n" + "".join(f"ö{n};{(COMPOSED, APART)[n % 2]}\n" for n in range(100))
    election = read_pabulib(town(tmp_path, votes, projects=f"{COMPOSED};60\n"))
    assert list(election.problem.choices.view()) == [0] * 100


def test_points_given_in_several_entries_add_up(tmp_path: Path) -> None:
    votes = "voter_id;vote;points\n1;x,y,x,x;1,2,1,0.5\n2;y,y;1,1\n3;x;4\n"
    path = town(tmp_path, votes, kind="cumulative")
    with pytest.raises(FormatError, match="line 12: names a project twice"):
        read_pabulib(path)
    election = read_pabulib(path, lenient=True)
    assert election.points_scale == 10
    assert list(election.problem.value_rows()) == [[25, 20], [20], [40]]
    assert [one.what.partition("): ")[2] for one in election.repairs] == [
        "added its points up; the ballot keeps x, y",
        "added its points up; the ballot keeps y",
    ]


def test_each_repair_of_a_ballot_says_what_stays_on_it(tmp_path: Path) -> None:
    election = read_pabulib(town(tmp_path, "voter_id;vote\n1;x,z,y,x\n2;z\n3;y,y\n"), lenient=True)
    assert [one.what.partition("): ")[2] for one in election.repairs] == [
        "left the unknown project out; the ballot keeps x, y",
        "left the unknown project out; nothing stays on the ballot",
        "kept the first; the ballot keeps y",
    ]
    assert list(election.problem.choices.view()) == [0, 1, 1]
    one = read_pabulib(town(tmp_path, "voter_id;vote\n1;x,y\n", kind="choose-1"), lenient=True)
    assert one.repairs[0].what.endswith("counted an empty ballot; nothing stays on the ballot")


@pytest.mark.parametrize(("currency", "factor"), [("JPY", 1), ("CLP", 1), ("EUR", 100), ("KWD", 1000), ("XXX", 100)])
def test_add1_gives_one_unit_of_the_currency(currency: str, factor: int) -> None:
    costs, budget = [70 * factor, 95 * factor], 130 * factor
    problem = AllocationProblem.of("approval", ["a", "b"], [["a"], ["b"]], cost=costs, budget=budget, currency=currency)
    rule = EqualShares()
    found = rule.solve(problem, rule.Options(completion="add1", ties="name"), b"", no_progress)
    assert [award.item for award in found.awards] == ["a"]
    # 70 for each is the sixth count; both together would be more than the budget at 95, the 31st.
    assert found.counters["counts"] == 31


def test_numbers_of_meta_that_are_none_are_told(tmp_path: Path) -> None:
    path = town(tmp_path, "voter_id;vote\n1;x\n")
    path.write_text(path.read_text().replace("budget;90", "budget;90\nnum_votes;1,000"))
    with pytest.raises(FormatError, match="num_votes: expected a number from 0 on, found '1,000'"):
        read_pabulib(path)
    assert [one.line for one in read_pabulib(path, lenient=True).repairs] == [4]


def test_winners_from_elsewhere_are_found_whichever_way_they_are_written(tmp_path: Path) -> None:
    from osi_voting.commands.outcome_source import winners_in

    path = tmp_path / "winners.json"
    path.write_text(json.dumps([APART]), encoding="utf-8")
    problem = AllocationProblem.of("approval", [COMPOSED], [], cost=[1], budget=1, currency="EUR")
    from osi_core.cli import Session

    assert winners_in(Session(), path, problem) == [COMPOSED]
