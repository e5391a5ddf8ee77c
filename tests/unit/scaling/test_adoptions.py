"""Adoptions: the gate before the first one, and the register of institutions and places."""

from __future__ import annotations

from datetime import timedelta

import pytest

from osi_core.curation.commands import OverrideAssessment
from osi_core.domain import Refused
from osi_core.plugins.problems import Fit
from osi_core.scaling import commands as c
from osi_core.scaling.facts import Adopters, Adoption
from tests.unit.scaling.world import ScaledWorld


def test_an_institution_enters_the_register_with_its_place(world):
    handled = world.do(world.adoption(), by="carla")
    adoption = world.fact(Adoption, "a1")
    assert (adoption.initiative, adoption.institution, adoption.place) == ("shade", "celle", "celle")
    assert adoption.lasts
    assert handled.events[0].refs == (
        "missions/m/initiatives/shade",
        "missions/m/institutions/celle",
        "missions/m/pilots/p1",
        "missions/m/pilots/p2",
    )


def test_organisers_may_enter_it_too_and_nobody_else(world):
    assert world.refused(world.adoption(), by="anna") == ("not-own-institution",)
    assert world.refused(world.adoption(), by="ben") == ("role-missing", "not-own-institution")
    world.do(world.adoption(), by="olga")


def test_a_refused_adoption_names_all_that_is_wrong(world):
    tomorrow = (world.now + timedelta(days=1)).date()
    command = world.adoption(institution="atlantis", initiative="noise", on=tomorrow)
    assert world.refused(command, by="carla") == (
        "initiative-unknown",
        "institution-unknown",
        "not-own-institution",
        "day-in-the-future",
        "fit-missing",
        "too-few-pilots",
    )


def test_an_institution_adopts_once_at_a_place_until_it_ends(world):
    world.do(world.adoption(), by="carla")
    assert world.refused(world.adoption("a2"), by="carla") == ("adopted-already",)
    world.do(world.adoption("a3", place="the old harbour"), by="carla")
    ending = c.EndAdoption(mission="m", adoption="a1", reason="the gardener has left")
    assert world.refused(ending, by="anna") == ("not-own-institution",)
    world.do(ending, by="carla")
    assert world.refused(ending, by="carla") == ("adoption-ended",)
    ended = world.fact(Adoption, "a1")
    assert (ended.ended_on, ended.reason) == (world.now.date(), "the gardener has left")
    world.do(world.adoption("a4"), by="carla")


def test_an_entry_looks_only_at_the_adoptions_of_its_initiative(world):
    assert all(key.key is not None for key in world.adoption().needs(None))
    world.do(world.adoption(), by="carla")
    world.do(world.adoption("a2", institution="aue"), by="anna")
    world.do(c.EndAdoption(mission="m", adoption="a1", reason="no gardener"), by="carla")
    assert [(one.adoption, one.lasts) for one in world.fact(Adopters, "shade").adopters] == [
        ("a1", False),
        ("a2", True),
    ]


# The gate


def test_the_gate_names_every_condition_that_is_unmet():
    world = ScaledWorld(ready=False)
    with pytest.raises(Refused) as refused:
        world.do(world.adoption(), by="carla")
    assert refused.value.codes == ("fit-missing", "too-few-pilots")
    assert refused.value.say("en").splitlines() == [
        "RecordAdoption refused:",
        "  - initiative: initiatives/shade has not been assessed",
        "  - initiative: pilots of initiatives/shade succeeded in 0 of 2 institutions needed (none)",
    ]
    assert "Pilotprojekte von initiatives/shade gelangen in 0 von 2 nötigen Institutionen (keine)" in refused.value.say(
        "de"
    )


def test_the_first_adoption_needs_pilots_in_two_institutions():
    world = ScaledWorld(ready=False)
    world.assess()
    world.pilot("p1", "aue", "anna")
    world.pilot("p2", "aue", "anna")
    world.pilot("p3", "bonn", "bert", result="failed")
    assert world.refused(world.adoption(), by="carla") == ("too-few-pilots",)
    world.pilot("p4", "bonn", "bert")
    world.do(world.adoption(), by="carla")


def test_the_first_adoption_needs_a_fit_that_has_not_expired(world):
    world.later(days=365)
    with pytest.raises(Refused, match="the fit of initiatives/shade expired on 2027-"):
        world.do(world.adoption(), by="carla")
    world.assess()
    world.do(world.adoption(), by="carla")


def test_an_initiative_that_is_not_fit_is_not_rolled_out(world):
    world.later(days=1)
    world.assess(score=2)
    assert world.refused(world.adoption(), by="carla") == ("not-fit",)


def test_an_override_counts_at_the_gate_in_both_directions(world):
    against = OverrideAssessment(mission="m", initiative="shade", result=Fit.NOT_YET, reason="the trees died")
    world.do(against, by="olga")
    assert world.refused(world.adoption(), by="carla") == ("not-fit",)
    world.do(against.model_copy(update={"result": "fit", "reason": "they did not"}), by="olga")
    world.do(world.adoption(), by="carla")


def test_the_gate_stands_before_the_first_adoption_alone(world):
    world.do(world.adoption(), by="carla")
    world.later(days=400)
    world.do(world.adoption("a2", institution="aue"), by="anna")


def test_each_initiative_passes_the_gate_by_itself(world):
    world.do(world.adoption(), by="carla")
    assert world.refused(world.adoption("a2", initiative="well"), by="carla") == ("fit-missing", "too-few-pilots")


def test_a_playbook_may_ask_for_more_or_fewer_institutions():
    world = ScaledWorld(scaling={"min_pilot_institutions": 3})
    assert world.refused(world.adoption(), by="carla") == ("too-few-pilots",)
    world.pilot("p3", "celle", "carla")
    world.do(world.adoption(), by="carla")
