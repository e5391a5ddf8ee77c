"""A grant round over gRPC, from its opening to payment by two people: cents equal to the ledger."""

from __future__ import annotations

from osi.funding.v1 import funding_service_pb2 as pb
from osi.funding.v1 import resources_pb2 as res

from osi_conformance.town import Town, balances, euros, minor


async def from_opening_to_payment(town: Town) -> None:
    """The story; everything in it is asked of the service and of nothing else."""
    mission = town.mission
    fund = await town.fund(100_000)
    round_ = await town.round(fund.name, budget=59_999)
    applications = [
        (await town.apply(round_.name, number, asked)).name for number, asked in enumerate((30_000, 29_999, 2), start=1)
    ]
    mission.later(minutes=61)
    for voter, choices in {"ada": applications[1:], "ben": applications[1:2]}.items():
        await town.cast(voter, round_.name, *choices)

    decided = await town.decide(round_.name)
    assert decided.status == res.GrantRound.STATUS_DECIDED
    assert [(one.application, minor(one.amount)) for one in decided.awards] == [
        (applications[1], 29_999),
        (applications[2], 2),
    ]
    assert await _held(town, fund.name) == {"free": 69_999, "granted": 30_001}
    assert {one.item for one in decided.explanations} == {name.rpartition("/")[2] for name in applications}
    assert all(one.reasons[0].code.startswith("score-order.") and one.sentence for one in decided.explanations)

    grant = {"name": round_.name, "application": applications[1]}
    await mission.call("AcceptGrant", pb.AcceptGrantRequest(**grant), "founder-02")
    await mission.refused("PayGrant", pb.PayGrantRequest(**grant), "rita", code="second-person-missing")
    await mission.call("ProposeGrantMove", pb.ProposeGrantMoveRequest(**grant), "olga")
    paid = (await mission.call("PayGrant", pb.PayGrantRequest(**grant, note="SEPA 1"), "rita")).message
    assert (paid.status, minor(paid.paid)) == (res.Application.STATUS_PAID, 29_999)

    assert await _held(town, fund.name) == {"free": 69_999, "granted": 2, "paid": 29_999}
    assert await _posted(town, fund.name) == {"free": 69_999, "granted": 2, "paid": 29_999}


async def _held(town: Town, fund: str) -> dict[str, int]:
    return balances(await town.mission.read("GetFund", pb.GetFundRequest(name=fund)))


async def _posted(town: Town, fund: str) -> dict[str, int]:
    """What the entries of the ledger add up to, read in pages of two."""
    called = {res.ACCOUNT_FUND: "free", res.ACCOUNT_RESERVED: "reserved", res.ACCOUNT_GRANTED: "granted"}
    called |= {res.ACCOUNT_PAID: "paid", res.ACCOUNT_GIVER: "giver"}
    held = dict.fromkeys(called.values(), 0)
    token = ""
    while True:
        asked = pb.ListLedgerEntriesRequest(parent=fund, page_size=2, page_token=token)
        page = await town.mission.read("ListLedgerEntries", asked)
        for entry in page.entries:
            held[called[entry.credit]] -= minor(entry.amount)
            held[called[entry.debit]] += minor(entry.amount)
        token = page.next_page_token
        if not token:
            break
    assert sum(held.values()) == 0
    del held["giver"]
    return {account: amount for account, amount in held.items() if amount}


def test_a_round_is_played_from_its_opening_to_payment_by_two_people(play):
    async def story(town, running):
        await from_opening_to_payment(town)

    play(story)


def test_a_fraction_of_the_smallest_unit_is_refused_and_the_field_named(play):
    async def story(town, running):
        fund = await town.fund(100_000)
        request = town.round_request(fund.name)
        request.round.budget.CopyFrom(euros(1))
        request.round.budget.currency_code = "JPY"
        await town.mission.refused("CreateGrantRound", request, "olga", field="round.budget.nanos")

    play(story)
