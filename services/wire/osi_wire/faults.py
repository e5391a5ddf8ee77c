"""What is wrong with a message, by the fields of its contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from osi_core.domain import Unmet
from osi_core.words import Value


class Place(NamedTuple):
    """Where something that the library calls by a field of its own stands in a message."""

    path: str
    """As `google.rpc.BadRequest` writes it, such as `fund.amount`."""
    inner: Mapping[str, Place] = {}
    """Parts that the message calls otherwise than the library does."""


Places = Mapping[str, Place]


class Unfit(Exception):
    """A message, or a part of one, that says nothing the library could understand; it names all that is wrong."""

    def __init__(self, faults: Iterable[Unmet]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    @classmethod
    def of(cls, code: str, path: str = "", /, **values: Value) -> Unfit:
        """One fault, at this path below what was read."""
        return cls([Unmet(code, path or None, **values)])

    def within(self, path: str) -> list[Unmet]:
        """The faults, seen from the message that has the part at this path."""
        return [Unmet(one.code, joined(path, one.field or ""), **one.values) for one in self.faults]


def joined(path: str, rest: str) -> str:
    """Two parts of a path as one: `fund` and `amount`, `choices` and `[3]`."""
    return f"{path}.{rest}" if path and rest and not rest.startswith("[") else path + rest


def renamed(faults: Iterable[Unmet], places: Places) -> list[Unmet]:
    """Faults that the library found, with the fields as the message calls them."""
    return [Unmet(one.code, _path(one.field, places), **one.values) for one in faults]


def _path(field: str | None, places: Places) -> str | None:
    if field is None:
        return None
    path = ""
    for part in field.split("."):
        if part.isdecimal():
            path += f"[{part}]"
            continue
        place = places.get(part, Place(part))
        path, places = joined(path, place.path), place.inner
    return path
