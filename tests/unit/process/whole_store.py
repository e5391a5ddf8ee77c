"""A store in which every table has rows, and a forger who makes the chain anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from osi_core.domain import Command
from osi_core.log.canonical import canonical, parse
from osi_core.log.envelope import GENESIS, Entry, Head, chained
from osi_core.log.heard import PublicEntry
from osi_core.log.memory import MemoryStore
from osi_core.log.store import Batch, EventStore
from osi_core.mission.commands import EraseParticipant
from osi_core.process.request import OPERATOR, Handled, Office
from osi_core.testing.stores import entry_behind
from tests.unit.process.journey import Journey, travelled


class Numbered(Journey):
    """A journey of which every command has an id."""

    def do(self, command: Command, by: str | Office = OPERATOR, **options: Any) -> Handled:
        number = self.engine.head("m").position
        return super().do(command, by, **{"command_id": f"request-{number}", **options})


def fill(store: EventStore, erased: str = "ada") -> Numbered:
    """The whole journey, and what it leaves out: users by an alias, one who was erased, a snapshot, what was heard."""
    journey = travelled(store, kind=Numbered)
    assert isinstance(journey, Numbered)
    journey.engine.join("m", "user-1")
    journey.engine.join("m", "user-2")
    journey.do(EraseParticipant(mission="m", participant=erased))
    journey.engine.snapshot("m")
    with store.transaction() as transaction:
        transaction.append(Batch("m", heard=told("matching", 9)))
    return journey


def told(chain: str, count: int) -> list[PublicEntry]:
    """What another service has published, nothing private in between."""
    head, found = Head(), list[PublicEntry]()
    for position in range(1, count + 1):
        entry = entry_behind(head, position, chain=chain, stream="solutions/s-1")
        found.append(PublicEntry(chain, previous=head.position, **entry._asdict()))
        head = Head(position, entry.hash)
    return found


def forged(entries: Iterable[Entry], change: Callable[[dict[str, Any]], None]) -> list[Entry]:
    """As a forger would: envelopes are changed, and the chain is made anew to fit."""
    found, previous = [], GENESIS
    for entry in entries:
        said = parse(entry.raw)
        change(said)
        raw = canonical(said)
        previous = chained(previous, raw)
        columns = {name: said[name] for name in ("mission", "position", "stream", "version", "type")}
        found.append(Entry(**columns, raw=raw, hash=previous))
    return found


def forged_store(store: EventStore, change: Callable[[dict[str, Any]], None]) -> MemoryStore:
    """The same store with another log, that holds by itself."""
    batch = Batch("m", forged(store.read("m"), change))
    batch.texts = [text for _, text in store.texts()]
    batch.receipts = [receipt for _, receipt in store.receipts()]
    batch.replies = [reply for _, reply in store.replies()]
    batch.blobs = [content for _, content in store.blobs()]
    batch.heard = list(store.heard_entries())
    batch.aliases = [alias for _, alias in store.aliases()]
    other = MemoryStore()
    with other.transaction() as transaction:
        transaction.append(batch)
    return other
