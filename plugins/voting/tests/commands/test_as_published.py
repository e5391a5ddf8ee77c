"""Counting as a file says that it was decided, and whether that gives the official result."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from plugins.voting.tests.commands.calling import Osi

HEAD = "META\nkey;value\ndescription;Hill\nbudget;90\ncurrency;EUR\ncountry;Nowhere\nvote_type;{kind}\n{meta}"


def written(folder: Path, meta: str, projects: str, votes: str, kind: str = "approval", name: str = "hill.pb") -> Path:
    path = folder / name
    path.write_text(HEAD.format(kind=kind, meta=meta) + "PROJECTS\n" + projects + "VOTES\n" + votes)
    return path


PROJECTS = "project_id;cost;name;selected\n1;50;Well;{0}\n2;45;Yard;{1}\n3;20;Oak;{2}\n"
VOTES = "voter_id;vote\na;1,2\nb;1,2\nc;1,3\n"


def published(osi: Osi, path: Path, code: int, *more: str) -> dict[str, Any]:
    answer = osi("tally", path, "--as-published", "--json", *more)
    assert answer.code == code, answer.err
    record: dict[str, Any] = json.loads(answer.out)
    return record


@pytest.mark.parametrize(
    ("meta", "marks", "winners"),
    [
        ("rule;greedy\n", "101", ["1", "3"]),
        ("rule;greedy-no-skip\n", "100", ["1"]),
        ("rule;greedy-threshold\nmin_project_score_threshold;2\n", "100", ["1"]),
        ("rule;greedy\nleftover_budget;Partially fund one additional project with highest score\n", "110", ["1", "2"]),
        ("rule;greedy-custom\ncomment;#1: enough to fund at least 80% of that project\n", "120", ["1", "2"]),
        ("rule;greedy-custom\ncomment;#1: enough to fund at least 90% of that project\n", "100", ["1"]),
        ("rule;equalshares/add1\n", "101", ["1", "3"]),
    ],
)
def test_the_rule_that_the_file_names_decides(
    osi: Osi, tmp_path: Path, meta: str, marks: str, winners: list[str]
) -> None:
    path = written(tmp_path, meta, PROJECTS.format(*marks), VOTES)
    record = published(osi, path, 0)
    assert (record["winners"], record["published"]["met"]) == (winners, True)
    assert record["spent"] <= record["budget"]
    other = written(tmp_path, meta, PROJECTS.format(*("011" if marks != "011" else "100")), VOTES)
    assert published(osi, other, 1)["published"]["met"] is False


def test_a_part_of_the_cost_is_what_was_left(osi: Osi, tmp_path: Path) -> None:
    path = written(tmp_path, "", PROJECTS.format(*"000"), VOTES)
    given = ("tally", path, "--rule", "greedy-votes", "-o", "over_budget=part")
    record = json.loads(osi(*given, "--json").out)
    assert record["awards"] == {"1": 5000, "2": 4000}
    assert record["spent"] == 9000
    assert "it gets these of the €45 that it costs." in " ".join(osi(*given).out.split())
    enough = json.loads(osi(*given, "-o", "least_part=89", "--json").out)
    assert enough["awards"] == {"1": 5000}


def test_why_a_result_is_not_met_is_told_as_far_as_it_is_known(osi: Osi, tmp_path: Path) -> None:
    projects = "project_id;cost;name;selected;votes\n1;50;Well;1;3\n2;45;Yard;2;2\n3;20;Oak;1;7\n"
    path = written(tmp_path, "rule;greedy-exclusive\n", projects.replace("1;50;Well;1", "1;50;Well;0"), VOTES)
    found = published(osi, path, 1)["published"]
    assert (found["only_official"], found["only_counted"]) == (["2"], ["1"])
    codes = [one["code"] for one in found["reasons"]]
    assert codes == ["voting.published.exclusive", "voting.published.marked", "voting.published.other-numbers"]
    said = osi("tally", path, "--as-published", "--lang", "de").out
    assert "Das amtliche Ergebnis ist nicht getroffen." in said
    assert "Oak hat dort 7, gezählt sind 1" in said


def test_a_result_that_costs_more_than_the_budget_is_told_first(osi: Osi, tmp_path: Path) -> None:
    path = written(tmp_path, "rule;greedy\n", PROJECTS.format(1, 2, 1), VOTES)
    found = published(osi, path, 0)["published"]
    assert found["met"] is True  # but for what was paid from other money
    assert [one["code"] for one in found["reasons"]] == ["voting.published.over-budget", "voting.published.marked"]
    assert "€115" in found["reasons"][0]["what"] or "115" in found["reasons"][0]["what"]


def test_a_tie_that_fell_otherwise_is_no_difference(osi: Osi, tmp_path: Path) -> None:
    votes = "voter_id;vote\na;1,2\nb;1,2\n"
    projects = "project_id;cost;name;selected\n1;50;Well;0\n2;45;Yard;1\n"
    path = written(tmp_path, "rule;greedy\n", projects, votes)
    record = published(osi, path, 0)
    assert record["winners"] == ["1"]
    assert record["published"]["met"] is True


def test_without_a_rule_or_a_result_it_says_so(osi: Osi, tmp_path: Path) -> None:
    path = written(tmp_path, "rule;unknown\n", PROJECTS.format(*"101"), VOTES)
    answer = osi("tally", path, "--as-published")
    assert (answer.code, answer.out) == (3, "")
    assert "unknown; choose one with --rule" in answer.err
    path = written(tmp_path, "rule;greedy\n", "project_id;cost\n1;50\n2;45\n3;20\n", VOTES)
    assert published(osi, path, 0)["published"]["met"] is None
    assert osi("tally", path, "--as-published", "--rule", "greedy").code == 2
    assert "--rule NAME has to say" in osi("tally", path).err


def test_a_count_by_another_rule_says_so(osi: Osi, tmp_path: Path) -> None:
    path = written(tmp_path, "rule;greedy-no-skip\n", PROJECTS.format(*"100"), VOTES)
    assert "The file names the rule greedy-no-skip" in osi("tally", path, "--rule", "greedy-votes").err
    stopped = osi("tally", path, "--rule", "greedy-votes", "-o", "over_budget=stop")
    assert "The file names the rule" not in stopped.err


def test_several_files_are_summed_up_by_country_and_rule(osi: Osi, tmp_path: Path) -> None:
    fine = written(tmp_path, "rule;greedy\n", PROJECTS.format(*"101"), VOTES, name="one.pb")
    other = written(tmp_path, "rule;greedy\n", PROJECTS.format(*"110"), VOTES, name="two.pb")
    broken = tmp_path / "three.pb"
    broken.write_text("META\n")
    answer = osi("tally", fine, other, broken, "--as-published")
    assert answer.code == 1
    assert "Nowhere, greedy: 1 of 2 official results met" in answer.out
    assert f"{fine}: greedy · met" in answer.out
    assert str(broken) in answer.err
    assert "1 file could not be read or counted" in answer.err


def test_several_rules_and_files_in_one_call(osi: Osi, tmp_path: Path) -> None:
    paths = [written(tmp_path, "", PROJECTS.format(*"000"), VOTES, name=f"{name}.pb") for name in ("one", "two")]
    answer = osi("tally", *paths, "--rule", "greedy-votes", "--rule", "equal-shares", "--json")
    assert answer.code == 0, answer.err
    counted = [(Path(one["file"]).stem, one["rule"]) for one in json.loads(answer.out)]
    assert counted == [(name, rule) for name in ("one", "two") for rule in ("greedy-votes", "equal-shares")]


def test_the_real_elections_give_their_official_results(osi: Osi, pabulib: Path) -> None:
    answer = osi("tally", *sorted(pabulib.glob("*.pb")), "--as-published", "--json")
    verdicts = [one["published"]["met"] for one in json.loads(answer.out)]
    assert (verdicts.count(True), verdicts.count(False), verdicts.count(None)) == (18, 0, 3)
    assert answer.code == 3  # two name no rule
