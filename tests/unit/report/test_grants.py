"""What the report says of grant rounds: who asked for what, what was funded and why, and that money adds up."""

from __future__ import annotations

import pytest

from osi_core.money import Money
from osi_core.report.measures.grants import grants_part
from osi_core.report.page import render
from osi_core.report.source import Source
from osi_core.testing.scenario import Scenario


@pytest.fixture
def grants(measured):
    """The one grant round of the journey."""
    (part,) = measured.grants
    return part


def test_each_application_stands_with_words_money_and_supporters(grants):
    assert [(row.title, row.purpose, str(row.awarded), row.status, row.supporters) for row in grants.rows] == [
        ("Secretwordsailstitle", "Secretwordgrantsails", "1000.00 EUR", "paid", 1),
        ("Secretwordwellstitle", "Secretwordgrantwells", "0.00 EUR", "declined", 0),
    ]


def test_each_application_says_why_it_was_funded_or_not(grants):
    funded, other = grants.rows
    assert funded.why.say("en").startswith("Funded with")
    assert other.why.say("de").startswith("Nicht gefördert")


def test_asked_spent_and_who_voted(grants):
    assert (str(grants.asked), str(grants.spent), str(grants.budget)) == ("2000.00 EUR", "1000.00 EUR", "1000.00 EUR")
    assert grants.ballots == 1
    assert grants.eligible >= 4
    assert grants.institution == "Aue"


def test_the_accounts_add_up_to_what_was_given(grants):
    assert Money.total((held for _, held in grants.balances), "EUR") == grants.given
    assert dict(grants.balances)["paid"] == grants.given


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_has_the_part_in_both_languages(measured, language):
    page = render(measured, language=language)
    assert 'id="grants"' in page
    assert {"de": "Das Geld im Topf geht auf", "en": "The fund&#39;s money adds up"}[language] in page


def test_a_mission_without_a_grant_round_has_no_such_part():
    assert grants_part(Source(Scenario().engine, "m")) == ()
