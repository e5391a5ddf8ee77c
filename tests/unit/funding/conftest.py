"""What the tests of money start from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from osi_core.domain import Phase, Recorded
from osi_core.funding import commands as c
from osi_core.funding.events import GrantRoundClosed
from osi_core.funding.facts import Fund
from osi_core.money import Money
from osi_core.money.ledger import Account
from osi_core.process.request import Handled
from osi_core.support.commands import AdmitInitiative, StartProgramme
from tests.unit.solutions.world import World


def euros(amount: float) -> Money:
    """Whole cents of an amount in euros."""
    return Money(minor=round(amount * 100), currency="EUR")


class Funded(World):
    """The town gives 1,000 euros; the initiatives shade (Ada), wells (Ben) and fans (Cem) are in support."""

    def __init__(self, **playbook: Any) -> None:
        super().__init__(**playbook)
        for name, by in {"shade": "ada", "wells": "ben", "fans": "cem", "roofs": "dia"}.items():
            self.solution(name, by=by)
        self.open_without_gates(Phase.SUPPORT)
        self.do(StartProgramme(mission="m", programme="first"), by="olga")
        for name in ("shade", "wells", "fans"):
            self.do(AdmitInitiative(mission="m", initiative=name, programme="first"), by="olga")

    def fund(self, amount: float = 1000, **fields: Any) -> Handled:
        """The town opens a fund."""
        fields = {"fund": "town", "institution": "town", "purpose": "A cooler town"} | fields
        return self.do(c.OpenFund(mission="m", amount=euros(amount), **fields), by="rita")

    def round(self, budget: float = 600, name: str = "first", **fields: Any) -> Handled:
        """A round is opened: a week for applications, then a week for ballots."""
        defaults: dict[str, Any] = {
            "fund": "town",
            "applications_until": self.now + timedelta(days=7),
            "closes_at": self.now + timedelta(days=14),
        }
        opening = c.OpenGrantRound(mission="m", round=name, budget=euros(budget), **(defaults | fields))
        return self.do(opening, by="olga")

    def application(self, initiative: str, asked: float, round: str = "first", **fields: Any) -> c.ApplyForGrant:
        """An application, as a command; its id is the initiative's."""
        fields = {"application": initiative, "purpose": f"Material for {initiative}"} | fields
        return c.ApplyForGrant(mission="m", round=round, initiative=initiative, asked=euros(asked), **fields)

    def apply(self, initiative: str, asked: float, by: str, **fields: Any) -> Handled:
        """An initiative applies."""
        return self.do(self.application(initiative, asked, **fields), by=by)

    def all_apply(self) -> None:
        """Shade asks for 300 euros, wells for 299.99, fans for 0.02."""
        self.apply("shade", 300, "ada")
        self.apply("wells", 299.99, "ben")
        self.apply("fans", 0.02, "cem")

    def ballot(self, who: str, *choices: str, **fields: Any) -> c.CastGrantBallot:
        """A ballot, as a command."""
        fields = {"round": "first", "ballot": f"of-{who}"} | fields
        return c.CastGrantBallot(mission="m", participant=who, choices=choices, **fields)

    def cast(self, who: str, *choices: str, **fields: Any) -> Handled:
        """A person casts a ballot."""
        return self.do(self.ballot(who, *choices, **fields), by=who)

    def voting(self, **fields: Any) -> None:
        """A fund and a round are open, all have applied, and ballots are taken."""
        self.fund()
        self.round(**fields)
        self.all_apply()
        self.later(days=8)

    def close(self, name: str = "first") -> Recorded:
        """The deadline comes and the round is closed; the close, as it stands in the log."""
        self.later(days=8)
        self.do(c.CloseGrantRound(mission="m", round=name), by="olga")
        return next(record for record in reversed(self.records()) if isinstance(record.event, GrantRoundClosed))

    def decided(self) -> None:
        """Wells and fans are voted before shade, and the round is decided: 600 euros do not suffice for all."""
        self.voting(budget=599.99)
        self.cast("ada", "wells", "fans")
        self.cast("ben", "wells")
        self.close()
        self.decide()

    def accept(self, *initiatives: str) -> None:
        """Teams accept what they were awarded."""
        for name in initiatives:
            by = {"shade": "ada", "wells": "ben", "fans": "cem"}[name]
            self.do(c.AcceptGrant(mission="m", round="first", application=name), by=by)

    def propose(self, application: str, amount: float | None = None, by: str = "olga", **fields: Any) -> Handled:
        """Olga is the first of two people."""
        money = euros(amount) if amount else None
        command = c.ProposeGrantMove(mission="m", round="first", application=application, amount=money, **fields)
        return self.do(command, by=by)

    def balances(self, fund: str = "town") -> dict[str, str]:
        """What each account of a fund holds, without those that hold nothing."""
        ledger = self.fact(Fund, fund).ledger
        held = {account: ledger.balance(account) for account in Account}
        assert sum(money.minor for money in held.values()) == 0, "money was made or lost"
        return {account: str(money) for account, money in held.items() if money.minor}


@pytest.fixture
def town() -> Funded:
    """A mission in support, with nothing given yet."""
    return Funded()


@pytest.fixture
def make_town() -> type[Funded]:
    """For tests that set the playbook."""
    return Funded
