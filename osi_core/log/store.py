"""The EventStore port: what a store of events owes its callers, in words and types.

Guarantees, each of them a case of the contract suite that every store passes:

- **Atomic.** A transaction's appends, what it has heard, private texts, receipts, command replies, blobs and erasures
  take effect together, or none of them does.
- **Durable.** When `transaction()` has been left without an exception, what was appended survives a killed process and
  a power cut (the memory store: for the life of the process).
- **Ordered.** Positions per mission and versions per stream run from 1 without gaps; the sequence of the whole store
  does too, also with concurrent writers. Nobody ever sees a later entry without every earlier one.
- **One writer at a time.** `transaction()` waits for, and then holds, the store's write lock; `Transaction.head` read
  under it is the true head.
- **Not forgetful.** A durable store that ends before the last event it is known to have had, or that lacks what it
  knows about itself, is refused when it is opened, never taken for a new one.
- **Checked.** An append that does not continue its mission's chain and its stream's version, or what was heard of
  another chain, raises `Conflict`, and nothing is written.
- **Public.** With each event of a public type stands the position of its mission's public event before it, written with
  it; which types are public is what the writing process knows at that time (an unknown type is private).
- **Traced.** An entry's trace context stands beside it, if it was appended with one; it is no part of the entry.
- **Apart.** What was heard of other chains (`osi_core.log.heard`) is never mixed with the store's own entries, also
  where streams have the same name.
- **Opened.** A text is given out only if it is the one that was sealed, a blob only if it has the digest that it is
  asked for by (`osi_core.log.opening`).
- **Fenced.** Nothing is written to a mission that goes on in another store, by no engine and no process; what is here
  of it can be read.
- **Erasable.** What was erased or destroyed leaves no byte where the store keeps its data: at once, or, where a reader
  is in the way, as soon as it has left. Nobody waits for that, neither who erases nor who writes next; `scrub` tells
  whether it is done.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from osi_core.log.envelope import Entry, Head
from osi_core.log.heard import HeardHead, PublicEntry
from osi_core.words import WordedError


class StoreError(WordedError):
    """The store could not do it; the transaction left nothing behind. The sentence says what to do about it.

    Codes of ours begin with `store.`; another store may raise it with a sentence of its own in their place.
    """


class StoreFull(StoreError):
    """No space is left where the store writes."""


class StoreBusy(StoreError):
    """Another process holds the store for writing; the sentence names file and process."""


class Conflict(StoreError):
    """An append met a log that had moved on: somebody else wrote first."""


class MissionMoved(StoreError):
    """A write to a mission that goes on in another store; the sentence names it."""


class PrivateText(NamedTuple):
    """A text that must not stand in the log: found by its seal, erased by its author."""

    seal: str
    """SHA-256(salt ‖ text), in hexadecimal: what the event carries. Of a mission's own secret, the SHA-256 of the bytes
    that its text spells; of a mission's own key, a name, which is no digest.
    """
    author: str
    """The participant whose words these are; empty for a secret of the mission itself."""
    salt: bytes
    text: str

    def __repr__(self) -> str:
        return f"PrivateText(seal={self.seal!r}, author={self.author!r})"


class Receipt(NamedTuple):
    """The digest of a receipt's code, and the contribution that it stands for."""

    code_sha256: str
    position: int


class Reply(NamedTuple):
    """What a command id was answered with, so that the same request gets the same events again."""

    command_id: str
    """What stands for an actor's command id in the log: its MAC, never the id itself."""
    request_mac: str
    """Of the request: another request under the same id is refused."""
    position: int
    """First event of the reply; its `count` events follow each other."""
    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody asks of a reply


class Snapshot(NamedTuple):
    """What was folded from a mission's log, and up to which entry: it holds for that log alone."""

    position: int
    hash: bytes
    """Of the entry at this position."""
    content: bytes


NOBODY = "-"
"""Whom an alias leads to whose person was erased, and which is not free yet; no participant has this id."""


class Alias(NamedTuple):
    """Ties an identity of the embedding system (a user id, a token's subject) to a participant id."""

    digest: str
    """Of the alias, under a key of the mission."""
    participant: str

    def __repr__(self) -> str:
        return f"Alias(participant={self.participant!r})"


@dataclass(slots=True)
class Batch:
    """What one transaction writes for one mission."""

    mission: str
    entries: list[Entry] = field(default_factory=list)
    public: Collection[int] | None = None
    """Positions of the public ones among entries that another store had before; left out, their types say which."""
    traces: dict[int, str] = field(default_factory=dict)
    """Position → trace context, of the entries that have one."""
    heard: list[PublicEntry] = field(default_factory=list)
    """What was heard of the mission in other chains, in the order of each."""
    texts: list[PrivateText] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    aliases: list[Alias] = field(default_factory=list)
    blobs: list[bytes] = field(default_factory=list)
    """Inputs, outcomes and explanations of decisions, addressed by the SHA-256 of their bytes."""
    erased: list[str] = field(default_factory=list)
    """Participants whose texts go, and whose aliases lead to NOBODY from here on, those of this batch too. NOBODY in
    their place: all aliases that lead there by now go too, and can be tied anew.
    """
    destroyed: list[str] = field(default_factory=list)
    """Seals of texts that go whoever wrote them, such as keys that have served; those of this batch too."""


class Streams(Protocol):
    """The streams of a log, one by one: what aggregates are read from."""

    def version(self, stream: str) -> int:
        """The last version of a stream, 0 if it is empty."""

    def read_stream(self, stream: str, after: int = 0, upto: int | None = None) -> Iterator[Entry]:
        """Entries of one stream with version > after and *position* ≤ upto, in order."""

    def heard_stream(self, stream: str, upto: Mapping[str, int]) -> Iterator[PublicEntry]:
        """What was heard of one stream, in each chain up to its position in `upto`, by chain and then by position.

        A chain that `upto` does not name is left out.
        """


class Reader(Streams, Protocol):
    """What can be read of a store, inside and outside of a transaction."""

    def head(self, mission: str) -> Head:
        """Where the mission's log ends; `Head()` for a mission that is not there."""

    def read(
        self, mission: str, after: int = 0, upto: int | None = None, types: Collection[str] | None = None
    ) -> Iterator[Entry]:
        """Entries of a mission with after < position ≤ upto, in order, only of the given types if any are given."""

    def read_public(
        self, mission: str, after: int = 0, upto: int | None = None, limit: int | None = None
    ) -> Iterator[tuple[int, Entry]]:
        """The mission's own public entries with after < position ≤ upto, in order, at most `limit`.

        Each comes with the position of the mission's public entry before it, 0 for the first.
        """

    def traces(self, mission: str, after: int, upto: int) -> Mapping[int, str]:
        """Position → trace context, of the mission's own entries with after < position ≤ upto that have one."""

    def heard_heads(self, mission: str) -> Mapping[str, HeardHead]:
        """Chain → how far it was heard of in this mission; a chain of which nothing was is missing."""

    def heard(
        self,
        mission: str,
        chain: str,
        after: int = 0,
        upto: int | None = None,
        types: Collection[str] | None = None,
    ) -> Iterator[PublicEntry]:
        """What was heard of a chain with after < position ≤ upto, in order, only of the given types if there are."""

    def heard_at(self, mission: str, chain: str, position: int) -> PublicEntry | None:
        """What was heard at a position of a chain, if anything."""

    def moved_to(self, mission: str) -> str | None:
        """The store that a mission goes on in, as its fence names it; None for one that can be written to here."""

    def reply(self, mission: str, command_id: str) -> Reply | None:
        """What this command id (as it stands in the log) was answered with, if it was."""

    def text(self, mission: str, seal: str) -> PrivateText | None:
        """The text behind a seal; None when it was erased or never was here. Raises StoreDamaged for another text."""

    def participant(self, mission: str, alias_digest: str) -> str | None:
        """The participant that an alias is tied to; NOBODY when the person was erased and the alias is not free yet."""

    def receipt(self, code_sha256: str) -> tuple[str, int] | None:
        """Mission and position of the contribution that a receipt stands for."""

    def blob(self, sha256: str) -> bytes | None:
        """The bytes with this digest. Raises StoreDamaged for other ones."""


class Transaction(Reader, Protocol):
    """The store while its write lock is held."""

    def append(self, batch: Batch) -> None:
        """Adds a batch; takes effect when the transaction is left without an exception.

        May be called several times, for one mission or several. Raises Conflict, also for a command id that was
        answered before, an alias that is tied to another participant, and a heard entry whose place is not NEXT; and
        MissionMoved behind a fence.
        """

    def fence(self, mission: str, to: str) -> None:
        """From here on nothing is written to the mission, which goes on in the store of this name."""

    def lift_fence(self, mission: str) -> None:
        """Lets the mission be written to again."""

    def look_up(self, mission: str, streams: Collection[str], command_ids: Collection[str]) -> None:
        """Announces which streams and replies will be asked for, so that a store can fetch them all at once.

        It changes no answer: what is asked for without it, or appended behind it, is told all the same.
        """


class EventStore(Reader, Protocol):
    """A store of events and of what lies beside the log. The module's docstring says what it guarantees."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Waits for the write lock, then commits on a clean exit and rolls back on an exception.

        Raises StoreFull, StoreBusy or StoreError from the exit when the commit did not succeed.
        """

    def missions(self) -> Sequence[str]:
        """Ids of the missions that have events, in the order of their first event."""

    def heard_missions(self) -> Sequence[str]:
        """Ids of the missions of which anything was heard in other chains, sorted."""

    def read_all(self, after: int = 0, limit: int | None = None) -> Iterator[tuple[int, Entry]]:
        """Entries of all missions with their sequence in the whole store, in order: the relay's cursor."""

    def scrub(self) -> bool:
        """Whether nothing is left where the store keeps its data of what was erased, by any process, until now.

        It tries once to get rid of what is, and waits for no reader.
        """

    def save_snapshot(self, mission: str, name: str, snapshot: Snapshot) -> None:
        """Keeps it as the newest snapshot of that name; snapshots can always be made anew from the log."""

    def snapshot(self, mission: str, name: str) -> Snapshot | None:
        """The newest snapshot of that name. Whoever uses it compares its hash with the log's."""

    def drop_snapshots(self) -> int:
        """Removes the snapshots of all missions; tells how many there were."""

    # All that lies beside the log, in any order, row by row as it lies there: nothing is opened

    def texts(self) -> Iterator[tuple[str, PrivateText]]:
        """All texts that were not erased."""

    def receipts(self) -> Iterator[tuple[str, Receipt]]:
        """All receipts."""

    def replies(self) -> Iterator[tuple[str, Reply]]:
        """All replies."""

    def aliases(self) -> Iterator[tuple[str, Alias]]:
        """All aliases that are not free; those of people who were erased lead to NOBODY."""

    def blobs(self) -> Iterator[tuple[str, bytes]]:
        """All blobs, each with the digest that it is found by; they belong to no mission."""

    def snapshots(self) -> Iterator[tuple[str, str, Snapshot]]:
        """All snapshots, with their names."""

    def heard_entries(self) -> Iterator[PublicEntry]:
        """All that was heard, each chain's in order."""

    def close(self) -> None:
        """Gives files and connections back."""
