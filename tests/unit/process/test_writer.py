"""The writer: many callers, one thread that writes, and everyone gets their own answer."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from osi_core.challenges.commands import SubmitChallenge
from osi_core.domain import Malformed, Phase, Refused
from osi_core.log.envelope import check_chain
from osi_core.log.store import StoreFull
from osi_core.mission.commands import JoinMission
from osi_core.mission.facts import Member
from osi_core.process.request import Handled, Request
from osi_core.process.writer import LARGEST_GROUP, GroupDone, Writer, WriterClosed, WriterFull
from osi_core.testing.scenario import Scenario
from tests.unit.process.stores import FullStore


def join(name):
    return Request(JoinMission(mission="m", participant=name), name)


@pytest.fixture
def scenario():
    """A mission, and a store that can be full."""
    return Scenario(FullStore())


@pytest.fixture
def writer(scenario):
    """A writer that is closed after the test."""
    with Writer(scenario.engine) as writer:
        yield writer


def test_many_threads_bring_requests_and_each_gets_its_own_answer(scenario, writer):
    def bring(number):
        handled = writer.submit(join(f"p{number}")).result()
        assert [record.event.participant for record in handled.events] == [f"p{number}"]
        return handled.events[0].position

    with ThreadPoolExecutor(16) as pool:
        positions = list(pool.map(bring, range(400)))
    assert sorted(positions) == list(range(2, 402))
    assert len(scenario.facts(Member)) == 400
    check_chain(scenario.engine.store.read("m"))


def test_a_refused_request_raises_in_its_callers_hands_and_in_nobody_elses(scenario, writer):
    scenario.open_without_gates(Phase.CHALLENGES)
    futures = [writer.submit(request) for request in (join("ada"), join("ada"), join("ben"))]
    assert isinstance(futures[0].result(), Handled)
    with pytest.raises(Refused, match="ada takes part already"):
        futures[1].result()
    assert isinstance(futures[2].result(), Handled)
    challenge = SubmitChallenge(mission="m", challenge="x", title="X")
    with pytest.raises(Refused, match="zoe acts as nobody known here"):
        writer.submit(Request(challenge, "zoe")).result()


def test_a_store_error_reaches_everyone_in_the_group_and_the_writer_goes_on(scenario, writer):
    store = scenario.engine.store
    store.full = True
    futures = [writer.submit(join(name)) for name in ("ada", "ben")]
    for future in futures:
        with pytest.raises(StoreFull):
            future.result()
    store.full = False
    assert isinstance(writer.submit(join("ada")).result(), Handled)


def test_closing_answers_all_that_was_brought(scenario):
    writer = Writer(scenario.engine)
    futures = [writer.submit(join(f"p{number}")) for number in range(LARGEST_GROUP + 50)]
    writer.close()
    assert all(future.done() and isinstance(future.result(), Handled) for future in futures)


def test_a_closed_writer_takes_no_more_requests(scenario):
    writer = Writer(scenario.engine)
    writer.close()
    writer.close()
    with pytest.raises(WriterClosed, match="the writer is closed and takes no more requests"):
        writer.submit(join("ada"))


def test_a_request_that_was_cancelled_in_time_is_not_done(scenario):
    gate, writer = threading.Event(), Writer(scenario.engine)
    engine_answers = scenario.engine.take

    def waits(requests):
        gate.wait()
        return engine_answers(requests)

    scenario.engine.take = waits
    first = writer.submit(join("ada"))
    while not first.running():
        pass
    second = writer.submit(join("ben"))
    assert second.cancel()
    gate.set()
    writer.close()
    assert set(scenario.facts(Member)) == {"ada"}


def test_a_full_queue_makes_callers_wait_and_loses_nothing(scenario):
    with Writer(scenario.engine, capacity=2) as writer, ThreadPoolExecutor(8) as pool:
        futures = list(pool.map(lambda number: writer.submit(join(f"p{number}")), range(64)))
        assert all(isinstance(future.result(), Handled) for future in futures)
    assert len(scenario.facts(Member)) == 64


@contextmanager
def held_up(engine):
    """The writer stands still in the middle of a group, until the block is left."""
    begun, gate, take = threading.Event(), threading.Event(), engine.take

    def waits(requests):
        begun.set()
        gate.wait()
        return take(requests)

    engine.take = waits
    try:
        yield begun
    finally:
        gate.set()
        del engine.take


def test_trying_never_waits_not_even_beside_others_who_do(scenario):
    with Writer(scenario.engine, capacity=2) as writer, ThreadPoolExecutor(4) as pool:
        with held_up(scenario.engine) as begun:
            futures = [writer.submit(join("ada"))]
            assert begun.wait(10)
            futures += [writer.try_submit(join(name)) for name in ("ben", "cem")]
            waiting = [pool.submit(writer.submit, join(f"p{number}")) for number in range(3)]
            time.sleep(0.05)
            assert not any(one.done() for one in waiting), "these wait for room"
            began = time.perf_counter()
            for _ in range(100):
                with pytest.raises(WriterFull, match="queue is full; try again"):
                    writer.try_submit(join("dan"))
            assert time.perf_counter() - began < 1
        futures += [one.result() for one in waiting]
        assert all(isinstance(future.result(), Handled) for future in futures)
        assert isinstance(writer.try_submit(join("dan")).result(), Handled)
    with pytest.raises(WriterClosed):
        writer.try_submit(join("eva"))


def test_who_waits_for_room_when_the_writer_closes_is_told_so(scenario):
    writer = Writer(scenario.engine, capacity=1)
    with ThreadPoolExecutor(4) as pool:
        with held_up(scenario.engine) as begun:
            first = writer.submit(join("ada"))
            assert begun.wait(10)
            second = writer.submit(join("ben"))
            waiting = pool.submit(writer.submit, join("cem"))
            time.sleep(0.05)
            closing = pool.submit(writer.close)
            with pytest.raises(WriterClosed):
                waiting.result(10)
        closing.result(10)
    assert isinstance(first.result(), Handled)
    assert isinstance(second.result(), Handled)


class Elsewhere:
    """Waits for answers that come with those of the whole group; `wanted` says whether it still does."""

    def __init__(self, delivery, wanted=True):
        self.delivery, self.wanted, self.begun = delivery, wanted, False

    def begin(self):
        self.begun = True
        return self.wanted


class Gathered:
    """Keeps what is delivered, a list for each time."""

    def __init__(self):
        self.deliveries, self.enough = [], threading.Semaphore(0)

    def deliver(self, answers):
        self.deliveries.append(answers)
        self.enough.release()

    def wait(self):
        assert self.enough.acquire(timeout=10)
        return self.deliveries[-1]


def test_those_who_wait_elsewhere_are_answered_together(scenario):
    gathered = Gathered()
    with Writer(scenario.engine) as writer:
        with held_up(scenario.engine) as begun:
            first = writer.submit(join("ada"))
            assert begun.wait(10)
            waiters = [Elsewhere(gathered) for _ in range(3)]
            for name, waiter in zip(("ben", "ben", "cem"), waiters, strict=True):
                writer.try_bring(join(name), waiter)
            assert writer.waiting == 3
        answers = gathered.wait()
    assert isinstance(first.result(), Handled)
    assert [waiter for waiter, _ in answers] == waiters
    assert [type(answer) for _, answer in answers] == [Handled, Refused, Handled]


def test_who_does_not_want_the_answer_any_more_when_its_turn_comes_is_passed_over(scenario):
    gathered = Gathered()
    with Writer(scenario.engine) as writer, held_up(scenario.engine) as begun:
        writer.submit(join("ada"))
        assert begun.wait(10)
        gone, there = Elsewhere(gathered, wanted=False), Elsewhere(gathered)
        writer.try_bring(join("ben"), gone)
        writer.try_bring(join("cem"), there)
    assert [waiter for waiter, _ in gathered.deliveries[0]] == [there]
    assert gone.begun
    assert set(scenario.facts(Member)) == {"ada", "cem"}


def test_a_store_error_is_delivered_to_everyone_who_waits_elsewhere(scenario):
    gathered = Gathered()
    scenario.engine.store.full = True
    with Writer(scenario.engine) as writer:
        writer.try_bring(join("ada"), Elsewhere(gathered))
        ((_, error),) = gathered.wait()
    assert isinstance(error, StoreFull)


def test_bringing_never_waits(scenario):
    gathered = Gathered()
    with Writer(scenario.engine, capacity=1) as writer, held_up(scenario.engine) as begun:
        writer.submit(join("ada"))
        assert begun.wait(10)
        writer.try_bring(join("ben"), Elsewhere(gathered))
        with pytest.raises(WriterFull):
            writer.try_bring(join("cem"), Elsewhere(gathered))
    with pytest.raises(WriterClosed):
        writer.try_bring(join("cem"), Elsewhere(gathered))


def test_a_delivery_that_fails_harms_nobody_else(scenario, caplog):
    class Broken:
        def deliver(self, answers):
            raise RuntimeError("the loop is closed")

    gathered = Gathered()
    with Writer(scenario.engine) as writer:
        with held_up(scenario.engine) as begun:
            writer.submit(join("ada"))
            assert begun.wait(10)
            writer.try_bring(join("ben"), Elsewhere(Broken()))
            writer.try_bring(join("cem"), Elsewhere(gathered))
        gathered.wait()
        assert isinstance(writer.submit(join("dan")).result(), Handled)
    assert "Broken could not deliver 1 answers" in caplog.text


def test_whoever_watches_is_told_of_each_group(scenario):
    seen: list[GroupDone] = []
    with Writer(scenario.engine, watch=seen.append) as writer:
        writer.submit(join("ada")).result()
        scenario.engine.store.full = True
        with pytest.raises(StoreFull):
            writer.submit(join("ben")).result()
        scenario.engine.store.full = False
    assert [(done.size, type(done.error)) for done in seen] == [(1, type(None)), (1, StoreFull)]
    assert all(done.seconds >= 0 for done in seen)


TRACE = "00-0af7651916cd43dd8448eb211c80319c-{:016x}-01"


def test_a_group_tells_of_whose_traces_it_is_and_public_events_have_them_beside_them(scenario):
    store = scenario.engine.store
    done: list[GroupDone] = []
    before = store.head("m").position
    with Writer(scenario.engine, watch=done.append) as writer:
        futures = [writer.submit(join("ada")._replace(trace=TRACE.format(number))) for number in (1, 1)]
        futures += [writer.submit(join("ben")), writer.submit(join("cem")._replace(trace=TRACE.format(2)))]
        for future in futures:
            future.exception()
    assert {one for group in done for one in group.traces} == {TRACE.format(1), TRACE.format(2)}
    assert all(0 < group.commit_seconds <= group.seconds for group in done)
    assert store.traces("m", before, before + 9) == {before + 1: TRACE.format(1), before + 3: TRACE.format(2)}


def test_what_is_no_trace_is_refused():
    with pytest.raises(Malformed) as malformed:
        Request(JoinMission(mission="m", participant="ada"), "ada", trace="00-Adas words-01")
    assert [one.field for one in malformed.value.unmet] == ["trace"]
