"""Phragmén's sequential rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import partial

import numpy as np

from osi_core.plugins import PrioritisationRule, Profile, Progress, Ranking
from osi_core.plugins.ordering import standing
from osi_core.words import Message
from osi_voting.arrays import Ints
from osi_voting.committees.instance import CommitteeInstance, CommitteeOptions, Seat
from osi_voting.committees.levels import Levels, best_of, decimals, weighted
from osi_voting.lacking import Enough
from osi_voting.limits import Room
from osi_voting.with_kernels import WithKernels

__all__ = ["Loads", "SequentialPhragmen", "share_loads"]


class SequentialPhragmen(WithKernels, PrioritisationRule):
    """Each seat is a load of 1 on its supporters; the next goes where the highest load then is lowest.

    L. E. Phragmén, "Sur une méthode nouvelle pour réaliser, dans les élections, la représentation proportionnelle des
    partis", Öfversigt af Kongliga Vetenskaps-Akademiens Förhandlingar 51(3), 1894; M. Brill, R. Freeman, S. Janson, M.
    Lackner, "Phragmén's Voting Methods and Justified Representation", Mathematical Programming 203, 2024,
    doi:10.1007/s10107-023-01926-8: item c is paid at load (1 + Σ loads of its supporters) / supporters. PJR (theorem
    there), and so JR; PJR+ (M. Brill, J. Peters, "Robust and Verifiable Proportionality Axioms for Multiwinner
    Voting", EC 2023, doi:10.1145/3580507.3597785). Priceable as long as items with supporters are left (D. Peters, P.
    Skowron, "Proportionality and the Limits of Welfarism", EC 2020, doi:10.1145/3391403.3399465). Committee-monotone
    by construction; no EJR. Items without supporters come last, by the tie rule.

    All loads are rationals, and only as many different ones as there are seats: `table` counts ballots by the last of
    their items that was chosen. Time as for sequential PAV, with seats for ballot length.
    """

    name = "phragmen-sequential"
    version = "1"
    Options = CommitteeOptions
    claims = frozenset({"PJR", "JR", "priceability", "committee monotonicity"})
    ballot_kinds = frozenset({"approval"})

    def solve(self, problem: Profile, options: CommitteeOptions, seed: bytes, progress: Progress) -> Ranking:
        instance = CommitteeInstance.of(problem, options, seed)
        shared = share_loads(instance, instance.room(), step=progress)
        numbers = instance.numbers()

        def reason(name: str, place: int) -> Message:
            item = numbers[name]
            supporters = int(instance.support[item])
            about = {"standing": standing(place, len(shared.seats)), "place": place, "supporters": supporters}
            if not supporters:
                return Message("phragmen-sequential.no-supporters", about)
            load = Decimal(shared.seats[place - 1].score if place else decimals(shared.would_be[item]))
            code = "phragmen-sequential.carries" if place else "phragmen-sequential.would-carry"
            return Message(code, {**about, "count": supporters, "load": load})

        return instance.outcome(shared.seats, reason, {"exact_steps": shared.exact_steps}, shared.enough)


@dataclass
class Loads:
    """What load sharing chose, the load that each other item would have come to, what it lacked, and the work."""

    seats: list[Seat] = field(default_factory=list)
    would_be: dict[int, Fraction] = field(default_factory=dict)
    enough: dict[int, Enough] = field(default_factory=dict)
    exact_steps: int = 0


def share_loads(
    instance: CommitteeInstance,
    room: Room,
    start: tuple[Ints, Sequence[Fraction]] | None = None,
    step: Callable[[float], None] = lambda done: None,
) -> Loads:
    """Fills the seats left in `room`. `start` gives each ballot a level and each level its load; else all loads are 0.

    Loads may be negative (money left over from equal shares). What items lacked is found where all begin at 0.
    """
    level, loads = (None, [Fraction()]) if start is None else (start[0], list(start[1]))
    first, missing = len(loads), instance.seats - len(room.chosen)
    levels, floats = Levels(instance, first + missing, level), np.zeros(first + missing)
    floats[:first] = [float(load) for load in loads]
    counts, done, lacking = np.maximum(instance.support, 1), Loads(), instance.lacking()

    def carried(item: int) -> Fraction:
        row = levels.table[item].tolist()
        return sum((count * load for count, load in zip(row, loads, strict=False) if count), Fraction(1))

    def exact(item: int) -> Fraction:
        return carried(item) / int(instance.support[item])

    while room:
        sums, error = weighted(levels.table, floats)
        values, error = -(1 + sums) / counts, (error + 2.0**-48) / counts
        able = room.open & (instance.support > 0)
        if not able.any():  # nobody supports what is left
            rest = tuple(int(item) for item in np.flatnonzero(room.open))
            lacking.turn(rest[0], room, np.zeros(instance.m, np.int64), whole=False)
            done.seats.append(Seat(rest[0], "", rest))
            room.take(rest[0])
            continue
        best, steps = best_of(values, error, able, lambda item: -exact(item))
        chosen, load = best[0], exact(best[0])
        done.seats.append(Seat(chosen, decimals(load), best))
        done.exact_steps += steps
        if lacking.contested and start is None:  # with N new supporters the load is (1 + Σ loads) / (supporters + N)
            wanted, wide = (1 + sums) / float(load), error * counts / float(load)
            lacking.near_turn(
                chosen, room, wanted - instance.support, wide + np.abs(wanted) * 2.0**-48,
                partial(_level, carried, load, instance.support),
            )  # fmt: skip
        floats[len(loads)] = float(load)
        levels.move(chosen, np.full(first + missing, len(loads)))
        loads.append(load)
        room.take(chosen)
        step(len(room.chosen) / instance.seats)
    taken = set(room.chosen)
    done.enough = lacking.found(room)
    done.would_be = {i: exact(i) for i in range(instance.m) if i not in taken and instance.support[i]}
    return done


def _level(carried: Callable[[int], Fraction], load: Fraction, support: Ints, item: int) -> Fraction:
    """With how many new supporters an item would come to the same load."""
    return carried(item) / load - int(support[item])
