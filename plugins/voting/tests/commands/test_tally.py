"""`osi tally` and `osi rules voting`, as people and programs call them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from plugins.voting.tests.commands.calling import Osi

TOWN = """META
key;value
description;Little Town
budget;100
currency;EUR
vote_type;approval
PROJECTS
project_id;cost;name;selected
1;50;Park;1
2;30;Pool;0
3;40;Path;1
VOTES
voter_id;vote
a;1,2
b;2
c;3
d;3
"""
SOI = "# TITLE: Rathaus\n# DATA TYPE: soi\n# NUMBER ALTERNATIVES: 3\n3: 1,2\n1: 2\n"


@pytest.fixture
def town(tmp_path: Path) -> Path:
    path = tmp_path / "town.pb"
    path.write_text(TOWN)
    return path


def test_json_is_one_object_with_the_whole_record(osi: Osi, town: Path) -> None:
    answer = osi("tally", town, "--rule", "equal-shares", "-o", "satisfaction=count", "--ties", "name", "--json")
    assert (answer.code, answer.err) == (0, "")
    record = json.loads(answer.out)
    assert record["rule"] == "equal-shares"
    assert (record["options"]["satisfaction"], record["options"]["ties"]) == ("count", "name")
    assert (record["winners"], record["spent"]) == (["2", "3"], 7000)
    assert (record["budget"], record["currency"]) == (10000, "EUR")
    assert len(record["input_sha256"]) == 64
    assert record["exact_steps"] >= 0
    assert set(record["timings"]) == {"load_s", "compiled", "read_s", "digest_s", "decide_s", "processor"}
    assert set(record["timings"]["processor"]) == {"load_s", "read_s", "digest_s", "decide_s"}
    assert {one["item"] for one in record["explanations"]} == {"1", "2", "3"}


def test_the_same_file_gives_the_same_digest_and_another_order_of_voters_another(osi: Osi, town: Path) -> None:
    def digest() -> str:
        return str(json.loads(osi("tally", town, "--rule", "greedy", "--json").out)["input_sha256"])

    first = digest()
    assert digest() == first
    town.write_text(TOWN.replace("a;1,2\nb;2\n", "b;2\na;1,2\n"))
    assert digest() != first


def test_people_read_titles_money_and_reasons_in_their_language(osi: Osi, town: Path) -> None:
    english = osi("tally", town, "--rule", "equal-shares").out
    assert "Little Town" in english
    assert "€50" in english
    assert "Not chosen" in english
    german = osi("tally", town, "--rule", "equal-shares", "--lang", "de").out
    assert "50 €" in german
    assert "Nicht ausgewählt" in german
    assert "Gefördert in Runde" in german


def test_preflib_files_are_put_in_order(osi: Osi, tmp_path: Path) -> None:
    path = tmp_path / "town.soi"
    path.write_text(SOI)
    record = json.loads(osi("tally", path, "--rule", "borda", "--size", "2", "--json").out)
    assert record["winners"] == ["1", "2"]
    assert record["spent"] is None


COMPARISONS = "left,right,preferred,voter\npark,pool,left,a\npool,path,right,b\npath,park,equal,b\n"


def test_comparisons_are_put_in_order(osi: Osi, tmp_path: Path) -> None:
    path = tmp_path / "town.csv"
    path.write_text(COMPARISONS)
    record = json.loads(osi("tally", path, "--rule", "bradley-terry", "--ties", "name", "--json").out)
    assert record["winners"] == ["park", "path", "pool"]
    assert set(record["next_pair"]) < {"park", "path", "pool"}
    assert "Ask next: " in osi("tally", path, "--rule", "bradley-terry").out
    assert "3 of 3, 2 ballots" in osi("tally", path, "--rule", "schulze").out


def test_ballots_of_every_kind_can_be_counted_as_comparisons(osi: Osi, town: Path, tmp_path: Path) -> None:
    path = tmp_path / "town.soi"
    path.write_text(SOI)
    assert json.loads(osi("tally", path, "--rule", "bradley-terry", "--json").out)["winners"] == ["1", "2", "3"]
    path.write_text(SOI.replace("soi", "toi").replace("3: 1,2", "3: {2,3}"))
    record = json.loads(osi("tally", path, "--rule", "bradley-terry", "--json").out)
    assert record["winners"] == ["2", "3", "1"]
    assert (
        json.loads(osi("tally", town, "--rule", "bradley-terry", "--ties", "name", "--json").out)["winners"][2] == "1"
    )


def test_contributions_are_matched(osi: Osi, tmp_path: Path) -> None:
    gifts, projects = tmp_path / "gifts.csv", tmp_path / "projects.csv"
    gifts.write_text("contributor,project,amount\nanna,park,12.50\nben,park,5\ncarla,park,5\nben,pool,20\n")
    given = ("tally", gifts, "--rule", "quadratic-funding", "--currency", "EUR", "--budget")
    record = json.loads(osi(*given, "100", "--json").out)
    # (√1250 + 2√500)² - 2250 = 4162.27 cents
    assert (record["awards"], record["spent"]) == ({"park": 4162}, 4162)
    assert (record["budget"], record["currency"]) == (10000, "EUR")
    assert "€41.62 of €100 spent" in osi(*given, "100").out
    compared = ("tally", gifts, "--rule", "bradley-terry", "--budget", "100", "--json")
    assert json.loads(osi(*compared).out)["winners"] == ["park", "pool"]
    projects.write_text("project,cost,name\npark,30,City park\npool,,Pool\n")
    capped = osi(*given, "100", "--projects", projects, "--lang", "de").out
    assert "City park  park  30 €" in capped


def test_the_examples_of_the_documentation_are_counted(osi: Osi, tmp_path: Path, town: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "tally-and-audit.md").read_text()
    ballots, comparisons, gifts = re.findall(r"```csv\n(.*?)```", page, re.DOTALL)
    path = tmp_path / "gifts.csv"
    path.write_text(gifts)
    shown = re.search(r"\$ osi tally (gifts.csv .*)\n([^`]*)```", page)
    assert shown is not None
    said = osi("tally", path, *shown[1].split()[1:]).out
    assert said.startswith(shown[2])
    path.write_text(comparisons)
    assert osi("tally", path, "--rule", "bradley-terry").code == 0
    path.write_text(ballots)
    assert osi("tally", path, "--rule", "copeland").code == 0
    (limits,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "limits.toml").write_text(limits)
    answer = osi("tally", town, "--rule", "greedy", "--limits", tmp_path / "limits.toml")
    assert "'12' is none of the election's 3 items" in answer.err


@pytest.mark.parametrize("rule", ["greedy", "score-order", "borda"])
def test_ties_go_by_cost_with_every_rule(osi: Osi, town: Path, rule: str) -> None:
    record = json.loads(osi("tally", town, "--rule", rule, "--ties", "cheaper", "--json").out)
    assert record["options"]["ties"] == "cheaper"


def test_ties_by_cost_want_costs(osi: Osi, town: Path, tmp_path: Path) -> None:
    path = tmp_path / "plain.soi"
    path.write_text(SOI, encoding="utf-8")
    answer = osi("tally", path, "--rule", "borda", "--ties", "dearer")
    assert (answer.code, "ties: 'dearer' needs the cost of each item" in answer.err) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--rule", "equal-share"), 3, "Perhaps equal-shares?"),
        (("--rule", "equal-shares", "-o", "completion"), 2, "'completion': an option is written key=value."),
        (("--rule", "equal-shares", "-o", "colour=red"), 2, "equal-shares has no option colour. It has: ties, "),
        (("--rule", "equal-shares", "-o", "completion=add2"), 2, "'add2' does not fit; expected is 'none' | 'add1'"),
        (("--rule", "equal-shares", "-o", "increment=0"), 2, "increment: 0 does not fit; expected is ≥ 1"),
        (("--rule", "equal-shares", "-o", "increment=x"), 2, "increment: 'x' does not fit; expected is integer 1.."),
        (("--rule", "bradley-terry", "-o", "penalty=x"), 2, "penalty: 'x' does not fit; expected is something like 1"),
        (("--rule", "equal-shares", "-o", "satisfaction=points"), 1, "satisfaction: points does not fit approval"),
        (("--rule", "score-order", "--ties", "cost"), 2, "--ties"),
        (("--rule", "stv-scottish"), 1, "stv-scottish takes ranked ballots; those of the file are approval."),
        ((), 2, "--rule NAME has to say by which rule"),
    ],
)
def test_wrong_calls_end_with_one_sentence(osi: Osi, town: Path, arguments: tuple[str, ...], code: int, said: str):
    answer = osi("tally", town, *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert said in " ".join(answer.err.split())


def test_a_file_that_is_not_there_cannot_be_counted(osi: Osi, tmp_path: Path) -> None:
    answer = osi("tally", tmp_path / "nowhere.pb", "--rule", "greedy")
    assert answer.code == 3
    assert "no such file" in answer.err


def test_rules_lists_every_rule_with_options_and_axioms(osi: Osi) -> None:
    rules = {rule["name"]: rule for rule in json.loads(osi("rules", "voting", "--json").out)}
    assert {"equal-shares", "greedy", "phragmen", "schulze", "stv-scottish"} <= set(rules)
    shares = rules["equal-shares"]
    assert any("EJR" in axiom for axiom in shares["axioms"])
    assert shares["options"]["completion"]["default"] == "none"
    assert "add1u" in shares["options"]["completion"]["allowed"]
    assert "equal-shares" in osi("rules", "osi-voting").out
    assert osi("rules", "osi-voting").out.count("Every rule takes the limits of its problem: minimum_support") == 1
    assert osi("rules", "nothing").code == 3


def test_assens_official_result_is_counted_again(osi: Osi, pabulib: Path) -> None:
    """Assen 2024 was really decided by equal shares with add1."""
    file = pabulib / "Netherlands_Assen_2024.pb"
    given = ("--rule", "equal-shares", "-o", "completion=add1", "--ties", "name", "--json")
    record = json.loads(osi("tally", file, *given).out)
    audit = json.loads(osi("audit", file, "--result", "official", "--runs", "0", "--json").out)
    assert set(record["winners"]) == set(audit["outcomes"][0]["winners"])
