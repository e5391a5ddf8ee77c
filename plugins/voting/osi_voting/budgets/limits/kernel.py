"""The compiled keeping of limits, which all rules share."""

from __future__ import annotations

from typing import Any

from osi_voting.budgets.standing import CONFLICTS, OPEN, POT_FULL, SERVED, TOO_POOR, WAITING
from osi_voting.kernels import inner, jit

__all__ = ["close_and_open"]


@jit
def close_and_open(limits: Any, standing: Any, item: int) -> bool:
    """After a project is funded: closes what conflicts with it and what no longer fits a pot, takes those whom it
    serves from its substitutes, and opens what waited for it alone. Whether it opened any. What is too poor is closed
    too, since a completion may ask for it again.
    """
    status = standing.status
    for at in range(limits.conflict_of[item], limits.conflict_of[item + 1]):
        if _hopes(status, limits.conflicts[at]):
            status[limits.conflicts[at]] = CONFLICTS
    if limits.pot_of[item] < limits.pot_of[item + 1]:
        _draw(limits, standing, item)
    for at in range(limits.substitute_of[item], limits.substitute_of[item + 1]):
        _withdraw(standing, item, limits.substitutes[at])
    opened = False
    for at in range(limits.open_of[item], limits.open_of[item + 1]):
        other = limits.opens[at]
        standing.missing[other] -= 1
        if status[other] == WAITING and standing.missing[other] == 0:
            status[other] = OPEN
            opened = True
    return opened


@inner
def _hopes(status: Any, item: int) -> bool:
    """Whether a project is not funded and not closed for good."""
    return status[item] == OPEN or status[item] == TOO_POOR or status[item] == WAITING  # type: ignore[no-any-return] # a bool


@inner
def _draw(limits: Any, standing: Any, item: int) -> None:
    """Takes from its pots what a project takes."""
    for at in range(limits.pot_of[item], limits.pot_of[item + 1]):
        standing.room[limits.pots[at]] -= limits.takes[at]
    for other in range(len(standing.status)):
        for at in range(limits.pot_of[other], limits.pot_of[other + 1]):
            if limits.takes[at] > standing.room[limits.pots[at]] and _hopes(standing.status, other):
                standing.status[other] = POT_FULL


@inner
def _withdraw(standing: Any, item: int, other: int) -> None:
    """Takes the supporters of a funded project from those of another that is not; both rows rise."""
    if not _hopes(standing.status, other):
        return
    ballots, values, weights = standing.ballots, standing.values, standing.weights
    mine, end, kept = standing.offsets[item], standing.ends[item], standing.offsets[other]
    for at in range(standing.offsets[other], standing.ends[other]):
        while mine < end and ballots[mine] < ballots[at]:
            mine += 1
        if mine < end and ballots[mine] == ballots[at]:
            standing.support[other] -= weights[at] if len(weights) else 1
            continue
        ballots[kept] = ballots[at]
        if len(values):
            values[kept] = values[at]
        if len(weights):
            weights[kept] = weights[at]
        kept += 1
    standing.ends[other] = kept
    if kept == standing.offsets[other]:
        standing.status[other] = SERVED
