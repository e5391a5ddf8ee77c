"""A mission moves into another store: fenced, copied, compared, let go; and all that it was goes with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from osi_core.domain import Service
from osi_core.log.memory import MemoryStore
from osi_core.log.opening import StoreDamaged
from osi_core.log.sql import SqlStore
from osi_core.log.store import Batch, EventStore, MissionMoved, StoreError
from osi_core.mission.commands import CreateMission, EraseParticipant, JoinMission
from osi_core.process import Engine
from osi_core.process import moving as module
from osi_core.process.aliases import tied_to
from osi_core.process.moving import Moved, Place, move, take_back
from osi_core.process.receipt_codes import digest_of_own
from osi_core.process.request import Request
from osi_core.process.verifying_store import verify_store
from osi_core.testing.stores import append
from tests.unit.process.apart import played
from tests.unit.process.journey import Journey, travelled

HERE, THERE = "here", "there"


@pytest.fixture(params=["memory", "sqlite"])
def stores(request: Any, tmp_path: Any) -> Iterator[tuple[EventStore, EventStore]]:
    """Where a mission lies, and where it goes; in one of the two directions between memory and a file."""
    memory, file = MemoryStore(), SqlStore.create(tmp_path / "osi.db")
    yield (memory, file) if request.param == "memory" else (file, memory)
    file.close()


def moved(here: EventStore, there: EventStore, mission: str = "m") -> Moved:
    return move(mission, Place(here, HERE), Place(there, THERE))


def moved_back(here: EventStore, there: EventStore) -> Moved:
    return move("m", Place(there, THERE), Place(here, HERE))


def engine_like(journey: Journey, store: EventStore) -> Engine:
    return Journey._engine(journey, store, journey.engine.plugins)


def a_journey(store: EventStore, upto: int = 4) -> Journey:
    """A mission with decisions, erased people, aliases and a command id."""
    journey = travelled(store, upto=upto)
    journey.engine.join("m", "user-1")
    gone = journey.engine.join("m", "user-2")
    journey.do(EraseParticipant(mission="m", participant=gone))
    journey.do(JoinMission(mission="m", participant="zoe"), by="zoe", command_id="zoe joins")
    return journey


def content(store: EventStore) -> dict[str, Any]:
    """All that a store has of the mission."""
    return {
        "log": list(store.read("m")),
        "public": list(store.read_public("m")),
        "heard": list(store.heard_entries()),
        "texts": sorted(text for _, text in store.texts()),
        "receipts": sorted(store.receipts()),
        "replies": sorted(store.replies()),
        "aliases": sorted(store.aliases()),
        "blobs": sorted(store.blobs()),
    }


# All goes with it


def test_all_of_a_mission_goes_with_it_and_both_stores_are_sound(stores):
    here, there = stores
    a_journey(here)
    before = content(here)
    assert all(before[table] for table in before if table != "heard")
    done = moved(here, there)
    assert (done.head, done.copied) == (there.head("m"), len(before["log"]))
    assert content(there) == before
    for store in stores:
        report = verify_store(store)
        assert (report.exit_code, report.findings) == (0, ())
    assert verify_store(here).moved == {"m": THERE}


def test_people_receipts_and_requests_are_known_there_and_the_chain_goes_on(stores):
    here, there = stores
    journey = a_journey(here)
    known, events = journey.engine.join("m", "user-1"), journey.records()
    again = Request(JoinMission(mission="m", participant="zoe"), "zoe", "zoe joins")
    first = journey.engine.answer_each([again])
    chain = journey.engine.memory("m").chain
    moved(here, there)
    engine = engine_like(journey, there)
    assert engine.join("m", "user-1") == known
    assert engine.answer_each([again]) == first
    digests = [digest_of_own(code) for code in journey.receipts.values()]
    assert [there.receipt(one) for one in digests] == [here.receipt(one) for one in digests]
    assert None not in map(there.receipt, digests)
    handled = engine.handle(JoinMission(mission="m", participant="yan"), actor="yan")
    assert handled.events[0].chain == chain
    assert list(engine.events("m"))[:-1] == events


def test_what_a_service_has_heard_goes_with_it():
    matching = played(seed=3, upto=5).engine.engines[Service.MATCHING]
    there, before = MemoryStore(), content(matching.store)
    assert before["heard"]
    moved(matching.store, there)
    assert content(there) == before


def test_other_missions_stay_and_go_on(stores):
    here, there = stores
    journey = a_journey(here, upto=1)
    for store, mission in ((here, "n"), (there, "o")):
        engine_like(journey, store).handle(CreateMission(mission=mission, title="Another"))
    moved(here, there)
    assert (list(here.missions()), list(there.missions())) == (["m", "n"], ["o", "m"])
    joining = [JoinMission(mission=mission, participant="yan") for mission in ("n", "m")]
    answers = engine_like(journey, here).answer_each([Request(one, "yan") for one in joining])
    assert [type(answer).__name__ for answer in answers] == ["Handled", "MissionMoved"]
    assert verify_store(here).exit_code == verify_store(there).exit_code == 0


# Behind the fence


def test_where_it_was_nothing_is_taken_and_the_log_can_be_read(stores):
    here, there = stores
    journey = a_journey(here)
    events = journey.records()
    moved(here, there)
    for engine in (journey.engine, engine_like(journey, here)):
        with pytest.raises(MissionMoved, match="goes on in there"):
            engine.handle(JoinMission(mission="m", participant="yan"), actor="yan")
        assert list(engine.events("m")) == events
        assert engine.memory("m").head == there.head("m")


def test_where_it_was_no_words_keys_or_aliases_are_left(stores):
    here, there = stores
    a_journey(here)
    moved(here, there)
    assert list(here.texts()) == list(here.aliases()) == []
    assert tied_to(here, "m", "user-1") is None


# Back again


def test_a_mission_comes_back_with_what_happened_meanwhile(stores):
    here, there = stores
    journey = a_journey(here)
    moved(here, there)
    engine = engine_like(journey, there)
    engine.join("m", "user-3")
    engine.handle(EraseParticipant(mission="m", participant="ada"))
    before = content(there)
    done = moved_back(here, there)
    assert done.copied == 3
    assert content(here) == before
    assert not any(text.author == "ada" for _, text in here.texts())
    assert (here.moved_to("m"), there.moved_to("m")) == (None, HERE)
    journey.engine.handle(JoinMission(mission="m", participant="yan"), actor="yan")
    assert all(verify_store(store).exit_code == 0 for store in stores)


# Cut off


def test_wherever_it_is_cut_off_a_move_is_run_again(stores, monkeypatch):
    """At each append, before and after it took effect; what is there in the end is what was there before."""
    here, there = stores
    a_journey(here, upto=2)
    before = content(here)
    cuts = 0
    while not whole(here, there, cuts, monkeypatch):
        cuts += 1
        if here.moved_to("m") is not None:
            with pytest.raises(MissionMoved):
                append(here, "box")
    assert cuts > 10
    assert content(there) == before
    assert list(here.texts()) == []
    assert moved(here, there).copied == 0


def whole(here: EventStore, there: EventStore, cut: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Moves the mission, unless that is cut off at this step."""
    with monkeypatch.context() as cutting:
        CutOff(cut).cut(cutting, here, there)
        try:
            moved(here, there)
        except ConnectionError:
            return False
    return True


class CutOff:
    """Fails at the n-th step of the transactions of some stores."""

    def __init__(self, after: int) -> None:
        self.left = after

    def step(self) -> None:
        if self.left == 0:
            raise ConnectionError
        self.left -= 1

    def cut(self, patching: pytest.MonkeyPatch, *stores: EventStore) -> None:
        for store in stores:
            with store.transaction() as transaction:
                kind = type(transaction)
            for name in ("append", "fence", "lift_fence"):
                patching.setattr(kind, name, self._around(getattr(kind, name)))
        patching.setattr(module, "_require_equal", self._around(module._require_equal))

    def _around(self, call: Any) -> Any:
        def around(*given: Any) -> Any:
            self.step()
            found = call(*given)
            self.step()
            return found

        return around


def test_a_fence_is_lifted_as_long_as_nobody_has_taken_the_mission(stores, monkeypatch):
    here, there = stores
    journey = a_journey(here, upto=1)
    monkeypatch.setattr(module, "_copy", failing)
    with pytest.raises(ConnectionError):
        moved(here, there)
    with pytest.raises(StoreError, match="not fenced towards nowhere"):
        take_back("m", Place(here, HERE), Place(there, "nowhere"))
    take_back("m", Place(here, HERE), Place(there, THERE))
    journey.engine.handle(JoinMission(mission="m", participant="yan"), actor="yan")
    monkeypatch.undo()
    moved(here, there)
    with pytest.raises(StoreError, match="there has taken missions/m"):
        take_back("m", Place(here, HERE), Place(there, THERE))


def failing(*_: Any) -> Any:
    raise ConnectionError


def test_a_copy_that_is_not_the_same_is_found_and_nothing_is_let_go(stores, monkeypatch):
    here, there = stores
    a_journey(here, upto=1)
    whole = module._batches
    monkeypatch.setattr(module, "_batches", lambda *given: (one for one in whole(*given) if not one.replies))
    before = content(here)
    with pytest.raises(StoreError, match="do not hold the same in replies"):
        moved(here, there)
    assert content(here) == before


# What is refused


def test_a_mission_of_the_same_name_is_not_overwritten(stores):
    here, there = stores
    journey = a_journey(here, upto=1)
    other = engine_like(journey, there)
    other.handle(CreateMission(mission="m", title="Another"))
    with pytest.raises(StoreError, match="another missions/m"):
        moved(here, there)
    assert (here.moved_to("m"), there.head("m").position) == (None, 1)


def test_an_older_copy_of_the_mission_is_not_gone_on_with(stores):
    here, there = stores
    a_journey(here, upto=1)
    with there.transaction() as transaction:
        transaction.append(Batch("m", list(here.read("m", upto=3))))
    with pytest.raises(StoreError, match="an older copy"):
        moved(here, there)


def test_a_mission_that_has_moved_does_not_move_to_a_third_store(stores):
    here, there = stores
    a_journey(here, upto=1)
    moved(here, there)
    with pytest.raises(MissionMoved, match="goes on in there"):
        move("m", Place(here, HERE), Place(MemoryStore(), "third"))
    with pytest.raises(StoreError, match="another missions/m"):
        move("m", Place(there, "a copy of there"), Place(here, HERE))


def test_a_store_under_two_names_is_found_out(stores):
    here, _ = stores
    journey = a_journey(here, upto=1)
    for name in (HERE, "another name"):
        with pytest.raises(StoreError, match="one store under two names"):
            move("m", Place(here, HERE), Place(here, name))
    journey.engine.handle(JoinMission(mission="m", participant="yan"), actor="yan")


def test_what_is_not_there_or_of_a_newer_version_does_not_move(stores):
    here, there = stores
    with pytest.raises(StoreError, match="holds no missions/m"):
        moved(here, there)
    append(here, "box")
    with pytest.raises(StoreError, match=r"position 1 holds testing\.happened"):
        moved(here, there)
    assert here.moved_to("m") is None


def test_what_does_not_have_its_digest_is_not_moved():
    here, there = MemoryStore(), MemoryStore()
    a_journey(here, upto=2)
    here._committed.blobs[next(iter(here._committed.blobs))] = b"another"
    with pytest.raises(StoreDamaged):
        moved(here, there)
    assert list(there.missions()) == []
