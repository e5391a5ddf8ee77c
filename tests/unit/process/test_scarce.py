"""What there is little of is looked for once, however many decisions are due."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from osi_core.log.envelope import Entry
from osi_core.log.memory import MemoryStore
from osi_core.mission.events import MissionCreated, ParticipantJoined
from osi_core.process.deciding import Scarce, StoredLog
from osi_core.testing.scenario import Scenario


@pytest.fixture
def scenario() -> Scenario:
    scenario = Scenario(MemoryStore())
    scenario.citizen(*(f"citizen-{number}" for number in range(300)))
    return scenario


def test_what_there_is_little_of_is_read_once_and_up_to_where_each_decision_asks(scenario, monkeypatch):
    store = scenario.engine.store
    head = scenario.engine.head("m").position
    asked: list[frozenset[str]] = []
    read = store.read

    def counted(mission: str, **named: Any) -> Iterator[Entry]:
        asked.append(named["types"])
        return read(mission, **named)

    monkeypatch.setattr(store, "read", counted)
    scarce = Scarce(store, "m", head)
    found = [list(StoredLog(store, "m", upto, scarce).events(MissionCreated)) for upto in (head, 1, 0)]
    assert [len(one) for one in found] == [1, 1, 0]
    assert len(asked) == len(set(asked)), "the mission's beginning, and whether a restored log was adopted"


def test_what_there_is_much_of_comes_whole_all_the_same(scenario):
    store = scenario.engine.store
    head = scenario.engine.head("m").position
    scarce = Scarce(store, "m", head)
    for upto in (head, head // 2):
        there = [record.position for record in StoredLog(store, "m", upto, scarce).events(ParticipantJoined)]
        assert there == [record.position for record in StoredLog(store, "m", upto).events(ParticipantJoined)]
        assert len(there) > 100
