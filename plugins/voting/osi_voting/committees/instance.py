"""What every committee rule starts from: items in the order of the tie rule, and who may be chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from osi_core.plugins import Profile, Ranking, TieOptions, tie_ranks
from osi_core.plugins.ordering import Order, Reason, ranking
from osi_voting.arrays import Ballots, BallotViews, Ints
from osi_voting.lacking import Enough, Lacking, with_what_lacked
from osi_voting.limits import Limits, QuotaOptions, Room

__all__ = ["CommitteeInstance", "CommitteeOptions", "Seat"]


class CommitteeOptions(QuotaOptions, TieOptions):
    """Options of the rules that fill one seat after another. Lower bounds are not offered: a rule that looks one seat
    ahead cannot promise them (the exact rules can).
    """


@dataclass(frozen=True)
class Seat:
    """One place of the outcome: the item, what decided (as text), and who was tied with it (itself included)."""

    item: int
    score: str
    tied: tuple[int, ...] = ()


@dataclass(frozen=True)
class CommitteeInstance(BallotViews):
    """A profile whose items are numbered by the tie rule: of equal items the lowest number wins, so no rule needs to
    ask again. `origin[item]` is an item's index in the profile.
    """

    profile: Profile
    origin: Ints
    ballots: Ballots
    limits: Limits

    @classmethod
    def of(cls, profile: Profile, options: TieOptions, seed: bytes) -> CommitteeInstance:
        """Reads a profile. Raises `ValueError` for a quota that fits no item (see `Limits.of`), or a tie rule by cost
        where there is none.
        """
        ranks = np.array(tie_ranks(profile.items, seed, options.ties, profile.item_costs()), np.int64)
        origin = np.argsort(ranks)
        given = Ballots.of(profile)
        choices = ranks.astype(np.int32)[given.choices] if len(ranks) else given.choices
        ballots = replace(given, choices=np.ascontiguousarray(choices))
        return cls(profile, origin, ballots, Limits.of(profile, options, ranks))

    @cached_property
    def support(self) -> Ints:
        """For each item its supporters, by weight."""
        paired = self.profile.kind == "paired"
        return np.array(self.profile.support(), np.int64)[self.origin] if paired else self.ballots.support()

    @cached_property
    def able(self) -> NDArray[np.bool_]:
        """Which items have the minimum support."""
        return self.support >= self.profile.minimum_support

    @cached_property
    def seats(self) -> int:
        """How many can be chosen: as many as are wanted, if so many have the minimum support."""
        return min(self.wanted, int(self.able.sum()))

    def name(self, item: int) -> str:
        """The id of an item."""
        return str(self.profile.items[self.origin[item]])

    def numbers(self) -> dict[str, int]:
        """For each id the number of the item here."""
        return {self.name(item): item for item in range(self.m)}

    @property
    def wanted(self) -> int:
        """How many are to be chosen."""
        return self.m if self.profile.size is None else self.profile.size

    @cached_property
    def weak(self) -> Ints:
        """How many supporters each item lacks of the minimum support."""
        return np.maximum(self.profile.minimum_support - self.support, 0)

    def room(self) -> Room:
        """All seats, empty."""
        return Room(self.limits, self.able, self.seats)

    def lacking(self) -> Lacking:
        """What each item lacks, before the first seat is given."""
        return Lacking(self.weak, self.wanted, self.limits)

    def outcome(
        self, seats: Iterable[Seat], reason: Reason, counters: dict[str, int], enough: Mapping[int, Enough]
    ) -> Ranking:
        """The ranking; `enough` says of items not chosen how many more ballots would have them chosen. Raises
        `ValueError` where quotas left seats empty.
        """
        order, taken = Order(), set[int]()
        for seat in seats:
            taken.add(seat.item)
            order.items.append(int(self.origin[seat.item]))
            order.scores.append(seat.score)
            tied = tuple(int(self.origin[item]) for item in seat.tied)
            if len(tied) > 1 and (not order.tied or not set(tied) <= set(order.tied[-1])):
                order.tied.append(tied)
        self.limits.check_filled(len(order.items), self.seats)
        told = with_what_lacked(reason, self.numbers(), self.weak, self.limits, taken, enough)
        return ranking(self.profile, order, told, counters)
