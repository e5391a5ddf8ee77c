"""What is done with the money that equal shares leaves over."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from osi_core.plugins import Progress
from osi_voting.budgets.equal_shares.count import Count, SharesCounter
from osi_voting.budgets.greedy.order import Taking, ratio
from osi_voting.budgets.standing import OPEN, TOO_DEAR, TOO_POOR

__all__ = ["Completed", "add1", "utilitarian"]

_WORTH_THREADS = 50_000
"""Choices on ballots from which two counts at a time are faster than one."""


@dataclass(frozen=True)
class Completed:
    """A count, what was funded besides, and the ties met. `order[:len(count.bought)]` is what the count bought."""

    count: Count
    order: tuple[int, ...]
    tied: tuple[tuple[int, ...], ...]
    counts: int = 1

    @classmethod
    def by_count(cls, count: Count, counts: int = 1) -> Completed:
        """Nothing besides."""
        return cls(count, tuple(count.bought), count.tied, counts)


def add1(counter: SharesCounter, increment: Fraction, stop_when_exhaustive: bool, progress: Progress) -> Completed:
    """Counts again and again with more for each voter; the last outcome within the budget stands.

    It ends where an outcome exceeds the budget (also by a project that alone costs more, as in pabutools and on
    equalshares.net), where every project with supporters is funded or excluded, or, if asked to, where nothing more
    fits. Two counts run at a time; what the second finds counts only after the first.
    """
    last, number = _last_within_budget(counter, increment, stop_when_exhaustive, progress)
    status = last.state.standing.status
    status[(status == TOO_POOR) & (last.instance.costs > last.instance.budget)] = TOO_DEAR
    return Completed.by_count(last, number)


def _last_within_budget(
    counter: SharesCounter, increment: Fraction, stop_when_exhaustive: bool, progress: Progress
) -> tuple[Count, int]:
    """The count that stands, and how many there were."""
    instance = counter.instance
    last: Count | None = None
    for number, count in enumerate(_counts(counter, increment), 1):
        if last is not None and count.cost > instance.budget:
            return last, number
        counter.keep(count)
        status, costs = count.state.standing.status, instance.costs
        wanting = np.flatnonzero((status == TOO_POOR) & (costs <= instance.budget))
        if stop_when_exhaustive:
            wanting = wanting[costs[wanting] <= instance.budget - count.cost]
        if not len(wanting) or not instance.voters:
            return count, number
        last = count
        progress(count.cost / max(instance.budget, 1))
    raise AssertionError("counts go on for ever")


def _counts(counter: SharesCounter, increment: Fraction) -> Iterator[Count]:
    """Counts with a rising share; the next is computed while the last is looked at, where that pays."""
    share = counter.first_share
    if len(counter.instance.ballots.choices) < _WORTH_THREADS or (os.cpu_count() or 1) < 2:
        while True:
            yield counter.count(share)
            share += increment
    with ThreadPoolExecutor(2) as pool:
        pending = [_in_advance(pool, counter, share + step * increment) for step in range(2)]
        share += 2 * increment
        while True:
            count = pending.pop(0).result()
            pending.append(_in_advance(pool, counter, share))
            share += increment
            yield count


def _in_advance(pool: ThreadPoolExecutor, counter: SharesCounter, share: Fraction) -> Future[Count]:
    """A count in another thread, in which kernels go the same way as here."""
    return pool.submit(copy_context().run, counter.count, share)


def utilitarian(completed: Completed) -> Completed:
    """Then whatever still fits, by satisfaction per cost."""
    instance, standing = completed.count.instance, completed.count.state.standing
    standing.status[standing.status == TOO_POOR] = OPEN
    order, tied = Taking(instance, standing, instance.budget - completed.count.cost, ratio).run()
    return replace(completed, order=completed.order + tuple(order), tied=completed.tied + tied)
