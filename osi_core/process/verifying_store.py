"""Verifying a store itself: does everything in it fit its log, and is everything there that the log names?

What a store shows and answers rests on more than its log: texts, receipts, replies, blobs, aliases, snapshots. Each row
of these is held against the log here, the log against itself, and what was heard of other chains against its order. It
works through the port, so for every store.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from osi_core.files import is_sha256
from osi_core.log.envelope import UNREADABLE, Entry, Head, LogDamaged, chain_of
from osi_core.log.heard import HeardHead
from osi_core.log.opening import is_as_sealed
from osi_core.log.store import NOBODY, Alias, EventStore, PrivateText, Receipt, Reply, Snapshot
from osi_core.plugins.digest import named_columns
from osi_core.process.aliases import ALIAS_KEY
from osi_core.process.memory import MissionMemory
from osi_core.process.owed import Owed, reply_digest
from osi_core.process.receipt_codes import RECEIPT_KEY, GivenCode, read_code
from osi_core.process.repeated import COMMAND_KEY
from osi_core.process.share import SHARES, share_of
from osi_core.process.snapshots import heard_in, snapshot_name, snapshot_of
from osi_core.process.store_report import Finding, ReceiptSeen, StoreReport
from osi_core.process.verifying_heard import fault_of, unnamed_before
from osi_core.process.witnesses import Contradiction, Witness, place_of, places_of, witnessed
from osi_core.words import Message, Value

MOST_FINDINGS = 100
"""How many are told one by one."""


def verify_store(
    store: EventStore, mission: str | None = None, *, witnesses: Sequence[Witness] = (), codes: Sequence[str] = ()
) -> StoreReport:
    """Checks all rows of a store, or those of one mission, which `witnesses` need.

    `codes` are receipts' codes that must lead to a contribution. Raises ReceiptMalformed for what is none, and the
    store's StoreError when it cannot be read.
    """
    given = [read_code(code) for code in codes]
    check = _Check(store, mission, places_of(witnesses))
    check.log()
    check.heard()
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
        receipts=tuple(seen for code in given for seen in check.receipt(code)),
        heads={str(name): place_of(owed.head.position, owed.head.hash.hex()) for name, owed in check.owed.items()},
        rows=dict(check.rows),
        erased=check.erased,
        findings=tuple(check.findings[:MOST_FINDINGS]),
        more=max(len(check.findings) - MOST_FINDINGS, 0),
        moved=check.moved,
        unknown={str(name): owed.unknown_from for name, owed in check.owed.items() if owed.unknown_from},
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
        self.moved: dict[str, str] = {}
        """Mission → the store that it goes on in: its words, keys and aliases are there."""
        self.findings: list[Finding] = []

    def _find(self, table: str, mission: str, row: object, code: str, /, **values: Value) -> None:
        what = Message.of(code, **values)
        self.findings.append(Finding(table=table, mission=str(mission), row=str(row), what=what))

    def _each(self, table: str, rows: Iterable[tuple[Any, ...]], judge: Callable[..., None]) -> None:
        """Judges all rows of a table by what their missions owe."""
        for mission, *row in rows:
            if self.mission not in (None, mission):
                continue
            self.rows[table] += 1
            owed = self.owed.get(mission)
            name = row[0][0] if isinstance(row[0], tuple) else row[0]
            if owed is None:
                self._find(table, mission, name, "store-check.no-mission")
                continue
            try:
                judge(owed, *row)
            except UNREADABLE:  # values of other types than any store writes
                self._find(table, mission, name, "store-check.row-unreadable")

    def _known(self) -> list[Owed]:
        return [owed for owed in self.owed.values() if owed.known]

    # The log

    def log(self) -> None:
        before = 0
        for sequence, entry in self.store.read_all():
            if sequence != before + 1:
                self._find("events", entry.mission, f"sequence {sequence}", "store-check.sequence-gap", after=before)
            before = sequence
            if self.mission in (None, entry.mission):
                self._take(entry)
        for mission, owed in self.owed.items():
            owed.finish()
            if owed.damage is not None:
                place = f"position {owed.head.position + 1}"
                self._find("events", mission, place, "store-check.log-damaged", reason=owed.damage)
            for entry in unnamed_before(self.store.read_public(mission)):
                self._find("events", mission, f"position {entry.position}", "store-check.previous-unfit")

    def heard(self) -> None:
        heads: dict[tuple[str, str], HeardHead] = {}
        for entry in self.store.heard_entries():
            if self.mission not in (None, entry.mission):
                continue
            self.rows["heard"] += 1
            of = entry.mission, entry.chain
            code = fault_of(entry, heads.get(of, HeardHead()))
            if code:
                self._find("heard", entry.mission, f"{entry.chain} position {entry.position}", code)
            heads[of] = HeardHead(entry.position, entry.hash)
            if not code and entry.mission in self.owed:
                self.owed[entry.mission].hear(entry)

    def _take(self, entry: Entry) -> None:
        owed = self.owed.get(entry.mission)
        if owed is None:
            if (to := self.store.moved_to(entry.mission)) is not None:
                self.moved[entry.mission] = to
            keys = {name: self._key(entry.mission, name) for name in (RECEIPT_KEY, COMMAND_KEY, ALIAS_KEY)}
            owed = self.owed[entry.mission] = Owed(entry.mission, keys[RECEIPT_KEY])
        owed.take(entry)
        self.rows["events"] += 1
        if entry.position in self._places:
            self.hashes[entry.position] = entry.hash

    def _key(self, mission: str, name: str) -> bytes | None:
        found = self.store.text(mission, name)
        if found is None and mission not in self.moved:
            self._find("texts", mission, name, "store-check.key-missing")
        try:
            return bytes.fromhex(found.text) if found else None
        except ValueError:
            self._find("texts", mission, name, "store-check.text-unfit")
            return None

    # Beside the log

    def texts(self) -> None:
        self._each("texts", self.store.texts(), self._text)
        for owed in self._known():
            for seal, (position, author) in owed.seals.items():
                if owed.mission in self.moved:
                    break
                if author is None or author in owed.erased:  # who was erased may be anybody in a box
                    self.erased += 1
                else:
                    self._find("texts", owed.mission, seal.hex(), "store-check.text-missing", position=position)

    def _text(self, owed: Owed, text: PrivateText) -> None:
        def wrong(code: str, **values: Value) -> None:
            self._find("texts", owed.mission, text.seal, code, **values)

        if not is_as_sealed(text):
            wrong("store-check.text-unfit")
        if not is_sha256(text.seal):  # a key of the mission
            if (text.author, text.salt) != ("", b""):
                wrong("store-check.text-unnamed")
            return
        sealed = owed.seals.pop(bytes.fromhex(text.seal), None)
        if sealed is None:
            if owed.known:
                wrong("store-check.text-unnamed")
        elif sealed.author not in (None, text.author):
            wrong("store-check.text-author", position=sealed.position)
        elif text.author in owed.erased:
            wrong("store-check.text-not-erased", position=sealed.position)

    def receipts(self) -> None:
        self._each("receipts", self.store.receipts(), self._receipt)
        for owed in self._known():
            for position in owed.receipts:
                self._find("receipts", owed.mission, f"position {position}", "store-check.receipt-missing")

    def _receipt(self, owed: Owed, receipt: Receipt) -> None:
        if not owed.known or owed.mission in self.moved:
            return
        code, position = receipt
        expected = owed.receipts.pop(position, None)
        if expected is None:
            self._find("receipts", owed.mission, code, "store-check.receipt-no-contribution", position=position)
        elif expected != code:
            self._find("receipts", owed.mission, code, "store-check.receipt-other-code", position=position)

    def replies(self) -> None:
        self._each("replies", self.store.replies(), self._reply)
        for owed in self._known():
            for position in owed.replies:
                self._find("replies", owed.mission, f"position {position}", "store-check.reply-missing")

    def _reply(self, owed: Owed, reply: Reply) -> None:
        if not owed.known:
            return
        expected = owed.replies.pop(reply.position, None)
        if expected != reply_digest(reply.command_id, reply.count):
            place = {"position": reply.position}
            self._find("replies", owed.mission, reply.command_id, "store-check.reply-unfit", **place)
        elif not is_sha256(reply.request_mac):
            self._find("replies", owed.mission, reply.command_id, "store-check.reply-no-digest")

    def aliases(self) -> None:
        self._each("aliases", self.store.aliases(), self._alias)

    def _alias(self, owed: Owed, alias: Alias) -> None:
        participant = alias.participant
        if participant == NOBODY:
            return
        if owed.known and participant not in owed.members:
            self._find("aliases", owed.mission, participant, "store-check.alias-of-nobody")
        elif participant in owed.erased:
            self._find("aliases", owed.mission, participant, "store-check.alias-not-erased")

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
            try:
                columns = named_columns(manifest) if manifest else []
            except UNREADABLE:
                self._find("blobs", owed.mission, sha256, "store-check.row-unreadable")
                continue
            for column in columns:
                yield column, position

    def snapshots(self) -> None:
        self._each("snapshots", self.store.snapshots(), self._snapshot)

    def _snapshot(self, owed: Owed, name: str, snapshot: Snapshot) -> None:
        entries = list(self.store.read(owed.mission, max(0, snapshot.position - 1), snapshot.position))
        share = next((share for share in SHARES if snapshot_name(share_of(share)) == name), None)
        place = {"position": snapshot.position}
        if snapshot.position and [entry.hash for entry in entries] != [snapshot.hash]:
            self._find("snapshots", owed.mission, name, "store-check.snapshot-other-log", **place)
        elif share and owed.known and self._folded(owed.mission, share, snapshot) != snapshot.content:
            self._find("snapshots", owed.mission, name, "store-check.snapshot-unfit", **place)

    def _folded(self, mission: str, share: str, snapshot: Snapshot) -> bytes | None:
        """The same snapshot, folded from the log anew; None where it does not say how far others had been heard."""
        memory = MissionMemory(mission, share_of(share))
        try:
            heard = heard_in(snapshot)
        except (ValueError, TypeError, AttributeError):
            return None
        memory.read_to(self.store, Head(snapshot.position, snapshot.hash), heard)
        return snapshot_of(memory).content

    def receipt(self, code: GivenCode) -> Iterator[ReceiptSeen]:
        """What a receipt leads to; a finding where it leads nowhere, or to what another chain has issued."""
        found = self.store.receipt(code.digest)
        entries = list(self.store.read(found[0], found[1] - 1, found[1])) if found else []
        entries = [entry for entry in entries if _is_issued_in(entry, code)]
        if not entries:
            self._find("receipts", "", code.digest, "store-check.receipt-unknown")
        for entry in entries:
            yield ReceiptSeen(mission=entry.mission, place=place_of(entry.position, entry.hash.hex()))


def _is_issued_in(entry: Entry, code: GivenCode) -> bool:
    try:
        return code.is_of(chain_of(entry))
    except LogDamaged:  # which the log's own check has told
        return False
