"""The count of an STV election, stage by stage: parcels of ballots that lie with items at exact values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from itertools import chain
from typing import Any

import numpy as np

from osi_voting.arrays import Ints
from osi_voting.committees.instance import CommitteeInstance, Seat
from osi_voting.committees.levels import decimals
from osi_voting.kernels import jit

__all__ = ["Count"]

Parcels = dict[Fraction, list[Ints]]
"""The ballots that lie with an item, by the value at which they came."""


class Count:
    """`seats` in the order of election; `fate[item]` is the stage and the votes at which it was elected or went out.
    `first_votes[item]` are its ballots at the first stage.
    """

    def __init__(self, instance: CommitteeInstance, transfer_decimals: int | None) -> None:
        self._instance, self._room = instance, instance.room()
        self._cut = None if transfer_decimals is None else 10**transfer_decimals
        self._place = instance.ballots.offsets[:-1].copy()
        self._parcels: list[Parcels] = [{} for _ in range(instance.m)]
        self._totals = [Fraction(0)] * instance.m
        self._open = instance.able & ~self._room.lost
        self._history: list[list[Fraction]] = []
        self.seats: list[Seat] = []
        self.fate: dict[int, tuple[int, Fraction]] = {}
        self.stage, self.transfers = 1, 0
        self._deal(np.arange(instance.ballots.n, dtype=np.int64), Fraction(1))
        self.first_votes = [int(votes) for votes in self._totals]
        self.quota = sum(self.first_votes) // (instance.seats + 1) + 1

    def total(self, item: int) -> Fraction:
        """The votes that lie with an item."""
        return self._totals[item]

    def run(self, step: Callable[[float], None]) -> None:
        """Counts until all seats are filled or nobody continues."""
        surplus: list[int] = []
        while True:
            surplus += self._elect_all()
            self._history.append(list(self._totals))
            step(len(self.seats) / max(self._instance.seats, 1))
            if not self._room or self._fill_up():
                return
            self.stage += 1
            if surplus:
                largest = max(surplus, key=lambda item: (self._record(item), -item))
                surplus.remove(largest)
                self._pass_on_surplus(largest)
            else:
                self._out([self._lowest()])

    def _continuing(self) -> list[int]:
        return [int(item) for item in np.flatnonzero(self._open)]

    def _ready(self) -> list[int]:
        """Who continues and has all that it needs."""
        return [item for item in self._continuing() if not self._room.waiting[item]]

    def _lowest(self) -> int:
        """Who has fewest votes now, or had at the latest stage that tells them apart; the last by the tie rule. Only of
        those whose going, with all that need them, leaves enough for the seats.
        """
        able, needs = self._continuing(), self._instance.limits.needs
        most = len(able) - (self._instance.seats - len(self.seats))
        leaving = Counter(chain(able, *(needs[item] for item in able)))
        able = [item for item in able if leaving[item] <= most]
        for totals in (self._totals, *reversed(self._history)):
            fewest = min(totals[item] for item in able)
            able = [item for item in able if totals[item] == fewest]
            if len(able) == 1:
                break
        return able[-1]

    def _record(self, item: int) -> list[Fraction]:
        """An item's votes now, and at earlier stages, the latest first."""
        return [self.total(item), *(totals[item] for totals in reversed(self._history))]

    def _elect_all(self) -> list[int]:
        surplus, before = self._elect(), -1
        while before != len(self.seats):  # who is withdrawn may lift others to the quota; who waited may be free now
            before = len(self.seats)
            surplus += self._elect()
        return surplus

    def _elect(self) -> list[int]:
        """Everyone who has the quota and waits for nothing, most votes first; returns those with a surplus."""
        able = [item for item in self._ready() if self.total(item) >= self.quota]
        surplus = []
        for item in sorted(able, key=lambda item: (self._record(item), -item), reverse=True):
            if self._room and self._open[item]:
                self._seat(item, able)
                if self.total(item) > self.quota:
                    surplus.append(item)
        return surplus

    def _seat(self, item: int, among: list[int]) -> None:
        record = self._record(item)
        equal = tuple(other for other in among if self._open[other] and self._record(other) == record)
        self.seats.append(Seat(item, decimals(record[0]), equal))
        self.fate[item] = self.stage, record[0]
        self._open[item] = False
        withdrawn = [other for other in self._room.take(item) if self._open[other]]
        if withdrawn and len(self.seats) < self._instance.seats:
            self._out(withdrawn)

    def _fill_up(self) -> bool:
        """Seats all who continue, where they are no more than the seats left."""
        continuing = self._continuing()
        if len(continuing) > self._instance.seats - len(self.seats):
            return False
        while ready := self._ready():
            self._seat(max(ready, key=lambda item: (self._record(item), -item)), ready)
        return True

    def _out(self, items: list[int]) -> None:
        """These are out, and with them those that need them."""
        items = items + [item for item in self._room.drop(items) if self._open[item]]
        for item in items:
            self.fate[item] = self.stage, self.total(item)
            self._open[item] = False
        for item in items:
            parcels, self._parcels[item] = self._parcels[item], {}
            self._totals[item] = Fraction(0)
            for value, ballots in parcels.items():
                self._deal(np.concatenate(ballots), value)

    def _pass_on_surplus(self, item: int) -> None:
        total = self.total(item)
        parcels, self._parcels[item] = self._parcels[item], {}
        self._totals[item] = Fraction(self.quota)
        for value, ballots in parcels.items():
            worth = value * (total - self.quota) / total
            self._deal(
                np.concatenate(ballots), worth if self._cut is None else Fraction(int(worth * self._cut), self._cut)
            )

    def _deal(self, ballots: Ints, value: Fraction) -> None:
        """Each ballot goes to its next continuing item, at this value; those without one leave the count."""
        if not len(ballots):
            return
        given, weights = self._instance.ballots, self._instance.weights
        to = np.empty(len(ballots), np.int64)
        _advance(ballots, given.offsets, given.choices, self._open, self._place, to)
        order = np.argsort(to, kind="stable")
        items, starts = np.unique(to[order], return_index=True)
        for item, members in zip(items.tolist(), np.split(ballots[order], starts[1:]), strict=True):
            if item >= 0:
                self.transfers += 1
                weight = int(weights[members].sum())
                self._parcels[item].setdefault(value, []).append(members)
                self._totals[item] += value * weight


@jit
def _advance(ballots: Any, offsets: Any, choices: Any, open: Any, place: Any, to: Any) -> None:
    for number in range(len(ballots)):
        ballot = ballots[number]
        position = place[ballot]
        end = offsets[ballot + 1]
        while position < end and not open[choices[position]]:
            position += 1
        place[ballot] = position
        to[number] = choices[position] if position < end else -1
