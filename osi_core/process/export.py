"""Export bundles: a mission's log, decision records and their inputs, without personal data.

A bundle is a folder that anyone can check on another machine:

    manifest.json         format, mission, number of events and decisions, hash of the chain's end
    log.jsonl             one event a line: its hash, and the very bytes that were hashed
    decisions/NAME.json   one decision record each
    blobs/SHA256          inputs, outcomes and explanations, by the digest of their bytes
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

from osi_core.domain import Event
from osi_core.log.canonical import parse
from osi_core.log.envelope import Entry, LogDamaged, decode
from osi_core.log.records import DecisionRecord
from osi_core.log.store import EventStore
from osi_core.mission.resources import MISSION
from osi_core.plugins.digest import named_columns
from osi_core.process.share import share_of

FORMAT = "osi-export"
VERSION = 1
_BEFORE_HASH, _BEFORE_EVENT, _HASH_LENGTH = b'{"hash":"', b'","event":', 64


@cache
def recorded_types() -> frozenset[str]:
    """The types of events that publish the result of a decision."""
    return frozenset(line.recorded.type for line in share_of("all").decisions)


class ExportInvalid(ValueError):
    """A folder is no export bundle, or a file of it cannot be read; the message names file and line."""


def write_bundle(store: EventStore, mission: str, folder: Path) -> dict[str, Any]:
    """Writes the bundle of a mission and returns its manifest; an earlier bundle in the folder is replaced.

    Raises ValueError when the mission has no events or the folder holds something else, and OSError as the file
    system does. The bundle appears whole or not at all.
    """
    if not store.head(mission).position:
        raise ValueError(f"{MISSION.within(mission)} has no events in this store")
    if folder.exists() and any(folder.iterdir()) and not (folder / "manifest.json").exists():
        raise ValueError(f"{folder} is not empty and no export bundle; choose another folder")
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    (partial / "decisions").mkdir(parents=True)
    (partial / "blobs").mkdir()
    try:
        manifest = _write(store, mission, partial)
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return manifest


def _write(store: EventStore, mission: str, folder: Path) -> dict[str, Any]:
    head = store.head(mission)
    decisions = 0
    with (folder / "log.jsonl").open("wb") as log:
        for entry in store.read(mission, upto=head.position):
            log.write(line_of(entry))
            if entry.type in recorded_types():
                decisions += 1
                _write_decision(store, recorded_in(entry), folder)
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "mission": mission,
        "events": head.position,
        "decisions": decisions,
        "head_hash": head.hash.hex(),
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    return manifest


def _write_decision(store: EventStore, record: DecisionRecord, folder: Path) -> None:
    (folder / "decisions" / file_name(record)).write_text(record.model_dump_json(indent=2) + "\n")
    for digest in _pieces(store, record):
        blob = store.blob(digest)
        if blob is not None:
            (folder / "blobs" / digest).write_bytes(blob)


def _pieces(store: EventStore, record: DecisionRecord) -> Iterator[str]:
    """The digests of the manifests of input and outcome, and of the columns that they name."""
    for digest in (record.input_sha256, record.outcome_sha256):
        yield digest
        manifest = store.blob(digest)
        if manifest is not None:
            yield from named_columns(manifest)


def file_name(record: DecisionRecord) -> str:
    """A decision's file: its resource name with dots, and the start of the record's digest."""
    return f"{record.decision.split('/', 2)[2].replace('/', '.')}-{record.sha256()[:8]}.json"


def recorded_in(entry: Entry) -> DecisionRecord:
    """The record that an event brought."""
    event: Event = decode(entry).event
    record = getattr(event, "record", None)
    assert isinstance(record, DecisionRecord)
    return record


def line_of(entry: Entry) -> bytes:
    """An event as a line of `log.jsonl`."""
    return b"".join((_BEFORE_HASH, entry.hash.hex().encode(), _BEFORE_EVENT, entry.raw, b"}\n"))


def entries_of(lines: Iterable[bytes], name: str = "log.jsonl") -> Iterator[Entry]:
    """The events of `log.jsonl`, their bytes as they stand. Raises LogDamaged naming the line."""
    event_at = len(_BEFORE_HASH) + _HASH_LENGTH
    for number, line in enumerate(lines, start=1):
        raw = line[event_at + len(_BEFORE_EVENT) : -2]
        framed = line.startswith(_BEFORE_HASH) and line[event_at:].startswith(_BEFORE_EVENT) and line.endswith(b"}\n")
        try:
            if not framed:
                raise ValueError("not a line of an export's log")
            spelled = line[len(_BEFORE_HASH) : event_at].decode("ascii")
            digest = bytes.fromhex(spelled)
            if digest.hex() != spelled:  # capitals and spaces would read the same
                raise ValueError("its hash is not 64 digits 0-9 and a-f")
            said = parse(raw)
            yield Entry(said["mission"], said["position"], said["stream"], said["version"], said["type"], raw, digest)
        except (KeyError, TypeError, ValueError) as error:
            raise LogDamaged("", number, f"{name} line {number} cannot be read ({error})") from error


class Bundle:
    """An export bundle as it lies in a folder; also a store of blobs."""

    def __init__(self, folder: Path) -> None:
        """Raises ExportInvalid when there is no bundle of a version that can be read."""
        self.folder = folder
        path = folder / "manifest.json"
        try:
            self.manifest = json.loads(path.read_text("utf-8"))
        except OSError as error:
            raise ExportInvalid(f"{path}: {error.strerror}") from error
        except (ValueError, RecursionError) as error:
            raise ExportInvalid(f"{path}: {error}") from error
        if not isinstance(self.manifest, dict) or not isinstance(self.manifest.get("mission"), str):
            raise ExportInvalid(f"{path}: not the manifest of an export bundle")
        found = self.manifest.get("format"), self.manifest.get("version")
        if found != (FORMAT, VERSION):
            raise ExportInvalid(
                f"{path}: format {found[0]!r} version {found[1]!r}; expected {FORMAT!r} version {VERSION}"
            )
        for key, kind in (("events", int), ("head_hash", str)):
            if not isinstance(self.manifest.get(key), kind):
                raise ExportInvalid(f"{path}: {key}: is missing, or not what an export writes there")

    @property
    def mission(self) -> str:
        """The mission's id."""
        return cast(str, self.manifest["mission"])

    def entries(self) -> Iterator[Entry]:
        """The events in order. Raises LogDamaged at a line that cannot be read, ExportInvalid without a log."""
        try:
            lines = (self.folder / "log.jsonl").open("rb")
        except OSError as error:
            raise ExportInvalid(f"{self.folder / 'log.jsonl'}: {error.strerror}") from error
        with lines:
            yield from entries_of(lines)

    def blob(self, sha256: str) -> bytes | None:
        """The bytes with this digest, None when they are not in the bundle."""
        try:
            raw = (self.folder / "blobs" / sha256).read_bytes()
        except OSError:
            return None
        return raw if hashlib.sha256(raw).hexdigest() == sha256 else None

    def records(self) -> dict[str, bytes]:
        """The decision records by file name."""
        return {
            path.name: path.read_bytes()
            for path in sorted((self.folder / "decisions").glob("*.json"))
            if path.is_file()
        }
