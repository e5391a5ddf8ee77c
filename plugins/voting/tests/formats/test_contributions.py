"""Contributions: the CSV file with and without a list of projects, against a plain reading of the same lines."""

from __future__ import annotations

import csv
import random
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from osi_core.plugins import AllocationProblem
from osi_voting.formats import FormatError
from osi_voting.formats.contributions import read_contributions

GIFTS = "contributor,project,amount\nanna,park,12.50\nben,park,5\nben,pool,20\nanna,park,0.5\n"
PROJECTS = 'project,cost,name,category,district\npark,100,City park,"green, old",North\npool,,Pool,,\nzoo,50,,green,\n'


def file(folder: Path, text: str | bytes, name: str = "gifts.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def given(problem: AllocationProblem) -> Counter[tuple[int, str, int]]:
    """Each contribution, the contributor by number."""
    rows = zip(problem.contributor, problem.contribution_item, problem.contribution, strict=True)
    return Counter((person, problem.items[item], amount) for person, item, amount in rows)


def test_a_whole_file(tmp_path: Path) -> None:
    problem = read_contributions(file(tmp_path, GIFTS), 100_000, "EUR").problem
    assert problem.items == ("park", "pool")
    assert problem.costs() == {"park": 100_000, "pool": 100_000}
    assert given(problem) == Counter([(0, "park", 1250), (1, "park", 500), (1, "pool", 2000), (0, "park", 50)])
    assert [[problem.items[item] for item in row] for row in problem.rows()] == [["park"], ["park", "pool"]]
    assert (problem.budget, problem.currency, problem.partial) == (100_000, "EUR", True)


def test_a_list_of_projects_has_costs_names_and_those_nobody_gave_to(tmp_path: Path) -> None:
    listed = file(tmp_path, PROJECTS, "projects.csv")
    fund = read_contributions(file(tmp_path, GIFTS), 100_000, "EUR", listed)
    assert fund.problem.costs() == {"park": 10_000, "pool": 100_000, "zoo": 5_000}
    assert fund.problem.categories == (("green", "old"), (), ("green",))
    assert fund.problem.districts == ("North", "", "")
    assert fund.titles["park"] == "City park"


@pytest.mark.parametrize("seed", range(60))
def test_random_files_give_what_their_lines_give(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    currency, decimals = chance.choice([("EUR", 2), ("JPY", 0)])
    rows = [
        [chance.choice("abcd"), chance.choice(["x", "y, z", "ü"]), str(chance.randint(1, 999) / Decimal(10**decimals))]
        for _ in range(chance.randint(1, 30))
    ]
    path = tmp_path / "gifts.csv"
    delimiter = chance.choice(",;")
    with path.open("w", encoding=chance.choice(["utf-8", "utf-8-sig"]), newline="") as out:
        writer = csv.writer(out, delimiter=delimiter, lineterminator=chance.choice(["\n", "\r\n"]))
        comma = [[a, b, text.replace(".", ",")] for a, b, text in rows] if chance.random() < 0.5 else rows
        writer.writerows([["contributor", "project", "amount"], *comma])
    problem = read_contributions(path, 10**6, currency).problem
    number = {person: at for at, person in enumerate(dict.fromkeys(row[0] for row in rows))}
    assert given(problem) == Counter((number[a], b, int(Decimal(text) * 10**decimals)) for a, b, text in rows)
    approved = [{b for a, b, _ in rows if a == person} for person in number]
    assert [{problem.items[item] for item in row} for row in problem.rows()] == approved
    fields = {name: getattr(problem, name) for name in type(problem).model_fields}
    assert AllocationProblem.model_validate(fields) == problem


WRONG = {
    "negative": ("ben,park,-5", r"line 3: expected a contribution from 0 to 10\^13, found '-5'"),
    "nothing": ("ben,park,0", "line 3: expected a contribution above 0"),
    "no number": ("ben,park,five", "line 3: expected a number as contribution, found 'five'"),
    "not a number": ("ben,park,NaN", "line 3: expected a number as contribution, found 'NaN'"),
    "two commas": ('ben,park,"1,234,50"', "line 3: expected a number as contribution"),
    "a tenth of a cent": ("ben,park,0.501", "line 3: expected whole minor units as contribution, found '0.501'"),
    "nobody": (",park,5", "line 3: expected an id in the column contributor, found none"),
    "to nothing": ("ben,,5", "line 3: expected an id in the column project, found none"),
    "to an unknown project": ("ben,prak,5", "line 3: project 'prak' is not in the list of projects"),
    "a long id": (f"ben,{'p' * 301},5", "line 3: expected an id of at most 300 characters"),
    "too few fields": ("ben,park", "line 3: has 2 fields, the header 3"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_with_its_line_and_left_out_when_lenient(tmp_path: Path, case: str) -> None:
    line, words = WRONG[case]
    listed = file(tmp_path, PROJECTS, "projects.csv")
    path = file(tmp_path, GIFTS.replace("ben,park,5", line))
    with pytest.raises(FormatError, match=words) as error:
        read_contributions(path, 10**6, "EUR", listed)
    assert str(error.value).startswith(f"{path}, line 3")
    fund = read_contributions(path, 10**6, "EUR", listed, lenient=True)
    assert {repair.line for repair in fund.repairs} == {3}
    assert len(fund.problem.contribution) == (4 if case == "a tenth of a cent" else 3)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("zoo,50", "zoo,-50", r"projects.csv, line 4: expected a cost of project 'zoo' from 0 to 10\^13"),
        ("zoo,50", "park,50", "projects.csv, line 4: project 'park' stands there twice"),
        ("zoo,50", ",50", "projects.csv, line 4: expected an id in the column project"),
        ("project,cost", "project,price", "projects.csv, line 1: the header lacks cost; found project, price"),
    ],
)
def test_what_is_wrong_with_the_list_names_the_list(tmp_path: Path, old: str, new: str, words: str) -> None:
    listed = file(tmp_path, PROJECTS.replace(old, new), "projects.csv")
    with pytest.raises(FormatError, match=words):
        read_contributions(file(tmp_path, GIFTS), 10**6, "EUR", listed)


def test_a_file_without_contributions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="line 1: expected at least one contribution"):
        read_contributions(file(tmp_path, "contributor,project,amount\n"), 10**6, "EUR")
