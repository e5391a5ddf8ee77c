"""Votes of many people by a stream of columns, part by part, as ballots are cast."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, NamedTuple

from grpc import StatusCode
from osi.participation.v1 import participation_service_pb2 as pb

from osi_core.ballots import numbered
from osi_core.challenges.commands import CastVotes
from osi_core.challenges.resources import STATEMENT
from osi_core.domain import Id
from osi_core.mission.resources import MISSION
from osi_runtime.casting import Brought, bring, status_of
from osi_runtime.casting.columns import ids_in, misfit, numbers, offsets_of, places_below, revisions_of
from osi_runtime.casting.streaming import MOST_REFUSED
from osi_runtime.errors import CallRefused
from osi_runtime.methods import By, Custom
from osi_runtime.runtime import Runtime

__all__ = ["CASTS_VOTES"]


class _Of(NamedTuple):
    """What the first part says of all."""

    parent: str
    mission: str
    statements: Sequence[Id]


class _Voter(NamedTuple):
    """What one person of a part votes."""

    brought: Brought
    votes: int


async def cast_stream(runtime: Runtime, parts: AsyncIterator[pb.StreamVotesRequest]) -> pb.StreamVotesResponse:
    """Casts the votes of all parts. Raises CallRefused for a part whose columns do not fit together."""
    told = pb.StreamVotesResponse()
    of: _Of | None = None
    async for part in parts:
        if of is None:
            of = _first(part)
            await runtime.see(of.mission)
        elif part.statements or part.parent not in ("", of.parent):
            misfit("parent" if part.parent not in ("", of.parent) else "statements", "runtime.of-the-first-part")
        voters = list(_voters(of, part))
        for voter, cast in zip(voters, await bring(runtime, [one.brought for one in voters]), strict=True):
            if not isinstance(cast.answer, Exception):
                told.cast += voter.votes
                continue
            told.refused_count += 1
            if len(told.refused) < MOST_REFUSED:
                told.refused.add(id=cast.id).status.CopyFrom(status_of(runtime, cast.answer))
    return told


CASTS_VOTES = Custom(cast_stream, By.PUBLIC, mission="")
"""Whoever calls brings a token for each person, and is judged by these."""


def read_part(part: pb.StreamVotesRequest) -> list[_Voter]:
    """The voters of a part that stands alone. Raises CallRefused where its columns do not fit together."""
    return list(_voters(_first(part), part))


def _first(part: pb.StreamVotesRequest) -> _Of:
    if not MISSION.matches(part.parent):
        pattern = "missions/{mission}"
        raise CallRefused(StatusCode.INVALID_ARGUMENT, "runtime.name-malformed", field="parent", pattern=pattern)
    mission = MISSION.parse(part.parent)["mission"]
    return _Of(part.parent, mission, ids_in(part, "statements", STATEMENT, mission))


def _voters(of: _Of, part: pb.StreamVotesRequest) -> Iterator[_Voter]:
    """Those of a part whose columns fit together."""
    count = len(part.tokens)
    if len(part.ids) != count:
        misfit("ids", "runtime.column-length", length=count)
    choices = numbers(part, "choices", None)
    offsets = offsets_of(part, count, len(choices))
    places_below(choices, "choices", len(of.statements))
    values = numbers(part, "values", len(choices))
    revisions = revisions_of(part, len(choices))
    for place in range(count):
        own = slice(offsets[place], offsets[place + 1])
        columns = list(zip(choices[own], values[own], revisions[own], strict=True))
        yield _Voter(_brought(of, part.tokens[place], part.ids[place], columns), len(columns))


def _brought(of: _Of, token: str, id: str, columns: Sequence[tuple[int, int, int]]) -> Brought:
    def command(participant: str) -> CastVotes:
        votes = [
            {
                "vote": f"{id}-{number}",
                "statement": of.statements[choice],
                "value": value,
                "revision": numbered(revision),
            }
            for number, (choice, value, revision) in enumerate(columns)
        ]
        said: dict[str, Any] = {"mission": of.mission, "participant": participant, "votes": votes}
        return CastVotes(**said)

    return Brought(token, id, command)
