"""Bundles of a mission of three services: each verifies alone, given what it heard; together, whatever was said."""

from __future__ import annotations

import json

import pytest

from osi_core.domain import Service
from osi_core.plugins import Plugins
from osi_core.plugins.verification import Answer
from osi_core.process.export import write_bundle
from osi_core.process.verifying import verify_export, verify_together
from tests.unit.process.apart import JourneyApart, played

PLUGINS = Plugins.builtin()


@pytest.fixture(scope="module")
def journey():
    return played(seed=2)


@pytest.fixture
def bundles(journey: JourneyApart, tmp_path):
    for service, engine in journey.engine.engines.items():
        write_bundle(engine.store, "m", tmp_path / service.value)  # whose it is, the log says
    return {service: tmp_path / service.value for service in Service}


def told(report):
    return [(one.at, one.reason.code, one.reason.values) for one in report.findings] + [
        (one.decision, one.reason) for one in report.verdicts if one.answer not in (Answer.EQUAL, Answer.CHECKED)
    ]


@pytest.mark.parametrize("service", Service)
def test_each_bundle_verifies_alone_given_what_it_heard(bundles, service):
    report = verify_export(bundles[service], PLUGINS)
    assert report.damaged_at is None, report.damage
    assert told(report) == []
    assert report.exit_code in (0, 4)
    assert json.loads((bundles[service] / "manifest.json").read_bytes())["share"] == service.value
    assert set(report.given) == {f"{other}-1" for other in Service if other is not service}


def test_every_decision_of_the_mission_comes_out_again_in_one_of_the_bundles(bundles):
    verdicts = [one for folder in bundles.values() for one in verify_export(folder, PLUGINS).verdicts]
    assert len(verdicts) == 5
    assert {one.answer for one in verdicts} <= {Answer.EQUAL, Answer.CHECKED}


def test_together_they_tell_that_each_heard_what_the_others_said(bundles):
    assert verify_together(list(bundles.values())) == ()


def changed(folder, change):
    """Rewrites what a bundle has heard, line by line."""
    path = folder / "heard.jsonl"
    lines = [json.loads(line) for line in path.read_bytes().splitlines()]
    change(lines)
    path.write_bytes(b"".join(json.dumps(one, sort_keys=True, separators=(",", ":")).encode() + b"\n" for one in lines))


def test_what_nobody_said_is_found_by_the_bundle_of_the_chain_that_should_have_said_it(bundles):
    def another_hash(lines):
        one = next(line for line in reversed(lines) if line["previous"] < line["position"] - 1)
        one["hash"] = "00" * 32

    changed(bundles[Service.FUNDING], another_hash)
    (finding,) = verify_together(list(bundles.values()))
    assert finding.reason.code == "verify.heard-otherwise"


def test_words_changed_in_what_was_heard_are_found_in_the_bundle_alone_or_beside_the_other(bundles):
    def mallory_organises(lines):
        one = next(line for line in lines if line["type"] == "mission.role_granted" and "organiser" in line["raw"])
        one["raw"] = one["raw"].replace("organiser", "expert")

    changed(bundles[Service.MATCHING], mallory_organises)
    assert verify_export(bundles[Service.MATCHING], PLUGINS).exit_code == 1
    assert verify_together(list(bundles.values())) != ()


def test_a_message_left_out_of_what_was_heard_is_found(bundles):
    changed(bundles[Service.MATCHING], lambda lines: lines.pop(3))
    report = verify_export(bundles[Service.MATCHING], PLUGINS)
    assert report.exit_code == 1
    assert report.findings[0].reason.code == "verify.heard-misplaced"


def test_a_bundle_without_what_it_heard_does_not_verify(bundles):
    (bundles[Service.FUNDING] / "heard.jsonl").unlink()
    assert verify_export(bundles[Service.FUNDING], PLUGINS).exit_code == 1


def test_a_hearer_that_leaves_out_the_bytes_of_what_it_should_fold_does_not_pass_for_equal(bundles):
    """As if nobody had been erased, or had lost a role: whatever it would have had to know."""

    def unsaid(lines):
        one = [line for line in lines if line["type"] == "mission.participant_joined"][-1]
        one["raw"] = ""

    changed(bundles[Service.MATCHING], unsaid)
    report = verify_export(bundles[Service.MATCHING], PLUGINS)
    assert report.exit_code == 3
    assert [finding.reason.code for finding in report.findings] == ["verify.heard-without-bytes"]
