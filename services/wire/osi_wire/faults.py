"""What is wrong with a message, by the fields of its contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from osi_core.domain import Unmet


class Place(NamedTuple):
    """Where something that the library calls by a field of its own stands in a message."""

    path: str
    """As `google.rpc.BadRequest` writes it, such as `fund.amount`."""
    inner: Mapping[str, Place] = {}
    """Parts that the message calls otherwise than the library does."""


Places = Mapping[str, Place]


class Unfit(Exception):
    """A message, or a part of one, that says nothing the library could understand; it names all that is wrong."""

    def __init__(self, *faults: Unmet) -> None:
        self.faults = faults
        """Each with its path below what was read."""
        super().__init__(faults)

    def within(self, path: str) -> list[Unmet]:
        """The faults, seen from the message that has the part at this path."""
        return [Unmet(one.code, joined(path, one.field or ""), **one.values) for one in self.faults]


def joined(path: str, rest: str) -> str:
    """Two parts of a path as one: `fund` and `amount`, `choices` and `[3]`."""
    return f"{path}.{rest}" if path and rest and not rest.startswith("[") else path + rest


def renamed(faults: Iterable[Unmet], places: Places) -> list[Unmet]:
    """Faults that the library found, with the fields as the message calls them."""
    return [Unmet(one.code, path_in(places, one.field) if one.field else None, **one.values) for one in faults]


def path_in(places: Places, field: str) -> str:
    """The path in the message of a field of the library, such as `amount.minor` or `choices.3`."""
    path = ""
    for part in field.split("."):
        if part.isdecimal():
            path += f"[{part}]"
            continue
        place = places.get(part, Place(part))
        path, places = joined(path, place.path), place.inner
    return path
