"""Every reader, with files that somebody has changed: they are read, or the reader's own error says what is wrong."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from random import Random
from typing import Any

import pytest

from osi_core.files import InputRefused, json_of, toml_of
from osi_core.files.tables import Columns, read_table
from osi_core.log.canonical import canonical_by_standard_library
from osi_core.log.checkpoint import Checkpoint, NoteInvalid, checked, signed
from osi_core.log.ed25519 import Ed25519Signer, Ed25519Verifier
from osi_core.log.envelope import GENESIS, Entry, LogDamaged, chained, check_chain, decode
from osi_core.plugins import KINDS, Plugins
from osi_core.plugins.builtin import JsonLines
from osi_core.plugins.digest import load, named_columns
from osi_core.plugins.errors import FileRefused
from osi_core.process.export import Bundle, ExportInvalid, entries_of, line_of, record_of, write_bundle
from osi_core.process.playbook import Playbook, PlaybookInvalid, read_playbook
from osi_core.process.receipt_codes import ReceiptMalformed, read_code, receipt_code
from osi_core.process.verifying import verify_export, verify_record
from osi_core.process.witnesses import WitnessInvalid, place_of, witness_of
from osi_core.simulation import FolderInvalid, read_folder
from osi_core.words import message_of, plain_message
from tests.fuzz.mutations import as_json, of_bytes, of_json, of_value
from tests.fuzz.running import fuzz
from tests.unit.files.tables.making import ods, xlsx
from tests.unit.process.journey import travelled
from tests.unit.simulation.conftest import CHALLENGES, COMMENTS, MISSION, POLIS, POLIS_VOTES, VOTES

PLUGINS = Plugins.builtin()
SUMMARY = 'topic,"Müll"\nurl,https://example.org\nviews,3\n'
FOLDERS = {
    "csv": {"mission.toml": MISSION, "challenges.csv": CHALLENGES, "votes.csv": VOTES},
    "polis": {"mission.toml": POLIS, "challenges.csv": COMMENTS, "votes.csv": POLIS_VOTES, "summary.csv": SUMMARY},
}
RULES = MISSION + "[playbook.challenges]\ntop = 3\noptions = { ties = 'lot' }\n[region]\nsouth = 47.2\nnorth = 53.8\n"
PLAYBOOK = (
    'languages = ["de", "en"]\n[challenges]\ntop = 5\n[challenges.options]\nties = "lot"\n[support]\nmonths = 12\n'
)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a mission with one decision; each case changes a file and puts it back."""
    folder = tmp_path_factory.mktemp("fuzz") / "bundle"
    write_bundle(travelled(upto=3).engine.store, "m", folder)
    return folder


@pytest.fixture(scope="module")
def entries(bundle: Path) -> list[Entry]:
    return list(Bundle(bundle).entries())


@pytest.mark.parametrize("form", FOLDERS)
def test_a_mission_folder(form: str, tmp_path: Path) -> None:
    files = {name: text.encode() for name, text in FOLDERS[form].items()}
    files["mission.toml"] = RULES.encode() if form == "csv" else files["mission.toml"]
    for name, raw in files.items():
        (tmp_path / name).write_bytes(raw)

    def case(draw: Random) -> None:
        name = draw.choice((*files, "mission.toml"))
        (tmp_path / name).write_bytes(of_bytes(draw, files[name]))
        try:
            plan = read_folder(tmp_path)
            plan.rules()
        except (FolderInvalid, PlaybookInvalid) as refused:
            assert len(refused.say("de")) < 2_000
        finally:
            (tmp_path / name).write_bytes(files[name])

    fuzz(case, 0.08)


TABLE = (("id", "titel", "größe"), ("a", "Platz; oben", "3"), ("b", 'der "Bus"', "4,5"))
# No xls: each is read in a process of its own, for reading a changed one may find no end.
TABLES = {
    "csv": 'id;titel;größe\na;"Platz; oben";3\nb;"der ""Bus""";4,5\n'.encode(),
    "utf-16": "id\ttitel\tgröße\r\na\tPlatz\t3\r\n".encode("utf-16"),
    "json": json.dumps([dict(zip(TABLE[0], row, strict=True)) for row in TABLE[1:]]).encode(),
    "json lines": b'{"id": 1, "titel": {"de": "x"}}\n{"id": 2, "mehr": [1, 2]}\n',
    "xlsx": xlsx(TABLE),
    "ods": ods(TABLE),
}


@pytest.mark.parametrize("form", TABLES)
def test_a_table(form: str, tmp_path: Path) -> None:
    path = tmp_path / "table"

    def case(draw: Random) -> None:
        path.write_bytes(of_bytes(draw, TABLES[form]))
        try:
            table = read_table(path, Columns(("id",)))
            assert all(isinstance(cell, str) for _, cells in table for cell in cells)
        except InputRefused as refused:
            assert len(refused.say("de")) < 2_000

    fuzz(case, 0.05)


def test_a_playbook(tmp_path: Path) -> None:
    path = tmp_path / "playbook.toml"

    def case(draw: Random) -> None:
        path.write_bytes(of_bytes(draw, PLAYBOOK.encode()))
        try:
            read_playbook(path).as_plain()
        except PlaybookInvalid as refused:
            assert refused.say("de")

    fuzz(case, 0.06)


def test_a_playbook_that_was_recorded() -> None:
    plain = Playbook().as_plain()

    def case(draw: Random) -> None:
        from osi_core.process.playbook import playbook_of

        try:
            playbook_of(of_value(draw, plain)).as_plain()
        except PlaybookInvalid as refused:
            assert refused.say("de")

    fuzz(case, 0.02)


def test_bytes_as_json_and_toml(bundle: Path) -> None:
    manifest = (bundle / "manifest.json").read_bytes()

    def case(draw: Random) -> None:
        for read, raw in ((json_of, manifest), (toml_of, RULES.encode())):
            try:
                read(of_bytes(draw, raw), "x")
            except InputRefused as refused:
                assert refused.say("de")

    fuzz(case, 0.04)


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    record = {"id": "c-1", "title": "Schatten", "votes": [1, 2, {"by": None}], "share": 1.5}

    def case(draw: Random) -> None:
        path.write_bytes(b"\n".join(of_json(draw, record) for _ in range(3)))
        try:
            for found in JsonLines().read(path):
                json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
        except FileRefused as refused:
            assert refused.say("de")

    fuzz(case, 0.04)


def test_checkpoints_keys_and_places() -> None:
    signer = Ed25519Signer("example.org/osi", bytes(32))
    note = signed(Checkpoint("m", 4217, bytes(range(32))), signer)
    place = place_of(4217, "ab" * 32)

    def case(draw: Random) -> None:
        changed = of_bytes(draw, note)
        try:
            assert checked(changed, [Ed25519Verifier(signer.public, "key")], "x").position == 4217
        except NoteInvalid as refused:
            assert len(refused.say("de")) < 2_000
        for read, text in ((Ed25519Verifier, signer.public), (Ed25519Signer.read, signer.private)):
            try:
                read(of_bytes(draw, text.encode()).decode("utf-8", "replace"), "key")
            except NoteInvalid as refused:
                assert refused.say("de")
        try:
            witness_of(of_bytes(draw, place.encode()).decode("utf-8", "replace"))
        except WitnessInvalid as refused:
            assert refused.say("de")

    fuzz(case, 0.04)


def test_an_events_bytes(entries: list[Entry]) -> None:
    def case(draw: Random) -> None:
        entry = draw.choice(entries)
        raw = of_json(draw, json.loads(entry.raw))
        try:
            decode(entry._replace(raw=raw)).event.model_dump(mode="json")
        except LogDamaged as damaged:
            assert damaged.say("de")
        try:
            check_chain([entry._replace(position=1, raw=raw, hash=chained(GENESIS, raw))])
        except LogDamaged as damaged:
            assert damaged.say("de")

    fuzz(case, 0.12)


def test_lines_of_a_log(entries: list[Entry]) -> None:
    def case(draw: Random) -> None:
        try:
            for entry in entries_of([of_bytes(draw, line_of(draw.choice(entries)))]):
                hash(entry)
        except LogDamaged as damaged:
            assert damaged.say("de")

    fuzz(case, 0.04)


def forged(draw: Random, entries: list[Entry]) -> list[Entry]:
    """The log with some of its events changed, and chained anew to fit."""
    changed = set(draw.sample(range(len(entries)), draw.choice((1, 1, 3))))
    found, previous = [], GENESIS
    for place, entry in enumerate(entries):
        raw = entry.raw
        if place in changed:
            envelope = json.loads(raw)
            envelope["data"] = of_value(draw, envelope["data"])
            raw = canonical_by_standard_library(_whole(envelope))
        previous = chained(previous, raw)
        found.append(entry._replace(raw=raw, hash=previous))
    return found


def _whole(value: Any) -> Any:
    return json.loads(as_json(value).replace(b"\\ud800", b"?"))


def test_a_forged_bundle(bundle: Path, entries: list[Entry]) -> None:
    log, manifest = bundle / "log.jsonl", bundle / "manifest.json"
    before = {log: log.read_bytes(), manifest: manifest.read_bytes()}

    def case(draw: Random) -> None:
        written = forged(draw, entries)
        log.write_bytes(b"".join(map(line_of, written)))
        said = json.loads(before[manifest]) | {"head_hash": written[-1].hash.hex()}
        manifest.write_bytes(as_json(said) if draw.random() < 0.9 else of_json(draw, said))
        try:
            for verdict in verify_export(bundle, PLUGINS).verdicts:
                assert verdict.say("de") or verdict.exit_code == 0 or verdict.exit_code == 4
        except ExportInvalid as refused:
            assert refused.say("de")
        finally:
            for path, raw in before.items():
                path.write_bytes(raw)

    fuzz(case, 0.03)


def test_a_decision_record_and_what_it_names(bundle: Path, tmp_path: Path) -> None:
    copied = shutil.copytree(bundle, tmp_path / "bundle")
    (path,) = (copied / "decisions").glob("rounds.*")
    record = json.loads(path.read_bytes())

    def case(draw: Random) -> None:
        path.write_bytes(of_json(draw, record))
        try:
            record_of(path).sha256()
            assert verify_record(path, PLUGINS).say("de") is not None
        except ExportInvalid as refused:
            assert refused.say("de")

    fuzz(case, 0.06)


def test_the_pieces_of_an_input(bundle: Path) -> None:
    (path,) = (bundle / "decisions").glob("rounds.*")
    record = json.loads(path.read_bytes())
    document = json.loads((bundle / "blobs" / record["input_sha256"]).read_bytes())

    class Held:
        """Blobs of which one was changed; it says that the digest fits."""

        def __init__(self, raw: bytes) -> None:
            import hashlib

            self.raw, self.sha256 = raw, hashlib.sha256(raw).hexdigest()

        def blob(self, sha256: str) -> bytes | None:
            return self.raw if sha256 == self.sha256 else Bundle(bundle).blob(sha256)

    def case(draw: Random) -> None:
        held = Held(of_json(draw, document))
        try:
            load(KINDS["prioritisation"].problem, held.sha256, held)
            named_columns(held.raw)
        except (ValueError, LookupError) as refused:  # OtherModel, MissingBlob, and what a field does not take
            assert type(refused) is not KeyError

    fuzz(case, 0.04)


def test_the_code_of_a_receipt() -> None:
    code = receipt_code(b"key", 7, "chain-1").encode()

    def case(draw: Random) -> None:
        try:
            read_code(of_bytes(draw, code).decode("utf-8", "surrogatepass" if draw.random() < 0.1 else "replace"))
        except (ReceiptMalformed, UnicodeDecodeError) as refused:
            assert str(refused)

    fuzz(case, 0.03)


def test_a_message_that_was_recorded() -> None:
    plain = {"code": "x", "values": {"a": {"decimal": "1.5"}, "b": {"list": [1, {"ratio": "1/3"}]}, "c": {"name": "n"}}}

    def case(draw: Random) -> None:
        try:
            plain_message(message_of(of_value(draw, plain)))
        except ValueError as refused:
            assert str(refused) != ""

    fuzz(case, 0.02)
