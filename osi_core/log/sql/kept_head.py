"""The last head of a SQLite store, kept in a small file beside it: what a log that has lost its end is found out by.

It is written after each commit and before the commit is acknowledged, so the database never knows less than this file
says, whenever its process is killed. The file has two lines of fixed length that are overwritten in turn: a line that
a power cut tears leaves the other one. It is given to the disk at most once a second: a second sync for every commit
would double what a commit takes. So after a power cut, unlike a kill, it may miss a loss of that last second.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from typing import NamedTuple

from osi_core.log.envelope import GENESIS
from osi_core.log.store import StoreError

_LINE_BYTES = 512
_LINE = re.compile(
    rb"(osi-head 1 store=([0-9a-f]{64}) sequence=(\d{1,19}) hash=([0-9a-f]{64})) check=([0-9a-f]{16}) *\n"
)
_SYNC_SECONDS = 1.0
_sync = getattr(os, "fdatasync", os.fsync)


class StoreHead(NamedTuple):
    """Where the log of a whole store ends: the last sequence (0 if empty) and that event's hash."""

    sequence: int = 0
    hash: bytes = GENESIS


class Kept(NamedTuple):
    """What the file says: whose head it is, and the head."""

    store: bytes
    """The digest of the store's own rows; another store's file is found out by it."""
    head: StoreHead


class KeptHead:
    """The file `<store>.head`."""

    def __init__(self, store: str) -> None:
        self.store, self.path = store, f"{store}.head"
        self._descriptor: int | None = None
        self._turn = 0
        self._synced = 0.0

    def read(self) -> Kept | None:
        """What was kept last; None where there is no file. Raises StoreError when it cannot be read."""
        try:
            with open(self.path, "rb") as file:
                content = file.read(2 * _LINE_BYTES)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._failed(error) from error
        lines = [_read(content[start : start + _LINE_BYTES]) for start in (0, _LINE_BYTES)]
        known = [line for line in lines if line is not None]
        if not known:
            raise StoreError("store.head-unreadable", store=self.store, file=self.path)
        newest = max(known, key=lambda kept: kept.head.sequence)
        self._turn = 1 - lines.index(newest)
        return newest

    def renew(self, kept: Kept) -> None:
        """Puts a new file in the place of the old one, at once and for good: for a new store, and a restored one."""
        line = _line(kept)
        beside = f"{self.path}.new"
        try:
            descriptor = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
            try:
                os.write(descriptor, line + line)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            os.replace(beside, self.path)
            sync_folder(self.path)
        except OSError as error:
            raise self._failed(error) from error

    def keep(self, kept: Kept) -> None:
        """Overwrites the older of the two lines. Raises StoreError when that fails."""
        try:
            if self._descriptor is None:
                self._descriptor = os.open(self.path, os.O_RDWR | getattr(os, "O_BINARY", 0))
            os.lseek(self._descriptor, self._turn * _LINE_BYTES, os.SEEK_SET)
            os.write(self._descriptor, _line(kept))
            self._turn = 1 - self._turn
            now = time.monotonic()
            if now - self._synced > _SYNC_SECONDS:
                _sync(self._descriptor)
                self._synced = now
        except OSError as error:
            raise self._failed(error) from error

    def close(self) -> None:
        """Gives the file to the disk and back."""
        if self._descriptor is None:
            return
        try:
            _sync(self._descriptor)
        except OSError as error:
            raise self._failed(error) from error
        finally:
            os.close(self._descriptor)
            self._descriptor = None

    def _failed(self, error: OSError) -> StoreError:
        return StoreError("store.head-not-kept", file=self.path, said=error.strerror or str(error))


def shorter(store: str, stands: int, known: int) -> StoreError:
    """The error of a log that has lost its end."""
    return StoreError("store.shorter", store=store, stands=stands, known=known, count=known - stands)


def sync_folder(path: str) -> None:
    """Gives a renamed file's new name to the disk; where folders cannot be opened (Windows) the system sees to it."""
    if os.name != "posix":
        return
    descriptor = os.open(os.path.dirname(path) or ".", os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _line(kept: Kept) -> bytes:
    store, (sequence, hash) = kept
    said = f"osi-head 1 store={store.hex()} sequence={sequence} hash={hash.hex()}".encode()
    return b"%s check=%s" % (said, _check(said)) + b" " * (_LINE_BYTES - len(said) - 24) + b"\n"


def _read(line: bytes) -> Kept | None:
    found = _LINE.fullmatch(line)
    if found is None or _check(found[1]) != found[5]:
        return None
    return Kept(bytes.fromhex(found[2].decode()), StoreHead(int(found[3]), bytes.fromhex(found[4].decode())))


def _check(said: bytes) -> bytes:
    return hashlib.sha256(said).hexdigest()[:16].encode()
