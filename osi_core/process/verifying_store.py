"""Verifying a store itself: does everything in it fit its log, and is everything there that the log names?

What a store shows and answers rests on more than its log: texts, receipts, replies, blobs, aliases, snapshots. Each row
of these is held against the log here, and the log against itself. It works through the port, so for every store.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence

from pydantic import BaseModel, ConfigDict

from osi_core.files import is_sha256
from osi_core.log.envelope import Entry, Head
from osi_core.log.opening import is_as_sealed
from osi_core.log.store import EventStore, PrivateText, Reply, Snapshot
from osi_core.plugins.digest import named_columns
from osi_core.process.memory import MissionMemory, snapshot_name
from osi_core.process.owed import Owed, reply_digest
from osi_core.process.receipt_codes import RECEIPT_KEY, receipt_digest
from osi_core.process.share import SHARES, share_of
from osi_core.process.witnesses import Contradiction, Witness, place_of, places_of, witnessed
from osi_core.words import Message, Value
from osi_core.words.model_fields import MessageField

MOST_FINDINGS = 100
"""How many are told one by one."""


class Finding(BaseModel):
    """One row of a store that is not as it must be, or one that is missing."""

    model_config = ConfigDict(frozen=True)

    table: str
    """Without the `osi_` that it begins with in SQL."""
    mission: str
    """Empty where a row belongs to none."""
    row: str
    """By what the row is found."""
    what: MessageField


class ReceiptSeen(BaseModel):
    """What a receipt's code leads to."""

    model_config = ConfigDict(frozen=True)

    mission: str
    place: str
    """`POSITION:HASH`, as it stands on the receipt."""


class StoreReport(BaseModel):
    """What verifying a store found."""

    model_config = ConfigDict(frozen=True)

    heads: dict[str, str]
    """Mission → `POSITION:HASH` of its log's end, as far as it is whole."""
    rows: dict[str, int]
    """Table → how many rows were checked."""
    erased: int
    """Texts that are gone with the people whose words they were."""
    findings: tuple[Finding, ...]
    more: int
    """How many more there are than `findings`."""
    unknown: dict[str, int]
    """Mission → position of the first event that this version does not know; what lies beside is then not judged."""
    contradictions: tuple[Contradiction, ...] = ()
    receipts: tuple[ReceiptSeen, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 everything fits, 1 something does not, 3 a log could not be read by this version."""
        if self.findings or self.contradictions:
            return 1
        return 3 if self.unknown else 0


def verify_store(
    store: EventStore, mission: str | None = None, *, witnesses: Sequence[Witness] = (), codes: Sequence[str] = ()
) -> StoreReport:
    """Checks all rows of a store, or those of one mission, which `witnesses` need.

    `codes` are receipts' codes that must lead to a contribution. Raises ReceiptMalformed for what is none, and the
    store's StoreError when it cannot be read.
    """
    digests = [receipt_digest(code) for code in codes]
    check = _Check(store, mission, places_of(witnesses))
    check.log()
    check.texts()
    check.receipts()
    check.replies()
    check.aliases()
    check.blobs()
    check.snapshots()
    contradictions: tuple[Contradiction, ...] = ()
    if witnesses:
        owed = check.owed.get(mission or "")
        contradictions = witnessed(check.hashes, owed.head.position if owed else 0, witnesses)
    return StoreReport(
        receipts=tuple(seen for digest in digests for seen in check.receipt(digest)),
        heads={name: place_of(owed.head.position, owed.head.hash.hex()) for name, owed in check.owed.items()},
        rows=dict(check.rows),
        erased=check.erased,
        findings=tuple(check.findings[:MOST_FINDINGS]),
        more=max(len(check.findings) - MOST_FINDINGS, 0),
        unknown={name: owed.unknown_from for name, owed in check.owed.items() if owed.unknown_from},
        contradictions=contradictions,
    )


class _Check:
    """One go through a store."""

    def __init__(self, store: EventStore, mission: str | None, places: frozenset[int]) -> None:
        self.store, self.mission, self._places = store, mission, places
        self.owed: dict[str, Owed] = {}
        self.hashes: dict[int, bytes] = {}
        self.rows: Counter[str] = Counter()
        self.erased = 0
        self.findings: list[Finding] = []

    def _find(self, table: str, mission: str, row: object, code: str, /, **values: Value) -> None:
        what = Message.of(code, **values)
        self.findings.append(Finding(table=table, mission=mission, row=str(row), what=what))

    # The log

    def log(self) -> None:
        before = 0
        for sequence, entry in self.store.read_all():
            if sequence != before + 1:
                self._find(
                    "events", str(entry.mission), f"sequence {sequence}", "store-check.sequence-gap", after=before
                )
            before = sequence
            if self.mission in (None, entry.mission):
                self._take(entry)
        for mission, owed in self.owed.items():
            owed.finish()
            if owed.damage is not None:
                self._find(
                    "events",
                    mission,
                    f"position {owed.head.position + 1}",
                    "store-check.log-damaged",
                    reason=owed.damage,
                )

    def _take(self, entry: Entry) -> None:
        owed = self.owed.get(entry.mission)
        if owed is None:
            owed = self.owed[entry.mission] = Owed(entry.mission, self._receipt_key(entry.mission))
        owed.take(entry)
        self.rows["events"] += 1
        if entry.position in self._places:
            self.hashes[entry.position] = entry.hash

    def _receipt_key(self, mission: str) -> bytes | None:
        found = self.store.text(mission, RECEIPT_KEY)
        try:
            return bytes.fromhex(found.text) if found else None
        except ValueError:
            return None
        finally:
            if found is None:
                self._find("texts", mission, RECEIPT_KEY, "store-check.key-missing")

    def _of(self, table: str, mission: str, row: object) -> Owed | None:
        """What the row's mission owes; None where the row is not to be judged."""
        if self.mission not in (None, mission):
            return None
        self.rows[table] += 1
        owed = self.owed.get(mission)
        if owed is None:
            self._find(table, mission, row, "store-check.no-mission")
        return owed

    # Beside the log

    def texts(self) -> None:
        for mission, text in self.store.texts():
            owed = self._of("texts", mission, text.seal)
            if owed is not None:
                self._text(owed, text)
        for owed in self._known():
            for seal, (position, author) in owed.seals.items():
                if author in owed.erased:
                    self.erased += 1
                else:
                    self._find("texts", owed.mission, seal.hex(), "store-check.text-missing", position=position)

    def _text(self, owed: Owed, text: PrivateText) -> None:
        if not is_as_sealed(text):
            self._find("texts", owed.mission, text.seal, "store-check.text-unfit")
        if not is_sha256(text.seal):
            return
        sealed = owed.seals.pop(bytes.fromhex(text.seal), None)
        if sealed is None:
            if owed.known:
                self._find("texts", owed.mission, text.seal, "store-check.text-unnamed")
        elif sealed.author != text.author:
            self._find("texts", owed.mission, text.seal, "store-check.text-author", position=sealed.position)
        elif text.author in owed.erased:
            self._find("texts", owed.mission, text.seal, "store-check.text-not-erased", position=sealed.position)

    def receipts(self) -> None:
        for mission, (code, position) in self.store.receipts():
            owed = self._of("receipts", mission, code)
            if owed is None or not owed.known:
                continue
            expected = owed.receipts.pop(position, None)
            if expected is None:
                self._find("receipts", mission, code, "store-check.receipt-no-contribution", position=position)
            elif expected != code:
                self._find("receipts", mission, code, "store-check.receipt-other-code", position=position)
        for owed in self._known():
            for position in owed.receipts:
                self._find(
                    "receipts", owed.mission, f"position {position}", "store-check.receipt-missing", position=position
                )

    def replies(self) -> None:
        for mission, reply in self.store.replies():
            owed = self._of("replies", mission, reply.command_id)
            if owed is not None and owed.known:
                self._reply(owed, reply)
        for owed in self._known():
            for position in owed.replies:
                self._find(
                    "replies", owed.mission, f"position {position}", "store-check.reply-missing", position=position
                )

    def _reply(self, owed: Owed, reply: Reply) -> None:
        expected = owed.replies.pop(reply.position, None)
        if expected != reply_digest(reply.actor, reply.command_id, reply.count):
            self._find("replies", owed.mission, reply.command_id, "store-check.reply-unfit", position=reply.position)
        elif not is_sha256(reply.request_sha256):
            self._find("replies", owed.mission, reply.command_id, "store-check.reply-no-digest")

    def aliases(self) -> None:
        for mission, participant in self.store.tied():
            owed = self._of("aliases", mission, participant)
            if owed is None or not owed.known:
                continue
            if participant not in owed.members:
                self._find("aliases", mission, participant, "store-check.alias-of-nobody")
            elif participant in owed.erased:
                self._find("aliases", mission, participant, "store-check.alias-not-erased")

    def blobs(self) -> None:
        sound: set[str] = set()
        for sha256, content in self.store.blobs():
            self.rows["blobs"] += 1
            if hashlib.sha256(content).hexdigest() == sha256:
                sound.add(sha256)
            else:
                self._find("blobs", "", sha256, "store-check.blob-unfit")
        for owed in self.owed.values():
            for sha256, position in self._named(owed, sound):
                if sha256 not in sound:
                    self._find("blobs", owed.mission, sha256, "store-check.blob-missing", position=position)

    def _named(self, owed: Owed, sound: set[str]) -> Iterator[tuple[str, int]]:
        """The digests that a log's records name, and those that what they name names."""
        for sha256, position in owed.blobs.items():
            yield sha256, position
            manifest = self.store.blob(sha256) if sha256 in sound else None
            for column in named_columns(manifest) if manifest else ():
                yield column, position

    def snapshots(self) -> None:
        names = {snapshot_name(share_of(share)): share for share in SHARES}
        for mission, name, snapshot in self.store.snapshots():
            owed = self._of("snapshots", mission, name)
            if owed is None:
                continue
            entries = list(self.store.read(mission, snapshot.position - 1, snapshot.position))
            if [entry.hash for entry in entries] != [snapshot.hash]:
                self._find("snapshots", mission, name, "store-check.snapshot-other-log", position=snapshot.position)
            elif name in names and owed.known and self._folded(mission, names[name], snapshot) != snapshot.content:
                self._find("snapshots", mission, name, "store-check.snapshot-unfit", position=snapshot.position)

    def _folded(self, mission: str, share: str, snapshot: Snapshot) -> bytes:
        """The same snapshot, folded from the log anew."""
        memory = MissionMemory(mission, share_of(share))
        memory.read_to(self.store, Head(snapshot.position, snapshot.hash))
        return memory.as_snapshot().content

    def _known(self) -> list[Owed]:
        return [owed for owed in self.owed.values() if owed.known]

    def receipt(self, digest: str) -> Iterator[ReceiptSeen]:
        """What a receipt leads to; a finding where it leads nowhere."""
        found = self.store.receipt(digest)
        entries = list(self.store.read(found[0], found[1] - 1, found[1])) if found else []
        if not entries:
            self._find("receipts", "", digest, "store-check.receipt-unknown")
        for entry in entries:
            yield ReceiptSeen(mission=entry.mission, place=place_of(entry.position, entry.hash.hex()))
