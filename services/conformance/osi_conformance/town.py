"""What cases do again and again: give money, open a round, apply, vote, decide."""

from __future__ import annotations

from typing import Any, NamedTuple

from google.type.money_pb2 import Money
from osi.funding.v1 import funding_service_pb2 as api
from osi.funding.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.case import fail
from osi_conformance.mission import Mission
from osi_conformance.target import Reply

__all__ = ["Grant", "Town", "euros", "minor"]

_DECIMALS = {"EUR": 2, "JPY": 0, "BHD": 3}


def money(minor: int, currency: str = "EUR") -> Money:
    """An amount in the smallest units of its currency, as the contract has it."""
    scale = 10 ** _DECIMALS[currency]
    units, rest = divmod(abs(minor), scale)
    sign = -1 if minor < 0 else 1
    return Money(currency_code=currency, units=sign * units, nanos=sign * rest * 10**9 // scale)


def euros(minor: int) -> Money:
    """Cents, as the contract has them."""
    return money(minor)


def minor(amount: Money, currency: str = "EUR") -> int:
    """The smallest units of an amount. Raises Failed for a fraction of one, or another currency."""
    if amount.currency_code != currency:
        fail(f"the currency is {amount.currency_code or 'missing'}, {currency} was given")
    scale: int = 10 ** _DECIMALS[currency]
    nanos = amount.units * 10**9 + amount.nanos
    found, rest = divmod(nanos * scale, 10**9)
    if rest:
        fail(f"{amount.units} units and {amount.nanos} nanos of {currency} are no whole number of its smallest units")
    return found


class Grant(NamedTuple):
    """An application that was awarded."""

    mission: Mission
    fund: str
    round: str
    application: str
    founder: str
    amount: int
    """In cents."""

    def of(self, kind: type[Any], **fields: Any) -> Any:
        """A request about it."""
        return kind(name=self.round, application=self.application, **fields)

    async def do(self, method: str, by: str, **fields: Any) -> Any:
        """Calls a method about it; the application as it is then."""
        request = self.of(getattr(api, f"{method}Request"), **fields)
        return (await self.mission.call(method, request, by)).message

    async def held(self) -> dict[str, int]:
        """What the fund's accounts hold."""
        fund = await self.mission.read("GetFund", api.GetFundRequest(name=self.fund))
        return balances(fund)


def balances(fund: res.Fund, currency: str = "EUR") -> dict[str, int]:
    """What the accounts of a fund hold, in the smallest units, without those that hold nothing."""
    names: tuple[Any, ...] = ("free", "reserved", "granted", "paid", "returned", "written_off")
    held = {name: minor(getattr(fund, name), currency) for name in names if fund.HasField(name)}
    return {name: amount for name, amount in held.items() if amount}


class Town:
    """The town of a mission, which gives, and those who ask it for money."""

    def __init__(self, mission: Mission) -> None:
        self.mission = mission

    def fund_request(self, amount: Money | int = 100_000, **fields: Any) -> api.CreateFundRequest:
        """A request to open a fund for the town."""
        given = euros(amount) if isinstance(amount, int) else amount
        fund = res.Fund(institution=self.mission.at("institutions/town"), purpose="A cooler town", amount=given)
        defaults = {"parent": self.mission.name, "fund_id": self.mission.new_id("fund")}
        return api.CreateFundRequest(fund=fund, **(defaults | fields))

    async def fund(self, amount: Money | int = 100_000, **fields: Any) -> res.Fund:
        """Rita opens a fund for the town."""
        return (await self.mission.call("CreateFund", self.fund_request(amount, **fields))).message  # type: ignore[no-any-return]

    def round_request(self, fund: str, budget: int = 50_000, **fields: Any) -> api.CreateGrantRoundRequest:
        """A request to open a round: an hour for applications, an hour for ballots."""
        round_ = res.GrantRound(
            fund=fund,
            budget=euros(budget),
            kind=fields.pop("kind", terms.BALLOT_KIND_UNSPECIFIED),
            electorate=fields.pop("electorate", ()),
            applications_until=fields.pop("applications_until", self.mission.time(hours=1)),
            closes_at=fields.pop("closes_at", self.mission.time(hours=2)),
        )
        defaults = {"parent": self.mission.name, "round_id": self.mission.new_id("round")}
        return api.CreateGrantRoundRequest(round=round_, **(defaults | fields))

    async def round(self, fund: str = "", budget: int = 50_000, **fields: Any) -> res.GrantRound:
        """Olga opens a round, of a fund that holds as much where none is named."""
        name = fund or (await self.fund(budget)).name
        request = self.round_request(name, budget, **fields)
        return (await self.mission.call("CreateGrantRound", request, "olga")).message  # type: ignore[no-any-return]

    def application_request(
        self, round: str, number: int = 1, asked: Money | int = 10_000, **fields: Any
    ) -> api.CreateApplicationRequest:
        """A request of an initiative, by its number."""
        application = res.Application(
            round=round,
            initiative=self.mission.at(f"initiatives/initiative-{number:02}"),
            asked=euros(asked) if isinstance(asked, int) else asked,
            purpose=fields.pop("purpose", f"Sails of initiative {number}"),
        )
        defaults = {"parent": self.mission.name, "application_id": self.mission.new_id("application")}
        return api.CreateApplicationRequest(application=application, **(defaults | fields))

    async def apply(self, round: str, number: int = 1, asked: int = 10_000, **fields: Any) -> res.Application:
        """An initiative applies, by its founder."""
        request = self.application_request(round, number, asked, **fields)
        return (await self.mission.call("CreateApplication", request, f"founder-{number:02}")).message  # type: ignore[no-any-return]

    def ballot(self, round: str, *choices: str, points: tuple[int, ...] = (), **fields: Any) -> Any:
        """A request to cast a ballot."""
        request_id = fields.pop("request_id", "")
        given = api.GrantBallot(choices=choices, points=points, **fields)
        return api.CastGrantBallotRequest(name=round, ballot=given, request_id=request_id)

    async def cast(self, by: str, round: str, *choices: str, **fields: Any) -> api.CastGrantBallotResponse:
        """Somebody casts a ballot."""
        return (await self.mission.call("CastGrantBallot", self.ballot(round, *choices, **fields), by)).message  # type: ignore[no-any-return]

    async def voting(self, *asked: int, budget: int = 50_000, **fields: Any) -> tuple[str, list[str]]:
        """A round that takes ballots, and its applications: of initiative-01, initiative-02, …"""
        round_ = await self.round(budget=budget, **fields)
        applications = [
            (await self.apply(round_.name, number, amount)).name for number, amount in enumerate(asked, start=1)
        ]
        self.mission.later(minutes=61)
        return round_.name, applications

    async def close(self, round: str, **fields: Any) -> Reply:
        """Olga closes a round, whose time has come by then; the operation."""
        self.mission.later(hours=1)
        return await self.mission.call("CloseGrantRound", api.CloseGrantRoundRequest(name=round, **fields), "olga")

    async def decide(self, round: str) -> res.GrantRound:
        """A round is closed and decided; as it is then."""
        operation = await self.mission.finished((await self.close(round)).message.name)
        if operation.HasField("error"):
            fail(f"the decision of {round} failed: {operation.error.message}")
        decided = res.GrantRound()
        if not operation.response.Unpack(decided):
            fail(f"the response of {operation.name} is no GrantRound but {operation.response.type_url or 'missing'}")
        return decided

    async def grants(self, count: int = 10, amount: int = 10_000) -> list[Grant]:
        """So many grants of a round that was decided, each as it was awarded."""
        round_, applications = await self.voting(*[amount] * count, budget=count * amount)
        await self.cast("ada", round_, *applications[:3])
        decided = await self.decide(round_)
        awarded = {one.application for one in decided.awards}
        if missing := [one for one in applications if one not in awarded]:
            fail(f"the budget suffices for all, and nothing was awarded to {', '.join(missing)}")
        return [
            Grant(self.mission, decided.fund, round_, one, f"founder-{number:02}", amount)
            for number, one in enumerate(applications, start=1)
        ]
