"""Votes on statements: one by one and as columns, each counted once, and nobody's."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Sequence
from typing import Any

import grpc
from osi.participation.v1 import participation_service_pb2 as api
from osi.type.v1 import column_pb2

from osi_conformance.case import case, ensure, fail
from osi_conformance.mission import checked
from osi_conformance.target import Refusal
from osi_conformance.trial import Trial

INVALID = grpc.StatusCode.INVALID_ARGUMENT


async def _deliberation(trial: Trial) -> api.Deliberation:
    """How much was said, as who watches is told at once."""
    request = api.WatchDeliberationRequest(parent=trial.mission.name)
    async for told in trial.target.stream("WatchDeliberation", request, trial.mission.metadata("", timed=False)):
        return told  # type: ignore[no-any-return]
    fail("whoever watches is told nothing")


def _column(values: Sequence[int]) -> column_pb2.Column:
    return column_pb2.Column(type=column_pb2.Column.ELEMENT_I4, values=struct.pack(f"<{len(values)}i", *values))


def _part(trial: Trial, people: Sequence[tuple[str, str, Sequence[int], Sequence[int]]], **first: Any) -> Any:
    """A part of a stream: voter, id, places of statements, and what is voted on each."""
    offsets = [0, *itertools.accumulate(len(places) for _, _, places, _ in people)]
    return api.StreamVotesRequest(
        tokens=[trial.mission.token(voter) for voter, *_ in people],
        ids=[id for _, id, _, _ in people],
        offsets=_column(offsets),
        choices=_column([place for _, _, places, _ in people for place in places]),
        values=_column([value for *_, values in people for value in values]),
        **first,
    )


async def _sent(trial: Trial, *parts: Any) -> api.StreamVotesResponse:
    beside = trial.mission.metadata("operator")
    return (await trial.target.send("StreamVotes", iter(parts), beside)).message  # type: ignore[no-any-return]


async def _statements(trial: Trial) -> dict[str, Any]:
    names = [(await trial.forum.statement(f"More trees {n}")).name for n in range(2)]
    return {"parent": trial.mission.name, "statements": names}


@case("participation/votes/cast/count-in-the-deliberation", "Q5", "own-real")
async def votes_count(trial: Trial) -> None:
    one, other = [(await trial.forum.statement(f"More {n}")).name for n in range(2)]
    await trial.forum.vote("ada", (one, 1), (other, -1))
    await trial.forum.vote("cem", (one, 0))
    told = await _deliberation(trial)
    ensure((told.statements, told.voters, told.votes) == (2, 2, 3), f"{told.statements}, {told.voters}, {told.votes}")


@case("participation/votes/cast/value-beyond", "V1")
async def value_beyond(trial: Trial) -> None:
    request = trial.forum.votes_request(((await trial.forum.statement()).name, 7))
    refusal = await trial.mission.refused("CastVotes", request, "ada", status=INVALID)
    ensure(any("value" in one for one in refusal.fields), f"the fields are {sorted(refusal.fields)}")


@case("participation/votes/cast/nobody-learns-whose", "B5")
async def votes_are_nobodys(trial: Trial) -> None:
    """Votes are not in the public log."""
    await trial.forum.vote("ada", ((await trial.forum.statement()).name, 1))
    async for event in trial.public():
        ensure("votes" not in event.type, f"{event.type} is public")


@case("participation/votes/stream/columns-count", "B8", "own-real")
async def votes_by_columns(trial: Trial) -> None:
    first = _part(trial, [("ada", "a", [0, 1], [1, -1]), ("cem", "c", [1], [0])], **(await _statements(trial)))
    answer = await _sent(trial, first, _part(trial, [("dia", "d", [0], [1])]))
    ensure((answer.cast, answer.refused_count) == (4, 0), f"{answer.cast} were cast, {answer.refused_count} refused")
    told = await _deliberation(trial)
    ensure((told.voters, told.votes) == (3, 4), f"{told.voters} people have cast {told.votes} votes")


@case("participation/votes/stream/sent-again-counts-once", "B9", "own-real")
async def votes_again(trial: Trial) -> None:
    part = _part(trial, [("ada", "a", [0], [1]), ("cem", "c", [1], [0])], **(await _statements(trial)))
    for _ in range(2):
        answer = await _sent(trial, part)
        ensure(answer.cast == 2, f"{answer.cast} stand; expected: 2")
    ensure((await _deliberation(trial)).votes == 2, "votes that were sent again count twice")


@case("participation/votes/stream/refuses-each-by-itself", "B6")
async def votes_refused(trial: Trial) -> None:
    people = [("ada", "a", [0], [7]), ("ben", "b", [0], [1]), ("zoe", "z", [0], [1])]
    answer = await _sent(trial, _part(trial, people, **(await _statements(trial))))
    ensure((answer.cast, answer.refused_count) == (1, 2), f"{answer.cast} were cast, {answer.refused_count} refused")
    ensure([one.id for one in answer.refused] == ["a", "z"], f"refused: {[one.id for one in answer.refused]}")


@case("participation/votes/stream/incoherent-columns", "V1")
async def votes_incoherent(trial: Trial) -> None:
    """A part whose columns do not fit is refused whole, naming the column."""
    given = await _statements(trial)
    for field, column in (("values", [1, 1]), ("choices", [9]), ("offsets", [0, 3]), ("revisions", [-2])):
        part = _part(trial, [("ada", trial.mission.new_id("i"), [0], [1])], **given)
        getattr(part, field).CopyFrom(_column(column))
        try:
            await _sent(trial, part)
        except Refusal as refusal:
            checked(refusal, status=INVALID, field=field)
        else:
            fail(f"{field} that do not fit were taken")
