"""From who beats whom, or from scores, to the outcome: what the rankings share at their end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from osi_core.plugins import Ranking
from osi_core.plugins.ordering import Order, conflicts_of, place_sentence, ranking
from osi_voting.rankings.pairwise import Contest

__all__ = ["by_score", "outcome", "unbeaten_first"]

Groups = Sequence[tuple[int, ...]]


def by_score(scores: Sequence[int]) -> tuple[list[int], Groups]:
    """Items by falling score, equal ones by number; and the groups of equals."""
    order = sorted(range(len(scores)), key=lambda item: (-scores[item], item))
    groups: dict[int, list[int]] = {}
    for item in order:
        groups.setdefault(scores[item], []).append(item)
    return order, [tuple(group) for group in groups.values() if len(group) > 1]


def unbeaten_first(beats: NDArray[np.bool_]) -> tuple[list[int], Groups]:
    """Puts first, again and again, the lowest number of those that nothing left beats; and the groups so separated.

    `beats` has no cycles. Raises `ValueError` if it has.
    """
    beaten_by = beats.sum(axis=0).astype(np.int64)
    left = np.ones(len(beats), np.bool_)
    order: list[int] = []
    groups: list[tuple[int, ...]] = []
    for _ in range(len(beats)):
        free = np.flatnonzero(left & (beaten_by == 0))
        if not len(free):
            raise ValueError("beats: goes round in a circle")
        first = int(free[0])
        group = tuple(int(item) for item in free)
        if len(group) > 1 and not (groups and set(group) <= set(groups[-1])):
            groups.append(group)
        order.append(first)
        left[first] = False
        beaten_by -= beats[first]
    return order, groups


def outcome(
    contest: Contest, order: Sequence[int], scores: Sequence[int | str], groups: Groups = (),
    counters: Mapping[str, int] | None = None, words: tuple[str, str] = ("score", "Wertung"),
) -> Ranking:  # fmt: skip
    """The ranking: where the profile asks for a top N the first of the order that fit beside each other.

    Explanations tell an item's score (called `words` in English and German), whom it beats and who beats it.
    """
    profile = contest.profile
    place = {name: index for index, name in enumerate(profile.items)}
    origin = [place[name] for name in contest.names]
    hostile, result, taken = conflicts_of(profile), Order(), set[int]()
    for item in order:
        if profile.size is not None and (len(taken) >= profile.size or hostile[origin[item]] & taken):
            continue
        taken.add(origin[item])
        result.items.append(origin[item])
        result.scores.append(str(scores[item]))
    tied = [tuple(origin[item] for item in group) for group in groups]
    result.tied = [group for group in tied if taken & set(group)]
    known, margins = {name: item for item, name in enumerate(contest.names)}, contest.margins()
    wins, losses = (margins > 0).sum(axis=1), (margins < 0).sum(axis=1)

    def sentence(name: str, place: int) -> tuple[dict[str, int | str], str, str]:
        en, de = place_sentence(place, len(result.items))
        if name not in known:
            low = profile.minimum_support
            return {"place": 0}, f"{en}: fewer than {low} supporters.", f"{de}: weniger als {low} Stimmzettel dafür."
        item = known[name]
        won, lost, score = int(wins[item]), int(losses[item]), scores[item]
        data: dict[str, int | str] = {"place": place, "wins": won, "losses": lost, "score": str(score)}
        en += f": {words[0]} {score}; a majority puts it above {won} others, and {lost} others above it."
        de += f": {words[1]} {score}; eine Mehrheit stellt es über {won} andere, und {lost} andere darüber."
        return data, en, de

    return ranking(profile, result, sentence, dict(counters or {"exact_steps": 0}))
