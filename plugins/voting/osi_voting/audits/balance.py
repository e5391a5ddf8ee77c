"""Money by district and by category: where the voters are, where the money goes, and what they wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from osi_voting.audits.judged import Judged

__all__ = ["Line", "by_group_of_items", "by_group_of_voters", "group_numbers"]


@dataclass(frozen=True)
class Line:
    """One district or category (empty: none named). Money in minor units.

    `voters` live there (0 where voters are not counted by it); `asked` and `won` is the money of its projects, all and
    chosen; `demand` is the budget divided equally among voters, and by each equally among what they approve; `received`
    is what its voters get of the chosen projects, the cost of each divided equally among its supporters.
    """

    name: str
    voters: int = 0
    asked: int = 0
    won: int = 0
    demand: float = 0.0
    received: float = 0.0


def by_group_of_items(judged: Judged, groups: Sequence[Sequence[str]]) -> list[Line]:
    """Money by the districts or categories of projects; one with several counts for each with an equal part."""
    if not groups:
        return []
    lengths = np.diff(judged.ballots.offsets)
    each = np.repeat(judged.weights / np.maximum(lengths, 1), lengths)
    wanted = np.bincount(judged.ballots.choices, each, minlength=judged.m) * (judged.budget / max(judged.voters, 1))
    asked: dict[str, float] = {}
    won, demand = dict[str, float](), dict[str, float]()
    for item, named in enumerate(groups):
        for name in named or ("",):
            part = float(judged.costs[item]) / max(len(named), 1)
            asked[name] = asked.get(name, 0.0) + part
            won[name] = won.get(name, 0.0) + part * bool(judged.chosen[item])
            demand[name] = demand.get(name, 0.0) + float(wanted[item]) / max(len(named), 1)
    return [
        Line(name, asked=round(asked[name]), won=round(won[name]), demand=demand[name])
        for name in sorted(asked, key=lambda name: (-demand[name], name))
    ]


def by_group_of_voters(judged: Judged, groups: NDArray[np.int32], names: Sequence[str]) -> list[Line]:
    """What the voters of each group get: every chosen project's cost goes in equal parts to those who approve it."""
    support = np.maximum(judged.support, 1)
    part = np.where(judged.chosen, judged.costs / support, 0.0)
    running = np.concatenate((np.zeros(1), np.cumsum(part[judged.ballots.choices] if judged.m else np.empty(0))))
    gets = np.diff(running[judged.ballots.offsets])
    received = np.bincount(groups, gets * judged.weights, minlength=len(names))
    voters = np.bincount(groups, judged.weights, minlength=len(names)).astype(np.int64)
    fair = judged.budget / max(judged.voters, 1)
    lines = [  # in the order of the names: ages stay in order of age
        Line(name, voters=int(voters[at]), demand=float(voters[at]) * fair, received=float(received[at]))
        for at, name in enumerate(names)
    ]
    return [line for line in lines if line.voters]


def group_numbers(texts: Sequence[str]) -> tuple[NDArray[np.int32], list[str]]:
    """A column of texts as numbers into the list of its different ones."""
    if hasattr(texts, "codes"):
        codes, names = texts.codes()
        return codes, names
    known = {text: code for code, text in enumerate(sorted(set(texts)))}
    return np.fromiter((known[text] for text in texts), np.int32, len(texts)), list(known)
