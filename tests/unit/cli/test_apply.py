"""Bringing tables into a living mission from the command line."""

from __future__ import annotations

import csv
from contextlib import closing
from pathlib import Path

import pytest

from osi_core.log.sql import SqlStore
from osi_core.process import Engine

CHALLENGES = "id;title;author\nl1;Kein Schatten am Markt;ada\nl2;Der Brunnen ist trocken;ben\nl3;Die Schule glüht;ada\n"


@pytest.fixture
def living(osi, tmp_path: Path) -> str:
    """A simulated mission whose challenges phase is open, and its store."""
    playbook = tmp_path / "p.toml"
    playbook.write_text("[mission]\nrequired_sectors = []\n[challenges]\nround_days = 0\nleast_ballots = 1\n")
    store = str(tmp_path / "living.db")
    SqlStore.create(Path(store)).close()
    now = ("--time", "2026-03-02T09:00Z", "--as", "operator", "--store", store)
    begin = ("--mission", "m", "--title", "Cool town", "--origin", "simulated", "--playbook", str(playbook))
    assert osi("do", "create-mission", *begin, *now).code == 0
    goal = ("--statement", "Cool", "--indicator-name", "Hot nights", "--indicator-unit", "a year")
    numbers = ("--indicator-baseline", "24", "--indicator-target", "8", "--indicator-deadline", "2040-12-31")
    assert osi("do", "set-goal", *goal, *numbers, *now).code == 0
    assert osi("do", "close-phase", "--phase", "mission", *now).code == 0
    assert osi("do", "open-phase", "--phase", "challenges", *now).code == 0
    return store


def position(store: str) -> int:
    with closing(SqlStore.open(store, read_only=True)) as source:
        return source.head("m").position


def rows(answer) -> dict[str, int]:
    assert answer.out, answer.err
    outcomes = [row["outcome"] for row in answer.json["rows"]]
    return {one: outcomes.count(one) for one in sorted(set(outcomes))}


def apply(osi, store: str, file: str, *more: str):
    return osi("--json", "apply", file, "--as", "operator", "--store", store, *more)


def test_without_yes_it_tells_what_would_happen_and_nothing_does(osi, living, tmp_path):
    (tmp_path / "evening.csv").write_text(CHALLENGES)
    before = position(living)
    tried = apply(osi, living, "evening.csv")
    assert (tried.code, rows(tried), tried.json["applied"]) == (0, {"new": 3}, False)
    assert position(living) == before
    said = osi("apply", "evening.csv", "--as", "operator", "--store", living, "--lang", "de").out
    assert "3 Zeilen würden eingetragen" in said
    assert "Noch ist nichts geschehen" in said


def test_who_enters_for_others_names_the_document(osi, living, tmp_path):
    (tmp_path / "evening.csv").write_text(CHALLENGES)
    refused = apply(osi, living, "evening.csv", "--yes")
    assert refused.code == 2
    assert "--document" in refused.err


def test_applied_twice_happens_once_and_two_entries_by_one_login_are_one_person(osi, living, tmp_path):
    (tmp_path / "evening.csv").write_text(CHALLENGES)
    document = ("--yes", "--document", "List of the evening at the library, 2026-03-04", "--receipts", "receipts.csv")
    first = apply(osi, living, "evening.csv", *document)
    assert (first.code, rows(first)) == (0, {"new": 3})
    after = position(living)
    again = apply(osi, living, "evening.csv", *document)
    assert (again.code, rows(again)) == (0, {"before": 3})
    assert position(living) == after
    shown = osi("--json", "show", "challenges", "--as", "operator", "--store", living).json["items"]
    authors = {one["challenge"]: one["author"] for one in shown}
    assert authors["l1"] == authors["l3"] != authors["l2"]
    with (tmp_path / "receipts.csv").open() as file:
        assert len(list(csv.DictReader(file))) == 3


def test_the_log_says_who_entered_it_and_by_which_document(osi, living, tmp_path):
    (tmp_path / "evening.csv").write_text(CHALLENGES)
    apply(osi, living, "evening.csv", "--yes", "--document", "The signed list")
    with closing(SqlStore.open(living, read_only=True)) as source:
        records = list(Engine(source).events("m"))
    stated = [one for one in records if one.event.type == "mission.provenance_stated"]
    assert [one.actor for one in stated] == ["operator"]
    assert "The signed list (evening.csv, SHA-256 " in stated[0].event.model_dump()["source"]
    found = osi("log", "find", "--request", "evening.csv:l2", "--store", living).out
    assert "challenges.submitted" in found or "challenges" in found


def test_what_was_cut_off_goes_on(osi, living, tmp_path):
    file = tmp_path / "evening.csv"
    document = ("--yes", "--document", "The signed list")
    file.write_text("".join(CHALLENGES.splitlines(keepends=True)[:2]))
    assert rows(apply(osi, living, "evening.csv", *document)) == {"new": 1}
    file.write_text(CHALLENGES)
    assert rows(apply(osi, living, "evening.csv", *document)) == {"before": 1, "new": 2}


def test_a_second_clerk_is_told_who_is_at_it_and_nothing_is_done_twice(osi, living, tmp_path):
    (tmp_path / "evening.csv").write_text(CHALLENGES)
    document = ("--yes", "--document", "The signed list")
    with closing(SqlStore.open(living)):  # somebody else writes
        busy = apply(osi, living, "evening.csv", *document)
        assert busy.code == 3
        assert rows(apply(osi, living, "evening.csv")) == {"new": 3}, "a try waits for nobody"
    assert rows(apply(osi, living, "evening.csv", *document)) == {"new": 3}


def test_rows_that_cannot_be_read_are_left_out_with_their_reason(osi, living, tmp_path):
    (tmp_path / "evening.csv").write_text(CHALLENGES + "l4;;eva\n" + "l1;Noch einmal;ada\n")
    tried = apply(osi, living, "evening.csv")
    assert (tried.code, tried.json["left_out"]) == (1, {"evening.csv": 2})
    assert apply(osi, living, "evening.csv", "--strict").code == 1


def test_a_folder_brings_everybody_in_an_order_in_which_each_finds_what_it_names(osi, living, tmp_path):
    folder = tmp_path / "town"
    folder.mkdir()
    (folder / "a-challenges.csv").write_text(CHALLENGES)
    (folder / "people.csv").write_text(
        "login,role,institution,document\nrita,representative,town,The vote of 1 March\n"
    )
    (folder / "z-institutions.csv").write_text("id,name,sector\ntown,The town,administration\n")
    done = apply(osi, living, "town", "--yes", "--document", "What the clerk has")
    assert (done.code, rows(done)) == (0, {"new": 5}), done.out
    shown = osi("--json", "show", "institutions", "--store", living).json["items"]
    assert [one["institution"] for one in shown] == ["town"]


def test_paper_ballots_count_where_two_counts_agree(osi, living, tmp_path):
    (tmp_path / "evening.csv").write_text(CHALLENGES)
    apply(osi, living, "evening.csv", "--yes", "--document", "The signed list")
    now = ("--as", "operator", "--store", living, "--time", "2026-03-03T09:00Z")
    for one in ("l1", "l2", "l3"):
        assert osi("do", "accept-challenge", "--challenge", one, *now).code == 0
    assert osi("do", "open-round", "--round", "first", "--closes-at", "2026-03-09T09:00Z", *now).code == 0
    (tmp_path / "paper.csv").write_text(
        "round,ballot,choices,counter,voter\n"
        "first,1,l1;l2,Kim,\nfirst,1,l2;l1,Lee,\n"  # an approval has no order
        "first,2,l1,Kim,\nfirst,2,l3,Lee,\n"
        "first,3,l1,Kim,\nfirst,3,l1,Kim,\n"
        "first,4,l3,,ada\n"
    )
    document = ("--yes", "--document", "The urn at the town hall")
    done = apply(osi, living, "paper.csv", *document)
    assert (done.code, rows(done), done.json["left_out"]) == (1, {"new": 2}, {"paper.csv": 2}), done.out
    assert {note["code"] for note in done.json["notes"]} >= {"file.on-line"} or done.json["notes"]
    assert rows(apply(osi, living, "paper.csv", *document)) == {"before": 2}


def test_a_row_that_is_refused_does_not_keep_the_others_out(osi, living, tmp_path):
    (tmp_path / "people.csv").write_text(
        "login,role,institution,document\nrita,representative,nowhere,\nkim,expert,,\n"
    )
    done = apply(osi, living, "people.csv", "--yes", "--document", "The list")
    assert (done.code, rows(done)) == (1, {"new": 1, "refused": 1}), done.err
    (refused,) = [row for row in done.json["rows"] if row["outcome"] == "refused"]
    assert [one["code"] for one in refused["why"]] == ["institution-unknown"]
