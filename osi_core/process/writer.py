"""The writer: one thread that owns an engine and commits what many callers bring, and what is heard, in groups.

While one group is being synced to disk the next one gathers, so the cost of a sync is shared by all who wait for it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime
from types import TracebackType
from typing import Any, NamedTuple, Protocol, Self

from osi_core.domain import Refused
from osi_core.log.heard import Carried, PublicEntry
from osi_core.process.engine import Engine
from osi_core.process.group import Input
from osi_core.process.hearing import Heard, Unfolded
from osi_core.process.request import Answer, Handled, Request
from osi_core.words import WordedError

_logger = logging.getLogger(__name__)

LARGEST_GROUP = 256
"""Requests and messages committed together at most, so that nobody waits long behind a crowd. Messages are half of it
at most, however far a service is behind what others say; and never less where so many wait.
"""

LINGER = 0.0005
"""Seconds that a group waits, when its callers may be as many as the last time, for those who are not back yet."""


class Waiter(Protocol):
    """Somebody who waits for an answer elsewhere than in a thread, such as on an event loop."""

    def begin(self) -> bool:
        """Called by the writer's thread when the request is about to be decided: whether the answer is still wanted.

        What was not wanted any more is not done.
        """

    @property
    def delivery(self) -> Delivery:
        """Who brings the answer."""


class Delivery(Protocol):
    """Brings answers to those who wait elsewhere, all of a group at once: to wake an event loop costs what it costs."""

    def deliver(self, answers: Sequence[tuple[Any, Answer | BaseException]]) -> None:
        """Takes what the waiters that name this delivery are answered with, in their order.

        Called by the writer's thread, which it must not keep waiting. An exception, `Refused` too, is to be raised
        where the waiter waits.
        """


class GroupDone(NamedTuple):
    """What became of one group: for whoever watches how the writer does."""

    size: int
    """Requests and messages in it."""
    seconds: float
    """How long deciding and committing took."""
    error: BaseException | None
    """What failed the whole group: the store's error, if any."""
    commit_seconds: float = 0.0
    """How much of `seconds` the store took to make it durable."""
    traces: tuple[str, ...] = ()
    """The trace contexts of its requests and messages, in their order, each once."""


_Waiting = tuple[Input, Future[Any] | Waiter]


class WriterClosed(WordedError, RuntimeError):
    """The writer takes no more requests."""


class WriterFull(WordedError, RuntimeError):
    """So many requests wait that this one was not taken; nothing has happened."""


class _Together:
    """Waits for the answers of messages that were brought at once: a waiter, and its own delivery."""

    def __init__(self, count: int) -> None:
        self.future: Future[list[Heard | BaseException]] = Future()
        self.future.set_running_or_notify_cancel()  # what was brought is heard
        self._count = count
        self._answers: list[Heard | BaseException] = []
        if not count:
            self.future.set_result([])

    def begin(self) -> bool:
        return True

    @property
    def delivery(self) -> Delivery:
        return self

    def deliver(self, answers: Sequence[tuple[Any, Any]]) -> None:
        self._answers += [answer for _, answer in answers]
        if len(self._answers) == self._count:
            self.future.set_result(self._answers)


class Writer:
    """Takes requests from any thread; each gets a future that is done when its events are durable.

    `capacity` bounds the queue: when it is full, `submit` waits and `try_submit` does not. `watch` is told by the
    writer's thread of each group, and must not keep it waiting. Use it as a context manager, or `close` it.
    """

    def __init__(
        self, engine: Engine, capacity: int = 10_000, *, watch: Callable[[GroupDone], None] | None = None
    ) -> None:
        self._engine = engine
        self._capacity, self._watch = capacity, watch
        self._waiting: deque[_Waiting] = deque()
        self._messages: deque[_Waiting] = deque()
        self._lock = threading.Lock()  # held for moments only, so that nobody who cannot wait has to
        self._room, self._work = threading.Condition(self._lock), threading.Condition(self._lock)
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="osi-writer", daemon=True)
        self._thread.start()

    def submit(self, request: Request) -> Future[Handled]:
        """Brings a request, and waits while the queue is full.

        The future gives `Handled`, or raises Refused, the store's error, or what this request alone met. Raises
        WriterClosed.
        """
        with self._lock:
            while len(self._waiting) >= self._capacity and not self._closed:
                self._room.wait()
            return self._put(request)

    def try_submit(self, request: Request) -> Future[Handled]:
        """As `submit`, but never waits: raises WriterFull when the queue is full. For event loops."""
        with self._lock:
            if len(self._waiting) >= self._capacity and not self._closed:
                raise WriterFull("writer.full")
            return self._put(request)

    def try_bring(self, request: Request, waiter: Waiter) -> None:
        """As `try_submit`, for a waiter whose answer comes with those of all others of its group and delivery."""
        with self._lock:
            if self._closed:
                raise WriterClosed("writer.closed")
            if len(self._waiting) >= self._capacity:
                raise WriterFull("writer.full")
            self._waiting.append((request, waiter))
            self._work.notify()

    def join(self, mission: str, alias: str, time: datetime | None = None) -> str:
        """As `Engine.join`, with everybody else in the queue: waits for the answer, and raises WriterFull instead of
        waiting for room.
        """
        found = self._engine.joining(mission, alias, time)
        if isinstance(found, str):
            return found
        answer: Answer
        try:
            answer = self.try_submit(found).result()
        except Refused as refused:
            answer = refused
        return self._engine.joined(found, answer)

    @property
    def waiting(self) -> int:
        """How many requests wait now."""
        return len(self._waiting)

    def _put(self, request: Request) -> Future[Handled]:
        if self._closed:
            raise WriterClosed("writer.closed")
        future: Future[Handled] = Future()
        self._waiting.append((request, future))
        self._work.notify()
        return future

    def hear(self, messages: Sequence[PublicEntry | Unfolded]) -> Future[list[Heard | BaseException]]:
        """Brings what other chains say, and waits while so much waits already. The future gives what became of each
        once all were tried, which may take several groups: of those that were not taken the store's error, or what they
        alone met. Raises WriterClosed.
        """
        together = _Together(len(messages))
        with self._lock:
            while len(self._messages) >= self._capacity and not self._closed:
                self._room.wait()
            if self._closed:
                raise WriterClosed("writer.closed")
            self._messages.extend((message, together) for message in messages)
            self._work.notify()
        return together.future

    def close(self) -> None:
        """Answers all that was brought, then ends the thread."""
        with self._lock:
            self._closed = True
            self._work.notify_all()
            self._room.notify_all()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self) -> None:
        group: list[_Waiting] = []
        going = True
        while going:
            group, going = self._gather(len(group))
            self._commit([item for item in group if _begins(item[1])])

    def _gather(self, expected: int) -> tuple[list[_Waiting], bool]:
        """Waits for a first one and takes what else is there, or soon will be if the last group was larger."""
        group: list[_Waiting] = []
        with self._lock:
            while not self._is_something_there() and not self._closed:
                self._work.wait()
            self._take(group)
            while len(group) < min(expected, LARGEST_GROUP) and not self._closed and self._work.wait(LINGER):
                self._take(group)
            return group, self._is_something_there() or not self._closed

    def _is_something_there(self) -> bool:
        return bool(self._waiting or self._messages)

    def _take(self, group: list[_Waiting]) -> None:
        heard = sum(not isinstance(given, Request) for given, _ in group)
        _move(self._messages, group, LARGEST_GROUP // 2 - heard)
        _move(self._waiting, group, LARGEST_GROUP - len(group))
        self._room.notify_all()

    def _commit(self, group: list[_Waiting]) -> None:
        if not group:  # all were cancelled
            return
        began, committed, failed = time.perf_counter(), self._engine.commit_seconds, None
        answers: Sequence[Answer | Heard | BaseException]
        try:
            answers = self._engine.take([given for given, _ in group])
        except BaseException as error:
            answers, failed = [error] * len(group), error
        took = time.perf_counter() - began
        _answer([waiting for _, waiting in group], answers)
        if self._watch is not None:
            took_to_commit = self._engine.commit_seconds - committed
            self._watch(GroupDone(len(group), took, failed, took_to_commit, _traces(group)))


def _begins(waiting: Future[Any] | Waiter) -> bool:
    return waiting.set_running_or_notify_cancel() if isinstance(waiting, Future) else waiting.begin()


def _traces(group: Sequence[_Waiting]) -> tuple[str, ...]:
    """None of a group costs next to nothing."""
    found = (given.trace for given, _ in group if isinstance(given, Request | Carried) and given.trace)
    return tuple(dict.fromkeys(found))


def _answer(waiting: Sequence[Future[Any] | Waiter], answers: Sequence[Any]) -> None:
    delivered: dict[Delivery, list[tuple[Any, Any]]] = {}
    for one, answer in zip(waiting, answers, strict=True):
        if not isinstance(one, Future):
            delivered.setdefault(one.delivery, []).append((one, answer))
        elif isinstance(answer, BaseException):
            one.set_exception(answer)
        else:
            one.set_result(answer)
    for delivery, some in delivered.items():
        try:
            delivery.deliver(some)
        except Exception:  # the others are to be answered, and the writer goes on
            _logger.exception("%s could not deliver %d answers", type(delivery).__name__, len(some))


def _move(waiting: deque[_Waiting], group: list[_Waiting], most: int) -> None:
    for _ in range(min(most, len(waiting))):
        group.append(waiting.popleft())
