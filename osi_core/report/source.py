"""What the report is made from: a mission's log, the facts folded from it, and the words in the private store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import NamedTuple, TypeVar, cast

from osi_core.domain import NOTHING_JOINED, DataOrigin, Event, Fact, Joined, Recorded, Sector
from osi_core.log.envelope import Entry, Head, decode
from osi_core.log.records import DecisionRecord
from osi_core.mission.facts import THE_JOINED, Institution, JoinedInstitutions
from osi_core.mission.state import Mission
from osi_core.plugins.digest import MissingBlob, load
from osi_core.plugins.problems import Outcome
from osi_core.process.engine import Engine
from osi_core.process.origins import origins_of
from osi_core.process.reads import Across
from osi_core.process.reads.across import DueItem
from osi_core.solutions.facts import Solution
from osi_core.view import View

E = TypeVar("E", bound=Event)
F = TypeVar("F", bound=Fact)
V = TypeVar("V", bound=View)
O = TypeVar("O", bound=Outcome)  # noqa: E741 - the third of three letters for three kinds of thing


class Census(NamedTuple):
    """What a log holds."""

    origins: Mapping[str | None, Mapping[DataOrigin, int]]
    """Part → how many of its events are of which origin."""
    spans: Mapping[str, tuple[int, int]]
    """Type of event → the positions of the first and the last."""


class Source:
    """One mission, for reading. Nothing here knows whether people or a simulation wrote the log."""

    def __init__(self, engine: Engine, mission: str) -> None:
        self.engine, self.mission = engine, mission
        self._memory = engine.memory(mission)
        self._folded: dict[type[Fact], dict[str, Fact]] = {}

    @cached_property
    def _across(self) -> Across:
        """What everyone may see, at the moment at which somebody's words are first asked for."""
        return self.engine.across(self.mission)

    @property
    def head(self) -> Head:
        """Where the log ends that this report is made from."""
        return self._memory.head

    @property
    def now(self) -> datetime | None:
        """The time of the last event: the report knows no other clock."""
        return datetime.fromisoformat(self.head.time) if self.head.time else None

    @property
    def state(self) -> Mission | None:
        """The mission itself, at the log's end."""
        return self._memory.mission_state(self.engine.store)

    def facts(self, kind: type[F]) -> Mapping[str, F]:
        """All facts of a kind, as they stand at the log's end."""
        held = self._memory.rows.get(kind)
        if held is None:
            held = self._folded.get(kind)
        if held is None:
            held = self._folded[kind] = self._fold(kind)
        return cast("Mapping[str, F]", held)

    def records(self, *kinds: type[Event]) -> Iterator[Recorded]:
        """What happened of these kinds, in order and with envelope."""
        spans = [self._census.spans[kind.type] for kind in kinds if kind.type in self._census.spans]
        if not spans:
            return iter(())
        after, upto = min(first for first, _ in spans) - 1, max(last for _, last in spans)
        types = frozenset(kind.type for kind in kinds)
        return map(decode, self.engine.store.read(self.mission, after, upto, types))

    def events(self, kind: type[E]) -> list[E]:
        """What happened of one kind, in order."""
        return [cast(E, record.event) for record in self.records(kind)]

    def newest(self, *kinds: type[E]) -> tuple[E, datetime] | None:
        """The newest event of some kinds, and when it happened."""
        records = list(self.records(*kinds))
        return (cast(E, records[-1].event), records[-1].time) if records else None

    @property
    def origins(self) -> Mapping[str | None, Mapping[DataOrigin, int]]:
        """Part → how many of its events are real, imported and simulated."""
        return self._census.origins

    @cached_property
    def _census(self) -> Census:
        """What there is at all, counted in one reading: the report asks for each of some hundred kinds of event, and
        each time the store would look through the whole log.
        """
        spans: dict[str, tuple[int, int]] = {}

        def noted() -> Iterator[Entry]:
            for entry in self.engine.store.read(self.mission, upto=self.head.position):
                first, _ = spans.get(entry.type, (entry.position, 0))
                spans[entry.type] = first, entry.position
                yield entry

        return Census(origins_of(noted()), spans)

    def due(self) -> Iterator[DueItem]:
        """Everything with a day that everyone may see, the earliest first."""
        token = ""
        while True:
            page = self._across.due(page_token=token)
            yield from page.items
            token = page.next_page_token
            if not token:
                return

    def views(self, kind: type[V]) -> Iterator[V]:
        """All resources of a kind, as everyone may see them now."""
        return self.engine.read(self.mission).each(kind)

    def words(self, seal: str | None) -> str | None:
        """A person's words, as everyone may see them now; None where they were erased or taken down."""
        told = self._across.texts([seal]) if seal else ()
        return told[0].text if told else None

    def note(self, seal: str | None) -> str | None:
        """What somebody said to an act of theirs, which no resource shows; None where it was erased."""
        return self.engine.words(self.mission, seal)

    def title(self, solution: str) -> str | None:
        """The title of a solution, or of the initiative that it became; None where it was erased."""
        known = self.facts(Solution).get(solution)
        return self.words(known.title) if known else None

    def outcome(self, kind: type[O], record: DecisionRecord) -> O | None:
        """The outcome of a decision with its explanations; None where it does not lie beside the log."""
        try:
            return cast(O, load(kind, record.outcome_sha256, self.engine.store))
        except MissingBlob:
            return None

    def institution(self, institution: str | None) -> str:
        """An institution's name, its id where it is not registered; empty for none. One entered twice has one name."""
        if institution is None:
            return ""
        real = self.joined.really(institution)
        known = self.facts(Institution).get(real)
        return known.name if known else real

    def sector(self, institution: str) -> Sector | None:
        """An institution's sector; None where it is not registered."""
        known = self.facts(Institution).get(self.joined.really(institution))
        return known.sector if known else None

    @property
    def joined(self) -> Joined:
        """Which institutions are one at the log's end."""
        return self.facts(JoinedInstitutions).get(THE_JOINED, NOTHING_JOINED)

    def _fold(self, kind: type[F]) -> dict[str, Fact]:
        rows: dict[str, F] = {}
        for record in self.records(*kind.sources):
            kind.fold(rows, record)
        return cast("dict[str, Fact]", rows)
