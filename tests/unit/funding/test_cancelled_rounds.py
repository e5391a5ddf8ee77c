"""A grant round that is cancelled: its money is free again, and nobody can tell any more who has cast what."""

from __future__ import annotations

import pytest

from osi_core.funding import commands as c
from osi_core.funding.facts import Fund, Grant, GrantRound
from osi_core.money.ledger import Account
from osi_core.process.due import Due
from osi_core.process.receipts import trail_of
from osi_core.words import OWN
from tests.unit.funding.conftest import euros


def cancel() -> c.CancelGrantRound:
    return c.CancelGrantRound(mission="m", round="first", reason="The council takes the money back")


def test_the_money_of_a_cancelled_round_is_free_again_and_its_applications_have_an_end(town):
    town.fund()
    town.round(budget=600)
    receipt = town.apply("shade", 300, "ada").receipt
    town.do(cancel(), by="olga")
    fund = town.fact(Fund, "town")
    assert (fund.free, fund.ledger.balance(Account.RESERVED)) == (euros(1000), euros(0))
    assert town.fact(GrantRound, "first").status == "cancelled"
    assert town.fact(Grant, "shade").status == "declined"
    assert OWN.say(trail_of(town.engine, receipt.code).end, "en") == "The grant round was cancelled."
    assert town.refused(town.application("wells", 1), by="ben") == ("applications-closed",)
    town.later(days=15)
    assert "round-ended" in town.refused(c.CloseGrantRound(mission="m", round="first"), by="olga")
    assert town.refused(cancel(), by="olga") == ("round-ended",)


def test_ballots_of_a_cancelled_round_count_nowhere_and_are_nobodys(town):
    town.voting()
    town.cast("ada", "shade")
    box = town.fact(GrantRound, "first").box_sha256
    town.do(cancel(), by="olga")
    assert town.engine.store.text("m", box) is None
    assert "ballots-ended" in town.refused(town.ballot("ben", "wells"), by="ben")


def test_a_round_that_was_closed_and_cannot_be_decided_is_cancelled_and_is_due_no_more(town):
    town.voting()
    town.cast("ada", "shade")
    town.later(days=15)
    town.do(c.CloseGrantRound(mission="m", round="first"), by="olga")
    assert town.facts(Due) != {}
    town.do(cancel(), by="olga")
    assert town.facts(Due) == {}
    assert town.fact(Fund, "town").free == euros(1000)


def test_what_is_published_is_not_cancelled(town):
    town.voting()
    town.cast("ada", "shade")
    town.later(days=15)
    town.do(c.CloseGrantRound(mission="m", round="first"), by="olga")
    town.decide()
    assert town.refused(cancel(), by="olga") == ("round-ended",)


@pytest.mark.parametrize("by", ["ada", "rita"])
def test_only_who_organises_cancels_a_round(town, by):
    town.fund()
    town.round()
    assert "role-missing" in town.refused(cancel(), by=by)
