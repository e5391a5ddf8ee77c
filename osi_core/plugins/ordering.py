"""From scores to a ranking: what nearly every prioritisation rule does at its end, done once and rightly.

`ranking_by_score` sorts, breaks ties by the stated rule, respects size, conflicts, needs and minimum support, and
explains every item. A rule that places item after item asks a `Selection` who is free, fills an `Order` itself and
hands it to `ranking`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from heapq import heappop, heappush

from osi_core.plugins.chance import TieRule, tie_ranks
from osi_core.plugins.problems import Explanation, Profile, Ranking

__all__ = [
    "Order",
    "Selection",
    "Sentence",
    "conflicts_of",
    "needs_of",
    "number_text",
    "place_sentence",
    "ranking",
    "ranking_by_score",
]

Sentence = Callable[[str, int], tuple[dict[str, int | str], str, str]]
"""From an item and its place (0: none) to the explanation: data, English, German."""


_IN_GERMAN = str.maketrans(",.", ".,")


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
    sentence: Sentence | None = None,
) -> Ranking:
    """The ranking by falling score; items of equal score by the tie rule. Scores are exact: whole numbers or fractions.

    `sentence` explains an item from its id and place; without one the score and the number of supporters are told.
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
    return ranking(profile, order, sentence or _score_sentence(profile, scores, support, len(taken)))


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


def _score_sentence(profile: Profile, scores: Mapping[str, int | Fraction], support: list[int], of: int) -> Sentence:
    supporters = dict(zip(profile.items, support, strict=True))

    def sentence(item: str, place: int) -> tuple[dict[str, int | str], str, str]:
        en, de = place_sentence(place, of)
        data: dict[str, int | str] = {"place": place, "score": str(scores[item]), "supporters": supporters[item]}
        return (
            data,
            f"{en}: a score of {scores[item]} from {supporters[item]} ballots.",
            f"{de}: Wertung {scores[item]} von {supporters[item]} Stimmzetteln.",
        )

    return sentence


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


def ranking(profile: Profile, order: Order, sentence: Sentence, counters: dict[str, int] | None = None) -> Ranking:
    """The outcome, with a sentence for every item; the explanations stand in the order of places, then of ids."""
    names = profile.items
    placed = {names[item]: place for place, item in enumerate(order.items, 1)}
    tied = {names[item] for group in order.tied for item in group}
    barred = _barred(profile, placed) if profile.size is not None else {}
    explanations = []
    for name in [*placed, *sorted(set(names) - set(placed))]:
        data, en, de = sentence(name, placed.get(name, 0))
        if name in barred:
            more, more_en, more_de = barred[name]
            data, en, de = data | more, f"{en} {more_en}", f"{de} {more_de}"
        if name in tied:
            data, en, de = data | {"tied": 1}, f"{en} A tie was broken.", f"{de} Ein Gleichstand wurde aufgelöst."
        explanations.append(Explanation(item=name, data=data, en=en, de=de))
    return Ranking(
        order=tuple(placed),
        scores=tuple(order.scores),
        tied=tuple(tuple(sorted(names[item] for item in group)) for group in order.tied),
        explanations=tuple(explanations),
        counters=counters or {},
    )


def _barred(profile: Profile, placed: Mapping[str, int]) -> dict[str, tuple[dict[str, int | str], str, str]]:
    """What cannot stand beside the chosen, and the first in the alphabet that keeps it out: data, English, German."""
    found: dict[str, tuple[dict[str, int | str], str, str]] = {}
    for one, other in sorted([*profile.conflicts, *(pair[::-1] for pair in profile.conflicts)], reverse=True):
        if one not in placed and other in placed:
            en = f"It conflicts with {other}, which is chosen."
            de = f"Es schließt sich mit {other} aus, das gewählt ist."
            found[one] = {"conflicts_with": other}, en, de
    for item, needed in sorted(profile.requires, reverse=True):
        if item not in placed and needed not in placed:
            en, de = f"It needs {needed}, which is not chosen.", f"Es braucht {needed}, das nicht gewählt ist."
            found[item] = {"needs": needed}, en, de
    return found


def number_text(number: int | str) -> tuple[str, str]:
    """A whole number, or a decimal given as text, in English and German: 1,234.5 and 1.234,5."""
    text = f"{Decimal(number):,}"
    return text, text.translate(_IN_GERMAN)


def place_sentence(place: int, of: int) -> tuple[str, str]:
    """The words for a place, such as 3 of 12, or for none, in English and German."""
    if not place:
        return "Not among those chosen", "Nicht unter den Ausgewählten"
    return f"Place {place} of {of}", f"Platz {place} von {of}"
