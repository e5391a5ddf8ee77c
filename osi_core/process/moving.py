"""Moving one mission into another store: fenced where it is, copied in one transaction, compared, and only then let go.

From the fence on nothing is written to the mission where it was, so the copy misses nothing; the other store takes all
of it at once or nothing. Words, keys and aliases are destroyed where they were once both stores say the same, for an
erasure would not find them there; the log stays, for reading. Whatever cuts a move off, it is run again with the same
stores and goes on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple, TypeVar

from osi_core.domain import Event
from osi_core.hearing.events import HandoverTaken
from osi_core.log.continuity import require_here
from osi_core.log.envelope import Head, decode
from osi_core.log.heard import HeardHead
from osi_core.log.records import DecisionRecord
from osi_core.log.store import NOBODY, Batch, EventStore, Reader, StoreError, Transaction
from osi_core.plugins.digest import named_columns
from osi_core.process.repeated import COMMAND_KEY

_ROWS = 256
"""How many rows are copied by one append; an event may take 512 KiB."""
_Row = TypeVar("_Row")


class Place(NamedTuple):
    """A store, and how fences and errors name it."""

    store: EventStore
    name: str


class Moved(NamedTuple):
    """What a move has brought to its place."""

    head: Head
    copied: int
    """How many events this call has copied; none where an earlier one had done so."""


def move(mission: str, here: Place, there: Place) -> Moved:
    """Moves a mission; run again, it goes on where it was cut off.

    Raises StoreError, after which nothing is lost and the call can be repeated: MissionMoved for a mission that has
    moved elsewhere, and codes `store.move-...` where it is not here, or another one of its name is there.
    """
    if not here.store.head(mission).position:
        raise StoreError("store.move-nothing", mission=mission, store=here.name)
    _require_known(here.store, mission)
    _is_there(mission, here, there.store, there.name)
    with here.store.transaction() as transaction:
        if (fenced := transaction.moved_to(mission)) != there.name:
            require_here(mission, fenced)
            transaction.fence(mission, there.name)
    _require_another(mission, here, there)
    copied = _copy(mission, here, there)
    if here.store.text(mission, COMMAND_KEY) is not None:  # else an earlier call has let go
        _require_equal(mission, here, there)
        _let_go(mission, here.store, there.name)
    return Moved(here.store.head(mission), copied)


def take_back(mission: str, here: Place, there: Place) -> None:
    """Lifts the fence of a move that was cut off before the other store had taken the mission.

    Raises StoreError where the mission is not fenced towards that store, or where that store has it.
    """
    if here.store.moved_to(mission) != there.name:
        raise StoreError("store.move-not-begun", mission=mission, store=here.name, to=there.name)
    _require_another(mission, here, there)
    with there.store.transaction() as held:  # meanwhile nobody copies it there
        there_already = held.head(mission).position and held.moved_to(mission) is None
        if there_already and _hash(held, mission, 1) == _hash(here.store, mission, 1):
            raise StoreError("store.move-taken", mission=mission, store=here.name, to=there.name)
        with here.store.transaction() as transaction:
            transaction.lift_fence(mission)


def copy_whole(mission: str, source: EventStore, into: EventStore) -> None:
    """Copies all of a mission into another store and leaves it as it is here, to try there what would come of it."""
    with into.transaction() as transaction:
        for batch in _batches(mission, source, transaction):
            transaction.append(batch)


# Where it stands


def _require_known(store: Reader, mission: str) -> None:
    """Raises StoreError for a log with events that this version does not know: what they name would be left behind."""
    for entry in store.read(mission):
        if entry.type not in Event.registry:
            raise StoreError("store.move-newer", mission=mission, position=entry.position, type=entry.type)


def _is_there(mission: str, here: Place, there: Reader, name: str) -> bool:
    """Whether the other store has all of the mission and goes on with it. Raises StoreError where it has another."""
    ours, theirs, fenced = here.store.head(mission), there.head(mission), there.moved_to(mission)
    if not theirs.position:
        return False
    shared = min(ours.position, theirs.position)
    left = fenced is not None
    fits = left or theirs.position >= ours.position
    if (
        fenced not in (None, here.name)
        or not fits
        or _hash(here.store, mission, shared) != _hash(there, mission, shared)
    ):
        raise StoreError("store.move-other", mission=mission, store=here.name, to=name)
    return not left


def _require_another(mission: str, here: Place, there: Place) -> None:
    """Lifts the fence and raises StoreError where both are one store under two names: it stands there too then."""
    if there.store.moved_to(mission) == there.name:
        with here.store.transaction() as transaction:
            transaction.lift_fence(mission)
        raise StoreError("store.move-same", mission=mission, store=here.name, to=there.name)


def _hash(reader: Reader, mission: str, position: int) -> bytes:
    (entry,) = reader.read(mission, position - 1, position)
    return entry.hash


# Copying


def _copy(mission: str, here: Place, there: Place) -> int:
    """Copies all of the mission that the other store lacks, in one transaction; tells how many events that were."""
    with there.store.transaction() as transaction:
        if here.store.moved_to(mission) != there.name:
            raise StoreError("store.move-undone", mission=mission, store=here.name)
        if _is_there(mission, here, transaction, there.name):
            return 0
        before = transaction.head(mission).position
        _come_back(mission, there.store, transaction)
        for batch in _batches(mission, here.store, transaction):
            transaction.append(batch)
        return transaction.head(mission).position - before


def _come_back(mission: str, store: EventStore, transaction: Transaction) -> None:
    """Makes room for a mission that comes back: the log stays, what lies beside it comes anew."""
    if transaction.moved_to(mission) is not None:
        transaction.lift_fence(mission)
        transaction.append(_words(mission, store))


def _batches(mission: str, source: EventStore, into: Transaction) -> Iterator[Batch]:
    """All of a mission that a store lacks whose log ends earlier."""
    after, heard = into.head(mission).position, dict(into.heard_heads(mission))
    for entries in _some(source.read(mission, after)):
        public = source.read_public(mission, entries[0].position - 1, entries[-1].position)
        yield Batch(mission, entries, public=frozenset(entry.position for _, entry in public))
    for name in source.heard_heads(mission):
        for messages in _some(source.heard(mission, name, heard.get(name, HeardHead()).position)):
            yield Batch(mission, heard=messages)
    for texts in _some(_of(mission, source.texts())):
        yield Batch(mission, texts=texts)
    for receipts in _some(one for one in _of(mission, source.receipts()) if one.position > after):
        yield Batch(mission, receipts=receipts)
    for replies in _some(one for one in _of(mission, source.replies()) if one.position > after):
        yield Batch(mission, replies=replies)
    for aliases in _some(_of(mission, source.aliases())):
        yield Batch(mission, aliases=aliases)
    for blob in _blobs(mission, source):
        yield Batch(mission, blobs=[blob])


def _blobs(mission: str, source: Reader, upto: int | None = None) -> Iterator[bytes]:
    """What the mission's decisions name, and what that names; and what it was handed over."""
    types = {kind.type for kind in Event.registry.values() if _names_blobs(kind)}
    for entry in source.read(mission, upto=upto, types=types | {HandoverTaken.type}):
        event = decode(entry).event
        if isinstance(event, HandoverTaken):
            named: tuple[str, ...] = (event.sha256,)
        else:
            record: DecisionRecord = getattr(event, "record")  # noqa: B009 - each of these types has it
            named = record.input_sha256, record.outcome_sha256
        for sha256 in named:
            content = source.blob(sha256)
            if content is not None:
                yield content
                yield from filter(None, map(source.blob, named_columns(content)))


def _names_blobs(kind: type[Event]) -> bool:
    field = kind.model_fields.get("record")
    return field is not None and field.annotation is DecisionRecord


# Comparing


def _require_equal(mission: str, here: Place, there: Place) -> None:
    """Raises StoreError unless both stores hold the same of a mission, up to where it stands here.

    Where the other one has gone on meanwhile, its words may have been erased since.
    """
    ours, theirs = here.store, there.store
    differs = next((table for table, equal in _compared(mission, ours, theirs) if not equal), None)
    if differs is not None:
        raise StoreError("store.move-unequal", mission=mission, store=here.name, to=there.name, table=differs)


def _compared(mission: str, ours: EventStore, theirs: EventStore) -> Iterator[tuple[str, bool]]:
    """Table by table, whether both say the same."""
    upto = ours.head(mission).position
    heard = {name: head.position for name, head in ours.heard_heads(mission).items()}
    for table, rows in (
        ("events", lambda store: chain(store.read(mission, 0, upto), store.read_public(mission, 0, upto))),
        ("heard", lambda store: chain(*(store.heard(mission, name, 0, last) for name, last in heard.items()))),
        ("receipts", lambda store: (one for one in _of(mission, store.receipts()) if one.position <= upto)),
        ("replies", lambda store: (one for one in _of(mission, store.replies()) if one.position <= upto)),
        ("blobs", lambda store: _blobs(mission, store, upto)),
    ):
        yield table, _digest(rows(ours)) == _digest(rows(theirs))
    for table, rows in (
        ("texts", lambda store: _of(mission, store.texts())),
        ("aliases", lambda store: _of(mission, store.aliases())),
    ):
        yield table, _digest(rows(ours)) == _digest(rows(theirs)) or _ends(mission, ours) != _ends(mission, theirs)


def _ends(mission: str, store: Reader) -> tuple[Head, dict[str, HeardHead]]:
    return store.head(mission), dict(store.heard_heads(mission))


def _digest(rows: Iterable[object]) -> tuple[int, int]:
    """How many rows there are, and a digest of them all that does not depend on their order: the sum of theirs."""
    count, total = 0, 0
    for row in rows:
        plain = tuple(row) if isinstance(row, tuple) else row  # also of a type whose `repr` hides what it holds
        count, total = count + 1, total + int.from_bytes(hashlib.sha256(repr(plain).encode()).digest())
    return count, total


# Letting go


def _let_go(mission: str, store: EventStore, to: str) -> None:
    """Destroys words, keys and aliases where the mission was: they could not be erased there any more."""
    with store.transaction() as transaction:
        transaction.lift_fence(mission)
        transaction.append(_words(mission, store))
        transaction.fence(mission, to)


def _words(mission: str, store: EventStore) -> Batch:
    """What takes all texts and aliases of a mission away."""
    people = {alias.participant for alias in _of(mission, store.aliases())} - {NOBODY}
    seals = [text.seal for text in _of(mission, store.texts())]
    return Batch(mission, erased=[*sorted(people), NOBODY], destroyed=seals)


def _of(mission: str, rows: Iterable[tuple[str, _Row]]) -> Iterator[_Row]:
    return (row for name, row in rows if name == mission)


def _some(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    going = iter(rows)
    while some := list(islice(going, _ROWS)):
        yield some
