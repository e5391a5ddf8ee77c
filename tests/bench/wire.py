"""What a message costs on its way to a command and back, beside code that is written by hand for this one message.

Microseconds of processor time, one thread; the library's own validation is in both. `make bench BENCH_ARGS=wire`.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from typing import Any, NamedTuple

from google.type import money_pb2
from osi.funding.v1 import events_pb2, funding_service_pb2, resources_pb2

from osi_core.funding import commands as c
from osi_core.funding import events as e
from osi_core.funding.views import VIEWS, FundView
from osi_core.money import Money
from osi_core.money.ledger import Account, Posting
from osi_core.process.share import share_of
from osi_wire import Wire

ROUNDS, CALLS = 15, 2_000
WIRE = Wire(
    [funding_service_pb2.DESCRIPTOR, resources_pb2.DESCRIPTOR, events_pb2.DESCRIPTOR], share_of("funding").rules, VIEWS
)
AMOUNT = Money(minor=500_050, currency="EUR")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
OPEN = c.OpenFund(mission="m", fund="seeds", institution="i", purpose="Seeds for gardens", amount=AMOUNT)
CAST = c.CastGrantBallot(
    mission="m", round="r", participant="p", ballot="b", revision=3, choices=tuple(f"a{n}" for n in range(5))
)
PAID = e.GrantPaid(
    fund="seeds",
    postings=(Posting(credit=Account.GRANTED, debit=Account.PAID, amount=AMOUNT),),
    round="r",
    application="a",
    initiative="i",
    amount=AMOUNT,
    note=None,
)
FUND = FundView(
    fund="seeds",
    etag="1",
    institution="i",
    purpose="Seeds for gardens",
    amount=AMOUNT,
    free=AMOUNT,
    reserved=AMOUNT,
    granted=AMOUNT,
    paid=AMOUNT,
    returned=AMOUNT,
    written_off=AMOUNT,
    create_time=NOON,
)


class Case(NamedTuple):
    """The same done by the wire and by hand."""

    name: str
    wire: Callable[[], Any]
    by_hand: Callable[[], Any]


# ----------------------------------------------------------------------------------------------------------------------
# By hand: what one would write for this message alone


def minor_of(money: Any) -> dict[str, Any]:
    """An amount, of a currency of two decimals."""
    cents, rest = divmod(money.nanos, 10_000_000)
    if rest:
        raise ValueError("amount.nanos")
    return {"minor": money.units * 100 + cents, "currency": money.currency_code}


def money_of(money: Money) -> money_pb2.Money:
    """An amount, of a currency of two decimals."""
    units, cents = divmod(money.minor, 100)
    return money_pb2.Money(currency_code=money.currency, units=units, nanos=cents * 10_000_000)


def id_of(name: str, mission: str, collection: str) -> str:
    """The id in a name."""
    head = f"missions/{mission}/{collection}/"
    if not name.startswith(head):
        raise ValueError(collection)
    return name[len(head) :]


def open_fund(request: funding_service_pb2.CreateFundRequest) -> c.OpenFund:
    """A request to open a fund."""
    mission, fund = request.parent.removeprefix("missions/"), request.fund
    fields: dict[str, Any] = {"amount": minor_of(fund.amount)} if fund.HasField("amount") else {}
    institution = id_of(fund.institution, mission, "institutions")
    return c.OpenFund(mission=mission, fund=request.fund_id, institution=institution, purpose=fund.purpose, **fields)


def cast_ballot(request: funding_service_pb2.CastGrantBallotRequest) -> c.CastGrantBallot:
    """A request to cast a ballot."""
    _, mission, _, round_ = request.name.split("/")
    ballot = request.ballot
    return c.CastGrantBallot(
        mission=mission,
        round=round_,
        participant="p",
        ballot=ballot.id,
        revision=ballot.revision if ballot.HasField("revision") else None,
        choices=tuple([id_of(one, mission, "applications") for one in ballot.choices]),
        points=tuple(ballot.points),
    )


def fund_request(command: c.OpenFund) -> funding_service_pb2.CreateFundRequest:
    """The request of a command."""
    return funding_service_pb2.CreateFundRequest(
        parent=f"missions/{command.mission}",
        fund_id=command.fund,
        fund=resources_pb2.Fund(
            institution=f"missions/{command.mission}/institutions/{command.institution}",
            purpose=command.purpose,
            amount=money_of(command.amount),
        ),
    )


def paid_message(event: e.GrantPaid) -> events_pb2.GrantPaid:
    """The message of an event."""
    accounts = resources_pb2.Account
    return events_pb2.GrantPaid(
        fund=f"missions/m/funds/{event.fund}",
        postings=[
            resources_pb2.Posting(
                credit=accounts.Value(f"ACCOUNT_{one.credit.name}"),
                debit=accounts.Value(f"ACCOUNT_{one.debit.name}"),
                amount=money_of(one.amount),
            )
            for one in event.postings
        ],
        round=f"missions/m/grant-rounds/{event.round}",
        application=f"missions/m/applications/{event.application}",
        initiative=f"missions/m/initiatives/{event.initiative}",
        amount=money_of(event.amount),
        note=event.note,
    )


def fund_message(view: FundView) -> resources_pb2.Fund:
    """The resource of a view."""
    names = ("amount", "free", "reserved", "granted", "paid", "returned", "written_off")
    amounts: Any = {name: money_of(getattr(view, name)) for name in names}
    message = resources_pb2.Fund(
        name=f"missions/m/funds/{view.fund}",
        etag=view.etag,
        institution=f"missions/m/institutions/{view.institution}",
        purpose=view.purpose,
        **amounts,
    )
    message.create_time.FromDatetime(view.create_time)
    return message


def cases() -> list[Case]:
    """What is measured; both ways must come to the same."""
    opens: Any = WIRE.request_of(OPEN)
    casts: Any = WIRE.request_of(CAST)
    found = [
        Case("read OpenFund", lambda: WIRE.command(opens), lambda: open_fund(opens)),
        Case("read CastGrantBallot, 5", lambda: WIRE.command(casts, participant="p"), lambda: cast_ballot(casts)),
        Case("write OpenFund", lambda: WIRE.request_of(OPEN), lambda: fund_request(OPEN)),
        Case("write GrantPaid", lambda: WIRE.event_message(PAID, "m"), lambda: paid_message(PAID)),
        Case("write FundView", lambda: WIRE.view_message(FUND, "m"), lambda: fund_message(FUND)),
    ]
    for case in found:
        assert case.wire() == case.by_hand(), case.name
    return found


def spent(call: Callable[[], Any]) -> float:
    """Microseconds a call, of one turn."""
    start = time.thread_time()
    for _ in range(CALLS):
        call()
    return (time.thread_time() - start) / CALLS * 1e6


def main() -> None:
    """Prints the table."""
    print(f"microseconds of processor time a message, median of {ROUNDS} turns")
    print(f"{'':<26}{'wire':>8}{'by hand':>10}{'ratio':>8}")
    for case in cases():
        gc.collect()
        turns = [(spent(case.wire), spent(case.by_hand)) for _ in range(ROUNDS)]
        wire, by_hand = (median(times) for times in zip(*turns, strict=True))
        print(f"{case.name:<26}{wire:>8.1f}{by_hand:>10.1f}{wire / by_hand:>8.2f}", flush=True)


if __name__ == "__main__":
    main()
