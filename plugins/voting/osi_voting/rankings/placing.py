"""From who beats whom, or from scores, to the outcome: what the rankings share at their end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from osi_core.plugins import Options, Profile, Ranking, TieOptions
from osi_core.plugins.ordering import Order, Reason, ranking, standing
from osi_core.words import Message, Value
from osi_voting.arrays import Ints
from osi_voting.lacking import Enough, lacking_support, with_what_lacked
from osi_voting.limits import Limits, QuotaOptions, Room, fill
from osi_voting.rankings.pairwise import Contest
from osi_voting.reasons import Reasons, numbered, with_more

__all__ = ["RankingOptions", "by_score", "outcome", "unbeaten_first"]


class RankingOptions(QuotaOptions, TieOptions):
    """The options of every ranking."""


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
    contest: Contest, options: Options, order: Sequence[int], scores: Sequence[int], groups: Groups = (),
    counters: Mapping[str, int] | None = None, scored: str = "rankings.score",
    enough: Mapping[int, Enough] | None = None,
) -> Ranking:  # fmt: skip
    """The ranking: where the profile asks for a top N, again and again the first of the order that limits allow.

    Explanations tell an item's score (`scored` is the code that says what it is), whom it beats, who beats it and by
    how much; and what would have had an item among the top N: `enough`, where a rule knows more than
    `first_by_majorities`.
    """
    profile = contest.profile
    place = {name: index for index, name in enumerate(profile.items)}
    origin = [place[name] for name in contest.names]
    limits, result = Limits.of(profile, options), Order()
    result.items = _taken(profile, limits, [origin[item] for item in order])
    number = {index: item for item, index in enumerate(origin)}
    result.scores = [str(scores[number[index]]) for index in result.items]
    tied, taken = [tuple(origin[item] for item in group) for group in groups], set(result.items)
    result.tied = [group for group in tied if taken & set(group)]
    weak = lacking_support(profile)
    lacking = first_by_majorities(contest, limits, weak) | {origin[item]: n for item, n in (enough or {}).items()}
    told = with_what_lacked(_reason(contest, scores, scored, len(taken)), place, weak, limits, taken, lacking)
    return ranking(profile, result, told, dict(counters or {"exact_steps": 0}))


def _taken(profile: Profile, limits: Limits, order: list[int]) -> list[int]:
    if profile.size is None:
        return order
    able = np.zeros(len(profile.items), np.bool_)
    able[order] = True
    return fill(Room(limits, able, min(profile.size, len(order))), order)


def first_by_majorities(contest: Contest, limits: Limits, weak: Ints) -> dict[int, Enough]:
    """By index in the profile, how many ballots more have an item first, where no limit concerns it, in a rule that
    puts first who beats all others: more than its clearest defeat. Nothing for paired ballots, which never name an item
    alone.
    """
    profile = contest.profile
    if profile.kind == "paired":
        return {}
    worst = dict(zip(contest.names, contest.margins().min(axis=1, initial=0).tolist(), strict=True))
    wanted, voters, found = profile.size or len(profile.items), sum(profile.ballot_weights()), dict[int, Enough]()
    for index, name in enumerate(profile.items):
        if name in worst:
            found[index] = Enough(1 - worst[name], least=worst[name] == 0)
        elif not limits and wanted > contest.m:
            found[index] = Enough(int(weak[index]))
        else:
            found[index] = Enough(max(int(weak[index]), voters + 1), least=int(weak[index]) > voters)
    return {index: more for index, more in found.items() if not limits.concern(index)}


def _reason(contest: Contest, scores: Sequence[int], scored: str, of: int) -> Reason:
    known, margins = {name: item for item, name in enumerate(contest.names)}, contest.margins()
    wins, losses = (margins > 0).sum(axis=1).tolist(), (margins < 0).sum(axis=1).tolist()
    worst = margins.argmin(axis=1).tolist() if contest.m else []

    def told(name: str, place: int) -> Reasons:
        about: dict[str, Value] = {"standing": standing(place, of), "place": place}
        if name not in known:
            return (Message("rankings.not-considered", about),)
        item = known[name]
        won, lost, score = wins[item], losses[item], scores[item]
        about |= {"wins": won, "losses": lost, "score": score, "scored": Message(scored, {"score": score})}
        reasons: Reasons = (Message("rankings.majorities", {**about, "below": _others(won), "above": _others(lost)}),)
        if not lost:
            return reasons
        rival, votes = contest.names[worst[item]], -int(margins[item, worst[item]])
        further = Message("rankings.clearest-defeat", {"beaten_by": rival, "count": votes})
        return with_more(reasons, further, beaten_by=rival, short_by=votes)

    return told


def _others(count: int) -> Message:
    return numbered("rankings.others", count)
