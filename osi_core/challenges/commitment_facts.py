"""What other phases, gates and the report may know of who answers a challenge, and of what it lacks."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import date, datetime

from osi_core.challenges import events as e
from osi_core.domain import Fact, Recorded
from osi_core.solutions.events import SolutionSubmitted, SolutionTied, SolutionWithdrawn


class Commitment(Fact):
    """An institution's commitment by its id."""

    challenge: str
    institution: str
    scope: str
    resources: str
    due: date
    made_at: datetime
    status: e.CommitmentStatus = e.CommitmentStatus.MADE
    said: str | None = None
    """The evidence that it was kept, or what was decided on it, or the reason why it was withdrawn or refused."""
    body: str | None = None
    """Who has to decide on it, where it was offered."""
    decides_on: date | None = None

    sources = (
        e.CommitmentMade,
        e.CommitmentOffered,
        e.CommitmentConfirmed,
        e.CommitmentRefused,
        e.CommitmentUndecided,
        e.CommitmentKept,
        e.CommitmentLate,
        e.CommitmentWithdrawn,
    )

    @property
    def stands(self) -> bool:
        """Whether the institution still stands by it, or has kept it."""
        return self.status not in (e.CommitmentStatus.WITHDRAWN, e.CommitmentStatus.REFUSED)

    def answers(self, today: date) -> bool:
        """Whether it answers a challenge: it was kept, or its day is still to come, whoever has said so or not."""
        match self.status:
            case e.CommitmentStatus.KEPT | e.CommitmentStatus.KEPT_LATE:
                return True
            case e.CommitmentStatus.MADE:
                return today <= self.due
            case e.CommitmentStatus.OFFERED:
                return self.decides_on is not None and today <= self.decides_on
        return False

    @classmethod
    def fold(cls, rows: MutableMapping[str, Commitment], record: Recorded) -> None:
        match record.event:
            case e.CommitmentMade() as event:
                rows[event.commitment] = cls(**event.model_dump(exclude={"commitment"}), made_at=record.time)
            case e.CommitmentOffered() as event:
                offered = event.model_dump(exclude={"commitment"})
                rows[event.commitment] = cls(**offered, made_at=record.time, status=e.CommitmentStatus.OFFERED)
            case e.CommitmentConfirmed() as event:
                cls._becomes(rows, event.commitment, e.CommitmentStatus.MADE, event.said)
            case e.CommitmentKept() as event:
                cls._becomes(rows, event.commitment, event.becomes, event.evidence)
            case e.CommitmentLate() | e.CommitmentUndecided() as event:
                cls._becomes(rows, event.commitment, e.CommitmentStatus.LATE, rows[event.commitment].said)
            case e.CommitmentWithdrawn() as event:
                cls._becomes(rows, event.commitment, e.CommitmentStatus.WITHDRAWN, event.reason)
            case e.CommitmentRefused() as event:
                cls._becomes(rows, event.commitment, e.CommitmentStatus.REFUSED, event.reason)

    @classmethod
    def _becomes(
        cls, rows: MutableMapping[str, Commitment], commitment: str, status: e.CommitmentStatus, said: str | None
    ) -> None:
        rows[commitment] = rows[commitment].model_copy(update={"status": status, "said": said})


class Answers(Fact):
    """Who answers a challenge, by its id: the commitments to it and the solutions for it that were not withdrawn."""

    commitments: frozenset[str] = frozenset()
    solutions: frozenset[str] = frozenset()

    sources = (
        e.CommitmentMade,
        e.CommitmentOffered,
        e.CommitmentRefused,
        e.CommitmentWithdrawn,
        SolutionSubmitted,
        SolutionTied,
        SolutionWithdrawn,
    )

    @classmethod
    def fold(cls, rows: MutableMapping[str, Answers], record: Recorded) -> None:
        match record.event:
            case e.CommitmentMade() | e.CommitmentOffered() as event:
                known = rows.get(event.challenge) or cls()
                update = {"commitments": known.commitments | {event.commitment}}
                rows[event.challenge] = known.model_copy(update=update)
            case SolutionSubmitted() as event:
                for challenge in event.challenges:
                    cls._solved(rows, challenge, event.solution)
            case SolutionTied() as event:
                cls._solved(rows, event.challenge, event.solution)
            case e.CommitmentWithdrawn() | e.CommitmentRefused() as event:
                cls._without(rows, "commitments", event.commitment)
            case SolutionWithdrawn() as event:
                cls._without(rows, "solutions", event.solution)

    @classmethod
    def _solved(cls, rows: MutableMapping[str, Answers], challenge: str, solution: str) -> None:
        known = rows.get(challenge) or cls()
        rows[challenge] = known.model_copy(update={"solutions": known.solutions | {solution}})

    @classmethod
    def _without(cls, rows: MutableMapping[str, Answers], field: str, withdrawn: str) -> None:
        for challenge, row in list(rows.items()):
            kept: frozenset[str] = getattr(row, field)
            if withdrawn in kept:
                rows[challenge] = row.model_copy(update={field: kept - {withdrawn}})


class Gap(Fact):
    """What a prioritised challenge lacks, by challenge id, as acknowledged in public."""

    commitment: str | None = None
    """The reason given for lacking a commitment."""
    solution: str | None = None
    """The reason given for lacking a solution."""

    sources = (e.GapAcknowledged,)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Gap], record: Recorded) -> None:
        event = record.event
        assert isinstance(event, e.GapAcknowledged)
        known = rows.get(event.challenge) or cls()
        rows[event.challenge] = known.model_copy(update={event.lacks: event.reason})
