"""How old knowledge is: from when the origin was asked, once everything up to its answer is applied."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from osi_core.domain import Refused, Service
from osi_core.testing.words import WordsConformance
from osi_core.words import OWN
from osi_runtime import peers
from osi_runtime.auth import CATALOGUE as AUTH_WORDS
from osi_runtime.peers import WORDS, Knowledge, Listed
from osi_runtime.words import CATALOGUE as RUNTIME_WORDS

HOUR = timedelta(hours=1)


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def knowledge(clock):
    known = Knowledge(clock)
    known.lists("m", Listed(HOUR, (("participation-1", Service.PARTICIPATION), ("matching-1", Service.MATCHING))))
    return known


def caught_up(knowledge, clock, chain, position=10):
    knowledge.applied("m", chain, position)
    knowledge.told("m", chain, clock.now, position)


def codes(knowledge, mission="m"):
    return [(one.code, str(one.values["chain"])) for one in knowledge.stale(mission)]


def test_of_a_mission_that_nobody_spoke_of_nothing_is_said(knowledge):
    assert knowledge.stale("other") == ()


def test_before_a_chain_was_caught_up_with_nothing_is_known(knowledge, clock):
    assert codes(knowledge) == [
        ("knowledge-missing", "chains/participation-1"),
        ("knowledge-missing", "chains/matching-1"),
    ]
    caught_up(knowledge, clock, "participation-1")
    assert codes(knowledge) == [("knowledge-missing", "chains/matching-1")]


def test_age_counts_from_when_it_was_asked(knowledge, clock):
    asked_at = knowledge.now()
    clock.now += 30
    knowledge.told("m", "participation-1", asked_at, 10)
    assert knowledge.age("m", "participation-1") is None
    clock.now += 30
    knowledge.applied("m", "participation-1", 9)
    assert knowledge.age("m", "participation-1") is None
    knowledge.applied("m", "participation-1", 10)
    assert knowledge.age("m", "participation-1") == timedelta(seconds=60)


def test_who_is_always_a_little_behind_knows_how_old_it_is(knowledge, clock):
    for _ in range(1000):
        clock.now += 10
        end = int(clock.now)
        knowledge.told("m", "participation-1", clock.now, end)
        knowledge.applied("m", "participation-1", end - 25)  # two answers behind
    assert timedelta(seconds=20) <= knowledge.age("m", "participation-1") <= timedelta(seconds=40)


def test_what_is_further_behind_than_answers_are_remembered_is_found_out_in_the_end(knowledge, clock):
    for number in range(1000):
        clock.now += 10
        knowledge.told("m", "participation-1", clock.now, number)
    knowledge.applied("m", "participation-1", 999)
    assert knowledge.age("m", "participation-1") == timedelta(0)


def test_older_than_the_playbook_allows_names_chain_and_lag(knowledge, clock):
    caught_up(knowledge, clock, "participation-1")
    caught_up(knowledge, clock, "matching-1")
    clock.now += 3600
    assert knowledge.stale("m") == ()
    caught_up(knowledge, clock, "participation-1")
    clock.now += 125
    (unmet,) = knowledge.stale("m")
    assert unmet.code == "knowledge-too-old"
    assert unmet.say("en", WORDS) == (
        "what is known of matching (chains/matching-1) is 62 minutes old, and the playbook allows 60; "
        "try again once matching answers"
    )
    assert "62" in unmet.say("de", WORDS)
    assert knowledge.stale("m", timedelta(minutes=63)) == ()


def test_a_chain_that_serves_no_more_is_not_waited_for(knowledge, clock):
    caught_up(knowledge, clock, "participation-1")
    knowledge.lists("m", Listed(HOUR, (("participation-1", Service.PARTICIPATION),)))
    assert knowledge.stale("m") == ()


def test_an_answer_that_comes_late_makes_nothing_younger_or_older(knowledge, clock):
    caught_up(knowledge, clock, "participation-1")
    clock.now += 60
    knowledge.told("m", "participation-1", clock.now - 600, 5)
    assert knowledge.age("m", "participation-1") == timedelta(seconds=60)


def test_the_playbooks_limit_is_asked_for_over_the_wire(town, wait):
    """With its clock in our hand: an hour after participation has fallen silent, nothing is decided any more."""

    async def play():
        town.create(minutes=30)
        await town.begin()
        knowledge = town.funding.peers.knowledge
        await wait(lambda: knowledge.missions() and not town.funding.peers.stale("m"))
        await town.participation.end()
        await wait(lambda: town.funding.peers.problems())
        real = knowledge._clock
        knowledge._clock = lambda: real() + 29 * 60
        assert town.funding.peers.stale("m") == ()
        knowledge._clock = lambda: real() + 31 * 60
        (unmet,) = town.funding.peers.stale("m")
        assert (unmet.code, unmet.values["lag"], unmet.values["most"]) == ("knowledge-too-old", 31, 30)
        assert "FAILED_PRECONDITION" not in Refused("OpenFund", [unmet]).say("en", WORDS)
        knowledge._clock = real
        await town.participation.begin()
        await wait(lambda: not town.funding.peers.problems())
        assert town.funding.peers.stale("m") == ()
        await town.end()

    asyncio.run(play())


def test_after_a_restart_what_others_say_is_not_known_until_they_are_asked(town, wait):
    async def play():
        town.create()
        await town.begin()
        await wait(lambda: town.funding.has_heard(town.participation))
        await town.end()
        await town.funding.begin()
        assert [one.code for one in town.funding.peers.stale("m")] == ["knowledge-missing"]
        await town.participation.begin()
        await wait(lambda: not town.funding.peers.stale("m"))
        (lag,) = town.funding.peers.lags()
        assert (lag.mission, lag.chain, lag.service) == ("m", "participation-1", Service.PARTICIPATION)
        assert lag.age is not None
        await town.end()

    asyncio.run(play())


class TestWords(WordsConformance):
    source = Path(peers.__file__).parent
    folder = source / "words"
    others = OWN.with_(RUNTIME_WORDS, AUTH_WORDS)
    labels = ("peers.stopped-",)
