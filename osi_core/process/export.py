"""Export bundles: a mission's log, decision records and their inputs, without personal data.

A bundle is a folder that anyone can check on another machine:

    manifest.json         format, mission, number of events (of each origin too) and decisions, hash of the chain's end
    log.jsonl             one event a line: its hash, and the very bytes that were hashed
    decisions/NAME.json   one decision record each
    heard.jsonl           of a chain that hears others: what it heard, one public entry a line (`exported_heard`)
    blobs/SHA256          inputs, outcomes and explanations, by the digest of their bytes
    words.json            the sentences that the explanations use, language → code → sentence; no digest covers them
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from osi_core.domain import Event, faults_of
from osi_core.files import MIB, Bounded, InputRefused, is_sha256, json_of, name_within, open_input, read_input
from osi_core.log.canonical import LARGEST_INTEGER
from osi_core.log.envelope import Entry, LogDamaged, decode, envelope_of, origin_of
from osi_core.log.records import DecisionRecord
from osi_core.log.store import EventStore
from osi_core.plugins import KINDS, KindName, MissingBlob, OtherModel, Outcome, explanation_sentences
from osi_core.plugins.digest import Blobs, load, named_columns
from osi_core.process.exported_heard import FILE as HEARD
from osi_core.process.exported_heard import ExportedHeard, heard_line
from osi_core.process.share import SHARES, share_of
from osi_core.process.written_share import share_written
from osi_core.words import OWN, Catalogues, Message, WordedError

FORMAT = "osi-export"
VERSION = 1
LARGEST_MANIFEST, LARGEST_RECORD, LARGEST_BLOB, LARGEST_LOG = MIB, 16 * MIB, 4_096 * MIB, 65_536 * MIB
LONGEST_LINE = 64 * MIB
"""Bytes of the files of a bundle, and of one event; more is refused unread."""
_BEFORE_HASH, _BEFORE_EVENT, _HASH_LENGTH = b'{"hash":"', b'","event":', 64


@cache
def recorded_types() -> frozenset[str]:
    """The types of events that publish the result of a decision."""
    return frozenset(line.recorded.type for line in share_of("all").decisions)


class ExportInvalid(WordedError, ValueError):
    """A folder is no export bundle, or a file of it cannot be read; it names the file."""


class ExportRefused(WordedError, ValueError):
    """A bundle cannot be written as it was asked for."""


def write_bundle(
    store: EventStore, mission: str, folder: Path, words: Catalogues = OWN, *, share: str | None = None
) -> dict[str, Any]:
    """Writes the bundle of a mission and returns its manifest; an earlier bundle in the folder is replaced.

    `words` are the catalogues that the explanations of decisions are told by (`Plugins.words()`), `share` the share of
    the process whose engine has written the log, which is looked for there where it is not given.

    Raises ExportRefused when the mission has no events or the folder holds something else, and OSError as the file
    system does. The bundle appears whole or not at all.
    """
    if not store.head(mission).position:
        raise ExportRefused("export.mission-empty", mission=mission)
    if folder.exists() and any(folder.iterdir()) and not (folder / "manifest.json").exists():
        raise ExportRefused("export.folder-taken", folder=str(folder))
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    (partial / "decisions").mkdir(parents=True)
    (partial / "blobs").mkdir()
    try:
        manifest = _write(store, mission, partial, words, share or share_written(store, mission))
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return manifest


def _write(store: EventStore, mission: str, folder: Path, words: Catalogues, share: str) -> dict[str, Any]:
    head = store.head(mission)
    records: list[DecisionRecord] = []
    origins: Counter[str] = Counter()
    with (folder / "log.jsonl").open("wb") as log:
        for entry in store.read(mission, upto=head.position):
            log.write(line_of(entry))
            origins[origin_of(entry.raw)] += 1
            if entry.type in recorded_types():
                records.append(recorded_in(entry))
                _write_decision(store, records[-1], folder)
    told = explanation_sentences(_outcomes(store, records), words)
    (folder / "words.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    heard = _write_heard(store, mission, folder) if share != "all" else {}
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "mission": mission,
        **({"share": share, "heard": heard} if share != "all" else {}),
        "events": head.position,
        "origins": dict(sorted(origins.items())),
        "decisions": len(records),
        "head_hash": head.hash.hex(),
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    return manifest


def _write_heard(store: EventStore, mission: str, folder: Path) -> dict[str, int]:
    """Chain → how far it was heard. One that has heard nothing has no file for it."""
    heads = store.heard_heads(mission)
    if heads:
        with (folder / HEARD).open("wb") as file:
            for chain in heads:
                file.writelines(map(heard_line, store.heard(mission, chain)))
    return {chain: head.position for chain, head in sorted(heads.items())}


def _write_decision(store: EventStore, record: DecisionRecord, folder: Path) -> None:
    (folder / "decisions" / file_name(record)).write_text(record.model_dump_json(indent=2) + "\n")
    for digest in _pieces(store, record):
        blob = store.blob(digest)
        if blob is not None:
            (folder / "blobs" / digest).write_bytes(blob)


def _outcomes(store: EventStore, records: Iterable[DecisionRecord]) -> Iterator[Outcome]:
    """The outcomes that lie beside the log, as far as this version knows their form."""
    for record in records:
        kind = KINDS.get(cast(KindName, record.kind))
        if kind is not None:
            with suppress(MissingBlob, OtherModel):
                yield load(kind.outcome, record.outcome_sha256, store)


def _pieces(store: Blobs, record: DecisionRecord) -> Iterator[str]:
    """The digests of the manifests of input and outcome, and of the columns that they name."""
    for digest in (record.input_sha256, record.outcome_sha256):
        yield digest
        manifest = store.blob(digest)
        if manifest is not None:
            with suppress(ValueError, RecursionError):  # of a bundle from elsewhere, anything may lie there
                yield from named_columns(manifest)


def file_name(record: DecisionRecord) -> str:
    """A decision's file: its resource name with dots, and the start of the record's digest."""
    return f"{record.decision.split('/', 2)[-1].replace('/', '.')}-{record.sha256()[:8]}.json"


def recorded_in(entry: Entry) -> DecisionRecord:
    """The record that an event brought."""
    event: Event = decode(entry).event
    record = getattr(event, "record", None)
    assert isinstance(record, DecisionRecord)
    return record


class _LineInvalid(WordedError, ValueError):
    """A line of `log.jsonl` that no export writes."""


def line_of(entry: Entry) -> bytes:
    """An event as a line of `log.jsonl`."""
    return b"".join((_BEFORE_HASH, entry.hash.hex().encode(), _BEFORE_EVENT, entry.raw, b"}\n"))


def entry_of(line: bytes, number: int, name: str = "log.jsonl") -> Entry:
    """The event in a line of `log.jsonl`, its bytes as they stand. Raises LogDamaged naming the line."""
    event_at = len(_BEFORE_HASH) + _HASH_LENGTH
    raw = line[event_at + len(_BEFORE_EVENT) : -2]
    framed = line.startswith(_BEFORE_HASH) and line[event_at:].startswith(_BEFORE_EVENT) and line.endswith(b"}\n")
    try:
        if not framed:
            raise _LineInvalid("log.no-line")
        spelled = line[len(_BEFORE_HASH) : event_at].decode("ascii")
        digest = bytes.fromhex(spelled)
        if digest.hex() != spelled:  # capitals and spaces would read the same
            raise _LineInvalid("log.hash-misspelt")
        said = envelope_of(raw)
    except ValueError as error:
        reason = error.message if isinstance(error, WordedError) else Message.of("log.no-event")
        unread = Message.of("log.line-unreadable", file=name, line=str(number), reason=reason)
        raise LogDamaged("", number, unread) from error
    return Entry(said["mission"], said["position"], said["stream"], said["version"], said["type"], raw, digest)


def entries_of(lines: Iterable[bytes], name: str = "log.jsonl") -> Iterator[Entry]:
    """The events of `log.jsonl`. Raises LogDamaged naming the line."""
    return (entry_of(line, number, name) for number, line in enumerate(lines, start=1))


class Bundle:
    """An export bundle as it lies in a folder; also a store of blobs."""

    def __init__(self, folder: Path) -> None:
        """Raises ExportInvalid when there is no bundle of a version that can be read."""
        self.folder = folder
        self.manifest = _manifest(folder)

    @property
    def share(self) -> str:
        """The share of the process whose engine has written the log."""
        return cast(str, self.manifest.get("share", "all"))

    def heard(self) -> ExportedHeard:
        """What its chain has heard of others. Raises HeardInvalid, ExportInvalid where it cannot be read."""
        if not (self.folder / HEARD).exists():
            return ExportedHeard(self.mission, ())
        try:
            with open_input(HEARD, limit=LARGEST_LOG, within=self.folder) as file:
                return ExportedHeard(self.mission, file.lines(LONGEST_LINE))
        except InputRefused as refused:
            raise unreadable(refused) from refused

    @property
    def mission(self) -> str:
        """The mission's id."""
        return cast(str, self.manifest["mission"])

    @contextmanager
    def log(self) -> Iterator[Bounded]:
        """Its `log.jsonl`, open. Raises ExportInvalid when there is none that can be read."""
        try:
            with open_input("log.jsonl", limit=LARGEST_LOG, within=self.folder) as log:
                yield log
        except InputRefused as refused:
            raise unreadable(refused) from refused

    def entries(self) -> Iterator[Entry]:
        """The events in order. Raises LogDamaged at a line that cannot be read, ExportInvalid without a log."""
        with self.log() as log:
            yield from entries_of(log.lines(LONGEST_LINE))

    def blob(self, sha256: str) -> bytes | None:
        """The bytes with this digest, None when they are not in the bundle."""
        if not is_sha256(sha256):  # before the disk is touched: a name from outside leads anywhere
            return None
        try:
            raw = read_input(Path("blobs", sha256), limit=LARGEST_BLOB, within=self.folder)
        except InputRefused:
            return None
        return raw if hashlib.sha256(raw).hexdigest() == sha256 else None

    def strange_files(self, records: Iterable[DecisionRecord]) -> list[str]:
        """What lies in the folder and belongs to no bundle with these decisions, or is not what its name says."""
        records = list(records)
        files = {"manifest.json", "log.jsonl", "words.json", *((HEARD,) if self.manifest.get("heard") else ())}
        files |= {f"decisions/{file_name(record)}" for record in records}
        blobs = {digest for record in records for digest in _pieces(self, record)}
        found = {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if not path.is_dir()}
        found -= files | {f"blobs/{digest}" for digest in blobs}
        if any(self.blob(digest) is None for digest in blobs):  # what it would have named, nobody knows
            found = {name for name in found if not name.startswith("blobs/")}
        return sorted(found)

    def record(self, name: str) -> DecisionRecord | None:
        """The decision record in the file of this name; None when there is none that can be read."""
        try:
            return record_of(Path("decisions", name), within=self.folder) if name_within(name) else None
        except ExportInvalid:
            return None


def record_of(path: Path, *, within: Path | None = None) -> DecisionRecord:
    """The decision record in a file. Raises ExportInvalid, with line or key."""
    shown = str(path if within is None else within / path)
    try:
        return DecisionRecord.model_validate(json_of(read_input(path, limit=LARGEST_RECORD, within=within), shown))
    except InputRefused as refused:
        raise unreadable(refused) from refused
    except ValidationError as error:
        fault = next(faults_of(error))
        raise ExportInvalid("export.no-record", file=shown, key=fault.field or "", fault=fault.message) from error


def _manifest(folder: Path) -> dict[str, Any]:
    """What stands in a `manifest.json` of our version. Raises ExportInvalid."""
    path = folder / "manifest.json"
    try:
        manifest = json_of(read_input(path.name, limit=LARGEST_MANIFEST, within=folder), str(path))
    except InputRefused as refused:
        raise unreadable(refused) from refused
    if not isinstance(manifest, dict) or not isinstance(manifest.get("mission"), str):
        raise ExportInvalid("export.no-manifest", file=str(path))
    found = {"format": repr(manifest.get("format"))[:60], "version": repr(manifest.get("version"))[:60]}
    if (manifest.get("format"), manifest.get("version")) != (FORMAT, VERSION):
        raise ExportInvalid("export.other-format", file=str(path), **found, known=FORMAT, known_version=VERSION)
    for key, fits in (("events", _is_count), ("decisions", _is_count), ("head_hash", is_sha256)):
        if not fits(manifest.get(key)):
            raise ExportInvalid("export.key-missing", file=str(path), key=key)
    if manifest.get("share", "all") not in SHARES:
        raise ExportInvalid("export.key-missing", file=str(path), key="share")
    return manifest


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value <= LARGEST_INTEGER


def unreadable(refused: InputRefused) -> ExportInvalid:
    """What is raised for a file of a bundle that the gate does not take."""
    return ExportInvalid(refused.code, **refused.values)
