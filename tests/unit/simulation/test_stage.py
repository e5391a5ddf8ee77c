"""A play says when a strategy is being prepared, and goes on with what it was playing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from osi_core.log.memory import MemoryStore
from osi_core.plugins import InProcessRunner, Plugins
from osi_core.process import Engine
from osi_core.simulation import demo_plan
from osi_core.simulation import stage as stage_module
from osi_core.simulation.stage import Stage
from osi_core.words import Message


@pytest.mark.parametrize("prepares", [True, False])
def test_preparing_is_told_once_and_then_again_what_is_played(monkeypatch, prepares):
    def decide_due(engine, mission, *, progress, **more):
        if prepares:
            progress(0.0, stage="preparing")
            progress(0.5, stage="preparing")
        progress(0.0, stage="deciding")
        progress(0.7, stage="deciding")
        return []

    monkeypatch.setattr(stage_module, "decide_due", decide_due)
    plugins, heard = Plugins.builtin(), []
    engine = Engine(MemoryStore(), plugins=plugins)
    stage = Stage(
        engine, demo_plan(1, part=36), InProcessRunner(plugins), lambda part, what: heard.append((part, what.code))
    )
    stage.chapter(0.25, 0.5, stage.now + timedelta(days=10), Message("play.priorities"))
    stage.decide()
    chapter = (0.25, "play.priorities")
    assert heard == ([chapter, (0.25, "decision.preparing"), chapter] if prepares else [chapter])
