"""What is known of the reviews of phase 5, where reviews are kept."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import datetime

from osi_core.curation import events as e
from osi_core.domain import Fact, Recorded


class Reviews(Fact):
    """The reviews of an initiative's newest assessment, by initiative id; only where reviews are kept."""

    number: int
    box_sha256: str
    """The box that they lie in."""
    open: bool
    """Whether it still takes reviews."""
    criteria: tuple[str, ...]
    scale: e.Scale
    min_reviewers: int
    min_institutions: int
    before: frozenset[str] = frozenset()
    """Pseudonyms of those who may not review again, for others are called for."""
    by: tuple[str, ...] = ()
    """The reviewers' pseudonyms."""

    sources = (e.AssessmentOpened, e.ReviewSubmitted, e.ConflictDeclared, e.ConflictSealed, e.AssessmentClosed)

    @property
    def count(self) -> int:
        """How many reviewers there are."""
        return len(self.by)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Reviews], record: Recorded) -> None:
        match record.event:
            case e.AssessmentOpened() as event:
                last = rows.get(event.initiative)
                rows[event.initiative] = cls(
                    before=last.before.union(last.by) if event.fresh and last else frozenset(),
                    number=event.number,
                    box_sha256=event.box_sha256,
                    open=True,
                    criteria=tuple(criterion.id for criterion in event.criteria),
                    scale=event.scale,
                    min_reviewers=event.min_reviewers,
                    min_institutions=event.min_institutions,
                )
            case e.ReviewSubmitted() as event:
                known = rows[event.initiative]
                rows[event.initiative] = known.model_copy(update={"by": (*known.by, event.reviewer)})
            case e.ConflictDeclared() | e.ConflictSealed() as event:
                reviews = rows.get(event.initiative)
                if reviews is not None and reviews.open:
                    free = tuple(name for name in reviews.by if name != event.reviewer)
                    rows[event.initiative] = reviews.model_copy(update={"by": free})
            case e.AssessmentClosed() as event:
                rows[event.initiative] = rows[event.initiative].model_copy(update={"open": False})


class Reviewer(Fact):
    """What a reviewer has reviewed, by pseudonym; only where reviews are kept."""

    latest: dict[str, int] = {}
    """Initiative → number of its newest assessment that the reviewer took part in."""
    count: int = 0
    """How many reviews in all."""
    declared: dict[str, datetime] = {}
    """Initiative → when the reviewer declared a conflict."""

    sources = (e.ReviewSubmitted, e.ConflictDeclared, e.ConflictSealed)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Reviewer], record: Recorded) -> None:
        event = record.event
        assert isinstance(event, cls.sources)
        known = rows.get(event.reviewer) or cls()
        update: dict[str, object] = {"declared": {**known.declared, event.initiative: record.time}}
        if isinstance(event, e.ReviewSubmitted):
            update = {"latest": {**known.latest, event.initiative: event.number}, "count": known.count + 1}
        rows[event.reviewer] = known.model_copy(update=update)


class ConflictCode(Fact):
    """The code of a conflict that is still kept, by its seal."""

    declared: datetime

    sources = (e.ConflictSealed, e.ConflictCodesDeleted)

    @classmethod
    def fold(cls, rows: MutableMapping[str, ConflictCode], record: Recorded) -> None:
        match record.event:
            case e.ConflictSealed() as event:
                rows[event.kind] = cls(declared=record.time)
            case e.ConflictCodesDeleted() as event:
                for kind in event.kinds:
                    del rows[kind]
