"""`python -m osi_up.tied PARENT PROGRAM ARGUMENT...`: a program that ends when its parent is gone, however it went.

Where `osi up` is killed it can end nobody any more; its services would go on, and hold files and ports.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Sequence

__all__ = ["tied"]

_PR_SET_PDEATHSIG = 1


def tied(program: Sequence[str]) -> list[str]:
    """The command that starts a program so. On other systems than Linux it starts it as it is."""
    return [sys.executable, "-m", __name__, str(os.getpid()), *program]


def _main(parent: int, program: Sequence[str]) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it went before this was said
            sys.exit(0)
    os.execv(program[0], [*program])  # the kernel keeps what was said for the program that follows


if __name__ == "__main__":
    _main(int(sys.argv[1]), sys.argv[2:])
