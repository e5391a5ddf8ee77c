"""A solution that changes after its assessment: the result stays, and says which version it is of."""

from __future__ import annotations

import pytest

from osi_core.curation import commands as c
from osi_core.curation import events as e
from osi_core.curation.facts import Dossier
from osi_core.solutions.commands import UpdateSolution
from osi_core.solutions.events import UpdateKind

ORDER = c.OrderAssessment(mission="m", initiative="shade", reason="it is another thing now")


def dossier(world):
    return world.fact(Dossier, "shade")


def writes_anew(world, kind=UpdateKind.CONTENT):
    world.do(UpdateSolution(mission="m", solution="shade", text=f"Sails, {world.now}", kind=kind), by="ada")


@pytest.fixture
def fit(world):
    """Shade fits, and the town of Aue pilots it."""
    world.agree_pilot(town="aue", by="anna")
    world.assess(score=4)
    return world


def test_new_content_keeps_the_fit_and_the_fit_says_which_version_was_assessed(fit):
    writes_anew(fit)
    assert dossier(fit).is_fit(fit.now.date())
    assert dossier(fit).latest.version == 1
    fit.assess(score=4)
    assert [event.version for event in fit.events(e.InitiativeAssessed)] == [1, 2]


def test_what_is_written_anew_while_people_review_is_not_what_they_were_called_for(world):
    world.open_assessment()
    writes_anew(world)
    world.review("rosa", "raul", "resi", "ronja", "rui")
    world.close()
    assert dossier(world).latest.version == 1


@pytest.mark.parametrize("who", ["olga", "anna"])
def test_a_partner_or_an_organiser_orders_an_assessment_of_the_new_version_once(fit, who):
    assert fit.refused(ORDER, by=who) == ("no-newer-version",)
    writes_anew(fit, kind=UpdateKind.CORRECTION)
    assert fit.refused(ORDER, by=who) == ("no-newer-version",)
    writes_anew(fit)
    fit.do(ORDER, by=who)
    assert fit.refused(ORDER, by=who) == ("ordered-already",)
    assert dossier(fit).ordered
    assert dossier(fit).is_fit(fit.now.date()), "the result stands until there is another"
    fit.assess(score=2)
    assert not dossier(fit).ordered
    assert not dossier(fit).is_fit(fit.now.date())


def test_an_institution_without_a_pilot_orders_nothing(fit):
    writes_anew(fit)
    assert fit.refused(ORDER, by="bert") == ("not-in-partners",)
    assert fit.refused(ORDER, by="ada") == ("role-missing", "not-in-partners")


def test_silence_for_thirty_days_keeps_the_fit_until_it_expires(fit):
    expires = dossier(fit).expires_on
    writes_anew(fit)
    fit.later(days=30)
    assert fit.refused(ORDER, by="anna") == ("order-too-late",)
    assert dossier(fit).is_fit(fit.now.date())
    assert not dossier(fit).is_fit(expires)
