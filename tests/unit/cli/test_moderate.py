"""The moderation queue: one key each, reasons by list, and plain lines for pipes."""

from __future__ import annotations

import io
from contextlib import closing

import pytest

from osi_core.challenges.commands import SubmitChallenge, SubmitStatement
from osi_core.log.sql import SqlStore
from osi_core.process import Engine
from osi_core.testing.scenario import people_have_names


@pytest.fixture
def waiting(town) -> str:
    """Two challenges and a statement that nobody has looked at."""
    with closing(SqlStore.open(str(town.path))) as store:
        engine = Engine(store, share=people_have_names())
        for name, title in (("wells", "Dry wells"), ("ads", "Buy a fan")):
            engine.handle(SubmitChallenge(mission="m", challenge=name, title=title, language="en"), actor="ada")
        engine.handle(SubmitStatement(mission="m", statement="trees", text="Trees help"), actor="ada")
    return str(town.path)


def answer(monkeypatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def statuses(osi, store: str) -> dict[str, tuple[str, str | None]]:
    shown = osi("--json", "show", "challenges", "--as", "operator", "--store", store).json["items"]
    return {one["challenge"]: (one["status"], one["reason"]) for one in shown}


def test_each_is_decided_by_a_key_and_a_reason_of_the_list(osi, waiting, monkeypatch):
    answer(monkeypatch, "a\nr 4\nr\no\nIt says too little.\n")
    done = osi("moderate", "--as", "olga", "--plain", "--store", waiting)
    assert (done.code, "3 of 3 decided" in done.out) == (0, True), done.out + done.err
    now = statuses(osi, waiting)
    assert (now["wells"], now["ads"]) == (("accepted", None), ("rejected", "It is advertising."))
    (statement,) = osi("--json", "show", "statements", "--store", waiting).json["items"]
    assert (statement["status"], statement["reason"]) == ("rejected", "It says too little.")


def test_without_answers_the_queue_is_told_and_nothing_decided(osi, waiting, monkeypatch):
    answer(monkeypatch, "")
    told = osi("moderate", "--as", "olga", "--plain", "--store", waiting, "--lang", "de")
    assert "Dry wells" in told.out
    assert "Trees help" in told.out
    assert "0 von 3 entschieden" in told.out
    assert [one["name"] for one in osi("--json", "moderate", "--as", "olga", "--store", waiting).json] == [
        "challenges/wells",
        "challenges/ads",
        "statements/trees",
    ]


def test_one_may_skip_think_again_and_stop(osi, waiting, monkeypatch):
    answer(monkeypatch, "s\nx\nr 9\na\nq\n")
    done = osi("moderate", "--as", "olga", "--plain", "--store", waiting)
    assert "1 of 3 decided" in done.out
    now = statuses(osi, waiting)
    assert (now["wells"][0], now["ads"][0]) == ("submitted", "accepted")


def test_who_may_not_is_told_so_and_the_queue_goes_on(osi, waiting, monkeypatch):
    answer(monkeypatch, "a\na\na\n")
    done = osi("moderate", "--as", "ada", "--plain", "--store", waiting)
    assert "0 of 3 decided" in done.out
    assert "ada acts as" in done.out
