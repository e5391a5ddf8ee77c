"""A municipality's own solution is proven by its own use and by another one that declares to work on it with it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from osi_core.domain import Phase, Role, Sector
from osi_core.mission.commands import GrantRole, JoinInstitutions, ProposeJoining
from osi_core.process.gates import OpenPhase
from osi_core.process.lineage import Lineage
from osi_core.scaling import commands as c
from tests.unit.curation.world import CuratedWorld
from tests.unit.scaling.world import ScaledWorld

M: dict[str, Any] = {"mission": "m"}
CLAIM = c.OpenPlan(**M, initiative="shade")


def declare(name: str = "k1", institution: str = "bonn", owner: str = "aue") -> c.DeclareCooperation:
    return c.DeclareCooperation(
        **M, cooperation=name, initiative="shade", institution=institution, owner=owner, statement="We plant with Aue"
    )


def end(name: str = "k1") -> c.EndCooperation:
    return c.EndCooperation(**M, cooperation=name, reason="The gardeners could not agree")


class Own(ScaledWorld):
    """Shade is fit; it is Aue's own solution, for Ada works there, and Aue has run it for some days."""

    def __init__(self, days: int = 100) -> None:
        super().__init__(ready=False)
        self.do(GrantRole(**M, participant="ada", role=Role.EXPERT, institution="aue"), by="olga")
        self.assess()
        self.do(self.adoption("a1", "aue", on=(self.now - timedelta(days=days)).date()), by="anna")


@pytest.fixture
def own() -> Own:
    return Own()


def test_one_use_and_a_declared_cooperation_are_enough(own):
    assert own.refused(CLAIM, by="olga") == ("too-few-uses",)
    own.do(declare(), by="bert")
    own.plan(capacities=(c.Capacity(institution="bonn", units=1),))


def test_scaling_opens_with_it():
    world = CuratedWorld()
    world.do(GrantRole(**M, participant="ada", role=Role.EXPERT, institution="aue"), by="olga")
    world.assess()
    entry = ScaledWorld.adoption(world, "a1", "aue", on=(world.now - timedelta(days=100)).date())  # type: ignore[arg-type]
    world.do(entry, by="anna")
    opening = OpenPhase(**M, phase=Phase.SCALING)
    assert world.refused(opening, by="olga") == ("nothing-to-scale",)
    world.do(declare(), by="bert")
    world.do(opening, by="olga")


def test_it_takes_the_owners_own_use_for_long_enough():
    own = Own(days=89)
    own.do(declare(), by="bert")
    assert own.refused(CLAIM, by="olga") == ("too-few-uses", "reference-missing")
    own.do(own.adoption("a2", "celle", on=(own.now - timedelta(days=100)).date()), by="carla")
    assert own.refused(CLAIM, by="olga") == ("too-few-uses",), "another one's use is not the owner's"
    own.later(days=1)
    assert own.engine.unmet(CLAIM, actor="olga") == ()


def test_only_the_partner_declares_it_by_a_confirmed_mandate(own):
    for who in ("olga", "anna", "ada"):
        assert "no-confirmed-mandate" in own.refused(declare(), by=who)
    own.citizen("bruno")
    own.do(GrantRole(**M, participant="bruno", role=Role.REPRESENTATIVE, institution="bonn"), by="olga")
    assert own.refused(declare(), by="bruno") == ("no-confirmed-mandate",)


def test_it_is_with_the_institution_whose_people_made_the_solution_and_not_among_them(own):
    assert own.refused(declare(owner="celle"), by="bert") == ("not-the-owner",)
    assert own.refused(declare(institution="aue"), by="anna") == ("cooperates-with-itself",)
    unknown = declare().model_copy(update={"initiative": "noise", "owner": "atlantis"})
    assert own.refused(unknown, by="bert") == ("initiative-unknown", "institution-unknown", "not-the-owner")


def test_two_ids_of_one_institution_do_not_cooperate(own):
    own.do(declare(), by="bert")
    own.do(ProposeJoining(**M, institution="bonn", into="aue", reason="The same town"), by="olga")
    for who in ("anna", "bert"):
        own.do(JoinInstitutions(**M, institution="bonn", into="aue"), by=who)
    assert own.refused(CLAIM, by="olga") == ("too-few-uses",)
    assert own.refused(declare("k2"), by="bert") == ("cooperates-with-itself",)


def test_either_ends_it_with_a_reason_and_then_it_proves_nothing(own):
    own.do(declare(), by="bert")
    assert own.refused(end(), by="carla") == ("no-confirmed-mandate",)
    own.do(end(), by="anna")
    assert own.refused(end(), by="bert") == ("cooperation-ended",)
    assert own.refused(CLAIM, by="olga") == ("too-few-uses",)
    own.do(declare("k2"), by="bert")
    own.do(end("k2"), by="olga")
    own.do(declare("k3"), by="bert")
    assert own.engine.unmet(CLAIM, actor="olga") == ()


def test_what_was_declared_stands_when_the_people_have_gone(own):
    own.do(declare(), by="bert")
    own.institution("club", Sector.CIVIL_SOCIETY)
    own.do(GrantRole(**M, participant="ada", role=Role.EXPERT, institution="club"), by="olga")
    assert own.engine.unmet(CLAIM, actor="olga") == ()


def test_the_solutions_receipt_tells_it(own):
    own.do(declare(), by="bert")
    own.do(end(), by="bert")
    submitted = next(one for one in own.records() if one.event.type == "solutions.submitted")
    steps = Lineage(own.engine, "m").trail(submitted).steps
    told = [step.message for step in steps if step.type.startswith("scaling.coop")]
    assert [one.values.get("institution") for one in told] == ["Bonn", None]
    assert (told[0].values["owner"], told[1].values["reason"]) == ("Aue", "The gardeners could not agree")
