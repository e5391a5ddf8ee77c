"""Scaling: an initiative and institutions (`ScalingProblem`) in, the steps of a rollout (`RolloutPlan`) out."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from osi_core.plugins.problems.model import Id, Outcome, Problem, check_unique, unexplained

__all__ = ["Institution", "RolloutPlan", "RolloutStep", "ScalingProblem"]


class Institution(BaseModel):
    """An institution that might take the initiative over.

    `commitment` is its place in the order of commitments (1 came first, equal numbers together, 0 made none); `kept`
    and `broken` count its commitments of the past; `capacity` is how many units (people reached, sites: the mission
    says which) it can take; `pilot_success` tells whether it piloted the initiative with success.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    place: str = ""
    capacity: int = Field(ge=0)
    commitment: int = Field(default=0, ge=0)
    kept: int = Field(default=0, ge=0)
    broken: int = Field(default=0, ge=0)
    pilot_success: bool = False


class RolloutStep(BaseModel):
    """One institution takes over so many units. Steps of one `wave` run beside each other; waves count from 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    institution: Id
    wave: int = Field(ge=1)
    units: int = Field(ge=0)


class RolloutPlan(Outcome):
    """The steps in order, how many units they reach, and the institutions that the plan does without."""

    model: ClassVar[str] = "osi.rollout-plan"

    initiative: Id
    steps: tuple[RolloutStep, ...]
    reached: int = Field(ge=0)
    left_out: tuple[Id, ...] = ()


class ScalingProblem(Problem):
    """To whom one initiative is rolled out. `target` is how many units are wanted; none means as many as can be.

    Raises `ValueError` naming the field.
    """

    model: ClassVar[str] = "osi.scaling-problem"

    initiative: Id
    institutions: tuple[Institution, ...]
    target: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_unique("institutions", (institution.id for institution in self.institutions))
        return self

    def explained(self) -> tuple[str, ...]:
        return tuple(institution.id for institution in self.institutions)

    def valid(self, outcome: RolloutPlan) -> list[str]:
        """Unknown or repeated institutions, more than a capacity, one without a commitment, waves that fall, a wrong
        sum.
        """
        known = {institution.id: institution for institution in self.institutions}
        wrong = [
            f"steps: unknown institution {step.institution!r}"
            for step in outcome.steps
            if step.institution not in known
        ]
        wrong += [f"left_out: unknown institution {name!r}" for name in outcome.left_out if name not in known]
        told = Counter([step.institution for step in outcome.steps] + list(outcome.left_out))
        wrong += [f"steps: {name!r} stands there {told[name]} times" for name in known if told[name] != 1]
        for step in outcome.steps:
            institution = known.get(step.institution)
            if institution and step.units > institution.capacity:
                wrong.append(f"steps: {step.institution!r} takes {step.units}, its capacity is {institution.capacity}")
            if institution and not institution.commitment:
                wrong.append(f"steps: {step.institution!r} has made no commitment")
        waves = [step.wave for step in outcome.steps]
        if waves != sorted(waves):
            wrong.append("steps: waves may not fall")
        if outcome.reached != sum(step.units for step in outcome.steps):
            wrong.append(f"reached: says {outcome.reached}, the steps add up to {sum(s.units for s in outcome.steps)}")
        if outcome.initiative != self.initiative:
            wrong.append(f"initiative: {outcome.initiative!r}, expected {self.initiative!r}")
        return wrong + unexplained(self, outcome)
