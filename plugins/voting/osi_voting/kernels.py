"""Compiling functions with Numba, and keeping the results on disk as long as they are right.

Numba compiles a function anew when its own file has changed, not when one that it calls has. Here kept kernels are
thrown away as soon as any file that kernels come from has changed, so that nothing is ever decided by an old one.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba.extending import register_jitable

__all__ = ["digest_of_sources", "forget_stale", "inner", "jit"]

F = TypeVar("F", bound=Callable[..., Any])

_NOTE = "osi_voting.kernels.sha256"
_KERNEL = re.compile(rb"^@(?:jit|inner)$", re.MULTILINE)
_IMPORT = re.compile(rb"^from osi_voting\.([\w.]+) import", re.MULTILINE)


def jit(function: F) -> F:
    """Compiles a function when it is first called, and keeps the result on disk; it runs without Python's lock.

    Numba keeps it beside the module, in NUMBA_CACHE_DIR, or in the user's own cache. Where it may write to none of
    these, each process compiles for itself.
    """
    try:
        compiled: Any = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # "cannot cache function: no locator available"
        return numba.njit(nogil=True)(function)  # type: ignore[no-any-return] # it is called like the function
    _forget_stale_once(Path(compiled.stats.cache_path))
    return compiled  # type: ignore[no-any-return]


def inner(function: F) -> F:
    """For a function that only compiled ones call: it becomes part of these, and runs as plain Python elsewhere.

    That saves the way in from Python, which for a tuple of many arrays takes longer to compile than the function does.
    """
    compiled: Any = register_jitable(no_cfunc_wrapper=True)(function)
    return compiled  # type: ignore[no-any-return]


def forget_stale(folder: Path, sources: str) -> int:
    """Throws the kernels kept in a folder away if they were made from other sources than those of this digest: how
    many. The folder keeps a note of the digest.
    """
    note, stale = folder / _NOTE, []
    with contextlib.suppress(OSError):  # a folder that may not be written to is not written to by Numba either
        if not note.exists() or note.read_text(encoding="ascii") != sources:
            stale = list(folder.glob("*.nbi"))
            for index in stale:
                index.unlink(missing_ok=True)
            note.write_text(sources, encoding="ascii")
    return len(stale)


def digest_of_sources(package: Path) -> str:
    """A digest of all modules that have kernels, and of those whose constants they import."""
    paths = {".".join(path.relative_to(package).with_suffix("").parts): path for path in package.rglob("*.py")}
    texts = {name: path.read_bytes() for name, path in paths.items()}
    compiled = {name for name, text in texts.items() if _KERNEL.search(text)}
    imported = {found.decode() for name in compiled for found in _IMPORT.findall(texts[name])}
    digest = hashlib.sha256()
    for name in sorted(compiled | imported & texts.keys()):
        digest.update(hashlib.sha256(texts[name]).digest())
    return digest.hexdigest()


@cache
def _forget_stale_once(folder: Path) -> int:
    return forget_stale(folder, _sources())


@cache
def _sources() -> str:
    return digest_of_sources(Path(__file__).parent)
