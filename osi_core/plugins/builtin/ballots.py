"""How the built-in rules read ballots of all four kinds, and how they write down the order they found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from osi_core.plugins.chance import TieRule, tie_key
from osi_core.plugins.problems import Explanation, Profile, Ranking

__all__ = ["Order", "Points", "points_of", "ranking", "supporters", "take_in_order"]

Points = Mapping[tuple[tuple[int, int], ...], int]
"""Ballots as ((item, points), ...) in the order of items, each with how often it was cast."""

Sentence = Callable[[str, int], tuple[dict[str, int | str], str, str]]
"""From an item and its place (0: none) to the explanation: data, English, German."""


def points_of(profile: Profile, ranked_points: Callable[[int], int]) -> Points:
    """What each ballot gives to each item, like ballots together; entries of 0 points are left out.

    Approval: 1 each. Ranked: `ranked_points(position)`, the best at position 0. Points: as they are. Paired: 2 for a
    comparison won, 1 for one that ended equal.
    """
    ballots: dict[tuple[tuple[int, int], ...], int] = {}
    for row, values, weight in zip(profile.rows(), _values(profile), profile.ballot_weights(), strict=True):
        if profile.kind == "approval":
            given = [(item, 1) for item in row]
        elif profile.kind == "ranked":
            given = [(item, ranked_points(position)) for position, item in enumerate(row)]
        elif profile.kind == "points":
            given = [(item, points) for item, points in zip(row, values, strict=True) if points]
        else:
            given = _won(row, values)
        key = tuple(sorted(given))
        ballots[key] = ballots.get(key, 0) + weight
    return ballots


def _values(profile: Profile) -> list[list[int]]:
    return list(profile.value_rows()) if profile.values is not None else [[]] * profile.ballots


def _won(row: Sequence[int], values: Sequence[int]) -> list[tuple[int, int]]:
    won: dict[int, int] = {}
    for position, item in enumerate(row):
        points = values[position] if values else 2 * (position % 2 == 0)
        if points:
            won[item] = won.get(item, 0) + points
    return list(won.items())


def supporters(profile: Profile, ballots: Points) -> list[int]:
    """For each item the number of ballots that give it any points."""
    count = [0] * len(profile.items)
    for ballot, weight in ballots.items():
        for item, _ in ballot:
            count[item] += weight
    return count


@dataclass
class Order:
    """An order under construction: indices of items, best first, with their scores and the ties met on the way."""

    items: list[int] = field(default_factory=list)
    scores: list[str] = field(default_factory=list)
    tied: list[tuple[int, ...]] = field(default_factory=list)


def take_in_order(profile: Profile, scores: Sequence[int], support: Sequence[int], seed: bytes, ties: TieRule) -> Order:
    """The order by falling score; items of equal score by the tie rule; respects support, conflicts and size."""
    able = [item for item in range(len(profile.items)) if support[item] >= profile.minimum_support]
    able.sort(key=lambda item: (-scores[item], tie_key(seed, profile.items[item], ties)))
    hostile, order = conflicts_of(profile), Order()
    for item in able:
        if profile.size is not None and (len(order.items) >= profile.size or hostile[item] & set(order.items)):
            continue
        order.items.append(item)
        order.scores.append(str(scores[item]))
    groups: dict[int, list[int]] = {}
    for item in able:
        groups.setdefault(scores[item], []).append(item)
    taken = set(order.items)
    order.tied = [tuple(group) for group in groups.values() if len(group) > 1 and taken & set(group)]
    return order


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
