"""A mission that was played to its end, whoever has decided it, and what two that were played alike have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from osi_core.domain import Fact, Recorded
from osi_core.funding.events import StipendsSetAside
from osi_core.funding.facts import Fund
from osi_core.hearing.events import Answered, ChainAdopted, HandoverTaken
from osi_core.log.canonical import canonical
from osi_core.log.memory import MemoryStore
from osi_core.log.records import DecisionRecord
from osi_core.mission.events import ChainListed, ChainRetired, PhaseClosed, Question
from osi_core.mission.facts import ServingChain
from osi_core.plugins import InProcessRunner, Plugins
from osi_core.process import Engine
from osi_core.process.chance import Chance
from osi_core.process.share import service_of
from osi_core.simulation import Plan, Played, play, seeded_chance

AMONG_SERVICES = (Answered, ChainAdopted, ChainListed, ChainRetired, HandoverTaken, Question, StipendsSetAside)
"""What services say to each other where there are several; in one it is part of what it is about."""


class Ended(NamedTuple):
    """A mission that was played, whoever has decided it."""

    played: Played
    engines: tuple[Engine, ...]
    rows: Mapping[type[Fact], Mapping[str, Fact]]

    def records(self) -> Iterator[Recorded]:
        """All that happened, but for what services say to each other about it."""
        for engine in self.engines:
            for record in engine.events(self.played.mission):
                if not isinstance(record.event, AMONG_SERVICES):
                    yield record

    def decisions(self) -> list[DecisionRecord]:
        """Rule, options, input, outcome, explanations and seed of each."""
        found = [getattr(one.event, "record", None) for one in self.records()]
        records = [one for one in found if isinstance(one, DecisionRecord)]
        return sorted(records, key=lambda one: (one.decision, one.seed))

    def deeds(self) -> Counter[bytes]:
        """All that happened, with its time and who did it, and how often."""
        return Counter(map(_deed, self.records()))

    def contributions(self) -> Counter[tuple[str, str, str]]:
        """What has a receipt: stream, type and actor, and how often."""
        return Counter(self._contributions())

    def _contributions(self) -> Iterator[tuple[str, str, str]]:
        for engine in self.engines:
            events = {record.position: record for record in engine.events(self.played.mission)}
            for mission, receipt in engine.store.receipts():
                if mission == self.played.mission:
                    record = events[receipt.position]
                    yield record.stream, record.event.type, record.actor

    def known(self, kind: type[Fact]) -> dict[str, Any]:
        """The rows of a kind of facts, in a form in which they can be compared with those of another play."""
        return {name: _known(row) for name, row in self.rows[kind].items()}


def in_one(plan: Plan, plugins: Plugins, chance: Chance | None = None) -> Ended:
    """Plays a plan with one engine."""
    engine = Engine(MemoryStore(), plugins=plugins, chance=chance or seeded_chance(plan.seed, plan.mission))
    played = play(engine, plan, runner=InProcessRunner(plugins))
    return Ended(played, (engine,), engine.memory(plan.mission).rows)


def owned(kinds: Iterable[type[Fact]]) -> list[type[Fact]]:
    """Those that are some service's, but for which chains there are."""
    return [kind for kind in kinds if service_of(kind) is not None and kind is not ServingChain]


def _deed(record: Recorded) -> bytes:
    data, actor = record.event.model_dump(mode="json"), record.actor
    if isinstance(record.event, PhaseClosed):  # where services are asked, the engine closes what somebody asked for
        data, actor = {**data, "question": None}, ""
    return canonical([record.stream, record.time.isoformat(), actor, record.origin, record.event.type, data])


def _known(row: Any) -> Any:
    """A row of facts; of a fund's journal the postings, for the ids of events name their chains, and the money of an
    offer is set aside by an event of funding's own where the offer stands in another one.
    """
    if not isinstance(row, Fund):
        return row
    entries = sorted((entry.time, entry.posting.model_dump_json()) for piece in row.journal for entry in piece)
    return row.model_copy(update={"journal": ()}), entries
