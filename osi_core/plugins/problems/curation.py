"""Curation: reviews and pilots of one initiative (`Evidence`) in, whether it fits (`FitAssessment`) out."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from osi_core.plugins.problems.model import Id, Outcome, Problem, Rational, check_unique, unexplained

__all__ = ["Criterion", "CriterionResult", "Evidence", "Fit", "FitAssessment", "PilotEvidence", "PilotResult", "Review"]


class Fit(StrEnum):
    """What can be said of an initiative's problem-solution fit."""

    FIT = "fit"
    NOT_YET = "not_yet"
    UNCLEAR = "unclear"
    """The evidence does not suffice."""


class PilotResult(StrEnum):
    """How a pilot ended, against the success criteria set before it began."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    INCONCLUSIVE = "inconclusive"


class Criterion(BaseModel):
    """What is reviewed, how heavily it weighs, and the mean below which it is not met ("p/q", on the scale)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    threshold: Rational
    weight: int = Field(default=1, ge=1)


class Review(BaseModel):
    """One reviewer's scores of one initiative, by criterion, on the scale; a criterion may be left open."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reviewer: Id
    initiative: Id
    scores: dict[Id, int]


class PilotEvidence(BaseModel):
    """A pilot with an institution, and how it ended; no result: it is still under way."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    institution: Id
    result: PilotResult | None = None


class CriterionResult(BaseModel):
    """The mean on one criterion as "p/q" (none without a score), how many scored it, and whether it is met."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    criterion: Id
    mean: Rational | None
    reviews: int = Field(ge=0)
    met: Annotated[bool | None, Field(description="none: cannot be said")]


class FitAssessment(Outcome):
    """Has the initiative reached problem-solution fit? With the result on each criterion, which is what is
    explained.
    """

    model: ClassVar[str] = "osi.fit-assessment"

    initiative: Id
    fit: Fit
    criteria: tuple[CriterionResult, ...]


class Evidence(Problem):
    """What is known of one initiative. Reviews of other initiatives may stand beside its own, so that a strategy can
    tell how lenient a reviewer is. `scale` is the lowest and highest score.
    Raises `ValueError` naming the field.
    """

    model: ClassVar[str] = "osi.evidence"

    initiative: Id
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    reviews: tuple[Review, ...] = ()
    scale: tuple[int, int]
    minimum_reviews: int = Field(default=1, ge=1)
    pilots: tuple[PilotEvidence, ...] = ()
    minimum_pilots: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_unique("criteria", (criterion.id for criterion in self.criteria))
        check_unique("pilots", (pilot.id for pilot in self.pilots))
        check_unique("reviews", (f"{review.reviewer} on {review.initiative}" for review in self.reviews))
        low, high = self.scale
        if low >= high:
            raise ValueError(f"scale: {low} to {high} is no scale")
        known = {criterion.id for criterion in self.criteria}
        for review in self.reviews:
            for criterion, score in review.scores.items():
                if criterion not in known:
                    raise ValueError(f"reviews: {review.reviewer!r} scores the unknown criterion {criterion!r}")
                if not low <= score <= high:
                    raise ValueError(
                        f"reviews: {review.reviewer!r} gives {score} on {criterion!r}, the scale is {low} to {high}"
                    )
        return self

    def own_scores(self, criterion: str) -> list[int]:
        """The scores of this initiative on one criterion."""
        own = (review.scores for review in self.reviews if review.initiative == self.initiative)
        return [scores[criterion] for scores in own if criterion in scores]

    def explained(self) -> tuple[str, ...]:
        return tuple(criterion.id for criterion in self.criteria)

    def valid(self, outcome: FitAssessment) -> list[str]:
        """Another initiative, unknown, repeated or missing criteria, a "fit" in spite of an unmet criterion."""
        known, told = dict.fromkeys(self.explained()), Counter(result.criterion for result in outcome.criteria)
        wrong = [f"criteria: unknown criterion {name!r}" for name in told if name not in known]
        wrong += [f"criteria: {name!r} stands there {told[name]} times" for name in known if told[name] != 1]
        if outcome.initiative != self.initiative:
            wrong.append(f"initiative: {outcome.initiative!r}, expected {self.initiative!r}")
        if outcome.fit == Fit.FIT and any(not result.met for result in outcome.criteria):
            wrong.append('fit: says "fit", but a criterion is not met')
        return wrong + unexplained(self, outcome)
