"""What the log of a mission says must lie beside it: texts by seal, receipts, replies, blobs, and who takes part.

It is folded from the log entry by entry, and what is found in the store is taken off it; the rest is missing. It holds
some hundred bytes for each command.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple, get_args, get_type_hints

from osi_core.domain import Destroys, Event, Recorded, Sha256
from osi_core.domain.boxes import is_pseudonym
from osi_core.hearing.events import ChainAdopted, HandoverTaken
from osi_core.log.decisions import DecisionOpened
from osi_core.log.envelope import UNREADABLE, Entry, Head, LogDamaged, check_chain, decode
from osi_core.log.heard import PublicEntry
from osi_core.log.records import DecisionRecord
from osi_core.log.store import PrivateText
from osi_core.mission.events import MissionClosedEarly, ParticipantErased, ParticipantJoined, PhaseClosed
from osi_core.process.receipt_codes import digest_of_own, receipt_code
from osi_core.process.share import share_of
from osi_core.words import Message

ENDS_IN_ALL_CHAINS = (PhaseClosed, MissionClosedEarly)
"""What ends the use of keys wherever they lie: a phase may have boxes in several chains."""


@cache
def contributions() -> frozenset[type[Event]]:
    """What the commands lead to for which people get a receipt."""
    return frozenset(kind for line in share_of("all").rules.values() if line.receipt for kind in line.events)


class Sealed(NamedTuple):
    """A text that an event refers to."""

    position: int
    author: str | None
    """Whose words they are; empty for a secret or a key of the mission itself, None for somebody in a box."""


class Owed:
    """One mission's log, as far as it was read, and what must lie beside it."""

    def __init__(self, mission: str, receipt_key: bytes | None) -> None:
        self.mission = mission
        self.head = Head()
        self.damage: Message | None = None
        """What is wrong at the entry behind the head; nothing behind it was read."""
        self.unknown_from = 0
        """Position of the first event that this version does not know; what is owed is then not known either."""
        self.seals: dict[bytes, Sealed] = {}
        self.receipts: dict[int, str] = {}
        """Position → the digest of the receipt's code."""
        self.replies: dict[int, bytes] = {}
        """Position of the first event → the digest of what `reply_digest` takes."""
        self.blobs: dict[str, int] = {}
        """Digest → position of the record that names it."""
        self.members: set[str] = set()
        self.erased: set[str] = set()
        self._key = receipt_key
        self._began_as: str | None = None
        """The chain that the log began as; one that was restored from a copy goes on in another."""
        self._copies: set[str] = set()
        """The chains that this log was restored from copies of."""
        self._versions: dict[str, int] = {}
        self._command: Recorded | None = None
        """First event of the command that the last event belongs to."""

    @property
    def known(self) -> bool:
        """Whether all of the log was read, so that what it does not owe has no place beside it."""
        return self.damage is None and not self.unknown_from

    def take(self, entry: Entry) -> None:
        """Reads on by one entry; once something is wrong, no further."""
        if self.damage is not None:
            return
        try:
            self.head = check_chain([entry], self.head)
        except LogDamaged as damaged:
            typed = type(entry.position) is int
            self.damage = damaged.reason if typed else Message.of("log.columns-differ")
            return
        except UNREADABLE:  # a column of another type
            self.damage = Message.of("log.columns-differ")
            return
        version = self._versions[entry.stream] = self._versions.get(entry.stream, 0) + 1
        if entry.version != version:
            self.damage = Message.of("store-check.version-gap", stream=entry.stream, version=entry.version)
        elif not self.unknown_from:
            try:
                self._owe(decode(entry))
            except LogDamaged:
                self.unknown_from = entry.position

    def hear(self, message: PublicEntry) -> None:
        """What was heard of another chain takes away what must lie here: of people who were erased, and of boxes that
        end with a phase; all that it destroyed, where this log was restored from a copy of it.
        """
        kind = Event.registry.get(message.type)
        if kind is None or not message.raw or not issubclass(kind, (ParticipantErased, Destroys)):
            return
        try:
            event = decode(message.entry).event
        except LogDamaged:  # it waits
            return
        if isinstance(event, ParticipantErased):
            self.erased.add(event.participant)
        elif isinstance(event, ENDS_IN_ALL_CHAINS) or message.chain in self._copies:
            for sha256 in event.destroyed if isinstance(event, Destroys) else ():
                self.seals.pop(bytes.fromhex(sha256), None)

    def finish(self) -> None:
        """Called behind the last entry."""
        self._end_command(self.head.position)

    def _owe(self, record: Recorded) -> None:
        event, before = record.event, self._command
        self._began_as = record.chain if self._began_as is None else self._began_as
        given = (record.actor, record.command_id)
        if before is None or not record.command_id or given != (before.actor, before.command_id):
            self._end_command(record.position - 1)
            self._command = record
            if type(event) in contributions() and self._key is not None:
                code = receipt_code(self._key, record.position, record.chain, renewed=record.chain != self._began_as)
                self.receipts[record.position] = digest_of_own(code)
        author = None if is_pseudonym(record.actor) else record.actor
        for name, seal in _seals_in(event):
            of = "" if name in _OF_THE_MISSION else author
            self.seals.setdefault(bytes.fromhex(seal), Sealed(record.position, of))
        for sha256 in event.destroyed if isinstance(event, Destroys) else ():
            self.seals.pop(bytes.fromhex(sha256), None)
        decision = getattr(event, "record", None)
        if isinstance(decision, DecisionRecord):
            for digest in (decision.input_sha256, decision.outcome_sha256):
                self.blobs.setdefault(digest, record.position)
        if isinstance(event, ChainAdopted):
            self._copies.add(event.chain)
        if isinstance(event, HandoverTaken):
            self.blobs.setdefault(event.sha256, record.position)
        if isinstance(event, ParticipantJoined):
            self.members.add(event.participant)
        elif isinstance(event, ParticipantErased):
            self.erased.add(event.participant)

    def _end_command(self, last: int) -> None:
        first, self._command = self._command, None
        if first is not None and first.command_id:
            count = last - first.position + 1
            self.replies[first.position] = reply_digest(first.command_id, count)


def reply_digest(command_id: str, count: int) -> bytes:
    """Stands for what a reply says of the log: of a million of them there is no need to hold the ids."""
    return hashlib.sha256(f"{command_id}\0{count}".encode()).digest()[:16]


_OF_THE_MISSION = frozenset({*DecisionOpened.model_fields, "box_sha256"})
"""Fields whose seals lead to secrets and keys, which nobody has written."""


def named_by(events: Sequence[Event], texts: list[PrivateText]) -> list[PrivateText]:
    """Of people's texts those that an event leads to, for no other is kept; and the mission's keys."""
    seals = {seal for event in events for _, seal in _seals_in(event)} if texts else set()
    return [text for text in texts if not text.author or text.seal in seals]


def _seals_in(event: Event) -> Iterator[tuple[str, str]]:
    gone = event.destroys if isinstance(event, Destroys) else ""
    for name in seals_of(type(event)):
        seal = getattr(event, name)
        if seal is not None and name != gone:
            yield name, seal


_SEAL = get_args(Sha256)[1]


def seals_in(event: Event) -> list[str]:
    """All that an event holds which is a seal by its type, of texts or of what else is kept apart."""
    values = (getattr(event, name) for name in seals_of(type(event)))
    return [value for value in values if isinstance(value, str)]


@cache
def seals_of(kind: type[Event]) -> tuple[str, ...]:
    """The fields of an event that hold a seal, by their type."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple(name for name in kind.model_fields if _is_seal(hints[name]))


def _is_seal(hint: Any) -> bool:
    return _SEAL in getattr(hint, "__metadata__", ()) or any(_is_seal(part) for part in get_args(hint))
