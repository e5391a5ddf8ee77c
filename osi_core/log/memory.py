"""A store in memory: for tests, simulations and rehearsals. It keeps every guarantee of the port but durability."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

from osi_core.log.continuity import check_versions, continued, heard_behind, require_here, versions_before
from osi_core.log.envelope import Entry, Head
from osi_core.log.heard import HeardHead, PublicEntry
from osi_core.log.memory_content import Content
from osi_core.log.opening import opened_blob, opened_text
from osi_core.log.store import NOBODY, Alias, Batch, Conflict, PrivateText, Receipt, Reply, Snapshot

_NOTHING = Content()
_Key = TypeVar("_Key")
_Item = TypeVar("_Item")


def _position(entry: PublicEntry) -> int:
    return entry.position


def _public_position(public: tuple[int, Entry]) -> int:
    return public[1].position


class _View:
    """Reads the committed content, and above it what the open transaction has staged."""

    def __init__(self, committed: Content, guard: threading.Lock) -> None:
        self._committed, self._guard = committed, guard
        self._staged = _NOTHING

    def head(self, mission: str) -> Head:
        with self._guard:
            return self._staged.heads.get(mission) or self._committed.heads.get(mission) or Head()

    def version(self, stream: str) -> int:
        with self._guard:
            entries = self._staged.streams.get(stream) or self._committed.streams.get(stream)
            return entries[-1].version if entries else 0

    def read(
        self, mission: str, after: int = 0, upto: int | None = None, types: Collection[str] | None = None
    ) -> Iterator[Entry]:
        wanted = None if types is None else frozenset(types)
        for entry in self._entries(self._committed.missions, self._staged.missions, mission, after):
            if upto is not None and entry.position > upto:
                return
            if wanted is None or entry.type in wanted:
                yield entry

    def read_stream(self, stream: str, after: int = 0, upto: int | None = None) -> Iterator[Entry]:
        for entry in self._entries(self._committed.streams, self._staged.streams, stream, after):
            if upto is not None and entry.position > upto:
                return
            yield entry

    def _entries(
        self, below: Mapping[str, list[Entry]], above: Mapping[str, list[Entry]], key: str, after: int
    ) -> Iterator[Entry]:
        """Entries from index `after` on, as far as they stood there when the reading began."""
        with self._guard:
            committed, staged = below.get(key, []), above.get(key, [])
            ends = len(committed), len(staged)
        for index in range(after, ends[0]):
            yield committed[index]
        for index in range(max(after - ends[0], 0), ends[1]):
            yield staged[index]

    def read_public(
        self, mission: str, after: int = 0, upto: int | None = None, limit: int | None = None
    ) -> Iterator[tuple[int, Entry]]:
        public = self._placed(self._committed.public, self._staged.public, mission, _public_position, after, upto)
        return islice(public, limit)

    def traces(self, mission: str, after: int, upto: int) -> Mapping[int, str]:
        with self._guard:
            found = self._committed.traces.get(mission, {}) | self._staged.traces.get(mission, {})
        return {position: trace for position, trace in found.items() if after < position <= upto}

    def heard_heads(self, mission: str) -> Mapping[str, HeardHead]:
        with self._guard:
            heads = self._staged.heard_heads.get(mission) or self._committed.heard_heads.get(mission) or {}
            return dict(heads)

    def heard(
        self,
        mission: str,
        chain: str,
        after: int = 0,
        upto: int | None = None,
        types: Collection[str] | None = None,
    ) -> Iterator[PublicEntry]:
        wanted = None if types is None else frozenset(types)
        found = self._placed(self._committed.heard, self._staged.heard, (mission, chain), _position, after, upto)
        return (entry for entry in found if wanted is None or entry.type in wanted)

    def heard_at(self, mission: str, chain: str, position: int) -> PublicEntry | None:
        return next(self.heard(mission, chain, position - 1, position), None)

    def heard_stream(self, stream: str, upto: Mapping[str, int]) -> Iterator[PublicEntry]:
        for chain in sorted(upto):
            below, above = self._committed.heard_streams, self._staged.heard_streams
            yield from self._placed(below, above, (stream, chain), _position, 0, upto[chain])

    def _placed(
        self,
        below: Mapping[_Key, list[_Item]],
        above: Mapping[_Key, list[_Item]],
        key: _Key,
        position: Callable[[_Item], int],
        after: int,
        upto: int | None,
    ) -> Iterator[_Item]:
        """Items with after < position ≤ upto, as far as they stood there when the reading began."""
        with self._guard:
            found = below.get(key, []), above.get(key, [])
            ends = [len(some) for some in found]
        for some, end in zip(found, ends, strict=True):
            for index in range(bisect_right(some, after, hi=end, key=position), end):
                if upto is not None and position(some[index]) > upto:
                    return
                yield some[index]

    def moved_to(self, mission: str) -> str | None:
        with self._guard:
            staged = self._staged.moved
            return staged[mission] if mission in staged else self._committed.moved.get(mission)

    def reply(self, mission: str, command_id: str) -> Reply | None:
        key = (mission, command_id)
        with self._guard:
            return self._staged.replies.get(key) or self._committed.replies.get(key)

    def text(self, mission: str, seal: str) -> PrivateText | None:
        with self._guard:
            staged = self._staged.texts.get((mission, seal))
            found = staged or self._committed.texts.get((mission, seal))
            gone = staged is None and found is not None and self._goes(mission, found)
        return None if gone or found is None else opened_text(mission, found)

    def _goes(self, mission: str, text: PrivateText) -> bool:
        """Whether the open transaction takes away a text that is committed."""
        return (mission, text.author) in self._staged.erased or (mission, text.seal) in self._staged.destroyed

    def participant(self, mission: str, alias_digest: str) -> str | None:
        with self._guard:
            staged = self._staged.aliases.get((mission, alias_digest))
            found = staged or self._committed.aliases.get((mission, alias_digest))
            for erased in self._staged.erased if staged is None else ():
                if erased == (mission, found):
                    found = None if found == NOBODY else NOBODY
            return found

    def receipt(self, code_sha256: str) -> tuple[str, int] | None:
        with self._guard:
            return self._staged.receipts.get(code_sha256) or self._committed.receipts.get(code_sha256)

    def blob(self, sha256: str) -> bytes | None:
        with self._guard:
            found = self._staged.blobs.get(sha256)
            found = self._committed.blobs.get(sha256) if found is None else found
        return None if found is None else opened_blob(sha256, found)


class _MemoryTransaction(_View):
    def __init__(self, committed: Content, guard: threading.Lock) -> None:
        super().__init__(committed, guard)
        self._staged = Content()

    def append(self, batch: Batch) -> None:
        require_here(batch.mission, self.moved_to(batch.mission))
        head = continued(batch, self.head(batch.mission))
        expected = versions_before(batch.entries)
        check_versions(expected, {stream: self.version(stream) for stream in expected})
        heard = heard_behind(batch, self.heard_heads(batch.mission))
        self._check_taken(batch)
        self._staged.add(batch, head, self._last_public(batch.mission), heard)

    def _last_public(self, mission: str) -> int:
        public = self._staged.public.get(mission) or self._committed.public.get(mission)
        return public[-1][1].position if public else 0

    def _check_taken(self, batch: Batch) -> None:
        """Raises Conflict for what somebody else has brought before."""
        mission = batch.mission
        for reply in batch.replies:
            if self.reply(mission, reply.command_id) is not None:
                raise Conflict("store.command-answered", mission=mission, command_id=reply.command_id)
        for code, _ in batch.receipts:
            if self.receipt(code) is not None:
                raise Conflict("store.receipt-given", mission=mission)
        for alias, participant in batch.aliases:
            tied = self.participant(mission, alias)
            if tied not in (None, participant):
                raise Conflict("store.alias-tied", mission=mission, participant=tied)

    def fence(self, mission: str, to: str) -> None:
        self._staged.moved[mission] = to

    def lift_fence(self, mission: str) -> None:
        self._staged.moved[mission] = None

    def look_up(self, mission: str, streams: Collection[str], command_ids: Collection[str]) -> None:
        """All is at hand already."""

    def commit(self) -> None:
        """Lets the staged content take effect, all at once for every reader."""
        with self._guard:
            self._committed.merge(self._staged)


class MemoryStore(_View):
    """An `EventStore` in memory, safe to share between threads."""

    def __init__(self) -> None:
        super().__init__(Content(), threading.Lock())
        self._write_lock = threading.Lock()
        self._snapshots: dict[tuple[str, str], Snapshot] = {}

    @contextmanager
    def transaction(self) -> Iterator[_MemoryTransaction]:
        with self._write_lock:
            transaction = _MemoryTransaction(self._committed, self._guard)
            yield transaction
            transaction.commit()

    def missions(self) -> Sequence[str]:
        with self._guard:
            return tuple(self._committed.missions)

    def heard_missions(self) -> Sequence[str]:
        with self._guard:
            return tuple(sorted(self._committed.heard_heads))

    def read_all(self, after: int = 0, limit: int | None = None) -> Iterator[tuple[int, Entry]]:
        log = self._committed.log
        end = len(log) if limit is None else min(len(log), after + limit)
        for index in range(after, end):
            yield index + 1, log[index]

    def save_snapshot(self, mission: str, name: str, snapshot: Snapshot) -> None:
        with self._guard:
            self._snapshots[mission, name] = snapshot

    def scrub(self) -> bool:
        return True  # what was erased is forgotten at once

    def drop_snapshots(self) -> int:
        with self._guard:
            count = len(self._snapshots)
            self._snapshots.clear()
        return count

    def snapshot(self, mission: str, name: str) -> Snapshot | None:
        with self._guard:
            return self._snapshots.get((mission, name))

    # Copies of the lists: whoever goes through them keeps nobody from writing

    def texts(self) -> Iterator[tuple[str, PrivateText]]:
        with self._guard:
            found = [(mission, text) for (mission, _), text in self._committed.texts.items()]
        return iter(found)

    def receipts(self) -> Iterator[tuple[str, Receipt]]:
        with self._guard:
            found = [(mission, Receipt(code, place)) for code, (mission, place) in self._committed.receipts.items()]
        return iter(found)

    def replies(self) -> Iterator[tuple[str, Reply]]:
        with self._guard:
            found = [(mission, reply) for (mission, _), reply in self._committed.replies.items()]
        return iter(found)

    def aliases(self) -> Iterator[tuple[str, Alias]]:
        with self._guard:
            found = [(mission, Alias(digest, who)) for (mission, digest), who in self._committed.aliases.items()]
        return iter(found)

    def blobs(self) -> Iterator[tuple[str, bytes]]:
        with self._guard:
            return iter(list(self._committed.blobs.items()))

    def snapshots(self) -> Iterator[tuple[str, str, Snapshot]]:
        with self._guard:
            return iter([(mission, name, snapshot) for (mission, name), snapshot in self._snapshots.items()])

    def heard_entries(self) -> Iterator[PublicEntry]:
        with self._guard:
            return iter([entry for entries in self._committed.heard.values() for entry in entries])

    def close(self) -> None:
        """Nothing to give back: the content stays readable for as long as the store is referred to."""
