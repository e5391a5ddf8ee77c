"""The house divided: three engines that hear of each other do what one engine does, whatever the network does."""

from __future__ import annotations

import itertools
import os
from collections import Counter

import pytest

from osi_core.domain import Event, Recorded, Service
from osi_core.hearing.events import Answered
from osi_core.log.canonical import canonical
from osi_core.log.records import DecisionRecord
from osi_core.mission import commands as mission
from osi_core.mission.events import ChainListed, PhaseClosed, Question
from osi_core.process.memory import MissionMemory
from osi_core.process.share import service_of, share_of
from osi_core.solutions.events import ErasureFollowed
from osi_core.solutions.facts import Registration, Solution
from tests.unit.process.apart import SERVICES, JourneyApart, played, rows_of
from tests.unit.process.journey import STEPS, M, travelled

SEEDS = int(os.environ.get("OSI_SOAK_SEEDS", "5"))


def records_of(events: list[Recorded]) -> dict[str, DecisionRecord]:
    found = {record.event.record.decision: record.event.record for record in events if hasattr(record.event, "record")}
    assert found
    return found


# The same as in one


@pytest.mark.parametrize("seed", [None, *range(SEEDS)])
def test_three_engines_take_the_same_decisions_as_one_and_nothing_is_lost_or_done_twice(seed):
    """Whatever the bus doubles, drops, delays and reorders, and whichever service is killed in between."""
    one, three = travelled(), played(seed)
    happened = list(three.engine.events("m"))
    assert records_of(happened) == records_of(one.records())
    assert deeds(happened) == deeds(one.records())


def deeds(events: list[Recorded]) -> Counter[str]:
    """What people and the engine did, apart from what services say to each other about it."""
    told = (one for one in events if not isinstance(one.event, (Answered, Question, ChainListed)))
    return Counter(canonical([one.stream, *_who_and_what(one)]).decode() for one in told)


def _who_and_what(record: Recorded) -> tuple[str, str, object]:
    data = record.event.model_dump(mode="json")
    if isinstance(record.event, PhaseClosed):  # where services are asked, the engine closes what somebody asked for
        return "", record.event.type, {**data, "question": None}
    return record.actor, record.event.type, data


def test_each_event_stands_in_the_chain_of_its_own_service():
    journey = played()
    for service, engine in journey.engine.engines.items():
        for record in engine.events("m"):
            assert service_of(type(record.event)) in (service, None), record.event.type
            assert record.chain == f"{service}-1"


def test_one_event_of_three_services_has_one_id():
    ids = [record.id for record in played().engine.events("m")]
    assert len(ids) == len(set(ids))


def test_what_one_service_says_of_its_own_the_others_know_alike():
    journey = played(seed=7)
    engines = journey.engine.engines
    for service, engine in engines.items():
        for kind, rows in engine.memory("m").rows.items():
            owner = service_of(kind)
            if owner is not None and all(source.public and service_of(source) is owner for source in kind.sources):
                assert rows == engines[owner].memory("m").rows[kind], f"{service} of {kind.__name__}"


# What crosses


@pytest.mark.parametrize("name", SERVICES)
def test_a_fact_of_another_service_is_made_of_public_events_of_that_one_alone(name):
    """So it says the same everywhere, in whatever order the chains are heard."""
    share = share_of(name)
    for fact in share.facts:
        sources = [source for source, kinds in share.sources.items() if fact in kinds]
        foreign = {service_of(source) for source in sources} - {share.service, None}
        assert len(foreign) <= 1, f"{name} makes {fact.__name__} of {foreign}"


def test_votes_ballots_and_reviews_never_leave_their_service():
    journey = played()
    told = [one.type for engine in journey.engine.engines.values() for one in engine.told("m")]
    assert not {"challenges.ballots_cast", "challenges.votes_cast", "curation.review_submitted"} & set(told)
    assert all(Event.registry[type].public for type in told)


# Memory can be made again


def test_facts_are_made_again_from_own_and_heard_logs_in_the_order_in_which_they_were_known():
    journey = played(seed=3)
    for service, engine in journey.engine.engines.items():
        assert rows_of(journey.engine_of(service)) == rows_of(engine), service


def test_facts_are_made_again_from_a_snapshot_at_any_place():
    journey = JourneyApart(seed=5)
    for step in STEPS:
        step(journey)
        for service, engine in journey.engine.engines.items():
            if engine.memory("m").is_there:
                engine.snapshot("m")
                again = journey.engine_of(service)
                assert rows_of(again) == rows_of(engine)
                assert again.memory("m").mission_state(again.store) == engine.memory("m").mission_state(engine.store)
    for service, engine in journey.engine.engines.items():
        assert rows_of(journey.engine_of(service)) == rows_of(engine), service


@pytest.mark.parametrize("name", SERVICES)
def test_in_whatever_order_chains_are_heard_the_facts_are_the_same(name):
    """The messages of two chains, in all orders of their thirds; own events are none of it."""
    journey = played()
    share, others = share_of(name), [one for one in Service if one != name]
    first, second = (journey.engine.engines[one].told("m") for one in others)
    pieces = [
        ("a", first[:1]),
        *(("a", piece) for piece in thirds(first[1:])),
        *(("b", piece) for piece in thirds(second)),
    ]
    found = []
    for order in itertools.permutations(range(1, len(pieces))):
        if [pieces[one][0] for one in order] and in_order(order):
            memory = MissionMemory("m", share)
            for place in (0, *order):
                for message in pieces[place][1]:
                    if message.type in {source.type for source in share.sources}:
                        memory.hear_of(message)
            found.append(memory.rows)
    assert len(found) == 20
    assert all(rows == found[0] for rows in found)


def thirds(messages):
    size = len(messages) // 3 + 1
    return [messages[at : at + size] for at in range(0, 3 * size, size)]


def in_order(order):
    """Whether the thirds of each chain, 1 to 3 and 4 to 6, come in their order."""
    return all(list(one) == sorted(one) for one in ([n for n in order if n < 4], [n for n in order if n > 3]))


# An erasure is followed


def test_whoever_is_erased_leaves_teams_and_registrations_in_the_chain_of_these():
    journey = played(upto=3)
    journey.do(mission.EraseParticipant(**M, participant="cem"), by="cem")
    journey.engine.carry()
    matching = journey.engine.engines[Service.MATCHING]
    followed = [one.event for one in matching.events("m") if isinstance(one.event, ErasureFollowed)]
    assert [one.participant for one in followed] == ["cem"]
    for engine in journey.engine.engines.values():
        if Solution in engine.share.facts:
            sails = engine.memory("m").rows[Solution]["sails"]
            assert isinstance(sails, Solution)
            assert "cem" not in sails.team
    registrations = [one for one in matching.memory("m").rows[Registration].values() if isinstance(one, Registration)]
    assert {one.participant: one.status for one in registrations}["cem"] == "erased"
    one = travelled(upto=3)
    one.do(mission.EraseParticipant(**M, participant="cem"), by="cem")
    assert matching.memory("m").rows[Solution] == one.facts(Solution)


def test_an_erasure_deletes_words_wherever_they_lie():
    journey = played(upto=4)
    matching = journey.engine.engines[Service.MATCHING]
    assert any(text.author == "ada" for _, text in matching.store.texts())
    journey.do(mission.EraseParticipant(**M, participant="ada"), by="ada")
    journey.engine.carry()
    for engine in journey.engine.engines.values():
        assert not any(text.author == "ada" for _, text in engine.store.texts())
