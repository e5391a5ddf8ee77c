"""Many ballots by a stream of columns, part by part.

A part is read whole, looked at whole, and then brought whole: what does not fit together is refused before anything of
it is taken. Parts before it stand; whoever was interrupted sends the same parts again.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, NoReturn

from grpc import StatusCode
from osi.funding.v1 import funding_service_pb2 as pb
from osi.type.v1 import column_pb2

from osi_core.ballots import numbered
from osi_core.domain import Id, Resource, full_name
from osi_core.funding.commands import CastGrantBallot
from osi_core.funding.resources import APPLICATION
from osi_core.plugins.columns import Column
from osi_core.words import Value
from osi_funding.casting import Brought, bring, result_of, round_in
from osi_runtime.errors import CallRefused
from osi_runtime.minting import minted_now
from osi_runtime.runtime import Runtime

__all__ = ["cast_stream"]

MOST_REFUSED = 1_000
"""Refused ballots that the answer names."""


class _Of(NamedTuple):
    """What the first part says of all."""

    name: str
    mission: str
    round: Id
    applications: Sequence[Id]


async def cast_stream(
    runtime: Runtime, parts: AsyncIterator[pb.StreamGrantBallotsRequest]
) -> pb.StreamGrantBallotsResponse:
    """Casts the ballots of all parts. Raises CallRefused for a part whose columns do not fit together."""
    told = pb.StreamGrantBallotsResponse()
    of: _Of | None = None
    async for part in parts:
        if of is None:
            of = _first(part)
            await runtime.see(of.mission)
        elif part.applications or part.name not in ("", of.name):
            _misfit("name" if part.name not in ("", of.name) else "applications", "funding.of-the-first-part")
        for cast in await bring(runtime, list(_ballots(of, part))):
            if not isinstance(cast.answer, Exception):
                told.cast += 1
                continue
            told.refused_count += 1
            if len(told.refused) < MOST_REFUSED:
                told.refused.append(result_of(runtime, cast))
    return told


def _first(part: pb.StreamGrantBallotsRequest) -> _Of:
    ids = round_in(part.name)
    applications = []
    for place, name in enumerate(part.applications):
        found = APPLICATION.parse(name) if APPLICATION.matches(name) else None
        if found is None or found["mission"] != ids["mission"]:
            _misfit(f"applications[{place}]", "funding.application-name", pattern=_pattern(APPLICATION))
        applications.append(found["application"])
    return _Of(part.name, ids["mission"], ids["round"], applications)


def _ballots(of: _Of, part: pb.StreamGrantBallotsRequest) -> Iterator[Brought]:
    """The ballots of a part whose columns fit together."""
    count = len(part.tokens)
    if len(part.ids) != count:
        _misfit("ids", "funding.column-length", length=count)
    offsets = _numbers(part, "offsets", count + 1)
    choices = _numbers(part, "choices", None)
    rises = all(one <= other for one, other in pairwise(offsets))
    if offsets[0] != 0 or offsets[-1] != len(choices) or not rises:
        _misfit("offsets", "funding.offsets-misfit", length=len(choices))
    if any(not 0 <= choice < len(of.applications) for choice in choices):
        _misfit("choices", "funding.choice-outside", count=len(of.applications))
    revisions = _numbers(part, "revisions", count) if part.HasField("revisions") else [-1] * count
    if any(revision < -1 for revision in revisions):
        _misfit("revisions", "funding.revision-below")
    points = _numbers(part, "points", len(choices)) if part.HasField("points") else []
    names = [of.applications[choice] for choice in choices]
    for place in range(count):
        own = slice(offsets[place], offsets[place + 1])
        yield _brought(of, part, place, revisions[place], names[own], points[own])


def _brought(
    of: _Of,
    part: pb.StreamGrantBallotsRequest,
    place: int,
    revision: int,
    choices: Sequence[Id],
    points: Sequence[int],
) -> Brought:
    id = part.ids[place] or minted_now()

    def command(participant: str) -> CastGrantBallot:
        return CastGrantBallot(
            mission=of.mission,
            round=of.round,
            participant=participant,
            ballot=id,
            revision=numbered(revision),
            choices=tuple(choices),
            points=tuple(points),
        )

    return Brought(part.tokens[place], id, command)


def _numbers(part: pb.StreamGrantBallotsRequest, field: str, length: int | None) -> list[int]:
    column = getattr(part, field)
    if column.type != column_pb2.Column.ELEMENT_I4 or len(column.values) % 4:
        _misfit(field, "funding.column-form")
    numbers = Column("i4", column.values).view().tolist()
    if length is not None and len(numbers) != length:
        _misfit(field, "funding.column-length", length=length)
    return numbers


def _pattern(of: Resource) -> str:
    return full_name("{mission}", of.pattern)


def _misfit(field: str, code: str, /, *, pattern: str = "", **values: int) -> NoReturn:
    said: dict[str, Value] = {**values, **({"pattern": pattern} if pattern else {})}
    raise CallRefused(StatusCode.INVALID_ARGUMENT, code, field=field, retry_seconds=None, **said)
