"""What may be chosen beside what, where so many are wanted: conflicts, needs and quotas, for all committees and orders.

`Limits` reads them from a profile and the options, `Room` keeps to them while seats are filled. For rules that give out
money `osi_voting.budgets.limits.arrays` holds these and the pots and substitutes as arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from osi_core.plugins import Options, Profile
from osi_core.plugins.ordering import conflicts_of, needs_of
from osi_voting.arrays import Ints
from osi_voting.refusal import CannotDecide

__all__ = ["Bound", "Limits", "Quota", "QuotaOptions", "Room", "fill", "quotas"]

Quota = Annotated[int, Field(ge=0)]


class QuotaOptions(Options):
    """`at_most` bounds how many items of a category, or of a district, may be chosen; a name that is both bounds each.
    It counts where a `size` is given, and is refused where all items are put in order.
    """

    at_most: dict[str, Quota] = Field(default_factory=dict)


class Bound(NamedTuple):
    """How many of some items may, or must, be chosen; `name` is their category or district."""

    name: str
    members: frozenset[int]
    number: int


@dataclass(frozen=True)
class Limits:
    """For each item, by its number, what it conflicts with, and all that it needs, be it for another that it needs;
    `caps` and `floors` are the quotas from above and below. Without a `size` nothing is limited.
    """

    conflicts: tuple[frozenset[int], ...]
    needs: tuple[frozenset[int], ...]
    caps: tuple[Bound, ...] = ()
    floors: tuple[Bound, ...] = ()

    @classmethod
    def of(cls, profile: Profile, options: Options, numbers: Sequence[int] | Ints | None = None) -> Limits:
        """The limits of a profile whose items bear these numbers (without them their indices). Raises `ValueError` for
        a quota on what is neither category nor district of any item, and for quotas without a `size`.
        """
        number = list(range(len(profile.items))) if numbers is None else [int(one) for one in numbers]
        caps = _quotas(profile, number, options, "at_most")
        floors = _quotas(profile, number, options, "at_least")
        none = (frozenset[int](),) * len(number)
        if profile.size is None:
            return cls(none, none, caps, floors)
        conflicts, needs = list(none), list(none)
        for index, others in enumerate(conflicts_of(profile)):
            conflicts[number[index]] = frozenset(number[other] for other in others)
        for index, needed in enumerate(_with_their_needs(needs_of(profile))):
            needs[number[index]] = frozenset(number[other] for other in needed)
        return cls(tuple(conflicts), tuple(needs), caps, floors)

    def __bool__(self) -> bool:
        """Whether anything is limited."""
        return bool(self.caps or self.floors or any(self.conflicts) or any(self.needs))

    def concern(self, item: int) -> bool:
        """Whether a limit could ever keep this item out."""
        return bool(self.conflicts[item] or self.needs[item] or any(item in cap.members for cap in self.caps))

    def check_filled(self, chosen: int, seats: int) -> None:
        """Conflicts and needs may leave seats empty. Raises `ValueError` where quotas alone did."""
        if chosen < seats and not any(self.conflicts) and not any(self.needs):
            raise CannotDecide("voting.option.at-most-leaves-seats", room=chosen, count=seats)


def _with_their_needs(needs: list[set[int]]) -> list[set[int]]:
    """Needs, and needs of needs; they do not go round in circles."""
    found: list[set[int]] = [set() for _ in needs]
    for item, direct in enumerate(needs):
        ahead = list(direct)
        while ahead:
            one = ahead.pop()
            if one not in found[item]:
                found[item].add(one)
                ahead += needs[one]
    return found


def _quotas(profile: Profile, number: Sequence[int], options: Options, option: str) -> tuple[Bound, ...]:
    given: dict[str, int] = getattr(options, option, {})
    if given and profile.size is None:
        raise CannotDecide("voting.option.needs-size", option=option)
    bounds = quotas(profile, option, given)
    return tuple(bound._replace(members=frozenset(number[index] for index in bound.members)) for bound in bounds)


def quotas(profile: Profile, option: str, given: Mapping[str, int]) -> list[Bound]:
    """The bounds that an option sets, their members being indices in the profile. Raises `ValueError` naming the option
    where no item is in such a category or district.
    """
    found = []
    for name, number in given.items():
        groups = (
            frozenset(index for index, its in enumerate(profile.categories) if name in its),
            frozenset(index for index, its in enumerate(profile.districts) if name == its),
        )
        if not any(groups):
            raise CannotDecide("voting.option.nothing-in-category", option=option, name=name)
        found += [Bound(name, members, number) for members in groups if members]
    return found


@dataclass
class Room:
    """Who may still be chosen, while `seats` are filled; `able` has the minimum support.

    `lost` are those that can no longer be chosen, for a conflict, a full quota, or since what they need cannot;
    `waiting` those whose needs are not all chosen yet. `open` is true for who may be chosen now.
    """

    limits: Limits
    able: NDArray[np.bool_]
    seats: int
    chosen: list[int] = field(default_factory=list)
    lost: NDArray[np.bool_] = field(init=False)
    waiting: NDArray[np.bool_] = field(init=False)
    open: NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        self.lost = np.zeros(len(self.able), np.bool_)
        self._dependent = [item for item, needs in enumerate(self.limits.needs) if needs]
        self._taken: set[int] = set()
        self._settle()

    def __bool__(self) -> bool:
        return len(self.chosen) < self.seats and bool(self.open.any())

    @property
    def fitting(self) -> NDArray[np.bool_]:
        """Who might be chosen now with enough support."""
        fits = ~(self.lost | self.waiting)
        fits[self.chosen] = False
        return fits

    def take(self, item: int) -> list[int]:
        """Gives the item a seat; returns who can no longer get one because of it."""
        self.chosen.append(item)
        self._taken.add(item)
        return self._lose(self.limits.conflicts[item])

    def drop(self, items: Iterable[int]) -> list[int]:
        """These are out; returns who can no longer be chosen because of it, since they need one of them."""
        gone = set(items)
        return [item for item in self._lose(gone) if item not in gone]

    def _lose(self, items: Iterable[int]) -> list[int]:
        before = self.lost.copy()
        self.lost[list(items)] = True
        self._settle()
        return [int(item) for item in np.flatnonzero(self.lost & ~before & self.able)]

    def _settle(self) -> None:
        for cap in self.limits.caps:
            if len(cap.members & self._taken) >= cap.number:
                self.lost[list(cap.members - self._taken)] = True
        self.waiting = np.zeros(len(self.able), np.bool_)
        for item in self._dependent:
            missing = list(self.limits.needs[item] - self._taken)
            self.waiting[item] = bool(missing)
            self.lost[item] |= bool((self.lost | ~self.able)[missing].any())
        self.open = self.fitting & self.able


def fill(room: Room, order: Sequence[int], turn: Callable[[int], None] = lambda winner: None) -> list[int]:
    """Takes again and again the first of an order that may be chosen now, told to `turn` before; returns all that are
    chosen. The order holds all that are able. Raises `ValueError` where quotas leave seats empty.
    """
    places = np.array(order, np.int64)
    while room:
        winner = int(places[np.argmax(room.open[places])])
        turn(winner)
        room.take(winner)
    room.limits.check_filled(len(room.chosen), room.seats)
    return room.chosen
