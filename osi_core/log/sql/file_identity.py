"""Whether the files that a store writes to are still those that others find under their names."""

from __future__ import annotations

import os

from osi_core.log.store import StoreError


class FileIdentity:
    """Notes which files lie under some names, and finds out when one was removed or replaced."""

    def __init__(self) -> None:
        self._noted: dict[str, tuple[int, int] | None] = {}

    def note(self, *paths: str) -> None:
        """From now on these files are the right ones; one that is not there is not asked for."""
        for path in paths:
            self._noted[path] = _identity(path)

    def check(self) -> None:
        """Raises StoreError, which names the file that is another one now, or gone."""
        for path, noted in self._noted.items():
            if noted is not None and noted != (found := _identity(path)):
                raise StoreError("store.replaced" if found else "store.unlinked", file=path)


def _identity(path: str) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino
