"""Hearing of other chains: in order, once, and nothing that is not what it says to be."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from osi_core.domain import Refused, Role, Sector, Service
from osi_core.hearing.commands import TakeUpMessage
from osi_core.hearing.facts import Parked
from osi_core.log.envelope import GENESIS, chained
from osi_core.log.heard import PublicEntry
from osi_core.log.memory import MemoryStore
from osi_core.log.store import Batch, StoreError
from osi_core.mission import chain_commands as chains
from osi_core.mission import commands as mission
from osi_core.mission.events import ParticipantJoined
from osi_core.mission.facts import Member
from osi_core.process import Engine
from osi_core.process.hearing import Heard
from osi_core.process.request import OPERATOR, Request
from osi_core.process.writer import LARGEST_GROUP, Writer
from tests.unit.process.apart import Apart, forged, rows_of


def a_mission(seed: int | None = None) -> Apart:
    """A mission of three services, with Ada, and Olga who organises."""
    town = Apart(seed=seed)
    town.citizen("ada")
    town.member("olga", Role.ORGANISER)
    town.engine.carry()
    return town


def told(town: Apart, *services: Service) -> list[PublicEntry]:
    """What services have said, participation if none is named."""
    named = services or (Service.PARTICIPATION,)
    return [message for service in named for message in town.engine.engines[service].told("m")]


@pytest.fixture
def town():
    return a_mission()


@pytest.fixture
def matching(town):
    return town.engine.engines[Service.MATCHING]


def late(town: Apart) -> Engine:
    """Matching, started anew: it has heard nothing yet."""
    town.stores[Service.MATCHING] = MemoryStore()
    return town.engine_of(Service.MATCHING)


def test_a_message_is_heard_once(town):
    engine = late(town)
    assert set(engine.hear(told(town))) == {Heard.TAKEN}
    assert set(engine.hear(told(town))) == {Heard.KNOWN}


@pytest.mark.parametrize("seed", range(20))
def test_messages_in_any_order_several_times_are_heard_in_the_end(town, matching, seed):
    engine, waiting = late(town), told(town, Service.PARTICIPATION, Service.FUNDING) * 2
    random.Random(seed).shuffle(waiting)
    while waiting:
        answers = engine.hear(waiting)
        waiting = [one for one, answer in zip(waiting, answers, strict=True) if answer in (Heard.GAP, Heard.UNLISTED)]
    assert rows_of(engine) == rows_of(matching)


def test_what_lies_between_has_to_be_asked_for(town):
    engine, messages = late(town), told(town)
    assert engine.hear([messages[0], messages[2]]) == [Heard.TAKEN, Heard.GAP]
    assert engine.hear(messages[1:3]) == [Heard.TAKEN, Heard.TAKEN]


def test_a_chain_that_nobody_listed_is_not_heard(town, matching):
    stranger = told(town)[1]._replace(chain="stranger")
    assert matching.hear([stranger]) == [Heard.UNLISTED]
    begins = told(town)[0]._replace(chain="stranger")
    assert matching.hear([begins]) == [Heard.UNLISTED]


def test_bytes_that_are_not_what_stands_beside_them_are_not_taken(town):
    engine, messages = late(town), told(town)
    place = next(number for number, one in enumerate(messages) if b'"participant":"ada"' in one.raw)
    joined = messages[place]
    engine.hear(messages[:place])
    damaged = joined._replace(raw=joined.raw.replace(b'"participant":"ada"', b'"participant":"eve"'))
    elsewhere = joined._replace(stream="missions/m/participants/eve")
    assert engine.hear([damaged]) == engine.hear([elsewhere]) == [Heard.UNFIT]
    assert engine.hear([joined]) == [Heard.TAKEN]


def test_no_chain_speaks_for_another_service(town):
    """Funding's chain grants Mallory a role: it is heard, and changes nothing."""
    matching = late(town)
    matching.hear(told(town))
    before = rows_of(matching)
    (granted,) = [one for one in told(town) if one.type == "mission.role_granted"]
    forged = granted.raw.replace(b"participation-1:m:%d" % granted.position, b"funding-1:m:1").replace(
        b'"position":%d' % granted.position, b'"position":1'
    )
    message = granted._replace(chain="funding-1", position=1, previous=0, raw=forged, hash=b"\1" * 32)
    message = message._replace(hash=chained(GENESIS, forged))
    assert matching.hear([message]) == [Heard.TAKEN]
    assert rows_of(matching) == before


def test_of_a_type_that_nobody_knows_here_is_kept_that_it_was_there(town, matching):
    joined, granted, _ = some_events(town)
    matching.hear([joined])
    raw = granted.raw.replace(b'"mission.role_granted"', b'"mission.of_a_later_year"')
    unknown = granted._replace(type="mission.of_a_later_year", raw=raw, hash=chained(joined.hash, raw))
    before = rows_of(matching)
    assert matching.hear([unknown]) == [Heard.TAKEN]
    assert rows_of(matching) == before
    kept = matching.store.heard_at("m", "participation-1", granted.position)
    assert (kept.raw, kept.hash) == (b"", unknown.hash)


def unreadable(town: Apart) -> PublicEntry:
    """Matching says something that nobody can read: behind something private of its own."""
    last = told(town, Service.MATCHING)[-1]
    columns: dict[str, Any] = {
        "position": last.position + 2,
        "previous": last.position,
        "stream": "missions/m/offers/o",
        "version": 1,
    }
    return forged(last, **columns, type="support.offered", data={})


FORKS = {
    "another hash at a known position": lambda last: last._replace(hash=b"\2" * 32),
    "a lower position that was never heard": lambda last: forged(last, position=last.position - 1),
    "a previous below what is known": lambda last: forged(last, position=last.position + 5),
}


@pytest.mark.parametrize("kind", FORKS)
def test_a_chain_that_tells_two_stories_is_heard_no_more(town, matching, kind):
    participation = town.engine.engines[Service.PARTICIPATION]
    participation.hear([unreadable(town)])  # what it notes of that is private
    some_events(town)
    town.engine.carry()
    lone = next(one for one in told(town) if one.previous < one.position - 1)
    engine = late(town)
    engine.hear([one for one in told(town) if one.position <= lone.position])
    assert engine.hear([FORKS[kind](lone)]) == [Heard.FORKED]
    assert engine.hear(told(town)[-1:]) == [Heard.FORKED]
    assert town.engine_of(Service.MATCHING).hear(told(town)[-1:]) == [Heard.FORKED], "also after a restart"


# Parked


def taking_up(message: PublicEntry) -> TakeUpMessage:
    """What an operator says once the service is of the newer version too."""
    return TakeUpMessage(mission="m", chain=message.chain, position=message.position)


def some_events(town: Apart) -> list[PublicEntry]:
    """Ben joins and becomes an expert, then Cem joins."""
    participation = town.engine.engines[Service.PARTICIPATION]
    participation.handle(mission.JoinMission(mission="m", participant="ben"), actor="ben")
    participation.handle(mission.GrantRole(mission="m", participant="ben", role=Role.EXPERT))
    aue: dict[str, Any] = {"institution": "aue", "name": "Aue", "sector": Sector.ADMINISTRATION}
    participation.handle(mission.RegisterInstitution(mission="m", **aue))
    return told(town)[-3:]


def older_than_participation(monkeypatch):
    """A service that does not know the form yet in which participation writes that somebody joined."""
    monkeypatch.setattr(ParticipantJoined, "upcasters", ())


def test_what_cannot_be_read_here_is_parked_and_what_is_about_the_same_waits_behind(town, matching, monkeypatch):
    joined, granted, other = some_events(town)
    older_than_participation(monkeypatch)
    assert matching.hear([joined, granted, other]) == [Heard.PARKED, Heard.PARKED, Heard.TAKEN]
    assert "ben" not in matching.memory("m").rows[Member]
    reasons = [one.reason for one in matching.memory("m").rows[Parked].values()]
    assert reasons == ["unreadable", "waits-behind"]


def test_what_was_parked_is_taken_up_in_its_order_once_it_can_be_read(town, matching, monkeypatch):
    joined, granted, _ = parked = some_events(town)
    with monkeypatch.context() as older:
        older_than_participation(older)
        matching.hear(parked)
    first, second = (
        TakeUpMessage(mission="m", chain="participation-1", position=one.position) for one in (joined, granted)
    )
    with pytest.raises(Refused) as refused:
        matching.handle(second)
    assert refused.value.codes == ("message-waits-behind",)
    matching.handle(first)
    matching.handle(second)
    assert matching.memory("m").rows[Member]["ben"].roles == {Role.CITIZEN, Role.EXPERT}
    assert rows_of(town.engine_of(Service.MATCHING)) == rows_of(matching), "also when it is made again"
    with pytest.raises(Refused) as refused:
        matching.handle(first)
    assert refused.value.codes == ("message-not-parked",)


def test_a_fold_that_fails_parks_its_message_alone(town, matching, monkeypatch):
    joined, granted, other = some_events(town)
    fold: Any = Member.fold

    def fails(cls, rows, record):
        if record.position == joined.position:
            raise RuntimeError("a fault of the program")
        fold.__func__(cls, rows, record)

    monkeypatch.setattr(Member, "fold", classmethod(fails))
    answers = matching.hear([joined, granted, other])
    assert answers[0] is Heard.PARKED
    assert set(matching.hear([granted, other])) <= {Heard.PARKED, Heard.TAKEN, Heard.KNOWN}
    assert [one.reason for one in matching.memory("m").rows[Parked].values()] == ["unfolded", "waits-behind"]


def test_before_its_own_chain_is_listed_a_service_takes_nothing_that_it_could_not_park(town, monkeypatch):
    engine, messages = late(town), told(town)
    older_than_participation(monkeypatch)
    place = next(number for number, one in enumerate(messages) if one.type == "mission.chain_listed")
    assert engine.hear(messages[:place]) == [Heard.TAKEN] * place
    joined = next(one for one in messages if one.type == "mission.participant_joined")
    assert engine.hear([joined._replace(previous=messages[place - 1].position)]) == [Heard.UNFIT]
    assert engine.hear([messages[place - 1]._replace(hash=b"\3" * 32)]) == [Heard.FORKED]
    assert engine.hear(messages[place:]) != []


# Listed and retired


def test_a_service_whose_chain_is_not_listed_takes_nothing(town):
    engine = Engine(
        MemoryStore(), share=town.engine.engines[Service.FUNDING].share, chain="funding-2", clock=lambda: town.now
    )
    engine.hear(told(town))
    with pytest.raises(Refused) as refused:
        engine.handle(taking_up(told(town)[0]))
    assert refused.value.codes == ("mission-unknown",)


def test_behind_its_retirement_a_chain_is_not_heard_and_its_successor_is(town):
    participation, matching = (town.engine.engines[one] for one in (Service.PARTICIPATION, Service.MATCHING))
    again = chains.ListChain(mission="m", chain="matching-2", service=Service.MATCHING)
    with pytest.raises(Refused) as refused:
        participation.handle(again)
    assert refused.value.codes == ("service-has-chain",)
    last = participation.store.heard_heads("m")["matching-1"].position
    participation.handle(chains.RetireChain(mission="m", chain="matching-1", last=last, reason="It moves"))
    participation.handle(again)
    town.engine.carry()
    (answered,) = told(town, Service.MATCHING)
    late_word = forged(answered, position=last + 1, previous=last)
    assert participation.hear([late_word]) == [Heard.UNLISTED]
    assert participation.hear([forged(answered, chain="matching-2")]) == [Heard.TAKEN]
    with pytest.raises(Refused) as refused:
        matching.handle(taking_up(told(town)[0]))
    assert refused.value.codes == ("mission-unknown",)


# Through the writer


def test_however_far_a_service_is_behind_commands_are_answered_in_between(town):
    participation = town.engine.engines[Service.PARTICIPATION]
    for number in range(3 * LARGEST_GROUP):
        participation.handle(mission.JoinMission(mission="m", participant=f"p{number}"), actor=f"p{number}")
    engine, behind = late(town), told(town)
    engine.hear(behind[:10])
    groups: list[list[object]] = []
    take: Any = engine.take

    def counted(given):
        groups.append(list(given))
        return take(given)

    engine.take = counted  # type: ignore[method-assign]
    with Writer(engine) as writer:
        heard = writer.hear(behind[10:])
        asked = [writer.submit(Request(taking_up(behind[0]), OPERATOR)) for _ in range(LARGEST_GROUP)]
        assert set(heard.result()) == {Heard.TAKEN}
        assert all(isinstance(future.exception(), Refused) for future in asked)
    waited_for = [group for group in groups if any(isinstance(one, Request) for one in group)]
    assert len(waited_for) <= 1 + 2 * LARGEST_GROUP // (LARGEST_GROUP // 2), "requests did not wait behind all messages"
    engine.hear(told(town, Service.FUNDING))
    town.engine.carry()
    assert rows_of(engine) == rows_of(town.engine.engines[Service.MATCHING])


# Restored from a copy


def test_a_store_that_was_restored_from_an_older_copy_is_found_before_it_serves(town, matching):
    participation = town.engine.engines[Service.PARTICIPATION]
    yesterday = MemoryStore()
    with yesterday.transaction() as transaction:
        transaction.append(Batch("m", list(participation.store.read("m"))))
    town.citizen("ben")
    town.engine.carry()
    heard = matching.store.heard_heads("m")["participation-1"]
    participation.compare("m", heard)
    town.stores[Service.PARTICIPATION] = yesterday
    restored = town.engine_of(Service.PARTICIPATION)
    with pytest.raises(StoreError, match="others have heard of position"):
        restored.compare("m", heard)


# The clock


def test_while_the_own_log_is_ahead_of_the_clock_nothing_is_heard_so_that_nothing_is_left_undone(town, matching):
    """Matching's clock was ahead by a day when it followed an erasure; it hears of another one."""
    clock, participation = matching.judge.clock, town.engine.engines[Service.PARTICIPATION]
    matching.judge.clock = lambda: town.now + timedelta(days=1)
    town.do(mission.EraseParticipant(mission="m", participant="ada"), by="ada")
    town.engine.carry()
    participation.handle(mission.EraseParticipant(mission="m", participant="olga"), actor="olga")
    matching.judge.clock = clock
    *_, erasure = (one for one in told(town) if one.type == "mission.participant_erased")
    assert matching.hear([erasure]) == [Heard.AHEAD]
    town.later(days=1)
    assert matching.hear([erasure]) == [Heard.TAKEN]
    followed = [one.event.participant for one in matching.events("m") if one.event.type == "solutions.erasure_followed"]
    assert followed == ["ada", "olga"]


def test_each_service_corrects_a_clock_that_was_wrong_in_its_own_chain(town, matching):
    clock = matching.judge.clock
    matching.judge.clock = lambda: town.now + timedelta(days=1)
    town.do(mission.EraseParticipant(mission="m", participant="ada"), by="ada")
    town.engine.carry()
    matching.judge.clock = clock
    matching.handle(mission.CorrectClock(mission="m", reason="It ran on winter time"))
    town.do(mission.EraseParticipant(mission="m", participant="olga"), by="olga")
    town.engine.carry()
    times = [one.time for one in matching.events("m") if one.event.type == "solutions.erasure_followed"]
    assert times == [town.now + timedelta(days=1), town.now]
    assert rows_of(town.engine_of(Service.MATCHING)) == rows_of(matching)
