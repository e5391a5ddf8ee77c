"""What can be read of rollout plans, adoptions, financing, readings of the indicator, and the final report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any

from osi_core.mission.resources import INSTITUTION
from osi_core.money import Money
from osi_core.scaling import events as e
from osi_core.scaling.facts import (
    THE_READINGS,
    Adopters,
    Adoption,
    Cooperation,
    FinalReport,
    Financing,
    Plan,
    Reading,
    Readings,
)
from osi_core.scaling.resources import ADOPTION, COOPERATION, FINAL_REPORT, FINANCING, PLAN, READING
from osi_core.support.resources import INITIATIVE
from osi_core.view import Look, View

__all__ = [
    "VIEWS",
    "AdoptionView",
    "CooperationView",
    "FinalReportView",
    "FinancingView",
    "PlanView",
    "ReadingView",
]


class PlanView(View, at=PLAN, made_of=Plan):
    """An initiative's rollout plan."""

    initiative: str
    etag: str
    pending: bool
    """Whether it was asked for, and is not recorded yet."""
    target: int | None
    steps: tuple[e.PlanStep, ...]
    """Of the latest plan, in order."""
    left_out: tuple[str, ...]
    """Institutions that it leaves out."""

    filters = {"pending": attrgetter("pending"), "left_out": attrgetter("left_out")}
    refers = {"left_out": INSTITUTION}

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Plan, look: Look) -> PlanView:
        return cls(
            initiative=ids[0],
            etag=look.etag(*ids),
            pending=row.pending,
            target=row.target,
            steps=row.steps,
            left_out=row.left_out,
        )


class AdoptionView(View, at=ADOPTION, made_of=Adoption):
    """That an institution runs an initiative's solution, or did."""

    adoption: str
    etag: str
    initiative: str
    institution: str
    place: str
    on: date
    pilots: tuple[str, ...]
    """The successful pilots that it builds on."""
    source: str | None
    """How it is known, for everyone to look up."""
    signed: bool
    """Whether the institution has said so itself."""
    ended_on: date | None
    reason: str | None
    """Why it ended."""

    filters = {
        "initiative": attrgetter("initiative"),
        "institution": attrgetter("institution"),
        "place": attrgetter("place"),
        "on": attrgetter("on"),
        "signed": attrgetter("signed"),
        "ended_on": attrgetter("ended_on"),
    }
    refers = {"initiative": INITIATIVE, "institution": INSTITUTION}

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Adoption, look: Look) -> AdoptionView:
        told = {name: getattr(row, name) for name in type(row).model_fields}
        return cls(adoption=ids[0], etag=look.etag(*ids), **told)


class CooperationView(View, at=COOPERATION, made_of=Adopters):
    """That an institution works on another one's own solution with it, as long as that lasts."""

    cooperation: str
    etag: str
    initiative: str
    institution: str
    owner: str
    """The institution whose own solution it is."""
    statement: str
    """What they do together, said in office."""

    filters = {
        "initiative": attrgetter("initiative"),
        "institution": attrgetter("institution"),
        "owner": attrgetter("owner"),
    }
    refers = {"initiative": INITIATIVE, "institution": INSTITUTION, "owner": INSTITUTION}

    @classmethod
    def rows(cls, facts: Mapping[str, Any], parent: tuple[str, ...]) -> Mapping[str, Any] | None:
        return {name: one for row in facts.values() for name, one in row.cooperations.items()}

    @classmethod
    def row(cls, facts: Mapping[str, Any], ids: tuple[str, ...]) -> Any:
        held = (row.cooperations.get(ids[0]) for row in facts.values())
        return next((one for one in held if one is not None), None)

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Cooperation, look: Look) -> CooperationView:
        return cls(
            cooperation=ids[0], etag=look.etag(*ids), **{name: getattr(row, name) for name in type(row).model_fields}
        )


class FinancingView(View, at=FINANCING, made_of=Financing):
    """How an initiative lives on."""

    initiative: str
    etag: str
    kind: e.FinancingKind
    description: str | None
    """In the team's own words; None once they are erased."""
    per_year: Money | None
    """What it costs a year."""
    self_sustaining: bool
    """Whether it carries itself."""

    filters = {"kind": attrgetter("kind"), "self_sustaining": attrgetter("self_sustaining")}
    searched = {"description": attrgetter("description")}

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Financing, look: Look) -> FinancingView:
        return cls(
            initiative=ids[0],
            etag=look.etag(*ids),
            kind=row.kind,
            description=look.words(row.description),
            per_year=row.per_year,
            self_sustaining=row.self_sustaining,
        )


class ReadingView(View, at=READING, made_of=Readings):
    """A reading of the mission's indicator; they are numbered from 1, by their dates."""

    reading: str
    value: Decimal
    on: date
    source: str

    filters = {"on": attrgetter("on")}

    @classmethod
    def rows(cls, facts: Mapping[str, Any], parent: tuple[str, ...]) -> Mapping[str, Any] | None:
        known = facts.get(THE_READINGS)
        readings = known.readings if known else ()
        return {str(number): one for number, one in enumerate(readings, start=1)}

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Reading, look: Look) -> ReadingView:
        return cls(reading=ids[0], value=row.value, on=row.on, source=row.source)


class FinalReportView(View, at=FINAL_REPORT, made_of=FinalReport):
    """The mission's final report."""

    etag: str
    summary: str
    """What came of the mission, said in office."""
    sha256: str | None
    """Of the document, so that everyone can tell the published one."""
    published_on: date

    @classmethod
    def of(cls, ids: tuple[str, ...], row: FinalReport, look: Look) -> FinalReportView:
        return cls(etag=look.etag(), summary=row.summary, sha256=row.sha256, published_on=row.published_on)


VIEWS: tuple[type[View], ...] = (
    PlanView,
    AdoptionView,
    CooperationView,
    FinancingView,
    ReadingView,
    FinalReportView,
)
"""All that can be read of phase 6."""
