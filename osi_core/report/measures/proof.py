"""What the report says of itself: from which log it was made, which decisions it rests on, and how to check both."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from osi_core.domain import DataOrigin, Event, Model
from osi_core.log.records import DecisionRecord
from osi_core.report.source import Source


class DecisionRow(Model):
    """A decision that was taken by a strategy."""

    position: int
    time: datetime
    record: DecisionRecord


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
    def strategies(self) -> tuple[tuple[str, str, int], ...]:
        """(kind, strategy with its version, how many decisions), in the order of their first."""
        counts: dict[tuple[str, str], int] = {}
        for row in self.decisions:
            key = (row.record.kind, f"{row.record.strategy} {row.record.version}")
            counts[key] = counts.get(key, 0) + 1
        return tuple((kind, strategy, count) for (kind, strategy), count in counts.items())


def proof_part(source: Source) -> ProofPart:
    """The log's end, and every event that carries a decision record."""
    totals = sum((Counter(counts) for counts in source.origins().values()), Counter[DataOrigin]())
    carriers = tuple(kind for kind in Event.registry.values() if "record" in kind.model_fields)
    return ProofPart(
        events=source.head.position,
        origins=tuple((origin, count) for origin in DataOrigin if (count := totals[origin])),
        digest=source.head.hash.hex(),
        time=source.now,
        decisions=tuple(
            DecisionRow(position=record.position, time=record.time, record=record.event.record)  # type: ignore[attr-defined]
            for record in source.records(*carriers)
        ),
    )
