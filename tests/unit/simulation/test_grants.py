"""The play's grant round: people apply, vote and are paid, and its money adds up to the cent."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from osi_core.domain import Fact
from osi_core.funding.events import GrantRoundDecided
from osi_core.funding.facts import Fund, Grant, GrantRound
from osi_core.log.memory import MemoryStore
from osi_core.money.ledger import Account
from osi_core.plugins import InProcessRunner, Plugins
from osi_core.process.engine import Engine
from osi_core.simulation import demo_plan, play, seeded_chance


@pytest.fixture(scope="module")
def engine() -> Engine:
    """A demo at a twentieth of its scale, played to its end."""
    plan = demo_plan(part=20)
    engine = Engine(MemoryStore(), plugins=Plugins.builtin(), chance=seeded_chance(plan.seed, plan.mission))
    play(engine, plan, runner=InProcessRunner(engine.plugins))
    return engine


def rows(engine: Engine, kind: type[Fact]) -> Mapping[str, Fact]:
    return engine.memory("update-2021").rows[kind]


def test_the_round_is_decided_by_the_playbooks_rule_and_keeps_to_its_budget(engine: Engine) -> None:
    (round_,) = rows(engine, GrantRound).values()
    assert isinstance(round_, GrantRound)
    assert round_.status == "decided"
    assert round_.spent is not None
    assert round_.spent <= round_.budget
    (result,) = (r.event for r in engine.events("update-2021") if isinstance(r.event, GrantRoundDecided))
    assert (result.record.strategy, result.applications) == ("score-order", len(round_.applications))


def test_some_are_funded_and_some_are_not(engine: Engine) -> None:
    statuses = {grant.status for grant in rows(engine, Grant).values() if isinstance(grant, Grant)}
    assert "declined" in statuses
    assert statuses & {"paid", "returned"}


def test_in_the_end_all_money_is_paid_returned_or_still_in_the_fund(engine: Engine) -> None:
    for name, fund in rows(engine, Fund).items():
        assert isinstance(fund, Fund)
        held = {account: fund.ledger.balance(account).minor for account in Account}
        assert sum(held.values()) == held[Account.RETURNED] == held[Account.GRANTED] == 0
        stipends = sum(one.reserved.minor for one in fund.stipends.values())
        assert held[Account.RESERVED] == stipends, f"{name} sets aside what no offer stands for"
        assert held[Account.FUND] + held[Account.PAID] + stipends == fund.ledger.given.minor
