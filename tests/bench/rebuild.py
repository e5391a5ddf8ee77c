"""How long a mission of a million events takes to be known again: from the log alone, and from a snapshot."""

from __future__ import annotations

import resource
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from osi_core.challenges.commands import AcceptChallenge, CastVotes, SubmitChallenge, SubmitStatement, Vote
from osi_core.domain import Command, Phase
from osi_core.log.sql import SqlStore
from osi_core.mission.commands import JoinMission
from osi_core.plugins import Plugins
from osi_core.process.engine import Engine
from osi_core.process.request import OPERATOR, Office, Request
from osi_core.testing.scenario import Scenario


def requests(events: int) -> Iterator[tuple[str | Office, Command]]:
    """A lively mission: of 100 events 10 are people who join, 4 challenges, 4 moderations, 2 statements, 80 votes."""
    people, challenges, statements = events // 10, events // 25, events // 50
    for number in range(people):
        yield f"p{number}", JoinMission(mission="m", participant=f"p{number}")
    for number in range(challenges):
        yield f"p{number % people}", SubmitChallenge(mission="m", challenge=f"c{number}", title=f"Challenge {number}")
        yield OPERATOR, AcceptChallenge(mission="m", challenge=f"c{number}")
    for number in range(statements):
        yield f"p{number % people}", SubmitStatement(mission="m", statement=f"s{number}", text=f"Statement {number}")
    for number in range(events - people - 2 * challenges - statements):
        vote = Vote(vote=f"v{number}", statement=f"s{number * 7 % statements}", value=1)
        person = f"p{number % people}"
        yield person, CastVotes(mission="m", participant=person, votes=(vote,))


def build(path: Path, events: int) -> float:
    """Writes the mission in groups of 1,000; seconds."""
    store = SqlStore.create(path)
    scenario = Scenario(store)
    scenario.open_without_gates(Phase.CHALLENGES)
    group: list[Request] = []
    start = perf_counter()
    for actor, command in requests(events):
        group.append(Request(command, actor))
        if len(group) == 1_000:
            scenario.engine.handle_many(group)
            group.clear()
            done = scenario.engine.head("m").position
            if done % 100_000 < 1_000:
                print(f"  {done:,} events written", file=sys.stderr, flush=True)
    scenario.engine.handle_many(group)
    seconds = perf_counter() - start
    store.close()
    return seconds


def known_again(path: Path) -> tuple[Engine, float]:
    """A new engine that knows the mission, and the seconds that took."""
    start = perf_counter()
    engine = Engine(SqlStore.open(path), plugins=Plugins.builtin(), clock=lambda: datetime.now(UTC))
    engine.memory("m")
    return engine, perf_counter() - start


def main(events: int = 1_000_000) -> None:
    """Prints the seconds of each and the memory at the end."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mission.db"
        seconds = build(path, events)
        print(
            f"{events:,} events written in {seconds:.1f} s ({events / seconds:,.0f}/s), {path.stat().st_size >> 20} MiB"
        )
        with_snapshot, quick = known_again(path)
        with_snapshot.store.close()
        import sqlite3

        with sqlite3.connect(path) as connection:
            connection.execute("DELETE FROM osi_snapshots")
        engine, slow = known_again(path)
        engine.snapshot("m")
        engine.store.close()
        fresh, quickest = known_again(path)
        fresh.store.close()
    print(f"rebuilt from the log alone        {slow:8.2f} s  (goal < 60)")
    print(f"from the engine's own snapshots   {quick:8.2f} s")
    print(f"from a snapshot at the end        {quickest:8.2f} s  (goal < 1)")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10:,} MiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
