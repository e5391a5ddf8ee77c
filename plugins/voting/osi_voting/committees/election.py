"""A committee election as the rules see it: items in the order of the tie rule, and who may still be chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from osi_core.plugins import Profile, Ranking
from osi_core.plugins.ordering import Order, Sentence, conflicts_of, ranking
from osi_voting.arrays import Ballots, Ints, Supporters
from osi_voting.ties import TiesOptions, tie_ranks

__all__ = ["CommitteeOptions", "Election", "Room", "Seat"]

Quota = Annotated[int, Field(ge=0)]


class CommitteeOptions(TiesOptions):
    """Options of the rules that fill one seat after another.

    `at_most` bounds how many items of a category may be chosen. Lower bounds are not offered: a rule that looks one
    seat ahead cannot promise them (the exact rules can).
    """

    at_most: dict[str, Quota] = Field(default_factory=dict)


@dataclass(frozen=True)
class Seat:
    """One place of the outcome: the item, what decided (as text), and who was tied with it (itself included)."""

    item: int
    score: str
    tied: tuple[int, ...] = ()


@dataclass(frozen=True)
class Election:
    """Items are numbered by the tie rule: of equal items the lowest number wins, so no rule needs to ask again.

    `origin[item]` is its index in the profile; `able` says who has the minimum support; `hostile` are the conflicts,
    `caps` and `floors` the members and bound of each category with a quota.
    """

    profile: Profile
    origin: Ints
    ballots: Ballots
    able: NDArray[np.bool_]
    support: Ints
    seats: int
    hostile: tuple[frozenset[int], ...]
    caps: tuple[tuple[frozenset[int], int], ...] = ()
    floors: tuple[tuple[frozenset[int], int], ...] = ()

    @classmethod
    def of(cls, profile: Profile, options: TiesOptions, seed: bytes) -> Election:
        """Reads a profile. Raises `ValueError` for a quota on a category that no item is in, or a tie rule by cost
        where there is none.
        """
        costs = None if profile.cost is None else profile.cost.view().tolist()
        ranks = tie_ranks(profile.items, seed, options.ties, costs)
        origin = np.argsort(ranks)
        given = Ballots.of(profile)
        choices = ranks.astype(np.int32)[given.choices] if len(ranks) else given.choices
        ballots = replace(given, choices=np.ascontiguousarray(choices))
        support = ballots.support() if profile.kind != "paired" else np.array(profile.support(), np.int64)[origin]
        able = support >= profile.minimum_support
        wanted = len(ranks) if profile.size is None else profile.size
        hostile = conflicts_of(profile) if profile.size is not None else [set() for _ in profile.items]
        return cls(
            profile=profile,
            origin=origin,
            ballots=ballots,
            able=able,
            support=support,
            seats=min(wanted, int(able.sum())),
            hostile=tuple(frozenset(int(ranks[other]) for other in hostile[item]) for item in origin),
            caps=_quotas(profile, ranks, "at_most", getattr(options, "at_most", {})),
            floors=_quotas(profile, ranks, "at_least", getattr(options, "at_least", {})),
        )

    @property
    def m(self) -> int:
        """How many items there are."""
        return len(self.origin)

    @cached_property
    def voters(self) -> int:
        """All ballots by weight, the empty ones too."""
        return self.ballots.total_weight()

    @cached_property
    def weights(self) -> Ints:
        """How often each ballot counts."""
        return self.ballots.weight_array()

    @cached_property
    def supporters(self) -> Supporters:
        """For each item its ballots."""
        return self.ballots.transposed()

    def name(self, item: int) -> str:
        """The id of an item."""
        return str(self.profile.items[self.origin[item]])

    def numbers(self) -> dict[str, int]:
        """For each id the number of the item here."""
        return {self.name(item): item for item in range(self.m)}

    def restricted(self) -> bool:
        """Whether conflicts or quotas rule out some committees."""
        return bool(self.caps or self.floors or any(self.hostile))

    def outcome(self, seats: Iterable[Seat], sentence: Sentence, counters: dict[str, int]) -> Ranking:
        """The ranking. Raises `ValueError` where quotas left seats empty."""
        order = Order()
        for seat in seats:
            order.items.append(int(self.origin[seat.item]))
            order.scores.append(seat.score)
            tied = tuple(int(self.origin[item]) for item in seat.tied)
            if len(tied) > 1 and (not order.tied or not set(tied) <= set(order.tied[-1])):
                order.tied.append(tied)
        if len(order.items) < self.seats and not any(self.hostile):
            raise ValueError(f"at_most: leaves room for {len(order.items)} of {self.seats} items")
        return ranking(self.profile, order, sentence, counters)


def _quotas(
    profile: Profile, ranks: Ints, option: str, quotas: dict[str, int]
) -> tuple[tuple[frozenset[int], int], ...]:
    found = []
    for category, bound in quotas.items():
        members = [index for index, its in enumerate(profile.categories) if category in its]
        if not members:
            raise ValueError(f"{option}: no item is in category {category!r}")
        found.append((frozenset(int(ranks[index]) for index in members), bound))
    return tuple(found)


@dataclass
class Room:
    """Who may still be chosen, while seats are filled: `open` is true for them."""

    election: Election
    open: NDArray[np.bool_] = field(init=False)
    chosen: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.open = self.election.able.copy()
        self._close_full()

    def __bool__(self) -> bool:
        return len(self.chosen) < self.election.seats and bool(self.open.any())

    def take(self, item: int) -> list[int]:
        """Gives the item a seat; returns who can no longer get one because of it."""
        before = self.open.copy()
        self.chosen.append(item)
        self.open[item] = before[item] = False
        self.open[list(self.election.hostile[item])] = False
        self._close_full()
        return [int(out) for out in np.flatnonzero(before & ~self.open)]

    def _close_full(self) -> None:
        taken = set(self.chosen)
        for members, bound in self.election.caps:
            if len(members & taken) >= bound:
                self.open[list(members)] = False
