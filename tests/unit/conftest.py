"""Whatever an engine grants in a unit test is judged again there and then, from its events alone, as verifying does."""

from __future__ import annotations

import pytest

from osi_core.log.decisions import RecordDecision
from osi_core.process.group import Group
from osi_core.process.replaying import Replay


@pytest.fixture(autouse=True)
def everything_granted_is_judged_alike_from_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds for every command of every test that the one made again from its events is judged as it was."""
    steps_of = Group._steps

    def judged_twice(group, case, request, context, events, command_id):
        steps = steps_of(group, case, request, context, events, command_id)
        if steps:
            replay = Replay(group.memory.mission, group.transaction, group.judge)
            replay.memory = group.memory
            # What a result says of its outcome stands in the outcome, not in the events.
            brought = case.command if isinstance(case.command, RecordDecision) else None
            wrong = replay.judge([step.entry for step in steps], [step.record for step in steps], brought)
            assert wrong is None, (case.line.name, wrong)
            _judged.add(case.line.name)
        return steps

    monkeypatch.setattr(Group, "_steps", judged_twice)


_judged: set[str] = set()
"""Names of the commands that were judged twice in this session."""


@pytest.fixture
def judged_twice() -> set[str]:
    """The names of the commands that were judged twice so far."""
    return _judged
