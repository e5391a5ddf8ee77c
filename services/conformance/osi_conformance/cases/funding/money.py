"""Money is exact: a whole number of the currency's smallest units, or it is refused."""

from __future__ import annotations

import asyncio

import grpc
from google.type.money_pb2 import Money
from osi.funding.v1 import funding_service_pb2 as api

from osi_conformance.case import Case, case, ensure, register
from osi_conformance.target import Refusal
from osi_conformance.town import euros, minor, money
from osi_conformance.trial import Trial

INVALID = grpc.StatusCode.INVALID_ARGUMENT


def _refuses(kind: str, amount: Money, code: str = "") -> None:
    async def run(trial: Trial) -> None:
        request = trial.town.fund_request(amount)
        refusal = await trial.mission.refused("CreateFund", request, status=INVALID, code=code)
        named = [field for field in refusal.fields if field == "fund.amount" or field.startswith("fund.amount.")]
        ensure(named, f"the refusal names {sorted(refusal.fields) or 'no field'}; fund.amount is expected")

    register(Case(f"funding/fund/create/refuses-{kind}", "M2", run))


def _keeps(kind: str, amount: Money) -> None:
    async def run(trial: Trial) -> None:
        created = await trial.town.fund(amount)
        told = await trial.mission.read("GetFund", api.GetFundRequest(name=created.name))
        for one in (created.amount, created.free, told.amount, told.free):
            ensure(one == amount, f"{_said(amount)} were given, {_said(one)} are told")

    register(Case(f"funding/fund/create/keeps-{kind}", "M1", run))


def _said(amount: Money) -> str:
    return f"{amount.units} units and {amount.nanos} nanos of {amount.currency_code or 'no currency'}"


_refuses("negative-amount", Money(currency_code="EUR", units=-5))
_refuses("nothing", Money(currency_code="EUR"))
_refuses("fraction-of-a-cent", Money(currency_code="EUR", units=10, nanos=5_000_000))
_refuses("smallest-fraction", Money(currency_code="EUR", units=10, nanos=1))
_refuses("signs-that-differ", Money(currency_code="EUR", units=5, nanos=-500_000_000))
_refuses("nanos-beyond-a-unit", Money(currency_code="EUR", units=5, nanos=1_000_000_000))
_refuses("no-currency", Money(units=5))
_refuses("currency-that-is-none", Money(currency_code="euro", units=5))
_refuses("fraction-of-a-yen", Money(currency_code="JPY", units=5, nanos=500_000_000))
_refuses("more-than-any-integer", Money(currency_code="EUR", units=2**62))
_keeps("one-cent", money(1))
_keeps("odd-cents", money(123_457))
_keeps("large-amount", money(99_999_999_999))
_keeps("yen", money(1_234_567, "JPY"))
_keeps("three-decimals", money(1_234_567, "BHD"))


@case("funding/fund/create/refuses-what-is-beyond-measure", "M3")
async def beyond_measure(trial: Trial) -> None:
    await trial.mission.refused("CreateFund", trial.town.fund_request(100_000_000_001), code="amount-too-high")
    await trial.mission.call("CreateFund", trial.town.fund_request(100_000_000_000))


@case("funding/grant/pay/cents-in-instalments", "M4", "simulated")
async def cents_in_instalments(trial: Trial) -> None:
    """33.33 and 33.33 and 33.34 are 100.00, and not a cent more can be paid."""
    grant = await trial.grant(accepted=True)
    for cents in (3_333, 3_333, 3_334):
        await grant.do("ProposeGrantMove", "olga", amount=euros(cents))
        await grant.do("PayGrant", "rita", amount=euros(cents))
    told = await trial.mission.read("GetApplication", api.GetApplicationRequest(name=grant.application))
    ensure(minor(told.paid) == 10_000, f"{_said(told.paid)} were paid")
    request = grant.of(api.PayGrantRequest, amount=euros(1))
    await trial.mission.refused("PayGrant", request, "rita", code="more-than-unpaid")


@case("funding/application/create/refuses-fraction-of-a-cent", "M2")
async def application_refuses_fraction(trial: Trial) -> None:
    round_ = await trial.town.round()
    asked = Money(currency_code="EUR", units=1, nanos=5_000_000)
    request = trial.town.application_request(round_.name, asked=asked)
    await trial.mission.refused("CreateApplication", request, "founder-01", status=INVALID)


@case("funding/grant-round/decide/spends-to-the-cent", "M4", "simulated")
async def spends_to_the_cent(trial: Trial) -> None:
    """Of 599.99 the second and third take 300.01, and the first finds a cent too little."""
    round_, names = await trial.town.voting(29_999, 29_999, 2, budget=59_999)
    await trial.town.cast("ada", round_, names[1], names[2])
    await trial.town.cast("ben", round_, names[1])
    decided = await trial.town.decide(round_)
    awards = {one.application: minor(one.amount) for one in decided.awards}
    ensure(awards == {names[1]: 29_999, names[2]: 2}, f"awarded: {awards}")
    ensure(minor(decided.spent) == 30_001, f"{_said(decided.spent)} were spent")


@case("funding/grant-round/create/budget-is-set-aside", "M5")
async def budget_is_set_aside(trial: Trial) -> None:
    fund = await trial.town.fund(100_001)
    await trial.town.round(fund.name, 100_000)
    told = await trial.mission.read("GetFund", api.GetFundRequest(name=fund.name))
    held = (minor(told.free), minor(told.reserved), minor(told.amount))
    ensure(held == (1, 100_000, 100_001), f"free, reserved and given are {held} cents")
    await trial.mission.refused(
        "CreateGrantRound", trial.town.round_request(fund.name, 2), "olga", code="fund-too-small"
    )


@case("funding/grant-round/create/two-at-once", "M5")
async def two_at_once(trial: Trial) -> None:
    """Of rounds that ask for the same money at once, it suffices for one."""
    fund = await trial.town.fund(10_000)
    requests = [trial.town.round_request(fund.name, 10_000) for _ in range(5)]
    asked = (trial.mission.call("CreateGrantRound", one, "olga") for one in requests)
    answers = await asyncio.gather(*asked, return_exceptions=True)
    opened = [one for one in answers if not isinstance(one, BaseException)]
    ensure(len(opened) == 1, f"of five rounds that ask for all there is at once, {len(opened)} were opened")
    codes = {code for one in answers if isinstance(one, Refusal) for code in one.codes}
    ensure(codes == {"fund-too-small"}, f"the others were refused for {sorted(codes)}")


@case("funding/grant-round/cancel/frees-its-budget", "M5")
async def cancelling_frees(trial: Trial) -> None:
    fund = await trial.town.fund(100_000)
    round_ = await trial.town.round(fund.name, 60_000)
    request = api.CancelGrantRoundRequest(name=round_.name, reason="nobody came")
    cancelled = (await trial.mission.call("CancelGrantRound", request, "olga")).message
    ensure(cancelled.cancel_reason == "nobody came", "the reason is not told")
    told = await trial.mission.read("GetFund", api.GetFundRequest(name=fund.name))
    ensure(
        (minor(told.free), minor(told.reserved)) == (100_000, 0), "the budget of a cancelled round is not free again"
    )


@case("funding/grant-round/create/other-currency", "M6")
async def round_of_another_currency(trial: Trial) -> None:
    fund = await trial.town.fund(money(100_000, "JPY"))
    request = trial.town.round_request(fund.name, 100)
    await trial.mission.refused("CreateGrantRound", request, "olga", code="other-currency")


@case("funding/application/create/other-currency", "M6")
async def application_of_another_currency(trial: Trial) -> None:
    round_ = await trial.town.round()
    request = trial.town.application_request(round_.name, asked=money(100, "JPY"))
    await trial.mission.refused("CreateApplication", request, "founder-01", code="other-currency")


@case("funding/grant/pay/other-currency", "M6", "simulated")
async def payment_of_another_currency(trial: Trial) -> None:
    grant = await trial.grant(accepted=True)
    for method, by in (("ProposeGrantMove", "olga"), ("PayGrant", "rita")):
        request = grant.of(getattr(api, f"{method}Request"), amount=money(100, "JPY"))
        await trial.mission.refused(method, request, by, code="other-currency")
