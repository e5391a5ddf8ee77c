"""Adoptions are facts, and always recorded; what is claimed of an initiative passes the gate each time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from osi_core.curation.commands import ContestAsReviewer
from osi_core.domain import Phase, Refused
from osi_core.scaling import commands as c
from osi_core.scaling.facts import Adopters, Adoption
from tests.unit.curation.world import CuratedWorld
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


# The register takes what happened


def test_a_use_is_recorded_whatever_the_dossier_says_before_during_and_after_scaling():
    world = CuratedWorld()
    entry = ScaledWorld.adoption(world, on=date(2021, 5, 1))  # type: ignore[arg-type]
    world.do(entry, by="carla")
    world.open_without_gates(Phase.SCALING)
    world.close_without_gates(Phase.CURATION, Phase.SCALING)
    world.do(entry.model_copy(update={"adoption": "a2", "institution": "aue", "place": "aue"}), by="olga")
    one, other = (world.fact(Adoption, name) for name in ("a1", "a2"))
    assert (one.signed, other.signed) == (True, False)
    assert (one.on, other.source) == (date(2021, 5, 1), "minutes of the council")


def test_a_use_is_told_with_its_source_and_not_of_another_age(world):
    assert world.refused(world.adoption(on=date(1990, 1, 1)), by="carla") == ("day-before-the-mission",)
    assert world.refused(world.adoption(source=None), by="carla") == ("source-missing",)


# What counts as proven is asked each time


def claim(world):
    return world.refused(c.OpenPlan(mission="m", initiative="shade"), by="olga")


def test_the_gate_names_every_condition_that_is_unmet():
    world = ScaledWorld(ready=False)
    with pytest.raises(Refused) as refused:
        world.do(c.OpenPlan(mission="m", initiative="shade"), by="olga")
    assert refused.value.codes == ("fit-missing", "too-few-uses", "reference-missing")
    assert refused.value.say("en").splitlines()[2] == (
        "  - initiative: initiatives/shade has proven itself in 0 of 2 institutions needed, "
        "by a pilot that succeeded or 90 days of use (none)"
    )
    assert "hat sich in 0 von 2 nötigen Institutionen bewährt" in refused.value.say("de")


def test_pilots_in_two_institutions_are_needed_and_one_institution_counts_once():
    world = ScaledWorld(ready=False)
    world.assess()
    world.pilot("p1", "aue", "anna")
    world.pilot("p2", "aue", "anna")
    world.pilot("p3", "bonn", "bert", result="failed")
    assert claim(world) == ("too-few-uses",)
    world.pilot("p4", "bonn", "bert")
    world.plan()


def test_use_for_long_enough_shows_as_much_as_a_pilot_if_one_institution_says_so_itself():
    world = ScaledWorld(ready=False)
    world.assess()
    world.do(world.adoption("a1", "aue"), by="olga")
    world.do(world.adoption("a2", "bonn"), by="olga")
    assert claim(world) == ("too-few-uses", "reference-missing")
    world.later(days=90)
    assert claim(world) == ("reference-missing",)
    world.do(world.adoption("a3", "celle", on=(world.now - timedelta(days=90)).date()), by="carla")
    world.plan(capacities=(c.Capacity(institution="celle", units=3),))


def test_a_fit_that_lapsed_proves_nothing_any_more(world):
    world.plan()
    world.later(days=365)
    assert claim(world) == ("fit-expired",)
    world.assess(score=2)
    assert claim(world) == ("not-fit",)
    world.override()
    world.plan()


def test_a_contested_fit_waits_and_one_contested_with_success_proves_nothing(world):
    world.do(world.contest(ContestAsReviewer, ground="conflict"), by="rosa")
    assert claim(world) == ("fit-contested",)
    world.do(world.answer(upheld=False))
    world.plan()
    world.do(world.contest(ContestAsReviewer, ground="conflict"), by="raul")
    world.do(world.answer(upheld=True, contest=2))
    assert claim(world) == ("fit-contested",)


def test_a_playbook_may_ask_for_more_institutions():
    world = ScaledWorld(scaling={"min_pilot_institutions": 3})
    assert claim(world) == ("too-few-uses",)
    world.pilot("p3", "celle", "carla")
    world.plan()
