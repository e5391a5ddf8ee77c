"""What the report says of itself: from which log it was made, which decisions it rests on, and how to check both."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from osi_core.domain import DataOrigin, Event, Model, within_mission
from osi_core.log.records import DecisionRecord
from osi_core.report.source import Source


class DecisionRow(Model):
    """A decision that was taken by a strategy."""

    position: int
    time: datetime
    record: DecisionRecord
    title: str | None
    """Of the initiative that it is about; None where it is about none, or one need of support."""

    @property
    def of(self) -> str:
        """The collection of what was decided: `rounds`, `assessments`."""
        return within_mission(self.record.decision).partition("/")[0]


class ProofPart(Model):
    """The log's end, and every decision on the way."""

    events: int
    """How many events the mission's log holds."""
    origins: tuple[tuple[DataOrigin, int], ...]
    """How many of them are real, imported and simulated, as far as there are any."""
    digest: str
    """The hash behind the last event, in hex; it depends on every byte of the log."""
    time: datetime | None
    decisions: tuple[DecisionRow, ...]

    @property
    def strategies(self) -> tuple[tuple[DecisionRow, int], ...]:
        """The first decision of each collection by each strategy and version, and how many there are."""
        first: dict[tuple[str, str, str], DecisionRow] = {}
        keys = [(row.of, row.record.strategy, row.record.version) for row in self.decisions]
        for key, row in zip(keys, self.decisions, strict=True):
            first.setdefault(key, row)
        counts = Counter(keys)
        return tuple((row, counts[key]) for key, row in first.items())


def proof_part(source: Source) -> ProofPart:
    """The log's end, and every event that carries a decision record."""
    totals = sum((Counter(counts) for counts in source.origins.values()), Counter[DataOrigin]())
    carriers = tuple(kind for kind in Event.registry.values() if "record" in kind.model_fields)
    return ProofPart(
        events=source.head.position,
        origins=tuple((origin, count) for origin in DataOrigin if (count := totals[origin])),
        digest=source.head.hash.hex(),
        time=source.now,
        decisions=tuple(
            _row(source, record.position, record.time, record.event.record)  # type: ignore[attr-defined]
            for record in source.records(*carriers)
        ),
    )


def _row(source: Source, position: int, time: datetime, record: DecisionRecord) -> DecisionRow:
    collection, _, id_ = within_mission(record.decision).partition("/")
    title = source.title(id_) if collection in ("assessments", "plans") else None
    return DecisionRow(position=position, time=time, record=record, title=title)
