"""Each number of the report, on a mission small enough to count by hand (`tests/unit/process/journey.py`)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

import pytest

from osi_core.challenges.commands import AcceptStatement, CastVotes, SubmitStatement, Vote, WithdrawCommitment
from osi_core.curation.commands import ConfirmOverride, OverrideAssessment
from osi_core.domain import Phase, StopReason
from osi_core.mission.commands import EraseParticipant, StateProvenance
from osi_core.plugins.problems import Fit
from osi_core.process.receipts import ReceiptUnknown
from osi_core.report.measures import measure, receipts_part
from osi_core.report.measures.scaling import Progress
from osi_core.report.source import Source
from osi_core.scaling.facts import Reading
from osi_core.solutions.commands import WithdrawSolution
from osi_core.support.commands import AdmitInitiative, MarkDroppedOut, StartProgramme
from osi_core.words import OWN
from tests.unit.process.journey import travelled
from tests.unit.solutions.world import two_kickoffs


def counted(steps):
    return {step.key.partition("_")[2]: step.count for step in steps}


def of(journey):
    return measure(Source(journey.engine, "m"))


# The funnels


def test_registered_is_not_active(measured):
    # 4 citizens, an organiser, an expert, 5 speakers and 5 reviewers joined. Ada, Ben, Cem and Dia submitted, voted
    # or cast a ballot; all four registered; three came; Ada, Ben and Cem are in the teams of the two initiatives.
    assert counted(measured.funnels.people) == {
        "joined": 16,
        "took_part": 4,
        "registered": 4,
        "attended": 3,
        "active": 3,
    }


def test_of_five_challenges_two_are_in_the_top_and_one_is_adopted(measured):
    assert counted(measured.funnels.challenges) == {
        "submitted": 6,
        "accepted": 4,  # one was rejected, one withdrawn; the merged one was accepted before
        "top": 2,
        "committed": 1,
        "solved": 2,
        "piloted": 1,
        "adopted": 1,
    }


def test_both_solutions_became_initiatives_and_one_was_piloted_and_adopted(measured):
    assert counted(measured.funnels.solutions) == {
        "submitted": 2,
        "admitted": 2,
        "active": 2,
        "piloted": 1,
        "succeeded": 1,
        "adopted": 1,
    }


def test_a_commitment_withdrawn_counts_no_more():
    journey = travelled(upto=2)
    journey.do(WithdrawCommitment(mission="m", commitment="shade", reason="no money"), by="aue-speaker")
    assert counted(of(journey).funnels.challenges)["committed"] == 0


def test_who_is_in_the_team_of_a_dropped_out_initiative_is_not_active():
    journey = travelled(upto=4)
    why: dict[str, Any] = {"reason": StopReason.CIRCUMSTANCES, "note": "moved away"}
    journey.do(MarkDroppedOut(mission="m", initiative="sails", **why), by="ada")
    found = of(journey)
    assert counted(found.funnels.people)["active"] == 1  # Ben, with the wells
    assert [(row.reason, row.note) for row in found.support.drop_outs] == [("circumstances", "moved away")]
    assert found.support.active == 1
    journey.do(EraseParticipant(mission="m", participant="ada"), by="ada")
    assert [(row.reason, row.note) for row in of(journey).support.drop_outs] == [("circumstances", None)]


def test_a_solution_withdrawn_answers_nothing():
    journey = travelled(upto=3)
    journey.open(Phase.SUPPORT)
    journey.do(WithdrawSolution(mission="m", solution="wells", reason=StopReason.CIRCUMSTANCES), by="ben")
    assert counted(of(journey).funnels.challenges)["solved"] == 1


# The mission


def test_endorsements_stand_by_sector(measured):
    assert {row.sector.value: (len(row.endorsed_by), row.registered) for row in measured.mission.sectors} == {
        "civil_society": (1, 1),
        "administration": (2, 2),
        "business": (1, 1),
        "science": (1, 1),
    }


def test_each_part_is_what_its_events_are(measured):
    assert {row.origins for row in measured.mission.provenance.values() if row.origins} == {("real",)}
    assert measured.mission.origins(["votes", "challenges"]) == measured.mission.origins(("votes", "challenges"))
    assert [(group.origin, group.parts) for group in measured.mission.origins(["votes", "challenges"])] == [
        ("real", ("votes", "challenges"))
    ]
    assert measured.proof.origins == (("real", measured.proof.events),)


def test_a_stated_source_names_its_part_and_makes_nothing_of_it_real():
    journey = travelled(upto=1)
    journey.do(StateProvenance(mission="m", part="votes", source="a survey", licence="CC0-1.0"))
    votes = of(journey).mission.provenance["votes"]
    assert (votes.origins, votes.source, votes.licence) == ((), "a survey", "CC0-1.0")


def test_every_phase_has_its_span(measured):
    assert all(span.opened and span.closed and span.opened <= span.closed for span in measured.mission.phases)


# Challenges


def test_priorities_come_with_their_explanation_and_who_answers_them(measured):
    priorities = measured.priorities
    assert (priorities.ballots, priorities.top) == (3, 2)
    heat, water, noise = priorities.rows
    assert (heat.challenge, heat.title, heat.in_top, heat.merged_in) == ("heat", "Secretwordheattitle", True, 1)
    assert heat.supporters == 3
    assert "Place 1 of 3" in heat.why.say("en")
    assert "Platz 1 von 3" in heat.why.say("de")
    assert [(answer.institution, answer.status) for answer in heat.commitments] == [("Aue", "kept")]
    assert (water.gap, water.solutions, water.commitments) == ("not ours", 1, ())
    assert not noise.in_top


def test_a_gap_stays_on_the_list_until_it_is_filled(measured):
    (gap,) = measured.gaps
    assert (gap.challenge, gap.lacks, gap.reason, gap.filled) == ("water", "commitment", "not ours", False)


def test_of_each_person_and_statement_the_latest_vote_counts():
    journey = travelled(upto=1)
    journey.open(Phase.CHALLENGES)
    journey.do(SubmitStatement(mission="m", statement="trees", text="Plant trees"), by="ada")
    journey.do(AcceptStatement(mission="m", statement="trees"), by="olga")
    cast: tuple[tuple[str, Literal[-1, 0, 1], int], ...] = (("ada", 1, 0), ("ben", -1, 0), ("ben", 1, 1), ("cem", 0, 0))
    for person, value, revision in cast:
        vote = Vote(vote=f"{person}-{revision}", statement="trees", value=value, revision=revision)
        journey.do(CastVotes(mission="m", participant=person, votes=(vote,)), by=person)
    discussion = of(journey).discussion
    assert (discussion.votes, discussion.voters) == (3, 3)
    (stand,) = discussion.agreed
    assert (stand.text, stand.agree, stand.disagree, stand.passed) == ("Plant trees", 2, 0, 1)


# Commitments, kick-off, support


def test_the_register_tells_kept_from_promised(measured):
    none = dict.fromkeys(("kept_late", "made", "offered", "late", "withdrawn", "refused"), 0)
    assert measured.commitments.counts == {"kept": 1, **none}
    (row,) = measured.commitments.rows
    assert (row.institution, row.scope, row.said) == ("Aue", "ten squares", "measured")


def test_the_kickoff_shows_tables_and_wishes(measured):
    kickoff = measured.kickoff
    assert (kickoff.registered, kickoff.attended, kickoff.placed) == (4, 3, 4)
    assert kickoff.wish_places == {1: 4, 0: 0}
    assert kickoff.table_sizes == {4: 1}
    assert (kickoff.existing, kickoff.newly_developed) == (2, 0)


def test_several_kickoffs_stand_in_a_row_each_and_together():
    measured = measure(Source(two_kickoffs().engine, "m"))
    kickoff = measured.kickoff
    assert kickoff is not None
    assert [(row.kickoff, row.registered, row.attended, row.placed, row.status) for row in kickoff.kickoffs] == [
        ("bonn", 2, 1, 2, "held"),
        ("berlin", 3, 0, 2, "allocated"),
    ]
    assert (kickoff.registered, kickoff.attended, kickoff.placed, kickoff.unplaced) == (5, 1, 4, 1)
    assert [(one.kickoff, one.placed, one.unplaced) for one in kickoff.allocations] == [
        ("bonn", 2, 0),
        ("berlin", 2, 1),
    ]
    assert kickoff.table_sizes == {2: 2}, "the same solution in two cities is two tables"
    assert (kickoff.table_min, kickoff.table_max) == (1, 4)
    assert kickoff.wish_places == {1: 4, 0: 0}


def test_who_registers_in_two_cities_is_one_person_on_the_way():
    funnel = counted(measure(Source(two_kickoffs().engine, "m")).funnels.people)
    assert (funnel["registered"], funnel["attended"]) == (4, 1)


def test_a_need_is_met_when_both_sides_have_confirmed(measured):
    (need,) = measured.support.needs
    assert (need.kind, need.stated, need.matched, need.delivered, need.met) == ("expert", 1, 1, 1, 1)
    assert measured.support.bundle_counts["formed"] == 1
    assert measured.support.bundles[0].purpose == "Secretwordpurpose"


def test_months_of_the_programme_have_no_holes(measured):
    months = measured.support.months
    assert months[0].active == 2
    assert [month.month.month for month in months] == [
        (months[0].month.month - 1 + number) % 12 + 1 for number in range(len(months))
    ]


def test_each_programme_stands_with_its_dates_and_initiatives(measured):
    (only,) = measured.support.programmes
    assert (only.programme, only.admitted, only.dropped_out) == ("first", 2, 0)
    journey = travelled(upto=4)
    journey.do(MarkDroppedOut(mission="m", initiative="sails", reason=StopReason.CIRCUMSTANCES), by="ada")
    journey.later(days=180)
    journey.do(StartProgramme(mission="m", programme="second"), by="olga")
    journey.do(AdmitInitiative(mission="m", initiative="sails", programme="second"), by="olga")
    first, second = of(journey).support.programmes
    assert (first.programme, first.admitted, first.dropped_out) == ("first", 2, 1)
    assert (second.programme, second.admitted, second.dropped_out) == ("second", 1, 0)
    assert (second.starts_on - first.starts_on).days == 185
    assert first.ended_on is second.ended_on is None


# Curation and scaling


def test_a_dossier_shows_what_is_met_contests_and_the_final_word_and_no_score(measured):
    sails = measured.curation.dossiers[0]
    assert (sails.title, sails.computed, sails.result, sails.reviewers) == ("Secretwordsailstitle", "fit", "fit", 5)
    assert (sails.met("impact"), sails.met("beauty")) == (True, None)
    assert [(one.acting_as, one.upheld, one.answer) for one in sails.contests] == [
        ("reviewer", False, "it stands"),
        ("team", False, "it stands"),
    ]
    assert measured.curation.finals == {"fit": 1, "not_yet": 0, "unclear": 1, "ended": 0, "none": 0}


def test_an_override_stands_beside_what_was_computed():
    journey = travelled(upto=5)
    override = OverrideAssessment(mission="m", initiative="sails", result=Fit.NOT_YET, reason="seen on site")
    journey.do(override, by="olga")
    journey.do(ConfirmOverride(mission="m", initiative="sails", result=Fit.NOT_YET), by="league-speaker")
    found = of(journey).curation
    sails = found.dossiers[0]
    assert (sails.computed, sails.override, sails.result) == ("fit", "not_yet", "not_yet")
    assert found.results == {"fit": 0, "not_yet": 1, "unclear": 0, "none": 1}
    assert found.overridden == 1


def test_pilots_come_with_hypothesis_and_criteria(measured):
    assert measured.curation.pilot_counts["succeeded"] == 2
    assert measured.curation.pilots[0].criteria == (("two degrees cooler", True),)


def test_adoptions_financing_and_final_report(measured):
    scaling = measured.scaling
    assert (scaling.lasting, scaling.initiatives, scaling.institutions) == (1, 1, 1)
    assert scaling.by_institution[0][0] == "Bonn"
    assert [str(amount) for amount in scaling.per_year] == ["0.01 EUR"]
    assert scaling.final_report.summary == "It worked"
    assert scaling.places == ()  # no institution has coordinates


def test_the_path_to_the_target_is_even():
    progress = Progress(
        start=date(2026, 1, 1),
        baseline=Decimal(100),
        target=Decimal(0),
        deadline=date(2026, 1, 11),
        readings=(Reading(value=Decimal(40), on=date(2026, 1, 6), source="office"),),
    )
    assert progress.expected(date(2026, 1, 6)) == 50
    assert progress.expected(date(2027, 1, 1)) == 0
    assert progress.on_path(progress.readings[0])
    assert progress.way_done == Decimal("0.6")


def test_going_back_is_a_negative_way():
    progress = Progress(
        start=date(2026, 1, 1),
        baseline=Decimal(10),
        target=Decimal(20),
        deadline=date(2026, 1, 11),
        readings=(Reading(value=Decimal(9), on=date(2026, 1, 6), source="office"),),
    )
    assert progress.way_done == Decimal("-0.1")
    assert not progress.on_path(progress.readings[0])


# Receipts and proof


def test_a_receipt_is_told_with_names(journey):
    (receipt,) = receipts_part(Source(journey.engine, "m"), [journey.receipts["heat"]])
    told = [OWN.say(step.message) for stage in receipt.stages for step in stage.steps]
    assert receipt.words == "Secretwordheattitle"
    assert any("“Secretwordsailstitle”" in line for line in told)
    assert any("Bonn" in line and "adopted" in line for line in told)
    assert OWN.say(receipt.end, "de") == "Es wirkt: Institutionen haben es übernommen."


def test_a_receipt_of_nothing_is_refused(journey):
    with pytest.raises(ReceiptUnknown):
        receipts_part(Source(journey.engine, "m"), ["000000-00000-00000-00000-00000"])


def test_the_proof_names_the_head_and_every_decision(journey, measured):
    head = journey.engine.head("m")
    assert (measured.proof.events, measured.proof.digest) == (head.position, head.hash.hex())
    assert [row.record.kind for row in measured.proof.decisions] == [
        "prioritisation",
        "matching",
        "allocation",
        "curation",
        "scaling",
    ]


@pytest.mark.parametrize("steps", range(8))
def test_a_mission_can_be_measured_at_every_point_of_its_way(steps):
    assert of(travelled(upto=steps)).proof.events > 0


def test_a_mission_that_is_not_there_is_named(journey):
    with pytest.raises(LookupError, match="missions/nowhere is not in this log"):
        measure(Source(journey.engine, "nowhere"))
