"""Reading the store beside the event loop."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Read(Protocol):
    """Calls a function that reads the store in a thread of the readers' pool, and gives what it gives; such as
    `Readers.read` or `asyncio.to_thread`.
    """

    def __call__(self, function: Callable[[], T], /) -> Coroutine[Any, Any, T]:
        """What the function gives."""
