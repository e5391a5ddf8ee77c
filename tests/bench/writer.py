"""What the writer spends on a command: microseconds of processor time, in groups of 64 with request ids.

A group is what a `Writer` commits at once. What callers spend before (making and checking the command) is not in it;
what the kernel spends on syncing is, what the disk takes is not. `python -m tests.bench.writer` runs it alone.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median
from uuid import uuid4

from osi_core.challenges.commands import (
    AcceptChallenge,
    CastBallot,
    CastVotes,
    OpenRound,
    SubmitChallenge,
    SubmitStatement,
    Vote,
)
from osi_core.domain import Command, Phase, Role
from osi_core.log.memory import MemoryStore
from osi_core.log.sql import SqlStore
from osi_core.log.store import EventStore
from osi_core.process.chance import by_the_system
from osi_core.process.request import Request
from osi_core.testing.scenario import Scenario
from tests.bench.engine import TEXT, TITLE

GROUP = 64
PEOPLE = 500
ITEMS = 20
GROUPS = 40
"""Of each kind, measured one by one; the median of them is what is told."""


def challenge(number: int, person: str) -> Command:
    """A new aggregate, with texts that are sealed, and a receipt."""
    own = f"0194-{number:012x}"  # ascending, as UUIDv7 is
    return SubmitChallenge(mission="m", challenge=own, title=TITLE, text=TEXT, language="en", tags=("mobility",))


def vote(number: int, person: str) -> Command:
    """One vote on one statement."""
    of = Vote(vote=str(uuid4()), statement=f"s{number % ITEMS}", value=1)
    return CastVotes(mission="m", participant=person, votes=(of,))


def ballot(number: int, person: str) -> Command:
    """A ballot that approves of five challenges."""
    choices = tuple(f"c{(number + step) % ITEMS}" for step in range(5))
    return CastBallot(mission="m", round="r", participant=person, ballot=str(uuid4()), choices=choices)


KINDS: tuple[Callable[[int, str], Command], ...] = (challenge, vote, ballot)


class OfChance(Scenario):
    """A mission whose salts and ids cost what they cost."""

    chance = staticmethod(by_the_system)


def played(store: EventStore) -> Scenario:
    """A mission in which people discuss and a round is open."""
    scenario = OfChance(store)
    scenario.open_without_gates(Phase.CHALLENGES)
    scenario.member("olga", Role.ORGANISER)
    scenario.citizen(*(f"p{number}" for number in range(PEOPLE)))
    for number in range(ITEMS):
        scenario.do(SubmitChallenge(mission="m", challenge=f"c{number}", title=TITLE), by="p0")
        scenario.do(AcceptChallenge(mission="m", challenge=f"c{number}"), by="olga")
        scenario.do(SubmitStatement(mission="m", statement=f"s{number}", text=TITLE), by="p0")
    closes = scenario.now + timedelta(days=1)
    scenario.do(OpenRound(mission="m", round="r", closes_at=closes), by="olga")
    return scenario


def groups(kind: Callable[[int, str], Command]) -> Iterator[list[Request]]:
    """Groups of requests, each request of another person."""
    number = 0
    for _ in range(GROUPS):
        people = [f"p{(number + step) % PEOPLE}" for step in range(GROUP)]
        yield [Request(kind(number + at, who), who, command_id=str(uuid4())) for at, who in enumerate(people)]
        number += GROUP


def measure(store: EventStore) -> dict[str, float]:
    """Microseconds of processor time for a command of each kind; the kinds take turns."""
    scenario = played(store)
    took: dict[str, list[float]] = {kind.__name__: [] for kind in KINDS}
    for turn in zip(*map(groups, KINDS), strict=True):
        for kind, group in zip(KINDS, turn, strict=True):
            start = time.thread_time()
            scenario.engine.handle_many(group)
            took[kind.__name__].append((time.thread_time() - start) / GROUP * 1e6)
    return {kind: median(times) for kind, times in took.items()}


def main() -> None:
    """Prints the table."""
    print(f"microseconds of processor time a command, in groups of {GROUP}")
    print(f"{'':<10}{'':>0}" + "".join(f"{kind.__name__:>12}" for kind in KINDS))
    for place in ("memory", "sqlite"):
        with tempfile.TemporaryDirectory() as folder:
            store: EventStore = SqlStore.create(Path(folder, "osi.db")) if place == "sqlite" else MemoryStore()
            took = measure(store)
            store.close()
        print(f"{place:<10}" + "".join(f"{us:>12.1f}" for us in took.values()), flush=True)


if __name__ == "__main__":
    main()
