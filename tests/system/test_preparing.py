"""A decision whose strategy takes longer to get ready than it may take to decide: in a real process, up to the log."""

from __future__ import annotations

import importlib.util
import os
import threading
import time
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from osi_core.challenges import commands as c
from osi_core.challenges.events import ChallengesPrioritised
from osi_core.domain import Phase, Role
from osi_core.plugins import Cancelled, Outcome, Plugins, StrategyTimeout, WorkStage
from osi_core.process.deciding import decide_due
from osi_core.testing.scenario import Scenario

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def slow() -> ModuleType:
    """The plugin, loaded by its path as an embedding program might; the child process finds it there too."""
    spec = importlib.util.spec_from_file_location("slow_to_prepare", Path(__file__).with_name("slow_to_prepare.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def pieces(slow: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder where the strategy keeps what it has made ready."""
    monkeypatch.setenv(slow.FOLDER, str(tmp_path))
    return tmp_path


def due(slow: ModuleType, **playbook: Any) -> Scenario:
    """A mission whose round is closed, and has to be decided by the slow strategy."""
    plugins = Plugins.builtin()
    plugins.register(slow, distribution="osi-slow", version="1")
    town = Scenario(plugins=plugins, challenges={"strategy": "compiles"}, **playbook)
    town.citizen("ada", "ben")
    town.member("olga", Role.ORGANISER)
    town.open_without_gates(Phase.CHALLENGES)
    for name in ("heat", "water"):
        town.do(c.SubmitChallenge(mission="m", challenge=name, title=name), by="ada")
        town.do(c.AcceptChallenge(mission="m", challenge=name), by="olga")
    town.do(c.OpenRound(mission="m", round="first", closes_at=town.now + timedelta(days=7)), by="olga")
    town.do(c.CastBallot(mission="m", round="first", participant="ada", ballot="b", choices=("heat",)), by="ada")
    town.later(days=8)
    town.do(c.CloseRound(mission="m", round="first"), by="olga")
    return town


def names(folder: Path) -> set[str]:
    """What lies in a folder."""
    return {path.name for path in folder.iterdir()}


def test_a_strategy_that_prepares_for_longer_than_it_may_decide_decides(slow, pieces):
    town, stages = due(slow, decision_seconds=2), []
    assert slow.PIECES * slow.SECONDS > 2

    def progress(fraction: float, best: Outcome | None = None, *, stage: WorkStage = "deciding") -> None:
        stages.append(stage)

    decide_due(town.engine, "m", progress=progress)
    (decided,) = town.events(ChallengesPrioritised)
    assert decided.record.strategy == "compiles"
    assert stages.count("preparing") >= slow.PIECES
    assert stages == sorted(stages, reverse=True)
    assert names(pieces) == {f"{number}.piece" for number in range(slow.PIECES)}
    assert {int(path.read_text()) for path in pieces.iterdir()} != {os.getpid()}


def test_one_that_is_not_ready_within_its_limit_is_ended_and_the_key_to_raise_named(slow, pieces):
    town = due(slow, decision_seconds=60, prepare_seconds=1)
    before = [entry.raw for entry in town.engine.store.read("m")]
    with pytest.raises(StrategyTimeout) as caught:
        decide_due(town.engine, "m")
    said = str(caught.value)
    assert said.startswith("strategy 'compiles' of osi-slow 1: was still preparing (loading and compiling) after 1 s")
    assert "prepare_seconds" in said
    assert caught.value.stage == "preparing"
    assert [entry.raw for entry in town.engine.store.read("m")] == before
    assert len(names(pieces)) < slow.PIECES


def test_one_that_is_cancelled_while_it_prepares_leaves_the_decision_due_and_goes_on_where_it_was(slow, pieces):
    town, cancelled, first = due(slow), threading.Event(), pieces / "0.piece"

    def cancel_after_the_first_piece() -> None:
        while not first.exists():
            time.sleep(0.01)
        cancelled.set()

    threading.Thread(target=cancel_after_the_first_piece, daemon=True).start()
    with pytest.raises(Cancelled, match="'compiles' of osi-slow 1: was cancelled"):
        decide_due(town.engine, "m", cancelled=cancelled)
    assert town.events(ChallengesPrioritised) == []
    kept = {name: (pieces / name).read_text() for name in names(pieces) if name.endswith(".piece")}
    assert 1 <= len(kept) < slow.PIECES

    decide_due(town.engine, "m")
    assert len(town.events(ChallengesPrioritised)) == 1
    again = {name: (pieces / name).read_text() for name in kept}
    assert again == kept  # nothing that was ready has been made anew
