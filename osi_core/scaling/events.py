"""What can have happened in phase 6."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from osi_core.curation.resources import PILOT
from osi_core.domain import Event, Id, Model, Sealed
from osi_core.log.decisions import DecisionClosed, DecisionOpened
from osi_core.log.records import DecisionRecord
from osi_core.mission.resources import INSTITUTION
from osi_core.money import Money
from osi_core.support.resources import INITIATIVE

Units = Annotated[int, Field(ge=0, le=1_000_000_000)]
"""A number of what the rollout counts in: sites, or people reached."""


class FinancingKind(StrEnum):
    """Who pays when the programme is over."""

    INSTITUTION_BUDGET = "institution_budget"
    MEMBERSHIP = "membership"
    FEES = "fees"
    LICENCE = "licence"
    FOUNDATION = "foundation"
    MIXED = "mixed"


class Candidate(Model):
    """An institution that might take an initiative over, as the plan knows it."""

    institution: str
    place: str
    capacity: int
    """How many units (sites, or what the request counts in) it can take."""
    commitment: int
    """Place in the order of the commitments to the initiative's challenges; 0 where none stands."""
    kept: int
    broken: int
    pilot_success: bool


class PlanStep(Model):
    """One institution takes over so many units; steps of one wave run beside each other."""

    institution: Id
    wave: int = Field(ge=1, le=2_000)
    units: Units


class PlanOpened(DecisionOpened, type="scaling.plan_opened", public=True, builds_on={"initiative": INITIATIVE}):
    """A rollout plan will be made, by a rule that is fixed before it is known with whom."""

    initiative: str


class PlanRequested(DecisionClosed, type="scaling.plan_requested", public=True, builds_on={"initiative": INITIATIVE}):
    """What a plan is computed from."""

    initiative: str
    target: int | None
    """How many units are wanted; None: as many as can be."""
    candidates: tuple[Candidate, ...]


class RolloutPlanned(Event, type="scaling.planned", public=True, builds_on={"initiative": INITIATIVE}):
    initiative: str
    record: DecisionRecord
    steps: tuple[PlanStep, ...]
    left_out: tuple[str, ...]

    def refs(self) -> tuple[str, ...]:
        return (*super().refs(), *(INSTITUTION(step.institution) for step in self.steps))


class InitiativeAdopted(
    Event,
    type="scaling.adopted",
    public=True,
    builds_on={"initiative": INITIATIVE, "institution": INSTITUTION, "pilots": PILOT},
):
    """An institution runs the initiative as its own, from that day on."""

    upcasters = (lambda data: {**data, "source": None, "signed": False},)

    adoption: str
    initiative: str
    institution: str
    place: str
    on: date
    pilots: tuple[str, ...]
    """The successful pilots that it builds on."""
    source: str | None
    """How it is known; None where the first rules asked for none."""
    signed: bool
    """Whether a representative of the institution has entered it."""


class AdoptionEnded(Event, type="scaling.adoption_ended", public=True, builds_on={"initiative": INITIATIVE}):
    adoption: str
    initiative: str
    reason: str


class CooperationDeclared(
    Event,
    type="scaling.cooperation_declared",
    public=True,
    builds_on={"initiative": INITIATIVE, "institution": INSTITUTION, "owner": INSTITUTION},
):
    """An institution says in public that it works on another one's own solution with it."""

    cooperation: str
    initiative: str
    institution: str
    owner: str
    """The institution whose people made the solution."""
    statement: str


class CooperationEnded(Event, type="scaling.cooperation_ended", public=True, builds_on={"initiative": INITIATIVE}):
    cooperation: str
    initiative: str
    reason: str


class FinancingModelSet(Event, type="scaling.financing_model_set", public=True, builds_on={"initiative": INITIATIVE}):
    initiative: str
    kind: FinancingKind
    description: Sealed
    per_year: Money | None
    self_sustaining: bool


class ReadingRecorded(Event, type="scaling.reading_recorded", public=True):
    """The mission's indicator stood at this value on that day."""

    value: Decimal
    on: date
    source: str


class FinalReportPublished(Event, type="scaling.final_report_published", public=True):
    summary: str
    sha256: str | None
    """Of the document."""
