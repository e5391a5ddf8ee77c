"""What the cases write: entries that continue a log, and what lies beside it."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence

from osi_core.domain import full_name
from osi_core.log.canonical import canonical
from osi_core.log.envelope import Entry, Head, chained, event_id
from osi_core.log.heard import PublicEntry
from osi_core.log.store import Batch, EventStore, PrivateText, Reader, Reply, Transaction

TIME = "2026-03-01T09:00:00.000000Z"


def entry_behind(
    head: Head,
    version: int,
    *,
    chain: str = "",
    mission: str = "m",
    stream: str = "box",
    type: str = "testing.happened",
    data: str = "",
) -> Entry:
    """An entry that continues a log; its event is known to no phase."""
    position, name = head.position + 1, full_name(mission, stream)
    envelope = {
        "actor": "p-1",
        "command_id": "",
        "data": {"words": data},
        "facts_at": {},
        "id": event_id(chain, mission, position),
        "mission": mission,
        "origin": "real",
        "position": position,
        "refs": [],
        "schema": 1,
        "stream": name,
        "time": TIME,
        "type": type,
        "version": version,
    }
    raw = canonical(envelope)
    return Entry(mission, position, name, version, type, raw, chained(head.hash, raw))


def entries_behind(
    reader: Reader, *streams: str, mission: str = "m", type: str = "testing.happened", data: str = ""
) -> list[Entry]:
    """Entries, one for each stream named, that continue what the reader sees."""
    head, versions, entries = reader.head(mission), dict[str, int](), list[Entry]()
    for stream in streams:
        if stream not in versions:
            versions[stream] = reader.version(full_name(mission, stream))
        versions[stream] += 1
        entry = entry_behind(head, versions[stream], mission=mission, stream=stream, type=type, data=data)
        head = Head(entry.position, entry.hash, TIME)
        entries.append(entry)
    return entries


def append(
    store: EventStore, *streams: str, mission: str = "m", type: str = "testing.happened", data: str = ""
) -> list[Entry]:
    """Appends one entry for each stream named, in one transaction."""
    with store.transaction() as transaction:
        entries = entries_behind(transaction, *streams, mission=mission, type=type, data=data)
        transaction.append(Batch(mission, entries))
    return entries


def heard_of(
    chain: str, *positions: int, after: int = 0, mission: str = "m", stream: str = "box", type: str = "testing.told"
) -> list[PublicEntry]:
    """Public entries of a chain at these positions, behind the public one at `after`."""
    found = []
    for position in positions:
        raw = f"{mission} {chain} {position} ✓".encode()
        name = full_name(mission, stream)
        hash = hashlib.sha256(raw).digest()
        found.append(PublicEntry(chain, mission, position, after, name, position, type, raw, hash))
        after = position
    return found


def write(store: EventStore, *batches: Batch) -> None:
    """Appends batches in one transaction."""
    with store.transaction() as transaction:
        for batch in batches:
            transaction.append(batch)


class Interrupted(Exception):
    """What the caller of a store raises within a transaction."""


def interrupt(store: EventStore, make: Callable[[Transaction], Batch]) -> None:
    """Appends a batch in a transaction that ends with an exception, which must come through."""
    try:
        with store.transaction() as transaction:
            transaction.append(make(transaction))
            raise Interrupted
    except Interrupted:
        return
    raise AssertionError("the store has swallowed the caller's exception")


def digest(text: str) -> str:
    """A SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


_SALT = b"0123456789abcdef"


def seal_of(words: str) -> str:
    """The seal of a `private` text."""
    return hashlib.sha256(_SALT + words.encode()).hexdigest()


def private(words: str, author: str = "p-1") -> PrivateText:
    """A sealed text."""
    return PrivateText(seal_of(words), author, _SALT, words)


REPLY = Reply("command-1", digest("request"), 1, 1)


def run_together(tasks: Sequence[Callable[[], object]]) -> None:
    """Runs tasks in a thread each; raises the first exception that one of them has met."""
    errors: list[BaseException] = []

    def run(task: Callable[[], object]) -> None:
        try:
            task()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
