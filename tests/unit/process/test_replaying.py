"""Verifying judges every command again: what nobody could have done is found, though the chain was made to fit.

Each forgery is one that a chain alone cannot show. What only a witness can find is a log that could have been written.
"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from osi_core.domain import RULES_VERSION, BoxUse, Refused, Role, Service
from osi_core.log.memory import MemoryStore
from osi_core.mission.commands import AdoptRules, CreateMission, StateProvenance
from osi_core.plugins import Answer, Plugins
from osi_core.process.engine import Engine
from osi_core.process.share import Share, share_of
from osi_core.process.verifying import verify_export, verify_together
from osi_core.testing.scenario import Scenario
from tests.golden.logs import APART, bundle_of, bundles_apart
from tests.unit.process.forging import envelopes_of, forge, renumbered, write

PLUGINS = Plugins.builtin()


def told(folder):
    """Everything that verifying has against a bundle, as text."""
    report = verify_export(folder, PLUGINS)
    assert report.exit_code == 1, "it was taken for right"
    found = [f"{one.position} {one.at}: {one.reason.code} {one.reason.values}" for one in report.findings]
    found += [f"{one.decision}: {one.reason}" for one in report.verdicts if one.answer is Answer.NOT_EQUAL]
    return "\n".join([*found, str(report.damage or "")])


def first(envelopes, kind):
    return next(one for one in envelopes if one["type"] == kind)


# As it was


def test_what_was_granted_is_granted_again_and_what_cannot_be_asked_is_told(exported):
    report = verify_export(exported, PLUGINS)
    assert (report.exit_code, report.findings) == (0, ())
    asked_once = {"mission.conditions.strategies_are_installed", "process.always.command_id_is_not_reused"}
    assert asked_once <= set(report.unasked)
    assert "mission.conditions.goal_is_set" not in report.unasked


# Removed


def without(kind):
    def change(envelopes):
        victim = first(envelopes, kind)
        return [one for one in envelopes if one is not victim]

    return change


@pytest.mark.parametrize(
    ("removed", "found"),
    [
        ("mission.created", "mission-unknown"),
        ("mission.goal_set", "goal-missing"),
        ("mission.phase_opened", "phase-not-open"),
        ("mission.participant_joined", "role-missing"),
        ("mission.role_granted", "role-missing"),
        ("mission.institution_registered", "institution-unknown"),
        ("challenges.accepted", "challenge-not-accepted"),
        ("challenges.round_opened", "round"),
        ("challenges.prioritised", "challenge-not-prioritised"),
    ],
)
def test_what_others_rest_on_was_removed(bundle, removed, found):
    forge(bundle, without(removed))
    assert found in told(bundle)


def test_an_endorsement_that_the_gate_needed_was_removed(bundle):
    def change(envelopes):
        science = {"type": "mission.endorsed", "sector": "science"}
        return [one for one in envelopes if {"type": one["type"], "sector": one["data"].get("sector")} != science]

    forge(bundle, change)
    assert "ClosePhase" in told(bundle)


def test_a_close_without_a_result_is_due_and_not_equal_to_a_result(bundle):
    """All that follows from the results is gone too: what is left is a log that waits for them."""

    def change(envelopes):
        close = next(number for number, one in enumerate(envelopes) if one["type"] == "challenges.round_closed")
        return envelopes[: close + 1]

    forge(bundle, change)
    report = verify_export(bundle, PLUGINS)
    (verdict,) = report.verdicts
    assert (verdict.answer, verdict.decision) == (Answer.DUE, "missions/m/rounds/first")


# Added


def put(after, envelope):
    """Puts an event behind the first of a type; it stands on what was known there."""

    def change(envelopes):
        place = next(number for number, one in enumerate(envelopes) if one["type"] == after)
        before = envelopes[place]
        added = {
            **before,
            **envelope(before),
            "facts_at": dict.fromkeys(before["facts_at"], before["position"]),
            "position": 10**6,
        }
        return [*envelopes[: place + 1], added, *envelopes[place + 1 :]]

    return change


def test_a_role_that_nobody_granted_was_added(bundle):
    def grant(before):
        data = {"participant": "mallory", "role": "organiser", "institution": None, "sector": None}
        stream = "missions/m/participants/mallory"
        return {
            "type": "mission.role_granted",
            "schema": 1,
            "stream": stream,
            "actor": "mallory",
            "refs": [],
            "data": data,
        }

    forge(bundle, put("mission.participant_joined", grant))
    assert "GrantRole" in told(bundle)


def test_an_adoption_at_position_two_was_added(bundle):
    adopted = first(envelopes_of(bundle), "scaling.adopted")

    def adopt(before):
        return {name: adopted[name] for name in ("type", "stream", "actor", "refs", "data", "schema")}

    forge(bundle, put("mission.created", adopt))
    assert "RecordAdoption" in told(bundle)


# Changed


def changed(kind, **fields):
    def change(envelopes):
        first(envelopes, kind)["data"] |= fields

    return change


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (changed("mission.endorsed", sector="science"), "data.sector"),
        (changed("mission.endorsed", institution="nobody"), "not-own-institution"),
        (changed("challenges.round_closed", strategy="borda"), "strategy"),
        (changed("challenges.round_closed", secret="ab" * 32), "secret"),
        (changed("challenges.prioritised", top=1), "data.top"),
        (changed("curation.assessed", result="unclear"), "data.result"),
        (changed("solutions.kickoff_held", attended=4_000), "data.attended"),
        (changed("solutions.places_given", solutions=["sails", "wells"]), "data.solutions"),
    ],
)
def test_what_follows_from_the_log_was_changed(bundle, change, found):
    forge(bundle, change)
    assert found in told(bundle)


def envelope(kind, **fields):
    def change(envelopes):
        first(envelopes, kind).update(fields)

    return change


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (envelope("challenges.accepted", time="not a time"), "time"),
        (envelope("challenges.accepted", actor=None), "actor"),
        (envelope("challenges.accepted", actor="mallory"), "role-missing"),
        (envelope("challenges.accepted", mission="another"), "AcceptChallenge"),
        (envelope("challenges.accepted", more="than there was"), "more"),
        (envelope("challenges.accepted", refs=["missions/m/challenges/elsewhere"]), "refs"),
        (envelope("challenges.accepted", stream="missions/m/solutions/s"), "solutions/s"),
        (envelope("challenges.submitted", stream="missions/m/challenges/other"), "challenge"),
    ],
)
def test_an_envelope_that_no_engine_writes(bundle, change, found):
    forge(bundle, change)
    assert found in told(bundle)


@pytest.mark.parametrize("field", ["id", "version"])
def test_ids_and_versions_are_what_their_places_say(bundle, field):
    envelopes = renumbered(envelopes_of(bundle))
    first(envelopes, "challenges.accepted")[field] = {"id": "m:1", "version": 7}[field]
    write(bundle, envelopes)
    assert field in told(bundle)


# The bundle


def test_a_stray_file_is_named(bundle):
    (bundle / "blobs" / "notes.txt").write_text("hello")
    assert "blobs/notes.txt" in told(bundle)


def test_a_manifest_that_counts_decisions_that_are_not_there_is_named(bundle):
    path = bundle / "manifest.json"
    path.write_text(path.read_text().replace('"decisions": 5', '"decisions": 6'))
    assert "verify.miscounted" in told(bundle)


def test_one_missing_outcome_leaves_the_other_decisions_their_verdicts(bundle):
    record = next((bundle / "decisions").glob("rounds.first-*.json"))
    (bundle / "blobs" / json.loads(record.read_text())["outcome_sha256"]).unlink()
    report = verify_export(bundle, PLUGINS)
    lost, *others = report.verdicts
    assert lost.answer is Answer.CANNOT_RECOMPUTE
    assert {verdict.answer for verdict in others} == {Answer.EQUAL}
    assert report.findings == ()


# Versions of the rules


def test_a_mission_records_the_version_of_its_rules():
    town = Scenario()
    mission = town.engine.memory("m").mission_state(town.engine.store)
    assert mission is not None
    assert mission.rules == RULES_VERSION == max(line.since for line in share_of("all").lines)


def test_a_line_holds_from_its_version_until_its_last():
    """Under version 1 anybody in office states where data comes from; from version 2 on, only the operator does."""
    lines = share_of("all").rules
    share = Share("all", share_of("all").parts)
    old = replace(lines[StateProvenance], until=1)
    new = replace(lines[StateProvenance], by=frozenset({Role.OPERATOR}), since=2)
    share.lines = (*(line for line in share.lines if line.command is not StateProvenance), old, new)
    share.newest_rules = 2
    engine = Engine(MemoryStore(), share=share, plugins=PLUGINS)
    engine.handle(CreateMission(mission="m", title="One", rules=1))
    assert engine.judge.table(engine.memory("m").mission_state(engine.store))[StateProvenance] is old
    engine.handle(AdoptRules(mission="m", rules=2, reason="Data is the operator's business"))
    assert engine.judge.table(engine.memory("m").mission_state(engine.store))[StateProvenance] is new
    with pytest.raises(Refused, match="is no newer one"):
        engine.handle(AdoptRules(mission="m", rules=2, reason="Once more"))
    with pytest.raises(Refused, match="is not known here"):
        engine.handle(AdoptRules(mission="m", rules=3, reason="From the future"))


@pytest.mark.parametrize("version", range(1, RULES_VERSION + 1))
def test_a_log_of_each_version_of_the_rules_verifies_for_ever(version):
    """Its decisions too, unless a strategy has another version by now."""
    report = verify_export(bundle_of(version), PLUGINS)
    assert (report.damaged_at, report.findings) == (None, ())
    assert {verdict.answer for verdict in report.verdicts} <= {Answer.EQUAL, Answer.CANNOT_RECOMPUTE}


@pytest.mark.parametrize("version", range(APART, RULES_VERSION + 1))
def test_the_logs_of_several_services_verify_for_ever_alone_and_together(version):
    folders = bundles_apart(version)
    for service in Service:
        report = verify_export(folders[service], PLUGINS)
        assert (report.damaged_at, report.findings) == (None, ()), service
        assert {verdict.answer for verdict in report.verdicts} <= {Answer.EQUAL, Answer.CANNOT_RECOMPUTE}
    assert verify_together(list(folders.values())) == ()


def test_every_event_of_a_version_comes_of_one_command():
    for version in range(1, RULES_VERSION + 1):
        lines = share_of("all").rules_in(version).values()
        kinds = [
            (kind, line.command.uses_box is BoxUse.CASTS, Role.ENGINE in line.by)
            for line in lines
            for kind in line.events
        ]
        assert len(kinds) == len(set(kinds))
