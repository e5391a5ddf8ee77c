"""`osi audit`: the file's own outcome, a list, or a rule; as tables, as JSON, and as a page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from plugins.voting.tests.commands.calling import Osi
from plugins.voting.tests.commands.test_tally import TOWN


@pytest.fixture
def town(tmp_path: Path) -> Path:
    path = tmp_path / "town.pb"
    path.write_text(TOWN)
    return path


def test_the_files_own_outcome_is_judged_and_compared_with_rules(osi: Osi, town: Path) -> None:
    given = ("--rule", "equal-shares", "--rule", "greedy", "--json")
    answer = osi("audit", town, *given)
    found = json.loads(answer.out)
    first, shares, _ = found["outcomes"]
    assert (first["outcome"], first["winners"]) == ("official result", ["3", "1"])
    assert (answer.code, answer.err) == (0, "")
    assert (found["budget"], first["spent"]) == (10000, 9000)
    assert first["voters"] == {"all": 4, "nothing": 1, "by_number_chosen": [1, 3]}
    assert shares["ejr_plus"] == {"by_cost": [], "by_count": []}
    assert shares["priceability"]["holds"] is True


def test_the_answer_is_no_where_a_group_goes_short(osi: Osi, town: Path, tmp_path: Path) -> None:
    chosen = tmp_path / "chosen.json"
    chosen.write_text('{"winners": ["1"]}')
    answer = osi("audit", town, "--result", chosen)
    assert answer.code == 1
    assert "Path: 2 of its supporters have a share of 50.00 EUR, Path costs 40.00 EUR" in answer.out
    german = osi("audit", town, "--result", chosen, "--lang", "de")
    assert "Path: 2 seiner Unterstützenden haben einen Anteil von 50,00 EUR" in german.out


def test_a_rules_outcome_is_counted_again_without_some_ballots(osi: Osi, town: Path) -> None:
    found = json.loads(osi("audit", town, "--result", "greedy", "--runs", "12", "--json").out)
    robust = found["outcomes"][0]["robustness"]
    assert (robust["runs"], robust["lost_ballots"]) == (12, 1)
    assert 0 <= robust["same_winners"] <= 12
    again = json.loads(osi("audit", town, "--result", "greedy", "--runs", "12", "--json").out)
    assert again["outcomes"][0]["robustness"] == robust


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('["7"]', "'7' is none of the election's 3 projects"),
        ('["1", "1"]', "'1' stands there twice"),
        ('{"winner": []}', "expected a JSON list of project ids"),
        ("[1", "expected a JSON list of project ids"),
    ],
)
def test_a_list_that_is_no_outcome_is_refused(osi: Osi, town: Path, tmp_path: Path, text: str, said: str) -> None:
    chosen = tmp_path / "chosen.json"
    chosen.write_text(text)
    answer = osi("audit", town, "--result", chosen)
    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err


def test_what_is_neither_file_nor_rule_is_refused(osi: Osi, town: Path) -> None:
    answer = osi("audit", town, "--result", "fairest")
    assert answer.code == 3
    assert "'fairest' is no file and no rule" in answer.err
    town.write_text(TOWN.replace(";selected", "").replace(";1\n", "\n").replace(";0\n", "\n"))
    assert "does not say what was really chosen" in osi("audit", town).err


def test_ids_that_are_numbers_may_be_written_as_such(osi: Osi, town: Path, tmp_path: Path) -> None:
    chosen = tmp_path / "chosen.json"
    chosen.write_text("[3, 1]")
    assert osi("audit", town, "--result", chosen).code == 0


def test_the_page_is_alone_with_itself_and_has_a_table_for_every_picture(osi: Osi, town: Path, tmp_path: Path) -> None:
    out = tmp_path / "pages" / "audit.html"
    assert osi("audit", town, "--rule", "greedy", "--out", out).code == 0
    page = out.read_text()
    assert re.findall(r'(?:src|href)="(?!#|data:)', page) == []
    assert page.count('<svg role="img"') >= 2
    assert page.count("<table>") > page.count('<svg role="img"')
    assert page.count("<svg") == page.count('<title id="')


def test_titles_are_never_taken_for_markup(osi: Osi, town: Path, tmp_path: Path) -> None:
    town.write_text(TOWN.replace("Park", "<script>alert(1)</script>"))
    out = tmp_path / "audit.html"
    osi("audit", town, "--out", out)
    assert "<script>" not in out.read_text()


@pytest.mark.parametrize("rule", ["equal-shares", "greedy", "phragmen"])
def test_real_points_and_ranks_are_judged_as_approval(osi: Osi, pabulib: Path, rule: str) -> None:
    file = pabulib / "Poland_Krakow_2018_Czyzyny.pb"
    found = json.loads(osi("audit", file, "--result", rule, "--runs", "2", "--json").out)
    assert found["ballots"] == {"kind": "ranked", "voters": 1466, "read_as": "approval"}


def test_a_rule_to_compare_with_may_bring_its_options(osi: Osi, town: Path) -> None:
    given = ("--result", "greedy", "--rule", "equal-shares:completion=add1,ties=name", "--runs", "0", "--json")
    labels = [one["outcome"] for one in json.loads(osi("audit", town, *given).out)["outcomes"]]
    assert labels == ["greedy", "equal-shares (ties=name, completion=add1)"]


EMPTY = {
    "no voter": TOWN.partition("a;1,2")[0],
    "no project": TOWN.replace("1;50;Park;1\n2;30;Pool;0\n3;40;Path;1\n", ""),
    "a budget of zero": TOWN.replace("budget;100", "budget;0"),
    "free projects": TOWN.replace("1;50;", "1;0;").replace("2;30;", "2;0;"),
    "nobody wants what won": TOWN.replace("c;3\nd;3\n", ""),
}


@pytest.mark.parametrize("case", EMPTY)
@pytest.mark.parametrize("result", ["official", "equal-shares", "greedy"])
def test_elections_with_hardly_anything_in_them_are_judged_too(
    osi: Osi, tmp_path: Path, case: str, result: str
) -> None:
    file, out = tmp_path / "town.pb", tmp_path / "audit.html"
    file.write_text(EMPTY[case])
    given = ("--rule", "phragmen", "--runs", "3", "--lenient", "--out", out)
    answer = osi("audit", file, "--result", result, *given)
    if case == "no project" and result == "official":
        assert answer.code == 3
        return
    assert answer.code in (0, 1), answer.err
    assert "</html>" in out.read_text()
    assert osi("audit", file, "--result", result, *given, "--json").code == answer.code


def test_orders_with_ties_are_judged_as_approval_of_all_that_is_named(osi: Osi, tmp_path: Path) -> None:
    file, chosen = tmp_path / "town.toi", tmp_path / "chosen.json"
    file.write_text("# TITLE: Rathaus\n# DATA TYPE: toi\n# NUMBER ALTERNATIVES: 3\n3: {1,2}\n1: 3\n")
    chosen.write_text('["3", "1"]')
    found = json.loads(osi("audit", file, "--result", chosen, "--json").out)
    assert found["outcomes"][0]["voters"]["by_number_chosen"] == [0, 4]
