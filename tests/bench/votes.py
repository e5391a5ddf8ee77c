"""Votes by a stream of columns, 50 a person: what a service does with each, in one thread, durable on a store.

Microseconds of processor time a vote and the votes a second that this makes: from a part's bytes to commands, as the
service reads them, and from commands to the log. What gRPC takes of a part of thousands of votes is next to nothing.
`make bench BENCH_ARGS=votes`; `python -m tests.bench.votes URL` measures PostgreSQL, in a database that is empty.
"""

from __future__ import annotations

import sys
import tempfile
import time
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from osi.participation.v1 import participation_service_pb2 as pb
from osi.type.v1.column_pb2 import Column

from osi_core.challenges import commands as c
from osi_core.domain import Phase
from osi_core.log.sql import SqlStore
from osi_core.process import Request
from osi_core.testing.scenario import Scenario
from osi_participation.votes import read_part
from osi_runtime.serve import look_for_less_garbage

PEOPLE, VOTES, PARTS, BAR = 200, 50, 20, 100_000
STATEMENTS = [f"s{number}" for number in range(VOTES)]


class Town(Scenario):
    """A mission with statements to vote on."""

    def __init__(self, store: SqlStore) -> None:
        super().__init__(store)
        self.people = [f"p{number}" for number in range(PEOPLE)]
        self.citizen(*self.people)
        self.open_without_gates(Phase.CHALLENGES)
        for name in STATEMENTS:
            self.do(c.SubmitStatement(mission="m", statement=name, text=f"More {name}"), by="p0")


def column(numbers: list[int]) -> Column:
    """A column of I4."""
    return Column(type=Column.ELEMENT_I4, values=array("i", numbers).tobytes())


def part_of(number: int) -> bytes:
    """A part as it comes: everybody votes on everything."""
    return pb.StreamVotesRequest(
        parent="missions/m",
        statements=[f"missions/m/statements/{one}" for one in STATEMENTS],
        tokens=[f"p{person}" for person in range(PEOPLE)],
        ids=[f"v{number}-{person}" for person in range(PEOPLE)],
        offsets=column([VOTES * person for person in range(PEOPLE + 1)]),
        choices=column([*range(VOTES)] * PEOPLE),
        values=column([(person + one + number) % 3 - 1 for person in range(PEOPLE) for one in range(VOTES)]),
    ).SerializeToString()


class Spent(NamedTuple):
    """Microseconds of processor time a vote."""

    read: float
    written: float


def requests_of(raw: bytes) -> Iterator[Request]:
    """What the service brings its writer."""
    for one in read_part(pb.StreamVotesRequest.FromString(raw)):
        brought = one.brought
        command = brought.command(brought.token)  # here tokens are names
        yield Request(command, brought.token, brought.id)


def measured(store: SqlStore) -> Spent:
    """All parts, one after the other."""
    town = Town(store)
    look_for_less_garbage()
    raws = [part_of(number) for number in range(PARTS)]
    read = written = 0.0
    for raw in raws:
        began = time.thread_time()
        requests = list(requests_of(raw))
        between = time.thread_time()
        answers = town.engine.answer_each(requests)
        read, written = read + between - began, written + time.thread_time() - between
        assert not any(isinstance(one, Exception) for one in answers), answers[0]
    votes = PARTS * PEOPLE * VOTES / 1e6
    return Spent(read / votes, written / votes)


def main(url: str | None = None) -> None:
    """Prints the table."""
    with tempfile.TemporaryDirectory() as folder:
        store = SqlStore.create(url or Path(folder, "osi.db"))
        spent = measured(store)
        store.close()
    both = spent.read + spent.written
    name = "PostgreSQL" if url else "SQLite"
    print(f"µs of processor time a vote, {VOTES} a person, {PEOPLE} people a part: {name}")
    print(f"bytes to commands {spent.read:.2f}, commands to the log {spent.written:.2f}, both {both:.2f}")
    print(f"{1e6 / both:,.0f} votes/s   bar {BAR:,}: {'held' if 1e6 / both >= BAR else 'missed'}")


if __name__ == "__main__":
    main(*sys.argv[1:])
