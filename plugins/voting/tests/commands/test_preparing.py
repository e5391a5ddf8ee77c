"""What a rule takes to get ready is told, and is no part of the time that it takes to decide."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from osi_voting.budgets.greedy import Greedy
from plugins.voting.tests.commands.calling import Osi
from plugins.voting.tests.commands.test_tally import TOWN


def test_preparing_is_timed_apart_from_deciding(osi: Osi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "town.pb"
    file.write_text(TOWN, encoding="utf-8")
    osi("tally", file, "--rule", "greedy")  # what has to be compiled is compiled
    monkeypatch.setattr(Greedy, "prepare", lambda *given: time.sleep(0.6), raising=False)
    timings = json.loads(osi("tally", file, "--rule", "greedy", "--json").out)["timings"]
    assert timings["load_s"] >= 0.6
    assert timings["decide_s"] < timings["load_s"]


def test_an_audit_says_that_a_rule_is_prepared(osi: Osi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Greedy, "prepare", lambda self, problem, options, progress: progress(0.5), raising=False)
    file = tmp_path / "town.pb"
    file.write_text(TOWN, encoding="utf-8")
    for language, said in (("en", "compiling once ..."), ("de", "einmalig übersetzt ...")):
        answer = osi("audit", file, "--rule", "greedy", "--runs", "0", "--lang", language)
        assert [line for line in answer.err.splitlines() if line.endswith(said)], answer.err
