"""Protections: what the operating system does so that a strategy's process harms nobody but itself, and what it cannot.

They are against accidents. A strategy has the rights of the user whose program it is, and could undo all of them.
"""

from __future__ import annotations

import contextlib
import os
import sys
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from osi_core.words import Message

__all__ = ["Protection", "adopt_descendants", "end_with_parent", "fall_first", "limit_memory", "missing_protections",
           "without"]  # fmt: skip

_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER, _SIGKILL = 1, 36, 9
_FALLS_FIRST = "500"
"""What Linux adds to a process's thousandths of all memory when it looks for one to end; the program itself has 0."""


class Protection(StrEnum):
    """What is promised of a strategy's process where the platform can do it."""

    GROUP = "group"
    """It runs in a session of its own and is ended with its whole process group, also when the program dies."""
    DESCENDANTS = "descendants"
    """What it started is ended too where that has left the group."""
    MEMORY = "memory"
    """Each of its processes may have so much address space and no more."""
    FALLS_FIRST = "falls-first"
    """When the machine runs out of memory, it is ended and not the program."""


_WITHOUT = {
    Protection.GROUP: "plugin.unprotected-group",
    Protection.DESCENDANTS: "plugin.unprotected-descendants",
    Protection.MEMORY: "plugin.unprotected-memory",
    Protection.FALLS_FIRST: "plugin.unprotected-falls-first",
}


def without(protection: Protection) -> Message:
    """What may happen where this protection does not hold."""
    from osi_core.words import Message  # here, because a strategy's process needs no words to begin

    return Message(_WITHOUT[protection])


def missing_protections() -> tuple[Protection, ...]:
    """The protections that do not hold on this machine."""
    linux = sys.platform == "linux"
    holds = {
        Protection.GROUP: hasattr(os, "fork"),
        Protection.DESCENDANTS: linux and _prctl() is not None and Path("/proc/self/stat").exists(),
        Protection.MEMORY: hasattr(os, "fork") and sys.platform != "darwin",  # macOS takes the limit and ignores it
        Protection.FALLS_FIRST: linux and os.access("/proc/self/oom_score_adj", os.W_OK),
    }
    return tuple(one for one in Protection if not holds[one])


def adopt_descendants() -> bool:
    """Whoever descends from this process becomes its child when its own parent ends, also as a daemon. Linux only."""
    return _told(_PR_SET_CHILD_SUBREAPER, 1)


def end_with_parent(parent: int) -> None:
    """Has this process killed as soon as its parent ends. Linux only."""
    if _told(_PR_SET_PDEATHSIG, _SIGKILL) and os.getppid() != parent:
        os._exit(1)  # it ended before it could be asked for


def fall_first() -> None:
    """Has this process ended before the program that started it when memory is short. Linux only."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_FALLS_FIRST, encoding="ascii")


def limit_memory(mib: int | None) -> None:
    """How much address space this process may have, and each that it starts from now on; None for all it may have."""
    try:
        import resource
    except ImportError:  # Windows
        return
    allowed, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = most if mib is None else mib << 20
    if most != resource.RLIM_INFINITY:
        wanted = min(wanted, most)
    if wanted != allowed:
        with contextlib.suppress(ValueError, OSError):  # macOS may refuse; `missing_protections` says so
            resource.setrlimit(resource.RLIMIT_AS, (wanted, most))


def _told(option: int, value: int) -> bool:
    prctl = _prctl() if sys.platform == "linux" else None
    return prctl is not None and prctl(option, value, 0, 0, 0) == 0


@cache
def _prctl() -> Any:
    """The call of Linux by which a process changes how it is treated."""
    try:
        import ctypes

        call = ctypes.CDLL(None).prctl
    except (ImportError, OSError, AttributeError, TypeError):
        return None
    call.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    return call
