"""All of it together: processes that are kept running, looked at and told of, until somebody says that it is enough."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Coroutine
from itertools import count
from typing import Any

from osi_core.domain import Service
from osi_up.children import Child, Program
from osi_up.house import BUS, RENEW_SECONDS, House
from osi_up.looking import Looking
from osi_up.telling import Teller

__all__ = ["supervise"]

_LAG_SECONDS, _HEARING_SECONDS = 2.0, 0.2
_DUE_EVERY = 5
"""After how many looks at how far services are behind it is asked what is due."""


async def supervise(house: House, teller: Teller) -> None:
    """Returns when all have ended in order, after SIGTERM or SIGINT; a second signal kills what still runs.

    Raises GivenUp where a process does not stay alive; the others are ended first.
    """
    enough = asyncio.Event()
    looking = Looking(house.addresses, house.operator_token)
    children = [Child(one, teller.changed) for one in _programs(house, looking)]

    def stop() -> None:
        for child in children if enough.is_set() else ():
            child.kill()
        enough.set()

    loop = asyncio.get_running_loop()
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, stop)
    keeping: list[Coroutine[Any, Any, Any]] = [child.run() for child in children]
    beside: list[Coroutine[Any, Any, Any]] = [
        enough.wait(),
        _renew(house),
        _tell(house, children, looking, teller),
    ]
    tasks = [asyncio.create_task(one) for one in (*beside, *keeping)]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        # The broker last: what a service says at its end is still carried.
        await asyncio.gather(*(child.end() for child in children if child.program.name != BUS))
        await asyncio.gather(*(child.end() for child in children))
        for task in tasks[: len(beside)]:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await looking.close()
    for task in done:
        task.result()


def _programs(house: House, looking: Looking) -> list[Program]:
    found = [_program(house, one, looking) for one in house.runs]
    address = house.broker.address
    if address is not None:
        well = looking.listens(address)
        found.insert(0, Program(BUS, house.broker.command(), address, house.log_of(BUS), well))
    return found


def _program(house: House, service: Service, looking: Looking) -> Program:
    command = [sys.executable, "-m", "osi_core.cli", "serve", service.value, "--config", str(house.config_of(service))]
    return Program(service.value, command, house.addresses[service], house.log_of(service.value), looking.well(service))


async def _renew(house: House) -> None:
    while True:
        await asyncio.sleep(RENEW_SECONDS)
        await asyncio.to_thread(house.renew_tokens)


async def _tell(house: House, children: list[Child], looking: Looking, teller: Teller) -> None:
    for child in children:
        await child.well.wait()
    while not await looking.all_hear(house.runs):
        await asyncio.sleep(_HEARING_SECONDS)
    teller.ready()
    for look in count():
        teller.lags(await looking.lags())
        if look % _DUE_EVERY == 0:
            teller.due(await looking.due(teller.session.language))
        await asyncio.sleep(_LAG_SECONDS)
