"""Many ballots by a stream of columns, part by part.

A part is read whole, looked at whole, and then brought whole: what does not fit together is refused before anything of
it is taken. Parts before it stand; whoever was interrupted sends the same parts again.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, NamedTuple

from osi_core.ballots import numbered
from osi_core.domain import Command, Id
from osi_runtime.casting.batch import result_of
from osi_runtime.casting.bringing import Brought, bring
from osi_runtime.casting.columns import ids_in, misfit, numbers, offsets_of, places_below, revisions_of
from osi_runtime.casting.declared import BallotBox
from osi_runtime.methods import By, Custom
from osi_runtime.minting import minted_now
from osi_runtime.runtime import Runtime

__all__ = ["MOST_REFUSED", "casts_stream"]

MOST_REFUSED = 1_000
"""Refused ones that the answer names."""


class _Of(NamedTuple):
    """What the first part says of all."""

    box: BallotBox
    name: str
    mission: str
    round: Id
    items: Sequence[Id]


def casts_stream(box: BallotBox) -> Custom:
    """The row of a method that casts the ballots of all parts of a stream; each ballot is judged by its token."""

    async def cast(runtime: Runtime, parts: AsyncIterator[Any]) -> Any:
        told = box.stream()
        of: _Of | None = None
        async for part in parts:
            if of is None:
                of = _first(box, part)
                await runtime.see(of.mission)
            elif getattr(part, box.items) or part.name not in ("", of.name):
                misfit("name" if part.name not in ("", of.name) else box.items, "runtime.of-the-first-part")
            for one in await bring(runtime, list(_ballots(of, part))):
                if not isinstance(one.answer, Exception):
                    told.cast += 1
                    continue
                told.refused_count += 1
                if len(told.refused) < MOST_REFUSED:
                    told.refused.append(result_of(runtime, box, one))
        return told

    return Custom(cast, By.PUBLIC, mission="")


def _first(box: BallotBox, part: Any) -> _Of:
    ids = box.round_in(part.name)
    return _Of(box, part.name, ids["mission"], ids["round"], ids_in(part, box.items, box.item, ids["mission"]))


def _ballots(of: _Of, part: Any) -> Iterator[Brought]:
    """The ballots of a part whose columns fit together."""
    count = len(part.tokens)
    if len(part.ids) != count:
        misfit("ids", "runtime.column-length", length=count)
    choices = numbers(part, "choices", None)
    offsets = offsets_of(part, count, len(choices))
    places_below(choices, "choices", len(of.items))
    revisions = revisions_of(part, count)
    points = numbers(part, "points", len(choices)) if part.HasField("points") else []
    names = [of.items[choice] for choice in choices]
    for place in range(count):
        own = slice(offsets[place], offsets[place + 1])
        yield _brought(of, part, place, revisions[place], names[own], points[own])


def _brought(of: _Of, part: Any, place: int, revision: int, choices: Sequence[Id], points: Sequence[int]) -> Brought:
    id = part.ids[place] or minted_now()

    def command(participant: str) -> Command:
        return of.box.command(
            mission=of.mission,
            round=of.round,
            participant=participant,
            ballot=id,
            revision=numbered(revision),
            choices=tuple(choices),
            points=tuple(points),
        )

    return Brought(part.tokens[place], id, command)
