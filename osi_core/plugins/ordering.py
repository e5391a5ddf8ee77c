"""From scores to a ranking: what nearly every prioritisation rule does at its end, done once and rightly.

`ranking_by_score` sorts, breaks ties by the stated rule, respects size, conflicts, needs and minimum support, and
explains every item. A rule that places item after item asks a `Selection` who is free, fills an `Order` itself and
hands it to `ranking`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from heapq import heappop, heappush
from types import MappingProxyType

from osi_core.plugins.chance import TieRule, tie_ranks
from osi_core.plugins.problems import Explanation, Profile, Ranking
from osi_core.words import Message

__all__ = [
    "Order",
    "Reason",
    "Selection",
    "conflicts_of",
    "needs_of",
    "ranking",
    "ranking_by_score",
    "standing",
]

Reason = Callable[[str, int], Message | Sequence[Message]]
"""From an item and its place (0: none) to why it stands there: a message, or several; the first is the reason."""


@dataclass
class Order:
    """An order under construction: indices of items, best first, with their scores and the ties met on the way."""

    items: list[int] = field(default_factory=list)
    scores: list[str] = field(default_factory=list)
    tied: list[tuple[int, ...]] = field(default_factory=list)


def ranking_by_score(
    profile: Profile,
    scores: Mapping[str, int | Fraction],
    seed: bytes,
    ties: TieRule = "seed",
    reason: str | Reason = "ranking.scored",
) -> Ranking:
    """The ranking by falling score; items of equal score by the tie rule. Scores are exact: whole numbers or fractions.

    `reason` is the code of the sentence that explains an item, to which these values are given: `standing` ("Place 3 of
    12"), `score`, `supporters` and `ballots`; or a function that says from an item's id and place what is to be said.
    Raises `KeyError` for an item without a score, `ValueError` for ties by a cost that the profile does not know.
    """
    support = profile.support()
    of_item = [scores[item] for item in profile.items]
    able = [item for item in range(len(profile.items)) if support[item] >= profile.minimum_support]
    ranks = tie_ranks(profile.items, seed, ties, profile.item_costs())
    able.sort(key=lambda item: (-of_item[item], ranks[item]))
    chosen = able if profile.size is None else Selection.of(profile).first(able, profile.size)
    order, taken = Order(chosen, [str(of_item[item]) for item in chosen]), set(chosen)
    groups: dict[int | Fraction, list[int]] = {}
    for item in able:
        groups.setdefault(of_item[item], []).append(item)
    order.tied = [tuple(group) for group in groups.values() if len(group) > 1 and taken & set(group)]
    if callable(reason):
        return ranking(profile, order, reason)
    code, supporters, ballots = reason, dict(zip(profile.items, support, strict=True)), sum(profile.ballot_weights())

    def scored(item: str, place: int) -> Message:
        about = {"score": scores[item], "supporters": supporters[item], "ballots": ballots}
        return Message(code, {"standing": standing(place, len(chosen)), **about})

    return ranking(profile, order, scored)


@dataclass
class Selection:
    """Items taken one after another, and who may stand beside them. `conflicts` and `needs` hold for each item those
    that it may not stand beside, and those without which it may not be taken.
    """

    conflicts: list[set[int]]
    needs: list[set[int]]
    taken: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, profile: Profile) -> Selection:
        """Nothing taken yet."""
        return cls(conflicts_of(profile), needs_of(profile))

    def free(self, item: int) -> bool:
        """Whether an item may be taken now: nothing taken conflicts with it, and all that it needs is taken."""
        return not self.conflicts[item] & self.taken and self.needs[item] <= self.taken

    def first(self, order: Sequence[int], size: int) -> list[int]:
        """Takes `size` items, again and again the first of an order that is free; fewer where no more are."""
        found, needed = list[int](), set[int]().union(*self.needs)
        waiting = [place for place, item in enumerate(order) if self.needs[item] <= self.taken]
        while waiting and len(found) < size:
            item = order[heappop(waiting)]
            if self.conflicts[item] & self.taken:
                continue
            self.taken.add(item)
            found.append(item)
            for place, other in enumerate(order if item in needed else ()):
                if item in self.needs[other] and self.needs[other] <= self.taken:
                    heappush(waiting, place)
        return found


def conflicts_of(profile: Profile) -> list[set[int]]:
    """For each item the items that it conflicts with."""
    position = {item: index for index, item in enumerate(profile.items)}
    conflicts: list[set[int]] = [set() for _ in profile.items]
    for one, other in profile.conflicts:
        conflicts[position[one]].add(position[other])
        conflicts[position[other]].add(position[one])
    return conflicts


def needs_of(profile: Profile) -> list[set[int]]:
    """For each item the items that must be taken before it."""
    position = {item: index for index, item in enumerate(profile.items)}
    needs: list[set[int]] = [set() for _ in profile.items]
    for item, needed in profile.requires:
        needs[position[item]].add(position[needed])
    return needs


def ranking(
    profile: Profile, order: Order, reason: Reason, counters: Mapping[str, int] = MappingProxyType({})
) -> Ranking:
    """The outcome, with every item explained; the explanations stand in the order of places, then of ids.

    To what `reason` says it adds what kept an item out beside the chosen, and whether a tie was broken.
    """
    names = profile.items
    placed = {names[item]: place for place, item in enumerate(order.items, 1)}
    tied = {names[item] for group in order.tied for item in group}
    barred = _barred(profile, placed) if profile.size is not None else {}
    explanations = []
    for name in [*placed, *sorted(set(names) - set(placed))]:
        said = reason(name, placed.get(name, 0))
        messages = [said] if isinstance(said, Message) else list(said)
        messages += [barred[name]] if name in barred else []
        messages += [_TIE_BROKEN] if name in tied else []
        explanations.append(Explanation.of(name, *messages))
    return Ranking(
        order=tuple(placed),
        scores=tuple(order.scores),
        tied=tuple(tuple(sorted(names[item] for item in group)) for group in order.tied),
        explanations=tuple(explanations),
        counters=dict(counters),
    )


def _barred(profile: Profile, placed: Mapping[str, int]) -> dict[str, Message]:
    """What cannot stand beside the chosen, and the first in the alphabet that keeps it out."""
    found: dict[str, Message] = {}
    for one, other in sorted([*profile.conflicts, *(pair[::-1] for pair in profile.conflicts)], reverse=True):
        if one not in placed and other in placed:
            found[one] = Message.of("ranking.conflicts", conflicts_with=other)
    for item, needed in sorted(profile.requires, reverse=True):
        if item not in placed and needed not in placed:
            found[item] = Message.of("ranking.needs", needs=needed)
    return found


def standing(place: int, of: int) -> Message:
    """The place, such as 3 of 12, or that there is none (0): how the explanation of an item begins."""
    return Message.of("ranking.place", place=place, of=of) if place else _NO_PLACE


_NO_PLACE = Message("ranking.no-place")
_TIE_BROKEN = Message("ranking.tie-broken")
