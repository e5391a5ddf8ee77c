"""`osi audit`: the file's own outcome, a list, or a rule; as tables, as JSON, and as a page."""

from __future__ import annotations

import errno
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
    assert "Path for €40: 2 of its supporters have a share of €50" in answer.out
    german = osi("audit", town, "--result", chosen, "--lang", "de")
    assert "Path für 40 €: 2 seiner Unterstützenden haben einen Anteil von 50 €" in german.out


def test_all_rules_keep_to_the_limits_of_a_file(osi: Osi, town: Path, tmp_path: Path) -> None:
    limits = tmp_path / "limits.toml"
    limits.write_text('conflicts = [["3", "2"]]')
    given = ("audit", town, "--result", "greedy", "--rule", "equal-shares", "--runs", "0", "--json")
    free, held = (json.loads(osi(*given, *more).out)["outcomes"] for more in ((), ("--limits", limits)))
    assert [{"2", "3"} <= set(one["winners"]) for one in free] == [True, True]
    assert [{"2", "3"} <= set(one["winners"]) for one in held] == [False, False]
    limits.write_text('conflicts = [["3", "9"]]')
    answer = osi(*given, "--limits", limits)
    assert (answer.code, answer.out) == (2, "")
    assert "limits.toml: conflicts" in answer.err


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
        ('["7"]', "'7' is none of the election's 3 ids: 1, 2, 3"),
        ("[true]", "expected a JSON list of project ids"),
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


def test_a_full_disk_is_named_and_leaves_the_page_that_was_there(
    osi: Osi, town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, text: str, encoding: str) -> int:
        path.write_bytes(text[:100].encode())
        raise OSError(errno.ENOSPC, "No space left on device")

    out = tmp_path / "audit.html"
    out.write_bytes(b"last year's")
    monkeypatch.setattr(Path, "write_text", full)
    answer = osi("audit", town, "--out", out)
    assert (answer.code, answer.out) == (3, "")
    assert f"{out}: no space is left" in answer.err
    assert out.read_bytes() == b"last year's"
    assert [one.name for one in tmp_path.glob("audit*")] == ["audit.html"]


def test_titles_are_never_taken_for_markup(osi: Osi, town: Path, tmp_path: Path) -> None:
    town.write_text(TOWN.replace("Park", "<script>alert(1)</script>"))
    out = tmp_path / "audit.html"
    osi("audit", town, "--out", out)
    assert "<script>" not in out.read_text()


@pytest.mark.parametrize("rule", ["equal-shares", "greedy", "phragmen"])
def test_real_points_and_ranks_are_judged_as_such_and_as_approval(osi: Osi, pabulib: Path, rule: str) -> None:
    file = pabulib / "Poland_Krakow_2018_Czyzyny.pb"
    answer = osi("audit", file, "--result", rule, "--runs", "2", "--json")
    found = json.loads(answer.out)
    measures = ["points", "cost", "count"]
    assert found["ballots"] == {"kind": "ranked", "voters": 1466, "read_as": "approval", "measures": measures}
    outcome = found["outcomes"][0]
    assert list(outcome["ejr_plus"]) == [f"by_{measure}" for measure in measures]
    assert list(outcome["average_satisfaction"]) == measures
    assert answer.code == bool(outcome["ejr_plus"]["by_points"])
    assert outcome["ejr_plus"]["by_points"] == [] or rule != "equal-shares"


POINTS = TOWN.replace("vote_type;approval", "vote_type;scoring").replace("voter_id;vote", "voter_id;vote;points")
POINTS = POINTS.replace("a;1,2", "a;1,2;9,9").replace("b;2", "b;2;9").replace("c;3", "c;3,1;4,1")
POINTS = POINTS.replace("d;3", "d;3,1;4,1")


def test_by_points_some_go_short_who_by_approval_do_not(osi: Osi, town: Path, tmp_path: Path) -> None:
    """Two give the path 4 points, and get 1 for the park. Half of the money buys 5 each, and with it they had 5."""
    chosen = tmp_path / "chosen.json"
    chosen.write_text('["1", "2"]')
    town.write_text(POINTS)
    answer = osi("audit", town, "--result", chosen)
    found = json.loads(osi("audit", town, "--result", chosen, "--json").out)["outcomes"][0]["ejr_plus"]
    (short,) = found["by_points"]
    assert (short["item"], short["group"], short["most"], short["beyond"], short["claim"]) == ("3", 2, 1, 5, 5)
    assert found["by_cost"] == []
    assert answer.code == 1
    assert "buy 5 points each, on average, at what it gives them for €40. Even with it" in answer.out


@pytest.mark.parametrize(
    ("rule", "kind", "key"),
    [
        ("equal-shares", "price", "price"),
        ("bos-equal-shares", "price", "price"),
        ("phragmen", "time", "time"),
        ("maximin-support", "load", "load"),
        ("greedy", None, ""),
    ],
)
def test_the_rules_own_prices_stand_beside(osi: Osi, town: Path, rule: str, kind: str | None, key: str) -> None:
    told = json.loads(osi("tally", town, "--rule", rule, "--json").out)["explanations"]
    paid = json.loads(osi("audit", town, "--result", rule, "--json").out)["outcomes"][0]["payments"]
    assert paid["rules_own"] == kind
    assert {one["item"]: one["rules_own"] for one in paid["items"]} == {
        one["item"]: one["values"].get(key, {"money": {"minor": None}})["money"]["minor"]
        for one in told
        if one["values"]["place"]
    }
    assert all(one["at_most"] for one in paid["items"])


def test_a_price_for_a_point_is_said_to_be_one(osi: Osi, town: Path, tmp_path: Path) -> None:
    town.write_text(POINTS)
    out = tmp_path / "audit.html"
    found = json.loads(osi("audit", town, "--result", "equal-shares", "--json", "--out", out).out)
    assert found["outcomes"][0]["payments"]["rules_own"] == "point"
    assert "the most that a supporter paid for each point" in out.read_text()
    by_cost = osi("audit", town, "--result", "equal-shares:satisfaction=cost", "--json")
    assert json.loads(by_cost.out)["outcomes"][0]["payments"]["rules_own"] == "price"


def test_what_a_rule_chooses_instead_is_listed(osi: Osi, town: Path, tmp_path: Path) -> None:
    chosen, out = tmp_path / "chosen.json", tmp_path / "audit.html"
    chosen.write_text('["1"]')
    given = ("--result", chosen, "--rule", "greedy-votes", "--rule", "equal-shares", "--out", out)
    answer = osi("audit", town, *given)
    first, votes, _ = json.loads(osi("audit", town, *given, "--json").out)["outcomes"]
    assert (first["only_here"], votes["only_here"], votes["only_in_the_first"]) == ([], ["3", "2"], ["1"])
    listed = answer.out.partition("greedy-votes beside chosen.json: 2 more, 1 fewer")[2].splitlines()
    assert listed[1:4] == ["  + Path (€40)", "  + Pool (€30)", "  - Park (€50)"]
    assert "Projects on which they differ: 3" in out.read_text()


def test_a_wide_screen_has_a_row_for_each_outcome(osi: Osi, town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    wide = [line.split() for line in osi("audit", town, "--rule", "greedy-votes").out.splitlines()]
    assert ["greedy-votes", "2", "€70", "0.0%", "1.00", "holds", "holds", "yes"] in wide
    monkeypatch.setenv("COLUMNS", "60")
    narrow = [line.split() for line in osi("audit", town, "--rule", "greedy-votes").out.splitlines()]
    assert ["Spent", "€90", "€70"] in narrow


def test_long_work_is_named_while_it_goes_on(osi: Osi, town: Path) -> None:
    told = osi("audit", town, "--result", "greedy:satisfaction=cost", "--rule", "equal-shares:completion=add1").err
    for words in ("Counting with equal-shares:completion=add1", "Judging equal-shares", "100 counts without 1 %"):
        assert words in told


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


CAT = (
    "# TITLE: Rathaus\n# DATA TYPE: cat\n# NUMBER ALTERNATIVES: 4\n# NUMBER CATEGORIES: 2\n"
    "# ALTERNATIVE NAME 1: Anna\n# ALTERNATIVE NAME 2: Bert\n# ALTERNATIVE NAME 3: Cleo\n# ALTERNATIVE NAME 4: Dora\n"
    "3: {1,2},{3,4}\n2: 3,{1,2,4}\n1: {},{1,2,3,4}\n"
)


def test_a_committee_is_judged_by_its_seats(osi: Osi, tmp_path: Path) -> None:
    """Half of the six want Anna and Bert, which is worth one of two seats, and get neither."""
    file, chosen = tmp_path / "town.cat", tmp_path / "chosen.json"
    file.write_text(CAT)
    chosen.write_text('["Cleo", "Dora"]')
    answer = osi("audit", file, "--result", chosen, "--rule", "pav-sequential", "--size", "2")
    assert answer.code == 1
    assert "Anna: 3 of its supporters have a share of 1 of the 2 seats" in answer.out
    found = json.loads(osi("audit", file, "--result", chosen, "--json").out)["outcomes"][0]
    assert list(found["ejr_plus"]) == ["by_count"]
    assert (found["spent"], found["payments"]["rules_own"]) == (None, None)


def test_a_committee_of_nobody_needs_its_size(osi: Osi, tmp_path: Path) -> None:
    file, chosen = tmp_path / "town.cat", tmp_path / "chosen.json"
    file.write_text(CAT)
    chosen.write_text("[]")
    answer = osi("audit", file, "--result", chosen)
    assert (answer.code, answer.out) == (2, "")
    assert "say with --size how many seats there are" in answer.err
    assert osi("audit", file, "--result", chosen, "--size", "2").code == 1


def test_a_budget_that_funds_nothing_is_judged(osi: Osi, town: Path, tmp_path: Path) -> None:
    chosen = tmp_path / "chosen.json"
    chosen.write_text("[]")
    assert "Path for €40: 2 of its supporters" in osi("audit", town, "--result", chosen).out


@pytest.mark.parametrize(("winners", "code"), [(["a", "c"], 0), (["c", "d"], 1)])
def test_a_table_of_ballots_is_audited(osi: Osi, tmp_path: Path, winners: list[str], code: int) -> None:
    """Three of five want a and b: with two seats one of them is due."""
    (tmp_path / "club.csv").write_text("when,Votes\n" + 'x,"a, b"\n' * 3 + 'y,"c, d"\n' * 2, encoding="utf-8")
    (tmp_path / "winners.json").write_text(json.dumps(winners), encoding="utf-8")
    answer = osi("audit", tmp_path / "club.csv", "--result", tmp_path / "winners.json", "--size", "2", "--json")
    assert answer.code == code, answer.err
    assert [one["winners"] for one in json.loads(answer.out)["outcomes"]] == [winners]


@pytest.mark.parametrize("text", ["contributor,project,amount\nanna,path,5\n", "left,right,preferred\na,b,left\n"])
def test_what_holds_no_ballots_is_not_audited(osi: Osi, tmp_path: Path, text: str) -> None:
    (tmp_path / "other.csv").write_text(text, encoding="utf-8")
    answer = osi("audit", tmp_path / "other.csv", "--result", "borda")
    assert answer.code == 1
    assert "what can be judged are ballots" in answer.err


def test_what_the_columns_hold_may_be_said(osi: Osi, tmp_path: Path) -> None:
    (tmp_path / "marks.csv").write_text("a,b\n3,1\n0,2\n", encoding="utf-8")
    call = ("audit", tmp_path / "marks.csv", "--result", "borda", "--size", "1", "--json", "--runs", "0")
    assert "ballots" in osi(*call).err
    assert osi(*call, "--ballots", "points").code == 0
