"""What an audit takes for granted is checked first; one ballot does not block a count; advice fits the hearer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plugins.voting.tests.commands.calling import Osi

VILLAGE = """META
key;value
description;Village
budget;200
currency;EUR
vote_type;approval
PROJECTS
project_id;cost;name;selected
m;150;Mill;1
n;90;Nest;{mark}
VOTES
voter_id;vote
1;m
2;m,n
3;n
"""


def village(folder: Path, mark: int) -> Path:
    path = folder / "village.pb"
    path.write_text(VILLAGE.format(mark=mark))
    return path


def test_an_outcome_over_the_budget_is_told_before_anything_that_holds(osi: Osi, tmp_path: Path) -> None:
    path = village(tmp_path, 2)
    for said, named, more in (
        ("Over the budget: official result costs €240 of €200", "Nest", ()),
        ("Über dem Budget: amtliches Ergebnis kostet 240 € von 200 €", "Nest", ("--lang", "de")),
    ):
        answer = " ".join(osi("audit", path, "--runs", "0", *more).out.replace("\u00a0", " ").split())
        assert said in answer
        assert answer.index(said) < answer.index("EJR+")
        assert named in answer
    record = json.loads(osi("audit", path, "--runs", "0", "--rule", "greedy-votes", "--json").out)
    codes = [[one["code"] for one in outcome["premises"]] for outcome in record["outcomes"]]
    assert codes == [["voting.premise.over-budget", "voting.published.marked"], []]


def test_what_keeps_to_the_budget_has_no_such_line(osi: Osi, tmp_path: Path) -> None:
    answer = osi("audit", village(tmp_path, 0), "--runs", "0")
    assert "Over the budget" not in answer.out
    assert "marked" not in answer.out


def test_projects_paid_in_part_are_told(osi: Osi, tmp_path: Path) -> None:
    path = village(tmp_path, 0)
    given = ("--result", "greedy-votes:over_budget=part,ties=name", "--runs", "0", "--json")
    outcome = json.loads(osi("audit", path, *given).out)["outcomes"][0]
    assert outcome["winners"] == ["m", "n"]
    assert [one["code"] for one in outcome["premises"]] == ["voting.premise.in-part"]
    assert "1 project a part of its cost" in outcome["premises"][0]["what"]


def test_the_page_tells_it_too(osi: Osi, tmp_path: Path) -> None:
    out = tmp_path / "audit.html"
    osi("audit", village(tmp_path, 2), "--runs", "0", "--out", out)
    page = out.read_text(encoding="utf-8")
    assert "Over the budget: official result costs" in page
    assert page.index("Over the budget") < page.index('id="glance"')
    assert "EJR+: people who all want" in page


def test_words_of_the_field_are_explained_where_they_stand(osi: Osi, tmp_path: Path) -> None:
    answer = osi("audit", village(tmp_path, 0), "--runs", "0")
    assert "EJR+: people who all want the same unchosen project" in answer.out
    assert "Priceable: with equal shares of money" in answer.out


TOI = """# DATA TYPE: toi
# NUMBER ALTERNATIVES: 3
# ALTERNATIVE NAME 1: Ash
# ALTERNATIVE NAME 2: Birch
# ALTERNATIVE NAME 3: Cedar
4: 1,2
3: 2,{1,3}
2: {1,2},3
1: 3,1
"""


def test_an_overvote_ends_its_paper_and_not_the_count(osi: Osi, tmp_path: Path) -> None:
    path = tmp_path / "ward.toi"
    path.write_text(TOI)
    given = ("tally", path, "--rule", "stv-scottish", "--size", "1")
    refused = osi(*given)
    assert refused.code == 1
    assert f"{path}, line 8: alternatives 1 and 2 are tied" in refused.err
    assert "--lenient repairs" in refused.err
    answer = osi(*given, "--lenient", "--json")
    record = json.loads(answer.out)
    assert [one["what"].partition(": ")[2] for one in record["repairs"]] == ["2 papers end there and keep nothing"]
    # 8 papers count: Ash 4, Birch 3, Cedar 1; the quota is 5, and Cedar's paper goes to Ash.
    assert record["winners"] == ["Ash"]
    points = osi("tally", path, "--rule", "schulze", "--lenient", "--json")
    assert json.loads(points.out)["repairs"] == []


def test_a_tie_among_all_that_is_left_says_nothing_and_is_no_repair(osi: Osi, tmp_path: Path) -> None:
    path = tmp_path / "ward.toi"
    path.write_text(TOI.replace("2: {1,2},3\n", ""))
    record = json.loads(osi("tally", path, "--rule", "stv-scottish", "--size", "1", "--json").out)
    assert record["repairs"] == []


@pytest.mark.parametrize(
    ("text", "advised"),
    [(VILLAGE.format(mark=1).replace("n;90", "n;-90"), True), ("META\nkey;value\nbudget;5\n", False)],
)
def test_lenient_is_advised_only_where_it_helps(osi: Osi, tmp_path: Path, text: str, advised: bool) -> None:
    path = tmp_path / "village.pb"
    path.write_text(text)
    answer = osi("tally", path, "--rule", "greedy")
    assert answer.code == 1
    assert ("--lenient" in answer.err) is advised
    assert (osi("tally", path, "--rule", "greedy", "--lenient").code == 0) is advised


def test_why_equal_shares_leaves_money_is_told(osi: Osi, tmp_path: Path) -> None:
    path = tmp_path / "village.pb"
    path.write_text(VILLAGE.format(mark=1).replace("3;n\n", "3;\n4;\n"))
    answer = osi("tally", path, "--rule", "equal-shares")
    assert "though some project costs no more" in " ".join(answer.out.split())
    assert "completion=add1" in answer.out
    assert "though some project" not in osi("tally", path, "--rule", "equal-shares", "-o", "completion=add1u").out
