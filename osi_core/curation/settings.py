"""The curation's part of the playbook."""

from __future__ import annotations

from fractions import Fraction
from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from osi_core.domain import Id, Model, Options, PublicText
from osi_core.plugins.problems.model import Rational


class CriterionSetting(Model):
    """One criterion that reviewers score."""

    id: Id
    en: PublicText
    """The question to the reviewer, in English."""
    de: PublicText
    """The question to the reviewer, in German."""
    threshold: Rational = "3"
    """The mean, "p/q" on the scale, from which on it is met."""
    weight: int = Field(default=1, ge=1, le=100)


CRITERIA = (
    CriterionSetting(id="problem", en="Is the problem real and understood?", de="Ist das Problem echt und verstanden?"),
    CriterionSetting(id="solution", en="Does the solution work as shown?", de="Funktioniert die Lösung wie gezeigt?"),
    CriterionSetting(id="fit", en="Does the solution answer the problem?", de="Löst die Lösung das Problem?"),
    CriterionSetting(id="feasibility", en="Can an institution carry it out?", de="Kann eine Institution sie umsetzen?"),
    CriterionSetting(
        id="impact", en="Does it move the mission's indicator?", de="Bewegt sie den Indikator der Mission?"
    ),
)


class CurationSettings(Model):
    """How problem-solution fit is assessed, and how long an assessment lasts."""

    min_reviewers: int = Field(default=5, ge=1, le=50)
    """An assessment cannot be closed with fewer."""
    min_institutions: int = Field(default=2, ge=1, le=50)
    """Nor with reviewers of fewer; who has none counts as one of their own."""
    max_reviews: int = Field(default=15, ge=1, le=1_000)
    """Nobody gives more than these."""
    fresh_reviewers: int = Field(default=2, ge=1, le=50)
    """How many others review anew after a contest that was upheld, or not answered."""
    contest_days: int = Field(default=14, ge=1, le=365)
    """From a result, or its override, until it can no longer be contested."""
    answer_days: int = Field(default=21, ge=1, le=365)
    """From a contest until it counts as not answered."""
    conflict_days: int = Field(default=365, ge=1, le=3_650)
    """How long it is kept why a reviewer was not free."""
    criteria: tuple[CriterionSetting, ...] = Field(default=CRITERIA, min_length=1, max_length=20)
    scale_max: int = Field(default=5, ge=2, le=100)
    """Scores run from 1 to this."""
    fit_valid_days: int = Field(default=365, ge=1, le=3_650)
    """From the day of an assessment until it no longer counts."""
    order_days: int = Field(default=30, ge=1, le=365)
    """How long after a solution's new version a new assessment can be ordered; else the last one stays."""
    min_pilots: int = Field(default=0, ge=0, le=20)
    """Successful pilots without which no assessment says fit."""
    strategy: Id = "review-mean"
    """The curation strategy (hook `osi_curation_strategies`)."""
    options: Options = {}

    @model_validator(mode="after")
    def _criteria_fit_the_scale(self) -> Self:
        ids = [criterion.id for criterion in self.criteria]
        for criterion in self.criteria:
            if ids.count(criterion.id) > 1:
                raise PydanticCustomError("criterion_repeated", "a criterion is repeated", {"criterion": criterion.id})
            if not 1 <= Fraction(criterion.threshold) <= self.scale_max:
                asked = {"criterion": criterion.id, "threshold": criterion.threshold, "low": 1, "high": self.scale_max}
                raise PydanticCustomError("threshold_off_scale", "a threshold is off the scale", asked)
        return self
