"""Runs cases against a service, one after the other."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Collection
from contextlib import AsyncExitStack

import grpc

from osi_conformance.case import Case, Failed
from osi_conformance.founding import begun as begun_mission
from osi_conformance.mission import until
from osi_conformance.peer import peers_served
from osi_conformance.results import Report, Result, Status
from osi_conformance.setup import Setup
from osi_conformance.target import Refusal
from osi_conformance.trial import Trial, World

__all__ = ["Unready", "run"]

_LONGEST = 60.0
"""Seconds that one case may take."""


class Unready(Exception):
    """The service cannot be tested: it is not there, or has not heard of the kit's missions."""


async def run(
    setup: Setup,
    cases: list[Case],
    *,
    expected: Collection[str] = (),
    proves: Callable[[Case], str] = lambda case: case.name,
    begun: Callable[[int, int, Case], None] = lambda number, count, case: None,
    ended: Callable[[Result], None] = lambda result: None,
) -> Report:
    """Runs the cases. `expected` are names of those that may fail, and have to; `proves` says the sentence of one;
    `begun` and `ended` hear of each. Raises Unready, and OSError for addresses and files.
    """
    world = World(setup, secrets.token_hex(4))
    world.prepare(cases)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(world.target.close)
        await stack.enter_async_context(peers_served(setup, world.played))
        await _ready(world)
        results = []
        for number, one in enumerate(cases, start=1):
            begun(number, len(cases), one)
            results.append(await _result(one, world.trial(one), one.name in expected, proves(one)))
            ended(results[-1])
    return Report(setup.target, tuple(results))


async def _ready(world: World) -> None:
    """Waits until the service is there and has all missions."""

    async def connected() -> bool:
        state = world.target.channel.get_state(try_to_connect=True)
        return state is grpc.ChannelConnectivity.READY

    if not await until(connected, world.setup.patience):
        raise Unready(f"nobody answers at {world.setup.target}")
    try:
        await asyncio.gather(*(begun_mission(one, is_new=is_new) for one, is_new in world.missions))
    except (Failed, Refusal) as error:
        raise Unready(str(error)) from error


async def _result(case: Case, trial: Trial, expected: bool, proves: str) -> Result:
    began, wrong = time.monotonic(), ""
    try:
        await asyncio.wait_for(case.run(trial), _LONGEST)
    except (Failed, Refusal) as error:
        wrong = str(error)
    except TimeoutError:
        wrong = f"no end after {_LONGEST:g} seconds"
    except grpc.aio.AioRpcError as error:
        wrong = f"{error.code().name}: {error.details()}"
    except Exception as error:  # an answer that no case foresaw, such as one of another form
        wrong = f"{type(error).__name__}: {error}"
    status: Status = "failed" if wrong else "passed"
    if expected:
        status = "expected-failure" if wrong else "unexpected-success"
    return Result(case.name, case.rule, proves, status, wrong, round(time.monotonic() - began, 3))
