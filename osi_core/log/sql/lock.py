"""One writer for a SQLite file: a lock of the operating system on a file beside it, which ends with its process."""

from __future__ import annotations

import os
import sys

from osi_core.log.store import StoreBusy

if sys.platform == "win32":
    import msvcrt

    # Windows locks bytes, and for reading too: this one lies far behind the number that others want to read.
    _LOCKED_BYTE = 1 << 30

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class WriterLock:
    """Held from its making until `release`, or until its process ends in whatever way."""

    def __init__(self, database: str) -> None:
        """Raises StoreBusy, which names the file and the process that holds it."""
        self._descriptor = os.open(f"{database}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._descriptor)
        except OSError as error:
            holder = os.read(self._descriptor, 32).decode("ascii", "replace").strip()
            os.close(self._descriptor)
            if holder.isdigit():
                raise StoreBusy("store.busy", store=database, process=holder) from error
            raise StoreBusy("store.busy-elsewhere", store=database) from error
        os.ftruncate(self._descriptor, 0)
        os.write(self._descriptor, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Lets another process write. The file stays: removing it could take it from one who has just locked it."""
        os.close(self._descriptor)
