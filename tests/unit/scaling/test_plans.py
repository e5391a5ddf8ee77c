"""Plans: to whom an initiative is rolled out, in which order."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import pytest

from osi_core.challenges.commands import KeepCommitment, WithdrawCommitment
from osi_core.challenges.events import ChallengeStatus
from osi_core.challenges.facts import Challenge
from osi_core.domain import Malformed, Refused
from osi_core.process.playbook import PlaybookInvalid, playbook_of
from osi_core.scaling import commands as c
from osi_core.scaling import events as e
from osi_core.scaling.candidates import living
from osi_core.scaling.facts import Plan
from tests.unit.bringing import bring
from tests.unit.scaling.world import ScaledWorld


def steps(world):
    return [(step.institution, step.wave, step.units) for step in world.fact(Plan, "shade").steps]


def capacities(**units):
    return tuple(c.Capacity(institution=name, units=number) for name, number in units.items())


def requested(world):
    *_, event = world.events(e.PlanRequested)
    return {candidate.institution: candidate for candidate in event.candidates}


def test_institutions_take_over_in_the_order_of_their_commitments_pilots_first(world):
    world.commit("c1", "carla")
    world.commit("c2", "bert")
    world.commit("c3", "anna")
    world.plan()
    assert steps(world) == [("bonn", 1, 1), ("aue", 1, 1), ("celle", 2, 1)]
    (planned,) = world.events(e.RolloutPlanned)
    assert (planned.record.decision, planned.record.strategy) == ("missions/m/plans/shade", "commitment-order")


def test_who_made_no_commitment_is_a_candidate_and_left_out(world):
    world.commit("c1", "bert")
    world.plan()
    assert steps(world) == [("bonn", 1, 1)]
    assert world.fact(Plan, "shade").left_out == ("aue",)


def test_a_plan_knows_capacities_and_stops_at_its_target(world):
    world.commit("c1", "anna")
    world.commit("c2", "bert")
    world.plan(target=12, capacities=capacities(aue=10, bonn=5))
    assert steps(world) == [("aue", 1, 10), ("bonn", 1, 2)]


def test_commitments_of_the_past_are_counted(world):
    world.commit("c1", "anna", challenge="water")
    world.commit("c2", "bert")
    world.do(KeepCommitment(mission="m", commitment="c1", evidence="done"), by="anna")
    world.do(WithdrawCommitment(mission="m", commitment="c2", reason="no money"), by="bert")
    world.plan()
    aue, bonn = requested(world)["aue"], requested(world)["bonn"]
    assert (aue.commitment, aue.kept, aue.broken) == (0, 1, 0)
    assert (bonn.commitment, bonn.kept, bonn.broken) == (0, 0, 1)


def test_a_commitment_follows_its_challenge_into_a_merger():
    told: dict[str, Any] = {
        "author": "ada",
        "title": "0" * 64,
        "language": "en",
        "submitted_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    kept = Challenge(**told, status=ChallengeStatus.MERGED, merged_into="heat")
    split = Challenge(**told, status=ChallengeStatus.SPLIT, split_into=("warmth", "water"))
    assert living("climate", {"warmth": kept, "climate": split}) == {"heat", "water"}
    assert living("unknown", {}) == {"unknown"}


def test_only_organisers_ask_for_a_plan_and_only_with_somebody_to_plan_with():
    world = ScaledWorld(ready=False, scaling={"min_pilot_institutions": 0})
    world.assess()
    world.do(c.OpenPlan(mission="m", initiative="shade"), by="olga")
    request = c.RequestPlan(mission="m", initiative="shade")
    assert world.refused(request, by="anna") == ("role-missing", "no-candidates")
    unknown = request.model_copy(update={"capacities": capacities(atlantis=3)})
    assert world.refused(unknown, by="olga") == ("institution-unknown", "no-candidates")
    world.do(request.model_copy(update={"capacities": capacities(celle=3)}), by="olga")
    world.decide()
    assert world.fact(Plan, "shade").left_out == ("celle",)


def test_a_request_names_each_institution_once():
    with pytest.raises(Malformed) as malformed:
        c.RequestPlan(mission="m", initiative="shade", capacities=capacities(aue=1) * 2)
    assert malformed.value.say("en") == "RequestPlan malformed: capacities: each institution is named once"


def test_a_plan_is_asked_for_once_it_is_open_and_opened_again_only_when_the_last_one_is_there(world):
    opening, request = (kind(mission="m", initiative="shade") for kind in (c.OpenPlan, c.RequestPlan))
    assert world.refused(request, by="olga") == ("plan-not-open",)
    assert world.refused(opening, by="anna") == ("role-missing",)
    world.do(opening, by="olga")
    assert world.refused(opening, by="olga") == ("plan-under-way",)
    world.do(request, by="olga")
    assert world.fact(Plan, "shade").pending
    assert world.refused(opening, by="olga") == ("plan-under-way",)
    assert world.refused(request, by="olga") == ("plan-not-open",)
    world.decide()
    assert world.refused(request, by="olga") == ("plan-not-open",)
    world.do(opening, by="olga")
    world.do(request, by="olga")


def test_a_record_must_name_each_candidate_once(world):
    world.plan()
    (planned,) = world.events(e.RolloutPlanned)
    steps = (e.PlanStep(institution="atlantis", wave=1, units=1),)
    recording = c.RecordPlan(mission="m", initiative="shade", record=planned.record, steps=steps, left_out=("bonn",))
    with pytest.raises(Refused) as refused:
        bring(world, recording)
    assert refused.value.codes == ("decided-already", "candidate-not-once", "candidate-unknown")


def test_the_lot_of_each_plan_is_drawn_before_its_input_is_fixed(world):
    world.plan()
    world.plan()
    opened, requests = world.events(e.PlanOpened), world.events(e.PlanRequested)
    assert requests[0].secret != requests[1].secret
    assert requests[0].candidates == requests[1].candidates
    for opening, request in zip(opened, requests, strict=True):
        assert hashlib.sha256(bytes.fromhex(request.secret)).hexdigest() == opening.secret_sha256


def test_a_playbook_out_of_range_is_refused_by_name():
    with pytest.raises(PlaybookInvalid, match=r"scaling\.min_pilot_institutions"):
        playbook_of({"scaling": {"min_pilot_institutions": -1}})
    with pytest.raises(PlaybookInvalid, match=r"scaling\.speed: unknown key"):
        playbook_of({"scaling": {"speed": 1}})


def test_a_plan_says_nothing_of_time(world):
    world.commit("c1", "anna")
    world.plan()
    (planned,) = world.events(e.RolloutPlanned)
    world.later(days=30)
    world.plan()
    assert world.events(e.RolloutPlanned)[1].record.input_sha256 == planned.record.input_sha256
