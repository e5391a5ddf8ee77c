"""Pilots: agreed with a hypothesis, ended by what was agreed to count."""

from __future__ import annotations

from datetime import timedelta

import pytest

from osi_core.curation import commands as c
from osi_core.curation.facts import Dossier, Pilot
from osi_core.domain import Refused
from osi_core.solutions.commands import InviteToTeam, JoinTeam, LeaveTeam
from tests.unit.curation.world import pilot_agreement


def result(*met, result="succeeded"):
    return c.RecordPilotResult(mission="m", pilot="p1", met=met, result=result, evidence="osi.example/p1")


def start():
    return c.StartPilot(mission="m", pilot="p1")


def test_a_pilot_goes_from_hypothesis_to_result(world):
    world.agree_pilot("p1", "aue", "anna")
    world.do(start(), by="anna")
    assert world.fact(Pilot, "p1").status == "running"
    world.later(days=90)
    world.do(result(True, True), by="anna")
    pilot = world.fact(Pilot, "p1")
    assert (pilot.status, pilot.met, pilot.said) == ("succeeded", (True, True), "osi.example/p1")
    assert pilot.hypothesis == "Trees cool the market square by two degrees"
    assert world.fact(Dossier, "shade").piloted_by == ("aue",)


def test_a_pilot_refers_to_initiative_and_institution_so_that_receipts_can_follow(world):
    handled = world.do(pilot_agreement(world, "p1", "aue"), by="anna")
    assert handled.events[0].refs == ("missions/m/initiatives/shade", "missions/m/institutions/aue")
    assert handled.receipt is not None


def test_only_an_institutions_own_representative_agrees(world):
    assert world.refused(pilot_agreement(world, "p1", "aue"), by="bert") == ("not-own-pilot",)
    assert world.refused(pilot_agreement(world, "p1", "aue"), by="ben") == ("role-missing", "not-own-pilot")


def test_a_refused_agreement_names_all_that_is_wrong(world):
    today = world.now.date()
    command = pilot_agreement(world, "p1", "aue", initiative="noise", start=today, end=today)
    assert world.refused(command, by="anna") == ("initiative-unknown", "end-before-start")


def test_a_pilot_is_agreed_before_it_is_over(world):
    today = world.now.date()
    command = pilot_agreement(world, "p1", "aue", start=today - timedelta(days=9), end=today)
    assert world.refused(command, by="anna") == ("pilot-past",)


def test_a_result_needs_a_start_and_is_given_once(world):
    world.agree_pilot("p1", "aue", "anna")
    assert world.refused(result(True, True), by="anna") == ("pilot-not-started",)
    world.do(start(), by="olga")
    assert world.refused(start(), by="anna") == ("pilot-moved-on",)
    world.later(days=90)
    assert world.refused(result(True, True), by="bert") == ("not-own-pilot",)
    world.do(result(True, False, result="failed"), by="anna")
    assert world.refused(result(True, True), by="anna") == ("pilot-moved-on",)


def test_success_is_what_was_agreed_beforehand(world):
    world.agree_pilot("p1", "aue", "anna")
    world.do(start(), by="anna")
    world.later(days=90)
    assert world.refused(result(True), by="anna") == ("criteria-miscounted",)
    with pytest.raises(Refused) as refused:
        world.do(result(True, False), by="anna")
    assert refused.value.codes == ("result-contradicts-criteria",)
    assert "1 von 2 Erfolgskriterien sind erfüllt; der Pilot ist damit nicht gelungen" in refused.value.say("de")
    assert world.refused(result(True, True, result="failed"), by="anna") == ("result-contradicts-criteria",)
    world.do(result(True, True, result="inconclusive"), by="anna")
    assert world.fact(Dossier, "shade").piloted_by == ()


def test_a_pilot_is_abandoned_with_a_reason_before_it_has_a_result(world):
    world.agree_pilot("p1", "aue", "anna")
    abandoning = c.AbandonPilot(mission="m", pilot="p1", reason="the market moved")
    world.do(abandoning, by="anna")
    pilot = world.fact(Pilot, "p1")
    assert (pilot.status, pilot.said) == ("abandoned", "the market moved")
    assert world.refused(abandoning, by="anna") == ("pilot-moved-on",)


def test_two_pilots_in_one_institution_count_as_one(world):
    world.pilot("p1", "aue", "anna")
    world.pilot("p2", "aue", "anna")
    world.pilot("p3", "bonn", "bert", result="failed")
    assert world.fact(Dossier, "shade").piloted_by == ("aue",)


# When, where, and by whose word


def test_a_pilot_does_not_start_early_and_is_not_over_at_once(world):
    start_on = (world.now + timedelta(days=300)).date()
    world.agree_pilot("p1", "aue", "anna", start=start_on, end=start_on + timedelta(days=30))
    assert world.refused(start(), by="anna") == ("pilot-too-early",)
    world.later(days=300)
    world.do(start(), by="anna")
    assert world.refused(result(True, True), by="anna") == ("pilot-too-early",)
    world.later(days=30)
    world.do(result(True, True), by="anna")


def test_what_nobody_started_in_its_time_can_only_be_abandoned(world):
    world.agree_pilot("p1", "aue", "anna")
    world.later(days=91)
    assert world.refused(start(), by="anna") == ("pilot-past",)
    world.do(c.AbandonPilot(mission="m", pilot="p1", reason="nobody had time"), by="olga")


def test_the_partner_alone_states_its_result(world):
    world.agree_pilot("p1", "aue", "anna")
    world.do(start(), by="olga")
    world.later(days=90)
    assert world.refused(result(True, True), by="olga") == ("role-missing",)
    assert world.refused(result(True, True)) == ("role-missing",)
    world.do(InviteToTeam(mission="m", solution="shade", participant="anna"), by="ada")
    world.do(JoinTeam(mission="m", solution="shade"), by="anna")
    assert world.refused(result(True, True), by="anna") == ("conflict-team",)


def test_the_teams_own_institution_is_no_partner(world):
    world.do(InviteToTeam(mission="m", solution="shade", participant="anna"), by="ada")
    world.do(JoinTeam(mission="m", solution="shade"), by="anna")
    assert world.refused(pilot_agreement(world, "p1", "aue"), by="anna") == ("pilot-at-own-institution",)
    world.do(LeaveTeam(mission="m", solution="shade"), by="anna")
    assert world.refused(pilot_agreement(world, "p1", "aue"), by="anna") == ("pilot-at-own-institution",)
    world.agree_pilot("p1", "bonn", "bert")
