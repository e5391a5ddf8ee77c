"""The solutions' part of the playbook."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from osi_core.domain import Id, Model, Options


class SolutionsSettings(Model):
    """How teams are made, and how kick-offs bring people and solutions together."""

    max_team: int = Field(default=100, ge=1, le=300)
    """How many people one team may hold."""
    choose_days: int = Field(default=14, ge=1, le=365)
    """How long the members of a team without a speaker choose one, before the organisers may name one of them."""
    max_wishes: int = Field(default=5, ge=1, le=50)
    """How many solutions a person may wish for at a kick-off."""
    table_min: int = Field(default=3, ge=1, le=1_000)
    """A solution with fewer people than this gets no table at a kick-off."""
    table_max: int = Field(default=24, ge=1, le=1_000)
    """How many people one solution takes at a kick-off."""
    anywhere: bool = True
    """Whether people may be placed where they did not wish to, rather than nowhere."""
    strategy: Id = "greedy"
    """The allocation of people to solutions (hook `osi_matching_strategies`)."""
    options: Options = {}

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.table_min > self.table_max:
            sizes = {"low": self.table_min, "high": self.table_max}
            raise PydanticCustomError("table_sizes", "table_min exceeds table_max", sizes)
        return self
