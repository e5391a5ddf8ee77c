"""The cases of the matching service alone."""

from osi_conformance.cases.matching import (
    refusals_of_curation,
    refusals_of_kickoffs,
    refusals_of_scaling,
    refusals_of_solutions,
    refusals_of_support,
    way,
)

__all__ = [
    "refusals_of_curation",
    "refusals_of_kickoffs",
    "refusals_of_scaling",
    "refusals_of_solutions",
    "refusals_of_support",
    "way",
]
