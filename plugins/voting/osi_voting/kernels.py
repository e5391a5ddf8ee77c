"""Compiling functions with Numba, and keeping the results on disk as long as they are right.

Numba compiles a function anew when its own file has changed, not when one that it calls has. Here a kept kernel is
thrown away as soon as any file that kernels come from is newer, so that nothing is ever decided by an old one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba

__all__ = ["forget_stale", "jit"]

F = TypeVar("F", bound=Callable[..., Any])


def jit(function: F) -> F:
    """Compiles a function when it is first called, and keeps the result on disk; it runs without Python's lock."""
    compiled: Any = numba.njit(cache=True, nogil=True)(function)
    return compiled  # type: ignore[no-any-return] # it is called like the function


def forget_stale(package: Path) -> int:
    """Throws kept kernels of a package away that are older than a source of any of them: how many."""
    kept = list(package.rglob("__pycache__/*.nbi"))
    sources = {index.parent.parent / f"{index.name.partition('.')[0]}.py" for index in kept}
    newest = max((source.stat().st_mtime for source in sources if source.exists()), default=0.0)
    stale = [index for index in kept if index.stat().st_mtime < newest]
    for index in stale:
        with contextlib.suppress(OSError):  # a folder that may not be written to is not written to by Numba either
            index.unlink(missing_ok=True)
    return len(stale)


forget_stale(Path(__file__).parent)
