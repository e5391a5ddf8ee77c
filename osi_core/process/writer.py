"""The writer: one thread that owns an engine and commits what many callers bring in groups.

While one group is being synced to disk the next one gathers, so the cost of a sync is shared by all who wait for it.
"""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future
from types import TracebackType
from typing import Self

from osi_core.domain import Refused
from osi_core.process.engine import Engine
from osi_core.process.request import Handled, Request
from osi_core.words import WordedError

LARGEST_GROUP = 256
"""Requests committed together at most, so that nobody waits long behind a crowd."""


LINGER = 0.0005
"""Seconds that a group waits, when its callers may be as many as the last time, for those who are not back yet."""


class WriterClosed(WordedError, RuntimeError):
    """The writer takes no more requests."""


class Writer:
    """Takes requests from any thread; each gets a future that is done when its events are durable.

    `capacity` bounds the queue: `submit` waits when it is full. Use it as a context manager, or `close` it.
    """

    def __init__(self, engine: Engine, capacity: int = 10_000) -> None:
        self._engine = engine
        self._queue: queue.Queue[tuple[Request, Future[Handled]] | None] = queue.Queue(capacity)
        self._closing = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="osi-writer", daemon=True)
        self._thread.start()

    def submit(self, request: Request) -> Future[Handled]:
        """Brings a request. The future gives `Handled`, or raises Refused or the store's error. Raises WriterClosed."""
        future: Future[Handled] = Future()
        with self._closing:
            if self._closed:
                raise WriterClosed("writer.closed")
            self._queue.put((request, future))
        return future

    def close(self) -> None:
        """Answers all that was brought, then ends the thread."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self) -> None:
        group: list[tuple[Request, Future[Handled]]] = []
        going = True
        while going:
            group, going = self._gather(len(group))
            self._commit(group)

    def _gather(self, expected: int) -> tuple[list[tuple[Request, Future[Handled]]], bool]:
        """Waits for a first request and takes what else is there, or soon will be if the last group was larger."""
        group: list[tuple[Request, Future[Handled]]] = []
        item = self._queue.get()
        while item is not None:
            if item[1].set_running_or_notify_cancel():
                group.append(item)
            if len(group) == LARGEST_GROUP:
                return group, True
            try:
                item = self._queue.get(timeout=LINGER) if len(group) < expected else self._queue.get_nowait()
            except queue.Empty:
                return group, True
        return group, False

    def _commit(self, group: list[tuple[Request, Future[Handled]]]) -> None:
        try:
            answers = self._engine.handle_many([request for request, _ in group])
        except BaseException as error:
            for _, future in group:
                future.set_exception(error)
            return
        for (_, future), answer in zip(group, answers, strict=True):
            if isinstance(answer, Refused):
                future.set_exception(answer)
            else:
                future.set_result(answer)
