"""Receipts: a code that only the contributor holds, and the whole way from the words to what came of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from osi_core.challenges.commands import AcceptChallenge, SubmitChallenge
from osi_core.curation.commands import OrderAssessment
from osi_core.domain import Phase, StopReason
from osi_core.mission.commands import EraseParticipant
from osi_core.mission.prefixes import prefix_of
from osi_core.process.group import Group
from osi_core.process.lineage import Lineage
from osi_core.process.receipt_codes import read_code
from osi_core.process.receipts import ReceiptUnknown, find_receipt, trail_of
from osi_core.process.verifying_store import verify_store
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


# Finding


def test_a_code_of_another_store_is_not_known(scenario):
    with pytest.raises(ReceiptUnknown, match="no contribution in this store has the receipt code 000000-"):
        trail_of(scenario.engine, "000000-00000-00000-00000-00000")


def test_the_store_keeps_no_code_only_its_digest(journey):
    for code in journey.receipts.values():
        assert journey.engine.store.receipt(code) is None
        assert journey.engine.store.receipt(read_code(code).digest) is not None


def test_each_code_begins_with_the_chain_that_issued_it_and_only_that_leads_anywhere(journey):
    chain = journey.engine.memory("m").chain
    assert {code[:5] for code in journey.receipts.values()} == {f"{prefix_of(chain)}-"}
    other = "0000" if prefix_of(chain) != "0000" else "1111"
    for code in journey.receipts.values():
        with pytest.raises(ReceiptUnknown, match=f"no contribution in this store has the receipt code {other}-"):
            find_receipt(journey.engine, other + code[4:])


def test_a_code_from_before_there_were_prefixes_leads_where_it_led(journey):
    for name, code in journey.receipts.items():
        assert trail_of(journey.engine, code[5:]) == way(journey, name)


def test_in_a_log_from_before_chains_had_names_codes_have_no_prefix_and_lead_on(monkeypatch):
    begun = Group._begun

    def without_a_name(group, chance):
        yield from begun(group, chance)
        group.memory.chain = ""

    monkeypatch.setattr(Group, "_begun", without_a_name)
    old = Scenario()
    old.citizen("ada")
    old.open_without_gates(Phase.CHALLENGES)
    note = old.do(SubmitChallenge(mission="m", challenge="heat", title="Heat"), by="ada").receipt
    assert note is not None
    assert len(note.code) == 30
    assert trail_of(old.engine, note.code).words == "Heat"
    with pytest.raises(ReceiptUnknown):
        trail_of(old.engine, f"0000-{note.code}")
    assert verify_store(old.engine.store, codes=[note.code]).receipts


def test_a_receipt_leads_to_the_contributions_place_in_the_chain():
    scenario = Scenario()
    scenario.citizen("ada")
    scenario.open_without_gates(Phase.CHALLENGES)
    handled = scenario.do(SubmitChallenge(mission="m", challenge="heat", title="Heat"), by="ada")
    note, (record,) = handled.receipt, handled.events
    assert note is not None
    assert find_receipt(scenario.engine, note.code) == record
    assert (note.position, note.hash, note.id) == (record.position, record.hash.hex(), record.id)
    trail = trail_of(scenario.engine, note.code)
    assert (trail.chain, trail.position, trail.hash, trail.id) == ("", note.position, note.hash, note.id)


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
        assert lineage.trail(find_receipt(journey.engine, code), own=True) == way(journey, name)


def test_an_erased_contributors_way_stays_without_the_words(journey):
    before = way(journey, "heat")
    journey.do(EraseParticipant(mission="m", participant="ada"), by="ada")
    after = way(journey, "heat")
    assert after.words is None
    assert "Secretwordheattitle" not in json.dumps(after.as_plain())
    assert [(step.position, step.type) for step in after.steps] == [(step.position, step.type) for step in before.steps]
    assert (after.position, after.hash, after.reached) == (before.position, before.hash, before.reached)


def test_a_solution_whose_words_were_erased_is_not_called_as_the_challenge_that_it_answers(journey):
    journey.do(EraseParticipant(mission="m", participant="ben"), by="ben")
    said = [step.say() for step in way(journey, "heat").steps if "admitted" in step.type]
    assert said == [
        "initiative “Secretwordsailstitle” admitted to the programme",
        "initiative solutions/wells admitted to the programme",
    ]


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
