"""Callers in a process of their own: `python -m tests.bench.service_load`, told by a line of JSON what to call.

It calls to get warm, says so, waits for a line, calls as often as it was told, and prints what that took.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import grpc.aio
import uvloop
from google.protobuf.empty_pb2 import Empty
from google.type.money_pb2 import Money
from osi.funding.v1 import funding_service_pb2 as api
from osi.funding.v1 import resources_pb2 as res

Calls = Iterator[tuple[str, Any]]
"""Path and request, one after the other."""
FUNDING = "/osi.funding.v1.FundingService"
ECHO = "/bench.Echo/Echo"


class Told(NamedTuple):
    """What to do."""

    target: str
    kind: str
    """`echo`, `fund`, `ballot`, or `read`."""
    mission: str
    round: str
    choices: list[str]
    funds: list[str]
    tokens: list[str]
    """Callers take turns with them."""
    run: str
    """Makes the ids of this run, which look like UUIDs, unlike those of any other."""
    callers: int
    calls: int
    warm: int


def echo(told: Told) -> Calls:
    """Nothing, and nothing back."""
    return itertools.repeat((ECHO, Empty()))


def fund(told: Told) -> Calls:
    """A new fund of 5 euros each time; the service mints its id."""
    opened = res.Fund(institution=f"{told.mission}/institutions/town", purpose="A cooler town, one tree at a time")
    opened.amount.CopyFrom(Money(currency_code="EUR", units=5))
    for number in itertools.count():
        yield (
            f"{FUNDING}/CreateFund",
            api.CreateFundRequest(
                parent=told.mission, fund=opened, request_id=f"{told.run}-{number % 65536:04x}-4b2c-9d10-{number:012x}"
            ),
        )


def ballot(told: Told) -> Calls:
    """A ballot that approves of three applications; whoever casts again replaces the own one."""
    for number in itertools.count():
        yield (
            f"{FUNDING}/CastGrantBallot",
            api.CastGrantBallotRequest(
                name=told.round,
                ballot=api.GrantBallot(choices=told.choices),
                request_id=f"{told.run}-{number % 65536:04x}-4b2c-9d10-{number:012x}",
            ),
        )


def read(told: Told) -> Calls:
    """A fund, and now and then a page of them."""
    for number in itertools.count():
        if number % 10:
            yield f"{FUNDING}/GetFund", api.GetFundRequest(name=told.funds[number % len(told.funds)])
        else:
            yield f"{FUNDING}/ListFunds", api.ListFundsRequest(parent=told.mission, page_size=20)


KINDS: dict[str, Callable[[Told], Calls]] = {"echo": echo, "fund": fund, "ballot": ballot, "read": read}


class Load:
    """Callers that share one connection, as those of one process do."""

    def __init__(self, channel: grpc.aio.Channel, told: Told) -> None:
        self._told, self._calls = told, KINDS[told.kind](told)
        self._methods: dict[str, Any] = {}
        self._channel = channel
        self._left = 0
        self.took: list[float] = []

    async def call(self, count: int) -> None:
        """Makes so many calls, by all callers together."""
        self._left, self.took = count, []
        await asyncio.gather(*(self._caller(number) for number in range(self._told.callers)))

    async def _caller(self, number: int) -> None:
        tokens = self._told.tokens
        beside = (("authorization", f"Bearer {tokens[number % len(tokens)]}"),) if tokens else ()
        while self._left > 0:
            self._left -= 1
            path, request = next(self._calls)
            method = self._methods.get(path) or self._method(path, request)
            began = time.perf_counter()
            await method(request, metadata=beside, timeout=30)
            self.took.append(time.perf_counter() - began)

    def _method(self, path: str, request: Any) -> Any:
        call: Any = self._channel.unary_unary(path, request_serializer=type(request).SerializeToString)
        return self._methods.setdefault(path, call)


async def run(told: Told) -> None:
    """Warm, said, told to go, called, printed."""
    async with grpc.aio.insecure_channel(told.target) as channel:
        load = Load(channel, told)
        await load.call(told.warm)
        print("warm", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        cpu, wall = time.process_time(), time.perf_counter()
        await load.call(told.calls)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    took = sorted(load.took)
    figures = {"calls": len(took), "cpu": cpu, "wall": wall}
    figures |= {f"p{part}": took[len(took) * part // 100] for part in (50, 99)}
    print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    uvloop.run(run(Told(**json.loads(sys.stdin.readline()))))
