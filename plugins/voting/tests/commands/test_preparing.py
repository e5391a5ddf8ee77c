"""What a rule takes to get ready is told, and is no part of the time that it takes to decide."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from osi_voting.budgets.greedy import Greedy
from osi_voting.commands import election_file
from osi_voting.loading import loading
from plugins.voting.tests.commands.calling import Osi
from plugins.voting.tests.commands.test_first_run import environment, file_of
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


def test_loading_is_no_part_of_reading_or_deciding(osi: Osi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kernels may be loaded when the file is read, when the rule is prepared, and when it first calls one."""
    file = tmp_path / "town.pb"
    file.write_text(TOWN, encoding="utf-8")
    before = json.loads(osi("tally", file, "--rule", "greedy", "--json").out)["timings"]
    late, clock = 0.0, time.perf_counter

    def slow(before: Any) -> Any:
        def call(*given: Any, **named: Any) -> Any:
            nonlocal late
            with loading():
                late += 1000
            return before(*given, **named)

        return call

    monkeypatch.setattr(time, "perf_counter", lambda: clock() + late)
    monkeypatch.setattr(election_file, "read_pabulib", slow(election_file.read_pabulib))
    monkeypatch.setattr(Greedy, "solve", slow(Greedy.solve))
    timings = json.loads(osi("tally", file, "--rule", "greedy", "--json").out)["timings"]
    assert timings["load_s"] >= 2000
    assert timings["read_s"] + timings["decide_s"] < 1000
    assert timings["compiled"] == before["compiled"]  # of this process, whatever it did before


def test_each_of_several_counts_tells_what_was_loaded_for_it(osi: Osi, tmp_path: Path) -> None:
    for name in ("one.pb", "two.pb"):
        (tmp_path / name).write_text(TOWN, encoding="utf-8")
    told = json.loads(osi("tally", tmp_path / "one.pb", tmp_path / "two.pb", "--rule", "greedy", "--json").out)
    first, second = (one["timings"]["load_s"] for one in told)
    assert second <= first


def test_a_large_count_says_how_many_kernels_it_compiled(tmp_path: Path) -> None:
    file, cache = file_of(tmp_path / "long.pb", 60, 1200, 1200), tmp_path / "cache"
    told = []
    for more in ([], ["--json"], []):
        call = [sys.executable, "-m", "osi_core.cli", "tally", str(file), "--rule", "copeland", *more]
        told.append(subprocess.run(call, env=environment(cache), capture_output=True, text=True, check=True))
    assert "Loading includes compiling" in told[0].stderr
    assert json.loads(told[1].stdout)["timings"]["compiled"] == 0
    assert "compiling" not in told[2].stderr
