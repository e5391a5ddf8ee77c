"""Columns of a stream's part: numbers that have to fit together before anything of a part is taken."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NoReturn

from grpc import StatusCode
from osi.type.v1 import column_pb2

from osi_core.domain import Resource
from osi_core.plugins.columns import Column
from osi_core.words import Value
from osi_runtime.casting.declared import pattern_of
from osi_runtime.errors import CallRefused

__all__ = ["ids_in", "misfit", "numbers", "offsets_of", "places_below", "revisions_of"]


def ids_in(part: Any, field: str, item: Resource, mission: str) -> list[str]:
    """The ids in a list of full names, all of one mission. Raises CallRefused."""
    found, variable = [], item.variables[-1]
    for place, name in enumerate(getattr(part, field)):
        ids = item.parse(name) if item.matches(name) else None
        if ids is None or ids["mission"] != mission:
            misfit(f"{field}[{place}]", "runtime.item-name", pattern=pattern_of(item))
        found.append(ids[variable])
    return found


def numbers(part: Any, field: str, length: int | None) -> list[int]:
    """A column's numbers: so many, if that is said. Raises CallRefused."""
    column = getattr(part, field)
    if column.type != column_pb2.Column.ELEMENT_I4 or len(column.values) % 4:
        misfit(field, "runtime.column-form")
    found = Column("i4", column.values).view().tolist()
    if length is not None and len(found) != length:
        misfit(field, "runtime.column-length", length=length)
    return found


def offsets_of(part: Any, count: int, length: int) -> list[int]:
    """Where each of `count` begins and ends in a column of `length`. Raises CallRefused."""
    offsets = numbers(part, "offsets", count + 1)
    rises = all(one <= other for one, other in pairwise(offsets))
    if offsets[0] != 0 or offsets[-1] != length or not rises:
        misfit("offsets", "runtime.offsets-misfit", length=length)
    return offsets


def places_below(places: Sequence[int], field: str, count: int) -> None:
    """Raises CallRefused where one is no place among so many."""
    if places and not (min(places) >= 0 and max(places) < count):
        misfit(field, "runtime.choice-outside", count=count)


def revisions_of(part: Any, count: int) -> list[int]:
    """One for each; −1 where there is none. Raises CallRefused."""
    revisions = numbers(part, "revisions", count) if part.HasField("revisions") else [-1] * count
    if revisions and min(revisions) < -1:
        misfit("revisions", "runtime.revision-below")
    return revisions


def misfit(field: str, code: str, /, *, pattern: str = "", **values: int) -> NoReturn:
    """Raises CallRefused, naming the field."""
    said: dict[str, Value] = {**values, **({"pattern": pattern} if pattern else {})}
    raise CallRefused(StatusCode.INVALID_ARGUMENT, code, field=field, retry_seconds=None, **said)
