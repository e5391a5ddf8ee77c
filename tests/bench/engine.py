"""Events a second through the engine, beside the `eventsourcing` library doing the same work in the same run.

The work: one citizen's challenge is submitted, a new aggregate each. Ours checks the phase rules, seals the texts,
extends the hash chain, and makes a receipt; the peer saves an aggregate with the same fields, as its tutorial shows.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from osi_core.challenges.commands import SubmitChallenge
from osi_core.domain import Phase
from osi_core.log.memory import MemoryStore
from osi_core.log.sql import SqlStore
from osi_core.log.store import EventStore
from osi_core.process.chance import by_the_system
from osi_core.process.request import Request
from osi_core.process.writer import Writer
from osi_core.testing.scenario import Scenario

TITLE = "The bus comes once an hour, and never in the evening"
TEXT = "Whoever works late in the industrial estate cannot get home without a car. " * 4
WRITERS = (1, 8, 64)


class Challenge(Aggregate):
    """The peer's aggregate with the fields of ours."""

    @event("Submitted")
    def __init__(self, author: str, title: str, text: str, language: str, tags: tuple[str, ...]) -> None:
        self.author, self.title, self.text, self.language, self.tags = author, title, text, language, tags


class Challenges(Application):
    """The peer's application."""

    def submit(self, author: str) -> None:
        self.save(Challenge(author, TITLE, TEXT, "en", ("mobility",)))


def rate(work: Callable[[int], object], writers: int, count: int) -> float:
    """How many calls of `work` a second `writers` threads get done, each call waiting for its own to be durable."""
    numbers = iter(range(count))
    lock = threading.Lock()

    def run() -> None:
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            work(number)

    threads = [threading.Thread(target=run) for _ in range(writers)]
    start = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return count / (perf_counter() - start)


class OfChance(Scenario):
    """A mission whose salts and ids cost what they cost."""

    chance = staticmethod(by_the_system)


@contextmanager
def our_work(store: EventStore, writers: int) -> Iterator[Callable[[int], object]]:
    """Submits a challenge; on a disk many writers go through a `Writer`, so that they share its syncs."""
    scenario = OfChance(store)
    scenario.open_without_gates(Phase.CHALLENGES)
    scenario.citizen("anna")

    def command(number: int) -> SubmitChallenge:
        return SubmitChallenge(
            mission="m", challenge=f"c{number}", title=TITLE, text=TEXT, language="en", tags=("mobility",)
        )

    if writers == 1 or isinstance(store, MemoryStore):
        yield lambda number: scenario.do(command(number), by="anna")
        return
    with Writer(scenario.engine) as writer:
        yield lambda number: writer.submit(Request(command(number), "anna")).result()


def peer_work(folder: Path | None) -> Callable[[int], None]:
    """The same with the peer, in memory or on SQLite as its documentation configures it."""
    on_disk = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(folder and folder / "peer.db")}
    application = Challenges(on_disk if folder else {})
    return lambda number: application.submit("anna")


def main(counts: tuple[int, int] = (20_000, 4_000)) -> None:
    """Prints events a second for both, in memory and on SQLite, and the ratio."""
    print(f"{'engine':<12}{'writers':>8}{'osi_core/s':>14}{'eventsourcing/s':>18}{'ratio':>8}")
    for place, count in zip(("memory", "sqlite"), counts, strict=True):
        for writers in WRITERS:
            done = count if place == "memory" or writers > 1 else count // 4
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                theirs = rate(peer_work(folder if place == "sqlite" else None), writers, done // 2)
                store: EventStore = SqlStore.create(folder / "ours.db") if place == "sqlite" else MemoryStore()
                with our_work(store, writers) as work:
                    ours = rate(work, writers, done)
                store.close()
            print(f"{place:<12}{writers:>8}{ours:>14,.0f}{theirs:>18,.0f}{ours / theirs:>8.1f}", flush=True)


if __name__ == "__main__":
    main()
