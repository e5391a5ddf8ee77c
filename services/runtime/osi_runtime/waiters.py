"""Between the event loop and the writer's thread: who waits for a command, and how the answers come back.

The writer's thread makes the replies of a group, of what it has just written and still has in hand: to ask the store
for it would cost more than to decide it. Then the loop is woken, once.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from grpc import StatusCode

from osi_core.process.request import Handled
from osi_runtime.errors import CallRefused

__all__ = ["CommandWaiter", "Replies", "Reply"]

AT_ONCE = 4
"""Answers that are given between two looks of the loop at what else there is."""
Reply = Callable[[Handled], Any]
"""Makes of a granted command what its caller is answered with; called by the writer's thread, so it must be quick."""


class CommandWaiter:
    """A coroutine that waits for a command's answer, until its deadline."""

    __slots__ = ("begun", "begun_at", "delivery", "future", "gone", "has_id", "made", "timed")

    def __init__(self, delivery: Replies, made: Reply | None, has_id: bool, timed: bool = False) -> None:
        self.delivery, self.made, self.has_id, self.timed = delivery, made, has_id, timed
        self.future: asyncio.Future[Any] = delivery.loop.create_future()
        self.begun, self.gone = False, False
        self.begun_at = 0

    def begin(self) -> bool:
        # In this order here, and the other way round in `expire`: whoever comes second sees the other.
        self.begun = True
        if self.timed:
            self.begun_at = time.time_ns()
        return not self.gone

    def leave(self) -> bool:
        """The caller waits no more; whether it can still be that the command takes effect."""
        self.gone = True
        return self.begun

    def expire(self) -> None:
        """The deadline has passed."""
        if self.future.done():
            return
        if not self.leave():
            code = "runtime.deadline-before"
        else:
            code = "runtime.deadline-unsure" if self.has_id else "runtime.deadline-unsure-no-id"
        happened = "unsure" if self.begun else "no"
        self.future.set_exception(CallRefused(StatusCode.DEADLINE_EXCEEDED, code, happened=happened))


class Replies:
    """Brings the answers of groups to a loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop

    def deliver(self, answers: Sequence[tuple[CommandWaiter, Any]]) -> None:
        made = deque((waiter, _reply(waiter, answer)) for waiter, answer in answers)
        self.loop.call_soon_threadsafe(self._finish, made)

    def _finish(self, made: deque[tuple[CommandWaiter, Any]]) -> None:
        """Answers some, and the next ones when the loop has looked at what else there is: a read that comes meanwhile,
        or has been read, does not wait behind the replies of a whole group.
        """
        for _ in range(min(AT_ONCE, len(made))):
            waiter, answer = made.popleft()
            if waiter.future.done():
                continue
            if isinstance(answer, BaseException):
                waiter.future.set_exception(answer)
            else:
                waiter.future.set_result(answer)
        if made:
            self.loop.call_soon(self._finish, made)


def _reply(waiter: CommandWaiter, answer: Any) -> Any:
    if waiter.made is None or waiter.gone or not isinstance(answer, Handled):
        return answer
    try:
        return waiter.made(answer)
    except Exception as error:
        told = CallRefused(StatusCode.UNAVAILABLE, "runtime.done-not-told", retry_seconds=0.5, happened="yes")
        told.__cause__ = error
        return told
