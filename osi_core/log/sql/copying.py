"""Backing a SQLite store up while it is written to, and restoring it. A copy counts only when it has been read through:
its own tables, every mission's chain, and that it goes at least as far as what was acknowledged before.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from osi_core.log.envelope import Head, check_chain
from osi_core.log.sql import statements
from osi_core.log.sql.database import sqlite_code
from osi_core.log.sql.kept_head import Kept, KeptHead, StoreHead, sync_folder
from osi_core.log.sql.lock import WriterLock
from osi_core.log.sql.store import SqlStore
from osi_core.log.store import StoreError

_BESIDE = ("", "-wal", "-shm")


class Copied(NamedTuple):
    """What a copy holds."""

    events: int
    missions: dict[str, Head]
    lost: int = 0
    """Events that were known where the copy was put, and that it does not have."""
    former: Path | None = None
    """Where the file lies now that was there before."""


def back_up(store: str | os.PathLike[str], to: str | os.PathLike[str]) -> Copied:
    """Copies a SQLite store, also while another process writes to it, into a new file and its `.head`.

    The copy is one moment's, and read through before it gets its name. Raises StoreError, and LogDamaged for a log that
    is not whole: then there is no copy.
    """
    target = os.path.realpath(to)
    for file in (target, KeptHead(target).path):
        if os.path.exists(file):
            raise StoreError("store.copy-exists", file=file)
    with closing(SqlStore.open(_file(store), read_only=True)) as source:
        known = source.ends
    with _written(_file(store), target) as (part, kept, copied):
        if kept.head.sequence < known.sequence:
            raise StoreError("store.copy-short", file=part, store=str(store))
        KeptHead(target).renew(kept)
        os.replace(part, target)
        sync_folder(target)
    return copied


def restore(source: str | os.PathLike[str], to: str | os.PathLike[str], *, accept_loss: bool = False) -> Copied:
    """Puts a copy of `source` in the place of the store `to`, whose files are set aside and not deleted.

    Raises StoreError while a process writes to `to`, when it holds another log, and, unless `accept_loss` says that
    this is meant, when it knew of events that `source` lacks, or when nobody can say where `source` ended. The accepted
    loss is noted in the store's rows about itself. `source` may be `to` itself, to go on with what is left of it.
    """
    source, target = _file(source), os.path.realpath(_file(to))
    _require_whole(source, accept_loss)
    try:
        lock = WriterLock(target)
    except OSError as error:
        raise StoreError("store.not-writable", store=target, said=error.strerror or str(error)) from error
    try:
        known = _known(target)
        with _written(source, target, known) as (part, kept, copied):
            if copied.lost and not accept_loss:
                ends = {"stands": kept.head.sequence, "known": kept.head.sequence + copied.lost}
                raise StoreError("store.restore-shorter", count=copied.lost, to=target, source=source, **ends)
            former = _set_aside(target)
            os.replace(part, target)
            KeptHead(target).renew(kept)  # last: until then a shorter log is refused
    finally:
        lock.release()
    return copied._replace(former=former)


def _require_whole(source: str, accept_loss: bool) -> None:
    """Raises StoreError for a source that lacks something it was known to have."""
    try:
        SqlStore.open(source, read_only=True).close()
    except StoreError as error:
        unknown = error.code in ("store.head-missing", "store.head-unreadable", "store.shorter")
        if not (unknown and accept_loss):
            raise


def _known(target: str) -> list[Kept]:
    """What is known of the store at a place: by its kept head, and by the file itself as far as it can be read."""
    known = []
    with contextlib.suppress(StoreError):
        kept = KeptHead(target).read()
        known += [kept] if kept and kept.head.sequence else []
    with contextlib.suppress(StoreError), closing(SqlStore.as_it_is(target)) as former:
        known += [Kept(former.meta.check, former.ends)] if former.ends.sequence else []
    return known


@contextmanager
def _written(source: str, target: str, known: list[Kept] | None = None) -> Iterator[tuple[str, Kept, Copied]]:
    """A copy under a name of its own, read through and given to the disk; it is gone unless it was renamed."""
    part = f"{target}.part"
    try:
        with _sqlite_errors(part):
            _copy(source, part)
        with closing(SqlStore.as_it_is(part)) as copy:
            missions = {mission: check_chain(copy.read(mission)) for mission in copy.missions()}
            lost = max((_lost(copy, one, source, target) for one in known or ()), default=0)
            kept = Kept(copy.meta.check, copy.ends)
        if lost:
            with _sqlite_errors(part):
                _note_loss(part, kept.head, lost)
        descriptor = os.open(part, os.O_RDWR)
        os.fsync(descriptor)
        os.close(descriptor)
        yield part, kept, Copied(kept.head.sequence, missions, lost)
    except OSError as error:
        raise StoreError("store.not-writable", store=target, said=error.strerror or str(error)) from error
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            Path(f"{part}{end}").unlink(missing_ok=True)


def _copy(source: str, part: str) -> None:
    Path(part).unlink(missing_ok=True)  # of a copy that was cut off
    os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    with (
        closing(sqlite3.connect(f"file:{quote(os.path.realpath(source))}?mode=ro", uri=True)) as reading,
        closing(sqlite3.connect(part, isolation_level=None)) as writing,
    ):
        reading.backup(writing)
        writing.execute("PRAGMA journal_mode = DELETE")  # one file, also for a reader on a read-only disk
        ((found,),) = writing.execute("PRAGMA quick_check(1)").fetchall()
        if found != "ok":
            raise StoreError("store.unsound", store=source, said=str(found))


def _lost(copy: SqlStore, known: Kept, source: str, target: str) -> int:
    """How many of the events that were known at the target the copy lacks. Raises StoreError for another log's."""
    if known.store != copy.meta.check:
        raise StoreError("store.restore-other", to=target, source=source)
    if known.head.sequence > copy.ends.sequence:
        return known.head.sequence - copy.ends.sequence
    (found,) = (entry.hash for _, entry in copy.read_all(known.head.sequence - 1, limit=1))
    if found != known.head.hash:
        raise StoreError("store.restore-other", to=target, source=source)
    return 0


def _note_loss(part: str, head: StoreHead, lost: int) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    said = {"accepted": now, "events": lost, "sequence": head.sequence, "hash": head.hash.hex()}
    with closing(sqlite3.connect(part, isolation_level=None)) as connection:
        connection.execute(statements.INSERT_META, (f"loss {now} {os.urandom(4).hex()}", json.dumps(said).encode()))


def _set_aside(target: str) -> Path | None:
    """Renames the files that are there; the kept head stays, so that nobody takes the gap for a new store."""
    if not os.path.exists(target):
        return None
    number = 1
    while os.path.exists(f"{target}.before-{number}"):
        number += 1
    former = f"{target}.before-{number}"
    for end in _BESIDE:
        if os.path.exists(f"{target}{end}"):
            os.replace(f"{target}{end}", f"{former}{end}")
    return Path(former)


def _file(store: str | os.PathLike[str]) -> str:
    address = os.fspath(store)
    if "://" not in address:
        return address
    if address.startswith("sqlite:///"):
        return address.removeprefix("sqlite:///")
    raise StoreError("store.own-tools", store=f"{address.split('://')[0]}://…")


@contextmanager
def _sqlite_errors(store: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        full = sqlite_code(error) == sqlite3.SQLITE_FULL
        raise StoreError("store.full" if full else "store.unsound", store=store, said=str(error)) from error
