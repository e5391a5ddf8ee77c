"""The table of mutations, bundle and log: what manifest, records, envelopes and events commit to, and for each a change
that must be found, also when a forger has made the chain anew.

The lists are made from the models: a new field without a check fails here.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from osi_core.domain import Event
from osi_core.log.envelope import _FIELDS as ENVELOPE
from osi_core.log.envelope import decode
from osi_core.log.memory import MemoryStore
from osi_core.log.records import DecisionRecord
from osi_core.plugins import Plugins
from osi_core.process.export import (
    ExportInvalid,
    entries_of,
    file_name,
    line_of,
    recorded_in,
    recorded_types,
    write_bundle,
)
from osi_core.process.owed import seals_of
from osi_core.process.share import share_of
from osi_core.process.verifying import verify_export
from osi_core.process.verifying_store import verify_store
from tests.unit.process.whole_store import fill, forged, forged_store

share_of("all")  # whose events are known from here on
PLUGINS = Plugins.builtin()
MANIFEST = ("format", "version", "mission", "events", "origins", "decisions", "head_hash")

BY_A_WITNESS_ALONE = {
    "command_id": "nothing in an export names it again; receipts, checkpoints and the store's replies do",
    "distribution_version": "a strategy's version tells how it decides, whatever release of its package brings it",
}
"""Fields that a forger can change unseen, if nobody has kept a hash of the log."""
OF_A_FILE_OUTSIDE = {("scaling.final_report_published", "sha256")}
"""Digests of what lies neither in a store nor in an export."""
NOT_IN_THIS_MISSION = {
    ("mission.closed_early", "ended_boxes"),
    ("challenges.amendment_asked", "text"),
    ("challenges.amendment_asked", "title"),
    ("challenges.round_cancelled", "ended_boxes"),
    ("challenges.round_undecided", "ended_boxes"),
    ("challenges.withdrawal_asked", "note"),
    ("curation.conflict_codes_deleted", "kinds"),
    ("funding.returned", "note"),
    ("funding.round_cancelled", "ended_boxes"),
    ("hearing.handover_taken", "sha256"),
    ("solutions.allocation_reopened", "secret_sha256"),
    ("solutions.join_request_declined", "note"),
    ("solutions.team_member_removed", "note"),
    ("solutions.updated", "text"),
    ("solutions.updated", "title"),
    ("solutions.withdrawn", "note"),
    ("support.bundle_declined", "note"),
    ("support.initiative_dropped_out", "note"),
    ("support.match_released", "note"),
    ("support.need_cancelled", "note"),
    ("support.offer_withdrawn", "note"),
}
"""Digests that the journey has none of; they are found by their type, as all others."""


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    store = MemoryStore()
    fill(store, erased="dia")  # who has left no words: those of who was erased nobody can hold against their seals
    return store


@pytest.fixture(scope="module")
def exported(store: MemoryStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "bundle"
    write_bundle(store, "m", folder)
    return folder


@pytest.fixture
def bundle(exported: Path, tmp_path: Path) -> Path:
    """A copy to tamper with."""
    return shutil.copytree(exported, tmp_path / "bundle")


def found(bundle: Path) -> bool:
    """Whether it is not taken for equal: a version that is not installed here cannot be computed again."""
    try:
        return verify_export(bundle, PLUGINS).exit_code in (1, 3)
    except ExportInvalid:
        return True


def other(value: Any) -> Any:
    """Another value of the same form."""
    if isinstance(value, str) and len(value) == 64:
        return value[::-1]
    if isinstance(value, str):
        return f"{value}x"
    if isinstance(value, int):
        return value + 1
    if isinstance(value, list):
        return [*value, "missions/m/challenges/none"]
    assert isinstance(value, dict)
    return {**{key: other(part) for key, part in value.items()}, "none": 1}


def forge(bundle: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Changes events, and makes chain, manifest and records anew to fit."""
    with (bundle / "log.jsonl").open("rb") as lines:
        entries = forged(list(entries_of(lines)), change)
    (bundle / "log.jsonl").write_bytes(b"".join(map(line_of, entries)))
    manifest = json.loads((bundle / "manifest.json").read_text())
    manifest |= {"events": len(entries), "head_hash": entries[-1].hash.hex()}
    (bundle / "manifest.json").write_text(json.dumps(manifest))
    shutil.rmtree(bundle / "decisions")
    (bundle / "decisions").mkdir()
    for entry in entries:
        if entry.type in recorded_types():
            record = recorded_in(entry)
            (bundle / "decisions" / file_name(record)).write_text(record.model_dump_json())


def test_an_untouched_bundle_and_a_log_made_anew_are_equal(store: MemoryStore, bundle: Path) -> None:
    assert verify_export(bundle, PLUGINS).exit_code == 0
    forge(bundle, lambda said: None)
    assert verify_export(bundle, PLUGINS).exit_code == 0
    assert verify_store(forged_store(store, lambda said: None)).exit_code == 0


# The manifest


def test_the_table_names_every_key_of_the_manifest(exported: Path) -> None:
    assert tuple(json.loads((exported / "manifest.json").read_text())) == MANIFEST


@pytest.mark.parametrize("key", MANIFEST)
def test_a_changed_key_of_the_manifest_is_found(bundle: Path, key: str) -> None:
    manifest = json.loads((bundle / "manifest.json").read_text())
    (bundle / "manifest.json").write_text(json.dumps({**manifest, key: other(manifest[key])}))
    assert found(bundle)


# Records of decisions


@pytest.mark.parametrize("field", DecisionRecord.model_fields)
def test_a_changed_field_of_a_record_is_found(bundle: Path, field: str) -> None:
    for path in (bundle / "decisions").iterdir():
        before = path.read_text()
        record = json.loads(before)
        path.write_text(json.dumps({**record, field: other(record[field])}))
        assert found(bundle), path
        path.write_text(before)


@pytest.mark.parametrize("field", [name for name in DecisionRecord.model_fields if name not in BY_A_WITNESS_ALONE])
def test_a_changed_field_of_a_record_is_found_in_a_log_made_anew(bundle: Path, field: str) -> None:
    def change(said: dict[str, Any]) -> None:
        record = said["data"].get("record")
        if record is not None and said["type"] == "challenges.prioritised":
            record[field] = other(record[field])

    forge(bundle, change)
    assert found(bundle)


# Envelopes


@pytest.mark.parametrize("field", [name for name in ENVELOPE if name not in BY_A_WITNESS_ALONE])
def test_a_changed_field_of_an_envelope_is_found_in_a_log_made_anew(bundle: Path, field: str) -> None:
    def change(said: dict[str, Any]) -> None:
        if said["type"] == "challenges.accepted":
            said[field] = "2026-13-40" if field == "time" else other(said[field])

    try:
        forge(bundle, change)
    except Exception:  # what the forger's own tools choke on
        return
    assert found(bundle)


# Digests in events


def digests() -> Iterator[tuple[str, str]]:
    for kind in Event.registry.values():
        for name in kind.model_fields:
            if name in seals_of(kind) or name.endswith("sha256"):
                yield kind.type, name


DIGESTS = sorted(digests())


def test_the_journey_has_all_events_with_digests_but_those_named(store: MemoryStore) -> None:
    said = [decode(entry).event.model_dump() | {"type": entry.type} for entry in store.read("m")]
    there = {(kind, field) for kind, field in DIGESTS if any(one["type"] == kind and one[field] for one in said)}
    assert set(DIGESTS) - there - OF_A_FILE_OUTSIDE == NOT_IN_THIS_MISSION
    assert set(DIGESTS) >= OF_A_FILE_OUTSIDE


@pytest.mark.parametrize(
    ("kind", "field"),
    [(kind, field) for kind, field in DIGESTS if (kind, field) not in NOT_IN_THIS_MISSION | OF_A_FILE_OUTSIDE],
)
def test_a_changed_digest_in_an_event_is_found_in_a_log_made_anew(
    store: MemoryStore, bundle: Path, kind: str, field: str
) -> None:
    def change(said: dict[str, Any]) -> None:
        if said["type"] == kind and said["data"][field]:
            value = said["data"][field]
            said["data"][field] = value[::-1] if isinstance(value, str) else [one[::-1] for one in value]

    forge(bundle, change)
    assert verify_store(forged_store(store, change)).exit_code == 1 or found(bundle)
