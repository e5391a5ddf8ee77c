"""Witnesses outside: what is found only because somebody has kept a hash of the log."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from osi_core.domain import Phase
from osi_core.log.checkpoint import Checkpoint, NoteInvalid, checked
from osi_core.log.ed25519 import Ed25519Signer, Ed25519Verifier
from osi_core.log.envelope import origin_of
from osi_core.log.memory import MemoryStore
from osi_core.mission.events import PhaseClosed
from osi_core.plugins import Plugins
from osi_core.process.checkpoints import CheckpointFolder
from osi_core.process.export import entries_of, line_of, write_bundle
from osi_core.process.verifying import verify_export
from osi_core.process.verifying_store import verify_store
from osi_core.process.witnesses import Witness, WitnessInvalid, place_of, witness_in, witness_of
from tests.unit.process.journey import travelled
from tests.unit.process.whole_store import forged, forged_store

PLUGINS = Plugins.builtin()
SIGNER = Ed25519Signer("example.org/osi", bytes(range(32)))
VERIFIER = Ed25519Verifier(SIGNER.public, "key")


@pytest.fixture(scope="module")
def store():
    return travelled(upto=3).engine.store


@pytest.fixture(scope="module")
def kept(store):
    """What others have kept of every event."""
    return [Witness(entry.position, entry.hash, "kept") for entry in store.read("m")]


@pytest.fixture
def bundle(store, tmp_path):
    write_bundle(store, "m", tmp_path / "bundle")
    return tmp_path / "bundle"


def replace_log(bundle, entries):
    (bundle / "log.jsonl").write_bytes(b"".join(map(line_of, entries)))
    manifest = json.loads((bundle / "manifest.json").read_text())
    origins = Counter(origin_of(entry.raw).value for entry in entries)
    manifest |= {"events": len(entries), "head_hash": entries[-1].hash.hex(), "origins": dict(origins)}
    (bundle / "manifest.json").write_text(json.dumps(manifest))


def entries_in(bundle):
    with (bundle / "log.jsonl").open("rb") as lines:
        return list(entries_of(lines))


def test_the_log_that_was_witnessed_agrees(bundle, store, kept):
    report = verify_export(bundle, PLUGINS, witnesses=kept)
    assert (report.exit_code, report.contradictions) == (0, ())
    assert verify_store(store, "m", witnesses=kept).exit_code == 0


def test_a_log_whose_end_was_cut_off_is_shorter_than_was_witnessed(bundle, kept):
    entries = entries_in(bundle)
    replace_log(bundle, entries[:-1])
    assert verify_export(bundle, PLUGINS).exit_code == 0, "nothing in it shows that"
    report = verify_export(bundle, PLUGINS, witnesses=kept)
    assert report.exit_code == 1
    (found,) = report.contradictions
    assert (found.position, found.what.code) == (len(entries), "witness.log-shorter")


def test_a_log_that_was_rewritten_is_not_the_one_that_was_witnessed(bundle, store, kept):
    def change(said):
        said["command_id"] += "x" if said["position"] >= 20 else ""

    replace_log(bundle, forged(entries_in(bundle), change))
    assert verify_export(bundle, PLUGINS).exit_code == 0, "nothing in it shows that"
    for contradictions in (
        verify_export(bundle, PLUGINS, witnesses=kept).contradictions,
        verify_store(forged_store(store, change), "m", witnesses=kept).contradictions,
    ):
        assert [one.position for one in contradictions] == list(range(20, len(kept) + 1))
        assert {one.what.code for one in contradictions} == {"witness.other-log"}


def test_a_store_without_the_mission_is_shorter_than_any_witness(kept):
    report = verify_store(MemoryStore(), "m", witnesses=kept[:1])
    assert [one.what.code for one in report.contradictions] == ["witness.log-shorter"]


def test_a_receipt_is_a_witness():
    note = next(iter(travelled(upto=1).engine.store.read("m")))
    witness = witness_of(f" {place_of(note.position, note.hash.hex())}\n")
    assert (witness.position, witness.hash) == (1, note.hash)


@pytest.mark.parametrize("place", ["", "1", "0:" + "a" * 64, "1:" + "A" * 64, "1:abc", "01:" + "a" * 64, "9" * 5000])
def test_what_is_no_place_in_a_log_is_no_witness(place):
    with pytest.raises(WitnessInvalid, match="is no POSITION:HASH"):
        witness_of(place)


def test_a_checkpoint_of_another_mission_is_no_witness():
    with pytest.raises(WitnessInvalid, match=r"n\.checkpoint is a checkpoint of missions/n, not of missions/m"):
        witness_in(Checkpoint("n", 1, bytes(32)), "m", "n.checkpoint")


# Checkpoints at each close


def test_a_checkpoint_is_written_at_each_close_of_a_decision_and_of_a_phase(tmp_path):
    plugins = Plugins.builtin()
    plugins.register(CheckpointFolder(tmp_path / "kept", SIGNER))
    journey = travelled(MemoryStore(), plugins)
    closes = {
        "challenges.round_closed",
        "curation.assessment_closed",
        "funding.round_closed",
        "mission.phase_closed",
        "scaling.plan_requested",
        "solutions.registration_closed",
    }
    expected = {entry.position: entry for entry in journey.engine.store.read("m") if entry.type in closes}
    found = [checked(path.read_bytes(), [VERIFIER], path.name) for path in (tmp_path / "kept").iterdir()]
    assert {one.position: one.hash for one in found} == {place: entry.hash for place, entry in expected.items()}
    assert {one.mission for one in found} == {"m"}
    assert verify_store(journey.engine.store, "m", witnesses=[witness_in(one, "m", "") for one in found]).exit_code == 0


def test_a_checkpoint_that_cannot_be_written_harms_no_command(tmp_path):
    (tmp_path / "kept").write_text("no folder")
    plugins = Plugins.builtin()
    plugins.register(CheckpointFolder(tmp_path / "kept", SIGNER))
    journey = travelled(MemoryStore(), plugins, upto=1)
    assert [event.phase for event in journey.events(PhaseClosed)] == [Phase.MISSION]
    (failures,) = [row.failures for row in plugins.report() if row.failures]
    assert "FileExistsError" in str(failures[0])


def test_nobody_signs_two_hashes_of_one_position(tmp_path):
    folder = CheckpointFolder(tmp_path, SIGNER)
    path = folder.write(Checkpoint("m", 3, bytes(32)))
    assert folder.write(Checkpoint("m", 3, bytes(32))) == path
    with pytest.raises(NoteInvalid, match=r"m-3\.checkpoint says another hash for position 3"):
        folder.write(Checkpoint("m", 3, bytes(range(32))))
    assert checked(path.read_bytes(), [VERIFIER], "").hash == bytes(32)
