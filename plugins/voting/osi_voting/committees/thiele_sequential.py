"""Thiele's addition method for any weights: shared by sequential PAV and greedy Chamberlin-Courant.

T. N. Thiele, "Om Flerfoldsvalg", Oversigt over det Kongelige Danske Videnskabernes Selskabs Forhandlinger, 1895.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from osi_core.plugins import Profile, Progress, Ranking
from osi_core.plugins.ordering import place_sentence
from osi_voting.committees.election import CommitteeOptions, Election, Room, Seat
from osi_voting.committees.levels import Levels, best_of, decimals, weighted

__all__ = ["Additions", "add_by_weight", "thiele_ranking"]


@dataclass
class Additions:
    """What sequential addition chose: seats in order, what is left of each other item's sum, and the work."""

    seats: list[Seat] = field(default_factory=list)
    left: dict[int, Fraction] = field(default_factory=dict)
    exact_steps: int = 0


def add_by_weight(
    election: Election, weights: Sequence[Fraction], step: Callable[[float], None] = lambda done: None
) -> Additions:
    """Chooses item after item by the largest sum of `weights[c]` over its supporters with c items chosen already.

    Beyond the last weight a ballot counts nothing.
    """
    width = len(weights) + 1
    levels, floats = Levels(election, width), np.array([*map(float, weights), 0.0])
    upward = np.minimum(np.arange(1, width + 1), width - 1)

    def exact(item: int) -> Fraction:
        counts = levels.table[item].tolist()
        return sum((count * weight for count, weight in zip(counts, weights, strict=False) if count), Fraction())

    done, room = Additions(), Room(election)
    while room:
        values, error = weighted(levels.table, floats)
        best, steps = best_of(values, error, room.open, exact)
        done.seats.append(Seat(best[0], decimals(exact(best[0])), best))
        done.exact_steps += steps
        room.take(best[0])
        levels.move(best[0], upward)
        step(len(room.chosen) / election.seats)
    done.left = {item: exact(item) for item in range(election.m) if item not in set(room.chosen)}
    return done


def thiele_ranking(
    problem: Profile, options: CommitteeOptions, seed: bytes, progress: Progress,
    weights: Sequence[Fraction], because: tuple[str, str],
) -> Ranking:  # fmt: skip
    """The outcome of sequential addition; `because` ends its sentences, in English and German."""
    election = Election.of(problem, options, seed)
    added = add_by_weight(election, weights, progress)
    numbers = election.numbers()

    def sentence(name: str, place: int) -> tuple[dict[str, int | str], str, str]:
        item = numbers[name]
        score = added.seats[place - 1].score if place else decimals(added.left[item])
        supporters = int(election.support[item])
        en, de = place_sentence(place, len(added.seats))
        when = ("at its turn", "als es an der Reihe war") if place else ("at the end", "am Ende")
        return (
            {"place": place, "supporters": supporters, "weight": score},
            f"{en}: its {supporters} supporters counted {score} {when[0]}, {because[0]}",
            f"{de}: Die {supporters} Stimmzettel dafür zählten {when[1]} {score}, {because[1]}",
        )

    return election.outcome(added.seats, sentence, {"exact_steps": added.exact_steps})
