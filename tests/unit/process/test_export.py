"""Export bundles: all that is needed to check a mission on another machine, and nothing personal."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO

import pytest

from osi_core.challenges.events import ChallengeSubmitted
from osi_core.log.canonical import canonical, parse
from osi_core.log.envelope import GENESIS, LogDamaged, chained, check_chain
from osi_core.log.memory import MemoryStore
from osi_core.plugins import Answer, Outcome, Plugins, WorkStage
from osi_core.process.export import Bundle, ExportInvalid, entries_of, line_of, write_bundle
from osi_core.process.verifying import verify_export, verify_record
from osi_core.testing.scenario import Scenario
from osi_core.words import Message
from tests.unit.process.journey import travelled

PLUGINS = Plugins.builtin()


def verified(folder):
    return verify_export(folder, PLUGINS)


def answers(folder):
    return [verdict.answer for verdict in verified(folder).verdicts]


def rewritten(folder, change):
    """As a forger would: events are changed, the chain and the manifest made anew to fit."""
    entries, previous = [], GENESIS
    with (folder / "log.jsonl").open("rb") as lines:
        for entry in list(entries_of(lines)):
            envelope = parse(entry.raw)
            change(envelope)
            raw = canonical(envelope)
            previous = chained(previous, raw)
            entries.append(entry._replace(raw=raw, hash=previous, type=envelope["type"], stream=envelope["stream"]))
    (folder / "log.jsonl").write_bytes(b"".join(map(line_of, entries)))
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest |= {"events": len(entries), "head_hash": previous.hex()}
    (folder / "manifest.json").write_text(json.dumps(manifest))


# What is in it


def test_a_bundle_holds_log_manifest_records_and_what_they_rest_on(exported):
    manifest = json.loads((exported / "manifest.json").read_text())
    assert (manifest["format"], manifest["version"], manifest["mission"]) == ("osi-export", 1, "m")
    lines = (exported / "log.jsonl").read_bytes().splitlines()
    assert len(lines) == manifest["events"]
    assert manifest["head_hash"] == json.loads(lines[-1])["hash"]
    assert len(list((exported / "decisions").iterdir())) == manifest["decisions"] == 5
    assert (exported / "blobs").is_dir()


def test_a_line_of_the_log_holds_the_very_bytes_that_were_hashed():
    store = travelled(upto=1).engine.store
    entries = list(store.read("m"))
    assert list(entries_of(map(line_of, entries))) == entries


def test_a_bundle_holds_nothing_personal(exported):
    for path in exported.rglob("*"):
        if path.is_file():
            assert b"secretword" not in path.read_bytes().lower(), path.name


def test_the_words_that_are_looked_for_are_really_in_the_store():
    journey = travelled(upto=2)
    words = [journey.engine.words("m", event.title) for event in journey.events(ChallengeSubmitted)]
    assert words[0] == "Secretwordheattitle"


def test_an_export_replaces_an_earlier_one(exported, tmp_path):
    journey = travelled(upto=1)
    folder = tmp_path / "bundle"
    write_bundle(journey.engine.store, "m", folder)
    journey.open_without_gates()
    journey.citizen("late")
    manifest = write_bundle(journey.engine.store, "m", folder)
    assert Bundle(folder).manifest == manifest
    assert manifest["events"] == journey.engine.head("m").position
    assert [path.name for path in tmp_path.iterdir()] == ["bundle"]


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(ValueError, match="is not empty and no export bundle; choose another folder"):
        write_bundle(Scenario().engine.store, "m", tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_a_mission_that_is_not_there_has_no_export(tmp_path):
    with pytest.raises(ValueError, match="missions/nowhere has no events in this store"):
        write_bundle(MemoryStore(), "nowhere", tmp_path / "bundle")
    assert list(tmp_path.iterdir()) == []


def test_an_export_that_fails_leaves_the_earlier_one_and_no_traces(tmp_path, monkeypatch):
    store = Scenario().engine.store
    folder = tmp_path / "bundle"
    write_bundle(store, "m", folder)
    before = (folder / "log.jsonl").read_bytes()

    def full(*_, **__):
        raise OSError("no space left on device")

    monkeypatch.setattr(store, "read", full)
    with pytest.raises(OSError, match="no space left"):
        write_bundle(store, "m", folder)
    assert (folder / "log.jsonl").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["bundle"]


# Verifying


def test_a_bundle_as_it_was_written_is_equal(exported):
    report = verified(exported)
    assert (report.exit_code, report.damaged_at) == (0, None)
    assert [verdict.answer for verdict in report.verdicts] == [Answer.EQUAL] * 5
    assert [verdict.decision for verdict in report.verdicts] == [
        "missions/m/rounds/first",
        "missions/m/kickoffs/town-hall",
        "missions/m/grant-rounds/g1",
        "missions/m/assessments/sails",
        "missions/m/plans/sails",
    ]


def test_verifying_tells_how_far_it_is(exported):
    told: list[float] = []

    def progress(fraction: float, best: Outcome | None = None, *, stage: WorkStage = "deciding") -> None:
        assert stage == "deciding"  # nothing here has to be compiled
        told.append(fraction)

    verify_export(exported, PLUGINS, progress)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_every_single_record_can_be_verified_by_itself(exported):
    for path in (exported / "decisions").iterdir():
        assert verify_record(path, PLUGINS).answer is Answer.EQUAL


def test_one_changed_byte_anywhere_in_a_log_is_found_and_its_position_named(tmp_path):
    """Each byte of each line in turn, changed in one bit or in its case, or to something that is no JSON."""
    scenario = Scenario()
    scenario.citizen("ada", "ben")
    folder = tmp_path / "bundle"
    write_bundle(scenario.engine.store, "m", folder)
    log = (folder / "log.jsonl").read_bytes()
    for index, byte in enumerate(log):
        position = log[:index].count(b"\n") + 1
        for other in {byte ^ 1, byte ^ 0x20, ord("\n"), ord(" "), 0xFF} - {byte}:
            changed = BytesIO(log[:index] + bytes([other]) + log[index + 1 :])
            with pytest.raises(LogDamaged) as damaged:
                check_chain(entries_of(changed))
            assert damaged.value.position == position, f"byte {index}: {byte} -> {other}"
    for index in range(0, len(log), 97):
        (folder / "log.jsonl").write_bytes(log[:index] + bytes([log[index] ^ 1]) + log[index + 1 :])
        report = verified(folder)
        assert (report.damaged_at, report.exit_code) == (log[:index].count(b"\n") + 1, 1)
        assert report.damage


def test_a_changed_byte_in_the_middle_of_a_long_log_is_found_at_its_position(bundle):
    lines = (bundle / "log.jsonl").read_bytes().splitlines(keepends=True)
    for position in (1, 40, len(lines)):
        changed = list(lines)
        changed[position - 1] = changed[position - 1].replace(b'"actor":"', b'"actor":"x', 1)
        (bundle / "log.jsonl").write_bytes(b"".join(changed))
        assert verified(bundle).damaged_at == position


@pytest.mark.parametrize(
    ("tamper", "found_at"),
    [
        (lambda lines: lines[:-1], -1),
        (lambda lines: [*lines[:9], *lines[10:]], 10),
        (lambda lines: [*lines[:9], lines[10], lines[9], *lines[11:]], 10),
        (lambda lines: [*lines, lines[-1]], 0),
        (lambda lines: [], -len("all")),
    ],
    ids=["cut off", "one left out", "two exchanged", "one repeated", "empty"],
)
def test_lines_left_out_exchanged_or_repeated_are_found(bundle, tamper, found_at):
    lines = (bundle / "log.jsonl").read_bytes().splitlines(keepends=True)
    (bundle / "log.jsonl").write_bytes(b"".join(tamper(list(lines))))
    expected = {-1: len(lines), 0: len(lines) + 1, -3: 1}.get(found_at, found_at)
    report = verified(bundle)
    assert (report.damaged_at, report.exit_code) == (expected, 1)


def test_a_log_that_ends_elsewhere_than_the_manifest_says_is_damaged(bundle):
    manifest = json.loads((bundle / "manifest.json").read_text())
    (bundle / "manifest.json").write_text(json.dumps(manifest | {"head_hash": "0" * 64}))
    report = verified(bundle)
    assert report.exit_code == 1
    assert report.damage == Message.of("log.ends-elsewhere")


def test_a_changed_record_file_is_not_equal_and_named(bundle):
    (path,) = (bundle / "decisions").glob("rounds.first-*.json")
    record = json.loads(path.read_text())
    path.write_text(json.dumps(record | {"seed": "0" * 64}))
    verdict = verified(bundle).verdicts[0]
    assert verdict.answer is Answer.NOT_EQUAL
    assert f"decisions/{path.name}: missing, or not what the log says at" in verdict.where


@pytest.mark.parametrize("content", [b"", b"not json", b"{}", b"\xff", b"[" * 10_000])
def test_a_record_file_that_cannot_be_read_is_not_equal(bundle, content):
    (path,) = (bundle / "decisions").glob("rounds.first-*.json")
    path.write_bytes(content)
    assert answers(bundle) == [Answer.NOT_EQUAL] + [Answer.EQUAL] * 4
    with pytest.raises(
        ExportInvalid, match=f"{path.name}(, line 1)?: (not a decision record: decision: |.*JSON|.*UTF-8|nests)"
    ):
        verify_record(path, PLUGINS)


def test_a_record_file_that_is_missing_is_not_equal(bundle):
    (path,) = (bundle / "decisions").glob("rounds.first-*.json")
    path.unlink()
    assert answers(bundle)[0] is Answer.NOT_EQUAL


def test_a_changed_blob_is_as_good_as_missing(bundle):
    (path,) = (bundle / "decisions").glob("rounds.first-*.json")
    blob = bundle / "blobs" / json.loads(path.read_text())["input_sha256"]
    blob.write_bytes(blob.read_bytes() + b" ")
    report = verified(bundle)
    assert report.verdicts[0].answer is Answer.CANNOT_RECOMPUTE
    assert report.exit_code == 3


def test_an_order_that_was_published_otherwise_than_decided_is_found(bundle):
    """The whole chain was forged to fit; only the decision itself does not."""

    def exchange(envelope):
        if envelope["type"] == "challenges.prioritised":
            first, second, *others = envelope["data"]["order"]
            envelope["data"]["order"] = [second, first, *others]

    rewritten(bundle, exchange)
    verdict = verified(bundle).verdicts[0]
    assert verdict.answer is Answer.NOT_EQUAL
    assert "RecordPrioritisation leads to another 'data.order'" in verdict.where


def test_a_place_at_the_kickoff_that_was_given_otherwise_than_decided_is_found(bundle):
    def exchange(envelope):
        if envelope["type"] == "solutions.places_given":
            envelope["data"]["solutions"] = ["wells", *envelope["data"]["solutions"]]

    rewritten(bundle, exchange)
    verdict = verified(bundle).verdicts[1]
    assert verdict.answer is Answer.NOT_EQUAL
    assert "RecordAllocation leads to another 'data.solutions'" in verdict.where


def test_a_ballot_that_was_changed_in_the_whole_chain_gives_another_input(bundle):
    def turn(envelope):
        if envelope["type"] == "challenges.ballots_cast":
            envelope["data"]["choices"] = {"type": "i4", "base64": "AAAAAA=="}  # all are for the first challenge alone
            envelope["data"]["offsets"] = {"type": "i4", "base64": "AAAAAAEAAAA="}  # one ballot of one choice

    rewritten(bundle, turn)
    verdict = verified(bundle).verdicts[0]
    assert verdict.answer is Answer.NOT_EQUAL
    assert verdict.where == "input_sha256: the log up to the close gives another input"


def test_a_secret_that_is_not_the_promised_one_is_found(bundle):
    def choose(envelope):
        if envelope["type"] == "challenges.round_closed":
            envelope["data"]["secret"] = "00" * 32

    rewritten(bundle, choose)
    assert "verify.secret-not-promised" in [finding.reason.code for finding in verified(bundle).findings]


@pytest.mark.parametrize(("field", "value"), [("strategy", "borda"), ("options", {"ties": "seed"})])
def test_a_rule_that_was_changed_after_the_opening_is_found(bundle, field, value):
    def choose(envelope):
        if envelope["type"] == "challenges.round_closed":
            envelope["data"][field] = value

    rewritten(bundle, choose)
    assert f"data.{field}" in [finding.reason.values.get("field") for finding in verified(bundle).findings]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("strategy", "borda", "strategy: the close asked for borda, the record says proportional-ranking"),
        ("options", {"ties": "name"}, "options.ties: the close asked for 'name', the record says 'seed'"),
    ],
)
def test_a_result_by_another_rule_than_the_close_asked_for_is_found(bundle, field, value, said):
    def choose(envelope):
        if envelope["type"] in ("challenges.round_opened", "challenges.round_closed"):
            envelope["data"][field] = value

    rewritten(bundle, choose)
    verdict = verified(bundle).verdicts[0]
    assert (verdict.answer, verdict.where) == (Answer.NOT_EQUAL, said)


def test_a_seed_that_does_not_follow_from_secret_and_input_is_found(bundle):
    def choose(envelope):
        if envelope["type"] == "challenges.round_opened":
            envelope["data"]["secret_sha256"] = hashlib.sha256(bytes(32)).hexdigest()
        if envelope["type"] == "challenges.round_closed":
            envelope["data"]["secret"] = "00" * 32

    rewritten(bundle, choose)
    assert verified(bundle).verdicts[0].where == "seed: not SHA-256(secret ‖ input digest)"


def test_a_strategy_in_another_version_cannot_recompute(exported, monkeypatch):
    strategy = PLUGINS.strategy("prioritisation", "proportional-ranking")
    monkeypatch.setattr(type(strategy), "version", 99)
    report = verified(exported)
    assert report.verdicts[0].answer is Answer.CANNOT_RECOMPUTE
    assert "here is version 99" in report.verdicts[0].where
    assert report.exit_code == 3


def test_a_strategy_that_is_not_installed_cannot_recompute(exported):
    report = verify_export(exported, Plugins())
    assert {verdict.answer for verdict in report.verdicts} == {Answer.CANNOT_RECOMPUTE}
    assert report.exit_code == 3


def test_a_strategy_that_decides_otherwise_is_not_equal(exported, monkeypatch):
    strategy = PLUGINS.strategy("prioritisation", "proportional-ranking")
    solve = type(strategy).solve

    def backwards(self, problem, options, seed, progress):
        found = solve(self, problem, options, seed, progress)
        return found.model_copy(update={"order": found.order[::-1]})

    monkeypatch.setattr(type(strategy), "solve", backwards)
    report = verified(exported)
    assert report.verdicts[0].answer is Answer.NOT_EQUAL
    assert report.exit_code == 1


# What is no bundle


def test_a_folder_without_a_manifest_is_no_bundle(tmp_path):
    with pytest.raises(ExportInvalid, match=r"manifest\.json"):
        verified(tmp_path)


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        ("not json", "manifest.json, line 1: is not JSON"),
        ("[]", "not the manifest of an export bundle"),
        ("{}", "not the manifest of an export bundle"),
        ('{"mission": "m", "format": "zip", "version": 1}', "format 'zip' version 1; expected 'osi-export' version 1"),
        ('{"mission": "m", "format": "osi-export", "version": 9}', "version 9; expected 'osi-export' version 1"),
    ],
)
def test_a_manifest_that_is_none_is_refused(bundle, manifest, said):
    (bundle / "manifest.json").write_text(manifest)
    with pytest.raises(ExportInvalid) as invalid:
        verified(bundle)
    assert said in str(invalid.value)


def test_a_bundle_without_its_log_is_refused(bundle):
    (bundle / "log.jsonl").unlink()
    with pytest.raises(ExportInvalid, match=r"log\.jsonl: is missing"):
        verified(bundle)


def test_a_forged_result_without_a_close_is_not_equal(bundle):
    """Its chain fits; that nothing was closed before does not."""

    def open_only(envelope):
        if envelope["type"] == "challenges.prioritised":
            envelope["stream"] = "missions/m/rounds/another"

    rewritten(bundle, open_only)
    assert answers(bundle)[0] is Answer.NOT_EQUAL


def test_events_that_do_not_hold_together_are_not_equal_and_the_other_decisions_are_told(bundle):
    """An id that is none: no command can be made of it."""

    def misname(envelope):
        if envelope["type"] == "challenges.round_closed":
            envelope["data"]["round"] = "No Id!"

    rewritten(bundle, misname)
    first, *others = verified(bundle).verdicts
    assert first.answer is Answer.NOT_EQUAL
    assert "does not fit what stands before it" in first.where
    assert [verdict.answer for verdict in others] == [Answer.EQUAL] * 4
