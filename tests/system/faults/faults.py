"""What goes wrong in a network: each fault begins, lasts a while, and is over when its function returns."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable

import nats

from osi_core.domain import Service
from tests.system.faults.network import Network
from tests.system.faults.newer import NEWER

__all__ = ["CLUSTER", "FAULTS", "Fault", "a_service_is_killed"]

Fault = Callable[[Network, random.Random], None]


def a_service_is_killed(network: Network, chance: random.Random) -> None:
    killed = chance.choice(tuple(Service))
    network.kill(killed)
    time.sleep(chance.uniform(0, 0.5))
    network.start(killed)


def all_services_are_killed(network: Network, chance: random.Random) -> None:
    for one in Service:
        network.kill(one)
    for one in chance.sample(tuple(Service), 3):
        network.start(one, wait=False)


def a_service_is_ended_and_begins_again(network: Network, chance: random.Random) -> None:
    ended = chance.choice(tuple(Service))
    network.end(ended)
    network.start(ended)


def a_service_is_upgraded_and_goes_back(network: Network, chance: random.Random) -> None:
    """To the next version, beside two of this one, and back over the same store."""
    upgraded = chance.choice(tuple(Service))
    network.change_version(upgraded, NEWER)
    time.sleep(chance.uniform(1, 4))
    network.change_version(upgraded)


def a_service_stands_still(network: Network, chance: random.Random) -> None:
    """As a slow consumer does."""
    slow = chance.choice(tuple(Service))
    network.hold(slow, True)
    time.sleep(chance.uniform(1, 4))
    network.hold(slow, False)


def a_broker_is_killed(network: Network, chance: random.Random) -> None:
    killed = chance.choice(network.brokers.all)
    killed.kill()
    time.sleep(chance.uniform(0, 1))
    killed.start()


def brokers_are_away(network: Network, chance: random.Random) -> None:
    network.brokers.kill()
    time.sleep(chance.choice((3.0, 5.0, 30.0)))
    network.brokers.start()


def a_broker_stands_still(network: Network, chance: random.Random) -> None:
    slow = chance.choice(network.brokers.all)
    slow.hold(True)
    time.sleep(chance.uniform(1, 6))
    slow.hold(False)


def brokers_lose_their_disks(network: Network, chance: random.Random) -> None:
    for one in network.brokers.all:
        one.wipe()
    network.brokers.start()


def a_broker_is_cut_off(network: Network, chance: random.Random) -> None:
    cut = chance.choice(network.brokers.all)
    network.brokers.cut_off(cut)
    time.sleep(chance.uniform(2, 8))
    network.brokers.join_up(cut)


def a_clock_jumps(network: Network, chance: random.Random) -> None:
    """Less than what a log takes for a clock that is wrong."""
    turned = chance.choice(tuple(Service))
    network.turn_clock(turned, chance.uniform(-60, 60))
    time.sleep(1)
    network.turn_clock(turned, 0)


def messages_are_poisoned(network: Network, chance: random.Random) -> None:
    """Somebody says what is no event, or not what its digest says, where the services say theirs."""
    asyncio.run(_poison(network.brokers.all[0].address, chance))


async def _poison(address: str, chance: random.Random) -> None:
    client = await nats.connect(address)
    try:
        origin = chance.choice(tuple(Service))
        subject = f"osi.v1.{origin}.crowd.institutions.institution_registered"
        whole = {
            "ce-specversion": "1.0",
            "ce-type": "osi.v1.mission.institution_registered",
            "ce-source": f"/{origin}",
            "ce-id": f"{origin}-1:crowd:{chance.randrange(10**9)}",
            "ce-chain": f"{origin}-1",
            "ce-position": str(10**9),
            "ce-previous": str(10**9 - 1),
            "ce-hash": f"{chance.getrandbits(256):064x}",
        }
        for headers in ({}, {"ce-id": "x"}, {**whole, "ce-dataschema": "osi.v9"}, {**whole, "ce-position": "-1"}):
            await client.publish(subject, chance.randbytes(chance.randrange(1, 2_000)), headers=headers or None)
        await client.flush()  # not acknowledged: the stream may be gone with the disk, and not be made anew yet
    finally:
        await client.close()


FAULTS: tuple[Fault, ...] = (
    a_service_is_killed,
    a_broker_is_killed,
    a_service_stands_still,
    brokers_lose_their_disks,
    all_services_are_killed,
    messages_are_poisoned,
    a_broker_stands_still,
    a_clock_jumps,
    a_service_is_ended_and_begins_again,
    brokers_are_away,
    a_service_is_upgraded_and_goes_back,
)
"""Of a network over one broker, in the order in which the first of them come."""
CLUSTER: tuple[Fault, ...] = (
    a_broker_is_killed,
    a_broker_is_cut_off,
    a_broker_stands_still,
    a_service_is_killed,
    all_services_are_killed,
)
"""Of a network over three."""
