"""What each part of a call costs a service: microseconds of processor time, each part alone, in one thread.

What gRPC and the kernel take on both sides is the echo; what is left between these parts and the whole call is
the runtime's own way (gate, limits, handing over to the writer and back). `python -m tests.bench.service_parts` runs it
alone.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from uuid import uuid4

from google.type.money_pb2 import Money
from osi.funding.v1 import funding_service_pb2 as api
from osi.funding.v1 import resources_pb2 as res

from osi_conformance.issuer import Issuer
from osi_conformance.recorded import participant, spoken
from osi_conformance.setup import AUDIENCE, ORGANISATION, PARTICIPATION
from osi_core.domain import Command
from osi_core.funding.commands import ApplyForGrant, CastGrantBallot, OpenFund, OpenGrantRound
from osi_core.funding.views import FundView
from osi_core.log.memory import MemoryStore
from osi_core.log.sql import SqlStore
from osi_core.log.store import EventStore
from osi_core.money import Money as Amount
from osi_core.process import Engine, Request, share_of
from osi_funding import SERVICE
from osi_runtime.auth.authenticating import Authenticator
from osi_runtime.auth.settings import AuthSettings
from osi_runtime.compose import _wire
from osi_runtime.servicing.parsing import Parser
from osi_wire import Wire

GROUP, GROUPS, TIMES = 64, 40, 2_000
M = "m"
VOTERS = ("ada", "ben", "cem", "dia", "eli", "mia", *(f"founder-{number:02}" for number in range(1, 12)))


class Clock:
    """Goes on by a millisecond whenever it is looked at."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


def euros(cents: int) -> Amount:
    """So many cents."""
    return Amount(minor=cents, currency="EUR")


def engine_of(store: EventStore) -> tuple[Engine, list[str]]:
    """An engine in a mission whose round takes ballots; the applications of it."""
    clock = Clock()
    engine = Engine(store, share=share_of("funding"), chain="funding-1", clock=clock)
    for service in ("participation", "matching"):
        engine.hear(spoken("funding", service, "real", M))

    def do(command: Command, by: str) -> None:
        engine.handle(command, actor=participant(by))

    do(OpenFund(mission=M, fund="f", institution="town", purpose="Trees", amount=euros(10**9)), "rita")
    budget, until = euros(10**6), clock.now + timedelta(hours=1)
    opened = OpenGrantRound(
        mission=M, round="r", fund="f", budget=budget, applications_until=until, closes_at=until + timedelta(days=1)
    )
    do(opened, "olga")
    names = [f"a{number}" for number in range(1, 4)]
    for number, name in enumerate(names, 1):
        asked = ApplyForGrant(
            mission=M,
            application=name,
            round="r",
            initiative=f"initiative-{number:02}",
            asked=euros(10_000),
            purpose="Sails",
        )
        do(asked, f"founder-{number:02}")
    clock.now = until + timedelta(minutes=1)
    return engine, names


def groups(kind: str, choices: list[str]) -> Iterator[list[Request]]:
    """Groups of requests as the writer takes them."""
    for group in range(GROUPS):
        yield [_request(kind, group * GROUP + number, choices) for number in range(GROUP)]


def _request(kind: str, number: int, choices: list[str]) -> Request:
    if kind == "fund":
        five = euros(500)
        command: Command = OpenFund(mission=M, fund=str(uuid4()), institution="town", purpose="Trees", amount=five)
        return Request(command, participant("rita"), command_id=str(uuid4()))
    by = participant(VOTERS[number % len(VOTERS)])
    cast = CastGrantBallot(mission=M, round="r", participant=by, ballot=str(uuid4()), choices=tuple(choices))
    return Request(cast, by, command_id=str(uuid4()))


def handled(store: EventStore, kind: str) -> float:
    """Microseconds a command, in groups of 64."""
    engine, choices = engine_of(store)
    took = []
    for group in groups(kind, choices):
        began = time.thread_time()
        engine.handle_many(group)
        took.append((time.thread_time() - began) / GROUP * 1e6)
    return median(took)


def each(work: Callable[[], object]) -> float:
    """Microseconds that it takes once."""
    for _ in range(200):
        work()
    began = time.thread_time()
    for _ in range(TIMES):
        work()
    return (time.thread_time() - began) / TIMES * 1e6


@contextmanager
def authenticating() -> Iterator[tuple[Callable[[], object], Callable[[], object]]]:
    """Knowing again who calls, and knowing it for the first time."""
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        issuer = Issuer(Path(folder))
        trusted = {
            "organisation": ORGANISATION,
            "issuer": PARTICIPATION,
            "jwks": str(Path(folder, "jwks.json")),
            "audience": AUDIENCE,
        }
        settings = AuthSettings.model_validate({"missions": [trusted]})
        beside = (("authorization", f"Bearer {issuer.person(M, participant('rita'))}"),)
        known = Authenticator(settings)
        runner.run(known.authenticate(beside))

        def again() -> object:
            return _now(known.authenticate(beside))

        def first() -> object:
            return runner.run(Authenticator(settings).authenticate(beside))

        yield again, first


def _now(coroutine: Any) -> Any:
    """What a coroutine gives that has nothing to wait for."""
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value
    raise AssertionError("it waits")


class Example(NamedTuple):
    """A request as it comes, and the command that it gives."""

    request: Any
    kind: type[Command]
    given: dict[str, str]

    def parsed(self) -> float:
        """From bytes to a message."""
        raw = self.request.SerializeToString()
        return each(lambda: type(self.request).FromString(raw))

    def validated(self) -> float:
        """From bytes to a message that keeps to its contract."""
        raw, parser = self.request.SerializeToString(), Parser(type(self.request))
        return each(lambda: parser(raw))

    def wired(self, wire: Wire) -> float:
        """From the message to the command."""
        return each(lambda: wire.command(self.request, self.kind, **self.given))


def examples() -> tuple[Example, Example]:
    """A new fund, and a ballot that approves of three applications."""
    fund = res.Fund(institution="missions/m/institutions/town", purpose="A cooler town, one tree at a time")
    fund.amount.CopyFrom(Money(currency_code="EUR", units=5))
    create = api.CreateFundRequest(parent="missions/m", fund=fund, request_id=str(uuid4()))
    chosen = [f"missions/m/applications/a{number}" for number in range(1, 4)]
    ballot = api.GrantBallot(choices=chosen)
    cast = api.CastGrantBallotRequest(name="missions/m/grant-rounds/r", ballot=ballot, request_id=str(uuid4()))
    given = {"participant": participant("ada"), "ballot": str(uuid4())}
    return Example(create, OpenFund, {"fund": str(uuid4())}), Example(cast, CastGrantBallot, given)


def stored(kind: str) -> float:
    """Microseconds a command in groups of 64 on SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        store = SqlStore.create(Path(folder, "osi.db"))
        took = handled(store, kind)
        store.close()
    return took


def main() -> None:
    """Prints the table."""
    wire, both = _wire(SERVICE), examples()
    engine, _ = engine_of(MemoryStore())
    view = engine.read("m").get(FundView, "f")
    rows: dict[str, tuple[float, float]] = {}

    def row(name: str, create: float, cast: float) -> None:
        rows[name] = create, cast

    parsed = [one.parsed() for one in both]
    row("parse", parsed[0], parsed[1])
    row("validate", both[0].validated() - parsed[0], both[1].validated() - parsed[1])
    row("wire: message to command", both[0].wired(wire), both[1].wired(wire))
    with authenticating() as (again, first):
        known, fresh = each(again), each(first)
    row("authenticate, known token", known, known)
    memory = {kind: handled(MemoryStore(), kind) for kind in ("fund", "ballot")}
    row("writer: decide, groups of 64", memory["fund"], memory["ballot"])
    row("store: SQLite FULL beside memory", stored("fund") - memory["fund"], stored("ballot") - memory["ballot"])
    row("view of the answer", each(lambda: engine.read_written("m").get(FundView, "f")), 0.0)
    row("wire: view to message", each(lambda: wire.view_message(view, "m").SerializeToString()), 0.0)
    print(f"\n{'µs of processor time, each part alone':<38}{'CreateFund':>12}{'CastGrantBallot':>17}")
    for name, (create, cast) in rows.items():
        print(f"{name:<38}{create:>12.1f}{cast:>17.1f}")
    create, cast = (sum(figures) for figures in zip(*rows.values(), strict=True))
    print(f"{'all of these':<38}{create:>12.1f}{cast:>17.1f}")
    print(f"(a token that was not known yet: {fresh:.0f})", flush=True)


if __name__ == "__main__":
    main()
