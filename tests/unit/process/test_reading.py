"""Reading beside the writer: what is committed, all of it, and without waiting for a commit."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from osi_core.challenges.commands import AcceptChallenge, SubmitChallenge
from osi_core.challenges.facts import Challenge
from osi_core.domain import Phase, Refused, Service
from osi_core.log.memory import MemoryStore
from osi_core.log.sql import SqlStore
from osi_core.log.store import StoreFull
from osi_core.mission.commands import CreateMission, JoinMission
from osi_core.mission.facts import Member
from osi_core.plugins import Plugins, hookimpl
from osi_core.plugins.report import Origin
from osi_core.process import reading
from osi_core.process.engine import Engine
from osi_core.process.request import Request
from osi_core.testing.scenario import Scenario
from tests.unit.process.apart import Apart, JourneyApart
from tests.unit.process.journey import STEPS
from tests.unit.process.stores import FullStore

PATIENCE = 10
"""Seconds after which a test that hangs has failed."""


class SlowStore(MemoryStore):
    """Its disk takes its time: the commit waits until it is let through."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.through = threading.Event(), threading.Event()
        self.through.set()

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        with super().transaction() as transaction:
            yield transaction
            self.begun.set()
            assert self.through.wait(PATIENCE)


def join(name):
    return JoinMission(mission="m", participant=name)


def submit(name, title="Too hot"):
    return SubmitChallenge(mission="m", challenge=name, title=title)


def town_on(store):
    town = Scenario(store)
    town.citizen("ada", "ben")
    town.open_without_gates(Phase.CHALLENGES)
    return town


@pytest.fixture(params=["memory", "sqlite"])
def town(request, tmp_path):
    """A mission whose challenges phase is open, on either store."""
    store = MemoryStore() if request.param == "memory" else SqlStore.create(tmp_path / "town.db")
    yield town_on(store)
    store.close()


def from_the_log(engine):
    """What an engine knows that has only the log."""
    return Engine(engine.store, plugins=Plugins.builtin()).memory("m")


@pytest.mark.parametrize("seen_before", [True, False])
def test_no_question_waits_for_a_commit_and_none_sees_what_is_not_committed(seen_before):
    store = SlowStore()
    engine = town_on(store).engine
    if seen_before:
        engine.memory("m")
    store.begun.clear()
    store.through.clear()

    def ask():
        assert set(engine.memory("m").rows[Challenge]) == set()
        assert engine.unmet(submit("heat"), actor="ada") == ()
        assert [one.code for one in engine.unmet(AcceptChallenge(mission="m", challenge="heat"))] == ["not-found"]
        assert engine.may("m", "ada")
        assert engine.words("m", None) is None
        assert engine.words("m", "0" * 64) is None
        assert engine.head("m").position

    with ThreadPoolExecutor(2) as pool:
        writing = pool.submit(engine.handle, submit("heat"), actor="ada")
        try:
            assert store.begun.wait(PATIENCE)
            pool.submit(ask).result(PATIENCE)
            assert not writing.done()
        finally:
            store.through.set()
        writing.result(PATIENCE)
    assert set(engine.memory("m").rows[Challenge]) == {"heat"}
    assert [one.code for one in engine.unmet(submit("heat"), actor="ada")] == ["already-exists"]


def test_a_known_user_comes_in_while_somebody_writes():
    store = SlowStore()
    engine = town_on(store).engine
    known = engine.join("m", "user 1")
    store.begun.clear()
    store.through.clear()
    with ThreadPoolExecutor(2) as pool:
        writing = pool.submit(engine.handle, submit("heat"), actor="ada")
        try:
            assert store.begun.wait(PATIENCE)
            assert pool.submit(engine.join, "m", "user 1").result(PATIENCE) == known
        finally:
            store.through.set()
        writing.result(PATIENCE)


def test_what_was_handed_out_stays_as_it_is(town):
    town.do(submit("heat"), by="ada")
    before = town.engine.memory("m")
    head, rows = before.head, {kind: dict(rows) for kind, rows in before.rows.items()}
    town.do(submit("water"), by="ben")
    after = town.engine.memory("m")
    assert (before.head, before.rows) == (head, rows)
    assert set(after.rows[Challenge]) == {"heat", "water"}
    assert after.rows[Member] is before.rows[Member], "what has not changed is not copied"
    assert town.engine.memory("m") is after, "nothing new, nothing made"


def test_readers_see_what_the_log_says_also_when_much_was_written_in_between(town, monkeypatch):
    monkeypatch.setattr(reading, "HEARD_AT_MOST", 3)
    town.engine.memory("m")
    for number in range(11):
        town.do(submit(f"c{number}"), by="ada")
        if number in (1, 8):
            assert town.engine.memory("m").rows == from_the_log(town.engine).rows
    seen, told = town.engine.memory("m"), from_the_log(town.engine)
    assert (seen.head, seen.rows) == (told.head, told.rows)


def test_readers_see_what_another_engine_has_written(town):
    other = Engine(town.engine.store, plugins=Plugins.builtin(), clock=lambda: town.now)
    town.engine.memory("m")
    town.do(submit("c1"), by="ada")
    other.handle(submit("c2"), actor="ben")
    town.do(submit("c3"), by="ada")
    other.handle(AcceptChallenge(mission="m", challenge="c1"))
    seen, told = town.engine.memory("m"), from_the_log(town.engine)
    assert (seen.head, seen.rows) == (told.head, told.rows)
    assert [one.code for one in town.engine.unmet(AcceptChallenge(mission="m", challenge="c1"))] == [
        "challenge-moderated"
    ]
    assert town.engine.unmet(AcceptChallenge(mission="m", challenge="c2")) == ()


@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_readers_see_in_their_order_what_was_decided_and_what_was_heard(seed):
    town = JourneyApart(seed=seed)
    for step in STEPS:
        for engine in town.engine.engines.values():
            engine.memory("m")  # from here on it is told of what is written
        step(town)
        for service, engine in town.engine.engines.items():
            seen, told = engine.memory("m"), town.engine_of(service).memory("m")
            assert (seen.head, seen.heard, seen.rows) == (told.head, told.heard, told.rows)


def test_readers_need_not_decode_what_was_written_beside_what_is_heard(monkeypatch):
    town = Apart()
    town.citizen("ada")
    town.engine.carry()
    engine = town.engine.engines[Service.PARTICIPATION]
    engine.memory("m")
    town.citizen("ben")
    monkeypatch.setattr(engine.store, "read", None)
    assert "ben" in engine.memory("m").rows[Member]


def test_readers_never_see_what_a_store_did_not_keep():
    store = FullStore()
    engine = town_on(store).engine
    engine.memory("m")
    store.full = True
    with pytest.raises(StoreFull):
        engine.handle(submit("heat"), actor="ada")
    assert engine.memory("m").rows[Challenge] == {}
    store.full = False
    engine.handle(submit("water"), actor="ada")
    assert set(engine.memory("m").rows[Challenge]) == {"water"}


def test_a_listener_may_ask_the_engine_that_tells_it():
    class Asking:
        asked: list[int] = []

        @hookimpl
        def osi_event_recorded(self, event):
            self.asked.append(engine.memory(event.mission).head.position - event.position)

    plugins, listener = Plugins.builtin(), Asking()
    assert plugins.add(listener, Origin("listener", "a-listener", "1.0", "")).failures == []
    engine = Engine(MemoryStore(), plugins=plugins)
    engine.handle(CreateMission(mission="m", title="A mission"))
    engine.join("m", "user 1")
    assert listener.asked == [0, 0]


def test_a_mission_that_is_not_there_takes_no_room(town):
    for number in range(5):
        assert town.engine.memory(f"no-{number}").head.position == 0
        with pytest.raises(Refused):
            town.engine.may(f"no-{number}", "ada")
    assert set(town.engine._reading._held) <= {"m"}


def test_many_readers_beside_many_writers_each_see_a_whole_mission(town):
    """Every row was there when the memory says it was: joined people and challenges are counted by the log."""
    engine, stop = town.engine, threading.Event()
    faults: list[tuple[int, list[str]]] = []

    def read():
        while not stop.is_set():
            memory = engine.memory("m")
            challenges = [row for row in memory.rows[Challenge] if row.startswith("c")]
            expected = [f"c{number}" for number in range(memory.head.position - start)]
            if challenges != expected:
                faults.append((memory.head.position, challenges))

    start = engine.head("m").position
    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        for first in range(0, 400, 8):
            engine.handle_many([Request(submit(f"c{number}"), "ada") for number in range(first, first + 8)])
        stop.set()
        for reader in readers:
            reader.result(PATIENCE)
    assert faults == []
    assert engine.memory("m").rows == from_the_log(engine).rows


def test_what_readers_know_like_the_writer_is_held_once(town):
    town.engine.memory("m")
    town.citizen("cem", "dia")
    (read, written) = town.engine.memory("m").rows[Member], town.engine.read_written("m")._memory.rows[Member]
    assert read == written
    assert all(read[name] is written[name] for name in ("cem", "dia"))


def test_which_fields_of_a_fact_were_given_is_not_kept_with_each(town):
    rows = town.engine.memory("m").rows[Member]
    one, other = rows["ada"], rows["ben"]
    copied = one.model_copy(update={"index": 7})
    assert one.model_fields_set is other.model_fields_set is copied.model_fields_set
    assert one.model_fields_set == set(Member.model_fields)
    assert copied != one
    assert copied.model_copy(update={"index": one.index}) == one
    assert Member(**one.model_dump(exclude_unset=True)) == one
