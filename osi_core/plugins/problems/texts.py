"""Texts in, vectors out. What an encoder makes of texts enters a decision only as a column of affinities."""

from __future__ import annotations

from math import isfinite
from typing import ClassVar

from pydantic import Field

from osi_core.plugins.columns import Column
from osi_core.plugins.problems.model import Outcome, Problem

__all__ = ["TextBatch", "Vectors"]


class Vectors(Outcome):
    """One vector for each text, row after row (f8). Vectors can be turned back into words: they lie with the texts."""

    model: ClassVar[str] = "osi.vectors"

    dimensions: int = Field(ge=1)
    values: Column


class TextBatch(Problem):
    """Texts to encode. `languages` is empty or has a BCP 47 code for each text ("" where unknown)."""

    model: ClassVar[str] = "osi.text-batch"

    texts: tuple[str, ...]
    languages: tuple[str, ...] = ()

    def explained(self) -> tuple[str, ...]:
        return ()

    def valid(self, outcome: Vectors) -> list[str]:
        """A wrong number of values, or values that are not finite."""
        expected = len(self.texts) * outcome.dimensions
        if outcome.values.type != "f8" or len(outcome.values) != expected:
            return [f"values: a column of {expected} f8 is expected, not {len(outcome.values)} {outcome.values.type}"]
        return [] if all(map(isfinite, outcome.values)) else ["values: not a finite number"]
