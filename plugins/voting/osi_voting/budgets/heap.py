"""Projects by rising key, so that the next to look at is found without passing over all of them: a binary heap.

`heap[:size]` holds projects, `keys` has the key of every project. The key of one that is in the heap must not change.
"""

from __future__ import annotations

from typing import Any

from osi_voting.kernels import inner

__all__ = ["drop_first", "put"]


@inner
def put(heap: Any, size: int, keys: Any, item: Any) -> None:
    """Puts a project into a heap of `size`, which then has one more."""
    at = size
    while at > 0:
        above = (at - 1) // 2
        if keys[heap[above]] <= keys[item]:
            break
        heap[at] = heap[above]
        at = above
    heap[at] = item


@inner
def drop_first(heap: Any, size: int, keys: Any) -> None:
    """Takes the project with the lowest key, `heap[0]`, out of a heap of `size`, which then has one fewer."""
    item = heap[size - 1]
    at, below = 0, 1
    while below < size - 1:
        if below + 1 < size - 1 and keys[heap[below + 1]] < keys[heap[below]]:
            below += 1
        if keys[item] <= keys[heap[below]]:
            break
        heap[at] = heap[below]
        at, below = below, 2 * below + 1
    heap[at] = item
