"""What a lenient reader does with a ballot that is not as it should be, and how it says what stays on it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from osi_core.words import Message

__all__ = ["add_up", "keeping"]


def keeping(done: str, kept: tuple[str, ...]) -> Message:
    """What was done with a ballot, and what stays on it."""
    if not kept:
        return Message.of("voting.done.keeps-nothing", done=Message.of(done))
    return Message.of("voting.done.keeps", done=Message.of(done), kept=kept)


def add_up(lengths: NDArray[np.int64], choices: NDArray[np.int32], points: NDArray[np.int64]) -> None:
    """Points that a ballot gives a project once more are added to those that it gave before."""
    again = np.flatnonzero(choices <= -2).tolist() if len(points) else []
    ends = np.cumsum(lengths) if again else lengths
    for at in again:
        row = int(np.searchsorted(ends, at, side="right"))
        first = int(ends[row] - lengths[row])
        before = first + int(np.flatnonzero(choices[first:at] == -2 - choices[at])[0])
        if points[at] >= 0 and points[before] >= 0:
            points[before] += points[at]
