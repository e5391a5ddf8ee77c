"""Erasure: a person's words go, and everything that others rely on stays as it was."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from osi_core.challenges.commands import AcceptChallenge, CloseRound, OpenRound, SubmitChallenge
from osi_core.challenges.events import BallotsCast, ChallengeSubmitted
from osi_core.challenges.facts import Challenge
from osi_core.challenges.problem import prioritisation_problem
from osi_core.domain import Phase
from osi_core.log.envelope import check_chain
from osi_core.mission.commands import EraseParticipant
from osi_core.mission.facts import Member
from osi_core.plugins import Answer, Plugins
from osi_core.process.deciding import StoredLog
from osi_core.process.export import write_bundle
from osi_core.process.receipts import trail_of
from osi_core.process.repeated import command_key_seal, kept_request
from osi_core.process.verifying import verify_export
from osi_core.testing.scenario import Scenario
from tests.unit.process.journey import travelled


def erase(journey, name="ada"):
    journey.do(EraseParticipant(mission="m", participant=name), by=name)


def seals_by(journey, name):
    """The seals in the log of what a person wrote."""
    sealed = []
    for record in journey.records():
        if record.actor == name:
            values = record.event.model_dump().values()
            sealed += [value for value in values if isinstance(value, str) and len(value) == 64]
    return sealed


def test_the_words_are_gone_and_those_of_others_are_not(journey):
    own, others = seals_by(journey, "ada"), seals_by(journey, "ben")
    assert len(own) >= 5, "challenge, solution, need, activity, bundle"
    erase(journey)
    assert [journey.engine.words("m", seal) for seal in own] == [None] * len(own)
    assert all(journey.engine.words("m", seal) for seal in others)


def test_the_log_is_byte_for_byte_what_it_was_and_one_event_longer(journey):
    before = [entry.raw for entry in journey.engine.store.read("m")]
    erase(journey)
    entries = list(journey.engine.store.read("m"))
    assert [entry.raw for entry in entries[:-1]] == before
    assert check_chain(entries) == journey.engine.head("m")


def test_published_results_stay_and_can_still_be_computed(journey, tmp_path):
    erase(journey)
    write_bundle(journey.engine.store, "m", tmp_path / "bundle")
    report = verify_export(tmp_path / "bundle", Plugins.builtin())
    assert report.exit_code == 0
    assert {verdict.answer for verdict in report.verdicts} == {Answer.EQUAL}


def test_an_erased_persons_ballot_still_counts_under_an_id_that_leads_to_nobody():
    journey = travelled(upto=2)
    closing = next(r for r in journey.records() if r.event.type == "challenges.round_closed")
    before = prioritisation_problem(StoredLog(journey.engine.store, "m", closing.position), closing)
    erase(journey)
    after = prioritisation_problem(StoredLog(journey.engine.store, "m", closing.position), closing)
    assert after == before
    assert len(journey.events(BallotsCast)) == 3


def test_every_receipt_still_proves_what_it_proved(journey):
    before = {name: trail_of(journey.engine, code) for name, code in journey.receipts.items()}
    erase(journey)
    for name, code in journey.receipts.items():
        after = trail_of(journey.engine, code)
        assert (after.position, after.hash) == (before[name].position, before[name].hash)
        assert [(step.position, step.type) for step in after.steps] == [
            (step.position, step.type) for step in before[name].steps
        ]


def test_the_tie_between_user_and_participant_is_gone_and_the_user_may_begin_anew():
    scenario = Scenario()
    first = scenario.engine.join("m", "user 4711")
    erase(scenario, first)
    assert scenario.engine.store.participant("m", "user 4711") is None
    assert scenario.engine.join("m", "user 4711") != first


def test_the_facts_keep_the_contribution_and_forget_the_role(journey):
    erase(journey)
    assert journey.fact(Challenge, "heat").rank == 1
    assert journey.fact(Member, "ada").roles == frozenset()


def test_secrets_of_the_mission_itself_are_not_erased_with_a_person():
    """Else a round could not be closed, and no receipt found, once somebody has gone."""
    scenario = Scenario()
    scenario.citizen("ada", "ben")
    scenario.open_without_gates(Phase.CHALLENGES)
    notes = []
    for name in ("heat", "water"):
        notes.append(scenario.do(SubmitChallenge(mission="m", challenge=name, title=name), by="ben").receipt)
        scenario.do(AcceptChallenge(mission="m", challenge=name))
    scenario.do(OpenRound(mission="m", round="first", closes_at=scenario.now + timedelta(days=1)))
    erase(scenario)
    scenario.later(days=1)
    scenario.do(CloseRound(mission="m", round="first"))
    scenario.decide()
    assert [trail_of(scenario.engine, note.code).words for note in notes if note] == ["heat", "water"]


def test_a_seal_without_its_salt_does_not_tell_the_words(journey):
    (heat,) = (event for event in journey.events(ChallengeSubmitted) if event.challenge == "heat")
    assert heat.title != hashlib.sha256(b"Secretwordheattitle").hexdigest()


def test_no_digest_remains_by_which_the_words_could_be_guessed():
    scenario = Scenario()
    scenario.citizen("ada")
    scenario.open_without_gates(Phase.CHALLENGES)
    scenario.do(SubmitChallenge(mission="m", challenge="heat", title="My address"), by="ada", command_id="c1")
    erase(scenario)
    right, wrong = (SubmitChallenge(mission="m", challenge="heat", title=title) for title in ("My address", "Another"))
    store = scenario.engine.store
    (record,) = scenario.engine.events_of_request("m", "c1")
    reply, key = store.reply("m", record.command_id), store.text("m", command_key_seal("m"))
    assert reply is not None
    assert key is not None
    assert reply.request_mac == kept_request(bytes.fromhex(key.text), right)
    assert reply.request_mac == kept_request(bytes.fromhex(key.text), wrong)
