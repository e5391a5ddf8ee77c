"""Receipts: a code that only the contributor holds, and the whole way from the words to what came of them."""

from __future__ import annotations

import hmac
import json
from typing import Any

import pytest

from osi_core.challenges.commands import AcceptChallenge, SubmitChallenge
from osi_core.curation.commands import OrderAssessment
from osi_core.domain import Phase, StopReason
from osi_core.mission.commands import EraseParticipant
from osi_core.process.receipt_codes import _ALPHABET, digest_of_own, receipt_code, receipt_digest
from osi_core.process.receipts import Lineage, ReceiptUnknown, find_receipt, trail_of
from osi_core.report.measures import measure
from osi_core.report.measures.receipts import receipts_part
from osi_core.report.source import Source
from osi_core.scaling.commands import EndAdoption
from osi_core.solutions.commands import LeaveTeam, UpdateSolution
from osi_core.solutions.events import UpdateKind
from osi_core.solutions.team_commands import AppointSpeaker, NameSpeaker, ResignAsSpeaker
from osi_core.support.commands import AdmitInitiative, MarkDroppedOut
from osi_core.testing.scenario import Scenario
from osi_core.way import Stage
from osi_core.words import OWN
from tests.unit.process.journey import travelled


def way(journey, name):
    """The trail of a contribution."""
    return trail_of(journey.engine, journey.receipts[name])


def types(trail):
    return [step.type for step in trail.steps]


def told_of_the_fit(journey, name):
    """What a receipt tells of the assessment."""
    return [step for step in way(journey, name).steps if step.type == "curation.assessed"]


# Codes


def test_a_code_is_26_characters_in_five_groups_that_can_be_read_out():
    code = receipt_code(b"k" * 32, 7)
    groups = code.split("-")
    assert [len(group) for group in groups] == [6, 5, 5, 5, 5]
    assert set("".join(groups)) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


def test_the_same_contribution_has_the_same_code_and_another_one_has_another():
    codes = {receipt_code(key, position) for key in (b"k" * 32, b"l" * 32) for position in range(1, 200)}
    assert len(codes) == 2 * 199
    assert receipt_code(b"k" * 32, 7) == receipt_code(b"k" * 32, 7)


def test_a_code_spells_the_first_half_of_the_mac_over_the_position_and_is_kept_as_it_is_read():
    for position in (1, 7, 10**9):
        code = receipt_code(b"k" * 32, position)
        letters = [_ALPHABET.index(letter) for letter in code.replace("-", "")]
        number = sum(letter << 5 * place for place, letter in enumerate(reversed(letters)))
        assert number.to_bytes(16, "big") == hmac.digest(b"k" * 32, b"%d" % position, "sha256")[:16]
        assert digest_of_own(code) == receipt_digest(code)


def test_a_code_is_understood_in_small_letters_without_hyphens_and_with_letters_misread():
    code = receipt_code(b"k" * 32, 7)
    digest = receipt_digest(code)
    assert receipt_digest(code.lower()) == digest
    assert receipt_digest(f"  {code.replace('-', ' ')} ") == digest
    assert receipt_digest(code.replace("1", "I").replace("0", "O")) == digest
    assert receipt_digest(code.replace("1", "l").replace("0", "o")) == digest


@pytest.mark.parametrize("wrong", ["", "hello", "U" * 26, "0" * 25, "0" * 27, "ä" * 26, "0" * 25 + "!"])
def test_what_cannot_be_a_code_is_refused(wrong):
    with pytest.raises(ValueError, match="is not a receipt code: 26 characters"):
        receipt_digest(wrong)


def test_a_code_of_another_store_is_not_known(scenario):
    with pytest.raises(ReceiptUnknown, match="no contribution in this store has the receipt code 000000-"):
        trail_of(scenario.engine, "000000-00000-00000-00000-00000")


def test_the_store_keeps_no_code_only_its_digest(journey):
    for code in journey.receipts.values():
        assert journey.engine.store.receipt(code) is None
        assert journey.engine.store.receipt(receipt_digest(code)) is not None


def test_a_receipt_leads_to_the_contributions_place_in_the_chain():
    scenario = Scenario()
    scenario.citizen("ada")
    scenario.open_without_gates(Phase.CHALLENGES)
    handled = scenario.do(SubmitChallenge(mission="m", challenge="heat", title="Heat"), by="ada")
    note, (record,) = handled.receipt, handled.events
    assert note is not None
    assert find_receipt(scenario.engine, note.code) == ("m", record.position)
    assert (note.position, note.hash) == (record.position, record.hash.hex())
    trail = trail_of(scenario.engine, note.code)
    assert (trail.position, trail.hash) == (note.position, note.hash)


def test_moderation_is_no_contribution_and_has_no_receipt():
    scenario = Scenario()
    scenario.citizen("ada")
    scenario.open_without_gates(Phase.CHALLENGES)
    scenario.do(SubmitChallenge(mission="m", challenge="heat", title="Heat"), by="ada")
    assert scenario.do(AcceptChallenge(mission="m", challenge="heat")).receipt is None


# The way


def test_a_challenge_leads_from_the_words_to_the_adoption(journey):
    trail = way(journey, "heat")
    assert trail.words == "Secretwordheattitle"
    assert trail.reached is Stage.ADOPTION
    assert trail.ended() == "It is in use: institutions have adopted it."
    assert trail.ended("de") == "Es wirkt: Institutionen haben es übernommen."
    told = types(trail)
    milestones = [
        "challenges.submitted",
        "challenges.accepted",
        "challenges.prioritised",
        "challenges.commitment_made",
        "solutions.submitted",
        "support.initiative_admitted",
        "support.need_met",
        "support.bundle_formed",
        "curation.pilot_agreed",
        "curation.pilot_ended",
        "curation.assessed",
        "scaling.adopted",
        "challenges.commitment_kept",
    ]
    assert [kind for kind in dict.fromkeys(told) if kind in milestones] == milestones
    positions = [step.position for step in trail.steps]
    assert positions == sorted(set(positions)), "in the log's order, nothing twice"


def test_every_step_says_when_and_what_in_both_languages(journey):
    for name in journey.receipts:
        for step in way(journey, name).steps:
            assert step.say("en")
            assert step.say("de")
            assert "{" not in step.say("en") + step.say("de")
            assert step.time.tzinfo is not None


def test_a_merged_challenge_lives_on_in_the_other_ones_way(journey):
    trail = way(journey, "warmth")
    assert "challenges.merged" in types(trail)
    assert trail.reached is Stage.ADOPTION
    assert "lives on in “Secretwordheattitle”: the same" in [step.say() for step in trail.steps]


def test_how_the_other_challenge_began_is_no_step_of_a_merged_ones_way(journey):
    told = types(way(journey, "warmth"))
    assert told[:3] == ["challenges.submitted", "challenges.accepted", "challenges.merged"]
    assert (told.count("challenges.submitted"), told.count("challenges.accepted")) == (1, 1)


def test_a_merge_into_it_is_no_step_of_the_other_ones_own_way(journey):
    assert "challenges.merged" not in types(way(journey, "heat"))


def test_a_rejected_challenge_ends_with_the_reason(journey):
    trail = way(journey, "spam")
    assert types(trail) == ["challenges.submitted", "challenges.rejected"]
    assert trail.steps[-1].say() == "rejected: advertising"
    assert trail.ended() == "It ended with the moderation's decision."


def test_a_challenge_that_nobody_took_on_says_how_far_it_came_and_its_place():
    journey = travelled(upto=2)
    trail = way(journey, "noise")
    assert trail.reached is Stage.PRIORITY
    assert trail.ended() == "It has come as far as: priority. Its place in the priorities is 3."
    gap = way(journey, "water")
    assert [step.say() for step in gap.steps][-1] == "acknowledged as a gap: not ours"


def test_a_place_in_the_priorities_is_the_challenges_own_and_not_that_of_a_namesake():
    journey = travelled(upto=2)
    assert way(journey, "commitment").ended() == "It has come as far as: commitment. No solution answers it yet."


@pytest.mark.parametrize(
    ("upto", "reached"), [(2, Stage.COMMITMENT), (3, Stage.SOLUTION), (4, Stage.SUPPORT), (5, Stage.PILOT)]
)
def test_the_way_goes_on_with_the_mission(upto, reached):
    trail = way(travelled(upto=upto), "heat")
    assert trail.reached is reached
    assert OWN.write(reached, "en") in trail.ended()


def test_a_way_whose_only_initiative_dropped_out_says_so_and_why():
    journey = travelled(upto=5)
    note = "The team has found other work"
    journey.do(MarkDroppedOut(mission="m", initiative="sails", reason=StopReason.NO_TIME, note=note), by="ada")
    trail = way(journey, "sails")
    assert trail.reached is Stage.PILOT
    assert trail.ended().startswith("It has come as far as: pilot. There it stopped: initiative “")
    assert trail.ended().endswith(" dropped out: no time")
    assert "Dort endete es: Initiative „" in trail.ended("de")
    journey.do(AdmitInitiative(mission="m", initiative="sails", programme="first"))
    assert way(journey, "sails").ended() == "It has come as far as: pilot. No institution has adopted it yet."


def test_a_founder_reads_of_new_versions_and_of_who_speaks_for_the_team():
    journey = travelled(upto=5)
    sails: dict[str, Any] = {"mission": "m", "solution": "sails"}
    journey.do(UpdateSolution(**sails, text="Sails with a frame", kind=UpdateKind.CONTENT), by="ada")
    journey.do(OrderAssessment(mission="m", initiative="sails", reason="a frame is new"), by="aue-speaker")
    journey.do(AppointSpeaker(**sails, participant="cem"), by="ada")
    journey.do(LeaveTeam(**sails), by="ada")
    journey.do(ResignAsSpeaker(**sails), by="cem")
    journey.later(days=14)
    journey.do(NameSpeaker(**sails, participant="cem"), by="olga")
    told = [step.say("en") for step in way(journey, "sails").steps]
    assert "(version 1, 5 reviewers)" in next(step for step in told if step.startswith("problem-solution fit"))
    assert [step.partition(" was changed: ")[2] or step for step in told[-5:]] == [
        "new content",
        "a new assessment was ordered, of version 2: a frame is new",
        "another member speaks for the team of “Secretwordsailstitle”",
        "a speaker of “Secretwordsailstitle” resigned",
        "the organisers named who speaks for “Secretwordsailstitle”, for its members had chosen nobody in time",
    ]


def test_what_nobody_uses_any_more_is_not_told_to_be_in_use():
    journey = travelled(upto=6)
    journey.do(EndAdoption(mission="m", adoption="a1", reason="No money left"), by="bonn-speaker")
    trail = way(journey, "heat")
    assert trail.reached is Stage.ADOPTION
    assert trail.ended().startswith("It was in use, and is no longer: adoption of “")
    assert trail.ended().endswith(" ended: No money left")
    assert "Es war im Einsatz und ist es nicht mehr: Übernahme von „" in trail.ended("de")


def test_a_ballot_leads_to_the_result_of_its_round_and_never_to_what_it_named(journey):
    trail = way(journey, "ballot-ada")
    assert types(trail) == ["challenges.ballots_cast", "challenges.prioritised"]
    assert "heat" not in json.dumps(trail.as_plain("de"))


def test_a_vote_and_a_statement_have_a_short_way(journey):
    assert types(way(journey, "vote")) == ["challenges.votes_cast"]
    assert types(way(journey, "trees")) == ["challenges.statement_submitted", "challenges.statement_accepted"]


def test_an_endorsement_tells_of_itself_and_of_no_other(journey):
    trail = way(journey, "endorsement-aue")
    assert [step.say() for step in trail.steps] == ["Aue endorsed the mission"]


def test_a_review_leads_to_what_came_of_the_assessment(journey):
    trail = way(journey, "review-rosa")
    assert types(trail)[0] == "curation.review_submitted"
    assert "curation.assessed" in types(trail)
    assert types(trail).count("curation.review_submitted") == 1


@pytest.mark.parametrize(
    ("name", "reached"),
    [
        ("ballot-ada", "priority"),
        ("trees", "moderation"),
        ("vote", "contribution"),
        ("review-rosa", "fit"),
        ("contest-rosa", "fit"),
        ("grant-ballot", "support"),
        ("registration-dia", "contribution"),
    ],
)
def test_what_is_open_for_others_is_not_told_of_a_contribution_that_leads_no_further(journey, name, reached):
    assert way(journey, name).ended() == f"It has come as far as: {reached}."


def test_a_need_and_an_offer_lead_to_each_other(journey):
    assert types(way(journey, "need")) == ["support.need_stated", "support.match_proposed", "support.need_met"]
    assert types(way(journey, "offer")) == ["support.offered", "support.match_proposed", "support.need_met"]


def test_who_joined_a_team_sees_how_far_it_came(journey):
    trail = way(journey, "team")
    assert types(trail)[0] == "solutions.submitted"
    assert "solutions.team_joined" in types(trail)
    assert trail.reached is Stage.ADOPTION


def test_the_short_form_tells_at_most_three_steps_of_a_stage(journey):
    trail = way(journey, "heat")
    kept, left_out = trail.short()
    assert len(kept) + left_out == len(trail.steps)
    for stage in Stage:
        assert len([step for step in kept if step.stage is stage]) <= 3


def test_one_lineage_answers_for_many_receipts(journey):
    lineage = Lineage(journey.engine, "m")
    for name, code in journey.receipts.items():
        _, position = find_receipt(journey.engine, code)
        assert lineage.trail(position, own=True) == way(journey, name)


def test_an_erased_contributors_way_stays_without_the_words(journey):
    before = way(journey, "heat")
    journey.do(EraseParticipant(mission="m", participant="ada"), by="ada")
    after = way(journey, "heat")
    assert after.words is None
    assert "Secretwordheattitle" not in json.dumps(after.as_plain())
    assert [(step.position, step.type) for step in after.steps] == [(step.position, step.type) for step in before.steps]
    assert (after.position, after.hash, after.reached) == (before.position, before.hash, before.reached)


# What concerns the team alone


def test_a_teams_own_receipts_tell_its_scores_and_nobody_elses_do():
    journey = travelled(upto=5)
    for name in ("sails", "team"):
        (step,) = told_of_the_fit(journey, name)
        said = step.say("en")
        assert said.endswith("your mean scores: feasibility 4, fit 4, impact 4, problem 4, solution 4"), said
        assert "die mittleren Bewertungen für euch: feasibility 4" in step.say("de")
    for name in ("heat", "review-rosa"):
        (step,) = told_of_the_fit(journey, name)
        assert "means" not in step.message.values


def test_a_public_page_tells_no_scores_also_on_a_teams_receipt():
    journey = travelled(upto=5)
    source = Source(journey.engine, "m")
    page = repr(receipts_part(source, [journey.receipts["sails"]])) + repr(measure(source).curation)
    assert "step.curation.assessed" in page
    assert "mean" not in page
