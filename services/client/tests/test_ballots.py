"""Many ballots: each counts once, whatever breaks off."""

from __future__ import annotations

import sys
from array import array
from typing import Any

import pytest
from grpc import StatusCode
from osi.funding.v1.funding_service_pb2 import BatchedGrantBallot, GrantBallot, StreamGrantBallotsResponse

import osi_client
from osi_client import ballots as module
from osi_client.ballots import ByToken, Stream, i4
from services.client.tests.scripted import Scripted, dies, fails

ROUND = "missions/m/grant-rounds/r"


def application(number: int) -> str:
    return f"missions/m/applications/a{number}"


def many(count: int) -> list[ByToken]:
    each = (
        GrantBallot(id=f"b{number}", choices=[application(number % 3), application((number + 1) % 3)])
        for number in range(count)
    )
    return [ByToken(f"token-{ballot.id}", ballot) for ballot in each]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_PART", 10)
    monkeypatch.setattr(module, "PARTS_A_STREAM", 3)


def test_ballots_arrive_as_they_were_given(osi: Any, script: Scripted) -> None:
    given = many(75)
    reply = osi.funding.cast_ballots(ROUND, given)
    assert reply.cast == 75
    assert script.ballots == {ballot.id: list(ballot.choices) for _, ballot in given}


def test_parts_and_streams_are_kept_small(osi: Any, script: Scripted) -> None:
    osi.funding.cast_ballots(ROUND, many(75))
    parts = script.requests("StreamGrantBallots")
    assert [len(part.ids) for part in parts] == [10] * 7 + [5]
    assert [part.name for part in parts] == [ROUND, "", "", ROUND, "", "", ROUND, ""]
    assert [len(part.applications) for part in parts] == [3, 0, 0, 3, 0, 0, 3, 0]


@pytest.mark.parametrize("fault", [fails(StatusCode.UNAVAILABLE), dies()], ids=["fails", "dies"])
def test_a_stream_that_breaks_off_in_the_middle_is_sent_again(osi: Any, script: Scripted, fault: Any) -> None:
    script.after["part"].extend([None, fault])
    reply = osi.funding.cast_ballots(ROUND, many(40))
    assert reply.cast == 40
    assert len(script.ballots) == 40


def test_an_answer_that_was_lost_counts_nothing_twice(osi: Any, script: Scripted) -> None:
    script.after["StreamGrantBallots"].append(fails(StatusCode.UNAVAILABLE))
    reply = osi.funding.cast_ballots(ROUND, many(20))
    assert reply.cast == 20
    assert len(script.ballots) == 20


def test_a_refusal_in_the_middle_is_told_as_it_is(osi: Any, script: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    """grpc.aio may lose the status of a stream that ends while it still sends (grpc/grpc issue 36066)."""
    monkeypatch.setattr(module, "LARGEST_PART", 1)
    monkeypatch.setattr(module, "PARTS_A_STREAM", 64)
    heavy = [given._replace(token="t" * 60_000) for given in many(64)]
    for _ in range(10):
        script.before["StreamGrantBallots"].extend([None] + [fails(StatusCode.PERMISSION_DENIED)] * 100)
        with pytest.raises(osi_client.PermissionDenied):
            osi.funding.cast_ballots(ROUND, heavy)
        script.before["StreamGrantBallots"].clear()


def test_ballots_without_an_id_keep_the_one_that_they_get(osi: Any, script: Scripted) -> None:
    script.after["StreamGrantBallots"].append(fails(StatusCode.UNAVAILABLE))
    given = GrantBallot(choices=[application(1)])
    osi.funding.cast_ballots(ROUND, [ByToken("t", given)] * 4)
    assert len(script.ballots) == 4
    assert not given.id


def test_who_goes_on_has_heard_what_was_cast(osi: Any, script: Scripted) -> None:
    script.before["StreamGrantBallots"].extend([None] * 3 + [fails(StatusCode.PERMISSION_DENIED)])
    told: list[int] = []

    def hear(reply: StreamGrantBallotsResponse) -> None:
        told.append(reply.cast)

    with pytest.raises(osi_client.PermissionDenied):
        osi.funding.cast_ballots(ROUND, many(60), told=hear)
    assert told == [30]
    assert osi.funding.cast_ballots(ROUND, many(60)).cast == 60
    assert len(script.ballots) == 60


def test_the_refused_are_named(osi: Any) -> None:
    ballots = [ByToken("t", GrantBallot(id=f"bad{number}", choices=[application(1)])) for number in range(35)]
    reply = osi.funding.cast_ballots(ROUND, [*many(30), *ballots])
    assert (reply.cast, reply.refused_count, len(reply.refused)) == (30, 35, 35)


def test_nothing_is_sent_of_no_ballots(osi: Any, script: Scripted) -> None:
    assert osi.funding.cast_ballots(ROUND, []).cast == 0
    assert not script.calls


def test_a_batch_has_ids_before_it_is_sent(osi: Any, script: Scripted) -> None:
    script.after["BatchCastGrantBallots"].append(fails(StatusCode.UNAVAILABLE))
    one = BatchedGrantBallot(token="t", ballot=GrantBallot(choices=[application(1)]))
    reply = osi.funding.batch_cast_grant_ballots(name=ROUND, ballots=[one, one])
    assert len(reply.results) == len(script.ballots) == 2


def test_points_and_versions_go_along() -> None:
    stream = Stream(ROUND)
    scored = GrantBallot(id="a", revision=3, choices=[application(1), application(2)], points=[5, 2])
    assert stream.take(ByToken("t", scored))
    assert stream.take(ByToken("t", GrantBallot(id="b")))
    (part,) = stream.requests()
    assert (part.points, part.revisions, part.offsets) == (i4([5, 2]), i4([3, -1]), i4([0, 2, 2]))


def test_ballots_with_points_and_without_are_no_stream_together() -> None:
    stream = Stream(ROUND)
    assert stream.take(ByToken("t", GrantBallot(choices=[application(1)], points=[1])))
    assert not stream.take(ByToken("t", GrantBallot(choices=[application(1)])))


def test_points_that_are_not_one_a_choice_are_named() -> None:
    with pytest.raises(ValueError, match="ballot 'x': 1 points for 2 choices"):
        Stream(ROUND).take(ByToken("t", GrantBallot(id="x", choices=["a", "b"], points=[1])))


def test_a_part_is_no_heavier_than_a_service_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HEAVIEST_PART", 300)
    stream = Stream(ROUND)
    taken = [stream.take(ByToken("t" * 200, GrantBallot(choices=[application(1)]))) for _ in range(4)]
    assert taken == [True, True, True, False]
    assert [len(part.ids) for part in stream.requests()] == [1, 1, 1]


def test_a_stream_counts_by_no_more_applications_than_the_contract_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_APPLICATIONS", 2)
    stream = Stream(ROUND)
    assert stream.take(ByToken("t", GrantBallot(choices=["a", "b"])))
    assert not stream.take(ByToken("t", GrantBallot(choices=["c"])))


def test_columns_are_little_endian() -> None:
    assert i4([1, -1]).values == b"\x01\0\0\0\xff\xff\xff\xff"
    assert array("i").itemsize == 4, sys.platform
