"""The cases of the matching service alone."""

from osi_conformance.cases.matching import (
    assessing,
    hearing,
    kickoffs,
    reading,
    refusals_of_curation,
    refusals_of_kickoffs,
    refusals_of_matches,
    refusals_of_pilots,
    refusals_of_scaling,
    refusals_of_solutions,
    refusals_of_support,
    refusals_of_teams,
    scaling,
    supporting,
    teams,
    way,
)

__all__ = [
    "assessing",
    "hearing",
    "kickoffs",
    "reading",
    "refusals_of_curation",
    "refusals_of_kickoffs",
    "refusals_of_matches",
    "refusals_of_pilots",
    "refusals_of_scaling",
    "refusals_of_solutions",
    "refusals_of_support",
    "refusals_of_teams",
    "scaling",
    "supporting",
    "teams",
    "way",
]
