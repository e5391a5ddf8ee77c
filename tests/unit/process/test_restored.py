"""A store that was restored from an older copy goes on under a new chain, and loses exactly what it names."""

from __future__ import annotations

import os
import random
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from osi_core.domain import BoxUse, Command, Recorded, Refused, Service
from osi_core.hearing.events import ChainAdopted, ErasureAnswered
from osi_core.hearing.facts import Adopted
from osi_core.log.envelope import decode
from osi_core.log.memory import MemoryStore
from osi_core.log.sql import SqlStore
from osi_core.log.store import EventStore, StoreError
from osi_core.mission.chain_commands import ListChain, RetireChain
from osi_core.mission.commands import EraseParticipant
from osi_core.mission.prefixes import prefix_of
from osi_core.process import Engine, ReceiptUnknown, trail_of
from osi_core.process.chance import by_seed
from osi_core.process.due import Due
from osi_core.process.erasing import erasures_of
from osi_core.process.export import write_bundle
from osi_core.process.handover import hand_over, take_over
from osi_core.process.hearing import Heard
from osi_core.process.moving import Place, _batches, move
from osi_core.process.receipts import ReceiptLeftBehind, find_receipt
from osi_core.process.request import OPERATOR, Handled, Office
from osi_core.process.verifying import verify_export, verify_together
from osi_core.process.verifying_store import verify_store
from osi_core.testing.scenario import people_have_names
from tests.unit.process.apart import JourneyApart, forged, rows_of
from tests.unit.process.journey import STEPS, M
from tests.unit.process.test_divided import records_of
from tests.unit.process.test_replacing import is_public

PARTICIPATION, MATCHING, FUNDING = Service
SEEDS = int(os.environ.get("OSI_SOAK_SEEDS", "5"))


class Done(NamedTuple):
    """A command that was acknowledged."""

    command: Command
    by: str | Office
    command_id: str
    events: tuple[Recorded, ...]


class Lost(Exception):
    """The disk is gone."""


def copied(store: EventStore, copy: EventStore) -> None:
    """Copies all of the mission as it stands."""
    with copy.transaction() as transaction:
        for batch in _batches("m", store, transaction):
            transaction.append(batch)


class Noting(JourneyApart):
    """A journey that notes what is acknowledged, copies a service's store at one command and loses it at another."""

    def __init__(
        self, service: Service, copied_at: int = -1, lost_at: int = -1, copy: EventStore | None = None
    ) -> None:
        self.service, self.copied_at, self.lost_at = service, copied_at, lost_at
        self.copy = copy or MemoryStore()
        self.goes_on = self.copied_before_decision = False
        self.done: list[Done] = []
        self.number = 0
        super().__init__()

    def do(self, command: Command, by: str | Office = OPERATOR, **options: Any) -> Handled:
        if self.engine.service_for(command) is self.service:
            if self.number == self.lost_at and not self.goes_on:
                raise Lost
            if self.number == self.lost_at:
                self.engine.carry()  # what was public was heard
                _, after = restored(self)
                assert_nothing_is_done_twice(self, after)
            if self.number == self.copied_at:
                copied(self.stores[self.service], self.copy)
            self.number += 1
        options.setdefault("command_id", f"c-{len(self.done)}")
        handled = super().do(command, by, **options)
        self.done.append(Done(command, by, options["command_id"], handled.events))
        return handled

    def decide(self) -> None:
        if self.copied_before_decision and self.engine.engines[self.service].memory("m").rows[Due]:
            copied(self.stores[self.service], self.copy)
            self.copied_before_decision = False
        super().decide()

    def play(self) -> Noting:
        try:
            for step in STEPS:
                step(self)
        except Lost:
            pass
        return self

    def named(self, store: EventStore, number: int = 2) -> Engine:
        """An engine of the service over a store, in its second chain."""
        share = people_have_names(self.service.value)
        chain, chance = f"{self.service}-{number}", by_seed(b"scenario")
        return Engine(store, share=share, plugins=self.plugins, clock=lambda: self.now, chance=chance, chain=chain)


def restored(journey: Noting, number: int = 2) -> tuple[Engine, Engine]:
    """The engine whose store is lost, and the one that goes on from the copy, once it has heard everything."""
    before, after = journey.engine.engines[journey.service], journey.named(journey.copy, number)
    participation = journey.engine.engines[PARTICIPATION]
    former = f"{journey.service}-{number - 1}"
    last = participation.store.heard_heads("m")[former].position
    participation.handle(RetireChain(**M, chain=former, last=last, reason="Its disk is gone"))
    participation.handle(ListChain(**M, chain=after.chain or "", service=journey.service))
    for _ in range(3):
        for other in journey.engine.engines.values():
            if other is not before:
                after.hear(other.told("m"))
        after.hear(participation.told("m", of=former))
    journey.engine.engines[journey.service] = after
    journey.engine.carry()
    return before, after


def said_so(engine: Engine) -> ChainAdopted:
    *_, event = (one.event for one in engine.events("m") if isinstance(one.event, ChainAdopted))
    return event


def standing(engine: Engine) -> dict[str, Recorded]:
    """All that stands in the service's chains, by id: in the own log, or adopted."""
    found = {one.id: one for one in engine.events("m")}
    for chain, row in engine.memory("m").adopted.items():
        for message in engine.store.heard("m", chain, row.after, row.last):
            record = decode(message.entry)
            assert record.id not in found
            found[record.id] = record
    return found


def assert_exactly_what_is_named_is_lost(journey: Noting, before: Engine, after: Engine) -> int:
    """Compares what was acknowledged with what stands. Returns how many events are lost."""
    named, stands = said_so(after), standing(after)
    lost = 0
    acknowledged = [one for done in journey.done for one in done.events if one.chain == before.chain]
    for record in (*acknowledged, *before.events("m")):
        in_range = record.position > named.after and not (record.event.public and record.position <= named.last)
        assert (record.id in stands) is not in_range, record.id
        if record.id in stands:
            assert stands[record.id].event == record.event
        lost += in_range
    return lost


def assert_nothing_is_done_twice(journey: Noting, after: Engine) -> Counter[str]:
    """Whoever sends again what was acknowledged gets the first answer; what was lost is done anew, or refused."""
    stands, answers = standing(after), Counter[str]()
    for done in journey.done:
        if not done.events or done.events[0].chain != f"{journey.service}-1":
            continue
        kept = [one for one in done.events if one.id in stands]
        before = after.head("m")
        try:
            answer = after.handle(done.command, actor=done.by, command_id=done.command_id)
        except Refused as refused:
            gone = done.command.uses_box is BoxUse.CASTS  # a box whose key is destroyed knows nobody's ids any more
            assert gone or not kept, refused.codes  # noqa: PT017 - what was lost may be refused
            answers["refused"] += 1
            continue
        if kept:
            assert answer.repeated
            assert [one.id for one in answer.events] == [one.id for one in kept]
            assert after.head("m") == before
        answers["repeated" if kept else "again"] += 1
    return answers


# Any copy, any loss


@cache
def undisturbed() -> Noting:
    """The whole journey, with all disks as they should be."""
    return Noting(PARTICIPATION).play()


def commands_of(service: Service) -> list[Command]:
    """What a service is asked for in the whole journey."""
    journey = undisturbed()
    return [one.command for one in journey.done if journey.engine.service_for(one.command) is service]


@pytest.mark.parametrize("seed", range(SEEDS * 2))
def test_exactly_the_private_range_that_is_named_is_lost_and_nothing_is_done_twice(seed):
    dice = random.Random(seed)
    service = dice.choice([MATCHING, FUNDING])
    many = len(commands_of(service))
    copied_at = dice.randrange(1, many - 1)
    journey = Noting(service, copied_at, dice.randrange(copied_at + 1, many + 1)).play()
    before, after = restored(journey)
    assert_exactly_what_is_named_is_lost(journey, before, after)
    for kind, rows in rows_of(after).items():
        if is_public(before, kind):
            behind = [one for one in before.events("m") if one.position > said_so(after).last and one.event.public]
            assert rows == rows_of(before)[kind] or behind, kind
    assert_nothing_is_done_twice(journey, after)
    assert rows_of(journey.named(journey.copy)) == rows_of(after), "it is made again from its store"
    assert verify_store(journey.copy).exit_code == 0


@pytest.fixture(params=["memory", "sqlite"])
def reviewed(request: Any, tmp_path: Path) -> Any:
    """Matching, copied early in the curation and lost before the assessment closes: reviews lie between."""
    copy = MemoryStore() if request.param == "memory" else SqlStore.create(tmp_path / "copy.db")
    journey = Noting(MATCHING, at(MATCHING, "SubmitReview", 2), at(MATCHING, "SubmitReview", -1) + 1, copy).play()
    yield journey, *restored(journey)
    copy.close()


def test_what_was_private_before_the_copy_is_there_and_goes_on(reviewed, tmp_path):
    journey, before, after = reviewed
    lost = assert_exactly_what_is_named_is_lost(journey, before, after)
    assert lost >= 3, "reviews"
    named = said_so(after)
    private = [one for one in before.events("m") if one.position <= named.after and not one.event.public]
    assert len(private) > 3
    answers = assert_nothing_is_done_twice(journey, after)
    assert answers["again"] >= 1, "a lost review is given again"
    assert answers["repeated"] > 10
    journey.engine.carry()
    for service, engine in journey.engine.engines.items():
        write_bundle(engine.store, "m", tmp_path / service, share=service.value)
        report = verify_export(tmp_path / service, journey.plugins)
        assert (report.damaged_at, report.findings) == (None, ())
        assert report.exit_code == 0, report.verdicts
    assert verify_together([tmp_path / service for service in Service]) == ()


def test_receipts_of_both_sides_of_the_copy_are_answered_and_those_of_the_lost_lead_nowhere(reviewed):
    journey, before, after = reviewed
    named, told = said_so(after), Counter[str]()
    for code in journey.receipts.values():
        try:
            record = find_receipt(before, code)
        except ReceiptUnknown:
            continue
        if record.position > named.after and not (record.event.public and record.position <= named.last):
            with pytest.raises(ReceiptUnknown):
                find_receipt(after, code)
            told["lost"] += 1
            continue
        assert find_receipt(after, code).id == record.id
        assert trail_of(after, code).id == record.id
        told["before" if record.position <= named.after else "adopted"] += 1
    assert told["before"] > 3
    assert told["lost"] >= 1


def test_no_code_of_the_new_chain_is_one_that_somebody_holds_already(reviewed):
    """Positions are given again, under another key."""
    journey, before, after = reviewed
    old = {code.code_sha256 for _, code in before.store.receipts()}
    kept = {code.code_sha256 for _, code in journey.copy.receipts() if code.position <= said_so(after).after}
    assert_nothing_is_done_twice(journey, after)
    new = {code.code_sha256 for _, code in journey.copy.receipts()} - kept
    assert new
    assert not new & old


def test_it_serves_under_no_other_name_and_not_before_it_has_heard_all():
    journey = Noting(MATCHING, 10, 20).play()
    participation = journey.engine.engines[PARTICIPATION]
    heard = participation.store.heard_heads("m")["matching-1"]
    after = journey.named(journey.copy)
    with pytest.raises(StoreError, match="others have heard of position"):
        after.compare("m", heard)
    retire = RetireChain(**M, chain="matching-1", last=heard.position, reason="Its disk is gone")
    participation.handle(retire)
    participation.handle(ListChain(**M, chain="matching-2", service=MATCHING))
    assert after.hear(participation.told("m"))[-1] is Heard.GAP
    assert not after.memory("m").serves
    assert after.told("m") == []
    after.hear(participation.told("m", of="matching-1"))
    assert after.hear(participation.told("m"))[-1] is Heard.TAKEN
    assert after.memory("m").serves
    first = after.told("m")[0]
    assert (first.previous, first.type) == (0, "hearing.chain_adopted")


def test_a_copy_that_says_otherwise_or_more_than_was_heard_does_not_go_on():
    journey = Noting(MATCHING, 10, 20).play()
    participation = journey.engine.engines[PARTICIPATION]
    last = participation.store.heard_heads("m")["matching-1"].position
    other = journey.named(journey.copy)
    participation.handle(RetireChain(**M, chain="matching-1", last=last, reason="Its disk is gone"))
    participation.handle(ListChain(**M, chain="matching-2", service=MATCHING))
    other.hear(participation.told("m"))
    story = participation.told("m", of="matching-1")
    assert other.hear([story[0]._replace(hash=b"\1" * 32)])[0] in (Heard.FORKED, Heard.UNFIT)
    whole = journey.named(journey.stores[MATCHING])  # nothing of it is lost, and its last public event nobody has heard
    whole.hear(participation.told("m", of="matching-1"))
    whole.hear(participation.told("m"))
    if any(True for _ in journey.stores[MATCHING].read_public("m", last)):
        assert not whole.memory("m").serves


def test_erasures_behind_the_copy_are_followed_again_and_answered_anew():
    journey = Noting(MATCHING, 25, 40).play()
    journey.engine.carry()
    participation = journey.engine.engines[PARTICIPATION]
    participation.handle(EraseParticipant(**M, participant="cem"), actor="cem")
    journey.engine.carry()
    assert any(text.author == "ada" for _, text in journey.copy.texts())
    participation.handle(EraseParticipant(**M, participant="ada"), actor="ada")
    _, after = restored(journey)
    assert not any(text.author in ("ada", "cem") for _, text in journey.copy.texts())
    answered = [one for one in after.events("m") if isinstance(one.event, ErasureAnswered)]
    assert len(answered) == 2
    for one in erasures_of(participation.memory("m")):
        assert "matching-2" in one.answered
        assert one.silent == {}


@cache
def at(service: Service, name: str, nth: int = 0) -> int:
    """Which of the commands of a service is the nth one of this name."""
    found = [type(one).__name__ for one in commands_of(service)]
    return [number for number, kind in enumerate(found) if kind == name][nth]


def results(engine: Engine) -> list[Recorded]:
    """What was published of decisions, by this log and in what it adopted."""
    return [one for one in standing(engine).values() if hasattr(one.event, "record")]


def test_a_decision_that_was_recorded_behind_the_copy_is_not_taken_again():
    """The copy has the close, and the decision is due in it; others have heard the result."""
    close = at(MATCHING, "CloseAssessment")
    journey = Noting(MATCHING, -1, close + 2)
    journey.copied_before_decision = True
    before, after = restored(journey.play())
    assert journey.named(journey.copy).memory("m").rows[Due] == after.memory("m").rows[Due]
    expected = results(before)
    assert len(expected) >= 1
    journey.decide()
    assert [one.id for one in results(after)] == [one.id for one in expected]
    assert_exactly_what_is_named_is_lost(journey, before, after)


GOING_ON = {
    "ballots and an application of a grant round": (FUNDING, ("OpenGrantRound", 0, 1), ("CastGrantBallot", -1, 0)),
    "reviews": (MATCHING, ("SubmitReview", 1, 0), ("CloseAssessment", 0, 0)),
    "what was public alone": (MATCHING, ("StateNeed", 0, 0), ("AdmitInitiative", 0, 1)),
}


@pytest.mark.parametrize("case", GOING_ON)
def test_once_people_have_sent_again_what_was_lost_the_mission_takes_the_same_decisions(case, tmp_path):
    service, (copied, nth, more), (lost, nth_lost, more_lost) = GOING_ON[case]
    first, last = sorted((at(service, copied, nth) + more, at(service, lost, nth_lost) + more_lost))
    journey = Noting(service, first, last)
    journey.goes_on = True
    journey.play()
    after = journey.engine.engines[service]
    assert after.chain == f"{service}-2"
    happened = {one.id: one for one in (*journey.engine.events("m"), *standing(after).values())}
    assert records_of(list(happened.values())) == records_of(list(undisturbed().engine.events("m")))
    for name, engine in journey.engine.engines.items():
        write_bundle(engine.store, "m", tmp_path / name, share=name.value)
        report = verify_export(tmp_path / name, journey.plugins)
        assert (report.damaged_at, report.findings, report.exit_code) == (None, (), 0), report.verdicts
    assert verify_together([tmp_path / service for service in Service]) == ()


def test_it_can_be_restored_once_more():
    journey = Noting(MATCHING, 10, 20).play()
    _, second = restored(journey)
    again = MemoryStore()
    copied(second.store, again)
    journey.do(EraseParticipant(**M, participant="cem"), by="cem")
    journey.engine.carry()
    journey.copy = again
    _, third = restored(journey, 3)
    assert list(third.memory("m").rows[Adopted]) == ["matching-1", "matching-2"]
    assert [one.chain for one in third.events("m")][-1] == "matching-3"
    assert verify_store(again).exit_code == 0
    assert rows_of(journey.named(again, 3)) == rows_of(third)


# Handed on, moved, and attacked


def test_a_successor_is_handed_the_receipts_of_all_chains_of_a_restored_log():
    journey = Noting(MATCHING, at(MATCHING, "SubmitReview", 2), at(MATCHING, "SubmitReview", -1) + 1).play()
    _, second = restored(journey)
    assert_nothing_is_done_twice(journey, second)
    journey.engine.carry()
    third = journey.named(MemoryStore(), 3)
    participation = journey.engine.engines[PARTICIPATION]
    last = participation.store.heard_heads("m")["matching-2"].position
    participation.handle(RetireChain(**M, chain="matching-2", last=last, reason="Another one"))
    participation.handle(ListChain(**M, chain="matching-3", service=MATCHING))
    for _ in range(2):
        for origin in (*journey.engine.engines.values(),):
            third.hear(origin.told("m"))
        third.hear(participation.told("m", of="matching-1"))
    second.hear(participation.told("m"))
    taken = take_over(third, hand_over(second.store, "m"))
    assert taken.chains == ("matching-2", "matching-1")
    codes = [code for code in journey.receipts.values() if code[:4] == prefix_of("matching-1")]
    answered = Counter(told_by(second, code) for code in codes)
    assert answered == Counter(told_by(third, code) for code in codes)
    assert answered["told"] > 3


def told_by(engine: Engine, code: str) -> str:
    """Whether an engine knows what a code stands for; of what was private, a successor knows that it was."""
    try:
        return "told" if find_receipt(engine, code).event.public else "private"
    except ReceiptLeftBehind:
        return "private"
    except ReceiptUnknown:
        return "unknown"


def test_a_restored_log_moves_into_another_store_as_it_is():
    journey = Noting(MATCHING, 10, 20).play()
    _, after = restored(journey)
    there = MemoryStore()
    move("m", Place(journey.copy, "here"), Place(there, "there"))
    assert rows_of(journey.named(there)) == rows_of(after)
    assert verify_store(there).exit_code == 0


def test_no_other_chain_says_of_a_log_here_that_it_is_a_copy():
    journey = Noting(MATCHING, 10, 20).play()
    _, after = restored(journey)
    for service, engine in journey.engine.engines.items():
        assert list(engine.memory("m").rows[Adopted]) == (["matching-1"] if service is MATCHING else [])
    funds = journey.engine.engines[FUNDING].told("m")[-1]
    data = {"chain": "matching-1", "after": 1, "last": 2, "adopted": 0}
    columns: dict[str, Any] = {"position": funds.position + 2, "previous": funds.position, "version": 9}
    lie = forged(funds, **columns, type="hearing.chain_adopted", schema=1, data=data)
    before = rows_of(after)
    assert after.hear([lie]) == [Heard.TAKEN]
    assert rows_of(after) == before


def test_another_name_than_that_of_the_log_serves_nothing_that_is_no_copy():
    """The chain that the log has still serves, so an engine with another name takes nothing, and says nothing."""
    journey = Noting(MATCHING).play()
    other = journey.named(journey.stores[MATCHING])
    assert not other.memory("m").serves
    assert other.told("m") == []
