"""What was made, laid beside what is there: written, or only compared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a folder, but for what Python compiles."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def stale(made: Path, kept: Path) -> Iterator[str]:
    """Which files of `kept` are not those of `made`: missing, changed, or left over."""
    fresh, there = contents(made), contents(kept) if kept.exists() else {}
    return (name for name in sorted({*fresh, *there}) if fresh.get(name) != there.get(name))


def renew(made: Path, kept: Path) -> Iterator[str]:
    """Makes `kept` what `made` is, and tells what was changed; other files keep their time."""
    fresh = contents(made)
    for name in stale(made, kept):
        path = kept / name
        if name in fresh:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(fresh[name])
        else:
            path.unlink()
        yield name
