"""A decision whose strategy does harm, in real processes up to the log: the log is as it was, nothing goes on, and the
decision is made as soon as the strategy behaves.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from osi_core.challenges import commands as c
from osi_core.challenges.events import ChallengesPrioritised
from osi_core.domain import Phase, Role
from osi_core.plugins import Plugins, StrategyFailed, StrategyTimeout
from osi_core.plugins.protections import Protection, missing_protections
from osi_core.process.deciding import decide_due
from osi_core.testing.scenario import Scenario

pytestmark = [pytest.mark.system, pytest.mark.skipif(sys.platform != "linux", reason="what left the group goes on")]


@pytest.fixture(scope="module")
def faulty() -> ModuleType:
    """The plugin, loaded by its path; the child process finds it there too."""
    path = Path(__file__).parents[1] / "unit" / "plugins" / "faulty.py"
    spec = importlib.util.spec_from_file_location("faulty_in_a_mission", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def due(faulty: ModuleType, strategy: str, **playbook: Any) -> Scenario:
    """A mission whose round is closed, and has to be decided by one of the faulty strategies."""
    plugins = Plugins.builtin()
    plugins.register(faulty, distribution="osi-faulty", version="0.1")
    town = Scenario(plugins=plugins, challenges={"strategy": strategy}, **playbook)
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


def log(town: Scenario) -> list[bytes]:
    """The bytes of all events."""
    return [entry.raw for entry in town.engine.store.read("m")]


def test_a_strategy_that_leaves_a_daemon_ends_with_it_and_the_decision_stays_due(faulty, tmp_path, monkeypatch):
    monkeypatch.setenv(faulty.FOLDER, str(tmp_path))
    town = due(faulty, "daemon", decision_seconds=1)
    before = log(town)
    with pytest.raises(StrategyTimeout, match="decision_seconds in the playbook"):
        decide_due(town.engine, "m")
    (daemon,) = tmp_path.glob("*.pid")
    with pytest.raises(ProcessLookupError):
        os.kill(int(daemon.stem), 0)
    assert log(town) == before


@pytest.mark.skipif(Protection.MEMORY in missing_protections(), reason="memory cannot be limited here")
def test_the_playbooks_limit_on_memory_holds_and_its_key_is_named(faulty):
    town = due(faulty, "allocates-10-gb", decision_memory_mib=1000)
    before = log(town)
    with pytest.raises(StrategyFailed, match="decision_memory_mib in the playbook"):
        decide_due(town.engine, "m")
    assert log(town) == before
    assert town.events(ChallengesPrioritised) == []


def test_one_that_disturbs_nobody_decides(faulty):
    town = due(faulty, "floods-its-output", decision_memory_mib=0)
    decide_due(town.engine, "m")
    (decided,) = town.events(ChallengesPrioritised)
    assert decided.record.strategy == "floods-its-output"
