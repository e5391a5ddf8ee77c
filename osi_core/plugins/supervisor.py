"""The process between a program and a strategy: ends the strategy with everything that it started.

`python -m osi_core.plugins.supervisor CONTROL` forks at once, before anything is loaded: the child of that fork becomes
the strategy's process, in a session of its own; the parent waits. It ends when the strategy's process has ended, when
something comes through the pipe `CONTROL`, or when that is closed because the program has died; and leaves nothing
behind: on Linux all descendants are its own, whatever session they moved to, and it kills them until none is left.
It ends as the strategy's process did.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from osi_core.plugins.protections import adopt_descendants, end_with_parent, fall_first

__all__ = ["main"]

_PATIENCE = 5.0
"""Seconds for which descendants are killed until none is left; some cannot be (another user's, or in a device)."""
_AT_ONCE = 0.05
"""Seconds during which they are looked for without a pause: one that starts another and ends must be caught between."""
_PAUSE = 0.002
_WAKING = {signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP}


def main() -> None:
    """Returns only in the strategy's process, when its work is done."""
    control = int(sys.argv[1])
    adopts = Path("/proc/self/stat").exists() and adopt_descendants()
    supervisor = os.getpid()
    strategy = os.fork()
    if strategy:
        _supervise(strategy, control, adopts)
    os.close(control)
    os.setsid()
    end_with_parent(supervisor)
    fall_first()
    from osi_core.plugins.child import main as answer_jobs  # here, because the supervisor needs nothing of it

    answer_jobs()


def _supervise(strategy: int, control: int, adopts: bool) -> NoReturn:
    nothing = os.open(os.devnull, os.O_RDWR)
    for pipe in (0, 1):  # the pipes are between program and strategy
        os.dup2(nothing, pipe)
    woken = _woken()
    statuses: dict[int, int] = {}
    while _reap(statuses) and strategy not in statuses:
        ready, _, _ = select.select([control, woken], [], [])
        if control in ready or (woken in ready and set(os.read(woken, 4096)) != {signal.SIGCHLD}):
            break
    with contextlib.suppress(OSError):
        os.killpg(strategy, signal.SIGKILL)
    _end_all(statuses, adopts, strategy)
    _end_as(statuses.get(strategy, signal.SIGKILL))


def _woken() -> int:
    """A pipe that says which signals have come."""
    reads, writes = os.pipe()
    for end in (reads, writes):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(writes, warn_on_full_buffer=False)
    for number in _WAKING:
        signal.signal(number, lambda number, frame: None)
    return reads


def _reap(statuses: dict[int, int]) -> bool:
    """Takes the status of every child that has ended; whether there are others."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return False
        if not pid:
            return True
        statuses[pid] = status


def _end_all(statuses: dict[int, int], adopts: bool, strategy: int) -> None:
    """Kills children until none is left: the children of those that end become our own, where we adopt."""
    began = time.monotonic()
    while _reap(statuses) and (passed := time.monotonic() - began) < _PATIENCE:
        for pid in _children() if adopts else (strategy,):
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        if passed > _AT_ONCE:
            time.sleep(_PAUSE)


def _children() -> Iterator[int]:
    """The processes whose parent this is. Linux."""
    me = os.getpid()
    try:
        yield from map(int, Path(f"/proc/self/task/{me}/children").read_bytes().split())
    except OSError:  # a kernel without that list
        for entry in os.listdir("/proc"):
            if entry.isdigit() and _parent(entry) == me:
                yield int(entry)


def _parent(pid: str) -> int | None:
    try:
        stat = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return None
    return int(stat.rpartition(b")")[2].split()[1])


def _end_as(status: int) -> NoReturn:
    """Ends as the strategy's process did, so that the program sees through us."""
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # what it left is its own, not ours
        with contextlib.suppress(OSError):
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(max(code, 0))


if __name__ == "__main__":
    main()
