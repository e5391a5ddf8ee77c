"""What can be asked for in phase 6."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from osi_core.challenges.commitment_facts import Commitment
from osi_core.challenges.facts import Challenge
from osi_core.curation.facts import Dossier
from osi_core.domain import (
    Command,
    Day,
    FactKey,
    Figure,
    Id,
    Model,
    PublicText,
    Recorded,
    Rows,
    Sha256,
    State,
    Words,
)
from osi_core.log.decisions import RecordDecision
from osi_core.mission.facts import THE_BEGINNING, Beginning, Institution, Member
from osi_core.money import Money
from osi_core.scaling.events import FinancingKind, PlanRequested, PlanStep, Units
from osi_core.scaling.facts import Adopters
from osi_core.scaling.resources import ADOPTION, COOPERATION, FINAL_REPORT, FINANCING, PLAN, READINGS
from osi_core.scaling.state import AdoptionState, CooperationState, FinalReportState, PlanState
from osi_core.solutions.facts import Solution
from osi_core.support.facts import Initiative


class Capacity(Model):
    """How many units an institution can take."""

    institution: Id
    units: Units


def _each_once(capacities: tuple[Capacity, ...]) -> tuple[Capacity, ...]:
    if len({one.institution for one in capacities}) < len(capacities):
        raise PydanticCustomError("capacity_twice", "each institution is named once")
    return capacities


class OfPlan(Command, at=PLAN):
    """A command whose aggregate is the rollout plan of one initiative."""

    state: ClassVar[type[State] | None] = PlanState
    initiative: Id


class OpenPlan(OfPlan):
    """Fix the rule by which an initiative's rollout will be planned, before it is known with whom."""

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return tuple(FactKey(kind, self.initiative) for kind in (Initiative, Dossier, Adopters))


class RequestPlan(OfPlan):
    """Ask to whom an initiative is rolled out, and in which order; the secret is revealed."""

    reveals_secret = True

    target: int | None = Field(default=None, ge=1, le=1_000_000_000)
    """How many units are wanted; None: as many as can be."""
    capacities: Annotated[tuple[Capacity, ...], AfterValidator(_each_once)] = Field(default=(), max_length=2_000)
    """Institutions, each once; one that is not named can take one unit."""

    def needs(self, state: object) -> tuple[FactKey, ...]:
        of_initiative = (Solution, Initiative, Dossier)
        everything = (Challenge, Commitment, Institution)
        return (*(FactKey(kind, self.initiative) for kind in of_initiative), *(FactKey(kind) for kind in everything))

    @classmethod
    def said_by(cls, records: Sequence[Recorded], rows: Rows) -> dict[str, Any]:
        requested = records[0].event
        assert isinstance(requested, PlanRequested)
        candidates = requested.candidates
        return {"capacities": tuple(Capacity(institution=one.institution, units=one.capacity) for one in candidates)}


class RecordPlan(OfPlan, RecordDecision):
    """Publish a plan with its decision record."""

    steps: tuple[PlanStep, ...] = Field(max_length=2_000)
    left_out: tuple[Id, ...] = Field(default=(), max_length=2_000)


class OfAdoption(Command, at=ADOPTION):
    """A command whose aggregate is one adoption."""

    state: ClassVar[type[State] | None] = AdoptionState
    adoption: Id


class RecordAdoption(OfAdoption):
    """Enter into the register that an institution runs an initiative as its own, and where."""

    initiative: Id
    institution: Id
    place: PublicText
    on: Day
    source: PublicText | None = None
    """How it is known, for everyone to look up."""

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (
            FactKey(Beginning, THE_BEGINNING),
            FactKey(Initiative, self.initiative),
            FactKey(Dossier, self.initiative),
            FactKey(Institution, self.institution),
            FactKey(Adopters, self.initiative),
        )


class EndAdoption(OfAdoption):
    """Say in public that an institution no longer runs an initiative, and why."""

    reason: PublicText


class OfCooperation(Command, at=COOPERATION):
    """A command whose aggregate is one declared cooperation."""

    state: ClassVar[type[State] | None] = CooperationState
    cooperation: Id


class DeclareCooperation(OfCooperation):
    """Say in public, for an institution, that it works on another one's own solution with it."""

    initiative: Id
    institution: Id
    owner: Id
    """The institution whose own solution it is: somebody of its team speaks for it or works there."""
    statement: PublicText
    """What they do together, and where it was agreed."""

    def needs(self, state: object) -> tuple[FactKey, ...]:
        # The institutions of a team are known only from its people, who cannot be asked for by name.
        named = (FactKey(Initiative, self.initiative), FactKey(Solution, self.initiative))
        institutions = (FactKey(Institution, self.institution), FactKey(Institution, self.owner))
        return (*named, *institutions, FactKey(Member))


class EndCooperation(OfCooperation):
    """Say in public that a cooperation is over, or was never meant so, and why."""

    reason: PublicText


class SetFinancingModel(Command, at=FINANCING):
    """Say how an initiative lives on when the programme is over, or say it anew."""

    initiative: Id
    kind: FinancingKind
    description: Words
    per_year: Money | None = None
    """What it costs in a year."""
    self_sustaining: bool = False
    """Whether the model carries itself, without grants."""

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return FactKey(Initiative, self.initiative), FactKey(Solution, self.initiative)


class RecordReading(Command, at=READINGS):
    """Record what the mission's indicator stood at on a day."""

    value: Figure
    on: Day
    source: PublicText

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(Beginning, THE_BEGINNING),)


class PublishFinalReport(Command, at=FINAL_REPORT):
    """End the mission in the open: what was reached, and what was not."""

    state: ClassVar[type[State] | None] = FinalReportState
    summary: PublicText
    sha256: Sha256 | None = None
    """Of the document, so that everyone can tell the published one."""
