"""Where compiled kernels are kept on disk, and as long as they are right.

A file holds one kernel for one list of types. Its name has a digest of all that the kernel was made from (every source
of kernels, Numba's version) and one of types and processor, so that processes with different sources, or at the same
time, never take or overwrite each other's. It is written under another name and moved into place, and begins with a
digest of itself: what was cut off is compiled again.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

__all__ = [
    "are_kept",
    "digest_of_sources",
    "folder_to_write",
    "folders",
    "forget_stale",
    "note",
    "path_in",
    "read",
    "write",
    "write_note",
]

_ENDING = ".kernel"
_NOTE = ".note"
_KERNEL = re.compile(rb"^@(?:jit|inner)$", re.MULTILINE)
_IMPORT = re.compile(rb"^from osi_voting\.([\w.]+) import", re.MULTILINE)
_PACKAGE = Path(__file__).parent


def folders() -> list[Path]:
    """Where kernels may lie: in NUMBA_CACHE_DIR alone where that is set, else beside the modules or in the user's
    cache.
    """
    own = f"osi_voting-{hashlib.sha256(str(_PACKAGE).encode()).hexdigest()[:12]}"
    if given := os.environ.get("NUMBA_CACHE_DIR"):
        return [Path(given) / own]
    beside = _PACKAGE / "__pycache__" / "kernels"
    with suppress(RuntimeError):  # a user without a home
        return [beside, _user_cache() / "osi_voting" / own]
    return [beside]


def _user_cache() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


@cache
def folder_to_write() -> Path | None:
    """The first folder that can be written to; None where there is none, and each process compiles for itself.

    What was kept there by other sources goes.
    """
    for folder in folders():
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=folder).close()
            forget_stale(folder, _sources())
            return folder
    return None


def are_kept(kernels: Iterable[Any]) -> bool:
    """Whether all these kernels are kept, for whatever types. Numba need not be imported for that."""
    names: set[str] = set()
    for folder in folders():
        with suppress(OSError):
            names.update(name[: name.rindex(".", 0, -len(_ENDING))] for name in os.listdir(folder) if _is_kept(name))
    return all(_stem(kernel.source, _sources()) in names for kernel in kernels)


def _is_kept(name: str) -> bool:
    return name.endswith(_ENDING) and name.count(".") > 1


def path_in(folder: Path, function: Callable[..., Any], types: str) -> Path:
    """The file of a kernel for these types, which may or may not exist."""
    return folder / f"{_stem(function, _sources())}.{hashlib.sha256(types.encode()).hexdigest()[:16]}{_ENDING}"


def _stem(function: Callable[..., Any], sources: str) -> str:
    return f"{function.__module__.removeprefix('osi_voting.')}.{function.__qualname__}.{_suffix(sources)}"


def _suffix(sources: str) -> str:
    return f"{sys.implementation.cache_tag}.{sources[:16]}"


def read(path: Path) -> bytes | None:
    """What was written there; None where nothing was, or not the whole of it."""
    try:
        held = path.read_bytes()
    except OSError:
        return None
    digest, content = held[:32], held[32:]
    return content if hashlib.sha256(content).digest() == digest else None


def write(path: Path, content: bytes) -> None:
    """Writes a file so that others see it whole or not at all; nothing where the disk is full or locked."""
    draft = path.with_name(f"{path.name}.{uuid.uuid4().hex[:16]}.tmp")
    try:
        draft.write_bytes(hashlib.sha256(content).digest() + content)
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def note(name: str) -> bytes | None:
    """What was noted under this name by a process with the same sources; None where nothing was."""
    paths = (_path_of_note(folder, name) for folder in folders())
    return next((held for path in paths if (held := read(path)) is not None), None)


def write_note(name: str, content: bytes) -> None:
    """Notes what spares later processes work; it goes when the kernels do."""
    if (folder := folder_to_write()) is not None:
        write(_path_of_note(folder, name), content)


def _path_of_note(folder: Path, name: str) -> Path:
    return folder / f"{name}.{_suffix(_sources())}{_NOTE}"


def forget_stale(folder: Path, sources: str) -> int:
    """Throws the kernels in a folder away that this Python made from other sources than those of this digest: how many.

    Several processes may do so at once, and others still read there: who misses a kernel compiles it.
    """
    mine, gone = f".{sys.implementation.cache_tag}.", 0
    for path in (*folder.glob(f"*{_ENDING}"), *folder.glob(f"*{_NOTE}")):
        if mine in path.name and f".{_suffix(sources)}." not in path.name:
            with suppress(OSError):
                path.unlink()
                gone += 1
    return gone


def digest_of_sources(package: Path) -> str:
    """A digest of all modules that have kernels, of those whose constants they import, and of Numba's version."""
    paths = {".".join(path.relative_to(package).with_suffix("").parts): path for path in package.rglob("*.py")}
    texts = {name: path.read_bytes() for name, path in paths.items()}
    compiled = {name for name, text in texts.items() if _KERNEL.search(text)}
    imported = {found.decode() for name in compiled for found in _IMPORT.findall(texts[name])}
    digest = hashlib.sha256(_numba_version().encode())
    for name in sorted(compiled | imported & texts.keys()):
        digest.update(hashlib.sha256(texts[name]).digest())
    return digest.hexdigest()


def _numba_version() -> str:
    try:
        return version("numba")
    except PackageNotFoundError:  # installed in a way that leaves no metadata
        return ""


@cache
def _sources() -> str:
    return digest_of_sources(_PACKAGE)
