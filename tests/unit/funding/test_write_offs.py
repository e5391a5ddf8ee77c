"""Money that was paid and will not come back is written off by two people, and no money is nowhere."""

from __future__ import annotations

from typing import Any

import pytest

from osi_core.domain import StopReason
from osi_core.funding import commands as c
from osi_core.funding.facts import Grant
from osi_core.money.ledger import Account
from osi_core.process.receipts import trail_of
from osi_core.process.request import OPERATOR
from osi_core.report.measures import measure
from osi_core.report.source import Source
from osi_core.support.commands import MarkDroppedOut
from tests.unit.funding.conftest import Funded, euros

WELLS: dict[str, Any] = {"mission": "m", "round": "first", "application": "wells"}


def propose(amount: float | None = None) -> c.ProposeWriteOff:
    return c.ProposeWriteOff(
        **WELLS, amount=euros(amount) if amount else None, reason="The team is gone, and so is the pump"
    )


def write_off(amount: float | None = None) -> c.WriteOffGrant:
    return c.WriteOffGrant(**WELLS, amount=euros(amount) if amount else None)


def undo(amount: float | None = None) -> c.UndoWriteOff:
    return c.UndoWriteOff(**WELLS, amount=euros(amount) if amount else None, reason="The pump was found")


def came_back(amount: float) -> c.ReturnGrant:
    return c.ReturnGrant(**WELLS, amount=euros(amount), reason=StopReason.OTHER)


@pytest.fixture
def paid(town: Funded) -> Funded:
    """Wells was paid 299.99 EUR, and its team has ended."""
    town.decided()
    town.accept("wells")
    town.propose("wells")
    town.do(c.PayGrant(**WELLS), by="rita")
    town.do(MarkDroppedOut(mission="m", initiative="wells", reason=StopReason.NO_TIME), by="ben")
    return town


def test_a_team_that_ended_keeps_money_and_two_people_write_it_off(paid):
    paid.do(propose(), by="olga")
    paid.do(write_off(), by="rita")
    assert paid.balances() == {
        "giver": "-1000.00 EUR",
        "fund": "699.99 EUR",
        "granted": "0.02 EUR",
        "written_off": "299.99 EUR",
    }
    grant = paid.fact(Grant, "wells")
    assert (grant.status, grant.paid, grant.written_off) == ("written_off", euros(0), euros(299.99))


def test_nobody_writes_off_alone_nor_another_amount_than_was_proposed(paid):
    assert paid.refused(write_off(), by="rita") == ("write-off-unproposed",)
    paid.do(propose(100), by="olga")
    assert paid.refused(write_off(100), by="olga") == ("write-off-unproposed",)
    assert paid.refused(write_off(), by="rita") == ("write-off-unproposed",)
    paid.do(write_off(100), by="rita")
    assert paid.refused(write_off(100), by="rita") == ("write-off-unproposed",), "one proposal, one write-off"
    assert paid.fact(Grant, "wells").status == "paid"


def test_the_giver_and_the_organisers_write_off_and_never_the_team(paid):
    for command in (propose(), write_off()):
        assert "role-missing" in paid.refused(command, by="ada")
        assert "asked-oneself" in paid.refused(command, by="ben")
    paid.do(propose(), by="rita")
    paid.do(write_off(), by=OPERATOR)


def test_only_what_was_paid_and_has_not_come_back_can_be_lost(paid):
    assert paid.refused(propose(300), by="olga") == ("more-than-paid",)
    paid.do(propose(200), by="olga")
    paid.do(came_back(150), by="rita")
    assert "more-than-paid" in paid.refused(write_off(200), by="rita")
    paid.do(propose(), by="olga")
    paid.do(write_off(149.99), by="rita")
    assert paid.refused(propose(), by="olga") == ("more-than-paid",)


def test_what_was_written_off_comes_back_after_all_and_is_free_again(paid):
    paid.do(propose(), by="olga")
    paid.do(write_off(), by="rita")
    before = paid.fact(Grant, "wells")
    assert before.written_off == euros(299.99)
    paid.do(came_back(99.99), by="rita")
    assert paid.balances()["written_off"] == "200.00 EUR"
    assert paid.refused(came_back(200.01), by="rita") == ("more-than-left",)
    paid.do(came_back(200), by="rita")
    grant = paid.fact(Grant, "wells")
    assert (grant.status, grant.written_off, grant.returned) == ("returned", euros(0), euros(299.99))
    assert "written_off" not in paid.balances()


def test_a_write_off_by_mistake_is_taken_back_with_a_reason(paid):
    assert paid.refused(undo(), by="olga") == ("more-than-written-off",)
    paid.do(propose(), by="olga")
    paid.do(write_off(), by="rita")
    assert paid.refused(undo(300), by="olga") == ("more-than-written-off",)
    assert "asked-oneself" in paid.refused(undo(), by="ben")
    paid.do(undo(100), by="olga")
    assert (paid.balances()["paid"], paid.balances()["written_off"]) == ("100.00 EUR", "199.99 EUR")
    paid.do(propose(), by="olga")
    paid.do(write_off(), by="rita")
    assert paid.balances()["written_off"] == "299.99 EUR", "a correction is corrected"


def test_receipt_and_report_tell_it(town):
    town.fund()
    town.round(budget=599.99)
    receipt = town.apply("wells", 299.99, "ben").receipt
    town.later(days=8)
    town.cast("ben", "wells")
    town.close()
    town.decide()
    town.accept("wells")
    town.propose("wells")
    town.do(c.PayGrant(**WELLS), by="rita")
    town.do(propose(), by="olga")
    town.do(write_off(), by="rita")
    trail = trail_of(town.engine, receipt.code)
    assert trail.steps[-1].message.values["reason"] == "The team is gone, and so is the pump"
    assert trail.end.code == "ended.grant-written-off"
    (part,) = measure(Source(town.engine, "m")).grants
    assert dict(part.balances)[Account.WRITTEN_OFF] == euros(299.99)
    assert part.given == euros(1000)
    town.do(undo(), by="olga")
    assert trail_of(town.engine, receipt.code).end.code == "ended.grant-paid"
