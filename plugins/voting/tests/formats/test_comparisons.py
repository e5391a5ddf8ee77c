"""Comparisons: the CSV file, against a plain reading of the same lines; and ballots of other kinds taken as such."""

from __future__ import annotations

import csv
import random
from collections import Counter
from pathlib import Path

import pytest

from osi_core.plugins import Profile
from osi_voting.arrays import Ballots
from osi_voting.formats import FormatError
from osi_voting.formats.as_comparisons import as_comparisons
from osi_voting.formats.comparisons import read_comparisons
from osi_voting.rankings.pairwise import pairwise_matrix

HEADER = "left,right,preferred,voter,weight\n"


def file(folder: Path, text: str | bytes) -> Path:
    path = folder / "town.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def told(profile: Profile) -> Counter[tuple[tuple[tuple[str, str, str], ...], int]]:
    """Each ballot as what it says, in its order, with its weight."""
    found: Counter[tuple[tuple[tuple[str, str, str], ...], int]] = Counter()
    values = profile.value_rows() if profile.values is not None else ([] for _ in profile.rows())
    for row, given, weight in zip(profile.rows(), values, profile.ballot_weights(), strict=True):
        names = [profile.items[item] for item in row]
        words = ["=" if given and given[at] == given[at + 1] else ">" for at in range(0, len(row), 2)]
        assert all(given[at] >= given[at + 1] for at in range(0, len(given), 2))
        found[tuple((a, word, b) for a, word, b in zip(names[::2], words, names[1::2], strict=True)), weight] += 1
    return found


def plain(rows: list[list[str]], voters: bool, weights: bool) -> Counter[tuple[tuple[tuple[str, str, str], ...], int]]:
    """The same by a dictionary of what each voter said."""
    ballots: dict[str, list[tuple[str, str, str]]] = {}
    weight: dict[str, int] = {}
    for number, row in enumerate(rows):
        left, right, preferred = row[:3]
        whose = row[3] if voters and row[3] else f"line {number}"
        pair = {"left": (left, ">", right), "right": (right, ">", left), "equal": (left, "=", right)}[preferred]
        ballots.setdefault(whose, []).append(pair)
        weight[whose] = int(row[-1]) if weights else 1
    return Counter((tuple(said), weight[whose]) for whose, said in ballots.items())


@pytest.mark.parametrize("seed", range(60))
def test_random_files_say_what_their_lines_say(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    voters, weights = chance.random() < 0.6, chance.random() < 0.5
    said = ["left", "right", "equal"][: chance.choice([2, 3])]
    weight = {str(voter): str(chance.randint(1, 4)) for voter in range(4)}
    rows = []
    for _ in range(chance.randint(1, 30)):
        a, b = chance.sample(["park", "pool, big", 'path "x"', "bäume"], 2)
        voter = chance.choice(["", *weight]) if voters else ""
        rows.append([a, b, chance.choice(said), *([voter] if voters else []), *([weight.get(voter, "1")] * weights)])
    header = ["left", "right", "preferred", *(["voter"] if voters else []), *(["weight"] if weights else [])]
    path = tmp_path / "town.csv"
    with path.open("w", encoding=chance.choice(["utf-8", "utf-8-sig"]), newline="") as out:
        writer = csv.writer(out, delimiter=chance.choice(",;"), lineterminator=chance.choice(["\n", "\r\n"]))
        writer.writerows([header, *rows])
    profile = read_comparisons(path).profile
    assert told(profile) == plain(rows, voters, weights)
    fields = {name: getattr(profile, name) for name in type(profile).model_fields}
    assert Profile.model_validate(fields) == profile


def test_other_columns_their_order_and_case_make_no_difference(tmp_path: Path) -> None:
    one = read_comparisons(file(tmp_path, "left,right,preferred\na,b,left\n\nb,c,equal\n")).profile
    other = file(tmp_path, "Preferred;Seconds;RIGHT; Left\nLEFT;3; b ;a\n equal;2;c;b\n;;;\n")
    assert read_comparisons(other).profile == one


WRONG = {
    "two names of one item": ("a,a,left,x,1", "line 3: compares 'a' with itself, expected two items"),
    "no item": ("a,,left,x,1", "line 3: expected an id in the column right, found none"),
    "a long id": (f"a,{'b' * 301},left,x,1", "line 3: expected an id of at most 300 characters"),
    "another word": ("a,b,a,x,1", "line 3: expected left, right or equal as preferred, found 'a'"),
    "no word": ("a,b,,x,1", "line 3: expected left, right or equal as preferred, found ''"),
    "half a weight": ("a,b,left,x,0.5", r"line 3: expected a whole number from 1 to 10\^9 as weight, found '0.5'"),
    "no weight": ("a,b,left,x,0", r"line 3: expected a whole number from 1 to 10\^9 as weight, found '0'"),
    "another weight": ("a,b,left,anna,2", "line 3: voter 'anna' has the weight 2 here and 1 before"),
    "too few fields": ("a,b", "line 3: has 2 fields, the header 5"),
    "too many fields": ("a,b,left,x,1,7", "line 3: has 6 fields, the header 5"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_with_its_line_and_repaired_when_lenient(tmp_path: Path, case: str) -> None:
    line, words = WRONG[case]
    path = file(tmp_path, f"{HEADER}a,b,left,anna,1\n{line}\nb,c,right,ben,1\n")
    with pytest.raises(FormatError, match=words) as error:
        read_comparisons(path)
    assert str(error.value).startswith(f"{path}, line 3")
    lenient = read_comparisons(path, lenient=True)
    assert {repair.line for repair in lenient.repairs} == {3}
    assert len(lenient.profile.choices) in (4, 6)


def test_the_first_row_has_its_own_line_and_not_that_of_the_header(tmp_path: Path) -> None:
    for line, text in ((2, HEADER + "a,a,left,x,1\n"), (4, f"\n{HEADER}\na,a,left,x,1\n")):
        with pytest.raises(FormatError, match=f"line {line}: compares 'a' with itself"):
            read_comparisons(file(tmp_path, text))


def test_what_is_no_file_of_comparisons_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="line 1: the header lacks preferred; found left, right"):
        read_comparisons(file(tmp_path, "left,right\na,b\n"))
    with pytest.raises(FormatError, match=r"town\.csv: is empty"):
        read_comparisons(file(tmp_path, ""))
    with pytest.raises(FormatError, match="line 1: expected at least one comparison"):
        read_comparisons(file(tmp_path, HEADER))
    latin = file(tmp_path, (HEADER + "a,b,left,x,1\nä,b,left,y,1\n").encode("latin-1"))
    found = read_comparisons(latin)

    assert (found.profile.items, [one.code for one in found.notices]) == (("a", "b", "ä"), ["table.encoding"])


@pytest.mark.parametrize("kind", ["ranked", "points", "approval"])
@pytest.mark.parametrize("seed", range(40))
def test_ballots_compare_what_one_puts_above_another(kind: str, seed: int) -> None:
    chance = random.Random(f"{kind} {seed}")
    items = list("abcde")[: chance.randint(1, 5)]
    ballots: list[dict[str, int]] = []
    for _ in range(chance.randint(0, 6)):
        named = chance.sample(items, chance.randint(0, len(items)))
        levels = {"ranked": range(len(named), 0, -1), "points": [chance.randint(0, 3) for _ in named]}
        ballots.append(dict(zip(named, levels.get(kind, [1] * len(named)), strict=True)))
    given = ballots if kind == "points" else [list(ballot) for ballot in ballots]
    weights = [chance.randint(1, 3) for _ in ballots]
    profile = Profile.of(kind, items, given, weights=weights)  # type: ignore[arg-type] # one of the three kinds
    found = as_comparisons(profile)
    rows = [[found.items[item] for item in row] for row in found.rows()]
    for ballot, row in zip(ballots, rows, strict=True):
        wanted = [(a, b) for a in items for b in items if ballot.get(a, 0) > ballot.get(b, 0)]
        assert sorted(zip(row[::2], row[1::2], strict=True)) == wanted
    fields = {name: getattr(found, name) for name in type(found).model_fields}
    assert Profile.model_validate(fields) == found
    assert found.ballot_weights() == weights
    matrices = [pairwise_matrix(Ballots.of(one)).tolist() for one in (profile, found)]
    assert matrices[0] == matrices[1]


def test_more_comparisons_than_can_be_kept_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("osi_voting.formats.as_comparisons.MOST", 5)
    with pytest.raises(ValueError, match="choices: the ballots make more than 5 comparisons"):
        as_comparisons(Profile.of("ranked", ["a", "b", "c"], [["a", "b", "c"], ["b", "a", "c"]]))
