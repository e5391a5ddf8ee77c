"""Threads that read, and bring what they have read to an event loop. No read waits for a commit: the store gives each
thread a connection of its own, which only reads.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import TypeVar

__all__ = ["Readers"]

T = TypeVar("T")
_logger = logging.getLogger(__name__)


class Readers:
    """A pool of threads. `read` is for coroutines of one loop, `do` for any thread."""

    def __init__(self, threads: int) -> None:
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._threads = [
            threading.Thread(target=self._run, name=f"osi-reader-{number}", daemon=True) for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    async def read(self, function: Callable[[], T]) -> T:
        """What the function gives, called in one of the threads; raises what it raises."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def work() -> None:
            if future.done():  # nobody waits any more
                return
            try:
                result = function()
            except BaseException as error:
                loop.call_soon_threadsafe(_fail, future, error)
            else:
                loop.call_soon_threadsafe(_finish, future, result)

        self._work.put(work)
        return await future

    def do(self, work: Callable[[], None]) -> None:
        """Has something done; whoever asks is not waited for, and hears nothing of it."""
        self._work.put(work)

    @property
    def waiting(self) -> int:
        """How much waits now."""
        return self._work.qsize()

    def close(self) -> None:
        """Does all that was asked for, then ends the threads."""
        for _ in self._threads:
            self._work.put(None)
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            try:
                work()
            except RuntimeError:  # the loop is closed, and nobody waits
                _logger.debug("what was read came too late", exc_info=True)
            except Exception:
                _logger.exception("a reader failed")


def _finish(future: asyncio.Future[T], result: T) -> None:
    if not future.done():
        future.set_result(result)


def _fail(future: asyncio.Future[T], error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)
