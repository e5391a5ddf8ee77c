"""The small parts, each by itself: limits, positions, ids, languages, randomness."""

from __future__ import annotations

import asyncio
import threading
import uuid

import pytest
from grpc import StatusCode
from hypothesis import given
from hypothesis import strategies as st

from osi_core.words import language_of
from osi_runtime.calls import address_of
from osi_runtime.errors import CallRefused
from osi_runtime.limits import Concurrency, Rate
from osi_runtime.minting import minted_again, minted_now
from osi_runtime.positions import read_positions, written_positions
from osi_runtime.randomness import Drawn
from osi_runtime.readers import Readers
from osi_runtime.runtime import version_of

KNOWN = ("de", "en")


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_a_caller_has_a_burst_and_then_so_many_a_second():
    clock = Clock()
    rate = Rate(2.0, 3, 100, clock)
    for _ in range(3):
        rate.take("a")
    with pytest.raises(CallRefused) as caught:
        rate.take("a")
    assert caught.value.retry_seconds == pytest.approx(0.5)
    rate.take("b")
    clock.now = 0.5
    rate.take("a")
    with pytest.raises(CallRefused):
        rate.take("a")
    clock.now = 100
    for _ in range(3):
        rate.take("a")
    with pytest.raises(CallRefused):
        rate.take("a")


def test_of_too_many_callers_the_first_are_forgotten():
    rate = Rate(0.001, 1, 2, Clock())
    for caller in "abc":
        rate.take(caller)
    rate.take("a")
    with pytest.raises(CallRefused):
        rate.take("c")


def test_no_rate_is_no_limit():
    rate = Rate(0, 1, 10)
    for _ in range(1000):
        rate.take("a")


def test_places_are_given_back():
    places = Concurrency(1, "runtime.busy")
    places.enter()
    with pytest.raises(CallRefused) as caught:
        places.enter()
    assert caught.value.status is StatusCode.RESOURCE_EXHAUSTED
    places.leave()
    places.enter()


CHAINS = st.dictionaries(
    st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True), st.integers(0, 2**53 - 1), max_size=9
)


@given(CHAINS)
def test_positions_are_read_as_they_are_written(positions):
    assert read_positions(written_positions(positions)) == positions


@pytest.mark.parametrize("text", ["a", "a=", "=1", "a=x", "a=1;b=2", "a=-1", "a=1,,b=2", "ä=1", "a=" + "9" * 17])
def test_what_are_no_positions_is_refused(text):
    with pytest.raises(CallRefused) as caught:
        read_positions(text)
    assert caught.value.field == "osi-after"


def test_of_a_chain_that_is_said_twice_the_furthest_counts():
    assert read_positions("a=3,a=2") == {"a": 3}


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT", "de"),
        ("en;q=0.4, de;q=0.5", "de"),
        ("fr, *;q=0.1", "en"),
        ("de;q=0, en", "en"),
        ("de;q=nonsense", "en"),
        (", ;;q==,de", "de"),
    ],
)
def test_the_language_is_the_one_that_is_liked_best(accepted, language):
    assert language_of(accepted, KNOWN) == language


def test_minted_ids_sort_by_time_and_are_uuids():
    ids = [minted_now() for _ in range(100)]
    assert len(set(ids)) == 100
    assert {uuid.UUID(one).version for one in ids} == {7}


def test_the_same_request_id_mints_the_same_id_and_another_one_another():
    request = str(uuid.uuid4())
    assert minted_again("m", "ada", request, None) == minted_again("m", "ada", request, None)
    others = {
        minted_again("m", "ada", request, None),
        minted_again("n", "ada", request, None),
        minted_again("m", "ben", request, None),
        minted_again("m", "ada", request, b"key"),
    }
    assert len(others) == 4
    assert uuid.UUID(str(others.pop())).version == 8


def test_what_can_be_guessed_leaves_nothing_to_compare_with():
    assert minted_again("m", "ada", "1", None) is None
    assert minted_again("m", "ada", str(uuid.uuid1()), None) is None
    assert minted_again("m", "ada", "1", b"key") is not None


def test_what_is_drawn_is_never_given_twice():
    drawn, found = Drawn(), set()
    for count in (16, 32, 5000, 16, 4096, 1):
        found.add(drawn(count, "x"))
    assert {len(one) for one in found} >= {16, 32, 5000, 4096}
    given = [drawn(16, "x") for _ in range(2000)]
    assert len(set(given)) == 2000


@pytest.mark.parametrize(("etag", "version"), [("", None), ("0", 0), ("17", 17)])
def test_an_etag_is_a_version(etag, version):
    assert version_of(etag) == version


@pytest.mark.parametrize("etag", ["x", "-1", "1.0", "９", "1" * 17])
def test_what_is_no_etag_is_refused(etag):
    with pytest.raises(CallRefused) as caught:
        version_of(etag)
    assert caught.value.field == "etag"


def test_addresses_are_counted_without_their_ports():
    assert address_of("ipv4:127.0.0.1:5000") == "ipv4:127.0.0.1"
    assert address_of("ipv6:%5B::1%5D:5000") == "ipv6:%5B::1%5D"
    assert address_of("unix:") == "unix:"


def test_readers_read_side_by_side_and_bring_errors():
    async def main():
        readers = Readers(2)
        meet = threading.Barrier(2)
        assert len(await asyncio.gather(*(readers.read(meet.wait) for _ in range(2)))) == 2
        with pytest.raises(ZeroDivisionError):
            await readers.read(lambda: 1 // 0)
        await asyncio.to_thread(readers.close)

    asyncio.run(main())


def test_what_nobody_waits_for_any_more_is_not_read():
    async def main():
        readers, gate, done = Readers(1), threading.Event(), []
        first = asyncio.ensure_future(readers.read(gate.wait))
        second = asyncio.ensure_future(readers.read(lambda: done.append("second")))
        await asyncio.sleep(0)
        second.cancel()
        await asyncio.sleep(0)
        gate.set()
        await first
        await asyncio.to_thread(readers.close)
        assert done == []

    asyncio.run(main())
