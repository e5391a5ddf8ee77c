"""Limits given beside a file: with `-o`, with `--limits`, and what is said where they do not fit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from plugins.voting.tests.commands.calling import Osi

TOWN = """META
key;value
budget;100
currency;EUR
vote_type;approval
PROJECTS
project_id;cost;name;category;district
1;50;Park;green;North
2;30;Pool;water;North
3;40;Path;green,old;
VOTES
voter_id;vote
a;1,2
b;1,2
c;3
"""
SOI = "# TITLE: Rathaus\n# DATA TYPE: soi\n# NUMBER ALTERNATIVES: 3\n3: 1,2\n1: 2\n"


@pytest.fixture
def town(tmp_path: Path) -> Path:
    path = tmp_path / "town.pb"
    path.write_text(TOWN)
    return path


def counted(osi: Osi, *arguments: str | Path) -> dict[str, Any]:
    answer = osi("tally", *arguments, "--json")
    assert answer.code == 0, answer.err
    record: dict[str, Any] = json.loads(answer.out)
    return record


LIMITS: dict[str, tuple[Any, list[str]]] = {
    "minimum_support": (2, ["1", "2"]),
    "conflicts": ([["1", "2"]], ["2", "3"]),
    "category_pots": ({"green": 4500}, ["2", "3"]),
    "district_pots": ({"North": 4000}, ["2", "3"]),
}


@pytest.mark.parametrize("name", LIMITS)
def test_each_limit_is_kept_to_and_stands_in_the_record(osi: Osi, town: Path, tmp_path: Path, name: str) -> None:
    value, winners = LIMITS[name]
    given = (town, "--rule", "greedy-votes", "--ties", "cheaper")
    plain = counted(osi, *given)
    limited = counted(osi, *given, "-o", f"{name}={json.dumps(value)}")
    assert plain["limits"] == {}
    assert (limited["limits"], sorted(limited["winners"])) == ({name: value}, winners)
    assert limited["input_sha256"] != plain["input_sha256"]
    file = tmp_path / "limits.toml"
    file.write_text(f"{name} = {json.dumps(value).replace(':', '=')}\n")
    again = counted(osi, *given, "--limits", file)
    for one in (limited, again):
        one.pop("timings")
    assert again == limited


def test_substitutes_enter_the_digest(osi: Osi, town: Path) -> None:
    limited = counted(osi, town, "--rule", "greedy", "-o", 'substitutes=[["1","2"]]')
    assert limited["limits"] == {"substitutes": [["1", "2"]]}
    assert limited["input_sha256"] != counted(osi, town, "--rule", "greedy")["input_sha256"]


def test_an_option_goes_before_the_file_and_names_may_be_numbers(osi: Osi, town: Path, tmp_path: Path) -> None:
    file = tmp_path / "limits.toml"
    file.write_text("minimum_support = 3\nconflicts = [[1, 2]]\n")
    record = counted(osi, town, "--rule", "greedy", "--limits", file, "-o", "minimum-support=2")
    assert record["limits"] == {"minimum_support": 2, "conflicts": [["1", "2"]]}


def test_orders_take_size_and_conflicts(osi: Osi, tmp_path: Path) -> None:
    path = tmp_path / "town.soi"
    path.write_text(SOI)
    record = counted(osi, path, "--rule", "borda", "--size", "2", "-o", 'conflicts=[["1","2"]]')
    assert record["limits"] == {"size": 2, "conflicts": [["1", "2"]]}
    assert record["winners"] == ["1", "3"]
    assert counted(osi, path, "--rule", "borda", "-o", "size=1")["winners"] == ["1"]
    needing = counted(osi, path, "--rule", "borda", "--size", "2", "-o", 'requires=[["1","3"],["2","3"]]')
    assert needing["limits"] == {"size": 2, "requires": [["1", "3"], ["2", "3"]]}
    assert "3" in needing["winners"]


def test_people_read_the_limits(osi: Osi, town: Path) -> None:
    given = ("-o", 'category_pots={"green": 450000}', "-o", 'conflicts=[["1","2"]]', "-o", "minimum_support=2")
    english = osi("tally", town, "--rule", "greedy", *given).out
    assert "Limits: minimum_support=2; conflicts=1 × 2; category_pots=green €4,500" in english
    german = osi("tally", town, "--rule", "greedy", *given, "--lang", "de").out
    assert "Grenzen: minimum_support=2; conflicts=1 × 2; category_pots=green 4.500 €" in german


WRONG = {
    "minimum_support=-1": ("-o minimum_support: -1 does not fit; expected is a whole", "erwartet wird eine ganze Zahl"),
    "minimum_support=many": ("'many' does not fit; expected is a whole number", "'many' passt nicht; erwartet wird"),
    "minimum_support=1.5": ("'1.5' does not fit; expected is a whole number", "'1.5' passt nicht; erwartet wird"),
    "conflicts=12": ("-o conflicts: 12 does not fit; expected is pairs of ids, as in", "erwartet wird Paare von ids"),
    'conflicts=[["1"]]': ("expected is pairs of ids, as in", "erwartet wird Paare von ids"),
    'conflicts=[["1",""]]': ("expected is pairs of ids, as in", "erwartet wird Paare von ids"),
    'conflicts=[["1","9"]]': (
        "-o conflicts: '9' is none of the election's 3 items",
        "„9“ ist keine der 3 Alternativen",
    ),
    'conflicts=[["1","1"]]': ("-o conflicts[0]: '1' twice, expected two", "-o conflicts[0]: „1“ zweimal, erwartet"),
    'requires=[["1","2"],["2","1"]]': ("goes round in a circle: 1 → 2 → 1", "läuft im Kreis: 1 → 2 → 1"),
    'substitutes=[["1"]]': ("expected is groups of two or more ids, as in", "erwartet wird Gruppen von zwei"),
    'substitutes=[["1","2"],["2","3"]]': ("-o substitutes: '2' stands there more than", "„2“ steht mehr als einmal da"),
    'category_pots={"red":5}': ("no project is in the category 'red'. There are: green, old, water", "Kategorie „red“"),
    'category_pots={"green":-5}': ("expected is an amount of 0 or more in minor units", "ein Betrag ab 0"),
    'category_pots={"green":true}': ("expected is an amount of 0 or more in minor units", "ein Betrag ab 0"),
    'district_pots={"":5}': ("no project is in the district ''. There are: North", "kein Projekt liegt im Bezirk „“"),
    "size=2": ("takes no size", "kennt keine size"),
    "colour=red": ("there are the limits size, minimum_support", "Daneben gibt es die Grenzen size, minimum_support"),
}


@pytest.mark.parametrize("given", WRONG)
def test_a_limit_that_does_not_fit_is_named_with_what_was_expected(osi: Osi, town: Path, given: str) -> None:
    english, german = WRONG[given]
    for said, more in ((english, ()), (german, ("--lang", "de"))):
        answer = osi("tally", town, "--rule", "greedy", "-o", given, "--json", *more)
        assert (answer.code, answer.out) == (2, "")
        assert said in " ".join(answer.err.split())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("minimum_support = ", "limits.toml, line 1: expected TOML, such as minimum_support = 20"),
        ("maximum = 3", "limits.toml: there is no limit maximum. There are: size, minimum_support"),
        ('conflicts = [["1","9"]]', "limits.toml: conflicts: '9' is none of the election's 3 items"),
        ("[category_pots]\ngreen = 1.5", 'limits.toml: category_pots: {"green": 1.5} does not fit'),
    ],
)
def test_a_file_of_limits_that_does_not_fit_is_named(
    osi: Osi, town: Path, tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "limits.toml"
    file.write_text(text)
    answer = osi("tally", town, "--rule", "greedy", "--limits", file)
    assert (answer.code, answer.out) == (2, "")
    assert said in " ".join(answer.err.split())


def test_limits_of_money_are_refused_where_nothing_is_paid(osi: Osi, town: Path, tmp_path: Path) -> None:
    path = tmp_path / "town.soi"
    path.write_text(SOI)
    for file in (town, path):
        answer = osi("tally", file, "--rule", "borda", "-o", 'category_pots={"green": 5}')
        assert (answer.code, answer.out) == (2, "")
        assert "-o category_pots: only a rule that gives out money" in " ".join(answer.err.split())
