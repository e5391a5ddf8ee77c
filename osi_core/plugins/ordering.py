"""From scores to a ranking: what nearly every prioritisation rule does at its end, done once and rightly.

`ranking_by_score` sorts, breaks ties by the stated rule, respects size, conflicts and minimum support, and explains
every item. A rule that places item after item fills an `Order` itself and hands it to `ranking`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from osi_core.plugins.chance import TieRule, tie_key
from osi_core.plugins.problems import Explanation, Profile, Ranking

__all__ = ["Order", "Sentence", "conflicts_of", "place_sentence", "ranking", "ranking_by_score"]

Sentence = Callable[[str, int], tuple[dict[str, int | str], str, str]]
"""From an item and its place (0: none) to the explanation: data, English, German."""


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
    Raises `KeyError` for an item without a score.
    """
    support = profile.support()
    of_item = [scores[item] for item in profile.items]
    able = [item for item in range(len(profile.items)) if support[item] >= profile.minimum_support]
    able.sort(key=lambda item: (-of_item[item], tie_key(seed, profile.items[item], ties)))
    hostile, order, taken = conflicts_of(profile), Order(), set[int]()
    for item in able:
        if profile.size is not None and (len(taken) >= profile.size or hostile[item] & taken):
            continue
        taken.add(item)
        order.items.append(item)
        order.scores.append(str(of_item[item]))
    groups: dict[int | Fraction, list[int]] = {}
    for item in able:
        groups.setdefault(of_item[item], []).append(item)
    order.tied = [tuple(group) for group in groups.values() if len(group) > 1 and taken & set(group)]
    return ranking(profile, order, sentence or _score_sentence(profile, scores, support, len(taken)))


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
    hostile: list[set[int]] = [set() for _ in profile.items]
    for one, other in profile.conflicts:
        hostile[position[one]].add(position[other])
        hostile[position[other]].add(position[one])
    return hostile


def ranking(profile: Profile, order: Order, sentence: Sentence, counters: dict[str, int] | None = None) -> Ranking:
    """The outcome, with a sentence for every item; the explanations stand in the order of places, then of ids."""
    names = profile.items
    placed = {names[item]: place for place, item in enumerate(order.items, 1)}
    tied = {names[item] for group in order.tied for item in group}
    explanations = []
    for name in [*placed, *sorted(set(names) - set(placed))]:
        data, en, de = sentence(name, placed.get(name, 0))
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


def place_sentence(place: int, of: int) -> tuple[str, str]:
    """The words for a place, such as 3 of 12, or for none, in English and German."""
    if not place:
        return "Not among those chosen", "Nicht unter den Ausgewählten"
    return f"Place {place} of {of}", f"Platz {place} von {of}"
