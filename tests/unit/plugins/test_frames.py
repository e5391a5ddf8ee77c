"""Frames: what was sent arrives; what no one sent so is refused, and takes no memory for what it only claims."""

import contextlib
import io
import random
import struct
import tracemalloc

import pytest

from osi_core.plugins import Column
from osi_core.plugins.answers import Answers, Found, Prepared, Raised, Reported
from osi_core.plugins.errors import FrameRefused
from osi_core.plugins.frames import Limits, frame, receive

MESSAGE = {"job": 1, "outcome": {"values": Column.of("i4", range(100)), "more": Column.of("u1", b"abc"), "text": "ä"}}
LIMITS = Limits(head=1000, all=5000, columns=3)


def raw(message):
    return b"".join(frame(message))


def test_what_was_sent_arrives_in_order_and_then_nothing():
    stream = io.BytesIO(raw(MESSAGE) + raw({"a": [1, None]}))
    assert receive(stream, LIMITS) == MESSAGE
    assert receive(stream) == {"a": [1, None]}
    assert receive(stream) is None


def test_every_byte_taken_away_or_put_in_is_found():
    whole = raw(MESSAGE)
    for position in range(1, len(whole)):
        with pytest.raises(FrameRefused):
            receive(io.BytesIO(whole[:position]), LIMITS)
        with pytest.raises(FrameRefused):
            receive(io.BytesIO(whole[:position] + b"!" + whole[position:]), LIMITS)


def test_ten_thousand_pieces_of_junk_are_refused_or_are_messages():
    chance, whole = random.Random(1), raw(MESSAGE)
    for _ in range(10_000):
        junk = bytearray(whole)
        for _ in range(chance.randrange(1, 4)):
            junk[chance.randrange(len(junk))] = chance.randrange(256)
        with contextlib.suppress(FrameRefused):
            assert isinstance(receive(io.BytesIO(bytes(junk)), LIMITS), dict)


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"text": "x" * 1000}, "plugin.answer-too-large"),
        ({"a": Column("u1", bytes(5000))}, "plugin.answer-too-large"),
        ({"a": [Column("u1", b"1")] * 4}, "plugin.answer-no-message"),
    ],
)
def test_what_is_beyond_the_limits_is_refused(message, code):
    assert receive(io.BytesIO(raw(message))) == message
    with pytest.raises(FrameRefused) as caught:
        receive(io.BytesIO(raw(message)), LIMITS)
    assert caught.value.code == code


def test_a_length_that_is_a_lie_takes_no_memory():
    generous = Limits(head=1 << 40, all=1 << 40, columns=1)
    tracemalloc.start()
    try:
        with pytest.raises(FrameRefused):
            receive(io.BytesIO(raw({})[:8] + struct.pack("<QQ", 0, 1 << 35) + b"{"), generous)
        assert tracemalloc.get_traced_memory()[1] < 10 << 20
    finally:
        tracemalloc.stop()


def test_answers_come_in_order_and_count_when_the_child_has_ended_the_job():
    answers = Answers(1)
    assert answers.take({"job": 1, "progress": 0.5, "best": None}) == Reported(0.5, None)
    assert answers.take({"job": 1, "prepared": True}) == Prepared()
    assert answers.take({"job": 1, "outcome": {"order": []}}) is None
    assert answers.take({"job": 1, "ended": True}) == Found({"order": []})


def test_what_was_raised_counts_before_it_was_prepared_too():
    answers = Answers(1)
    raised = {"job": 1, "raised": "E", "details": "", "why": {"code": "a.b", "values": {}}, "memory": False}
    assert answers.take(raised) is None
    answer = answers.take({"job": 1, "ended": True})
    assert isinstance(answer, Raised)
    assert answer.why is not None
    assert answer.why.code == "a.b"


def test_progress_may_come_as_often_as_a_child_of_ours_sends_it():
    now = [0.0]
    answers = Answers(1, lambda: now[0])
    for _ in range(100_000):
        now[0] += 0.05
        answers.take({"job": 1, "progress": 0.5, "best": None})
    flood = ({"job": 1, "progress": 0.5, "best": None} for _ in range(10**6))
    with pytest.raises(FrameRefused, match="far more than progress needs"):
        list(map(answers.take, flood))
