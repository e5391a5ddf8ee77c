"""Erasure: a person's words go, and everything that others rely on stays as it was."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from osi_core.challenges.commands import AcceptChallenge, CastBallot, CloseRound, OpenRound, SubmitChallenge
from osi_core.challenges.events import BallotsCast, ChallengeSubmitted
from osi_core.challenges.facts import Challenge
from osi_core.challenges.problem import prioritisation_problem
from osi_core.domain import Phase, Refused, Rejected
from osi_core.log.envelope import check_chain
from osi_core.log.store import NOBODY
from osi_core.mission.commands import EraseParticipant, JoinMission
from osi_core.mission.facts import Member
from osi_core.plugins import Answer, Plugins
from osi_core.process import trail_of
from osi_core.process.aliases import tied_to
from osi_core.process.deciding import StoredLog
from osi_core.process.engine import Engine
from osi_core.process.export import write_bundle
from osi_core.process.repeated import COMMAND_KEY, kept_request
from osi_core.process.request import Handled, Request
from osi_core.process.share import share_of
from osi_core.process.verifying import verify_export
from osi_core.support.commands import ConsentToBundle, RecordActivity, StateNeed
from osi_core.support.events import SupportKind
from osi_core.testing.scenario import Scenario
from tests.fuzz.test_commands import sample
from tests.unit.process.journey import travelled


def erase(journey, name="ada"):
    journey.do(EraseParticipant(mission="m", participant=name), by=name)


def seals_by(journey, name):
    """The seals in the log of what a person wrote."""
    sealed = []
    for record in journey.records():
        if record.actor == name:
            values = record.event.model_dump(exclude={"box_sha256"}).values()
            sealed += [value for value in values if isinstance(value, str) and len(value) == 64]
    return sealed


def test_the_words_are_gone_and_those_of_others_are_not(journey):
    own, others = seals_by(journey, "ada"), seals_by(journey, "ben")
    assert len(own) >= 5, "challenge, solution, need, activity, bundle"
    erase(journey)
    assert [journey.engine.words("m", seal) for seal in own] == [None] * len(own)
    assert all(journey.engine.words("m", seal) for seal in others)


def test_the_log_is_byte_for_byte_what_it_was_and_longer_by_the_erasure_and_its_answer(journey):
    before = [entry.raw for entry in journey.engine.store.read("m")]
    erase(journey)
    entries = list(journey.engine.store.read("m"))
    assert [entry.raw for entry in entries[:-2]] == before
    assert [entry.type for entry in entries[-2:]] == ["mission.participant_erased", "hearing.erasure_answered"]
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
    assert tied_to(scenario.engine.store, "m", "user 4711") is None
    assert scenario.engine.join("m", "user 4711") != first


# Nothing more is done by who was erased


@pytest.fixture(scope="module")
def forgotten():
    """A mission in its support phase whose founder of a solution, and speaker of an institution, were erased."""
    journey = travelled(upto=4)
    for name in ("ada", "aue-speaker"):
        erase(journey, name)
    return journey


@pytest.mark.parametrize("kind", sorted(share_of("all").rules, key=repr), ids=lambda k: k.__name__)
def test_an_erased_person_gives_no_command_of_any_kind(forgotten, kind):
    command = made(kind, mission="m")
    for name in ("ada", "aue-speaker"):
        assert "actor-erased" in forgotten.refused(command, by=name)
        assert "actor-erased" in [unmet.code for unmet in forgotten.engine.unmet(command, actor=name)]


def made(kind, mission):
    """Some command of a kind."""
    schema, draw = kind.model_json_schema(), Random(kind.__name__)
    for _ in range(10_000):
        fields = sample(draw, schema, schema.get("$defs", {}))
        try:
            return kind.model_validate({**fields, "mission": mission})
        except Rejected:
            continue
    raise AssertionError(f"no {kind.__name__} could be made")


def test_commands_without_a_role_are_closed_to_the_erased_too(forgotten):
    """Founders need no role for these: they leave new words, which no second erasure would take."""
    of_team: dict[str, Any] = {"mission": "m", "initiative": "sails"}
    for command in (
        StateNeed(**of_team, need="n9", kind=SupportKind.EXPERT, text="My new words"),
        RecordActivity(**of_team, note="My new words"),
        ConsentToBundle(**of_team, bundle="b9"),
    ):
        assert "actor-erased" in forgotten.refused(command, by="ada")
    assert "actor-erased" not in [unmet.code for unmet in forgotten.engine.unmet(command, actor="cem")]


def test_without_a_command_at_hand_nothing_is_open_to_the_erased(forgotten):
    assert [may.line.name for may in forgotten.engine.may("m", "ada") if not may.unmet] == []


def test_erasing_twice_is_refused_and_changes_nothing(forgotten):
    assert "participant-erased" in forgotten.refused(EraseParticipant(mission="m", participant="ada"))


# Nobody votes twice by being erased in between


def with_a_round():
    """A mission in which a round is open that one user has voted in."""
    scenario = Scenario()
    scenario.citizen("ben")
    voter = scenario.engine.join("m", "user 4711")
    scenario.open_without_gates(Phase.CHALLENGES)
    for name in ("heat", "water"):
        scenario.do(SubmitChallenge(mission="m", challenge=name, title=name), by="ben")
        scenario.do(AcceptChallenge(mission="m", challenge=name))
    scenario.do(OpenRound(mission="m", round="first", closes_at=scenario.now + timedelta(days=1)))
    ballot = CastBallot(mission="m", round="first", participant=voter, ballot="b1", choices=("heat",))
    scenario.do(ballot, by=voter)
    return scenario, voter


def test_an_erased_voter_comes_back_when_no_vote_of_theirs_can_count_any_more():
    scenario, voter = with_a_round()
    erase(scenario, voter)
    for _ in range(5):
        with pytest.raises(Refused, match="a vote of theirs may still count") as refused:
            scenario.engine.join("m", "user 4711")
        assert refused.value.codes == ("alias-held",)
    scenario.close_without_gates(Phase.CHALLENGES)
    assert tied_to(scenario.engine.store, "m", "user 4711") == NOBODY, "the round is not closed"
    scenario.open_without_gates(Phase.CHALLENGES)
    scenario.later(days=1)
    scenario.do(CloseRound(mission="m", round="first"))
    assert tied_to(scenario.engine.store, "m", "user 4711") == NOBODY, "statements can be voted on"
    scenario.close_without_gates(Phase.CHALLENGES)
    assert tied_to(scenario.engine.store, "m", "user 4711") is None
    assert scenario.engine.join("m", "user 4711") != voter


def test_others_join_while_an_alias_is_held():
    scenario, voter = with_a_round()
    erase(scenario, voter)
    assert scenario.engine.join("m", "user 12") == scenario.engine.join("m", "user 12")


def test_the_end_of_voting_frees_an_alias_also_for_an_engine_that_starts_later():
    scenario, voter = with_a_round()
    erase(scenario, voter)
    other = Engine(scenario.engine.store, plugins=Plugins.builtin(), clock=lambda: scenario.now)
    with pytest.raises(Refused, match="may still count"):
        other.join("m", "user 4711")


# In one group


def test_who_joins_and_is_erased_in_one_group_leaves_nothing():
    scenario = Scenario()
    scenario.open_without_gates(Phase.CHALLENGES)
    join = Request(JoinMission(mission="m", participant="zoe"), "zoe", alias="user 9")
    words = Request(SubmitChallenge(mission="m", challenge="heat", title="My words"), "zoe", "c1")
    more = Request(SubmitChallenge(mission="m", challenge="more", title="More words"), "zoe", "c2")
    erasure = Request(EraseParticipant(mission="m", participant="zoe"), "zoe")
    again = Request(JoinMission(mission="m", participant="yve"), "yve", alias="user 9")
    answers = scenario.engine.handle_many([join, words, erasure, more, again])
    assert [isinstance(answer, Handled) for answer in answers] == [True, True, True, False, False]
    assert [answer.codes for answer in answers if isinstance(answer, Refused)] == [
        ("role-missing", "actor-erased"),
        ("alias-held",),
    ]
    (heat,) = scenario.events(ChallengeSubmitted)
    assert scenario.engine.words("m", heat.title) is None
    assert tied_to(scenario.engine.store, "m", "user 9") == NOBODY


def test_who_is_erased_does_not_come_back_in_the_same_group():
    """There is no vote that could count here, but the group's alias is still that of the erased one."""
    scenario = Scenario()
    first = scenario.engine.join("m", "user 9")
    erasure = Request(EraseParticipant(mission="m", participant=first), first)
    again = Request(JoinMission(mission="m", participant="yve"), "yve", alias="user 9")
    answers = scenario.engine.handle_many([erasure, again])
    assert isinstance(answers[1], Refused)
    assert answers[1].codes == ("alias-held",)
    scenario.do(again.command, by="yve", alias="user 9")
    assert scenario.engine.join("m", "user 9") == "yve"


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
    reply, key = store.reply("m", record.command_id), store.text("m", COMMAND_KEY)
    assert reply is not None
    assert key is not None
    assert reply.request_mac == kept_request(bytes.fromhex(key.text), right)
    assert reply.request_mac == kept_request(bytes.fromhex(key.text), wrong)
