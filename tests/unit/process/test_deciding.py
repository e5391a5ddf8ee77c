"""A strategy that fails decides nothing: the log is as it was, and the decision stays due."""

from __future__ import annotations

import importlib.util
from datetime import timedelta
from pathlib import Path

import pytest

from osi_core.challenges import commands as c
from osi_core.challenges.events import ChallengesPrioritised
from osi_core.domain import Phase, Role
from osi_core.plugins import InProcessRunner, Plugins
from osi_core.plugins.errors import PluginError
from osi_core.process.deciding import decide_due
from osi_core.testing.scenario import Scenario


@pytest.fixture(scope="module")
def plugins() -> Plugins:
    """The built-in strategies, and ones that do what no strategy should."""
    path = Path(__file__).parents[1] / "plugins" / "misbehaving.py"
    spec = importlib.util.spec_from_file_location("misbehaving_in_process", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = Plugins.builtin()
    found.register(module, distribution="osi-misbehaving", version="0.1")
    return found


def closed_round(town: Scenario) -> Scenario:
    """A mission with a round of two challenges that is closed and not decided."""
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


@pytest.mark.parametrize(
    ("strategy", "said"),
    [
        ("raises", "strategy 'raises' of osi-misbehaving 0.1: RuntimeError: out of ideas"),
        ("unknown-item", "unknown item 'nobody'"),
        ("never-ends", "did not finish within 1 s"),
        ("raises-while-preparing", "while preparing: RuntimeError: no compiler"),
        ("prepares-forever", r"still preparing \(loading and compiling\) after 1 s"),
    ],
)
def test_a_strategy_that_fails_leaves_the_log_as_it_was_and_the_decision_due(plugins, strategy, said):
    town = Scenario(plugins=plugins, decision_seconds=1, prepare_seconds=1, challenges={"strategy": strategy})
    closed_round(town)
    before = [entry.raw for entry in town.engine.store.read("m")]
    for _ in range(2):  # the second time it is due as it was the first
        with pytest.raises(PluginError, match=said):
            decide_due(town.engine, "m", runner=InProcessRunner(plugins))
        assert [entry.raw for entry in town.engine.store.read("m")] == before
    assert town.events(ChallengesPrioritised) == []


def test_a_decision_may_have_the_memory_that_the_playbook_gives_it(plugins):
    class Asked(InProcessRunner):
        def run(self, job, *, memory_mib=0, **more):
            given.append(memory_mib)
            return super().run(job, memory_mib=memory_mib, **more)

    given: list[object] = []
    for mib in (1234, 0):
        town = closed_round(Scenario(plugins=plugins, decision_memory_mib=mib))
        decide_due(town.engine, "m", runner=Asked(plugins))
    assert given == [1234, None]
