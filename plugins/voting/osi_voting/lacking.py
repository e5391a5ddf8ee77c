"""What an item that was not chosen lacked: how many more ballots that name it alone would have had it chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from osi_core.plugins import Profile
from osi_core.plugins.ordering import Reason
from osi_core.words import Message
from osi_voting.arrays import Ints
from osi_voting.limits import Limits, Room
from osi_voting.reasons import Reasons, numbered, with_more

__all__ = ["Enough", "Lacking", "lacking_support", "with_what_lacked"]

_NEVER = 2**62


class Enough(NamedTuple):
    """So many more ballots, for an item alone, have it chosen. With `least` one ballot fewer does not; else fewer
    might do too.
    """

    ballots: int
    least: bool = True


def lacking_support(profile: Profile) -> Ints:
    """For each item, by its index, how many supporters it lacks of the minimum support."""
    if not profile.minimum_support:
        return np.zeros(len(profile.items), np.int64)
    return np.maximum(profile.minimum_support - np.array(profile.support(), np.int64), 0)


class Lacking:
    """The least number of such ballots, for a rule that fills one seat after another, and for which a ballot with one
    item says nothing about the others.

    As long as an item is not chosen, all turns are what they were without its new ballots. So it is chosen as soon as
    these suffice in one of the turns in which it might have been, and the least number of all turns is the answer.
    `weak` are the supporters that each item lacks to be considered at all, `wanted` how many may be chosen. Where all
    will be that are considered, with one more as well, turns need not be told (`contested`).
    """

    def __init__(self, weak: Ints, wanted: int, limits: Limits) -> None:
        self._weak, self._wanted, self._number = weak, wanted, np.arange(len(weak))
        self.contested = bool(limits) or (wanted < len(weak) and wanted <= int((weak == 0).sum()))
        self._least = np.full(len(weak), _NEVER, np.int64)

    def turn(self, winner: int, room: Room, level: Any, whole: Any = True) -> None:
        """A seat is about to go to `winner`. With more than `level[item]` ballots the item would be ahead, with just as
        many on a level, if that is a `whole` number; levels come rounded down. Of items on a level the tie rule takes
        the lower number.
        """
        needed = np.minimum(level + 1 - (whole & (self._number < winner)), _NEVER).astype(np.int64)
        np.minimum(self._least, np.maximum(needed, self._weak), out=self._least, where=room.fitting)

    def near_turn(
        self, winner: int, room: Room, level: NDArray[np.float64], error: NDArray[np.float64],
        exact: Callable[[int], Fraction],
    ) -> None:  # fmt: skip
        """The same from levels in floats, with bounds of their error: `exact` is asked where a whole number is so near
        that they cannot tell, and fewer ballots than so far might do.
        """
        lowest, highest = np.ceil(level - error), np.floor(level + error)
        below, whole = np.minimum(lowest, _NEVER) - 1, np.zeros(len(level), np.bool_)
        for item in np.flatnonzero((lowest <= highest) & (lowest < self._least) & room.fitting).tolist():
            value = exact(item)
            below[item], whole[item] = value // 1, value.denominator == 1
        self.turn(winner, room, below.astype(np.int64), whole)

    def found(self, room: Room) -> dict[int, Enough]:
        """What each item lacked, after the last turn; none for an item that no number of ballots would have had chosen.

        Where a seat is left, only limits or too little support keep an item from it.
        """
        if len(room.chosen) < self._wanted:
            np.minimum(self._least, self._weak, out=self._least, where=room.fitting & (self._weak > 0))
        return {item: Enough(max(least, 1)) for item, least in enumerate(self._least.tolist()) if least < _NEVER}


def with_what_lacked(
    reason: Reason, numbers: Mapping[str, int], weak: Ints, limits: Limits, taken: set[int],
    enough: Mapping[int, Enough],
) -> Reason:  # fmt: skip
    """The explanations, and for each item that was not chosen how many supporters it lacks (`weak`), which quota is
    full, and how many more ballots for it would have changed that. (`ranking` adds conflicts and needs.)
    """

    def told(name: str, place: int) -> Reasons:
        said = reason(name, place)
        reasons: Reasons = (said,) if isinstance(said, Message) else tuple(said)
        item = numbers.get(name)
        if place or item is None:
            return reasons
        if lacks := int(weak[item]):
            reasons = with_more(reasons, numbered("orders.too-few-supporters", lacks), more_supporters=lacks)
        for cap in limits.caps:
            if item in cap.members and len(cap.members & taken) >= cap.number:
                about = {"quota": cap.name, "at_most": cap.number}
                reasons = with_more(reasons, Message("orders.quota", about), **about)
        return _with_enough(reasons, enough.get(item))

    return told


def _with_enough(reasons: Reasons, more: Enough | None) -> Reasons:
    """The same, with `more_votes`; `more_votes_at_most` where fewer might do too."""
    if more is None:
        return reasons
    if more.least:
        return with_more(reasons, numbered("orders.more-votes", more.ballots), more_votes=more.ballots)
    return with_more(reasons, numbered("orders.more-votes-at-most", more.ballots), more_votes_at_most=more.ballots)
