"""What can be read of dossiers of problem-solution fit, and of pilots."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from typing import Any

from osi_core.curation import events as e
from osi_core.curation.facts import AssessmentNote, Dossier, Pilot
from osi_core.curation.resources import ASSESSMENT, PILOT
from osi_core.domain import Model
from osi_core.mission.resources import INSTITUTION
from osi_core.plugins.problems import Fit
from osi_core.support.resources import INITIATIVE
from osi_core.view import Deadline, Look, View

__all__ = ["VIEWS", "AssessmentResult", "ContestResult", "DossierView", "PilotView"]


class ContestResult(Model):
    """That a result was contested, and what was answered."""

    number: int
    """Counts the contests of the result, from 1."""
    acting_as: e.Contestant
    ground: e.ContestGround | None
    reason: str | None
    """In the own words; None once they are erased."""
    due: date
    """The last day on which it can be answered."""
    upheld: bool | None
    """None while it is unanswered."""
    answer: str | None


class AssessmentResult(Model):
    """A result of the curation: what was computed, and beside it what people said of it."""

    number: int
    """Counts the assessments of an initiative, from 1."""
    version: int
    """The version of the solution that was assessed."""
    result: Fit
    """As computed by the strategy."""
    means: tuple[e.MeanScore, ...]
    """By criterion; only of a fit: who was told "not yet" is not shown with marks."""
    reviewers: int
    """How many reviews counted."""
    assessed_on: date
    expires_on: date
    """The first day on which it no longer counts."""
    contestable_until: date
    """The last day on which it can be contested."""
    override: Fit | None
    """What two people said in its place."""
    override_reason: str | None
    contests: tuple[ContestResult, ...]

    @classmethod
    def of(cls, note: AssessmentNote, look: Look) -> AssessmentResult:
        """The result of a dossier's note."""
        contests = tuple(
            ContestResult(
                number=number,
                acting_as=one.acting_as,
                ground=one.ground,
                reason=look.words(one.reason),
                due=one.due,
                upheld=one.upheld,
                answer=one.answer,
            )
            for number, one in enumerate(note.contests, start=1)
        )
        told = {name: getattr(note, name) for name in cls.model_fields if name not in ("contests", "means")}
        return cls(**told, contests=contests, means=note.means if note.standing is Fit.FIT else ())


class DossierView(View, at=ASSESSMENT, made_of=Dossier):
    """An initiative's living dossier of problem-solution fit."""

    initiative: str
    etag: str
    assessments: tuple[AssessmentResult, ...]
    """In their order."""
    under_way: bool
    """Whether an assessment is open, or waits for its result."""
    ordered: bool
    """Whether an assessment of a newer version was ordered and is not opened yet."""
    standing: Fit | None
    """What the newest assessment says, or what two people said in its place; None where there was none."""
    expires_on: date | None
    """The first day on which that no longer counts."""
    piloted_by: tuple[str, ...]
    """The institutions with a successful pilot."""
    final: e.FinalOutcome | None
    final_reason: str | None

    filters = {
        "under_way": attrgetter("open"),
        "ordered": attrgetter("ordered"),
        "standing": lambda row: row.latest.standing if row.latest else None,
        "expires_on": attrgetter("expires_on"),
        "piloted_by": attrgetter("piloted_by"),
        "final": attrgetter("final"),
    }
    refers = {"piloted_by": INSTITUTION}

    @classmethod
    def seals(cls, row: Any) -> Iterable[str]:
        return (contest.reason for note in row.assessments for contest in note.contests)

    @classmethod
    def deadlines(cls, row: Any) -> Iterable[Deadline]:
        for contest in row.latest.contests if row.latest else ():
            if contest.upheld is None:
                yield Deadline("due.contest", contest.due)
        if row.final is None and row.expires_on is not None:
            yield Deadline("due.fit-expires", row.expires_on)

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Dossier, look: Look) -> DossierView:
        return cls(
            initiative=ids[0],
            etag=look.etag(*ids),
            assessments=tuple(AssessmentResult.of(note, look) for note in row.assessments),
            under_way=row.open,
            ordered=row.ordered,
            standing=row.latest.standing if row.latest else None,
            expires_on=row.expires_on,
            piloted_by=row.piloted_by,
            final=row.final,
            final_reason=row.final_reason,
        )


class PilotView(View, at=PILOT, made_of=Pilot):
    """A solution tried in an institution."""

    pilot: str
    etag: str
    initiative: str
    institution: str
    hypothesis: str
    """What it is to find out."""
    success_criteria: tuple[str, ...]
    start: date
    end: date
    status: e.PilotStatus
    met: tuple[bool, ...]
    """Whether each criterion was met; empty until there is a result."""
    said: str | None
    """The evidence of its result, or the reason why it was abandoned."""

    filters = {
        "initiative": attrgetter("initiative"),
        "institution": attrgetter("institution"),
        "start": attrgetter("start"),
        "end": attrgetter("end"),
        "status": attrgetter("status"),
    }
    refers = {"initiative": INITIATIVE, "institution": INSTITUTION}

    @classmethod
    def deadlines(cls, row: Any) -> Iterable[Deadline]:
        if row.status is e.PilotStatus.AGREED:
            yield Deadline("due.pilot-starts", row.start)
        elif row.status is e.PilotStatus.RUNNING:
            yield Deadline("due.pilot-ends", row.end)

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Pilot, look: Look) -> PilotView:
        told = {name: getattr(row, name) for name in type(row).model_fields}
        return cls(pilot=ids[0], etag=look.etag(*ids), **told)


VIEWS: tuple[type[View], ...] = (DossierView, PilotView)
"""All that can be read of phase 5."""
