"""An erasure is asked of every chain that serves the mission, and each answers once nothing is left in its files."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from osi_core.domain import Refused, Service
from osi_core.hearing.events import ErasureAnswered
from osi_core.hearing.facts import ErasureAnswer
from osi_core.log.memory import MemoryStore
from osi_core.log.sql import SqlStore
from osi_core.log.store import StoreFull
from osi_core.mission import commands as mission
from osi_core.mission.commands import EraseParticipant
from osi_core.mission.settings import MissionSettings
from osi_core.plugins import Plugins
from osi_core.process import Engine
from osi_core.process.erasing import AnswerErasure, ErasureStanding, erasures_of
from osi_core.process.export import write_bundle
from osi_core.process.hearing import Heard
from osi_core.process.request import by_engine
from osi_core.process.verifying import verify_export
from osi_core.testing.scenario import Scenario
from tests.unit.process.apart import JourneyApart, forged, played, rows_of
from tests.unit.process.journey import M
from tests.unit.process.stores import FullStore
from tests.unit.process.test_asking import said
from tests.unit.process.test_replacing import another, bring_all, listed, retire, taken_over

PARTICIPATION, MATCHING, FUNDING = Service
EVERYONE = {"participation-1", "matching-1", "funding-1"}


class Held(MemoryStore):
    """A reader is in the way of scrubbing, as often as `held` says."""

    def __init__(self, *held: bool) -> None:
        super().__init__()
        self.held = list(held)

    def scrub(self) -> bool:
        return not (self.held and self.held.pop(0))


def erase(journey: Scenario, who: str = "cem") -> None:
    """Somebody asks to be erased; others have not heard of it yet."""
    engine: Any = journey.engine
    if isinstance(journey, JourneyApart):
        engine = engine.engines[PARTICIPATION]
    engine.handle(EraseParticipant(**M, participant=who), actor=who)


def standing(journey: JourneyApart) -> ErasureStanding:
    """The only erasure, as participation knows it."""
    (found,) = erasures_of(journey.engine.engines[PARTICIPATION].memory("m"))
    return found


@pytest.fixture
def town():
    """A mission of three services whose solutions have teams."""
    return played(upto=3)


# Asked, and answered


def test_every_chain_answers_in_its_own_and_who_runs_the_mission_knows_who_has(town):
    erase(town)
    before = standing(town)
    assert set(before.answered) == {"participation-1"}, "its own files are scrubbed"
    assert before.silent == {"matching-1": before.erasure.at, "funding-1": before.erasure.at}
    town.engine.carry()
    for service in Service:
        (answer,) = said(town, ErasureAnswered, service)
        assert (answer.event.chain, answer.event.position) == ("participation-1", before.erasure.position)
        assert (answer.chain, answer.event.service, answer.actor) == (f"{service}-1", service, "engine")
    after = standing(town)
    assert (set(after.answered), after.silent, after.retired) == (EVERYONE, {}, ())


def test_where_one_engine_runs_it_all_the_answer_stands_right_behind_the_erasure():
    world = Scenario()
    world.citizen("cem")
    erase(world)
    *_, erased, answer = world.records()
    assert isinstance(answer.event, ErasureAnswered)
    assert (answer.event.chain, answer.event.position) == (erased.chain, erased.position)
    (found,) = erasures_of(world.engine.memory("m"))
    assert (set(found.answered), found.silent) == ({erased.chain}, {})


def test_a_bundle_with_answers_verifies_alone(town, tmp_path):
    erase(town)
    town.engine.carry()
    for service, engine in town.engine.engines.items():
        write_bundle(engine.store, "m", tmp_path / service, share=service.value)
        report = verify_export(tmp_path / service, town.plugins)
        assert (report.damaged_at, report.findings) == (None, ())


def test_missions_under_older_rules_are_not_asked():
    engine = Engine(MemoryStore(), plugins=Plugins.builtin())
    engine.handle(mission.CreateMission(mission="m", title="Cool", language="en", rules=2))
    who = engine.join("m", "user-1")
    engine.handle(EraseParticipant(**M, participant=who), actor=who)
    assert [one.event.type for one in engine.events("m")][-1] == "mission.participant_erased"


# Never before the files are scrubbed


def test_while_a_reader_is_in_the_way_nobody_waits_and_nothing_is_answered():
    store = Held(True, True)
    world = Scenario(store=store)
    world.citizen("cem")
    erase(world)
    assert not world.events(ErasureAnswered)
    world.citizen("dia")
    assert not world.events(ErasureAnswered)
    world.citizen("eve")
    assert len(world.events(ErasureAnswered)) == 1


def test_where_nothing_comes_the_operators_timer_lets_it_be_answered():
    store = Held(True, True)
    world = Scenario(store=store)
    world.citizen("cem")
    erase(world)
    assert world.engine.answer_erasures("m") is None
    world.engine.settle("m")
    assert len(world.events(ErasureAnswered)) == 1
    assert world.engine.answer_erasures("m") == []


def test_a_reader_of_the_file_is_in_the_way_until_it_leaves(tmp_path: Path):
    path = tmp_path / "m.db"
    store = SqlStore.create(path)
    world = Scenario(store=store)
    world.citizen("cem")
    reader = sqlite3.connect(path, isolation_level=None)
    try:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM osi_texts").fetchone()
        erase(world)
        assert not world.events(ErasureAnswered)
        trying = store._scrubber.thread
        assert trying is not None
    finally:
        reader.close()
    trying.join(60)
    world.engine.settle("m")
    assert len(world.events(ErasureAnswered)) == 1
    store.close()


# Killed in between


@pytest.mark.parametrize("service", Service)
def test_who_is_killed_before_the_scrub_or_before_the_answer_answers_once_when_it_comes_back(town, service):
    store = town.stores[service]
    store.scrub = lambda: False
    erase(town)
    town.engine.carry()
    assert not said(town, ErasureAnswered, service)
    del store.scrub
    town.engine.engines[service] = again = town.engine_of(service)
    again.settle("m")
    town.engine.engines[service] = again = town.engine_of(service)
    again.settle("m")
    town.engine.carry()
    assert len(said(town, ErasureAnswered, service)) == 1
    assert set(standing(town).answered) == EVERYONE


def test_who_comes_back_answers_with_the_first_thing_it_takes_in(town):
    town.stores[MATCHING].scrub = lambda: False
    erase(town)
    town.engine.carry()
    del town.stores[MATCHING].scrub
    town.engine.engines[MATCHING] = town.engine_of(MATCHING)
    town.citizen("yan")
    town.engine.carry()
    assert len(said(town, ErasureAnswered, MATCHING)) == 1


def test_an_answer_that_finds_no_space_is_given_later_and_the_erasure_stands():
    store = FullStore()
    world = Scenario(store=store)
    world.citizen("cem")

    def full() -> bool:
        store.full = True
        return True

    store.scrub = full  # type: ignore[method-assign]
    erase(world)
    assert not world.events(ErasureAnswered)
    with pytest.raises(StoreFull):
        world.citizen("dia")
    del store.scrub
    store.full = False
    world.citizen("dia")
    assert len(world.events(ErasureAnswered)) == 1


# Who is silent, late or gone


PATIENCE = timedelta(minutes=MissionSettings().knowledge_minutes)


def test_a_chain_that_is_silent_for_longer_than_the_playbook_allows_is_named(town):
    erase(town)
    found = standing(town)
    at, settings = found.erasure.at, MissionSettings()
    assert found.overdue(at + PATIENCE - timedelta(seconds=1), settings) == ()
    assert found.overdue(at + PATIENCE, settings) == ("matching-1", "funding-1")
    town.engine.carry()
    assert standing(town).overdue(at + PATIENCE, settings) == ()


def test_a_retired_chain_that_had_not_answered_is_not_waited_for_and_is_named(town):
    erase(town)
    retire(town)
    assert standing(town).retired == ("matching-1",)
    assert "matching-1" not in standing(town).silent
    town.engine.carry()
    assert (set(standing(town).answered), standing(town).retired) == (EVERYONE - {"matching-1"}, ("matching-1",))


def test_its_successor_answers_for_itself(town):
    erase(town)
    taken_over(town)
    found = standing(town)
    assert found.silent == {}
    assert set(found.answered) == {"participation-1", "matching-2", "funding-1"}
    assert found.retired == ("matching-1",)


def test_a_chain_that_is_listed_later_has_heard_of_the_person_too_and_owes_an_answer_since_then(town):
    erase(town)
    town.engine.carry()
    asked = standing(town).erasure.at
    town.later(days=1)
    retire(town)
    listed(town)
    assert standing(town).silent == {"matching-2": town.now}
    assert town.now > asked
    taken_over_by_now(town)
    assert set(standing(town).answered) == EVERYONE | {"matching-2"}


def taken_over_by_now(town: JourneyApart) -> None:
    """The successor that is listed hears everything."""
    before, after = town.engine.engines[MATCHING], another(town)
    bring_all(town, before, after)
    town.engine.engines[MATCHING] = after
    town.engine.carry()


# Wrong answers


def answer(town: JourneyApart, **changes: Any) -> Any:
    """An answer to the erasure that matching's chain says behind all that it has said, or a forged one."""
    last = town.engine.engines[MATCHING].told("m")[-1]
    data = {"chain": "participation-1", "position": standing(town).erasure.position, "service": "matching"}
    columns: dict[str, Any] = {"position": last.position + 2, "previous": last.position, "version": 9}
    event: dict[str, Any] = {"type": "hearing.erasure_answered", "schema": 1, "data": data | changes}
    return forged(last, **columns, **event)


def test_an_answer_that_is_given_twice_changes_nothing(town):
    erase(town)
    town.engine.carry()
    participation = town.engine.engines[PARTICIPATION]
    before = rows_of(participation)
    town.later(days=1)
    assert participation.hear([answer(town)]) == [Heard.TAKEN]
    assert rows_of(participation) == before


def test_an_answer_to_an_erasure_that_was_never_asked_changes_nothing_that_is_told(town):
    erase(town)
    town.engine.carry()
    participation = town.engine.engines[PARTICIPATION]
    before = erasures_of(participation.memory("m"))
    for data in ({"position": 9_999}, {"chain": "nobody"}, {"position": 1}):
        message = answer(town, **data)
        again = participation.store.heard_heads("m")["matching-1"].position
        message = forged(message, position=again + 2, previous=again)
        assert participation.hear([message]) == [Heard.TAKEN]
    assert erasures_of(participation.memory("m")) == before


def test_an_answer_for_another_service_counts_for_the_chain_that_says_it(town):
    town.stores[FUNDING].scrub = lambda: False
    town.stores[MATCHING].scrub = lambda: False
    erase(town)
    town.engine.carry()
    participation = town.engine.engines[PARTICIPATION]
    assert participation.hear([answer(town, service="funding")]) == [Heard.TAKEN]
    assert set(standing(town).silent) == {"funding-1"}


def test_the_answer_of_a_chain_that_is_not_listed_or_no_longer_is_not_heard(town):
    erase(town)
    participation = town.engine.engines[PARTICIPATION]
    assert participation.hear([forged(answer(town), chain="stranger")]) == [Heard.UNLISTED]
    retire(town)
    assert participation.hear([answer(town)]) == [Heard.UNLISTED]
    assert "matching-1" not in standing(town).answered


def test_nobody_else_answers_and_nobody_what_was_not_asked(town):
    erase(town)
    town.engine.carry()
    matching, at = town.engine.engines[MATCHING], standing(town).erasure.position
    given: dict[str, Any] = {"chain": "participation-1", "position": at, "service": MATCHING}
    command = AnswerErasure(**M, participant="cem", **given)
    for wrong, code in (
        (command, "erasure-answered"),
        (AnswerErasure(**M, participant="ada", **given), "participant-not-erased"),
        (AnswerErasure(**M, participant="cem", **given | {"position": at + 1}), "participant-not-erased"),
    ):
        (refused,) = matching.handle_many([by_engine(wrong)])
        assert isinstance(refused, Refused)
        assert code in refused.codes
    with pytest.raises(Refused) as by_hand:
        matching.handle(command)
    assert "role-missing" in by_hand.value.codes


def test_an_erasure_passes_what_waits_and_so_does_its_answer(town):
    """What matching cannot read of Cem waits; the erasure does not, and is answered."""
    participation, matching = town.engine.engines[PARTICIPATION], town.engine.engines[MATCHING]
    last = participation.told("m")[-1]
    granted = next(one for one in participation.told("m") if one.stream == "missions/m/participants/cem")
    unreadable = forged(
        granted, position=last.position + 2, previous=last.position, data={}, type="mission.role_granted"
    )
    assert matching.hear([unreadable]) == [Heard.PARKED]
    head = matching.store.heard_heads("m")["participation-1"].position
    erased = forged(
        granted,
        position=head + 2,
        previous=head,
        version=5,
        schema=1,
        type="mission.participant_erased",
        data={"participant": "cem"},
    )
    assert matching.hear([erased]) == [Heard.TAKEN]
    (said_so,) = said(town, ErasureAnswered, MATCHING)
    assert said_so.event.position == head + 2
    assert matching.memory("m").rows[ErasureAnswer]
